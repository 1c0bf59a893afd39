"""DOCX: the body of a Word document as blocks and tables, as it reads once all tracked changes are accepted.

Left out: what is deleted or moved away, comments, hidden text, heads and feet of pages, placeholders of forms. Numbers
that Word counts itself (of headings and list items) stand nowhere in the file's text and are not added.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from ...document import Kind, Role
from .archive import Container
from .flow import Block, Gathered, Grid, GridCell, Piece, cell_text
from .wordstyles import Run, Styles, is_on
from .xmltree import attribute, find, integer

_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
}
_GONE = {
    "w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr",
    "w:instrText",
    "w:delText", "w:delInstrText", "w:commentReference", "w:annotationRef", "w:footnoteRef", "w:endnoteRef", "w:rt",
}  # fmt: skip
_NO_BREAKS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-", "w:softHyphen": ""}
_BULLET_FONTS = ("wingdings", "symbol", "webdings")


@cache
def _prefixed(tag: str) -> str:
    space, _, local = tag[1:].rpartition("}")
    return f"{_SPACES.get(space, '?')}:{local}"


def _name(element: Any) -> str:
    """Return an element's name with the usual prefix, for both editions of the standard: ``w:p``."""
    return _prefixed(element.tag) if isinstance(element.tag, str) else ""


def read_docx(parts: Container) -> list[Piece]:
    """Return what the document's body holds."""
    main = parts.main_part("word/document.xml")
    root = parts.xml(main)
    related = parts.relations(main)
    by_kind = {kind: part for kind, part in related.values() if part in parts}
    styles = Styles(parts.xml(by_kind["styles"]) if "styles" in by_kind else None)
    reader = _Reader(parts, styles, {key: part for key, (_, part) in related.items()})
    for kind, tag in (("footnotes", "w:footnote"), ("endnotes", "w:endnote")):
        if kind in by_kind:
            reader.load_notes(parts.xml(by_kind[kind]), tag)
    body = find(root, "body")
    return list(reader.blocks(body)) if body is not None else []


