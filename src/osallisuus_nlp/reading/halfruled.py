"""Tables that are ruled one way only: level rules, shaded rows, or upright rules."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise

from .bands import Column, Strip, VisualRow, columns_of, group_rows, pieces, strips_of, table_from, trimmed
from .found import FoundTable, box_of, visual_rows
from .rulings import Edge
from .tabular import is_table
from .words import Line

_ALIKE = 5.0  # points: rules whose ends are so near each other are of one extent
_PIECES = 14.0  # points: white space inside a rule that is drawn column by column
_LEAST = 60.0  # points: a shorter rule makes no table
_BETWEEN = 4.0  # points: the least white space between columns where rules vouch for the table
_RULED_ROWS = 4  # from so many rules on each parts a row from the next
_OUTSIDE = 1.6  # of the font size: how near a row stands to the outermost rule


def half_ruled_tables(edges: Sequence[Edge], segments: Sequence[Line], page_number: int) -> list[FoundTable]:
    """Return the tables that only level or only upright edges (merged) rule, among the segments left."""
    tables: list[FoundTable] = []
    left = list(segments)
    for rules in _extents([edge for edge in edges if edge.level]):
        for found in _between(rules, left, page_number):
            tables.append(found)
            left = _outside(left, found)
    for uprights in _groups([edge for edge in edges if not edge.level]):
        beside = _beside(uprights, left, page_number)
        if beside is not None:
            tables.append(beside)
            left = _outside(left, beside)
    return tables


def _outside(segments: Sequence[Line], table: FoundTable) -> list[Line]:
    taken = {word for row in table.cell_lines for cell in row for line in cell for word in line.words}
    return [line for line in segments if line.words[0] not in taken]


def _extents(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Group level rules of one extent, top to bottom, the pieces at one height taken together."""
    whole: list[Edge] = []
    for edge in sorted(edges, key=lambda edge: (edge.place, edge.start)):
        last = whole[-1] if whole else None
        if last and edge.place == last.place and edge.start - last.end <= _PIECES:
            whole[-1] = last._replace(end=max(last.end, edge.end))
        else:
            whole.append(edge)
    return _groups([edge for edge in whole if edge.length >= _LEAST])


def _groups(edges: Sequence[Edge]) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    for edge in sorted(edges, key=lambda edge: edge.place):
        for group in groups:
            if abs(group[0].start - edge.start) <= _ALIKE and abs(group[0].end - edge.end) <= _ALIKE:
                group.append(edge)
                break
        else:
            groups.append([edge])
    return [group for group in groups if len(group) > 1]


def _between(rules: Sequence[Edge], segments: Sequence[Line], page_number: int) -> list[FoundTable]:
    """Return the tables between rules of one extent."""
    x0, x1 = rules[0].start - _ALIKE, rules[0].end + _ALIKE
    heights = [rule.place for rule in rules]
    inside = [line for line in segments if x0 <= line.box.x0 and line.box.x1 <= x1]
    bands: list[list[VisualRow]] = [[] for _ in range(len(heights) + 1)]
    for row in visual_rows(inside):
        box = box_of(row)
        bands[bisect(heights, (box.top + box.bottom) / 2)].append(pieces(row))
    bands[0], bands[-1] = _last_rows(bands[0], heights[0]), _first_rows(bands[-1], heights[-1])
    tables = []
    for run in _runs(bands):
        table = _table(run, len(rules), page_number)
        if table is not None:
            tables.append(table)
    return tables


def _last_rows(rows: Sequence[VisualRow], rule: float) -> list[VisualRow]:
    """Return the headings that stand just above the first rule."""
    kept: list[VisualRow] = []
    edge = rule
    for row in reversed(rows):
        box = box_of(row)
        if edge - box.bottom > _OUTSIDE * row[0].size or len(row) < 2 or len(kept) > 2:
            break
        kept.insert(0, row)
        edge = box.top
    return kept


def _first_rows(rows: Sequence[VisualRow], rule: float) -> list[VisualRow]:
    """Return the row that stands just below the last rule, where no rule closes the table."""
    kept: list[VisualRow] = []
    edge = rule
    for row in rows:
        box = box_of(row)
        if box.top - edge > (_OUTSIDE if not kept else 0.5) * row[0].size or (not kept and len(row) < 2):
            break
        kept.append(row)
        edge = box.bottom
    return kept


