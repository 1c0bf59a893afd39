"""How likely a clause or sentence states a measure, or a goal.

The classifier labels whole passages; a plan needs to know which of a passage's clauses is the measure and which only
tells more of it. One logistic regression for each weighs the words of the clause, of its stem and headings (hashed
n-grams, as the classifier has them), what the clause does (`acts`), whether it names a time, and where it stands among
the others of its passage. The weights are ``models/statements.npz``, made by ``make models`` (`train`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import _data
from ..classify.calibration import sigmoid
from ..classify.features import COUNTS, FEATURES, Example, blocks, weigh
from ..classify.model import read_archive, write_archive
from ..entities import find_times
from ..errors import ResourceMissing
from ..language import Span
from .acts import KINDS, speech_kinds
from .units import beginnings_of, tells_more

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

STATED = ("measure", "goal")
FILE = "statements.npz"
FORMAT = 1
FLAGS = (
    *KINDS, "time", "question", "quoted", "open", "lower", "tells_more", "dated_follow_up", "dated_act", "first",
    "last", "only", "many", "item", "stem", "swedish", "short", "long", "known_first", "known", "new",
)  # fmt: skip
_WEIGHT_OF_FLAGS = 0.3  # beside rows of unit length
_WEIGHT_OF_PASSAGE = 0.4  # of the log-odds that the classifier gives the passage, from `_DOUBT` to nought
_DOUBT = -3.0
_FRAGMENT = 0.5  # added to the log-odds of a fragment
_CERTAIN = 1e-4  # probabilities are kept this far from 0 and 1
_STEM = 4  # letters by which a word is known again in another case
SHARE = 0.6  # of what an encoder says of a clause
_EASED = 0.5  # added where it has read one: both are surer than they are right, and miss more than they find falsely
_LEAST, _MOST = 0.2, 0.5  # the threshold of a document is not lower, and not higher


@dataclass(frozen=True, slots=True)
class Clause:
    """A unit of prose with what stands around it in its passage.

    Attributes
    ----------
    above : str
        Headings and stem, as the classifier sees them.
    earlier : str
        What stands before it in its passage.
    place, of : int
        Which of how many units of its passage it is, from 0.
    fragment : bool
        Whether its passage ends without a stop, as a cell of a flattened table does.
    """

    text: str
    language: str
    above: str = ""
    earlier: str = ""
    stem: str = ""
    kind: str = "paragraph"
    place: int = 0
    of: int = 1
    fragment: bool = False


def clauses_of(passage: Example, units: Sequence[Span], *, stem: str = "") -> list[Clause]:
    """Return the units of a passage as the model sees them."""
    parts = [passage.text[unit.start : unit.end] for unit in units]
    return [
        Clause(
            part,
            passage.language,
            passage.above,
            earlier=" ".join(parts[:place]),
            stem=stem,
            kind=passage.kind,
            place=place,
            of=len(parts),
            fragment=not passage.text.endswith((".", "!", "?", ":")),
        )
        for place, part in enumerate(parts)
    ]


def rows_of(clauses: Sequence[Clause]) -> csr_matrix:
    """Return one row a clause, of shape (n_clauses, FEATURES + len(FLAGS)): its n-grams, then its flags."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack

    examples = [Example(clause.text, clause.language, clause.above, clause.kind) for clause in clauses]
    words = weigh(blocks(examples), np.ones(COUNTS, np.float32))
    flags = np.array([_flags(clause) for clause in clauses], np.float32).reshape(len(clauses), len(FLAGS))
    return csr_matrix(hstack([words, csr_matrix(flags * np.float32(_WEIGHT_OF_FLAGS))], format="csr"))


