"""Where sentences end, in running text, lists and table rows."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

# Finnish and Swedish abbreviations that a full stop ends without ending the sentence.
_ABBREVIATIONS = frozenset(
    [
        "esim",
        "mm",
        "ns",
        "nk",
        "eli",
        "ym",
        "yms",
        "jne",
        "tms",
        "vrt",
        "ks",
        "klo",
        "puh",
        "n",
        "no",
        "nro",
        "v",
        "vv",
        "s",
        "ss",
        "mrd",
        "milj",
        "t",
        "tri",
        "prof",
        "st",
        "os",
        "kpl",
        "htv",
        "t.ex",
        "bl.a",
        "m.m",
        "o.d",
        "o.s.v",
        "dvs",
        "d.v.s",
        "s.k",
        "f.d",
        "ca",
        "kl",
        "nr",
        "st",
        "milj",
        "mn",
        "md",
        "tel",
        "resp",
        "inkl",
        "exkl",
        "jfr",
        "kap",
        "mom",
        "§",
    ]
)
_BREAK = re.compile(r"(?<=[.!?…])[\"”’»)]*\s+(?=[\"”’»(]*[A-ZÅÄÖ0-9])|\n+")
_LAST_WORD = re.compile(r"([\w§.]+)\.$")


class Span(NamedTuple):
    """A stretch of text: character offsets `start` and `end`."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of `text`, without the white space around them.

    Lines are sentences of their own: the lines of a table row are its cells.
    """
    cuts = [0]
    for match in _BREAK.finditer(text):
        if "\n" in match.group() or not _abbreviated(text[cuts[-1] : match.start()], text[match.end() :]):
            cuts.append(match.end())
    cuts.append(len(text))
    spans = []
    for start, end in pairwise(cuts):
        part = text[start:end]
        if part.strip():
            spans.append(Span(start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())))
    return spans


def _abbreviated(before: str, after: str) -> bool:
    """Whether the full stop that ends `before` belongs to an abbreviation, an ordinal or an initial."""
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    last = word.group(1).lower()
    if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha()):
        return True
    return last.isdigit() and len(last) <= 2 and after[:1].isdigit()
