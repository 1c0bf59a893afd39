"""Walk XML by local names, so that both editions of an office standard read the same."""

from __future__ import annotations

import re
from typing import Any


def local(element: Any) -> str:
    """Return an element's name without its namespace (empty for what is no element)."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def find(parent: Any, *path: str) -> Any:
    """Return the first descendant by local names, a child at each step, or None."""
    for name in path:
        if parent is None:
            return None
        parent = next((found for found in parent if local(found) == name), None)
    return parent


def attribute(element: Any, name: str = "val") -> str | None:
    """Return an attribute by its local name, or None."""
    if element is None:
        return None
    return next((str(text) for key, text in element.attrib.items() if key.rpartition("}")[2] == name), None)


def integer(text: str | None, otherwise: int = 0) -> int:
    """Return a number, or `otherwise` for what is none: a hostile file may hold anything."""
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else otherwise
