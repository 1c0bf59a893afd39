"""A table as it is found on one page, and how the words of a page are put into its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

from ...document import Box
from ..layout.joining import text_of
from ..layout.words import Line

Lines = tuple[Line, ...]
Span = tuple[int, int, int, int]  # of a cell: first row, first column, row and column after its last

_MARGIN = 0.07  # of the page's height
MIN_ROWS, MIN_COLUMNS = 2, 2


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table on one page.

    Attributes
    ----------
    page : int
        Index of the page, from 0.
    box : Box
    rows : tuple of tuple of str
        The cells' texts. The text of a cell that spans several rows stands in each of them; that of a cell that spans
        several columns stands in the first.
    row_boxes : tuple of Box
    header : tuple of str
        The columns' headings, once the table is stitched; `rows` is then without them.
    record : int
        Number of the whole table, once stitched, else -1.
    cell_lines : tuple
        For each cell of `rows`, the lines of words that it consists of, top to bottom.
    kind : str
        ``ruled``, ``half_ruled`` or ``aligned``.
    columns : tuple of (float, float)
        Left and right ends of the columns.
    spans : tuple
        For each place of `rows`, the cell that covers it.
    head : int
        How many rows at the top look unlike the others (bold, larger or coloured).
    first, last : bool
        Whether no text stands above, or below, it on its page (but for the margins): it may be a part of a table that
        runs over a page break.
    """

    page: int
    box: Box
    rows: tuple[tuple[str, ...], ...]
    row_boxes: tuple[Box, ...]
    header: tuple[str, ...] = ()
    record: int = -1
    cell_lines: tuple[tuple[Lines, ...], ...] = ()
    kind: str = "ruled"
    columns: tuple[tuple[float, float], ...] = ()
    spans: tuple[tuple[Span, ...], ...] = ()
    head: int = 0
    first: bool = True
    last: bool = True

    @property
    def is_part(self) -> bool:
        """Whether it is a single row: nothing by itself, but perhaps the end or beginning of a table."""
        return len(self.rows) < MIN_ROWS


def with_place(table: FoundTable, segments: Sequence[Line], height: float) -> FoundTable:
    """Return a table with what is known of the text above and below it on its page."""
    inner = [line for line in segments if _MARGIN * height < line.box.top and line.box.bottom < (1 - _MARGIN) * height]
    return replace(
        table,
        first=not any(line.box.bottom <= table.box.top + 2 for line in inner),
        last=not any(line.box.top >= table.box.bottom - 2 for line in inner),
    )


def words_in_cells(segments: Iterable[Line], cell_at: Callable[[float, float], int]) -> dict[int, Lines]:
    """Return the words of segments by the cell that holds their middle, in lines from top to bottom.

    `cell_at` gives the number of the cell at a point; words where it gives a negative number are left out.
    """
    parts: dict[int, list[Line]] = {}
    for segment in segments:
        places = ((cell_at((word.x0 + word.x1) / 2, (word.top + word.bottom) / 2), word) for word in segment.words)
        for cell, group in groupby(places, key=lambda place: place[0]):
            if cell >= 0:
                parts.setdefault(cell, []).append(Line(tuple(word for _, word in group), segment.page))
    return {cell: tuple(side_by_side(row) for row in visual_rows(lines)) for cell, lines in parts.items()}


def visual_rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Group lines that stand on one height, top to bottom, each group left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.box.top + line.box.bottom, line.box.x0)):
        if rows and _level(rows[-1][0].box, line.box):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box.x0) for row in rows]


def _level(first: Box, second: Box) -> bool:
    shared = min(first.bottom, second.bottom) - max(first.top, second.top)
    return shared > 0.5 * min(first.bottom - first.top, second.bottom - second.top)


def side_by_side(lines: Sequence[Line]) -> Line:
    """Return lines of one height as one line."""
    if len(lines) == 1:
        return lines[0]
    return Line(tuple(word for line in lines for word in line.words), lines[0].page)


def box_of(lines: Iterable[Line]) -> Box:
    """Return the smallest box around the lines (at least one)."""
    boxes = [line.box for line in lines]
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


