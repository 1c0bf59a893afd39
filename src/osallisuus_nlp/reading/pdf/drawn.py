"""What is drawn on a PDF page and is no ruling: bullets drawn as shapes, and how much of the page is a picture."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium_c

from ...document import Box
from ..layout.words import Line, Word
from .glyphs import Frame, Sheet
from .rulings import objects_of

_LEAST, _MOST = 1.5, 7.0  # points: the width and height of a bullet
_REACH = 30.0  # points between a bullet and its text
_BULLET = "•"


def with_drawn_bullets(sheet: Sheet, page: Any) -> tuple[Line, ...]:
    """Return the page's segments with a segment ``•`` for each small round or square shape left of a line's start."""
    if sheet.frame is None or not sheet.segments:
        return sheet.segments
    shapes = _small_shapes(page, sheet.frame)
    found: list[Line] = []
    for box in shapes:
        middle = (box.top + box.bottom) / 2
        right = [
            line
            for line in sheet.segments
            if line.box.top < middle < line.box.bottom and 0 < line.box.x0 - box.x1 < _REACH
        ]
        if not right or any(
            other.box.top < middle < other.box.bottom and other.box.x0 < box.x0 < other.box.x1
            for other in sheet.segments
        ):
            continue
        line = min(right, key=lambda each: each.box.x0)
        word = Word(_BULLET, box.x0, line.box.top, box.x1, line.box.bottom, line.size)
        found.append(Line((word,), sheet.number))
    return (*sheet.segments, *found)


def _small_shapes(page: Any, frame: Frame) -> list[Box]:
    edges = [ctypes.c_float() for _ in range(4)]
    references = [ctypes.byref(edge) for edge in edges]
    left, bottom, right, top = edges
    boxes: list[Box] = []
    for item, matrix in objects_of(page.raw):
        if pdfium_c.FPDFPageObj_GetType(item) != pdfium_c.FPDF_PAGEOBJ_PATH:
            continue
        if not pdfium_c.FPDFPageObj_GetBounds(item, *references):
            continue
        a, b, c, d, e, f = matrix
        corners = [
            frame.point(a * x + c * y + e, b * x + d * y + f)
            for x in (left.value, right.value)
            for y in (bottom.value, top.value)
        ]
        box = Box(
            min(x for x, _ in corners),
            min(y for _, y in corners),
            max(x for x, _ in corners),
            max(y for _, y in corners),
        )
        width, height = box.x1 - box.x0, box.bottom - box.top
        if _LEAST <= width <= _MOST and _LEAST <= height <= _MOST and 0.6 < width / height < 1.7:
            boxes.append(box)
    return boxes[:1_000]


def picture_share(page: Any) -> float:
    """Return how much of the page its largest picture covers, 0–1."""
    left, bottom, right, top = page.get_bbox()
    area = max((right - left) * (top - bottom), 1.0)
    most = 0.0
    for item, matrix in objects_of(page.raw):
        if pdfium_c.FPDFPageObj_GetType(item) != pdfium_c.FPDF_PAGEOBJ_IMAGE:
            continue
        own = pdfium_c.FS_MATRIX()
        if pdfium_c.FPDFPageObj_GetMatrix(item, ctypes.byref(own)):
            size = abs(own.a * own.d - own.b * own.c) * abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])
            most = max(most, size / area)
    return min(most, 1.0)
