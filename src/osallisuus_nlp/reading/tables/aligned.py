"""Tables without any lines, by the white space between their columns."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ..layout.words import Line
from ..letters.clean import BULLET
from .bands import VisualRow, columns_of, group_rows, pieces, strips_of, table_from, trimmed
from .found import FoundTable, box_of, visual_rows, with_place
from .tabular import is_table

_APART = 2.6  # of the font size: white space below which two rows may be of one table
_GUTTER = 0.6  # of the font size: the least white space between columns
_LARGEST = 15.0  # points: larger text is that of slides, whose boxes are no tables
_FOOT = 0.94  # of the page's height: what begins below is a footer


def aligned_tables(segments: Sequence[Line], page_number: int, size: tuple[float, float]) -> list[FoundTable]:
    """Return the tables of a page whose columns are parted by white space alone, top to bottom.

    Parameters
    ----------
    segments : sequence of Line
        Of the page, without those of tables already found.
    page_number : int
        From 1.
    size : (float, float)
        Width and height of the page.
    """
    rows = [pieces(row) for row in visual_rows(segments) if box_of(row).top < _FOOT * size[1]]
    if sum(len(row) > 1 for row in rows) < 3:
        return []
    tables = []
    for block in _blocks(rows):
        table = _table(block, page_number)
        if table is not None:
            tables.append(with_place(table, segments, size[1]))
    return tables


def _blocks(rows: Sequence[VisualRow]) -> list[list[VisualRow]]:
    """Return runs of rows that stand near each other and leave the same white space between columns."""
    blocks: list[list[VisualRow]] = []
    at = 0
    while at < len(rows):
        if len(rows[at]) < 2:
            at += 1
            continue
        block, columns = [rows[at]], [(piece.box.x0, piece.box.x1) for piece in rows[at]]
        place = at + 1
        while place < len(rows) and _near(block[-1], rows[place]) and not _begins_anew(block, rows, place):
            grown = _grown(columns, rows[place])
            if grown is None:
                if not _is_section(rows, place, columns):
                    break
            else:
                columns = grown
            block.append(rows[place])
            place += 1
        if sum(len(row) > 1 for row in block) >= 3:
            blocks.append(_with_line_above(rows, at, columns) + block)
            at = place
        else:
            at += 1
    return blocks


def _near(above: VisualRow, below: VisualRow) -> bool:
    gap = box_of(below).top - box_of(above).bottom
    return gap <= _APART * max(line.size for line in (*above, *below))


def _begins_anew(block: Sequence[VisualRow], rows: Sequence[VisualRow], place: int) -> bool:
    """Whether a line is a heading of the text, or a title above bold headings, and what follows another table."""
    row = rows[place]
    if len(row) > 1:
        return False
    if row[0].size > 1.05 * max(line.size for line in block[-1]):
        return True
    below = rows[place + 1] if place + 1 < len(rows) else []
    return len(below) > 1 and all(line.bold for line in below) and not all(line.bold for line in block[-1])


def _grown(columns: Sequence[tuple[float, float]], row: VisualRow) -> list[tuple[float, float]] | None:
    """Return the columns widened by a row; None if some text of it reaches over two of them."""
    grown = list(columns)
    for piece in row:
        x0, x1 = piece.box.x0, piece.box.x1
        over = [column for column in grown if min(column[1], x1) - max(column[0], x0) > 0]
        if len(over) > 1:
            return None
        for column in over:
            grown.remove(column)
            x0, x1 = min(column[0], x0), max(column[1], x1)
        grown.append((x0, x1))
    return sorted(grown)


def _is_section(rows: Sequence[VisualRow], place: int, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a row is a short title over all columns, and the table goes on below it."""
    row = rows[place]
    if len(row) > 1 or len(row[0].words) > 12 or abs(row[0].box.x0 - columns[0][0]) > 4 or place + 1 >= len(rows):
        return False
    below = rows[place + 1]
    return len(below) > 1 and _near(row, below) and _grown(columns, below) is not None


def _with_line_above(rows: Sequence[VisualRow], at: int, columns: Sequence[tuple[float, float]]) -> list[VisualRow]:
    """Return the first line of a heading that is longer than the others: close above, and not in the first column."""
    if not at or len(rows[at - 1]) > 1:
        return []
    line = rows[at - 1][0]
    gap = box_of(rows[at]).top - line.box.bottom
    inside = any(x0 - 3 <= line.box.x0 and line.box.x1 <= x1 + 3 for x0, x1 in columns[1:])
    return [rows[at - 1]] if inside and gap < 0.5 * line.size and line.bold == rows[at][0].bold else []


def _table(block: list[VisualRow], page_number: int) -> FoundTable | None:
    size = max(line.size for row in block for line in row)
    columns = columns_of(block, _GUTTER * min(size, 12.0))
    if len(columns) < 2 or median(line.size for row in block for line in row) > _LARGEST:
        return None
    rows = group_rows(strips_of(block, columns))
    kept = trimmed(rows, columns)
    if any(BULLET.match(row[0].cells[min(row[0].cells)].text) for row in kept) and len(columns) == 2:
        return None
    if not is_table(kept, columns):
        return None
    return table_from(page_number, "aligned", kept, columns)
