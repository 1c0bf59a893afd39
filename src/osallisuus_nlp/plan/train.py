"""Make ``models/statements.npz`` again (``make models``): which clauses state a measure, and which a goal.

What is learnt from: the passages of whole programmes, whose gold marks measures and goals; authored and real passages,
of which ``corpora/plans/clauses.jsonl`` says which clauses state the measure, or which are one clause or have none;
and the real documents whose measures are marked (``corpora/plans/measures.jsonl``), read as text is read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..classify.features import COUNTS, Example
from ..classify.label import title_of
from ..classify.train import example_of, group_of
from ..corpus import Record, read_corpus, read_standoff
from ..corpus.plans import CLAUSES, MEASURES, Range, located, read_clauses, read_plans
from ..corpus.texts import read_texts
from ..language import Span, with_languages
from ..reading import parse_text
from .parts import is_prose
from .statements import FILE, STATED, Clause, Statements, clauses_of, rows_of
from .units import units_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

C = 3.0  # inverse strength of regularisation, chosen by leaving out documents in turn
OVERLAP = 0.5  # of the shorter one: how a clause and what is marked must overlap
MIN_CLAUSES = 4  # an n-gram of fewer clauses has no weight
WEIGHTS = {"programmes": 2.0, "authored": 1.0, "real": 0.3}  # by source; real plans weigh as programmes
_UNKNOWN = -1


@dataclass
class Material:
    """Clauses with what they state: for each of `STATED` 1, 0, or -1 where no label says."""

    clauses: list[Clause] = field(default_factory=list)
    truth: list[tuple[int, int]] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)

    def add(
        self,
        passage: Example,
        document: str,
        marked: tuple[Sequence[Range] | None, Sequence[Range] | None],
        weight: float,
        *,
        stem: str = "",
    ) -> None:
        """Add a passage with the ranges that state a measure and a goal; None where they are not known."""
        units = units_of(passage.text, passage.language)
        self.clauses += clauses_of(passage, units, stem=stem)
        self.truth += [(_states(unit, marked[0]), _states(unit, marked[1])) for unit in units]
        self.weights += [weight] * len(units)
        self.documents += [document] * len(units)


def _states(unit: Span, marked: Sequence[Range] | None) -> int:
    if marked is None:
        return _UNKNOWN
    return int(
        any(
            min(unit.end, end) - max(unit.start, start) >= OVERLAP * min(unit.end - unit.start, end - start)
            for start, end in marked
        )
    )


def material(corpora: Path, texts: Path | None = None) -> Material:
    """Read the training documents of the corpora."""
    made = Material()
    clauses = read_clauses(corpora / "plans" / CLAUSES)
    real = set(_plans(corpora)) if texts else set()
    for record in read_corpus([corpora], texts=texts):
        if record.kind == "table_row":
            continue
        source = group_of(record).split()[0]
        marked = _marked(record, clauses, whole=source == "programmes")
        if record.document in real:  # its measures are marked in the document itself
            marked = (None, marked[1])
        made.add(
            example_of(record),
            record.document,
            marked,
            WEIGHTS[source],
            stem=record.stem,
        )
    if texts:
        for document, passages in _documents(corpora, texts):
            for example, stem, ranges in passages:
                made.add(example, document, (ranges, None), WEIGHTS["programmes"], stem=stem)
    return made


def _marked(
    record: Record, clauses: dict[str, tuple[Range, ...]], *, whole: bool
) -> tuple[Sequence[Range] | None, Sequence[Range] | None]:
    """Return which ranges of a passage state a measure and a goal, each None where only the passage is labelled."""
    found: list[Sequence[Range] | None] = []
    for stated in STATED:
        ranges = [(span.start, span.end) for span in record.spans if span.label == stated]
        if whole:
            found.append(ranges)
        elif stated not in record.labels.elements:
            found.append([])
        elif stated == "measure" and record.id in clauses:
            found.append(clauses[record.id])
        else:
            found.append([(0, len(record.text))] if len(units_of(record.text, record.language)) == 1 else None)
    return found[0], found[1]


def _plans(corpora: Path) -> list[str]:
    documents = read_standoff(corpora / "standoff").documents
    named = {measure.document for measure in read_plans(corpora / "plans" / MEASURES)}
    return sorted(name for name in named if documents[name].split == "train")


def _documents(corpora: Path, texts: Path) -> Iterator[tuple[str, list[tuple[Example, str, list[Range]]]]]:
    """Give each real document whose measures are marked, with its passages of prose and the ranges of measures."""
    held = read_texts(texts)
    measures = read_plans(corpora / "plans" / MEASURES)
    for name in _plans(corpora):
        document = with_languages(parse_text(held[name], name=name))
        title = title_of(document)
        spans = [
            span
            for span in located([m for m in measures if m.document == name], held[name], document.text)
            if span is not None
        ]
        yield (
            name,
            [
                (
                    Example.of(passage, title),
                    passage.stem,
                    [(start - passage.start, end - passage.start) for start, end in spans if start < passage.end],
                )
                for passage in document.passages
                if is_prose(passage)
            ],
        )


def train(texts: Material) -> Statements:
    """Return the regressions."""
    rows = rows_of(texts.clauses)
    seen = np.asarray((rows > 0).sum(axis=0)).ravel()
    seen[COUNTS:] = MIN_CLAUSES  # flags are all used
    used = np.flatnonzero(seen >= MIN_CLAUSES)
    kept = rows[:, used].astype(np.float64)
    truth, weights = np.array(texts.truth), np.array(texts.weights)
    made = np.zeros((rows.shape[1], len(STATED)), np.float32)
    bias = np.zeros(len(STATED), np.float32)
    card: dict[str, object] = {"documents": len(set(texts.documents))}
    for column, stated in enumerate(STATED):
        known = truth[:, column] != _UNKNOWN
        said = truth[known, column] == 1
        made[used, column], bias[column] = _fit(kept[known], said, weights[known])
        card[stated] = {"clauses": int(known.sum()), "of them true": int(said.sum())}
    return Statements(made, bias, card)


def _fit(rows: csr_matrix, truth: NDArray[np.bool_], weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=C, solver="liblinear", dual=True, tol=1e-2, max_iter=200, random_state=0)
    fitted.fit(rows, truth, sample_weight=weights)
    return fitted.coef_[0], float(fitted.intercept_[0])


def without(texts: Material, documents: Iterable[str]) -> Material:
    """Return the material without some documents, to measure on them."""
    left_out = set(documents)
    kept = [place for place, name in enumerate(texts.documents) if name not in left_out]
    return Material(*([values[place] for place in kept] for values in vars(texts).values()))


def main() -> int:
    """Fit the regressions on the training documents of the corpora, and write the model."""
    parser = argparse.ArgumentParser(prog="python -m osallisuus_nlp.plan.train", description=main.__doc__)
    parser.add_argument("corpora", type=Path, help="folder of the corpora")
    parser.add_argument("--texts", type=Path, help="the texts that stand-off labels refer to")
    parser.add_argument("--out", type=Path, default=Path("models") / FILE, help="by default models/statements.npz")
    given = parser.parse_args()
    train(material(given.corpora, given.texts)).save(given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
