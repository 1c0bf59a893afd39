"""The order in which a page is read: columns, boxes and sidebars, found by the white space between them.

A recursive cut: a page is cut where a gutter runs through it from top to bottom; where lines that span the page
cross the gutter, it is first cut into bands above, between and below them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Protocol, TypeVar

from ...document import Box
from ..letters.clean import BULLET
from .words import Line

_MAX_ITEMS = 4_000  # a page with more is read in rows
_ENOUGH = 12  # so many items beside a gutter make it one that other pages may have too
_LONG = 1_000  # letters of what is no text
_SHARED = 3  # so many items that begin at one left edge may be a column
_WIDE = 2.2  # of the font size: white space from side to side that parts rows by itself
_NUMBERS = re.compile(r"^[\s\d.,%€()/–-]*$")


class Item(Protocol):
    """Something that stands on a page: a segment of text or a table."""

    @property
    def box(self) -> Box:
        """Where it stands."""
        ...


T = TypeVar("T", bound=Item)


def regions(items: Sequence[T], columns: Sequence[float] = (), seen: Counter[float] | None = None) -> list[list[T]]:
    """Return the items of a page in regions, in the order in which these are read.

    A region is read line by line. Its items come in no order of their own.

    Parameters
    ----------
    columns : sequence of float
        Where columns are known to begin in this document, in points from the left: there, a line or two on either
        side are columns too.
    seen : Counter, optional
        Takes up where columns begin on this page, with how many items stand in them.
    """
    if len(items) > _MAX_ITEMS:
        return [list(items)]
    return _Cutter(columns, seen).regions(items)


def usual_columns(seen: Counter[float]) -> tuple[float, ...]:
    """Return where columns begin, of what `regions` has taken up, if enough stands in them."""
    return tuple(edge for edge, count in seen.items() if count >= _ENOUGH)


@dataclass(frozen=True)
class _Cutter:
    """Cuts a region into those that it consists of."""

    columns: Sequence[float]
    seen: Counter[float] | None

    def regions(self, items: Sequence[T], *, whole: bool = False) -> list[list[T]]:
        """Return the regions of a region; one that is `whole` is cut at its gutters, and not into rows before."""
        if len(items) < 2:
            return [list(items)] if items else []
        em = _em(items)
        cut = self._gutter(items, em)
        if cut is not None:
            bands = [] if whole else self._grid(items, em)
            if bands:
                return [region for band in bands for region in self.regions(band, whole=True)]
            left = [item for item in items if _middle(item) < cut]
            right = [item for item in items if _middle(item) >= cut]
            if self.seen is not None:
                self.seen[round(min(item.box.x0 for item in right))] += len(items)
            return self.regions(left) + self.regions(right)
        bands = self._bands(items, em)
        if len(bands) > 1:
            return [region for band in bands for region in self.regions(band)]
        return [list(items)]

    def _known(self, cut: float, em: float) -> bool:
        return any(-0.5 * em < edge - cut < 2 * em for edge in self.columns)

    def _gutter(self, items: Sequence[T], em: float) -> float | None:
        """Return where a gutter runs through all of the region, the widest one."""
        gaps = sorted(_gaps(items, 0.8 * em), key=lambda gap: gap[0] - gap[1])
        cuts = [(left + right) / 2 for left, right in gaps]
        for edge in _edges(items, self.columns):
            cut = edge - 0.4 * em
            if all(item.box.x1 <= cut or item.box.x0 >= cut for item in items):
                cuts.append(cut)
        return next((cut for cut in cuts if self._are_columns(items, cut, em)), None)

    def _are_columns(self, items: Sequence[T], cut: float, em: float) -> bool:
        """Whether what stands left and right of the cut are columns, and not the halves of rows."""
        left = [item for item in items if item.box.x1 <= cut]
        right = [item for item in items if item.box.x0 >= cut]
        rows_left, rows_right = _tops(left, em), _tops(right, em)
        known = self._known(cut, em)
        if min(len(rows_left), len(rows_right)) < (1 if known else 2):
            return False
        low = max(min(item.box.top for item in left), min(item.box.top for item in right))
        high = min(max(item.box.bottom for item in left), max(item.box.bottom for item in right))
        heights = [max(item.box.bottom for item in side) - min(item.box.top for item in side) for side in (left, right)]
        if high - low < 0.5 * min(heights):
            return False
        for side in (left, right):
            if all(isinstance(item, Line) and _NUMBERS.match(item.text) for item in side):
                return False
        return known or not _are_rows(left, right, rows_left, rows_right, em)

    def _grid(self, items: Sequence[T], em: float) -> list[list[T]]:
        """Return the rows of a grid of boxes: white space from side to side, with columns above it and below it.

        Where headings stand beside each other, as on a page in two languages, rows begin at the largest ones: what
        stands below smaller ones belongs to its column.
        """
        ordered = sorted(items, key=lambda found: found.box.top)
        reach = ordered[0].box.bottom
        starts = [(0, _headings(ordered, 0, em))]
        for place, item in enumerate(ordered[1:], start=1):
            gap = item.box.top - reach
            if gap >= 0.8 * em:
                size = _headings(ordered, place, em)
                if size or (gap > _WIDE * em and any(_level(item, other) for other in _beside(ordered, place))):
                    starts.append((place, size))
            reach = max(reach, item.box.bottom)
        largest = max(size for _, size in starts)
        cuts = [place for place, size in starts[1:] if not 0 < size <= largest - 0.6]
        bands = [ordered[start:end] for start, end in pairwise((0, *cuts, len(ordered)))]
        if len(bands) < 2 or any(self._gutter(band, em) is None for band in bands):
            return []
        return bands

    def _bands(self, items: Sequence[T], em: float) -> list[list[T]]:
        """Cut a region from side to side, so that its columns come apart from the lines that span them."""
        best: list[list[T]] = [list(items)]
        most = 0
        for edge in _edges(items, self.columns):
            bands, count = self._cut_by_spanning(items, edge - 0.4 * em, em)
            if count > most:
                best, most = bands, count
        return best

    def _cut_by_spanning(self, items: Sequence[T], cut: float, em: float) -> tuple[list[list[T]], int]:
        """Return the bands of a region that lines across the cut part, and how many items stand in columns then."""
        runs: list[tuple[bool, list[T]]] = []
        for item in sorted(items, key=lambda found: (found.box.top + found.box.bottom) / 2):
            spans = item.box.x0 < cut < item.box.x1 or (bool(runs) and runs[-1][0] and _ends(runs[-1][1][-1], item))
            if not runs or runs[-1][0] != spans:
                runs.append((spans, []))
            runs[-1][1].append(item)
        bands: list[list[T]] = []
        count = 0
        open_band = False
        for spans, run in _with_headings_below(runs, cut, em):
            if not spans and self._are_columns(run, cut, em):
                bands.append(run)
                count += len(run)
                open_band = False
            elif open_band:
                bands[-1].extend(run)
            else:
                bands.append(list(run))
                open_band = True
        return bands, count


def _em(items: Sequence[Item]) -> float:
    sizes = [item.size for item in items if isinstance(item, Line)]
    return median(sizes) if sizes else 10.0


def _middle(item: Item) -> float:
    return (item.box.x0 + item.box.x1) / 2


def _gaps(items: Sequence[Item], least: float) -> list[tuple[float, float]]:
    """Return the stretches of the x axis, between the items, that none of them covers."""
    gaps = []
    reach = float("-inf")
    for item in sorted(items, key=lambda found: found.box.x0):
        if item.box.x0 - reach >= least and reach != float("-inf"):
            gaps.append((reach, item.box.x0))
        reach = max(reach, item.box.x1)
    return gaps


def _are_rows(
    left: Sequence[Item], right: Sequence[Item], tops_left: list[float], tops_right: list[float], em: float
) -> bool:
    """Whether both sides stand in step, short on the left: names and what belongs to them, as in a list of contacts."""
    if any(isinstance(item, Line) and BULLET.match(item.text) for item in right):
        return False
    if _flows(left) or _flows(right):
        return False
    in_step = sum(any(abs(top - other) < 0.25 * em for other in tops_left) for top in tops_right)
    width = max(item.box.x1 for item in left) - min(item.box.x0 for item in left)
    fill = median((item.box.x1 - item.box.x0) / max(width, 1.0) for item in left)
    letters = median([len(item.text) for item in left if isinstance(item, Line)] or [_LONG])
    return in_step >= 0.9 * len(tops_right) and in_step >= 0.6 * len(tops_left) and fill < 0.75 and letters < 25


def _flows(side: Sequence[Item]) -> bool:
    """Whether lines go on from one to the next, as text does."""
    lines = [item for item in side if isinstance(item, Line)]
    return sum(line.text[:1].islower() for line in lines) > 0.3 * len(lines)


def _tops(items: Sequence[Item], em: float) -> list[float]:
    """Return the heights of the baselines that the items stand on; a table counts for many."""
    tops: list[float] = []
    for item in sorted(items, key=lambda found: found.box.bottom):
        if not tops or item.box.bottom - tops[-1] > 0.4 * em:
            tops.append(item.box.bottom)
        if not isinstance(item, Line):
            tops.append(item.box.bottom + em)
    return tops


def _beside(ordered: Sequence[T], place: int) -> list[T]:
    """Return what begins after an item and stands left or right of it."""
    box = ordered[place].box
    return [other for other in ordered[place + 1 :] if other.box.x0 > box.x1 or other.box.x1 < box.x0]


def _level(item: Item, other: Item, step: float = 0.0) -> bool:
    """Whether two items begin at one height, or one of them `step` points further down."""
    return abs(other.box.top - item.box.top - step) < 1.0


def _headings(ordered: Sequence[Item], place: int, em: float) -> float:
    """Return the size of headings that stand beside each other at an item, as in two languages; 0 for none.

    They begin at one height, or as far apart as the columns that they stand in.
    """
    item = ordered[place]
    if not isinstance(item, Line) or not _is_large(item, em):
        return 0.0
    for other in _beside(ordered, place):
        if isinstance(other, Line) and abs(other.size - item.size) < 0.6:
            step = _column_top(ordered, other) - _column_top(ordered, item)
            if _level(item, other) or _level(item, other, step):
                return item.size
    return 0.0


def _column_top(ordered: Sequence[Item], item: Item) -> float:
    return next(other.box.top for other in ordered if other.box.x0 < item.box.x1 and other.box.x1 > item.box.x0)


def _is_large(item: Item, em: float) -> bool:
    return isinstance(item, Line) and item.size > 1.08 * em


def _with_headings_below(runs: list[tuple[bool, list[T]]], cut: float, em: float) -> list[tuple[bool, list[T]]]:
    """Move headings at the left foot of columns, below all that stands right, to the lines across that follow them."""
    for (spans, run), (_, below) in pairwise(runs):
        right = max((item.box.bottom for item in run if item.box.x0 >= cut), default=float("inf"))
        while not spans and len(run) > 1 and _is_large(run[-1], em) and run[-1].box.top > right:
            below.insert(0, run.pop())
    return runs


def _ends(above: Item, item: Item) -> bool:
    """Whether an item is the last, short line of what stands above it."""
    return (
        isinstance(above, Line)
        and isinstance(item, Line)
        and abs(above.size - item.size) < 0.6
        and abs(above.box.x0 - item.box.x0) < 2
        and item.box.top - above.box.top < 1.45 * item.size
    )


def _edges(items: Sequence[Item], columns: Sequence[float]) -> list[float]:
    """Return the left edges that several items share, but for the leftmost: where a column may begin."""
    edges = sorted(item.box.x0 for item in items)
    shared: list[float] = []
    for place in range(len(edges) - _SHARED + 1):
        edge = edges[place]
        if edges[place + _SHARED - 1] - edge < 2 and edge > edges[0] + 20 and (not shared or edge - shared[-1] > 2):
            shared.append(edge)
    return shared + [edge for edge in columns if edges[0] + 20 < edge < edges[-1] + 2]
