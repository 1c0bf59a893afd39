"""Born-digital PDF: lines with boxes and fonts from pypdfium2, ruled tables from pdfplumber."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ..document import Box, Document, Page, Passage, assemble
from ..errors import CorruptDocument, EmptyDocument, EncryptedDocument, LimitExceeded
from .layout import Line, attach_markers, drop_running, join_pages, passages_of, style_of, with_stems
from .tables import FoundTable, find_tables, might_hold_table, rows_of, stitch

_HYPHENS = {"\x02", "\ufffe", "\u00ad"}  # at a line's end, as PDFium gives them


def read_pdf(content: bytes, name: str, sha256: str, max_pages: int) -> Document:
    """Read the bytes of a PDF; see :func:`osallisuus_nlp.reading.read` for the errors."""
    pdf = _open(content, name)
    try:
        count = len(pdf)
        if not count:
            raise EmptyDocument(f"{name}: the PDF has no pages; export it again")
        if count > max_pages:
            raise LimitExceeded(f"{name}: {count} pages, over the limit of {max_pages}; split it or raise the limit")
        sizes: list[tuple[float, float]] = []
        lines: list[list[Line]] = []
        ruled: list[int] = []
        for index in range(count):
            try:
                page = pdf[index]
            except pdfium.PdfiumError as error:
                raise CorruptDocument(f"{name}: page {index + 1} cannot be opened; export the PDF again") from error
            sizes.append(page.get_size())
            lines.append(attach_markers(list(_lines(page, index + 1))))
            if might_hold_table(page):
                ruled.append(index)
            page.close()
    finally:
        pdf.close()
    if not any(line.text for page_lines in lines for line in page_lines):
        raise EmptyDocument(f"{name}: no text in its {count} pages; it is scanned: run OCR on it and save it as PDF")

    tables = find_tables(content, ruled)
    lines, removed = drop_running(lines, [height for _, height in sizes])
    return _build(lines, tables, removed, sizes, name=name, sha256=sha256)


def _build(
    lines: list[list[Line]],
    tables: dict[int, list[FoundTable]],
    removed: list[tuple[str, ...]],
    sizes: list[tuple[float, float]],
    *,
    name: str,
    sha256: str,
) -> Document:
    stitched, records = stitch(tables, [height for _, height in sizes])
    outside = [
        [line for line in page_lines if not any(_inside(line.box, table.box) for table in tables.get(index, []))]
        for index, page_lines in enumerate(lines)
    ]
    style = style_of([line for page_lines in outside for line in page_lines])
    pages: list[list[Passage]] = []
    for index, page_lines in enumerate(outside):
        drafts: list[Passage] = []
        rest = page_lines
        for table in stitched.get(index, []):
            above = [line for line in rest if line.box.top < table.box.top]
            rest = [line for line in rest if line.box.top >= table.box.top]
            drafts += passages_of(above, style)
            drafts += rows_of(table)
        drafts += passages_of(rest, style)
        pages.append(drafts)
    if not any(pages):
        raise EmptyDocument(f"{name}: no text in its {len(pages)} pages but running heads and page numbers")
    return assemble(
        with_stems(join_pages(pages)),
        name=Path(name).name,
        format="pdf",
        sha256=sha256,
        pages=[
            Page(number, width, height, gone)
            for number, ((width, height), gone) in enumerate(zip(sizes, removed, strict=True), start=1)
        ],
        tables=records,
    )


def _open(content: bytes, name: str) -> Any:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == pdfium_c.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise EncryptedDocument(f"{name}: protected by a password; save a copy without one") from error
        raise CorruptDocument(f"{name}: the PDF is damaged or cut short; export or download it again") from error


def _inside(inner: Box, outer: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 - 2 <= x <= outer.x1 + 2 and outer.top - 2 <= y <= outer.bottom + 2


def _lines(page: Any, number: int) -> Iterator[Line]:
    """Give the lines of a page in the order of its content, with box, font size and weight."""
    textpage = page.get_textpage()
    raw = textpage.raw
    left, _, _, top = page.get_bbox()
    rect = pdfium_c.FS_RECTF()
    text: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    indices: list[int] = []

    def line() -> Line | None:
        joined = "".join(text)
        if not joined.strip() or not boxes:
            return None
        middle = indices[len(indices) // 2]
        box = Box(
            min(b[0] for b in boxes) - left,
            top - max(b[3] for b in boxes),
            max(b[2] for b in boxes) - left,
            top - min(b[1] for b in boxes),
        )
        return Line(joined.strip(), box, _size(raw, middle), _bold(raw, indices[0]) and _bold(raw, middle), number)

    broken = False
    for index in range(pdfium_c.FPDFText_CountChars(raw)):
        code = pdfium_c.FPDFText_GetUnicode(raw, index)
        char = chr(code) if code else ""
        if char in "\r\n" or not char:
            if text and (done := line()):
                yield done
            text, boxes, indices, broken = [], [], [], False
            continue
        generated = pdfium_c.FPDFText_IsGenerated(raw, index) == 1
        if not generated and pdfium_c.FPDFText_GetLooseCharBox(raw, index, ctypes.byref(rect)):
            box = (rect.left, rect.bottom, rect.right, rect.top)
            if boxes and not char.isspace() and (broken or _jumps(boxes[-1], box)):
                if done := line():
                    yield done
                text, boxes, indices, broken = [], [], [], False
            if not char.isspace():
                boxes.append(box)
                indices.append(index)
        if char in _HYPHENS:
            broken = True
            char = "-"
        text.append(char)
    if text and (done := line()):
        yield done
    textpage.close()


def _jumps(before: tuple[float, float, float, float], after: tuple[float, float, float, float]) -> bool:
    """Whether the second of two characters stands on another line than the first."""
    height = max(before[3] - before[1], after[3] - after[1], 1.0)
    return (
        min(before[3], after[3]) - max(before[1], after[1]) < 0.1 * height and abs(after[1] - before[1]) > 0.5 * height
    )


def _size(raw: Any, index: int) -> float:
    """Return the size that a character is drawn in, in points, to the half point."""
    matrix = pdfium_c.FS_MATRIX()
    size = float(pdfium_c.FPDFText_GetFontSize(raw, index))
    if pdfium_c.FPDFText_GetMatrix(raw, index, ctypes.byref(matrix)):
        size *= (matrix.c**2 + matrix.d**2) ** 0.5
    return round(2 * size) / 2


def _bold(raw: Any, index: int) -> bool:
    if pdfium_c.FPDFText_GetFontWeight(raw, index) >= 600:
        return True
    flags = ctypes.c_int()
    length = pdfium_c.FPDFText_GetFontInfo(raw, index, None, 0, ctypes.byref(flags))
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium_c.FPDFText_GetFontInfo(raw, index, buffer, length, ctypes.byref(flags))
    return bool(re.search(rb"bold|black|semibold|heavy", buffer.value, re.IGNORECASE))
