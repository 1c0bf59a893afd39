"""Tables that are ruled one way only: level rules, shaded rows, or upright rules."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ..layout.words import Line
from ..pdf.rulings import Edge
from .bands import Column, Strip, VisualRow, columns_of, group_rows, pieces, strips_of, table_from, trimmed
from .found import FoundTable, box_of, visual_rows
from .tabular import is_table

_ALIKE = 5.0  # points: rules whose ends are so near each other are of one extent
_PIECES = 14.0  # points: white space inside a rule that is drawn column by column
_WIDE = 0.6  # of the rules' width: a line of running text
_LEAST = 60.0  # points: a shorter rule makes no table
_BETWEEN = 4.0  # points: the least white space between columns where rules vouch for the table
_BELOW = 120.0  # points below the last whole rule in which shorter ones belong to it
_RULED_ROWS = 4  # from so many rules on each parts a row from the next
_OUTSIDE = 1.6  # of the font size: how near a row stands to the outermost rule


def half_ruled_tables(edges: Sequence[Edge], segments: Sequence[Line], page_number: int) -> list[FoundTable]:
    """Return the tables that only level or only upright edges (merged) rule, among the segments left."""
    tables: list[FoundTable] = []
    left = list(segments)
    for rules in _rulings([edge for edge in edges if edge.level]):
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


def _rulings(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Group level rules of one extent, widest first, each with the shorter rules between that end where they do.

    A shorter rule leaves out the columns whose cells reach over several rows.
    """
    whole: list[Edge] = []
    for edge in sorted(edges, key=lambda edge: (edge.place, edge.start)):
        last = whole[-1] if whole else None
        if last and edge.place == last.place and edge.start - last.end <= _PIECES:
            whole[-1] = last._replace(end=max(last.end, edge.end))
        else:
            whole.append(edge)
    groups = sorted(_groups([edge for edge in whole if edge.length >= _LEAST]), key=lambda group: -group[0].length)
    used: set[Edge] = set()
    rulings = []
    for group in groups:
        if used.issuperset(group):
            continue
        short = [edge for edge in whole if edge not in used and _is_part(edge, group)]
        used.update(group, short)
        rulings.append(sorted({*group, *short}, key=lambda edge: edge.place))
    return rulings


def _is_part(edge: Edge, rules: Sequence[Edge]) -> bool:
    """Whether a rule is shorter than others, between them or just below, and begins or ends where they do."""
    start, end = rules[0].start, rules[0].end
    if not (start - _ALIKE <= edge.start and edge.end <= end + _ALIKE):
        return False
    if not rules[0].place < edge.place < rules[-1].place + _BELOW or edge.length < 0.4 * (end - start):
        return False
    return abs(edge.start - start) <= _ALIKE or abs(edge.end - end) <= _ALIKE


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


class _Band(NamedTuple):
    """The rows of text between two rules, and the rule above them."""

    rows: list[VisualRow]
    above: Edge | None = None

    @property
    def first(self) -> VisualRow:
        return self.rows[0]


def _between(rules: Sequence[Edge], segments: Sequence[Line], page_number: int) -> list[FoundTable]:
    """Return the tables between rules of one ruling."""
    x0, x1 = min(rule.start for rule in rules) - _ALIKE, max(rule.end for rule in rules) + _ALIKE
    heights = [rule.place for rule in rules]
    inside = [line for line in segments if x0 <= line.box.x0 and line.box.x1 <= x1]
    bands: list[list[VisualRow]] = [[] for _ in range(len(heights) + 1)]
    for row in visual_rows(inside):
        box = box_of(row)
        bands[bisect(heights, (box.top + box.bottom) / 2)].append(pieces(row))
    bands[0], bands[-1] = _last_rows(bands[0], heights[0]), _first_rows(bands[-1], heights[-1])
    parts: list[list[_Band]] = [[]]
    for at, rows in enumerate(bands):
        above = rules[at - 1] if at else None
        if 0 < at < len(rules) and _holds_text(rows, x1 - x0):
            parts[-1].append(_Band(_first_rows(rows, heights[at - 1]), above))
            parts.append([_Band(_last_rows(rows, heights[at]))])
        else:
            parts[-1].append(_Band(rows, above))
    runs = [run for part in parts for run in _runs(part)]
    found = [_table(run, sum(band.above is not None for band in run) + 1, page_number) for run in runs]
    return [table for table in found if table is not None]


def _holds_text(rows: Sequence[VisualRow], width: float) -> bool:
    """Whether there is text of the page between two rules: a heading, or lines as wide as the rules."""
    if len(rows) < 2:
        return False
    sizes = [line.size for row in rows for line in row]
    return any(
        len(row) == 1 and (row[0].size > 1.08 * min(sizes) or row[0].box.x1 - row[0].box.x0 > _WIDE * width)
        for row in rows
    )


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


