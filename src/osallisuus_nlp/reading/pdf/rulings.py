"""The straight lines that are drawn on a PDF page: what the ruling of tables is made of."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import chain, islice, pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from ..tables.shades import Area, boxes_of, on_area, seen_sides
from .glyphs import Frame

_MAX_OBJECTS = 20_000  # of one page, those inside forms included; a page of print has some hundreds
_MAX_SEGMENTS = 1_000  # of one path; more is a drawing
_MAX_DEPTH = 4  # of forms inside forms
_THIN = 3.5  # points: a filled shape no thicker is a line
_ASLANT = 0.8  # points by which a straight line may lean
_SHORT = 2.0  # points: nothing shorter rules anything
_WHOLE_PAGE = 0.94  # of the page's width and height: a frame or a background
_PALE = 0xF8  # red, green and blue from here on are white
_WHITE = 0xFFFFFF
_OUTLINE, _FILL, _STROKE = 0, 1, 2

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Edge(NamedTuple):
    """A straight horizontal or vertical line, in points from the top left corner of the page as it is displayed.

    `place` is the height of a level one, the x of an upright one; `start` and `end` are its ends, in order. `shade`
    tells that it is the border of a coloured area rather than a line: weaker evidence.
    """

    level: bool
    place: float
    start: float
    end: float
    shade: bool = False

    @property
    def length(self) -> float:
        """How long it is, in points."""
        return self.end - self.start


class _Shape(NamedTuple):
    """A part of a path: a line or a rectangle as displayed, and how it is painted."""

    x0: float
    top: float
    x1: float
    bottom: float
    paint: int
    colour: int  # 0xRRGGBB

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    @property
    def white(self) -> bool:
        return self.colour == _WHITE

    @property
    def thin(self) -> bool:
        return min(self.x1 - self.x0, self.bottom - self.top) <= _THIN


def edges_of(page: Any, frame: Frame | None = None) -> list[Edge]:
    """Return the straight level and upright edges of a pypdfium2 page.

    Lines, thin filled shapes, and the four sides of rectangles count. What is white on white, invisible, or as large
    as the page does not; a white line counts where it parts a coloured area. At most 20,000 objects are looked at.

    Parameters
    ----------
    page : pypdfium2.PdfPage
    frame : Frame, optional
        How the page is turned for reading (`Sheet.frame`); by default as it is displayed.
    """
    if frame is None:
        left, bottom, right, top = page.get_bbox()
        frame = Frame(left, bottom, right, top, int(page.get_rotation()) % 360)
    shapes = [shape for shape in _shapes(page, frame) if _on_page(shape, frame)]
    fills = [shape for shape in shapes if shape.paint == _FILL and not shape.thin]
    ground = boxes_of([_area(shape) for shape in fills if not shape.white])
    shapes = [shape for shape in shapes if not shape.white or on_area(*shape.middle, ground)]
    lines, areas = _parted(shapes)
    edges = [edge for shape in lines for edge in _edges(shape)]
    for _, sides in seen_sides(areas):
        edges += [Edge(*side, shade=True) for side in sides]
    return edges


def _parted(shapes: list[_Shape]) -> tuple[list[_Shape], list[Area]]:
    """Part lines from coloured areas; a thin strip beside an area of its colour is a part of the area."""
    areas = [_area(shape) for shape in shapes if shape.paint == _FILL and not shape.thin]
    lines = [shape for shape in shapes if shape.paint == _STROKE or shape.thin]
    colours = {area.colour for area in areas}
    doubtful = [shape for shape in lines if shape.paint == _FILL and shape.colour in colours]
    if not doubtful:
        return lines, areas
    strips = [_area(shape) for shape in doubtful]
    sides = {area: len(seen) for area, seen in seen_sides([*areas, *strips])}
    joined = {strip for strip in strips if sides.get(strip, 4) < 4}
    return [shape for shape in lines if shape.paint == _STROKE or _area(shape) not in joined], [*areas, *joined]


def _area(shape: _Shape) -> Area:
    return Area(shape.x0, shape.top, shape.x1, shape.bottom, shape.colour)


def _on_page(shape: _Shape, frame: Frame) -> bool:
    width, height = frame.size
    if shape.x1 < 0 or shape.bottom < 0 or shape.x0 > width or shape.top > height:
        return False
    return not (shape.x1 - shape.x0 > _WHOLE_PAGE * width and shape.bottom - shape.top > _WHOLE_PAGE * height)


def _edges(shape: _Shape) -> Iterator[Edge]:
    width, height = shape.x1 - shape.x0, shape.bottom - shape.top
    if height <= _THIN:
        if width >= max(_SHORT, 2 * height):
            yield Edge(True, (shape.top + shape.bottom) / 2, shape.x0, shape.x1)
    elif width <= _THIN:
        if height >= max(_SHORT, 2 * width):
            yield Edge(False, (shape.x0 + shape.x1) / 2, shape.top, shape.bottom)
    else:
        yield Edge(True, shape.top, shape.x0, shape.x1)
        yield Edge(True, shape.bottom, shape.x0, shape.x1)
        yield Edge(False, shape.x0, shape.top, shape.bottom)
        yield Edge(False, shape.x1, shape.top, shape.bottom)


def _shapes(page: Any, frame: Frame) -> Iterator[_Shape]:
    for item, matrix in objects_of(page.raw):
        if pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_PATH:
            yield from _path_shapes(item, matrix, frame)


def objects_of(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Give the objects of a page, and of the forms on it, each with the matrix of what holds it; 20,000 at most."""
    count = min(pdfium_c.FPDFPage_CountObjects(page), _MAX_OBJECTS)
    items = (_with_inner(pdfium_c.FPDFPage_GetObject(page, index), _IDENTITY, 0) for index in range(count))
    return islice(chain.from_iterable(items), _MAX_OBJECTS)


