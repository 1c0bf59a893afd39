"""What a table's column holds, by its heading: plan elements in Finnish and Swedish, in all their variants."""

from __future__ import annotations

import re
from functools import cache

from .. import _data

_NEAR = 88.0  # rapidfuzz ratio (0–100) from which two headings are the same


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

    "Resurssit ja rahoitus" holds two; "Vastuuhenkilö/-taho" and "VASTUUTAHOT" are known with their variants. With
    `others`, a column that is known to hold something else ("Kohderyhmä") gives ``other``.
    """
    whole = _element(header)
    if whole:
        return frozenset({whole}) if others or whole != "other" else frozenset()
    parts = [_element(part) for part in re.split(r"\s+(?:ja|sekä|och|samt|&)\s+|[/,(]", header)]
    return frozenset(part for part in parts if part and part != "other")


def _element(header: str) -> str:
    from rapidfuzz import fuzz, process

    key = re.sub(r"\s+", " ", re.sub(r"-\s+", "", header)).strip(" ?:.*)-–").casefold()
    if not key:
        return ""
    if key in _terms():
        return _terms()[key]
    for element, pattern in _patterns().items():
        if pattern.fullmatch(key):
            return element
    if len(key) < 5:
        return ""
    best = process.extractOne(key, list(_terms()), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return _terms()[best[0]] if best else ""
