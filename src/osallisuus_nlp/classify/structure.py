"""Labels that a document's structure states outright: by the headings above, the stem, or the table's columns."""

from __future__ import annotations

import re
from functools import cache

from .. import _data
from ..document import Kind, Passage
from ..entities import column_elements
from ..entities.spans import any_of

EMPTY_CELL = re.compile(r"[\s–—\-.?/x]*", re.IGNORECASE)


@cache
def _patterns(table: str) -> dict[str, re.Pattern[str]]:
    content: dict[str, list[str]] = _data.data_toml("classify", "headings.toml")[table]
    return {label: any_of(tuple(expressions)) for label, expressions in content.items()}


def stated_perspectives(passage: Passage) -> set[str]:
    """Return the perspectives that the nearest heading which names any states for the passage."""
    for heading in reversed(passage.headings):
        found = {label for label, pattern in _patterns("perspectives").items() if pattern.search(heading)}
        if found:
            return found if len(found) == 1 else set()
    return set()


def stated_elements(passage: Passage) -> set[str]:
    """Return the plan elements that a table row's filled columns hold, or that a list's stem states."""
    if passage.cells:
        return {
            element
            for cell in passage.cells
            if not EMPTY_CELL.fullmatch(cell.text)
            for element in column_elements(cell.header)
        }
    if passage.kind is Kind.LIST_ITEM:
        above = passage.stem.rstrip(":").rpartition(". ")[2] or (passage.headings[-1] if passage.headings else "")
        return {
            label
            for label, pattern in _patterns("elements").items()
            if pattern.fullmatch(above.strip().lstrip("0123456789. "))
        }
    return set()
