"""How likely a clause or sentence states a measure, or a goal: a small model over its words and what stands around it.

The classifier labels whole passages; a plan needs to know which of a passage's clauses is the measure and which only
tells more of it. One logistic regression for each, over hashed n-grams of the clause, words of headings and stem, and
flags of what it, the one before and the one after do (`acts`). Kept as arrays, made by ``python -m
osallisuus_nlp.plan.train``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from ..entities import find_actors, find_funding, find_indicators, find_resources, find_times
from ..errors import ResourceMissing
from ..language import Span
from .acts import KINDS, speech_kinds

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

FORMAT = 1
STATED = ("measure", "goal")
CHAR_BITS, WORD_BITS, ABOVE_BITS = 14, 14, 11
COUNTS = 2**CHAR_BITS + 2**WORD_BITS + 2**ABOVE_BITS
WEIGHT_OF_FLAGS = 0.3
_OWN = len(KINDS) + 11
_OTHERS = 9
FLAGS = 3 * _OWN + len(KINDS) + _OTHERS
_DASHED = 40


@dataclass(frozen=True, slots=True)
class Clause:
    """A unit of prose with what stands around it in its passage."""

    text: str
    language: str
    before: str = ""
    after: str = ""
    above: str = ""
    stem: str = ""
    kind: str = "paragraph"
    place: int = 0
    of: int = 1


def clauses_of(
    text: str, units: Sequence[Span], language: str, *, headings: Iterable[str] = (), stem: str = "", kind: str = ""
) -> list[Clause]:
    """Return the units of a passage as the model sees them."""
    parts = [text[unit.start : unit.end] for unit in units]
    above = " / ".join([*list(headings)[-2:], stem])
    return [
        Clause(
            part,
            language,
            before=parts[place - 1] if place else "",
            after=parts[place + 1] if place + 1 < len(parts) else "",
            above=above,
            stem=stem,
            kind=kind,
            place=place,
            of=len(parts),
        )
        for place, part in enumerate(parts)
    ]


@dataclass(frozen=True)
class Model:
    """Weights of the regressions, one row each of `STATED`.

    Attributes
    ----------
    idf : array of float, shape (n_counts,)
    weights : array of float, shape (2, n_features)
    bias, threshold : array of float, shape (2,)
    card : dict
        Version, training data and figures.
    """

    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    threshold: NDArray[np.float32]
    card: dict[str, Any]

    def probabilities(self, clauses: Sequence[Clause]) -> NDArray[np.float64]:
        """Return an array of shape (n_clauses, 2): how likely each states a measure, and a goal."""
        import numpy as np

        if not clauses:
            return np.zeros((0, len(STATED)))
        scores = weigh(blocks(clauses), self.idf) @ self.weights.T + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-scores)), dtype=np.float64)

    def save(self, path: Path) -> None:
        """Write the model as a NumPy archive, weights in half precision."""
        import numpy as np

        with path.open("wb") as file:
            np.savez_compressed(
                file,
                idf=self.idf.astype(np.float16),
                weights=self.weights.astype(np.float16),
                bias=self.bias,
                threshold=self.threshold,
                card=np.frombuffer(json.dumps(self.card, ensure_ascii=False).encode(), np.uint8),
            )

    @classmethod
    def load(cls, path: Path) -> Model:
        """Read a model.

        Raises
        ------
        ResourceMissing
            If the file is none of this format.
        """
        import numpy as np

        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
                arrays = {name: archive[name] for name in archive.files}
            card = json.loads(arrays.pop("card").tobytes())
            made = cls(card=card, **{name: array.astype(np.float32) for name, array in arrays.items()})
            fits = made.weights.shape == (len(STATED), COUNTS + FLAGS) and card["format"] == FORMAT
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, BadZipFile) as error:
            raise ResourceMissing(f"{path}: not a model of this library; rebuild it with `make models`") from error
        if not fits:
            raise ResourceMissing(f"{path}: a model of another version; rebuild it with `make models`")
        return made


def model_file() -> Path:
    """Return where the model stands that ships with the library."""
    from pathlib import Path

    return Path(str(resources.files(__package__).joinpath("data", "statements.npz")))


@cache
def default_model() -> Model:
    """Return the model that ships with the library, read once."""
    return Model.load(model_file())


def blocks(clauses: Sequence[Clause]) -> list[csr_matrix]:
    """Return counts of character n-grams, of words and pairs of words, of words above, and flags."""
    from scipy.sparse import csr_matrix

    return [
        _hashing("char_wb", (3, 5), CHAR_BITS).transform(clause.text for clause in clauses),
        _hashing("word", (1, 2), WORD_BITS).transform(clause.text for clause in clauses),
        _hashing("word", (1, 1), ABOVE_BITS).transform(clause.above for clause in clauses),
        csr_matrix([_flags(clause) for clause in clauses], dtype="float64"),
    ]


def weigh(counts: Sequence[csr_matrix], idf: NDArray[np.float32]) -> csr_matrix:
    """Return one row a clause: counts dampened (1 + log), weighed, each block scaled to unit length, and flags."""
    import numpy as np
    from scipy.sparse import csr_matrix, diags, hstack

    made, offset = [], 0
    for block in counts[:-1]:
        rows = csr_matrix(block, copy=True)
        rows.data = 1.0 + np.log(rows.data)
        rows = rows @ diags(idf[offset : offset + block.shape[1]].astype(np.float64))
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        made.append(diags(1.0 / np.maximum(lengths, 1e-9)) @ rows)
        offset += block.shape[1]
    return csr_matrix(hstack([*made, counts[-1] * WEIGHT_OF_FLAGS]))


def _hashing(analyzer: str, span: tuple[int, int], bits: int) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    words = {"token_pattern": r"(?u)\b\w+\b"} if analyzer == "word" else {}
    return HashingVectorizer(
        analyzer=analyzer, ngram_range=span, n_features=2**bits, alternate_sign=False, norm=None, **words
    )


def _flags(clause: Clause) -> list[float]:
    around = [_said(part, clause.language) for part in (clause.text, clause.before, clause.after)]
    stem = _kinds(clause.stem, clause.language)
    others = (
        clause.place == 0,
        clause.place + 1 == clause.of,
        clause.of == 1,
        clause.of > 4,
        clause.kind == "list_item",
        bool(clause.stem),
        clause.language == "sv",
        len(clause.text.split()) < 6,
        len(clause.text.split()) > 22,
    )
    return [float(value) for value in (*around[0], *around[1], *around[2], *stem, *others)]


@cache
def _kinds(text: str, language: str) -> tuple[bool, ...]:
    said = speech_kinds(text, language) if text else frozenset()
    return tuple(kind in said for kind in KINDS)


@cache
def _said(text: str, language: str) -> tuple[bool, ...]:
    actors = find_actors(text, language)
    return (
        *_kinds(text, language),
        bool(actors),
        any(actor.how == "label" for actor in actors),
        bool(find_funding(text, language)),
        bool(find_times(text, language)),
        bool(find_resources(text, language)),
        bool(find_indicators(text, language)),
        text.endswith("?"),
        text.startswith(("”", "\"", "“", "–")),
        not re.search(r"[.!?:]$", text),
        text[:1].islower(),
        not text,
    )
