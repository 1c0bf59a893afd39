"""PPTX: the slides of a presentation as blocks and tables; a slide is a page.

A slide's title is a heading: of level 1 on title and section slides and in a presentation that has none of them before,
else of level 2. What else stands on a slide is read as the eye does: parted where the gap between the shapes is widest,
left before right and top before bottom. Left out: speaker notes, comments, hidden slides, charts, and the date, footer
and number of the slide, which the page keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ...document import Kind, Page
from ...errors import LimitExceeded
from .archive import Container
from .docx import diagram
from .flow import Block, Grid, GridCell, Piece
from .xmltree import attribute, find, integer, local

_EMU = 12_700.0  # in a point
_TITLES = ("title", "ctrTitle")
_EDGES = ("dt", "ftr", "sldNum", "hdr")
_OPENERS = ("title", "secHead")
_MAX_CUTS = 40  # depth of parting; shapes that lie over each other are read by their corners


class _Shape(NamedTuple):
    """A shape and where it stands, in points."""

    element: Any
    left: float
    top: float
    right: float
    bottom: float


def read_pptx(parts: Container, name: str, max_pages: int) -> tuple[list[Piece], list[Page]]:
    """Return what the slides hold, and a page for each."""
    main = parts.main_part("ppt/presentation.xml")
    root = parts.xml(main)
    related = parts.relations(main)
    size = find(root, "sldSz")
    width, height = integer(attribute(size, "cx"), 9_144_000) / _EMU, integer(attribute(size, "cy"), 6_858_000) / _EMU
    listed = find(root, "sldIdLst")
    slides = [_reference(entry, related) for entry in listed] if listed is not None else []
    if len(slides) > max_pages:
        raise LimitExceeded(f"{name}: {len(slides)} slides, over the limit of {max_pages}; split it or raise the limit")
    pieces: list[Piece] = []
    pages: list[Page] = []
    opened = False
    for number, part in enumerate(slides, start=1):
        slide = _Slide(parts, part, number, opened) if part in parts else None
        if slide is None or slide.hidden:
            pages.append(Page(number, width, height))
            continue
        pieces += slide.pieces()
        opened = opened or slide.opens
        pages.append(Page(number, width, height, slide.removed()))
    return pieces, pages


def _reference(element: Any, related: Any) -> str:
    key = next((text for key, text in element.attrib.items() if key.endswith("}id")), "")
    return str(related.get(key, ("", ""))[1])


class _Slide:
    def __init__(self, parts: Container, part: str, number: int, opened: bool) -> None:
        self._parts = parts
        self._number = number
        self._root = parts.xml(part)
        self._related = parts.relations(part)
        self._above: list[Any] = []  # the layout and the master: roots
        layout = self._one("slideLayout", self._related)
        master = self._one("slideMaster", parts.relations(layout)) if layout else ""
        self._above = [parts.xml(found) for found in (layout, master) if found]
        self.hidden = attribute(self._root, "show") in ("0", "false")
        self.opens = bool(layout) and attribute(self._above[0], "type") in _OPENERS
        self._level = 2 if opened and not self.opens else 1
        self._shapes = list(self._under(find(self._root, "cSld", "spTree")))

    def _one(self, kind: str, related: Any) -> str:
        return next((part for found, part in related.values() if found == kind and part in self._parts), "")

    # Shapes and where they stand

    def _under(self, tree: Any, shift: tuple[float, float, float, float] = (1, 0, 1, 0)) -> Iterator[_Shape]:
        """Yield the shapes of a tree and its groups; `shift` makes a group's measures those of the slide."""
        for element in tree if tree is not None else ():
            name = local(element)
            if name == "AlternateContent":
                choice = find(element, "Choice")
                yield from self._under(choice if choice is not None else find(element, "Fallback"), shift)
            elif attribute(find(_settings(element), "cNvPr"), "hidden") in ("1", "true"):
                continue
            elif name == "grpSp":
                yield from self._under(element, _group(element, shift))
            elif name in ("sp", "graphicFrame", "cxnSp"):
                left, top, right, bottom = self._place(element)
                across, x, down, y = shift
                yield _Shape(element, left * across + x, top * down + y, right * across + x, bottom * down + y)

    def _place(self, element: Any) -> tuple[float, float, float, float]:
        for found in (element, *self._inherited(element)):
            frame = find(found, "spPr", "xfrm") if local(found) == "sp" else find(found, "xfrm")
            start, size = find(frame, "off"), find(frame, "ext")
            if start is not None:
                left, top = integer(attribute(start, "x")) / _EMU, integer(attribute(start, "y")) / _EMU
                return (
                    left,
                    top,
                    left + integer(attribute(size, "cx")) / _EMU,
                    top + integer(attribute(size, "cy")) / _EMU,
                )
        return 0.0, 0.0, 0.0, 0.0

    def _inherited(self, element: Any) -> Iterator[Any]:
        """Yield the placeholders of the layout and the master that a placeholder takes after."""
        holder = _placeholder(element)
        if holder is None:
            return
        kind, index = attribute(holder, "type") or "body", attribute(holder, "idx")
        for root in self._above:
            tree = find(root, "cSld", "spTree")
            shapes = [shape for shape in (tree if tree is not None else ()) if _placeholder(shape) is not None]
            same = [shape for shape in shapes if index and attribute(_placeholder(shape), "idx") == index]
            alike = [
                shape for shape in shapes if _kind(shape) == kind or (kind == "ctrTitle" and _kind(shape) == "title")
            ]
            yield from (same if same and root is self._above[0] else alike)[:1]

    # What stands on the slide

    def pieces(self) -> list[Piece]:
        """Return title first, then the rest as it is read."""
        titles = [shape for shape in self._shapes if _kind(shape.element) in _TITLES]
        rest = [shape for shape in self._shapes if _kind(shape.element) not in (*_TITLES, *_EDGES)]
        out: list[Piece] = []
        for shape in titles:
            lines = [text for paragraph in _paragraphs(shape.element) if (text := _text(paragraph)).strip()]
            if lines:
                out.append(Block(Kind.HEADING, " ".join(lines), self._level, page=self._number))
        for shape in ordered(rest):
            out += self._content(shape.element)
        return out

    def removed(self) -> tuple[str, ...]:
        """Return the slide's date, footer and number."""
        edges = [shape.element for shape in self._shapes if _kind(shape.element) in _EDGES]
        texts = [" ".join(_text(paragraph) for paragraph in _paragraphs(shape)).strip() for shape in edges]
        return tuple(text for text in texts if text)

    def _content(self, element: Any) -> Iterator[Piece]:
        if local(element) == "graphicFrame":
            data = find(element, "graphic", "graphicData")
            if (table := find(data, "tbl")) is not None:
                yield self._table(table)
            elif (diagrams := find(data, "relIds")) is not None:
                part = self._related.get(attribute(diagrams, "dm") or "", ("", ""))[1]
                if part in self._parts:
                    for block in diagram(self._parts.xml(part)):
                        yield Block(block.kind, block.text, page=self._number)
            return
        sources = [find(found, "txBody", "lstStyle") for found in (element, *self._inherited(element))]
        if _placeholder(element) is not None and len(self._above) > 1:
            style = "bodyStyle" if _kind(element) in ("body", "subTitle", "obj") else "otherStyle"
            sources.append(find(self._above[1], "txStyles", style))
        for paragraph in _paragraphs(element):
            yield self._block(paragraph, sources)

    def _block(self, paragraph: Any, sources: Sequence[Any]) -> Block:
        settings = find(paragraph, "pPr")
        level = integer(attribute(settings, "lvl")) + 1
        listed = next(
            (mark for source in (settings, *(find(style, f"lvl{level}pPr") for style in sources))
             if (mark := _bullet(source)) is not None),
            False,
        )  # fmt: skip
        bold, size = _weight(paragraph)
        if listed:
            return Block(Kind.LIST_ITEM, _text(paragraph), min(level, 9), page=self._number)
        return Block(
            Kind.PARAGRAPH, _text(paragraph), 0, bold=bold, size=size, indent=4.0 * (level - 1), page=self._number
        )

    def _table(self, table: Any) -> Grid:
        rows: list[list[GridCell]] = []
        for row in table:
            if local(row) != "tr":
                continue
            cells: list[GridCell] = []
            for cell in row:
                merged = attribute(cell, "hMerge") in ("1", "true") or attribute(cell, "vMerge") in ("1", "true")
                if local(cell) == "tc" and not merged:
                    blocks: list[Piece] = [self._block(paragraph, ()) for paragraph in _paragraphs(cell)]
                    across = max(1, integer(attribute(cell, "gridSpan"), 1))
                    cells.append(GridCell(blocks, across, max(1, integer(attribute(cell, "rowSpan"), 1))))
            rows.append(cells)
        return Grid(rows, page=self._number)


