"""Make ``data/statements.json`` again from the whole programmes of the training split (``make models``).

The classifier must not have seen these programmes, or its probabilities tell more here than they will elsewhere.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..classify import Classifier, load_model
from ..classify.features import Example
from ..corpus import read_records
from ..corpus.programmes import Programme, read_programme
from .statements import STATED, Clause, clauses_of, feature_names, features
from .units import units_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

C = 0.05  # inverse strength of regularisation, chosen by leaving out each programme in turn
FORGONE = 0.005  # F1 given up for recall: a measure that is missed hides all its gaps
SMALLEST = 0.005  # weights below this are left out


@dataclass
class Material:
    """Clauses of the programmes with what the classifier thinks of them and whether they state a measure, a goal."""

    clauses: list[Clause] = field(default_factory=list)
    own: list[Example] = field(default_factory=list)
    whole: list[Example] = field(default_factory=list)
    truth: list[list[bool]] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)

    def add(self, folder: Path, gold: Programme) -> None:
        """Add the prose of a programme."""
        quotes = [[measure.quote for measure in gold.measures], [goal.quote for goal in gold.goals]]
        for record in read_records([folder / "passages.jsonl"], split=gold.split):
            if record.kind == "table_row":
                continue
            units = units_of(record.text, record.language)
            above = " / ".join([*record.heading[1:][-2:], record.stem])
            middles = [
                [record.text.index(words) + len(words) / 2 for words in kind if words in record.text] for kind in quotes
            ]
            for unit, clause in zip(
                units,
                clauses_of(record.text, units, record.language, stem=record.stem, kind=record.kind),
                strict=True,
            ):
                self.clauses.append(clause)
                self.own.append(Example(clause.text, record.language, above, record.kind))
                self.whole.append(Example(record.text, record.language, above, record.kind))
                self.truth.append([any(unit.start <= at < unit.end for at in kind) for kind in middles])
                self.programmes.append(gold.id)


def material(programmes: Path) -> Material:
    """Read the training programmes of a folder."""
    made = Material()
    for folder in sorted(programmes.iterdir()):
        gold = read_programme(folder)
        if gold.split == "train":
            made.add(folder, gold)
    return made


def fit(rows: NDArray[np.float64], truth: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """Return weights and bias of a regression."""
    from sklearn.linear_model import LogisticRegression

    made = LogisticRegression(C=C, max_iter=500, solver="liblinear", random_state=0).fit(rows, truth)
    return made.coef_[0], float(made.intercept_[0])


def train(programmes: Path, model: Classifier) -> dict[str, Any]:
    """Return the content of ``statements.json``; thresholds are chosen for F1 on programmes left out in turn."""
    texts = material(programmes)
    names = feature_names(model.labels)
    rows = features(texts.clauses, model.labels, model.probabilities(texts.own), model.probabilities(texts.whole))
    groups = np.array(texts.programmes)
    content: dict[str, Any] = {}
    for column, stated in enumerate(STATED):
        truth = np.array([said[column] for said in texts.truth])
        left_out = np.zeros(len(truth))
        for group in sorted(set(texts.programmes)):
            held = groups == group
            weights, bias = fit(rows[~held], truth[~held])
            left_out[held] = 1 / (1 + np.exp(-(rows[held] @ weights + bias)))
        scores = {limit: _f1(truth, left_out >= limit) for limit in np.arange(0.1, 0.9, 0.02)}
        score = max(scores.values())
        threshold = min(limit for limit, reached in scores.items() if reached >= score - FORGONE)
        weights, bias = fit(rows, truth)
        content[stated] = {
            "bias": round(bias, 4),
            "threshold": round(float(threshold), 2),
            "F1 on programmes left out": round(score, 3),
            "weights": {
                name: round(float(weight), 3)
                for name, weight in zip(names, weights, strict=True)
                if abs(weight) >= SMALLEST
            },
        }
    return content


def _f1(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    return float(2 * (truth & said).sum() / max(truth.sum() + said.sum(), 1))


def main() -> int:
    """Fit the regressions with a classifier that has not seen the programmes, and write the file beside this module."""
    parser = argparse.ArgumentParser(prog="python -m osallisuus_nlp.plan.train", description=main.__doc__)
    parser.add_argument("programmes", type=Path, help="folder of whole programmes")
    parser.add_argument("--model", type=Path, required=True, help="the classifier, trained without the programmes")
    given = parser.parse_args()
    content = train(given.programmes, load_model(given.model))
    target = Path(__file__).parent / "data" / "statements.json"
    target.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
