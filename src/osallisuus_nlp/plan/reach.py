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
from ..language import Span, sentences

_SHORTEST = 4  # letters of a word that is about something
_SENTENCE_ENDS = re.compile(r"[.!?]\s")
_BEGINNING = 5  # letters by which a word is known again in another case or as a part of a compound


def told_of(text: str, units: Sequence[Span], measures: Sequence[Span], language: str) -> list[tuple[Span, ...]]:
    """Return, for each measure of a passage, the units beside the measures that tell of it, in order."""
    told: list[list[Span]] = [[] for _ in measures]
    said = [text[measure.start : measure.end] for measure in measures]
    for unit in units if measures else ():
        if any(unit.start < measure.end and measure.start < unit.end for measure in measures):
            continue
        before = [place for place, measure in enumerate(measures) if measure.start < unit.start] or [0]
        for place in _of_which(text, unit, [measures[at] for at in before], said[: len(before)], language):
            told[place].append(unit)
            if unit.start > measures[place].start:
                said[place] += f" {text[unit.start : unit.end]}"
    return [tuple(spans) for spans in told]


def _of_which(text: str, unit: Span, before: Sequence[Span], said: Sequence[str], language: str) -> list[int]:
    """Return of which of the measures before it a unit tells, by what has been said of each."""
    clause, nearest = text[unit.start : unit.end], len(before) - 1
    if clause[:1].islower() and not _SENTENCE_ENDS.search(text[before[-1].start : unit.start]):
        return [nearest]  # it goes on with the sentence that states the measure
    if _words(language, "all_of_them").match(clause):
        return list(range(len(before)))
    if _words(language, "pronouns").match(clause):
        last = next((span for span in reversed(sentences(text)) if span.end <= unit.start), unit)
        return [at for at, measure in enumerate(before) if last.start <= measure.start < last.end] or [nearest]
    shared = [taken_up(clause, words, language) for words in said]
    best = max(range(len(before)), key=lambda place: (shared[place], place))
    return [best if shared[best] > shared[nearest] else nearest]


def taken_up(clause: str, said: str, language: str) -> int:
    """Return how many words of a clause have been said before, in another case or in a compound."""
    earlier = said.lower()
    passing = _words(language, "said_anywhere")
    words = {word for word in re.findall(r"[^\W\d]+", clause.lower()) if len(word) >= _SHORTEST}
    stems = {word[:_BEGINNING] for word in words if not passing.fullmatch(word)}
    return sum(stem in earlier for stem in stems)


@cache
def _words(language: str, name: str) -> re.Pattern[str]:
    content: dict[str, list[str]] = _data.data_toml("plan", "answering.toml").get(language, {})
    return any_of(tuple(content.get(name, ())))