def _settings(element: Any) -> Any:
    """Return the element that says what a shape is (``p:nvSpPr`` and its like)."""
    return next((found for found in element if local(found).startswith("nv")), None)


def _placeholder(element: Any) -> Any:
    return find(_settings(element), "nvPr", "ph")


def _kind(element: Any) -> str:
    holder = _placeholder(element)
    return "" if holder is None else attribute(holder, "type") or "body"


def _group(element: Any, shift: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    frame = find(element, "grpSpPr", "xfrm")
    if find(frame, "chOff") is None or find(frame, "off") is None:
        return shift
    across, x, down, y = shift

    def scale(inner: str, outer: str, at: str, size: str) -> tuple[float, float]:
        child = integer(attribute(find(frame, "chExt"), size)) or 1
        factor = (integer(attribute(find(frame, "ext"), size)) or child) / child
        start = integer(attribute(find(frame, outer), at)) / _EMU
        return factor, start - factor * integer(attribute(find(frame, inner), at)) / _EMU

    (wider, left), (taller, top) = scale("chOff", "off", "x", "cx"), scale("chOff", "off", "y", "cy")
    return across * wider, across * left + x, down * taller, down * top + y


def _paragraphs(element: Any) -> Iterator[Any]:
    body = find(element, "txBody")
    return (found for found in (body if body is not None else ()) if local(found) == "p")


def _text(paragraph: Any) -> str:
    parts = []
    for run in paragraph:
        if local(run) == "br":
            parts.append("\n")
        elif local(run) in ("r", "fld"):
            found = find(run, "t")
            parts.append((found.text or "") if found is not None else "")
        elif local(run) == "m":
            parts += [found.text or "" for found in run.iter("{*}t")]
    return "".join(parts).replace("\v", "\n")


def _weight(paragraph: Any) -> tuple[bool, float]:
    """Return whether all runs are bold, and the size of the largest, in points."""
    runs = [find(run, "rPr") for run in paragraph if local(run) == "r" and (find(run, "t") is not None)]
    bold = bool(runs) and all(attribute(run, "b") in ("1", "true") for run in runs)
    return bold, max((integer(attribute(run, "sz")) / 100 for run in runs), default=0.0)


def _bullet(settings: Any) -> bool | None:
    """Whether a paragraph's settings ask for a bullet or number; None where they do not say."""
    names = {local(found) for found in settings} if settings is not None else set()
    if "buNone" in names:
        return False
    return True if names & {"buChar", "buAutoNum", "buBlip"} else None


def ordered(shapes: Sequence[_Shape], depth: int = 0) -> list[_Shape]:
    """Return shapes in reading order: parted at the widest gap between them, again and again."""
    if len(shapes) < 2 or depth > _MAX_CUTS:
        return sorted(shapes, key=lambda shape: (shape.top, shape.left))
    down = _widest([(shape.top, shape.bottom) for shape in shapes])
    across = _widest([(shape.left, shape.right) for shape in shapes])
    if down is None and across is None:
        return sorted(shapes, key=lambda shape: (round(shape.top / 10), shape.left))
    if across is None or (down is not None and down[0] >= across[0]):
        assert down is not None
        first = [shape for shape in shapes if (shape.top + shape.bottom) / 2 < down[1]]
    else:
        first = [shape for shape in shapes if (shape.left + shape.right) / 2 < across[1]]
    rest = [shape for shape in shapes if shape not in first]
    if not first or not rest:
        return sorted(shapes, key=lambda shape: (shape.top, shape.left))
    return ordered(first, depth + 1) + ordered(rest, depth + 1)


def _widest(spans: list[tuple[float, float]]) -> tuple[float, float] | None:
    """Return the widest gap that no span covers: its width and its middle."""
    best: tuple[float, float] | None = None
    spans = sorted(spans)
    end = spans[0][1]
    for start, stop in spans[1:]:
        if start >= end - 1 and (best is None or start - end > best[0]):
            best = (start - end, (start + end) / 2)
        end = max(end, stop)
    return best
