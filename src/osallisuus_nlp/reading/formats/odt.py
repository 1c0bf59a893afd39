"""ODT: the body of a LibreOffice document as blocks and tables, as it reads once all tracked changes are accepted.

Left out: deletions (which the file keeps apart), comments, hidden text and sections, heads and feet of pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from ...document import Kind, Role
from ...errors import EncryptedDocument
from .archive import Container
from .flow import Block, Gathered, Grid, GridCell, Piece, cell_text, words
from .xmltree import attribute, integer, local

_GONE = {
    "tracked-changes", "annotation", "annotation-end", "note-citation", "soft-page-break", "ruby-text", "forms",
    "sequence-decls", "variable-decls", "user-field-decls", "table-column", "table-columns", "table-source",
    "event-listeners",
    "hidden-paragraph", "script", "bookmark-start", "bookmark-end", "object", "object-ole", "image", "settings",
}  # fmt: skip
_INDEXES = {"table-of-content", "illustration-index", "table-index", "object-index", "user-index", "alphabetical-index"}
_MAX_SPACES = 100
_POINTS = {"pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0, "px": 0.75, "pc": 12.0}


def _count(element: Any, name: str, most: int) -> int:
    return max(1, min(integer(attribute(element, name), 1), most))


def _length(text: str | None) -> float:
    found = re.fullmatch(r"(-?\d{1,6}(?:\.\d{1,6})?)(pt|cm|mm|in|px|pc)", text or "")
    return float(found.group(1)) * _POINTS[found.group(2)] if found else 0.0


def read_odt(parts: Container, name: str) -> list[Piece]:
    """Return what the document's body holds."""
    if "encrypted-package" in parts or (
        "META-INF/manifest.xml" in parts and b"encryption-data" in parts.bytes("META-INF/manifest.xml")
    ):
        raise EncryptedDocument(f"{name}: needs a password; save a copy without one")
    root = parts.xml("content.xml")
    styles = _Styles()
    if "styles.xml" in parts:
        styles.load(parts.xml("styles.xml"))
    styles.load(root)
    body = next(root.iter("{*}body"), None)
    return list(_Reader(styles).blocks(body)) if body is not None else []


@dataclass(frozen=True, slots=True)
class _Style:
    """A style with all that it inherits; sizes and indents in points."""

    names: tuple[str, ...] = ()
    bold: bool = False
    size: float = 12.0
    indent: float = 0.0
    hidden: bool = False


class _Styles:
    def __init__(self) -> None:
        self._elements: dict[str, Any] = {}
        self._made: dict[str, _Style] = {}
        self._base = _Style()

    def load(self, root: Any) -> None:
        for element in root.iter("{*}style", "{*}default-style"):
            if attribute(element, "family") not in ("paragraph", "text", "section"):
                continue
            if local(element) == "default-style":
                if attribute(element, "family") == "paragraph":
                    self._base = _added(element, _Style())
            elif name := attribute(element, "name"):
                self._elements[name] = element

    def get(self, name: str | None) -> _Style:
        """Return a style by its name, with what it inherits."""
        if not name:
            return self._base
        if name not in self._made:
            chain: list[str] = []
            key: str | None = name
            while key and key in self._elements and key not in chain:
                chain.append(key)
                key = attribute(self._elements[key], "parent-style-name")
            style = self._base
            for key in reversed(chain):
                style = _added(self._elements[key], style)
            shown = [attribute(self._elements[key], "display-name") or key for key in chain]
            names = tuple(name.replace("_20_", " ").lower() for name in shown) or (name.replace("_20_", " ").lower(),)
            self._made[name] = _Style(names, style.bold, style.size, style.indent, style.hidden)
        return self._made[name]

    def over(self, name: str | None, outer: _Style) -> _Style:
        """Return how a span of that style looks inside a paragraph of style `outer`."""
        chain: list[Any] = []
        while name and name in self._elements and self._elements[name] not in chain:
            chain.append(self._elements[name])
            name = attribute(self._elements[name], "parent-style-name")
        for element in reversed(chain):
            outer = _added(element, outer)
        return outer


def _added(element: Any, style: _Style) -> _Style:
    bold, size, indent, hidden = style.bold, style.size, style.indent, style.hidden
    for settings in element:
        if local(settings) == "text-properties":
            weight = attribute(settings, "font-weight")
            bold = bold if weight is None else weight in ("bold", "600", "700", "800", "900")
            given = attribute(settings, "font-size") or ""
            if percent := re.fullmatch(r"(\d{1,3})(?:\.\d+)?%", given):
                size = size * int(percent.group(1)) / 100
            else:
                size = _length(given) or size
            display = settings.get("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}display")
            hidden = hidden if display is None else display == "none"
        elif local(settings) == "paragraph-properties":
            margin = attribute(settings, "margin-left")
            indent = indent if margin is None else _length(margin)
    return _Style(style.names, bold, size, indent, hidden)


@cache
def _is_named(name: str, kind: str) -> bool:
    return any(re.fullmatch(rf"{re.escape(word)}(?:\s\d)?(?:\s+heading)?", name) for word in words(kind))


