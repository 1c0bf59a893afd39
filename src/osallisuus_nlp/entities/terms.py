"""Find terms of the framework (methods, target groups) by the beginnings of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ..framework.model import Method, TargetGroup
from .spans import Entity, apart


@cache
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    if not terms:
        return re.compile(r"(?!)")
    words = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})\w*", re.IGNORECASE)


def find_terms(text: str, language: str, entries: Iterable[Method | TargetGroup]) -> list[Entity]:
    """Return where entries of the framework are named in `text`; ``id`` is the entry's."""
    found = []
    for entry in entries:
        terms = entry.terms.fi if language == "fi" else entry.terms.sv if language == "sv" else ()
        found += [Entity(hit.start(), hit.end(), hit.group(), entry.id) for hit in _pattern(terms).finditer(text)]
    return apart(found)
