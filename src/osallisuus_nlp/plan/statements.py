"""How likely a clause or sentence states a measure, or a goal.

The classifier labels whole passages; a plan needs to know which of a passage's clauses is the measure and which only
tells more of it. One small logistic regression for each weighs what the classifier thinks of the clause and of the
passage, and what the clause, the one before and the one after do (`acts`). Its weights are a JSON file that can be
read: ``data/statements.json``, made by ``make models`` (`train`).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from .. import _data
from ..entities import find_actors, find_funding, find_indicators, find_resources, find_times
from ..language import Span
from .acts import KINDS, speech_kinds, speech_of
from .units import tells_more

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STATED = ("measure", "goal")
_SAID = (
    *KINDS, "actor", "labelled", "money", "time", "resources", "indicator", "question", "quoted", "open", "lower",
    "none", "tells_more", "dated_follow_up", "dated_act",
)  # fmt: skip
_PLACED = ("first", "last", "only", "many", "item", "stem", "swedish", "short", "long", "known_first", "known", "new")
_ACT_EASES = 0.6
_TALK_HARDENS = 1.8
_LEAST = -5.0  # log of a probability that counts as none
_STEM = 4  # letters by which a word is known again in another case
_CERTAIN = 1e-4  # probabilities are kept this far from 0 and 1


@dataclass(frozen=True, slots=True)
class Clause:
    """A unit of prose with what stands around it in its passage."""

    text: str
    language: str
    before: str = ""
    after: str = ""
    earlier: str = ""
    stem: str = ""
    kind: str = "paragraph"
    place: int = 0
    of: int = 1


def clauses_of(text: str, units: Sequence[Span], language: str, *, stem: str = "", kind: str = "") -> list[Clause]:
    """Return the units of a passage as the model sees them."""
    parts = [text[unit.start : unit.end] for unit in units]
    return [
        Clause(
            part,
            language,
            before=parts[place - 1] if place else "",
            after=parts[place + 1] if place + 1 < len(parts) else "",
            earlier=" ".join(parts[:place]),
            stem=stem,
            kind=kind,
            place=place,
            of=len(parts),
        )
        for place, part in enumerate(parts)
    ]


def feature_names(labels: Sequence[str]) -> list[str]:
    """Return what each column of `features` is, for a classifier with these labels."""
    return [
        *(f"{where}:{name}" for where in ("own", "before", "after") for name in _SAID),
        *(f"stem:{name}" for name in KINDS),
        *(f"placed:{name}" for name in _PLACED),
        *(f"{where}:{label}" for where in ("clause", "passage") for label in labels),
        *(f"weighed:{name}" for name in ("own", "before", "after", "best", "is_best", "all_before")),
    ]


def features(
    clauses: Sequence[Clause], labels: Sequence[str], own: NDArray[np.float64], whole: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return one row a clause.

    Parameters
    ----------
    own, whole : array of float, shape (n_clauses, n_labels)
        The classifier's probabilities for the clause alone, and for its passage.
    """
    import numpy as np

    flags = np.array([_flags(clause) for clause in clauses], dtype=np.float64)
    measure = list(labels).index("measure")
    return np.hstack([flags, _log_odds(own), _log_odds(whole), _weighed(clauses, own[:, measure], whole[:, measure])])