def table_of(
    page_number: int,
    kind: str,
    rows: Sequence[tuple[float, float]],
    columns: Sequence[tuple[float, float]],
    spans: Sequence[Sequence[Span]],
    words: dict[Span, Lines],
) -> FoundTable | None:
    """Return the table of the words in the cells, without its empty rows; None where it is none.

    Parameters
    ----------
    rows, columns : sequence of (float, float)
        Where they begin and end.
    spans : sequence of sequence of Span
        For each place, the cell that covers it.
    words : dict
        The lines of the cells that hold any.
    """
    texts = {span: text_of(lines).text for span, lines in words.items()}
    kept = [row for row in range(len(rows)) if any(texts.get(span) and span[0] <= row for span in spans[row])]
    kept = [row for row in kept if not _is_sliver(row, rows, spans, texts)]
    if not kept or len(columns) < MIN_COLUMNS:
        return None
    table_rows: list[tuple[str, ...]] = []
    lines: list[tuple[Lines, ...]] = []
    for row in kept:
        shown = [span[1] == column for column, span in enumerate(spans[row])]
        table_rows.append(
            tuple(texts.get(span, "") if first else "" for span, first in zip(spans[row], shown, strict=True))
        )
        lines.append(tuple(words.get(span, ()) if first else () for span, first in zip(spans[row], shown, strict=True)))
    full = sum(1 for cells in table_rows if sum(map(bool, cells)) >= MIN_COLUMNS)
    if full < min(MIN_ROWS, len(kept)) or (len(kept) < MIN_ROWS and len(columns) <= MIN_COLUMNS):
        return None
    boxes = tuple(Box(columns[0][0], rows[row][0], columns[-1][1], rows[row][1]) for row in kept)
    new_rows = {row: place for place, row in enumerate(kept)}
    return FoundTable(
        page_number - 1,
        Box(columns[0][0], rows[0][0], columns[-1][1], rows[-1][1]),
        tuple(table_rows),
        boxes,
        cell_lines=tuple(lines),
        kind=kind,
        columns=tuple(columns),
        spans=tuple(tuple(_renumbered(span, new_rows) for span in spans[row]) for row in kept),
        head=_standing_out(lines),
    )


def _is_sliver(
    row: int, rows: Sequence[tuple[float, float]], spans: Sequence[Sequence[Span]], texts: dict[Span, str]
) -> bool:
    """Whether a row only shows text of cells that reach into it from other rows."""
    own = any(texts.get(span) and span[0] == row for span in spans[row])
    return not own and rows[row][1] - rows[row][0] < 6


def _renumbered(span: Span, new: dict[int, int]) -> Span:
    inside = [new[row] for row in range(span[0], span[2]) if row in new]
    return (min(inside), span[1], max(inside) + 1, span[3]) if inside else (0, span[1], 0, span[3])


def _standing_out(rows: Sequence[Sequence[Lines]]) -> int:
    """Return how many rows at the top are bold, larger or of another colour, where those below are not."""
    looks = [_look(row) for row in rows]
    for count in range(min(3, len(rows) - 1), 0, -1):
        top, rest = looks[:count], [look for look in looks[count:] if look]
        if not rest or not all(top):
            continue
        ordinary = [look[0] for look in rest if look]
        bold = all(look and look[0] for look in top) and sum(ordinary) <= 0.34 * len(ordinary)
        sizes, colours = [look[1] for look in rest], {look[2] for look in rest}
        larger = all(look and look[1] > 1.05 * max(sizes) for look in top)
        coloured = len(colours) == 1 and all(look and look[2] >= 0 and look[2] not in colours for look in top)
        if bold or larger or coloured:
            return count
    return 0


def _look(row: Sequence[Lines]) -> tuple[bool, float, int] | None:
    """Return whether a row is bold throughout, its font size, and its colour (-1 for several)."""
    lines = [line for cell in row for line in cell]
    if not lines:
        return None
    colours = {word.colour for line in lines for word in line.words}
    return (
        all(line.bold for line in lines),
        median(line.size for line in lines),
        colours.pop() if len(colours) == 1 else -1,
    )
