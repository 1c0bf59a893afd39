"""PDF into a document: pages loaded one by one, surveyed for what is ordinary, and laid out in the order of reading.

Some pages are surveyed first (all pages of a document of ordinary length): what repeats in their margins, how body
text and headings are set. Then page after page is led through tables, order and layout, and let go, so that the
memory taken does not grow with the pages but for the document itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ...document import Box, Document, Page, Passage, assemble
from ...errors import EmptyDocument, LimitExceeded
from ..layout.boxes import Boxed, boxes_of, by_box
from ..layout.headings import Style, style_of
from ..layout.lines import attach_markers, rows, tidy
from ..layout.order import regions, usual_columns
from ..layout.passages import Region, join_regions, passages_of, with_stems
from ..layout.sides import Laid, sides_joined
from ..layout.words import Line
from ..letters.encoding import repairs_for
from ..tables.aligned import aligned_tables
from ..tables.found import FoundTable
from ..tables.ruled import ruled_tables
from ..tables.stitch import Stitcher
from .pages import LoadedPage, Pages
from .running import Running, sample, survey

_SURVEYED = 60  # pages that are held at once to find what is ordinary


def read_pdf(stream: BinaryIO, name: str, sha256: str, *, max_pages: int, max_seconds: float) -> Document:
    """Read a PDF from its open file; see :func:`osallisuus_nlp.reading.read` for the errors."""
    pages = Pages(stream, name, max_seconds=max_seconds)
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
    for page in sides_joined(_all_pages(pages, usual, laid)):
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
        with_stems(_drained(done)),
        name=Path(name).name,
        format="pdf",
        sha256=sha256,
        pages=sheets,
        tables=records,
        warnings=pages.warnings,
    )


def _drained(drafts: list[Passage]) -> Iterator[Passage]:
    """Give drafts in order and let each go, so that a long document is not held twice."""
    drafts.reverse()
    while drafts:
        yield drafts.pop()


@dataclass(frozen=True)
class _Usual:
    """What the surveyed pages have in common: what repeats in their margins, and where their columns begin."""

    running: Running
    columns: tuple[float, ...] = ()


def _survey(pages: Pages) -> tuple[_Usual, dict[int, Laid]]:
    loaded = {index: pages.load(index) for index in sample(len(pages), _SURVEYED)}
    text = "\n".join(line.text for page in loaded.values() for line in page.sheet.segments)
    repairs = repairs_for(text)
    if repairs:
        pages.repair(repairs)
        loaded = {index: pages.load(index) for index in loaded}
    running = survey([page.sheet for page in loaded.values()])
    parted = {index: _parted(page, running) for index, page in loaded.items()}
    seen: Counter[float] = Counter()
    ordered = {index: regions(page.items, seen=seen) for index, page in parted.items()}
    usual = _Usual(running, usual_columns(seen))
    if usual.columns:
        return usual, {index: _lay(page, usual) for index, page in parted.items()}
    return usual, {index: _laid(page, ordered[index], usual) for index, page in parted.items()}


def _all_pages(pages: Pages, usual: _Usual, laid: dict[int, Laid]) -> Iterator[Laid]:
    for index in range(len(pages)):
        yield laid.pop(index) if index in laid else _lay(_parted(pages.load(index), usual.running), usual)


@dataclass(frozen=True)
class _Parted:
    """A page without its running heads: segments, tables and boxes, in no order."""

    page: LoadedPage
    items: tuple[Line | FoundTable | Boxed, ...]
    removed: tuple[str, ...]


def _parted(page: LoadedPage, running: Running) -> _Parted:
    sheet = page.sheet
    kept, removed = running.parted(sheet)
    size = (sheet.width, sheet.height)
    segments = attach_markers(tidy(kept))
    ruled = ruled_tables(page.edges, segments, sheet.number, size)
    segments = [line for line in segments if not any(_inside(line.box, table.box) for table in ruled)]
    frames = [box for box in boxes_of(page.edges, size) if not any(_inside(box, table.box) for table in ruled)]
    free, boxed = by_box(segments, frames)
    items: list[Line | FoundTable | Boxed] = [*_with_aligned(free, sheet.number, size)]
    for box, held in boxed:
        inner = [table for table in ruled if _inside(table.box, box)]
        ruled = [table for table in ruled if table not in inner]
        items.append(Boxed(box, (*_with_aligned(held, sheet.number, size), *inner)))
    return _Parted(page, (*items, *ruled), removed)


def _with_aligned(segments: list[Line], number: int, size: tuple[float, float]) -> list[Line | FoundTable]:
    tables = aligned_tables(segments, number, size)
    rest = [line for line in segments if not any(_inside(line.box, table.box) for table in tables)]
    return [*rest, *tables]


def _lay(parted: _Parted, usual: _Usual) -> Laid:
    """Put what a page holds in the order of reading."""
    return _laid(parted, regions(parted.items, usual.columns), usual)


def _laid(parted: _Parted, found: Sequence[Sequence[Line | FoundTable | Boxed]], usual: _Usual) -> Laid:
    sheet = parted.page.sheet
    ordered = tuple(part for region in found for part in _flat(_sorted(region), usual.columns))
    return Laid(sheet.number, sheet.width, sheet.height, ordered, parted.removed, parted.page.confidence)


def _flat(
    region: Sequence[Line | FoundTable | Boxed], columns: Sequence[float]
) -> Iterator[tuple[Line | FoundTable, ...]]:
    """Give a region in parts: what stands before, in, between and after its boxes."""
    run: list[Line | FoundTable] = []
    for item in region:
        if not isinstance(item, Boxed):
            run.append(item)
            continue
        if run:
            yield tuple(run)
            run = []
        for inner in regions(item.items, columns):
            yield from _flat(_sorted(inner), columns)
    if run:
        yield tuple(run)


def _sorted(region: Sequence[Line | FoundTable | Boxed]) -> tuple[Line | FoundTable | Boxed, ...]:
    """Return a region's segments as lines, with its tables and boxes among them, top to bottom."""
    lines = rows([item for item in region if isinstance(item, Line)])
    others = [item for item in region if not isinstance(item, Line)]
    return tuple(sorted((*lines, *others), key=lambda item: item.box.top)) if others else tuple(lines)


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


def _inside(inner: Box, outer: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 - 2 <= x <= outer.x1 + 2 and outer.top - 2 <= y <= outer.bottom + 2
