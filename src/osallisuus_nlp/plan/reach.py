"""Which clauses of a passage that state no measure tell of which of its measures.

"A järjestetään. B julkaistaan. A:han on varattu 3 000 euroa. Näihin kuluu 20 työpäivää.": a clause tells of the measure
before it, unless it takes up more of what an earlier one has named, or speaks of all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .. import _data
from ..entities.spans import any_of
from ..language import Span
from .units import beginnings_of

_BEGINNING = 5  # letters by which a word is known again in another case or as a part of a compound


def told_of(text: str, units: Sequence[Span], measures: Sequence[Span], language: str) -> list[tuple[Span, ...]]:
    """Return, for each measure of a passage, the units beside the measures that tell of it, in order."""
    told: list[list[Span]] = [[] for _ in measures]
    for unit in units if measures else ():
        if any(unit.start < measure.end and measure.start < unit.end for measure in measures):
            continue
        before = [place for place, measure in enumerate(measures) if measure.start < unit.start] or [0]
        for place in _of_which(text, unit, measures, before, language):
            told[place].append(unit)
    return [tuple(spans) for spans in told]


def taken_up(clause: str, said: str) -> int:
    """Return how many long words of a clause have been said before, in another case or in a compound."""
    earlier = said.lower()
    return sum(beginning in earlier for beginning in set(beginnings_of(clause, _BEGINNING)))


def _of_which(text: str, unit: Span, measures: Sequence[Span], before: list[int], language: str) -> list[int]:
    clause = text[unit.start : unit.end]
    if _all_of_them(language).match(clause):
        return before
    shared = {place: taken_up(clause, text[measures[place].start : measures[place].end]) for place in before}
    nearest = before[-1]
    best = max(before, key=lambda place: (shared[place], place))
    return [best if shared[best] > shared[nearest] else nearest]


@cache
def _all_of_them(language: str) -> re.Pattern[str]:
    content: dict[str, list[str]] = _data.data_toml("plan", "answering.toml").get(language, {})
    return any_of(tuple(content.get("all_of_them", ())))