@dataclass(frozen=True)
class Statements:
    """The regressions for `STATED`.

    Attributes
    ----------
    weights : array of float, shape (FEATURES + len(FLAGS), 2)
    bias : array of float, shape (2,)
        Log-odds are ``rows @ weights + bias``.
    card : dict
        Training data and figures.
    """

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    card: dict[str, Any]

    def probabilities(
        self, clauses: Sequence[Clause], passages: NDArray[np.float64], marked: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Return an array of shape (n_clauses, 2): how likely each states a measure, and a goal.

        Parameters
        ----------
        passages : array of float, shape (n_clauses, 2)
            The classifier's probabilities that the clause's passage states them. What it doubts counts against them,
            but for fragments, which it doubts too easily: there it is not asked, and less is needed.
        marked : array of float, shape (n_clauses, 2), optional
            The log-odds that an encoder gives the clause; NaN where it has not read it. They are averaged with those
            of the regression.
        """
        import numpy as np

        if not clauses:
            return np.zeros((0, len(STATED)))
        known = np.clip(passages, _CERTAIN, 1 - _CERTAIN)
        doubt = _WEIGHT_OF_PASSAGE * np.clip(np.log(known) - np.log(1 - known), _DOUBT, 0.0)
        fragment = np.array([clause.fragment for clause in clauses])[:, None]
        scores = rows_of(clauses) @ self.weights + self.bias + np.where(fragment, _FRAGMENT, doubt)
        if marked is not None:
            scores = np.where(np.isnan(marked), scores, (1 - SHARE) * scores + SHARE * marked + _EASED)
        return sigmoid(scores.astype(np.float64))

    def save(self, path: Path) -> None:
        """Write the model as a NumPy archive; weights of nought are left out, the others kept in half precision."""
        import numpy as np

        places = np.flatnonzero(np.any(self.weights.astype(np.float16), axis=1)).astype(np.int32)
        arrays = {"places": places, "weights": self.weights[places].astype(np.float16), "bias": self.bias}
        write_archive(path, self.card | {"format": FORMAT, "flags": list(FLAGS)}, arrays)


@cache
def load_statements(path: Path | None = None) -> Statements:
    """Return the model that ships with the library, or that of a file.

    Raises
    ------
    ResourceMissing
        If it is not there, or of other features.
    """
    import numpy as np

    path = path or _data.model_path(FILE)
    card, arrays = read_archive(path)
    try:
        if (card["format"], card["flags"]) != (FORMAT, list(FLAGS)):
            raise ValueError("another format or other flags")
        weights = np.zeros((FEATURES + len(FLAGS), len(STATED)), np.float32)
        weights[arrays["places"]] = arrays["weights"]
        return Statements(weights, arrays["bias"], card)
    except (ValueError, KeyError, IndexError) as error:
        raise ResourceMissing(f"{path}: not a model of statements of this version; run `make models`") from error


def threshold_of(probabilities: NDArray[np.float64]) -> float:
    """Return from which probability on the clauses of one document are taken: where F1 is expected to be highest.

    Where little is sure, as in the fragments of a flattened table, a lower one is better: to forgo half of the
    measures costs more than some that are false.

    Parameters
    ----------
    probabilities : array of float, shape (n_clauses,)
        Of all clauses of the document.
    """
    import numpy as np

    if not len(probabilities):
        return _MOST
    falling = np.sort(probabilities)[::-1]
    expected = 2 * np.cumsum(falling) / (np.arange(1, len(falling) + 1) + falling.sum())
    return float(np.clip(falling[expected.argmax()], _LEAST, _MOST))


def _flags(clause: Clause) -> tuple[bool, ...]:
    words = len(clause.text.split())
    return (
        *_said(clause.text, clause.language),
        clause.place == 0,
        clause.place + 1 == clause.of,
        clause.of == 1,
        clause.of > 4,
        clause.kind == "list_item",
        bool(clause.stem),
        clause.language == "sv",
        words < 6,
        words > 22,
        *_continuity(clause),
    )


def _continuity(clause: Clause) -> tuple[bool, bool, bool]:
    """Return whether its first long word has been named in the passage, whether half of its long words have, or none.

    A clause that takes up what has just been named tells more of it.
    """
    beginnings = beginnings_of(clause.text, _STEM)
    earlier = clause.earlier.lower()
    known = [beginning in earlier for beginning in beginnings]
    if not clause.earlier or not known:
        return (False, False, False)
    return (known[0], 2 * sum(known) >= len(known), not any(known))


def _said(text: str, language: str) -> tuple[bool, ...]:
    kinds = speech_kinds(text, language)
    dated = bool(find_times(text, language))
    return (
        *(kind in kinds for kind in KINDS),
        dated,
        text.endswith("?"),
        text.startswith(("”", '"', "“", "–")),
        not re.search(r"[.!?:]$", text),
        text[:1].islower(),
        tells_more(text, language),
        dated and "follow_up" in kinds,
        dated and bool(kinds & {"passive", "does", "changes"}) and "is" not in kinds,
    )