class _Reader:
    def __init__(self, parts: Container, styles: Styles, related: dict[str, str]) -> None:
        self._parts = parts
        self._styles = styles
        self._related = related
        self._notes: dict[tuple[str, str], str] = {}
        self._fields: list[list[Any]] = []  # [instruction, whether its result has begun], innermost last
        self._carried = Gathered()  # of paragraphs whose mark is deleted: goes on in the next

    def load_notes(self, root: Any, tag: str) -> None:
        for note in root:
            if _name(note) == tag and attribute(note, "type") in (None, "normal"):
                self._notes[tag, attribute(note, "id") or ""] = cell_text(self.blocks(note))

    # Blocks

    def blocks(self, parent: Any, contents: bool = False) -> Iterator[Piece]:
        for element in parent:
            name = _name(element)
            if name == "w:p":
                yield from self._paragraph(element, contents)
            elif name == "w:tbl":
                yield self._table(element)
            elif name == "w:sdt":
                yield from self._control(element, contents)
            elif name == "mc:AlternateContent":
                yield from self.blocks(_choice(element), contents)
            elif name not in _GONE:
                yield from self.blocks(element, contents)

    def _control(self, control: Any, contents: bool) -> Iterator[Piece]:
        settings, content = find(control, "sdtPr"), find(control, "sdtContent")
        if content is None or (settings is not None and is_on(settings, "showingPlcHdr")):
            return
        gallery = (
            next((attribute(found) for found in settings.iter("{*}docPartGallery")), "") if settings is not None else ""
        )
        yield from self.blocks(content, contents or gallery == "Table of Contents")

    def _paragraph(self, paragraph: Any, contents: bool) -> Iterator[Piece]:
        settings = find(paragraph, "pPr")
        look = self._styles.paragraph(settings)
        if look.kind is Kind.HEADING:
            self._fields.clear()  # a table of contents that is never closed ends here
        text, self._carried = self._carried, Gathered()
        contents = contents or look.contents or self._in_contents()
        self._runs(paragraph, text, look.run)
        contents = contents or self._in_contents()
        if _mark_is_deleted(settings):
            self._carried = text
            return
        joined = text.joined
        if joined.strip():
            role = Role.CONTENTS if contents else Role.CAPTION if look.caption else Role.BODY
            kind = look.kind if role is Role.BODY else Kind.PARAGRAPH
            indent = look.indent / 20 / 5  # twentieths of a point; some 5 points to a space
            yield Block(kind, joined, look.level, role, text.bold, text.size, indent, 0, tuple(text.notes))
        yield from text.beside

    def _in_contents(self) -> bool:
        return any(instruction.split()[:1] == ["TOC"] and begun for instruction, begun in self._fields)

    # Runs

    def _runs(self, parent: Any, text: Gathered, look: Run) -> None:
        for element in parent:
            name = _name(element)
            if name in _GONE:
                continue
            if name == "w:r":
                self._run(element, text, look)
            elif name == "w:sdt":
                settings, content = find(element, "sdtPr"), find(element, "sdtContent")
                if content is not None and not (settings is not None and is_on(settings, "showingPlcHdr")):
                    self._runs(content, text, look)
            elif name == "mc:AlternateContent":
                self._runs(_choice(element), text, look)
            elif name == "m:t":
                text.add(element.text or "", False, look.size)
            elif name == "w:p":  # a paragraph where none may stand: its text is kept
                self._runs(element, text, look)
            else:
                self._runs(element, text, look)

    def _run(self, run: Any, text: Gathered, look: Run) -> None:
        look = self._styles.run(find(run, "rPr"), look)
        for element in run:
            name = _name(element)
            if name == "w:fldChar":
                self._field(attribute(element, "fldCharType"))
            elif name == "w:instrText":
                if self._fields and not self._fields[-1][1]:
                    self._fields[-1][0] += element.text or ""
            elif look.hidden or name in _GONE:
                continue
            elif name == "w:t":
                text.add(element.text or "", look.bold, look.size)
            elif name in _NO_BREAKS:
                text.parts.append(_NO_BREAKS[name])
            elif name == "w:sym":
                text.parts.append(_symbol(element))
            elif name in ("w:footnoteReference", "w:endnoteReference"):
                kind = name.replace("Reference", "")
                if note := self._notes.get((kind, attribute(element, "id") or "")):
                    text.notes.append(note)
            elif name == "w:ruby":
                base = find(element, "rubyBase")
                self._runs(base if base is not None else element, text, look)
            else:
                text.beside += self._drawn(_choice(element) if name == "mc:AlternateContent" else element)

    def _field(self, mark: str | None) -> None:
        if mark == "begin":
            self._fields.append(["", False])
        elif mark == "separate" and self._fields:
            self._fields[-1][1] = True
        elif mark == "end" and self._fields:
            self._fields.pop()

    def _drawn(self, element: Any) -> Iterator[Piece]:
        """Yield what stands in text boxes and diagrams inside a drawing."""
        name = _name(element)
        if name == "w:txbxContent":
            outer, self._carried = self._carried, Gathered()
            yield from self.blocks(element)
            self._carried = outer
            return
        if name == "dgm:relIds":
            part = self._related.get(attribute(element, "dm") or "", "")
            if part in self._parts:
                yield from diagram(self._parts.xml(part))
        for found in element:
            yield from self._drawn(_choice(found) if _name(found) == "mc:AlternateContent" else found)

    # Tables

    def _table(self, table: Any) -> Grid:
        rows: list[list[GridCell]] = []
        open_cells: dict[int, GridCell] = {}
        header = 0
        for row in _find(table, "w:tr"):
            settings = find(row, "trPr")
            if settings is not None and find(settings, "del") is not None:
                continue
            if settings is not None and is_on(settings, "tblHeader") and header == len(rows):
                header += 1
            rows.append(list(self._cells(row, settings, open_cells)))
        return Grid(rows, header or None)

    def _cells(self, row: Any, settings: Any, open_cells: dict[int, GridCell]) -> Iterator[GridCell]:
        before = find(settings, "gridBefore")
        column = integer(attribute(before))
        if column:
            yield GridCell(across=column)
        for element in _find(row, "w:tc"):
            look = find(element, "tcPr")
            across = max(1, integer(attribute(find(look, "gridSpan"))))
            merge = find(look, "vMerge")
            if merge is not None and attribute(merge) in (None, "continue") and column in open_cells:
                open_cells[column].down += 1
            else:
                cell = GridCell(list(self.blocks(element)), across)
                open_cells.pop(column, None)
                if merge is not None:
                    open_cells[column] = cell
                yield cell
            column += across


def _find(parent: Any, wanted: str) -> Iterator[Any]:
    """Yield the rows or cells of a table, also those in content controls and insertions."""
    for element in parent:
        name = _name(element)
        if name == wanted:
            yield element
        elif name in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"):
            yield from _find(element, wanted)


def _choice(alternatives: Any) -> Any:
    """Return the one of ``mc:AlternateContent`` that is read: the first that is offered."""
    found = find(alternatives, "Choice")
    if found is None:
        found = find(alternatives, "Fallback")
    return found if found is not None else ()


def _mark_is_deleted(settings: Any) -> bool:
    look = find(settings, "rPr")
    return look is not None and (find(look, "del") is not None or find(look, "moveFrom") is not None)


def _symbol(element: Any) -> str:
    try:
        char = chr(int(attribute(element, "char") or "", 16))
    except (ValueError, OverflowError):
        return ""
    font = (attribute(element, "font") or "").lower()
    return "•" if font.startswith(_BULLET_FONTS) else char


def diagram(root: Any) -> Iterator[Block]:
    """Yield the texts of a SmartArt diagram, a paragraph each."""
    for point in root.iter("{*}pt"):
        if attribute(point, "type") in (None, "node"):
            for paragraph in point.iter("{*}p"):
                text = "".join(found.text or "" for found in paragraph.iter("{*}t"))
                if text.strip():
                    yield Block(Kind.PARAGRAPH, text)
