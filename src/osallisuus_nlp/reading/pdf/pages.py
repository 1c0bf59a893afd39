"""Pages of a PDF one by one: their words, taken from the file or, where it has none, recognised in the picture."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ...errors import CorruptDocument, EncryptedDocument, LimitExceeded, OsallisuusError, ResourceMissing
from ..layout.headings import Entry
from ..layout.lines import chained
from ..layout.words import Line, Word
from ..letters.encoding import apply
from ..letters.quality import usable
from ..scans import ocr
from ..scans.scan import Rule
from .drawn import picture_share, with_drawn_bullets
from .glyphs import Frame, Sheet, read_sheet
from .rulings import Edge, edges_of

_FEW = 60  # letters: a page of a picture with fewer is a scan with a stamp or a page number
_JUDGED = 1_200  # characters by which a page's text is told from garbage
_PICTURE = 0.5  # of the page: what a picture covers at least on a scanned page
_DPI = 200.0  # what scanned pages are drawn at for recognition: more takes longer and reads no better (decision 0005)
_MAX_PIXELS = 40_000_000  # of a page drawn for recognition
_REOPEN = 200  # pages after which the file is opened anew, as PDFium keeps what it has read
_DEEP = 12  # levels of an outline that are followed
_ENTRIES = 5_000  # entries of an outline that are read


@dataclass(frozen=True)
class LoadedPage:
    """The words and rulings of a page; `confidence` is the mean of its words' if they were recognised."""

    sheet: Sheet
    edges: tuple[Edge, ...]
    confidence: float | None = None


