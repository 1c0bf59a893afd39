"""The plan behind real documents: measures and what is said of them, as character ranges without the text.

``plans/measures.jsonl`` holds one measure a line; the documents and their hashes are those of the stand-off labels
(`standoff`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..errors import InvalidCorpus
from .records import Strict, entries_of

__all__ = ["MEASURES", "PlanMeasure", "Range", "read_plans"]

MEASURES = "measures.jsonl"
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
