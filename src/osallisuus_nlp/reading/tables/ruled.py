"""Tables that lines rule: cells from the grid of a page's edges, words into the cells."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise

from ..layout.words import Line
from ..pdf.rulings import Edge
from .found import FoundTable, Span, table_of, with_place, words_in_cells
from .grids import Grid, grids_of, merged, spans_of
from .halfruled import half_ruled_tables
from .stitch import Stitcher, rows_of

__all__ = ["FoundTable", "Stitcher", "rows_of", "ruled_tables"]

_PART = 0.3  # of the page's height, top and bottom: where a single row may be part of a table that goes on
_ALIKE = 3.0  # points: shaded rows of one table begin and end so near each other
_NARROW = 9.0  # points: no column of text is narrower


def ruled_tables(
    edges: Sequence[Edge], segments: Sequence[Line], page_number: int, size: tuple[float, float]
) -> list[FoundTable]:
    """Return the tables of a page that lines rule, wholly or in part, top to bottom.

    A single row of three cells or more is given only at the top or the foot of the page, where it may be the rest of
    a table of another page (see `Stitcher`). A table inside a cell of another is a table of its own.

    Parameters
    ----------
    edges : sequence of Edge
        Of the page, from :func:`rulings.edges_of`.
    segments : sequence of Line
    page_number : int
        From 1.
    size : (float, float)
        Width and height of the page.
    """
    level, upright = merged(edges)
    tables: list[FoundTable] = []
    left = list(segments)
    unused = [*level, *upright]
    grids = grids_of(level, upright)
    for grid, made_of in sorted(grids, key=lambda pair: _area(pair[0])):
        table = _table(grid, left, page_number)
        if table is None or (table.is_part and not _at_end(table, size[1])):
            continue
        if _is_striped(grid, made_of, grids):
            continue
        tables.append(table)
        used = set(made_of)
        unused = [edge for edge in unused if edge not in used and not _within(edge, table)]
        left = _outside(left, grid)
    tables += half_ruled_tables(unused, left, page_number)
    tables = [with_place(table, segments, size[1]) for table in tables]
    return sorted(tables, key=lambda table: (table.box.top, table.box.x0))


def _area(grid: Grid) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])


def _is_striped(grid: Grid, made_of: Sequence[Edge], grids: Sequence[tuple[Grid, list[Edge]]]) -> bool:
    """Whether a grid is but the shading of some rows of a table: no lines, and others of its width near it."""
    if not all(edge.shade for edge in made_of):
        return False
    return grid.shape[0] == 1 or any(
        other is not grid
        and abs(other.xs[0] - grid.xs[0]) <= _ALIKE
        and abs(other.xs[-1] - grid.xs[-1]) <= _ALIKE
        and all(edge.shade for edge in edges)
        for other, edges in grids
    )


def _at_end(table: FoundTable, height: float) -> bool:
    return table.box.top < _PART * height or table.box.bottom > (1 - _PART) * height


def _within(edge: Edge, table: FoundTable) -> bool:
    box = table.box
    across = (
        (edge.start, edge.end, edge.place, edge.place) if edge.level else (edge.place, edge.place, edge.start, edge.end)
    )
    x0, x1, top, bottom = across
    return box.x0 - 3 <= x0 and x1 <= box.x1 + 3 and box.top - 3 <= top and bottom <= box.bottom + 3


def _outside(segments: Sequence[Line], grid: Grid) -> list[Line]:
    """Return the segments, and parts of segments, that do not stand in a grid."""
    out = []
    for line in segments:
        words = tuple(
            word for word in line.words if not _holds(grid, (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2)
        )
        if words:
            out.append(line if len(words) == len(line.words) else Line(words, line.page))
    return out


def _holds(grid: Grid, x: float, y: float) -> bool:
    return grid.xs[0] <= x <= grid.xs[-1] and grid.ys[0] <= y <= grid.ys[-1]


def _table(grid: Grid, segments: Sequence[Line], page_number: int) -> FoundTable | None:
    if grid.shape[1] < 2:
        return None
    rows, columns = grid.shape

    def cell_at(x: float, y: float) -> int:
        row, column = bisect(grid.ys, y) - 1, bisect(grid.xs, x) - 1
        return grid.owner[row][column] if 0 <= row < rows and 0 <= column < columns else -1

    words = words_in_cells(segments, cell_at)
    if len(words) < 2:
        return None
    where: dict[int, Span] = {cell: (*span,) for cell, span in spans_of(grid).items()}
    spans = [
        [where[cell] if cell >= 0 else (row, column, row + 1, column + 1) for column, cell in enumerate(cells)]
        for row, cells in enumerate(grid.owner)
    ]
    kept = _kept_columns(grid, spans, {where[cell] for cell in words})
    new = {column: place for place, column in enumerate(kept)}

    def moved(span: Span) -> Span:
        inside = [new[column] for column in range(span[1], span[3]) if column in new]
        return (span[0], min(inside), span[2], max(inside) + 1) if inside else (span[0], 0, span[2], 0)

    return table_of(
        page_number,
        "ruled",
        list(pairwise(grid.ys)),
        [list(pairwise(grid.xs))[column] for column in kept],
        [[moved(row[column]) for column in kept] for row in spans],
        {moved(where[cell]): lines for cell, lines in words.items()},
    )


def _kept_columns(grid: Grid, spans: Sequence[Sequence[Span]], filled: set[Span]) -> list[int]:
    """Return the columns without those that are only an artefact of the drawing: narrow, and no text begins there."""
    return [
        column
        for column, (x0, x1) in enumerate(pairwise(grid.xs))
        if x1 - x0 >= _NARROW or any(row[column] in filled and row[column][1] == column for row in spans)
    ]