class Pages:
    """The pages of a PDF, loaded when asked for and closed at once.

    Attributes
    ----------
    warnings : list of str
        What could not be read on pages loaded so far.
    missing : ResourceMissing or None
        What recognition lacked, if it was needed.
    """

    def __init__(self, stream: BinaryIO, name: str, *, max_seconds: float) -> None:
        self._stream, self._name = stream, name
        self._deadline = time.monotonic() + max_seconds
        self._max_seconds = max_seconds
        self._pdf = _open(stream, name)
        self._loaded = 0
        self._repairs: Mapping[str, str] | None = None
        self._languages = [*ocr.LANGUAGES]
        self.warnings: list[str] = []
        self.missing: ResourceMissing | None = None

    def __len__(self) -> int:
        return len(self._pdf)

    def close(self) -> None:
        """Close the file."""
        self._pdf.close()

    def outline(self) -> list[Entry]:
        """Return the entries of the file's outline."""
        entries: list[Entry] = []
        try:
            for bookmark in self._pdf.get_toc(max_depth=_DEEP):
                dest = bookmark.get_dest()
                page = dest.get_index() if dest else None
                entries.append(Entry(bookmark.level + 1, bookmark.get_title(), page + 1 if page is not None else 0))
                if len(entries) >= _ENTRIES:
                    break
        except (pdfium.PdfiumError, ValueError, UnicodeDecodeError):
            return entries
        return entries

    def repair(self, repairs: Mapping[str, str] | None) -> None:
        """Apply these repairs of letters to all words of pages loaded from now on."""
        self._repairs = repairs

    def load(self, index: int) -> LoadedPage:
        """Return the page with that index, from 0.

        Raises
        ------
        LimitExceeded
            If the document's time is up.
        CorruptDocument
            If the page cannot be opened.
        """
        if time.monotonic() > self._deadline:
            raise LimitExceeded(
                f"{self._name}: not read in {self._max_seconds:g} s (at page {index + 1}); split it or raise the limit"
            )
        if self._loaded and self._loaded % _REOPEN == 0:
            self._pdf.close()
            self._pdf = _open(self._stream, self._name)
        self._loaded += 1
        try:
            page = self._pdf[index]
        except pdfium.PdfiumError as error:
            raise CorruptDocument(f"{self._name}: page {index + 1} cannot be opened; export the PDF again") from error
        try:
            return self._load(page, index + 1)
        finally:
            page.close()

    def _load(self, page: Any, number: int) -> LoadedPage:
        sheet = read_sheet(page, number)
        if self._repairs:
            sheet = replace(sheet, segments=repaired(sheet.segments, self._repairs))
        text = " ".join(line.text for line in sheet.segments)
        letters = sum(map(str.isalpha, text))
        if (letters < _FEW and picture_share(page) > _PICTURE) or not usable(text[:_JUDGED]):
            recognised = self._recognise(page, number)
            if recognised is not None:
                return recognised
            sheet = replace(sheet, segments=())
        return LoadedPage(replace(sheet, segments=with_drawn_bullets(sheet, page)), tuple(edges_of(page, sheet.frame)))

    def _recognise(self, page: Any, number: int) -> LoadedPage | None:
        width, height = page.get_size()
        dpi = min(_DPI, 72 * (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        try:
            ocr.available()
            image = page.render(scale=dpi / 72, may_draw_forms=False).to_pil()
            left = max(1.0, self._deadline - time.monotonic())
            found = ocr.recognise_page(image, dpi=dpi, languages=self._languages, timeout=left)
        except ResourceMissing as error:
            self.missing = error
            self.warnings.append(f"page {number}: no text, only a picture: {error}")
            return None
        except (OsallisuusError, pdfium.PdfiumError, OSError, ValueError, MemoryError) as error:
            self.warnings.append(f"page {number}: its picture could not be recognised: {error}")
            return None
        self._languages.sort(key=lambda language: language != found.language)  # most pages are in one language
        sure = [word.confidence for word in found.words if word.confidence is not None]
        frame = Frame(0, 0, found.width, found.height, 0)
        segments = chained(found.words, number)
        edges = tuple(_edge(rule) for rule in found.rules)
        sheet = Sheet(number, found.width, found.height, segments, found.turned, frame)
        return LoadedPage(sheet, edges, sum(sure) / len(sure) if sure else 0.0)


def _edge(rule: Rule) -> Edge:
    if rule.x1 - rule.x0 >= rule.bottom - rule.top:
        return Edge(True, (rule.top + rule.bottom) / 2, rule.x0, rule.x1)
    return Edge(False, (rule.x0 + rule.x1) / 2, rule.top, rule.bottom)


def repaired(segments: tuple[Line, ...], repairs: Mapping[str, str]) -> tuple[Line, ...]:
    """Return the segments with broken letters repaired."""
    spaced = {sign: letter for sign, letter in repairs.items() if " " in sign}
    return tuple(
        Line(
            tuple(word._replace(text=apply(word.text, repairs)) for word in _closed(line.words, spaced)),
            line.page,
        )
        for line in segments
    )


def _closed(words: Sequence[Word], spaced: Mapping[str, str]) -> Sequence[Word]:
    """Return words put together that were parted within one of these signs, as before the dots of "a ¨"."""
    if not spaced:
        return words
    closed: list[Word] = []
    for word in words:
        letter = spaced.get(f"{closed[-1].text[-1]} {word.text[0]}") if closed else None
        if letter is None:
            closed.append(word)
        else:
            before = closed[-1]
            closed[-1] = before._replace(text=before.text[:-1] + letter + word.text[1:], x1=max(before.x1, word.x1))
    return closed


def _open(stream: BinaryIO, name: str) -> Any:
    try:
        return pdfium.PdfDocument(stream)
    except pdfium.PdfiumError as error:
        # PDFium may still hold the error of a file before: only a file that says so is protected.
        locked = getattr(error, "err_code", None) in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
        stream.seek(0)
        if b"/Encrypt" in stream.read() and (locked or "password" in str(error).lower()):
            raise EncryptedDocument(f"{name}: protected by a password; save a copy without one") from error
        raise CorruptDocument(f"{name}: the PDF is damaged or cut short; export or download it again") from error
