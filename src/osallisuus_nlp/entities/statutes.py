"""Find acts of law: by number and year ("410/2015"), or by the names that documents call them."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
