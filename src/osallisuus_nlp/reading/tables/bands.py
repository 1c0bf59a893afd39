"""Columns and rows of text that no lines part: white space down the page, and where cells begin anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ..layout.words import Line, Word
from .found import FoundTable, Lines, Span, side_by_side, table_of

Column = tuple[float, float]
VisualRow = list[Line]  # segments of one height, left to right

_BREAK = 0.8  # of the font size: white space between words that may part two cells
_SPACE = 0.45  # and more than this is no ordinary space
_MIN_SUPPORT = 2  # so many rows must have text on both sides of a gutter


@dataclass(frozen=True)
class Strip:
    """The text at one height, by the columns that it stands in; `whole` is text that reaches over several columns."""

    cells: dict[int, Line]
    ends: dict[int, int] = field(default_factory=dict)  # column after the last that a cell reaches over

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(line.box.top for line in self.cells.values())

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(line.box.bottom for line in self.cells.values())

    @property
    def size(self) -> float:
        """Its largest font size."""
        return max(line.size for line in self.cells.values())

    def only(self, columns: Sequence[int]) -> Strip:
        """Return the text of some of its columns."""
        return Strip(
            {at: line for at, line in self.cells.items() if at in columns},
            {at: end for at, end in self.ends.items() if at in columns},
        )

    @property
    def spanning(self) -> bool:
        """Whether it is one text over several columns."""
        return len(self.cells) == 1 and any(end > first + 1 for first, end in self.ends.items())


def columns_of(rows: Sequence[VisualRow], gap: float, *, fine: bool = False) -> list[Column]:
    """Return the columns that white space at least `gap` wide parts in rows of text; fewer than two for none.

    With `fine`, white space between any two words counts that is the same in all rows.
    A few rows (one of four, two of ten) may reach over a gutter: headings of groups, and rows that are titles.
    """
    parted = [_words(row) if fine else pieces(row) for row in rows]
    many = [row for row in parted if len(row) > 1]
    if len(many) < _MIN_SUPPORT:
        return []
    tolerance = 2 if len(many) >= 10 else 1 if len(many) >= 4 else 0
    gutters = _gutters(many, gap, tolerance)
    gutters = [
        gutter
        for gutter in gutters
        if sum(_stands_in(gutter, row) for row in many) >= _MIN_SUPPORT
        or (gutter[1] - gutter[0] > 3 * gap and _stands_in(gutter, many[0]))
    ]
    if not gutters:
        return []
    left = min(row[0].box.x0 for row in many)
    right = max(piece.box.x1 for row in many for piece in row)
    ends = [left, *(side for gutter in gutters for side in gutter), right]
    return [(ends[at], ends[at + 1]) for at in range(0, len(ends), 2)]


def _gutters(rows: Sequence[VisualRow], gap: float, tolerance: int) -> list[Column]:
    events: list[tuple[float, int]] = []
    for row in rows:
        for piece in row:
            events += [(piece.box.x0, 1), (piece.box.x1, -1)]
    events.sort()
    gutters: list[Column] = []
    depth, since = 0, None
    for x, change in events:
        if depth <= tolerance < depth + change and since is not None:
            gutters.append((since, x))
            since = None
        if depth > tolerance >= depth + change:
            since = x
        depth += change
    return [(start, end) for start, end in gutters if end - start >= gap]


def _stands_in(gutter: Column, row: VisualRow) -> bool:
    """Whether a row has text on both sides of a gutter, and none in it."""
    middle = (gutter[0] + gutter[1]) / 2
    inside = any(piece.box.x0 < middle < piece.box.x1 for piece in row)
    return not inside and row[0].box.x0 < middle < row[-1].box.x1


def pieces(row: VisualRow) -> VisualRow:
    """Part segments at white space that is wide enough to part cells."""
    out: VisualRow = []
    for segment in row:
        run: list[Word] = []
        for word in segment.words:
            if run and word.x0 - run[-1].x1 >= _BREAK * max(word.size, run[-1].size):
                out.append(Line(tuple(run), segment.page))
                run = []
            run.append(word)
        out.append(Line(tuple(run), segment.page))
    return out


def _words(row: VisualRow) -> VisualRow:
    return [Line((word,), segment.page) for segment in row for word in segment.words]


def strips_of(rows: Sequence[VisualRow], columns: Sequence[Column]) -> list[Strip]:
    """Return the rows' text by column."""
    strips = []
    for row in rows:
        cells: dict[int, list[Line]] = {}
        ends: dict[int, int] = {}
        for piece in _at_columns(row, columns):
            over = [
                at
                for at, (x0, x1) in enumerate(columns)
                if min(piece.box.x1, x1) - max(piece.box.x0, x0) > min(1.0, 0.5 * (x1 - x0))
            ]
            first = over[0] if over else _nearest(piece, columns)
            cells.setdefault(first, []).append(piece)
            ends[first] = max(ends.get(first, 0), (over[-1] if over else first) + 1)
        strips.append(Strip({at: side_by_side(lines) for at, lines in sorted(cells.items())}, ends))
    return strips