@cache
def _named_level(name: str) -> int:
    """Return the nesting that a list's paragraph style says by its name ("List Bullet 2")."""
    found = re.fullmatch(rf"(?:{'|'.join(map(re.escape, words('list_styles')))})\s([2-9])", name)
    return int(found.group(1)) if found else 0


def _add(text: Gathered, run: str | None, style: _Style) -> None:
    if run and not style.hidden:
        text.add(re.sub(r"\s+", " ", run), style.bold, style.size)


class _Reader:
    def __init__(self, styles: _Styles) -> None:
        self._styles = styles

    def blocks(self, parent: Any, level: int = 0, contents: bool = False) -> Iterator[Piece]:
        """Yield the pieces under an element; `level` is that of the list around it."""
        for element in parent:
            name = local(element)
            if name in _GONE or _is_hidden(element):
                continue
            if name in ("p", "h"):
                yield from self._paragraph(element, level, contents)
            elif name == "list":
                for item in element:
                    yield from self._item(item, level + 1, contents)
            elif name == "table":
                yield self._table(element)
            else:
                yield from self.blocks(element, level, contents or name in _INDEXES or name == "bibliography")

    def _item(self, item: Any, level: int, contents: bool) -> Iterator[Piece]:
        """Yield a list item: its first paragraphs are one block, what else stands in it comes after."""
        out: list[Piece] = []
        for piece in self.blocks(item, level, contents):
            if isinstance(piece, Block) and piece.kind is Kind.LIST_ITEM and piece.level == level and out:
                first = out[0]
                if len(out) == 1 and isinstance(first, Block) and first.kind is Kind.LIST_ITEM and first.level == level:
                    text, notes = f"{first.text}\n{piece.text}", first.notes + piece.notes
                    out[0] = replace(first, text=text, bold=first.bold and piece.bold, notes=notes)
                    continue
                piece = replace(piece, kind=Kind.PARAGRAPH, level=0)
            out.append(piece)
        return iter(out)

    def _paragraph(self, element: Any, level: int, contents: bool) -> Iterator[Piece]:
        style = self._styles.get(attribute(element, "style-name"))
        text = Gathered()
        self._inline(element, text, style)
        joined = text.joined
        if joined.strip():
            kind, depth = Kind.PARAGRAPH, 0
            role = Role.BODY
            if contents or any(_is_named(name, "contents_styles") for name in style.names):
                role = Role.CONTENTS
            elif local(element) == "h":
                kind, depth = Kind.HEADING, _count(element, "outline-level", 10)
            elif any(_is_named(name, "title_styles") for name in style.names):
                kind, depth = Kind.HEADING, 1
            elif any(_is_named(name, "caption_styles") for name in style.names):
                role = Role.CAPTION
            elif level:
                kind, depth = Kind.LIST_ITEM, max(level, *map(_named_level, style.names), 0)
            yield Block(kind, joined, depth, role, text.bold, text.size, style.indent / 5, 0, tuple(text.notes))
        yield from text.beside

    def _inline(self, parent: Any, text: Gathered, style: _Style) -> None:
        _add(text, parent.text, style)
        for element in parent:
            name = local(element)
            if name in _GONE or _is_hidden(element):
                pass
            elif name == "s":
                _add(text, " " * _count(element, "c", _MAX_SPACES), style)
            elif name == "tab":
                _add(text, " ", style)
            elif name == "line-break":
                if not style.hidden:
                    text.parts.append("\n")
            elif name == "note":
                body = next((found for found in element if local(found) == "note-body"), None)
                if body is not None:
                    text.notes.append(cell_text(self.blocks(body)))
            elif name in ("frame", "custom-shape", "text-box", "g", "rect", "ellipse", "line", "connector", "polygon"):
                text.beside += self.blocks(element)
            else:
                inner = self._styles.over(attribute(element, "style-name"), style) if name == "span" else style
                self._inline(element, text, inner)
            _add(text, element.tail, style)

    def _table(self, table: Any) -> Grid:
        rows: list[list[GridCell]] = []
        header = 0
        for row, heads in _rows(table, False):
            if heads and header == len(rows):
                header += 1
            cells: list[GridCell] = []
            for cell in row:
                if local(cell) == "table-cell":
                    for _ in range(_count(cell, "number-columns-repeated", 50)):
                        across, down = (
                            _count(cell, "number-columns-spanned", 100),
                            _count(cell, "number-rows-spanned", 1000),
                        )
                        cells.append(GridCell(list(self.blocks(cell)), across, down))
            rows.append(cells)
        return Grid(rows, header or None)


def _rows(parent: Any, heads: bool) -> Iterator[tuple[Any, bool]]:
    for element in parent:
        name = local(element)
        if name == "table-row":
            yield element, heads
        elif name in ("table-rows", "table-header-rows", "table-row-group"):
            yield from _rows(element, heads or name == "table-header-rows")


def _is_hidden(element: Any) -> bool:
    return (
        (
            local(element) in ("title", "desc") and "svg" in element.tag
        )  # what a picture shows, for those who cannot see it
        or (local(element) == "section" and attribute(element, "display") == "none")
        or (local(element) in ("hidden-text", "conditional-text") and attribute(element, "is-hidden") == "true")
        or attribute(element, "visibility") == "collapse"
    )
