"""Words and marks of a sentence, as the rules on who acts read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .heads import kind_of, listed, mended

REACH = 3  # words between a party and the verb that makes it act
_TOKEN = re.compile(r"[^\W_]+(?:[:'’.-][^\W_]+)*-?|[^\w\s]")
_BARRIER = frozenset(",;:()–—|•")


class Word(NamedTuple):
    """A word or mark: where it stands in its sentence, its text with a damaged head mended, and its kind of party."""

    start: int
    end: int
    text: str
    kind: str = ""

    @property
    def barrier(self) -> bool:
        """Whether no phrase reaches over it."""
        return self.text in _BARRIER


def words_of(sentence: str, language: str) -> list[Word]:
    """Return the words and marks of a sentence."""
    found = []
    for hit in _TOKEN.finditer(sentence):
        text = mended(hit.group(), language)
        found.append(Word(hit.start(), hit.end(), text, kind_of(text, language)))
    return found


def reach(words: list[Word], places: Iterable[int], limit: int = REACH) -> Iterator[tuple[int, Word]]:
    """Give the words at `places` up to a barrier, at most `limit` of them."""
    for count, place in enumerate(places):
        if count >= limit or words[place].barrier:
            return
        yield place, words[place]


def behind(words: list[Word], place: int) -> int:
    """Return the place of what follows a party: names ("johtaja Selma Lund") and "(2 htv)" are stepped over."""
    at = place + 1
    while at < len(words) and words[at].text[:1].isupper() and not words[at].kind:
        at += 1
    if at < len(words) and words[at].text == "(":
        closing = next((end for end in range(at, min(at + 8, len(words))) if words[end].text == ")"), None)
        at = at if closing is None else closing + 1
    return at


def half_of_compound(words: list[Word], place: int, language: str) -> int:
    """Return the place of the first half in "asiakkuus- ja osallisuuspäällikkö"; 0 where there is none before it."""
    joined = place > 1 and listed(language, "joints").fullmatch(words[place - 1].text)
    return place - 2 if joined and words[place - 2].text.endswith("-") else 0
