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
_DOUBTED = -3.0  # log-odds below which a party of the rules is left out
_NAMED = 0.0  # log-odds from which words are taken for the name of a party
_JOINT = re.compile(r"(?<!-)\s(?:ja|sekä|och|samt)\s", re.IGNORECASE)
_EDGES = ' .,;:()–-•"”“'


def with_marks(parties: Sequence[str], marks: Marks, stretches: Sequence[Span], language: str) -> Iterator[str]:
    """Give the parties that the marks do not doubt, then those that only the marks name in some stretches."""
    places = {party: _places(party, marks.text) for party in parties}
    for party in parties:
        found = [score for span in places[party] if (score := marks.mean(_MARK, span.start, span.end)) is not None]
        if not found or max(found) >= _DOUBTED:  # one that stands elsewhere, in a stem or below, is not doubted
            yield party
    known = [span for spans in places.values() for span in spans]
    for span in marks.spans(_MARK, _NAMED):
        inside = any(stretch.start <= span.start and span.end <= stretch.end for stretch in stretches)
        if inside and not any(span.start < one.end and one.start < span.end for one in known):
            yield from _names(marks.text[span.start : span.end], language)


def _places(party: str, text: str) -> list[Span]:
    return [Span(*hit.span()) for hit in re.finditer(re.escape(party), text)]


def _names(words: str, language: str) -> Iterator[str]:
    for part in split_parties(words):
        for name in _JOINT.split(part):
            if (party := name.strip(_EDGES)) and not is_vague(party, language):
                yield party
