"""Measures as character ranges without the text: of whole real documents, and of passages.

``plans/measures.jsonl`` holds one measure of a real document a line, with what is said of it; the documents and their
hashes are those of the stand-off labels (`standoff`). ``plans/clauses.jsonl`` says of passages that state a measure
which of their words do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..errors import InvalidCorpus
from .records import Strict, entries_of

__all__ = ["CLAUSES", "MEASURES", "PassageMeasures", "PlanMeasure", "Range", "located", "read_clauses", "read_plans"]

MEASURES = "measures.jsonl"
CLAUSES = "clauses.jsonl"
Range = tuple[int, int]


@dataclass(frozen=True)
class PlanMeasure(Strict):
    """One measure of a real document: where it stands, and where the text says who, money, means, time, follow-up.

    Attributes
    ----------
    start, end : int
        Characters of the document's text.
    status : str
        ``planned``, ``existing`` or ``past``.
    vague : bool
        Whether only such a party as "kunta" is named; `responsible` is empty then.
    responsible, funding, resources, timetable, indicator : tuple of (start, end)
        Empty where the text gives none.
    """

    document: str
    start: int
    end: int
    status: Literal["planned", "existing", "past"]
    vague: bool = False
    responsible: tuple[Range, ...] = ()
    funding: tuple[Range, ...] = ()
    resources: tuple[Range, ...] = ()
    timetable: tuple[Range, ...] = ()
    indicator: tuple[Range, ...] = ()


def read_plans(path: Path) -> list[PlanMeasure]:
    """Read a file of measures; raises `InvalidCorpus` with file and line."""
    found = []
    for measure, place in entries_of(path, PlanMeasure):
        spans = [(measure.start, measure.end), *measure.responsible, *measure.funding, *measure.resources]
        spans += [*measure.timetable, *measure.indicator]
        if any(not 0 <= start < end for start, end in spans):
            raise InvalidCorpus(f"{place}: a range ends before it begins")
        if measure.vague and measure.responsible:
            raise InvalidCorpus(f"{place}: a vague party is no responsible party")
        found.append(measure)
    return found


@dataclass(frozen=True)
class PassageMeasures(Strict):
    """Which ranges of a passage (its id in the corpora) state its measures, from the beginning of its text."""

    id: str
    measures: tuple[Range, ...]


def read_clauses(path: Path) -> dict[str, tuple[Range, ...]]:
    """Read which ranges of passages state a measure, by id of the passage.

    Raises
    ------
    InvalidCorpus
        With file and line.
    """
    found = {}
    for entry, place in entries_of(path, PassageMeasures):
        if any(not 0 <= start < end for start, end in entry.measures):
            raise InvalidCorpus(f"{place}: a range ends before it begins")
        found[entry.id] = entry.measures
    return found


def located(ranges: Iterable[Range], text: str, read: str) -> list[Range | None]:
    """Return where ranges of a text stand in it as a document was read from it.

    Line breaks, page numbers and the like are not there any more. Of words that stand more than once, those nearest to
    where they were marked are meant; None where they do not stand at all.
    """
    letters, places = _letters(read)
    found: list[Range | None] = []
    for start, end in ranges:
        words, _ = _letters(text[start:end])
        near = len(_letters(text[:start])[0])
        at = min(
            (hit.start() for hit in re.finditer(re.escape(words), letters)), key=lambda at: abs(at - near), default=-1
        )
        found.append(None if at < 0 else (places[at], places[at + len(words) - 1] + 1))
    return found


def _letters(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of a text, and where each stands."""
    kept = [(letter, place) for place, letter in enumerate(text) if letter.isalnum()]
    return "".join(letter for letter, _ in kept), [place for _, place in kept]
