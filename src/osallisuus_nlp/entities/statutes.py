"""Find acts of law: by number and year ("410/2015"), or by the names that documents call them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ..framework.model import Statute
from .spans import Entity, apart

_NUMBER = re.compile(r"(?<![\d/])(\d{1,4})/((?:19|20)\d\d)(?![\d/])")


@cache
def _names(names: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})\w*", re.IGNORECASE) if names else re.compile(r"(?!)")


def find_statutes(text: str, statutes: Iterable[Statute]) -> list[Entity]:
    """Return where the acts of the framework are named in `text`, in either language; ``id`` is the act's."""
    found = []
    for statute in statutes:
        names = (statute.fi.lower(), statute.sv.lower(), *statute.short.fi, *statute.short.sv)
        found += [Entity(hit.start(), hit.end(), hit.group(), statute.id) for hit in _names(names).finditer(text)]
        found += [
            Entity(hit.start(), hit.end(), hit.group(), statute.id)
            for hit in _NUMBER.finditer(text)
            if (int(hit.group(1)), int(hit.group(2))) == (statute.number, statute.year)
        ]
    return apart(found)


_SECTIONS = r"\d+(?:\s?[a-z](?!\w))?(?:\s?[–-]\s?\d+|(?:,\s?|\s(?:ja|och|sekä|samt)\s)\d+(?:\s?[a-z](?!\w))?)*"
_AFTER = re.compile(
    rf"^(?:\s?\(\d{{1,4}}/\d{{4}}\))?\s?,?\s?(?P<sections>{_SECTIONS})\s?(?:§|pykäl|paragraf)", re.IGNORECASE
)
_BEFORE = re.compile(
    rf"(?P<sections>{_SECTIONS})\s?(?:§(?:\s?:?\w{{1,3}})?|paragrafen|paragraferna)\s(?:\d+\s?mom\.?\s)?i\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_URL = "https://www.finlex.fi/{language}/{kind}/{year}/{number}"
_KINDS = {"fi": "lainsaadanto", "sv": "lagstiftning"}
_LONGEST_RANGE = 30  # sections


@dataclass(frozen=True, slots=True)
class Citation(Entity):
    """An act that a text cites; ``id`` is the act's in the framework, or empty where the framework has none.

    Attributes
    ----------
    number, year : int
        Of the Statute Book of Finland, as in "410/2015".
    sections : tuple of str
        The sections cited, ranges written out; empty where the act alone is cited.
    """

    number: int = 0
    year: int = 0
    sections: tuple[str, ...] = ()

    def address(self, language: str) -> str:
        """Return the act's address at Finlex in ``fi`` or ``sv``."""
        spoken = language if language in _KINDS else "fi"
        return _URL.format(language=spoken, kind=_KINDS[spoken], year=self.year, number=self.number)


def find_citations(text: str, statutes: Iterable[Statute]) -> list[Citation]:
    """Return the acts that `text` cites by name or number, each normalised to number, year and sections.

    "kuntalain 22 §:n", "22 § i kommunallagen (410/2015)" and "KuntaL 22 §" are one and the same. A name with its
    number in parentheses is one citation; an act that the framework does not know is known by its number.
    """
    known = {statute.id: statute for statute in statutes}
    named = find_statutes(text, known.values())
    numbered = [
        Entity(hit.start(), hit.end(), hit.group())
        for hit in _NUMBER.finditer(text)
        if not any(one.start <= hit.start() < one.end for one in named)
    ]
    made: list[Citation] = []
    for entity in apart([*named, *numbered]):
        if entity.id:
            number, year = known[entity.id].number, known[entity.id].year
        else:
            number, year = (int(part) for part in entity.text.split("/"))
        if (
            made
            and (made[-1].number, made[-1].year) == (number, year)
            and re.fullmatch(r"\s?\(\s?", text[made[-1].end : entity.start])
        ):
            continue  # the number of the act just named
        made.append(Citation(entity.start, entity.end, entity.text, entity.id, number, year, _sections(text, entity)))
    return made


def _sections(text: str, entity: Entity) -> tuple[str, ...]:
    hit = _AFTER.match(text[entity.end :]) or _BEFORE.search(text[: entity.start])
    if hit is None:
        return ()
    found: list[str] = []
    for part in re.split(r",|\s(?:ja|och|sekä|samt)\s", hit["sections"]):
        ends = [end.strip() for end in re.split(r"[–-]", part)]
        if len(ends) > 1 and all(end.isdigit() for end in ends) and 0 < int(ends[1]) - int(ends[0]) < _LONGEST_RANGE:
            found += [str(number) for number in range(int(ends[0]), int(ends[1]) + 1)]
        elif ends[0]:
            found.append(re.sub(r"\s", "", ends[0]))
    return tuple(dict.fromkeys(found))
