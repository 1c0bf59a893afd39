"""Make ``models/statements.npz`` again (``make models``): which clauses state a measure, and which a goal.

What is learnt from is told in `marked`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..classify.features import COUNTS, Example
from ..language import Span
from .marked import Ranges, marked_passages
from .statements import FILE, STATED, Clause, Statements, clauses_of, rows_of
from .units import units_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

C = 3.0  # inverse strength of regularisation, chosen by leaving out documents in turn
OVERLAP = 0.5  # of the shorter one: how a clause and what is marked must overlap
MIN_CLAUSES = 4  # an n-gram of fewer clauses has no weight
UNKNOWN = -1


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
        marked: tuple[Ranges, Ranges],
        weight: float,
        *,
        stem: str = "",
    ) -> None:
        """Add a passage with the ranges that state a measure and a goal; None where they are not known."""
        units = units_of(passage.text, passage.language)
        self.clauses += clauses_of(passage, units, stem=stem)
        self.truth += [(states(unit, marked[0]), states(unit, marked[1])) for unit in units]
        self.weights += [weight] * len(units)
        self.documents += [document] * len(units)


def states(unit: Span, marked: Ranges) -> int:
    """Return 1 for a unit that is marked, 0 for one that is not, -1 where no one has said."""
    if marked is None:
        return UNKNOWN
    return int(
        any(
            min(unit.end, end) - max(unit.start, start) >= OVERLAP * min(unit.end - unit.start, end - start)
            for start, end in marked
        )
    )


def material(corpora: Path, texts: Path | None = None) -> Material:
    """Read the training documents of the corpora."""
    made = Material()
    for passage in marked_passages(corpora, texts):
        if passage.example.kind != "table_row":
            made.add(
                passage.example,
                passage.document,
                (passage.ranges["measure"], passage.ranges["goal"]),
                passage.weight,
                stem=passage.stem,
            )
    return made


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
        known = truth[:, column] != UNKNOWN
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
