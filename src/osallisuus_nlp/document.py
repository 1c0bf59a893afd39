"""The one document model that all steps share.

A :class:`Document` is what a file becomes once it is read: its passages in reading order, and its text,
which is the passages' text joined by blank lines. Every passage knows where it stands: page and box on the
page, headings above it, and its character span in the document's text. All classes are frozen: a later step
adds to a document by making a new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate, pairwise

from . import _data
from .errors import InvalidResult

__all__ = ["Box", "Cell", "Document", "Kind", "Page", "Passage", "Place", "Role", "Table", "assemble"]

SEPARATOR = "\n\n"
_STOPS = (".", "!", "?", ":")
_NEAR = 120  # characters that are seen on either side of a fragment


class Kind(StrEnum):
    """What a passage is in the layout."""

    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    HEADING = "heading"


class Role(StrEnum):
    """What a passage is for the reader: running text, or something beside it."""

    BODY = "body"
    CONTENTS = "contents"
    FOOTNOTE = "footnote"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points (1/72 inch) from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        return Box(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word of a passage stands: its character span in the passage's text, its page and its box there.

    `confidence` (0–1) is that of a word recognised in a picture, None for a word that the file itself holds.
    """

    start: int
    end: int
    page: int
    box: Box
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row: the heading of its column and its text (either may be empty)."""

    header: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, list item, table row or heading: the unit that is labelled.

    Attributes
    ----------
    id : int
        Its place in the document's passages, from 0.
    kind : Kind
    text : str
        Clean text; a table row reads as lines ``heading: cell``.
    start, end : int
        Character span in ``Document.text``.
    page : int
        Number of the page on which it begins, from 1 (0 where the source has no pages).
    box : Box or None
        Where it stands on that page.
    headings : tuple of str
        The headings above it, outermost first.
    level : int
        Depth of a heading, or nesting of a list item, from 1; 0 for everything else.
    language : str
        ``fi``, ``sv``, ``en``, ``other``, or ``und`` where it is not known.
    stem : str
        The sentence that governs a list item ("Ohjelmakaudella:"), else empty.
    cells : tuple of Cell
        The cells of a table row, all columns in order, else empty.
    table : int or None
        Which of ``Document.tables`` a row belongs to.
    role : Role
    layout : str
        Where its words stand on their pages, packed small; `places` unpacks it. Empty where the source has no
        pages.
    """

    id: int
    kind: Kind
    text: str
    start: int
    end: int
    page: int
    box: Box | None = None
    headings: tuple[str, ...] = ()
    level: int = 0
    language: str = "und"
    stem: str = ""
    cells: tuple[Cell, ...] = ()
    table: int | None = None
    role: Role = Role.BODY
    layout: str = ""

    def places(self) -> tuple[Place, ...]:
        """Return where each of its words stands, in the order of the text."""
        return tuple(_unpack(self.text, self.layout))


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read.

    Attributes
    ----------
    number : int
        From 1.
    width, height : float
        In points, as it is displayed, or turned upright where its text runs sideways. Boxes are relative to it.
    removed : tuple of str
        The running heads, feet and page numbers taken out of it.
    confidence : float or None
        Mean confidence (0–1) of its words if they were recognised in a picture (OCR), else None.
    """

    number: int
    width: float
    height: float
    removed: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands on its page: column headings (may be empty) and rows of cell texts."""

    id: int
    page: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document that has been read.

    Attributes
    ----------
    name : str
        File name, without folders.
    format : str
        The file's format by its usual ending: ``pdf``, ``docx``, ``odt``, ``pptx``, ``html``, ``md`` or ``txt``.
    sha256 : str
        Hash of the file's bytes, in hex.
    language : str
        The language of most of its text, or ``und``.
    warnings : tuple of str
        What could not be read, and what to do about it, a line each.
    """

    name: str
    format: str
    sha256: str
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]
    tables: tuple[Table, ...] = ()
    language: str = "und"
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All passages joined by blank lines: what the spans of passages refer to."""
        return SEPARATOR.join(passage.text for passage in self.passages)

    def locate(self, start: int, end: int) -> tuple[Place, ...]:
        """Return where the characters from `start` to `end` of the document's text stand on their pages.

        Returns
        -------
        tuple of Place
            A place for each word that the span touches; spans are of the document's text. Empty where the source
            has no pages.
        """
        return tuple(
            replace(place, start=passage.start + place.start, end=passage.start + place.end)
            for passage in self.passages
            if passage.start < end and start < passage.end
            for place in passage.places()
            if passage.start + place.start < end and start < passage.start + place.end
        )

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the document as JSON text, from which :meth:`from_json` makes it again.

        The text stands there once, in the passages: joined by blank lines they are `text`.
        """
        return _data.to_json(self, indent=indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Document:
        """Return the document that `text` holds.

        Raises
        ------
        InvalidResult
            If `text` is not a document's JSON.
        """
        try:
            return _data.from_json(cls, text)
        except ValueError as error:
            raise InvalidResult(f"not the JSON of a document: {_data.explain(error)}") from error


def assemble(
    drafts: Iterable[Passage],
    *,
    name: str,
    format: str,  # noqa: A002 (the attribute's name)
    sha256: str,
    pages: Sequence[Page] = (),
    tables: Sequence[Table] = (),
    warnings: Sequence[str] = (),
) -> Document:
    """Return a document of passages in reading order, giving each its id, span and heading path.

    The drafts' ``id``, ``start``, ``end`` and ``headings`` are set here, and boxes rounded to hundredths of a point;
    the rest is kept.
    """
    passages: list[Passage] = []
    path: list[tuple[int, str]] = []
    headings: tuple[str, ...] = ()
    known: dict[float, float] = {}
    start = 0
    for number, draft in enumerate(drafts):
        if draft.kind is Kind.HEADING:
            path = [entry for entry in path if entry[0] < draft.level]
            headings = tuple(text for _, text in path)
        end = start + len(draft.text)
        box = draft.box and _shared(draft.box, known)
        passages.append(replace(draft, id=number, start=start, end=end, headings=headings, box=box))
        if draft.kind is Kind.HEADING:
            path.append((draft.level, draft.text))
            headings = tuple(text for _, text in path)
        start = end + len(SEPARATOR)
    return Document(
        name=name,
        format=format,
        sha256=sha256,
        pages=tuple(pages),
        passages=tuple(passages),
        tables=tuple(tables),
        warnings=tuple(warnings),
    )


def _shared(box: Box, known: dict[float, float]) -> Box:
    """Return a box in hundredths of a point, its edges numbers that are held once for a whole document."""
    edges = (round(edge, 2) for edge in (box.x0, box.top, box.x1, box.bottom))
    return Box(*(known.setdefault(edge, edge) for edge in edges))


def pack_line(span: tuple[int, int], page: int, box: Box, lefts: Sequence[float], confidences: Sequence[float]) -> str:
    """Pack where one line of a passage's text stands: an entry of `Passage.layout`.

    Parameters
    ----------
    span : (int, int)
        The line's characters in the passage's text. The words in them are what white space parts.
    lefts : sequence of float
        The left edge of each word, in points.
    confidences : sequence of float
        The confidence of each word, 0–1; empty for text that the file itself holds.

    Returns
    -------
    str
        Start, end, page, top, bottom, edges and confidences, parted by commas. Lengths are in tenths of a point; the
        edges are the first word's left one, the steps from each word to the next, and the step to the line's end.
    """
    edges = [round(10 * left) for left in lefts]
    steps = [after - before for before, after in pairwise((*edges, round(10 * box.x1)))]
    sure = " ".join([f"{100 * value:.0f}" for value in confidences])
    across = " ".join(map(str, (edges[0], *steps)))
    return f"{span[0]},{span[1]},{page},{round(10 * box.top)},{round(10 * box.bottom)},{across},{sure}"


def move_layout(layout: str, by: int) -> str:
    """Return a packed layout whose spans begin `by` characters later."""
    if not by:
        return layout
    moved = []
    for entry in filter(None, layout.split(";")):
        start, end, rest = entry.split(",", 2)
        moved.append(f"{int(start) + by},{int(end) + by},{rest}")
    return ";".join(moved)


def cut_layout(layout: str, count: int, words: int) -> str:
    """Return the packed layout of a text that has lost its first `count` characters: so many whole words."""
    first, _, rest = layout.partition(";")
    if not first:
        return ""
    start, end, page, top, bottom, across, sure = first.split(",")
    edge, *steps = map(int, across.split())
    edge += sum(steps[:words])
    across = " ".join(map(str, (edge, *steps[words:])))
    sure = " ".join(sure.split()[words:])
    kept = f"{max(int(start) - count, 0)},{int(end) - count},{page},{top},{bottom},{across},{sure}"
    return ";".join(filter(None, (kept if int(end) > count else "", move_layout(rest, -count))))


def _unpack(text: str, layout: str) -> Iterable[Place]:
    for entry in filter(None, layout.split(";")):
        start, end, page, top, bottom, across, sure = entry.split(",")
        edges = [edge / 10 for edge in accumulate(map(int, across.split()))]
        confidences = [int(value) / 100 for value in sure.split()]
        line = text[int(start) : int(end)]
        for number, match in enumerate(re.finditer(r"\S+", line)):
            if number + 1 >= len(edges):
                break
            yield Place(
                int(start) + match.start(),
                int(start) + match.end(),
                int(page),
                Box(edges[number], int(top) / 10, edges[number + 1], int(bottom) / 10),
                confidences[number] if number < len(confidences) else None,
            )


def around(document: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a fragment of a document; nothing for what ends with a stop.

    A cell of a flattened table, or an item of a list, is known by its neighbours.
    """
    if document[start:end].rstrip().endswith(_STOPS):
        return "", ""
    before, after = document[max(0, start - _NEAR) : start], document[end : end + _NEAR]
    return " ".join(before.split()), " ".join(after.split())
