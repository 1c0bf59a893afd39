"""Coloured areas of a page: which of their sides are seen, where areas of one colour lie side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_BEYOND = 0.6  # points: areas that are no farther apart are seen as one
_COVERED = 0.85  # the part of a side that must border on its own colour to be unseen
_MAX_AREAS = 2_000  # of one page; with more it is a picture
_REACH = 3.5  # points by which a white line may lie outside the area that it parts

Boxes = NDArray[np.float64]


class Area(NamedTuple):
    """A filled rectangle of a page as displayed, and its colour."""

    x0: float
    top: float
    x1: float
    bottom: float
    colour: int


class Side(NamedTuple):
    """A side of an area: whether it is level, where it lies, and its ends."""

    level: bool
    place: float
    start: float
    end: float


def seen_sides(areas: Sequence[Area]) -> Iterator[tuple[Area, list[Side]]]:
    """Give each area with those of its sides that do not border on, or lie inside, areas of the same colour.

    Word shades a cell in pieces, one for each line of text and one for each padding: together they are one area.
    """
    if len(areas) > _MAX_AREAS:
        return
    for colour in {area.colour for area in areas}:
        same = [area for area in areas if area.colour == colour]
        boxes = np.array([area[:4] for area in same])
        for area in same:
            yield area, [side for side, probe in _sides(area) if not _is_hidden(side, probe, boxes)]


def _sides(area: Area) -> list[tuple[Side, float]]:
    """Return the sides, each with the place just beyond it."""
    x0, top, x1, bottom, _ = area
    return [
        (Side(True, top, x0, x1), top - _BEYOND),
        (Side(True, bottom, x0, x1), bottom + _BEYOND),
        (Side(False, x0, top, bottom), x0 - _BEYOND),
        (Side(False, x1, top, bottom), x1 + _BEYOND),
    ]


def _is_hidden(side: Side, probe: float, boxes: Boxes) -> bool:
    across, along = ((1, 3), (0, 2)) if side.level else ((0, 2), (1, 3))
    beyond = boxes[(boxes[:, across[0]] <= probe) & (boxes[:, across[1]] >= probe)]
    if not len(beyond):
        return False
    shared = np.minimum(beyond[:, along[1]], side.end) - np.maximum(beyond[:, along[0]], side.start)
    return bool(np.maximum(shared, 0).sum() >= _COVERED * (side.end - side.start))


def on_area(x: float, y: float, boxes: Boxes) -> bool:
    """Whether a point lies on, or just beside, one of the areas."""
    if not len(boxes):
        return False
    return bool(
        np.any(
            (boxes[:, 0] - _REACH <= x)
            & (x <= boxes[:, 2] + _REACH)
            & (boxes[:, 1] - _REACH <= y)
            & (y <= boxes[:, 3] + _REACH)
        )
    )


def boxes_of(areas: Sequence[Area]) -> Boxes:
    """Return the areas as an array, for `on_area`."""
    return np.array([area[:4] for area in areas[:_MAX_AREAS]]).reshape(-1, 4)
