"""Edges into grids: the cells that the lines on a page enclose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..pdf.rulings import Edge

_SNAP = 3.0  # points: edges so near each other are one
_JOIN = 4.0  # points: pieces of one line that are so near each other are joined
_SHORTEST = 6.0  # points: what is shorter, once joined, is no ruling
_BEYOND = 8.0  # points that lines must reach beyond the outermost crossing line to enclose an open side
_COVERED = 0.55  # the part of a side that must be drawn
_MAX_EDGES = 1_500  # level and upright each; the longest are kept
_MAX_SQUARES = 40_000  # of one grid


class Span(NamedTuple):
    """The rows and columns of a cell: first, and after the last."""

    row: int
    column: int
    row_end: int
    column_end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells between lines: `owner` gives, for each row and column, the number of its cell, or -1 for none."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: tuple[tuple[int, ...], ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return len(self.ys) - 1, len(self.xs) - 1


def merged(edges: Sequence[Edge]) -> tuple[list[Edge], list[Edge]]:
    """Return the level and the upright edges, near ones made one and pieces joined, in order of their places."""
    level = _merged([edge for edge in edges if edge.level])
    upright = _merged([edge for edge in edges if not edge.level])
    return level, upright


def _merged(edges: list[Edge]) -> list[Edge]:
    groups: list[list[Edge]] = []
    for edge in sorted(edges, key=lambda edge: edge.place):
        if groups and edge.place - groups[-1][-1].place <= _SNAP and edge.place - groups[-1][0].place <= 1.5 * _SNAP:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    out: list[Edge] = []
    for group in groups:
        weight = sum(edge.length for edge in group) or 1.0
        place = sum(edge.place * edge.length for edge in group) / weight
        joined: list[Edge] = []
        for edge in sorted(group, key=lambda edge: edge.start):
            if joined and edge.start <= joined[-1].end + _JOIN:
                last = joined[-1]
                joined[-1] = last._replace(end=max(last.end, edge.end), shade=last.shade and edge.shade)
            else:
                joined.append(edge._replace(place=place))
        out += [edge for edge in joined if edge.length >= _SHORTEST]
    if len(out) > _MAX_EDGES:
        out = sorted(sorted(out, key=lambda edge: -edge.length)[:_MAX_EDGES], key=lambda edge: edge.place)
    return out


def grids_of(level: Sequence[Edge], upright: Sequence[Edge]) -> list[tuple[Grid, list[Edge]]]:
    """Return the grids that merged edges make, each with the edges that it is made of."""
    grids = []
    for across, down in _touching(level, upright):
        if len(across) + len(down) < 4:
            continue
        closed_across, closed_down = _closed(across, down)
        grid = _grid(closed_across, closed_down)
        if grid is not None:
            grids.append((grid, [*across, *down]))
    return grids


def _touching(level: Sequence[Edge], upright: Sequence[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Group edges that cross or meet each other."""
    parents = list(range(len(level) + len(upright)))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for first, across in enumerate(level):
        for second, down in enumerate(upright, start=len(level)):
            if down.place > across.end + _SNAP:
                break
            if down.place >= across.start - _SNAP and down.start - _SNAP <= across.place <= down.end + _SNAP:
                parents[root(second)] = root(first)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for place, edge in enumerate([*level, *upright]):
        groups.setdefault(root(place), ([], []))[0 if edge.level else 1].append(edge)
    return [group for group in groups.values() if group[0] and group[1]]


def _closed(across: list[Edge], down: list[Edge]) -> tuple[list[Edge], list[Edge]]:
    """Add sides that are left open: where lines reach beyond the outermost line that crosses them, and end alike."""
    top, bottom = _open_sides(down, across)
    left, right = _open_sides(across, down)
    ys, xs = [edge.place for edge in across], [edge.place for edge in down]
    low, high = min(ys) if top is None else top, max(ys) if bottom is None else bottom
    near, far = min(xs) if left is None else left, max(xs) if right is None else right
    levels = [Edge(True, place, near, far) for place in (top, bottom) if place is not None]
    uprights = [Edge(False, place, low, high) for place in (left, right) if place is not None]
    return across + levels, down + uprights