def _with_inner(item: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    yield item, matrix
    if depth < _MAX_DEPTH and pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_FORM:
        inner = _times(_matrix(item), matrix)
        for index in range(min(pdfium_c.FPDFFormObj_CountObjects(item), _MAX_OBJECTS)):
            yield from _with_inner(pdfium_c.FPDFFormObj_GetObject(item, index), inner, depth + 1)


def _matrix(item: Any) -> Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    if then is _IDENTITY:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _path_shapes(path: Any, matrix: Matrix, frame: Frame) -> Iterator[_Shape]:
    if not 2 <= pdfium_c.FPDFPath_CountSegments(path) <= _MAX_SEGMENTS:
        return
    paint, colour = _paint(path)
    if paint == _OUTLINE:
        return
    turn = _times(_matrix(path), matrix)
    for points, straight in _outlines(path, turn, frame):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        whole = _Shape(min(xs), min(ys), max(xs), max(ys), paint, colour)
        if straight and (paint == _FILL or _is_rectangle(points)):
            if _is_rectangle(points) or whole.thin:
                yield whole
        elif paint == _STROKE:
            for (x, y), (x_next, y_next) in pairwise(points):
                if abs(x - x_next) <= _ASLANT or abs(y - y_next) <= _ASLANT:
                    yield _Shape(min(x, x_next), min(y, y_next), max(x, x_next), max(y, y_next), paint, colour)


def _paint(path: Any) -> tuple[int, int]:
    """Return how a path is painted, and its colour; a path that is filled and stroked is stroked, if not in white."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    paint, colour = _OUTLINE, _WHITE
    for used, how, colour_of in (
        (fill.value, _FILL, pdfium_c.FPDFPageObj_GetFillColor),
        (stroke.value, _STROKE, pdfium_c.FPDFPageObj_GetStrokeColor),
    ):
        channels = [ctypes.c_uint() for _ in range(4)]
        if not used:
            continue
        if not colour_of(path, *(ctypes.byref(channel) for channel in channels)):
            paint, colour = how, 0
            continue
        red, green, blue, alpha = (channel.value for channel in channels)
        white = min(red, green, blue) >= _PALE
        if alpha and (paint == _OUTLINE or not white):
            paint, colour = how, _WHITE if white else red << 16 | green << 8 | blue
    return paint, colour


def _outlines(path: Any, matrix: Matrix, frame: Frame) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Give the parts of a path, points as displayed, and whether all their sides are straight."""
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    points: list[tuple[float, float]] = []
    straight = True
    for index in range(pdfium_c.FPDFPath_CountSegments(path)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO and points:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        straight = straight and kind != pdfium_c.FPDF_SEGMENT_BEZIERTO
        pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        points.append(frame.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium_c.FPDFPathSegment_GetClose(segment) and points[-1] != points[0]:
            points.append(points[0])
    if len(points) > 1:
        yield points, straight


def _is_rectangle(points: list[tuple[float, float]]) -> bool:
    if len(points) not in (4, 5):
        return False
    if len(points) == 5 and points[0] != points[4]:
        return False
    corners = points[:4]
    sides = [(first, then) for first, then in pairwise([*corners, corners[0]])]
    return all(min(abs(x - u), abs(y - v)) <= _ASLANT for (x, y), (u, v) in sides) and (
        abs(corners[0][0] - corners[2][0]) > _ASLANT or abs(corners[0][1] - corners[2][1]) > _ASLANT
    )
