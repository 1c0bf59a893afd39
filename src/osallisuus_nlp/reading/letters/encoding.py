"""Mend ä, ö and å that were written in one encoding and read in another.

Nothing is mended without clear evidence in the whole text: stand-ins inside many words, no right letter, and words
that read better with the letter than without. Right text stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from ..._data import data_toml, from_plain
from .quality import surprises

_RIGHT = re.compile(r"[äöåÄÖÅ]")
_LETTER = r"[^\W\d_]"
_WORDS = 3  # different words with a stand-in, from which it is no accident
_OFTEN = 0.015  # stand-ins among letters; the right letters are 3–6 % of Finnish and Swedish
_SELDOM = 0.1  # right letters to a stand-in that may come from elsewhere (a heading in another font, "€" as "Ä")
_BETTER = 0.2  # bits a letter by which mended words read better


@dataclass(frozen=True)
class _Scheme:
    name: str
    signs: Mapping[str, str] = field(default_factory=dict)
    certain: bool = False


@cache
def _schemes() -> tuple[_Scheme, ...]:
    return tuple(from_plain(_Scheme, entry) for entry in data_toml("reading", "encodings.toml")["scheme"])


def repairs_for(text: str) -> Mapping[str, str] | None:
    """Return what stands for what in `text`, or None where nothing needs mending.

    Parameters
    ----------
    text : str
        All text of a document, or of as much of it as has the same origin; words parted by white space.
    """
    text = unicodedata.normalize("NFC", text)
    certain = {
        sign: letter
        for scheme in _schemes()
        if scheme.certain and _evident(text, scheme.signs)
        for sign, letter in scheme.signs.items()
    }
    doubtful = [(weight, scheme) for scheme in _schemes() if not scheme.certain and (weight := _weight(text, scheme))]
    if certain or not doubtful:
        return certain or None
    return max(doubtful, key=lambda pair: pair[0])[1].signs


def apply(text: str, repairs: Mapping[str, str] | None) -> str:
    """Return a word or a line composed (NFC) and with `repairs` made.

    A single sign is replaced only beside a letter: “5 €” and “a | b” stay.
    """
    text = unicodedata.normalize("NFC", text)
    if not repairs:
        return text
    return _pattern(tuple(repairs.items())).sub(lambda match: repairs[match.group()], text)


def repair_encoding(text: str) -> str:
    """Return `text`, judged on its own, with its letters mended."""
    return apply(text, repairs_for(text))


@cache
def _pattern(repairs: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """Return what finds the stand-ins: a capital's before a letter, a small letter's on either side of one."""
    singles = "".join(re.escape(sign) for sign, _ in repairs if len(sign) == 1)
    beside = f"(?:{_LETTER}|[{singles}])" if singles else _LETTER
    parts = []
    for sign, letter in sorted(repairs, key=lambda pair: -len(pair[0])):
        if len(sign) > 1:
            parts.append(re.escape(sign))
        elif letter.isupper():
            parts.append(f"{re.escape(sign)}(?={beside})|(?<=[A-ZÄÖÅ]){re.escape(sign)}(?!\\w)")
        else:
            parts.append(f"(?<={beside}){re.escape(sign)}|{re.escape(sign)}(?={beside})")
    return re.compile("|".join(parts))


def _evident(text: str, signs: Mapping[str, str]) -> bool:
    return any(sign in text for sign, letter in signs.items() if letter.isalpha())


def _weight(text: str, scheme: _Scheme) -> int:
    """Return how many stand-ins of a scheme are inside words of `text`; 0 where the evidence is not clear."""
    small = {sign for sign, letter in scheme.signs.items() if letter in "äöå"}
    if not any(sign in text for sign in small):
        return 0
    either = "|".join(re.escape(sign) for sign in small)
    inside = re.compile(f"{_LETTER}*(?:(?<={_LETTER})(?:{either})+(?={_LETTER}))(?:{_LETTER}|{either})*")
    words = [match.group() for match in inside.finditer(text)]
    letters = sum(map(str.isalpha, text))
    weight = len(re.findall(either, " ".join(words)))
    rights = len(_RIGHT.findall(text))
    if len({word.lower() for word in words}) < _WORDS:
        return 0
    if all(len(sign) > 1 for sign in small):  # a letter with loose dots is never right
        return weight
    if weight < _OFTEN * letters or rights > _SELDOM * weight:
        return 0
    mended = " ".join(apply(word, scheme.signs) for word in words)
    return weight if min(surprises(mended)[:2]) < min(surprises(" ".join(words))) - _BETTER else 0
