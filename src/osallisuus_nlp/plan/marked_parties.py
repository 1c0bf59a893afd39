"""Who answers for a measure by the marks of an encoder, beside what words and grammar say.

The rules know a party by its name and what it does; an encoder knows it by all that stands around it. What both say
is sure; what the rules find and the encoder does not mark is mostly somebody who is served, told or met; what the
encoder marks alone is mostly a name that the lexicon does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..classify.marks import Marks
from ..entities import is_vague, split_parties
from ..language import Span

_MARK = "responsibility"
_DOUBTED = -4.0  # log-odds below which a party of the rules is left out
_NAMED = -0.75  # log-odds from which words are taken for the name of a party
_JOINT = re.compile(r"(?<!-)\s(?:ja|sekä|och|samt)\s", re.IGNORECASE)
_EDGES = ' .,;:()–-•"”“'


def with_marks(
    parties: Sequence[str], marks: Marks, clause: Span, told: Sequence[Span], language: str
) -> tuple[str, ...]:
    """Return the parties that the marks do not doubt, and those that only the marks name.

    These are looked for in the measure's own clause, then, where nobody is named there, in what is told of it.
    """
    places = {party: [Span(*hit.span()) for hit in re.finditer(re.escape(party), marks.text)] for party in parties}
    kept = [party for party in parties if not _doubted(places[party], marks)]
    known = [span for spans in places.values() for span in spans]
    marked = [
        span
        for span in marks.spans(_MARK, _NAMED)
        if not any(span.start < one.end and one.start < span.end for one in known)
    ]
    own = [span for span in marked if clause.start <= span.start and span.end <= clause.end]
    beside = [span for span in marked if any(one.start <= span.start and span.end <= one.end for one in told)]
    added = own if own or kept else beside
    return (*kept, *(name for span in added for name in _names(marks.text[span.start : span.end], language)))


def _doubted(places: Sequence[Span], marks: Marks) -> bool:
    """Whether a party that stands in the passage is marked nowhere; one that stands elsewhere is not doubted."""
    found = [score for span in places if (score := marks.mean(_MARK, span.start, span.end)) is not None]
    return bool(found) and max(found) < _DOUBTED


def _names(words: str, language: str) -> Iterator[str]:
    for part in split_parties(words):
        for name in _JOINT.split(part):
            if (party := name.strip(_EDGES)) and not is_vague(party, language):
                yield party
