"""Boxes on a page: text set apart by a frame or a coloured ground, which is read as one piece."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from ...document import Box
from ..pdf.rulings import Edge
from ..tables.found import FoundTable
from .words import Line

_NEAR = 3.0  # points by which the sides of a frame may miss each other
_LEAST = 20.0  # points: width and height of a box
_MOST = 0.85  # of the page's area
_MAX_SIDES = 400  # level edges of a page that are tried; a page with more is a drawing


@dataclass(frozen=True)
class Boxed:
    """A box and what stands in it, in no order."""

    box: Box
    items: tuple[Line | FoundTable, ...]


def boxes_of(edges: Sequence[Edge], size: tuple[float, float]) -> list[Box]:
    """Return the rectangles that four edges make, the outermost alone, but for those as large as the page."""
    level = [edge for edge in edges if edge.level and edge.length >= _LEAST]
    upright = [edge for edge in edges if not edge.level and edge.length >= _LEAST]
    if len(level) > _MAX_SIDES or not upright:
        return []
    by_extent: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in level:
        by_extent[round(edge.start / _NEAR), round(edge.end / _NEAR)].append(edge)
    found: list[Box] = []
    for sides in by_extent.values():
        ordered = sorted(sides, key=lambda edge: edge.place)
        for above, below in combinations(ordered, 2):
            box = Box(above.start, above.place, above.end, below.place)
            high = box.bottom - box.top
            if high >= _LEAST and (box.x1 - box.x0) * high < _MOST * size[0] * size[1] and _is_closed(box, upright):
                found.append(box)
    return [box for box in found if not any(other != box and _holds(other, box) for other in found)]


def _is_closed(box: Box, upright: Sequence[Edge]) -> bool:
    return all(
        any(
            abs(edge.place - x) <= _NEAR and edge.start <= box.top + _NEAR and edge.end >= box.bottom - _NEAR
            for edge in upright
        )
        for x in (box.x0, box.x1)
    )


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.x0 <= inner.x0 + 1
        and outer.top <= inner.top + 1
        and outer.x1 >= inner.x1 - 1
        and outer.bottom >= inner.bottom - 1
    )


def by_box(items: Sequence[Line], boxes: Sequence[Box]) -> tuple[list[Line], list[tuple[Box, list[Line]]]]:
    """Return the segments outside all boxes, and those inside each box that holds any; a box that cuts text is none."""
    outside = list(items)
    inside: list[tuple[Box, list[Line]]] = []
    for box in boxes:
        held = [line for line in outside if _is_in(line.box, box)]
        cut = any(_crosses(line.box, box) for line in outside if line not in held)
        if held and not cut:
            inside.append((box, held))
            gone = set(map(id, held))
            outside = [line for line in outside if id(line) not in gone]
    return outside, inside


def _is_in(inner: Box, outer: Box) -> bool:
    return (
        inner.x0 >= outer.x0 - _NEAR
        and inner.x1 <= outer.x1 + _NEAR
        and outer.top - _NEAR <= (inner.top + inner.bottom) / 2 <= outer.bottom + _NEAR
    )


def _crosses(inner: Box, outer: Box) -> bool:
    middle = (inner.top + inner.bottom) / 2
    return outer.top < middle < outer.bottom and inner.x0 < outer.x1 - _NEAR and inner.x1 > outer.x0 + _NEAR