def _runs(bands: Sequence[list[VisualRow]]) -> list[list[list[VisualRow]]]:
    """Return runs of neighbouring bands that share columns; a band with one short text may stand inside a run."""
    runs: list[list[list[VisualRow]]] = []
    run: list[list[VisualRow]] = []
    titles: list[list[VisualRow]] = []
    for band in (band for band in bands if band):
        if len(band) == 1 and len(band[0]) == 1 and len(band[0][0].words) <= 14:
            titles.append(band)
            continue
        rows = [row for part in run for row in part]
        if run and _share_columns(rows, band):
            run += [*titles, band]
        else:
            if run:
                runs.append(run)
            run = [*_titles(titles, band), band] if any(len(row) > 1 for row in band) else []
        titles = []
    if run:
        runs.append(run)
    return runs


def _titles(titles: Sequence[list[VisualRow]], band: Sequence[VisualRow]) -> Sequence[list[VisualRow]]:
    """Return the last title if it is set like the row below it: a title of the table, and no heading of the text."""
    if not titles:
        return []
    size = max(line.size for row in band for line in row)
    return titles[-1:] if titles[-1][0][0].size <= 1.05 * size else []


def _share_columns(rows: Sequence[VisualRow], band: Sequence[VisualRow]) -> bool:
    columns, before = columns_of([*rows, *band], _BETWEEN), columns_of(rows, _BETWEEN)
    if len(columns) < 2:
        many = [row for row in (*rows, *band) if len(row) > 1]
        return len(many) < 2
    if any(_is_wide(piece, columns) for row in band for piece in row):
        return False
    return len(columns) >= len(before)


def _is_wide(piece: Line, columns: Sequence[Column]) -> bool:
    """Whether a long text reaches over the columns."""
    over = sum(min(piece.box.x1, x1) - max(piece.box.x0, x0) > 1 for x0, x1 in columns)
    return over > 1 and len(piece.words) > 14


def _table(bands: Sequence[Sequence[VisualRow]], rules: int, page_number: int) -> FoundTable | None:
    every = [row for band in bands for row in band]
    columns = columns_of(every, _BETWEEN)
    if len(columns) < 2:
        return None
    left = min(piece.box.x0 for row in every for piece in row)
    right = max(piece.box.x1 for row in every for piece in row)
    columns = [(min(left, columns[0][0]), columns[0][1]), *columns[1:-1], (columns[-1][0], max(right, columns[-1][1]))]
    parts = [strips_of(band, columns) for band in bands]
    grouped = [group_rows(strips) for strips in parts]
    by_rules = rules >= _RULED_ROWS and sum(map(len, grouped[1:])) <= 2 * len(grouped[1:])
    if by_rules:
        rows: list[Sequence[Strip]] = [*_heading_rows(parts[0]), *parts[1:]]
    else:
        rows = [*_heading_rows(parts[0]), *(row for group in grouped[1:] for row in group)]
        if len(parts) == 1:
            rows = list(grouped[0])
    rows = trimmed(rows, columns)
    if not is_table(rows, columns, ruled=True):
        return None
    return table_from(page_number, "half_ruled", rows, columns)


def _heading_rows(strips: Sequence[Strip]) -> list[list[Strip]]:
    """Return the rows of the headings: a group's heading over several columns is a row above the others."""
    cut = max(
        (at + 1 for at, strip in enumerate(strips) if any(end > c + 1 for c, end in strip.ends.items())), default=0
    )
    return [list(part) for part in (strips[:cut], strips[cut:]) if part]


def _beside(rules: Sequence[Edge], segments: Sequence[Line], page_number: int) -> FoundTable | None:
    """Return the table whose columns are parted by upright rules of one extent."""
    top, bottom = rules[0].start - 2, rules[0].end + 2
    band = [line for line in segments if top <= (line.box.top + line.box.bottom) / 2 <= bottom]
    if not band or rules[-1].place - rules[0].place < _LEAST:
        return None
    box = box_of(band)
    places = [rule.place for rule in rules]
    stops = [
        *([box.x0] if box.x0 < places[0] - 8 else []),
        *places,
        *([box.x1] if box.x1 > places[-1] + 8 else []),
    ]
    columns = list(pairwise(stops))
    if len(columns) < 2:
        return None
    rows = group_rows(strips_of([pieces(row) for row in visual_rows(band)], columns))
    return table_from(page_number, "half_ruled", rows, columns) if is_table(rows, columns, ruled=True) else None
