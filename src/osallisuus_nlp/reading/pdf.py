"""PDF into a document: pages loaded one by one, surveyed for what is ordinary, and laid out in the order of reading.

Some pages are surveyed first (all pages of a document of ordinary length): what repeats in their margins, how body
text and headings are set. Then page after page is led through tables, order and layout, and let go, so that the
memory taken does not grow with the pages but for the document itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ..document import Document, Page, Passage, assemble
from ..errors import EmptyDocument, LimitExceeded
from .aligned import aligned_tables
from .encoding import repairs_for
from .found import FoundTable
from .headings import Style, style_of
from .layout import Region, join_regions, passages_of, with_stems
from .lines import attach_markers, rows, tidy
from .order import regions, usual_columns
from .pages import LoadedPage, Pages
from .running import Running, sample, survey
from .stitch import Stitcher
from .tables import ruled_tables
from .words import Line

_SURVEYED = 60  # pages that are held at once to find what is ordinary


@dataclass(frozen=True)
class _Laid:
    """A page in the order of reading: regions of lines and tables, top to bottom."""

    number: int
    width: float
    height: float
    regions: tuple[tuple[Line | FoundTable, ...], ...]
    removed: tuple[str, ...]
    confidence: float | None

    def lines(self) -> list[Line]:
        return [item for item in chain.from_iterable(self.regions) if isinstance(item, Line)]

    def tables(self) -> list[FoundTable]:
        return [item for item in chain.from_iterable(self.regions) if isinstance(item, FoundTable)]


def read_pdf(content: bytes, name: str, sha256: str, *, max_pages: int, max_seconds: float) -> Document:
    """Read the bytes of a PDF; see :func:`osallisuus_nlp.reading.read` for the errors."""
    pages = Pages(content, name, max_seconds=max_seconds)
    try:
        count = len(pages)
        if not count:
            raise EmptyDocument(f"{name}: the PDF has no pages; export it again")
        if count > max_pages:
            raise LimitExceeded(f"{name}: {count} pages, over the limit of {max_pages}; split it or raise the limit")
        return _read(pages, name, sha256)
    finally:
        pages.close()


def _read(pages: Pages, name: str, sha256: str) -> Document:
    usual, laid = _survey(pages)
    style = style_of((page.lines() for page in laid.values()), pages.outline())
    done: list[Passage] = []
    sheets: list[Page] = []
    stitcher = Stitcher()
    open_end = False
    for page in _all_pages(pages, usual, laid):
        sheets.append(Page(page.number, page.width, page.height, page.removed, page.confidence))
        tables = iter(stitcher.add(page.number - 1, page.tables(), page.height))
        for region in page.regions:
            for part in _parts(region, tables, style):
                if isinstance(part, Region):
                    open_end = join_regions(done, open_end, part)
                else:
                    done += part
                    open_end = False
    records = stitcher.finish(done)
    if not done:
        if pages.missing is not None:
            raise type(pages.missing)(f"{name}: {pages.missing}")
        raise EmptyDocument(
            f"{name}: no text in its {len(pages)} pages but running heads and page numbers"
            if any(sheet.removed for sheet in sheets)
            else f"{name}: no text in its {len(pages)} pages; export it again from the program that it was written in"
        )
    return assemble(
        with_stems(done),
        name=Path(name).name,
        format="pdf",
        sha256=sha256,
        pages=sheets,
        tables=records,
        warnings=pages.warnings,
    )


@dataclass(frozen=True)
class _Usual:
    """What the surveyed pages have in common: what repeats in their margins, and where their columns begin."""

    running: Running
    columns: tuple[float, ...] = ()


def _survey(pages: Pages) -> tuple[_Usual, dict[int, _Laid]]:
    loaded = {index: pages.load(index) for index in sample(len(pages), _SURVEYED)}
    text = "\n".join(line.text for page in loaded.values() for line in page.sheet.segments)
    repairs = repairs_for(text)
    if repairs:
        pages.repair(repairs)
        loaded = {index: pages.load(index) for index in loaded}
    running = survey([page.sheet for page in loaded.values()])
    parted = {index: _parted(page, running) for index, page in loaded.items()}
    seen: Counter[float] = Counter()
    for page in parted.values():
        regions(page.items, seen=seen)
    usual = _Usual(running, usual_columns(seen))
    return usual, {index: _lay(page, usual) for index, page in parted.items()}


def _all_pages(pages: Pages, usual: _Usual, laid: dict[int, _Laid]) -> Iterator[_Laid]:
    for index in range(len(pages)):
        yield laid.pop(index, None) or _lay(_parted(pages.load(index), usual.running), usual)


@dataclass(frozen=True)
class _Parted:
    """A page without its running heads: segments and tables, in no order."""

    page: LoadedPage
    items: tuple[Line | FoundTable, ...]
    removed: tuple[str, ...]


def _parted(page: LoadedPage, running: Running) -> _Parted:
    sheet = page.sheet
    kept, removed = running.parted(sheet)
    size = (sheet.width, sheet.height)
    segments = attach_markers(tidy(kept))
    tables = ruled_tables(page.edges, segments, sheet.number, size)
    segments = [line for line in segments if not any(_inside(line, table) for table in tables)]
    aligned = aligned_tables(segments, sheet.number, size)
    segments = [line for line in segments if not any(_inside(line, table) for table in aligned)]
    return _Parted(page, (*segments, *tables, *aligned), removed)


def _lay(parted: _Parted, usual: _Usual) -> _Laid:
    """Put what a page holds in the order of reading."""
    sheet = parted.page.sheet
    ordered = tuple(_sorted(region) for region in regions(parted.items, usual.columns))
    return _Laid(sheet.number, sheet.width, sheet.height, ordered, parted.removed, parted.page.confidence)


def _sorted(region: Sequence[Line | FoundTable]) -> tuple[Line | FoundTable, ...]:
    """Return a region's segments as lines, with its tables among them, top to bottom."""
    lines: list[Line | FoundTable] = [*rows([item for item in region if isinstance(item, Line)])]
    tables = [item for item in region if isinstance(item, FoundTable)]
    return tuple(sorted(lines + tables, key=lambda item: item.box.top)) if tables else tuple(lines)


def _parts(
    region: Sequence[Line | FoundTable], tables: Iterator[list[Passage]], style: Style
) -> Iterator[Region | list[Passage]]:
    """Give the passages of a region: runs of lines, and tables' rows between them."""
    lines: list[Line] = []
    for item in region:
        if isinstance(item, Line):
            lines.append(item)
            continue
        yield passages_of(lines, style)
        lines = []
        yield next(tables)
    yield passages_of(lines, style)


def _inside(line: Line, table: FoundTable) -> bool:
    inner, outer = line.box, table.box
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 - 2 <= x <= outer.x1 + 2 and outer.top - 2 <= y <= outer.bottom + 2