def _runs(bands: Sequence[_Band]) -> list[list[_Band]]:
    """Return runs of neighbouring bands that share columns; a band with one short text may stand inside a run."""
    runs: list[list[_Band]] = []
    run: list[_Band] = []
    titles: list[_Band] = []
    for band in (band for band in bands if band.rows):
        if len(band.rows) == 1 and len(band.first) == 1 and len(band.first[0].words) <= 14:
            titles.append(band)
            continue
        rows = [row for part in run for row in part.rows]
        if run and not _begins_anew(rows, titles, band) and _share_columns(rows, band.rows):
            run += [*titles, band]
        else:
            if run:
                runs.append(run)
            run = [*_titles(titles, band), band] if any(len(row) > 1 for row in band.rows) else []
        titles = []
    if run:
        runs.append(run)
    return [[_heading_lines(part[0]), *part[1:]] for part in runs]


def _heading_lines(band: _Band) -> _Band:
    """Return the lowest rows of a table's first band: text above it may stand under a rule of another kind."""
    kept = [band.rows[-1]]
    for row in reversed(band.rows[:-1]):
        size = max(line.size for line in kept[0])
        if box_of(kept[0]).top - box_of(row).bottom > size or max(line.size for line in row) > 1.05 * size:
            break
        kept.insert(0, row)
    return _Band(kept, band.above)


def _begins_anew(rows: Sequence[VisualRow], titles: Sequence[_Band], band: _Band) -> bool:
    """Whether a heading of the text, or text and bold headings of columns, part a band from the rows above it."""
    size = max(line.size for row in rows for line in row)
    larger = any(title.first[0].size > 1.05 * size for title in titles)
    text_above = bool(titles) or (len(band.rows) > 1 and len(band.first) == 1)
    headed = all(line.bold for line in band.rows[-1]) and not all(line.bold for line in rows[-1])
    return larger or (text_above and headed)


def _titles(titles: Sequence[_Band], band: _Band) -> Sequence[_Band]:
    """Return the last title if it is set like the row below it: a title of the table, and no heading of the text."""
    if not titles:
        return []
    size = max(line.size for row in band.rows for line in row)
    return titles[-1:] if titles[-1].first[0].size <= 1.05 * size else []


def _share_columns(rows: Sequence[VisualRow], band: Sequence[VisualRow]) -> bool:
    columns, before = _columns([*rows, *band]), _columns(rows)
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


def _table(bands: Sequence[_Band], rules: int, page_number: int) -> FoundTable | None:
    every = [row for band in bands for row in band.rows]
    columns = _columns(every)
    if len(columns) < 2:
        return None
    left = min(piece.box.x0 for row in every for piece in row)
    right = max(piece.box.x1 for row in every for piece in row)
    columns = [(min(left, columns[0][0]), columns[0][1]), *columns[1:-1], (columns[-1][0], max(right, columns[-1][1]))]
    parts = [strips_of(band.rows, columns) for band in bands]
    grouped = [group_rows(strips) for strips in parts]
    heading = _heading_rows(parts[0])
    if rules >= _RULED_ROWS and sum(map(len, grouped[1:])) <= 2 * len(grouped[1:]):
        rows: list[Sequence[Strip]] = [*heading, *parts[1:]]
        open_above = [frozenset[int]()] * len(heading) + [_open_columns(band.above, columns) for band in bands[1:]]
    else:
        rows = [*heading, *(row for group in grouped[1:] for row in group)] if len(parts) > 1 else list(grouped[0])
        open_above = [frozenset[int]()] * len(rows)
    kept = trimmed(rows, columns)
    if not is_table(kept, columns, rules=rules):
        return None
    merged = [opened for row, opened in zip(rows, open_above, strict=True) if row in kept]
    return table_from(page_number, "half_ruled", kept, columns, merged)


def _columns(rows: Sequence[VisualRow]) -> list[Column]:
    """Return the columns; narrow ones, whose words stand near each other in some rows, where most rows part them."""
    columns, fine = columns_of(rows, _BETWEEN), columns_of(rows, _BETWEEN, fine=True)
    many = [row for row in rows if len(row) > 1]
    return fine if len(fine) > len(columns) and len(fine) <= max(map(len, many), default=0) else columns


def _open_columns(rule: Edge | None, columns: Sequence[Column]) -> frozenset[int]:
    """Return the columns that a rule leaves out: their cells reach over it."""
    if rule is None:
        return frozenset()
    return frozenset(
        at for at, (x0, x1) in enumerate(columns) if not rule.start - _ALIKE <= (x0 + x1) / 2 <= rule.end + _ALIKE
    )


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
    return table_from(page_number, "half_ruled", rows, columns) if is_table(rows, columns, rules=len(rules)) else None
