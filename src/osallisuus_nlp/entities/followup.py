"""Find resources (people, working time, premises) and the ways of measuring and following up."""

from __future__ import annotations

from .spans import Entity, apart, matches, pattern


def find_resources(text: str, language: str) -> list[Entity]:
    """Return the words of `text` that set people, working time, skills or premises aside."""
    return apart(matches(pattern("followup", language, "resources"), text))


def find_indicators(text: str, language: str) -> list[Entity]:
    """Return the words of `text` that measure, follow up or evaluate something."""
    return apart(matches(pattern("followup", language, "indicator"), text))
