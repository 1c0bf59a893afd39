"""What a recogniser gives, and the small tools that they share."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeVar

from .. import _data

_REMEMBERED = 8192  # texts


@dataclass(frozen=True, slots=True)
class Entity:
    """Something found in a text: character offsets, the words, and an id where it has one."""

    start: int
    end: int
    text: str
    id: str = ""


EntityT = TypeVar("EntityT", bound=Entity)


@cache
def lexicon(name: str, language: str) -> dict[str, list[str]]:
    """Return the lists of ``entities/data/NAME.toml`` for a language; empty for one that it does not have."""
    content = _data.data_toml("entities", f"{name}.toml")
    entry: dict[str, list[str]] = content.get(language, {})
    return entry


@cache
def pattern(name: str, language: str, key: str) -> re.Pattern[str]:
    """Return one list of a lexicon as a pattern that matches any of its expressions, as whole words."""
    return any_of(tuple(lexicon(name, language).get(key, ())))


@cache
def any_of(expressions: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that matches any of the expressions where a word begins; without any, nothing."""
    if not expressions:
        return re.compile(r"(?!)")
    longest = sorted(expressions, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)", re.IGNORECASE)


def apart(entities: Iterable[EntityT]) -> list[EntityT]:
    """Return the entities in order, of those that overlap the longest."""
    chosen: list[EntityT] = []  # in order, none overlapping
    for entity in sorted(entities, key=lambda found: (found.start - found.end, found.start)):
        place = bisect(chosen, entity.start, key=lambda found: found.start)
        before_ends = place == 0 or chosen[place - 1].end <= entity.start
        if before_ends and (place == len(chosen) or entity.end <= chosen[place].start):
            chosen.insert(place, entity)
    return chosen


@lru_cache(_REMEMBERED)
def matches(regex: re.Pattern[str], text: str) -> tuple[Entity, ...]:
    """Return every match of a pattern as an entity; one clause is asked for again and again while a plan is made."""
    return tuple(Entity(found.start(), found.end(), found.group()) for found in regex.finditer(text))