def _weighed(clauses: Sequence[Clause], own: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how likely each clause is a measure once what it does is weighed in, beside the others of its passage."""
    import numpy as np

    ease = np.array([math.log(_hardness(clause)) for clause in clauses])
    weighed = np.clip(0.5 * (np.log(own + _CERTAIN) + np.log(whole + _CERTAIN)) - ease, _LEAST, 0.5)
    rows = []
    for place, clause in enumerate(clauses):
        first, end = place - clause.place, place - clause.place + clause.of
        group = weighed[first:end]
        rows.append(
            [
                weighed[place],
                weighed[place - 1] if clause.place else _LEAST,
                weighed[place + 1] if place + 1 < end else _LEAST,
                group.max(),
                float(weighed[place] == group.max()),
                group[: clause.place].max(initial=_LEAST),
            ]
        )
    return np.array(rows, dtype=np.float64)


def _hardness(clause: Clause) -> float:
    """Return how much surer the classifier must be of a clause, by what it does (docs/decisions/0003)."""
    speech = speech_of(clause.text, clause.language)
    stem = speech_of(clause.stem, clause.language)
    listed = clause.kind == "list_item"
    if listed and stem.act and not stem.talk:
        return _ACT_EASES
    if speech.talk or stem.talk or (speech.goal and not speech.means):
        return _TALK_HARDENS
    fragment = listed and bool(clause.stem or not re.search(r"[.!?]$", clause.text))
    return _ACT_EASES if speech.act or fragment else _TALK_HARDENS


@dataclass(frozen=True)
class Weights:
    """One regression: a weight for each feature by its name, and the probability from which it says yes."""

    bias: float
    threshold: float
    weights: Mapping[str, float]

    def probabilities(self, rows: NDArray[np.float64], names: Sequence[str]) -> NDArray[np.float64]:
        """Return the probability of each row; a feature without a weight has none."""
        import numpy as np

        column = np.array([self.weights.get(name, 0.0) for name in names])
        return np.asarray(1.0 / (1.0 + np.exp(-(rows @ column + self.bias))), dtype=np.float64)


@cache
def weights(stated: str) -> Weights:
    """Return the regression for ``measure`` or ``goal``."""
    entry: dict[str, Any] = json.loads(_data.data_text("plan", "statements.json"))[stated]
    return Weights(entry["bias"], entry["threshold"], entry["weights"])


def _log_odds(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    clipped = np.clip(probabilities, _CERTAIN, 1 - _CERTAIN)
    return np.asarray(np.log(clipped) - np.log(1 - clipped), dtype=np.float64)


def _flags(clause: Clause) -> list[float]:
    around = [_said(part, clause.language) for part in (clause.text, clause.before, clause.after)]
    words = len(clause.text.split())
    placed = (
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
    return [
        float(value) for value in (*around[0], *around[1], *around[2], *_kinds(clause.stem, clause.language), *placed)
    ]


def _continuity(clause: Clause) -> tuple[bool, bool, bool]:
    """Return whether its first long word has been named in the passage, whether half of its long words have, or none.

    A clause that takes up what has just been named tells more of it.
    """
    beginnings = [word[:_STEM].lower() for word in re.findall(r"\w+", clause.text) if len(word) >= _STEM]
    earlier = clause.earlier.lower()
    known = [beginning in earlier for beginning in beginnings]
    if not clause.earlier or not known:
        return (False, False, False)
    return (known[0], 2 * sum(known) >= len(known), not any(known))


def _kinds(text: str, language: str) -> tuple[bool, ...]:
    said = speech_kinds(text, language) if text else frozenset()
    return tuple(kind in said for kind in KINDS)


@lru_cache(maxsize=4096)
def _said(text: str, language: str) -> tuple[bool, ...]:
    actors = find_actors(text, language)
    kinds = speech_kinds(text, language) if text else frozenset()
    dated = bool(find_times(text, language))
    return (
        *(kind in kinds for kind in KINDS),
        bool(actors),
        any(actor.how == "label" for actor in actors),
        bool(find_funding(text, language)),
        dated,
        bool(find_resources(text, language)),
        bool(find_indicators(text, language)),
        text.endswith("?"),
        text.startswith(("”", '"', "“", "–")),
        not re.search(r"[.!?:]$", text),
        text[:1].islower(),
        not text,
        tells_more(text, language),
        dated and "follow_up" in kinds,
        dated and bool(kinds & {"passive", "does", "changes"}) and "is" not in kinds,
    )