def _at_columns(row: VisualRow, columns: Sequence[Column]) -> VisualRow:
    """Part segments between words that stand in two columns, with more than a space between them."""
    out: VisualRow = []
    for segment in row:
        run: list[Word] = []
        for word in segment.words:
            apart = run and word.x0 - run[-1].x1 >= _SPACE * word.size
            if apart and _column_at(word, columns) != _column_at(run[-1], columns):
                out.append(Line(tuple(run), segment.page))
                run = []
            run.append(word)
        out.append(Line(tuple(run), segment.page))
    return out


def _column_at(word: Word, columns: Sequence[Column]) -> int:
    middle = (word.x0 + word.x1) / 2
    return min(range(len(columns)), key=lambda at: max(columns[at][0] - middle, middle - columns[at][1], 0.0))


def _nearest(piece: Line, columns: Sequence[Column]) -> int:
    return min(
        range(len(columns)),
        key=lambda at: abs((columns[at][0] + columns[at][1]) / 2 - (piece.box.x0 + piece.box.x1) / 2),
    )


def surely_runs_on(above: Line | None, below: Line) -> bool:
    """Whether a line of a column goes on from the one above by its words: a small letter, or a hyphen above."""
    if above is None or above.bold != below.bold:
        return False
    return above.text.endswith(("-", ",", "/", "–", " ja", " och", " sekä", " samt")) or below.text[0].islower()


def runs_on(above: Line | None, below: Line, right: float) -> bool:
    """Whether a line of a column may go on from the one above: a small letter, or no room for its word up there."""
    if above is None or above.bold != below.bold:
        return False
    last = above.text
    if surely_runs_on(above, below):
        return True
    if last.endswith((".", "!", "?", ":")):
        return False
    word = below.words[0]
    return above.box.x1 + 0.2 * word.size + (word.x1 - word.x0) > right


def group_rows(strips: Sequence[Strip]) -> list[list[Strip]]:
    """Group the strips of a table into its rows.

    A row begins after wider white space over all columns, or where the first column, or most of the others, begins
    anew.
    """
    if not strips:
        return []
    size = median(strip.size for strip in strips)
    rights: dict[int, float] = {}
    for strip in strips:
        for column, line in strip.cells.items():
            if strip.ends.get(column, 0) <= column + 1:
                rights[column] = max(rights.get(column, 0.0), line.box.x1)
    gaps, bottom = [], strips[0].bottom
    for strip in strips[1:]:
        gaps.append(strip.top - bottom)
        bottom = max(bottom, strip.bottom)
    wide = _wide_gap(strips, size)
    spaced = sum(gap > wide for gap in gaps) >= 2 and any(gap <= wide for gap in gaps)
    rows: list[list[Strip]] = [[strips[0]]]
    for strip, gap in zip(strips[1:], gaps, strict=True):
        going = _reaching(rows[-1], strip, wide) if spaced and gap <= wide else None
        if going is not None:
            if going:
                rows[-1].append(strip.only(going))
            rows.append([strip.only([at for at in strip.cells if at not in going])])
        elif gap > wide or _begins(rows[-1], strip, rights, wide, spaced=spaced):
            rows.append([strip])
        else:
            rows[-1].append(strip)
    return rows


def _reaching(row: Sequence[Strip], strip: Strip, wide: float) -> list[int] | None:
    """Return the columns in which a cell goes on while others begin anew: it reaches over several rows.

    None if no row begins here.
    """
    above = {at: line for earlier in row for at, line in earlier.cells.items()}
    apart = [at for at, line in strip.cells.items() if at in above and line.box.top - above[at].box.bottom > wide]
    going = [at for at in strip.cells if at in above and at not in apart and surely_runs_on(above[at], strip.cells[at])]
    return going if len(apart) > max(1, len(going)) else None


def _wide_gap(strips: Sequence[Strip], size: float) -> float:
    """Return the white space between lines above which a new row begins."""
    gaps: list[float] = []
    bottoms: dict[int, float] = {}
    for strip in strips:
        for column, line in strip.cells.items():
            if column in bottoms:
                gaps.append(line.box.top - bottoms[column])
            bottoms[column] = line.box.bottom
    gaps = [gap for gap in gaps if gap > -0.3 * size]
    if not gaps:
        return 0.0
    least = min(gaps)
    if least > 0.6 * size:  # no two lines stand as near as those of one cell
        return 0.0
    return least + 0.32 * size