def _open_sides(reaching: list[Edge], crossing: list[Edge]) -> tuple[float | None, float | None]:
    """Return where lines end alike, before the first and after the last of those that cross them."""
    first, last = min(edge.place for edge in crossing), max(edge.place for edge in crossing)
    start, end = min(edge.start for edge in reaching), max(edge.end for edge in reaching)
    needed = max(min(2, len(reaching)), len(reaching) // 2)
    starts = sum(edge.start <= start + _SNAP for edge in reaching)
    ends = sum(edge.end >= end - _SNAP for edge in reaching)
    return (
        start if first - start > _BEYOND and starts >= needed else None,
        end if end - last > _BEYOND and ends >= needed else None,
    )


def _grid(across: Sequence[Edge], down: Sequence[Edge]) -> Grid | None:
    ys, xs = _places(across), _places(down)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > _MAX_SQUARES:
        return None
    top = _drawn(across, ys, xs)  # top[row][column]: is the upper side of the square drawn?
    left = _drawn(down, xs, ys)
    outside = rows * columns
    parents = list(range(outside + 1))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for row in range(rows + 1):
        for column in range(columns + 1):
            here = row * columns + column if row < rows and column < columns else outside
            if column < columns and not top[row][column]:
                above = (row - 1) * columns + column if row else outside
                parents[root(above)] = root(here if row < rows else outside)
            if row < rows and not left[column][row]:
                before = row * columns + column - 1 if column else outside
                parents[root(before)] = root(here if column < columns else outside)
    beyond = root(outside)
    names: dict[int, int] = {}
    owner = tuple(
        tuple(
            -1 if root(row * columns + column) == beyond else names.setdefault(root(row * columns + column), len(names))
            for column in range(columns)
        )
        for row in range(rows)
    )
    return _compressed(Grid(tuple(xs), tuple(ys), owner)) if names else None


def _places(edges: Sequence[Edge]) -> list[float]:
    places: list[float] = []
    for place in sorted(edge.place for edge in edges):
        if not places or place - places[-1] > _SNAP:
            places.append(place)
    return places


def _drawn(edges: Sequence[Edge], places: list[float], stops: list[float]) -> list[list[bool]]:
    """Return, for each place and each stretch between two stops, whether an edge covers most of it."""
    drawn = [[False] * (len(stops) - 1) for _ in places]
    for edge in edges:
        line = min(range(len(places)), key=lambda at: abs(places[at] - edge.place))
        for stretch in range(len(stops) - 1):
            shared = min(edge.end, stops[stretch + 1]) - max(edge.start, stops[stretch])
            if shared >= _COVERED * (stops[stretch + 1] - stops[stretch]):
                drawn[line][stretch] = True
    return drawn


def _compressed(grid: Grid) -> Grid | None:
    """Drop what lies outside all round, and the lines that part no two cells."""
    rows, columns = grid.shape
    kept_rows = [row for row in range(rows) if any(cell >= 0 for cell in grid.owner[row])]
    kept_columns = [column for column in range(columns) if any(row[column] >= 0 for row in grid.owner)]
    top, bottom, left, right = kept_rows[0], kept_rows[-1], kept_columns[0], kept_columns[-1]
    owner = [row[left : right + 1] for row in grid.owner[top : bottom + 1]]
    ys, xs = list(grid.ys[top : bottom + 2]), list(grid.xs[left : right + 2])
    same_rows = {row for row in range(1, len(owner)) if owner[row] == owner[row - 1]}
    owner = [row for place, row in enumerate(owner) if place not in same_rows]
    ys = [y for place, y in enumerate(ys) if place not in same_rows]
    same = {at for at in range(1, len(xs) - 1) if all(row[at] == row[at - 1] for row in owner)}
    owner = [tuple(cell for at, cell in enumerate(row) if at not in same) for row in owner]
    return replace(
        grid, xs=tuple(x for at, x in enumerate(xs) if at not in same), ys=tuple(ys), owner=tuple(map(tuple, owner))
    )


def spans_of(grid: Grid) -> dict[int, Span]:
    """Return the rows and columns that each cell of a grid takes."""
    found: dict[int, Span] = {}
    for row, cells in enumerate(grid.owner):
        for column, cell in enumerate(cells):
            if cell < 0:
                continue
            old = found.get(cell, Span(row, column, row + 1, column + 1))
            found[cell] = Span(
                min(old.row, row),
                min(old.column, column),
                max(old.row_end, row + 1),
                max(old.column_end, column + 1),
            )
    return found
