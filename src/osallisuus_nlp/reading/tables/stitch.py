"""Tables over page breaks made one, and their rows made passages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from ... import _data
from ...document import Box, Cell, Kind, Passage, Role, Table
from ..layout.joining import Text, stack, text_of
from .found import FoundTable, Lines, box_of
from .heads import Heading, heading_of, is_section

_FOOT, _TOP = 0.7, 0.3  # of the page's height: where a table ends and begins that runs over a page break
_SAME = 90.0  # rapidfuzz ratio (0–100) from which a row is a repeated heading
_NEAR = 12.0  # points by which columns of one table may differ from page to page
_ADDRESS = re.compile(r"www\.|https?:|\S+@")
_ENDINGS = (".", "!", "?")


@dataclass
class _Open:
    """The table that may go on on the next page."""

    record: int
    table: FoundTable  # its part on the page last read
    header: tuple[str, ...]
    height: float
    headings: tuple[str, ...] = ()  # the rows of title and headings, as they are compared
    last: tuple[str, ...] = ()
    last_lines: tuple[Lines, ...] = ()
    draft: Passage | None = None
    given: Passage | None = None  # the draft of the last row as it was first given
    spanning: tuple[bool, ...] = field(default=())  # which cells of the last row reach over several rows


class Stitcher:
    """Takes the tables of a document page by page, and holds no more of them than the last.

    `add` gives the passages of a page's tables at once. A row that a page break cuts is put together later: `finish`
    mends the list of passages into which those given have been put.
    """

    def __init__(self) -> None:
        self._open: _Open | None = None
        self._records: list[Table] = []
        self._rows: list[tuple[str, ...]] = []
        self._mended: dict[int, tuple[Passage, Passage | None]] = {}  # by identity; keeps what was given alive

    def add(self, index: int, tables: Sequence[FoundTable], height: float) -> list[list[Passage]]:
        """Return the passages of each table of a page: its title, if it has one, and its rows.

        A table at the top of a page is the rest of the one at the end of the page before if its columns stand alike: a
        repeated heading row is dropped, otherwise the headings are carried over.

        Parameters
        ----------
        index : int
            Of the page, from 0; pages come in order.
        tables : sequence of FoundTable
            Of that page, in the order of reading.
        height : float
            Of the page, in points.
        """
        drafts = []
        for position, table in enumerate(tables):
            order = self._goes_on(table, index, height) if position == 0 else None
            if order is None:
                self._close()
                drafts.append(self._begin(table, height))
            else:
                drafts.append(self._carry_on(_reordered(table, order), height))
        return drafts

    def finish(self, passages: list[Passage] | None = None) -> list[Table]:
        """Return the whole tables, and put the rows that page breaks cut together in `passages`."""
        self._close()
        if passages is not None and self._mended:
            made = [self._mended[id(passage)][1] if id(passage) in self._mended else passage for passage in passages]
            passages[:] = [passage for passage in made if passage is not None]
        return self._records

    def _close(self) -> None:
        if self._open is not None:
            record = self._records[self._open.record]
            self._records[self._open.record] = replace(record, rows=tuple(self._rows))
        self._open, self._rows = None, []

    def _begin(self, table: FoundTable, height: float) -> list[Passage]:
        heading = Heading(-1, ("",) * len(table.rows[0]), 0) if table.is_part else heading_of(table)
        record = len(self._records)
        self._records.append(Table(record, table.page + 1, heading.header, ()))
        headings = tuple(_key(row) for row in table.rows[: heading.rows])
        self._open = _Open(record, table, heading.header, height, headings)
        caption = table.cell_lines[heading.title][0] if heading.title >= 0 and table.cell_lines else ()
        return [*_captions(table, caption), *self._take(table, heading.rows)]

    def _carry_on(self, table: FoundTable, height: float) -> list[Passage]:
        opened = self._open
        assert opened is not None
        if len(self._rows) == 1 and opened.table.is_part:
            self._take_for_heading(heading_of(opened.table))
        skip = 0
        while skip < len(table.rows) and skip < 4 and _repeats(table.rows[skip], opened.headings):
            skip += 1
        lines = table.cell_lines
        if skip < len(table.rows) and self._rows and _runs_on(opened.last, table.rows[skip], self._rows):
            self._join(table.rows[skip], lines[skip] if lines else (), table)
            skip += 1
        elif skip < len(table.rows):
            table = _filled_down(table, skip, opened)
        opened.table, opened.height = table, height
        return self._take(table, skip)

    def _take_for_heading(self, heading: Heading) -> None:
        """Take the only row read so far, at the foot of a page, for the headings of what follows."""
        opened = self._open
        assert opened is not None
        if not heading.rows:
            return
        opened.header, opened.headings, opened.last = heading.header, (_key(self._rows.pop()),), ()
        self._records[opened.record] = replace(self._records[opened.record], header=heading.header)
        if opened.given is not None:
            self._mended[id(opened.given)] = (opened.given, None)

    def _take(self, table: FoundTable, skip: int) -> list[Passage]:
        """Note the rows of a part of the open table, and return their passages."""
        opened = self._open
        assert opened is not None
        part = replace(
            table,
            rows=table.rows[skip:],
            row_boxes=table.row_boxes[skip:],
            cell_lines=table.cell_lines[skip:],
            spans=table.spans[skip:],
            header=opened.header,
            record=opened.record,
        )
        drafts = rows_of(part)
        self._rows += part.rows
        if part.rows:
            opened.last = part.rows[-1]
            opened.last_lines = part.cell_lines[-1] if part.cell_lines else ()
            opened.draft = opened.given = drafts[-1] if drafts else None
            spans = part.spans[-1] if part.spans else ()
            opened.spanning = tuple(span[2] - span[0] > 1 for span in spans)
        return drafts

    def _join(self, rest: tuple[str, ...], rest_lines: tuple[Lines, ...], table: FoundTable) -> None:
        """Put the rest of a row, found on the next page, into the last row."""
        opened = self._open
        assert opened is not None
        if opened.last_lines and rest_lines:
            opened.last_lines = tuple((*up, *down) for up, down in zip(opened.last_lines, rest_lines, strict=True))
            whole = tuple(text_of(lines).text for lines in opened.last_lines)
        else:
            opened.last_lines = ()
            whole = tuple(Text(up).joined(Text(down)).text for up, down in zip(opened.last, rest, strict=True))
        opened.last = whole
        self._rows[-1] = whole
        if opened.draft is not None and opened.given is not None:
            part = replace(
                table,
                page=opened.draft.page - 1,
                rows=(whole,),
                row_boxes=(opened.draft.box or table.row_boxes[0],),
                cell_lines=(opened.last_lines,) if opened.last_lines else (),
                spans=(),
                header=opened.header,
                record=opened.record,
            )
            (opened.draft,) = rows_of(part)
            self._mended[id(opened.given)] = (opened.given, opened.draft)

    def _goes_on(self, table: FoundTable, index: int, height: float) -> list[int] | None:
        """Return which column of a table stands where in the open one (-1 for none), or None if it is another."""
        opened = self._open
        if opened is None or opened.table.page != index - 1:
            return None
        low = opened.table.last or opened.table.box.bottom > _FOOT * opened.height  # footnotes may stand below it
        if not low or table.box.top > _TOP * height:
            return None
        heading = heading_of(table)
        repeated = any(_repeats(row, opened.headings) for row in table.rows[: heading.rows])
        if repeated and len(table.rows[0]) == len(opened.header):
            return list(range(len(opened.header)))
        return None if heading.sure or not table.first else _columns(opened.table, table)


def _columns(above: FoundTable, below: FoundTable) -> list[int] | None:
    """Match the columns of two parts of a table by their places; they may differ by empty columns."""
    width, other = len(above.rows[0]), len(below.rows[0])
    if not above.columns or not below.columns:
        return list(range(width)) if width == other else None
    if width == other:
        shift = below.columns[0][0] - above.columns[0][0]
        ends = zip(above.columns, below.columns, strict=True)
        near = all(abs(b[0] - shift - a[0]) <= 2 * _NEAR for a, b in ends)
        return list(range(width)) if near else None
    if abs(width - other) > 1 and min(width, other) < 3:
        return None
    order = [_place(column, below.columns) for column in above.columns]
    used = [place for place in order if place >= 0]
    if len(set(used)) < len(used) or used != sorted(used):
        return None
    unused = set(range(other)) - set(used)
    if any(row[place] for row in below.rows for place in unused) or len(used) < min(width, other) or len(used) < 2:
        return None
    return order


def _place(column: tuple[float, float], columns: Sequence[tuple[float, float]]) -> int:
    best = min(range(len(columns)), key=lambda at: abs(columns[at][0] - column[0]))
    return best if abs(columns[best][0] - column[0]) <= _NEAR else -1


def _reordered(table: FoundTable, order: Sequence[int]) -> FoundTable:
    if list(order) == list(range(len(table.rows[0]))):
        return table
    return replace(
        table,
        rows=tuple(tuple(row[at] if at >= 0 else "" for at in order) for row in table.rows),
        cell_lines=tuple(tuple(row[at] if at >= 0 else () for at in order) for row in table.cell_lines),
        columns=tuple(table.columns[at] if at >= 0 else (0.0, 0.0) for at in order),
        spans=(),
    )


@cache
def _continued() -> re.Pattern[str]:
    words = "|".join(_data.data_toml("reading", "tables.toml")["continued"])
    return re.compile(rf"[(\s,–-]*\b(?:{words})\b[.)\s]*$", re.IGNORECASE)


def _key(row: Sequence[str]) -> str:
    return re.sub(r"\W+", " ", " ".join(_continued().sub("", cell) for cell in row)).casefold().strip()


def _repeats(row: Sequence[str], headings: Sequence[str]) -> bool:
    from rapidfuzz import fuzz

    key = _key(row)
    return bool(key) and any(fuzz.ratio(key, heading) >= _SAME for heading in headings)


def _runs_on(above: tuple[str, ...], below: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether a row is the rest of the one above: what it holds goes on in small letters from cells without an end."""
    filled = [(up, down) for up, down in zip(above, below, strict=False) if down]
    if not filled or not all(up and _goes_on(up, down) for up, down in filled):
        return False
    open_ends = [not up.endswith(_ENDINGS) for up, _ in filled]
    if len(filled) < len(below):
        return any(open_ends)
    # In some tables whole rows begin with small letters.
    return all(open_ends) and not any(all(cell[:1].islower() for cell in row if cell) for row in rows[:-1])


