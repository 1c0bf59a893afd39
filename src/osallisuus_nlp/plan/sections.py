"""Who answers for a whole section: "Tämän luvun toimista vastaa tilapäällikkö, ellei muuta sanota".

The party is given to each measure of the section that names no other (codebook, rule 40). A statement for the whole
document is none of a section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .. import _data
from ..document import Document, Kind, Passage, Role
from ..entities import find_actors
from ..language import sentences


@dataclass(frozen=True, slots=True)
class Section:
    """Parties that answer for the measures beneath the headings `path`."""

    path: tuple[str, ...]
    parties: tuple[str, ...]

    def holds(self, passage: Passage) -> bool:
        """Whether a passage stands in it."""
        return passage.headings[: len(self.path)] == self.path


@cache
def _pattern(language: str, name: str) -> re.Pattern[str]:
    entry: dict[str, str] = _data.data_toml("plan", "sections.toml").get(language, {})
    return re.compile(entry.get(name, "(?!)"), re.IGNORECASE)


def states_section(sentence: str, language: str) -> bool:
    """Whether a sentence says who answers for a whole section."""
    return bool(_pattern(language, "answers").search(sentence))


def sections_of(document: Document) -> list[Section]:
    """Return the statements of a document on who answers for which section, innermost sections first."""
    found = []
    for passage in document.passages:
        if passage.role is not Role.BODY or passage.kind is Kind.HEADING or not passage.headings:
            continue
        for span in sentences(passage.text):
            sentence = passage.text[span.start : span.end]
            if states_section(sentence, passage.language):
                parties = tuple(actor.text for actor in find_actors(sentence, passage.language))
                if parties:
                    found.append(Section(passage.headings, parties))
    return sorted(found, key=lambda section: -len(section.path))


def answers_for(passage: Passage, sections: Sequence[Section]) -> tuple[str, ...]:
    """Return who answers for the section in which a passage stands; empty where no one does."""
    return next((section.parties for section in sections if section.holds(passage)), ())
