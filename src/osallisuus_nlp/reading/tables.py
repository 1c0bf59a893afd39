"""Ruled tables: find them with pdfplumber, stitch them over page breaks, make passages of their rows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2.raw as pdfium_c

from ..document import Box, Cell, Kind, Passage, Table
from .clean import clean, join_lines

_MIN_ROWS, _MIN_COLUMNS = 2, 2


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table on one page: cells, a merged one repeated in the rows that it spans, and the rows' boxes."""

    page: int
    box: Box
    rows: tuple[tuple[str, ...], ...]
    row_boxes: tuple[Box, ...]
    header: tuple[str, ...] = field(default=())
    record: int = -1


def might_hold_table(page: Any) -> bool:
    """Whether a page has enough ruling for a table: at least three levels and two uprights.

    Much cheaper than looking for the table itself.
    """
    levels: set[int] = set()
    uprights: set[int] = set()
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if right - left > 20:
            levels.update((round(bottom / 3), round(top / 3)))
        if top - bottom > 8:
            uprights.update((round(left / 3), round(right / 3)))
        if len(levels) >= 3 and len(uprights) >= 2:
            return True
    return False


def find_tables(content: bytes, pages: Sequence[int]) -> dict[int, list[FoundTable]]:
    """Return the ruled tables of the pages with those indices (from 0), top to bottom."""
    if not pages:
        return {}
    import pdfplumber

    found: dict[int, list[FoundTable]] = {}
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for index in pages:
            page = pdf.pages[index]
            tables = [made for table in page.find_tables() if (made := _table(table, index))]
            if tables:
                found[index] = sorted(tables, key=lambda table: table.box.top)
            page.close()
    return found


def _table(table: Any, index: int) -> FoundTable | None:
    texts = [
        [None if cell is None else clean(join_lines(cell.split("\n"))) for cell in cells] for cells in table.extract()
    ]
    rows: list[tuple[str, ...]] = []
    boxes: list[Box] = []
    for place, row in enumerate(table.rows):
        filled = tuple(
            text if text is not None else _spanning(table, texts, place, column)
            for column, text in enumerate(texts[place])
        )
        if any(texts[place]):
            rows.append(filled)
            boxes.append(Box(*row.bbox))
    if len(rows) < _MIN_ROWS or max(len(row) for row in rows) < _MIN_COLUMNS:
        return None
    if sum(1 for row in rows if sum(1 for cell in row if cell) >= _MIN_COLUMNS) < _MIN_ROWS:
        return None
    return FoundTable(index, Box(*table.bbox), tuple(rows), tuple(boxes))


def _spanning(table: Any, texts: list[list[str | None]], place: int, column: int) -> str:
    """Return the text of the cell above that spans down over this place, or nothing."""
    middle = (table.rows[place].bbox[1] + table.rows[place].bbox[3]) / 2
    for above in range(place - 1, -1, -1):
        cell = table.rows[above].cells[column]
        if cell is not None:
            return (texts[above][column] or "") if cell[3] > middle else ""
    return ""


def stitch(
    tables: dict[int, list[FoundTable]], heights: Sequence[float]
) -> tuple[dict[int, list[FoundTable]], list[Table]]:
    """Give every table its column headings, and carry a table on where it runs over a page's end.

    A table that stands at the top of a page with as many columns as the one at the foot of the page before
    is its continuation: a repeated heading row is dropped, otherwise the headings are carried over.

    Returns
    -------
    stitched : dict of int to list of FoundTable
        By page index, rows without headings.
    records : list of Table
        The whole tables, as the document keeps them.
    """
    stitched: dict[int, list[FoundTable]] = {}
    records: list[Table] = []
    last: FoundTable | None = None
    for index in sorted(tables):
        for position, table in enumerate(tables[index]):
            first = table.rows[0]
            goes_on = (
                last is not None
                and position == 0
                and last.page == index - 1
                and len(last.header) == len(first)
                and last.box.bottom > 0.7 * heights[index - 1]
                and table.box.top < 0.3 * heights[index]
            )
            if goes_on and last is not None:
                skip = int(first == last.header)
                if len(table.rows) > skip and _runs_on(last.rows[-1] if last.rows else (), table.rows[skip]):
                    _join_row(stitched[index - 1], records, table.rows[skip])
                    skip += 1
                made = replace(
                    table,
                    rows=table.rows[skip:],
                    row_boxes=table.row_boxes[skip:],
                    header=last.header,
                    record=last.record,
                )
            else:
                made = replace(
                    table,
                    rows=table.rows[1:],
                    row_boxes=table.row_boxes[1:],
                    header=first,
                    record=len(records),
                )
                records.append(Table(made.record, index + 1, first, ()))
            record = records[made.record]
            records[made.record] = replace(record, rows=record.rows + made.rows)
            stitched.setdefault(index, []).append(made)
            last = made
    return stitched, records


def _runs_on(above: tuple[str, ...], below: tuple[str, ...]) -> bool:
    """Whether a row is the rest of the one above: some cells are empty, and what is there goes on in small letters."""
    filled = [(up, down) for up, down in zip(above, below, strict=False) if down]
    return (
        0 < len(filled) < len(below)
        and all(up and down[0].islower() for up, down in filled)
        and any(not up.endswith((".", "!", "?")) for up, _ in filled)
    )


def _join_row(tables: list[FoundTable], records: list[Table], rest: tuple[str, ...]) -> None:
    """Put the rest of a row, found on the next page, into the last row of the last table."""
    table = tables[-1]
    whole = tuple(join_lines([up, down]) for up, down in zip(table.rows[-1], rest, strict=True))
    tables[-1] = replace(table, rows=(*table.rows[:-1], whole))
    record = records[table.record]
    records[table.record] = replace(record, rows=(*record.rows[:-1], whole))


def rows_of(table: FoundTable) -> list[Passage]:
    """Return the rows of a stitched table as draft passages: lines ``heading: cell`` for the filled cells."""
    drafts: list[Passage] = []
    for row, box in zip(table.rows, table.row_boxes, strict=True):
        cells = tuple(Cell(header, text) for header, text in zip(table.header, row, strict=False))
        text = "\n".join(f"{cell.header}: {cell.text}" if cell.header else cell.text for cell in cells if cell.text)
        if text:
            drafts.append(Passage(0, Kind.TABLE_ROW, text, 0, 0, table.page + 1, box, cells=cells, table=table.record))
    return drafts