def _goes_on(above: str, below: str) -> bool:
    return (below[0].islower() and not _ADDRESS.match(below)) or above.endswith(("-", ","))


def _filled_down(table: FoundTable, first: int, opened: _Open) -> FoundTable:
    """Fill the text of cells that reach over several rows into the rows that they reach over on the next page."""
    if not table.spans or len(opened.last) != len(table.rows[0]) or not any(table.rows[first]):
        return table
    rows, lines = [list(row) for row in table.rows], [list(row) for row in table.cell_lines]
    for column, span in enumerate(table.spans[first]):
        merged = span[2] - first > 1 or (column < len(opened.spanning) and opened.spanning[column])
        text = rows[first][column]
        if not merged or span[1] != column or not opened.last[column]:
            continue
        if text and not (text[0].islower() and not opened.last[column].endswith(_ENDINGS)):
            continue
        for row in range(first, max(span[2], first + 1)):
            rows[row][column] = Text(opened.last[column]).joined(Text(text)).text
            if lines and opened.last_lines:
                lines[row][column] = (*opened.last_lines[column], *lines[row][column])
    return replace(table, rows=tuple(map(tuple, rows)), cell_lines=tuple(map(tuple, lines)))


def _captions(table: FoundTable, lines: Lines) -> list[Passage]:
    if not lines:
        return []
    text = text_of(lines)
    return [
        Passage(
            0, Kind.PARAGRAPH, text.text, 0, 0, table.page + 1, box_of(lines), role=Role.CAPTION, layout=text.layout
        )
    ]


def rows_of(table: FoundTable) -> list[Passage]:
    """Return the rows of a stitched table as draft passages: lines ``heading: cell`` for the filled cells.

    A title over all columns between the rows is a row of a single cell without heading, and belongs to no column.
    """
    drafts: list[Passage] = []
    for place, (row, box) in enumerate(zip(table.rows, table.row_boxes, strict=True)):
        section = is_section(table, place)
        header = ("",) if section else table.header
        texts = (
            [text_of(lines) for lines in table.cell_lines[place]] if table.cell_lines else [Text(cell) for cell in row]
        )
        cells = tuple(Cell(heading, cell.text) for heading, cell in zip(header, texts, strict=False))
        whole = stack(
            [
                (f"{cell.header}: " if cell.header else "", text)
                for cell, text in zip(cells, texts, strict=False)
                if cell.text
            ]
        )
        if whole.text:
            drafts.append(_row(table, whole, box, cells, section=section))
    return drafts


def _row(table: FoundTable, text: Text, box: Box, cells: tuple[Cell, ...], *, section: bool) -> Passage:
    record = None if section else table.record
    return Passage(
        0, Kind.TABLE_ROW, text.text, 0, 0, table.page + 1, box, cells=cells, table=record, layout=text.layout
    )