def _begins(row: Sequence[Strip], strip: Strip, rights: dict[int, float], wide: float, *, spaced: bool) -> bool:
    """Whether a strip that follows a row closely begins another."""
    if strip.spanning or row[-1].spanning:
        return True
    above: dict[int, Line] = {}
    for earlier in row:
        above.update(earlier.cells)
    near = {at: line for at, line in above.items() if strip.top - line.box.bottom <= wide}
    if len(row[-1].cells) > 1 and _bold(row[-1]) and len(strip.cells) > 1 and not _bold(strip):
        return True
    first = min(rights, default=0)
    new = [at for at, line in strip.cells.items() if not runs_on(near.get(at), line, rights.get(at, 0.0))]
    if spaced and not (first in above and first in strip.cells and len(strip.cells) > 1):
        return False
    sure = [at for at, line in strip.cells.items() if surely_runs_on(near.get(at), line)]
    if first in strip.cells and len(strip.cells) > 1:
        return first not in sure and 2 * len(sure) < len(strip.cells)
    if first in strip.cells:
        return first in new and first in above
    return len(strip.cells) > 1 and 2 * len(new) > len(strip.cells) and set(strip.cells) <= set(above)


def trimmed(rows: Sequence[Sequence[Strip]], columns: Sequence[Column]) -> list[Sequence[Strip]]:
    """Return the rows without text that stands above or below the table in one of its columns only."""
    kept = list(rows)
    while kept and len(columns_in(kept[-1])) < 2 and not kept[-1][0].spanning:
        kept.pop()
    while kept and 2 * len(columns_in(kept[0])) < len(columns) and not _is_title(kept):
        kept.pop(0)
    return kept


def _is_title(rows: Sequence[Sequence[Strip]]) -> bool:
    """Whether the first row is a title over the columns, or a heading over groups of them."""
    if not any(end > first + 1 for first, end in rows[0][0].ends.items()) or len(rows) < 2:
        return False
    return len(columns_in(rows[1])) > 1


def columns_in(row: Sequence[Strip]) -> set[int]:
    """Return the columns in which a row has text."""
    return set().union(*(strip.cells.keys() for strip in row))


def _bold(strip: Strip) -> bool:
    return all(line.bold for line in strip.cells.values())


def table_from(
    page_number: int,
    kind: str,
    rows: Sequence[Sequence[Strip]],
    columns: Sequence[Column],
    merged: Sequence[frozenset[int]] = (),
) -> FoundTable | None:
    """Return rows of strips as a table; `merged` gives for each row the columns whose cells go on from above."""
    stops = [*(x0 for x0, _ in columns), columns[-1][1]]
    words: dict[Span, Lines] = {}
    spans: list[list[Span]] = []
    for place, row in enumerate(rows):
        spans.append(_across(place, row, len(columns)))
        for span in set(spans[-1]):
            lines = tuple(strip.cells[span[1]] for strip in row if span[1] in strip.cells)
            if lines:
                words[span] = lines
        for at in sorted(merged[place]) if merged and place else ():
            _merge(spans, words, at)
    heights = [(min(strip.top for strip in row), max(strip.bottom for strip in row)) for row in rows]
    return table_of(page_number, kind, heights, list(pairwise(stops)), spans, words)


def _across(place: int, row: Sequence[Strip], count: int) -> list[Span]:
    """Return the cells of a row, which may reach over several columns."""
    ends: dict[int, int] = {}
    for strip in row:
        for first, end in strip.ends.items():
            ends[first] = max(ends.get(first, 0), end)
    taken = columns_in(row)
    places: list[Span] = []
    while len(places) < count:
        at = len(places)
        end = min([max(ends.get(at, 0), at + 1), *(other for other in taken if other > at)])
        places += [(place, at, place + 1, end)] * (end - at)
    return places


def _merge(spans: list[list[Span]], words: dict[Span, Lines], column: int) -> None:
    """Make a cell of the last row one with the cell above it."""
    over, under = spans[-2][column], spans[-1][column]
    if (over[1], over[3]) != (under[1], under[3]):
        return
    whole = (over[0], over[1], under[2], over[3])
    lines = (*words.pop(over, ()), *words.pop(under, ()))
    if lines:
        words[whole] = lines
    for row in spans[over[0] :]:
        row[:] = [whole if span in (over, under) else span for span in row]
