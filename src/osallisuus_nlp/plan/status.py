"""Whether a measure is planned, runs already, or is past.

The present tense states a planned measure unless the text shows that it already runs (codebook, rule 56): by its words
("nykyisin", "sedan 2019"), by its heading ("Nykytila"), or because the document as a whole only tells what is done
today: it names hardly any coming year, nothing that begins or changes, and hardly any goals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from .. import _data
from ..classify import LabelledPassage
from ..document import Document, Kind, Role
from .acts import speech_kinds

PLANNED, EXISTING, PAST = "planned", "existing", "past"
_GOALS = 0.12  # of the passages: so many that name goals make a document a plan
_FORWARD = 0.12  # of the passages: fewer that look ahead make a document one of what is done today

_WORDS = 12  # in a passage, on average: fewer are fragments


@cache
def _pattern(language: str, name: str) -> re.Pattern[str]:
    content: dict[str, list[str]] = _data.data_toml("plan", "status.toml").get(language, {})
    return re.compile(rf"(?<!\w)(?:{'|'.join(content.get(name, ['(?!)']))})(?!\w)", re.IGNORECASE)


def looks_ahead(document: Document) -> bool:
    """Whether the document plans: enough of its passages name what begins, changes or is due.

    A paper of fragments without verbs tells nothing of time; it is taken for a plan.
    """
    bodies = [
        passage
        for passage in document.passages
        if passage.role is Role.BODY and passage.kind is not Kind.HEADING and passage.language in ("fi", "sv")
    ]
    if sum(len(passage.text.split()) for passage in bodies) < _WORDS * len(bodies):
        return True
    ahead = sum(bool(_pattern(passage.language, "ahead").search(passage.text)) for passage in bodies)
    return ahead >= _FORWARD * max(len(bodies), 1)


def sets_goals(labels: Sequence[LabelledPassage]) -> bool:
    """Whether a document names goals in enough of its passages to be a plan, as a strategy in the present tense is."""
    bodies = [label for label in labels if label.probabilities]
    return sum("goal" in label.elements for label in bodies) >= _GOALS * max(len(bodies), 1)


def status_of(text: str, language: str, headings: Iterable[str] = (), *, stem: str = "", plans: bool = True) -> str:
    """Return ``planned``, ``existing`` or ``past`` for the words of a measure."""
    if _pattern(language, "ahead").search(text) or _pattern(language, "intends").search(text):
        return PLANNED
    if _pattern(language, "running").search(text):
        return EXISTING
    for words in (text, stem):
        kinds = speech_kinds(words, language) if words else frozenset()
        present = bool(kinds & {"passive", "does", "may", "runs"})
        if _pattern(language, "past").search(words) or ("passive_past" in kinds and not present):
            return PAST
    if any(_pattern(language, "past_heading").search(heading) for heading in headings):
        return PAST
    if not plans or any(_pattern(language, "running_heading").search(heading) for heading in headings):
        return EXISTING
    return PLANNED
