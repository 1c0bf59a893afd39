"""What a table's column holds, by its heading: plan elements in Finnish and Swedish, in all their variants."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from .. import _data

_NEAR = 88.0  # rapidfuzz ratio (0–100) from which two headings are the same
_SHORTEST = 5  # letters: shorter headings are known as they are, or not at all
_LONG = 7  # letters: in longer headings one letter may be wrong, or two in each other's place
_PARTS = re.compile(r"\s+(?:ja|sekä|tai|och|samt|eller|&|\+)\s+|[/,;:(]|\s[–-]\s")
_CONJUNCTION = re.compile(r"-\s+(?!(?:ja|sekä|tai|och|samt|eller)\b)")
_MARK = re.compile(r"(?<=[^\W\d_])\s?(?:[¹²³⁴⁵⁶⁷⁸⁹†‡*]+|\d{1,2}\)?)(?=\W*$)")  # of a footnote
_UNIT = re.compile(
    r"\s*(?:/|\bper\b)\s*(?:vuosi|v|kk|år|månad|mån)\b\.?", re.IGNORECASE
)  # "€/vuosi", "kostnader per år"
_AROUND = " ?!:.,;*()[]-–—•#\"'”"
_PHRASE = 4  # words of a heading whose last word may tell what it is


@cache
def _terms() -> dict[str, str]:
    content = _data.data_toml("entities", "columns.toml")
    return {term: element for element, terms in content.items() if element != "patterns" for term in terms}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    content: dict[str, list[str]] = _data.data_toml("entities", "columns.toml")["patterns"]
    return {element: re.compile("|".join(expressions)) for element, expressions in content.items()}


@cache
def column_elements(header: str, *, others: bool = False) -> frozenset[str]:
    """Return the plan elements that a column headed `header` holds; empty for any other column.

    "Resurssit ja rahoitus" holds two; "Vastuuhenkilö/-taho", "VASTUUTAHOT" and "Vas-tuutaho" are known with their
    variants. With `others`, a column that is known to hold something else ("Kohderyhmä") gives ``other``.
    """
    header = _UNIT.sub("", header)
    parts = {_element(part) for part in _PARTS.split(_CONJUNCTION.sub("", header))} - {"", "other"}
    if len(parts) < 2:
        whole = _element(header)
        if whole:
            return frozenset({whole}) if others or whole != "other" else frozenset()
    return frozenset(parts)


def _element(header: str) -> str:
    keys = _keys(header)
    if not keys:
        return ""
    for key in keys:
        if key in _terms():
            return _terms()[key]
    for element, pattern in _patterns().items():
        if pattern.fullmatch(keys[0]):
            return element
    for key in keys:
        if len(key) >= _SHORTEST and (element := _near(key)):
            return element
    words = keys[0].split()
    return _by_last_word(words) if 1 < len(words) <= _PHRASE and not _PARTS.search(keys[0]) else ""


def _keys(header: str) -> list[str]:
    """Return the heading as it may be known: mended at line ends, then without hyphens, then without spaces."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", header)).strip()
    text = _MARK.sub("", _CONJUNCTION.sub("", text.replace("\u00ad", ""))).strip(_AROUND).casefold()
    if not text:
        return []
    if all(len(word) == 1 for word in text.split()) and len(text) > 2:  # letter-spaced
        text = text.replace(" ", "")
    return list(dict.fromkeys((text, text.replace("-", ""), re.sub(r"[\s-]", "", text))))


def _near(key: str) -> str:
    """Return the element of the term that differs from the heading by a slip of the pen."""
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    best = process.extractOne(key, list(_terms()), scorer=fuzz.ratio, score_cutoff=_NEAR)
    if best is not None:
        return _terms()[best[0]]
    if len(key) < _LONG:
        return ""
    return next((element for term, element in _terms().items() if OSA.distance(key, term, score_cutoff=1) <= 1), "")


def _by_last_word(words: list[str]) -> str:
    """Return what the last word of a phrase says ("Arvioidut kustannukset", "Toimenpiteen vastuutaho")."""
    last = words[-1]
    if len(last) < _SHORTEST:
        return ""
    return _terms().get(last) or _near(last)
