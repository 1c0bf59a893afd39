"""Which columns of a table hold which plan elements: by their headings, else by what stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import mean

from ..classify.structure import EMPTY_CELL
from ..document import Document, Table
from ..entities import column_elements, find_funding, find_times, is_party

MOSTLY = 0.6  # the part of the filled cells that must be of one kind
LONG = 3.5  # mean words of a cell from which a column may hold goals or measures
CERTAIN = 2  # so many plan elements make a table a planning table whose other columns are told by their cells

Columns = dict[str, list[int]]


def plan_columns(document: Document) -> dict[int, Columns]:
    """Return, by id of each table of the document, which of its columns hold which plan element."""
    return {table.id: _columns(table, document.language) for table in document.tables}


def headed_columns(headers: Iterable[str]) -> Columns:
    """Return which columns hold which plan element by their headings alone."""
    columns: Columns = {}
    for place, header in enumerate(headers):
        for element in sorted(column_elements(header)):
            columns.setdefault(element, []).append(place)
    return columns


def _columns(table: Table, language: str) -> Columns:
    columns = headed_columns(table.header)
    unknown = [place for place, header in enumerate(table.header) if not column_elements(header, others=True)]
    cells = {place: [row[place] for row in table.rows if place < len(row)] for place in unknown}
    filled = {place: [text for text in texts if not EMPTY_CELL.fullmatch(text)] for place, texts in cells.items()}
    found = {place: element for place in unknown if (element := _kind(filled[place], language)) not in ("", *columns)}
    if len({*columns, *found.values()}) < CERTAIN:
        return columns
    for place, element in found.items():
        columns.setdefault(element, []).append(place)
    _sentences(columns, {place: filled[place] for place in unknown if place not in found})
    return columns


def _kind(texts: list[str], language: str) -> str:
    """Return what most cells of a column are: parties, times or money; empty for anything else."""
    if not texts:
        return ""
    for element, said in (
        ("funding", [bool(find_funding(text, language)) for text in texts]),
        ("timetable", [bool(find_times(text, language)) and len(text.split()) <= 8 for text in texts]),
        ("responsibility", [is_party(text, language) for text in texts]),
    ):
        if sum(said) >= MOSTLY * len(texts):
            return element
    return ""


def _sentences(columns: Columns, filled: dict[int, list[str]]) -> None:
    """Take the longest column left for the measures, one before it for the goals, one at the end for the indicator."""
    words = {place: mean(len(text.split()) for text in texts) for place, texts in filled.items() if texts}
    long = [place for place, length in words.items() if length >= LONG]
    if "measure" not in columns and long:
        # Goals stand before measures and fewer rows have one.
        measure = max(long, key=lambda place: (len(filled[place]), place))
        columns["measure"] = [measure]
        long.remove(measure)
    before = [place for place in long if place < min(columns.get("measure", [0]))]
    if "goal" not in columns and before:
        columns["goal"] = [before[-1]]
    after = [place for place in words if place > max(columns.get("measure", [99]))]
    if "indicator" not in columns and after:
        columns["indicator"] = [after[-1]]
