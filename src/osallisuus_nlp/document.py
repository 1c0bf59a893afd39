"""The one document model that all steps share.

A :class:`Document` is what a file becomes once it is read: its passages in reading order, and its text,
which is the passages' text joined by blank lines. Every passage knows where it stands: page and box on the
page, headings above it, and its character span in the document's text. All classes are frozen: a later step
adds to a document by making a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from . import _data
from .errors import InvalidResult

__all__ = ["Box", "Cell", "Document", "Kind", "Page", "Passage", "Role", "Table", "assemble"]

SEPARATOR = "\n\n"


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
        Depth of a heading, from 1; 0 for everything else.
    language : str
        ``fi``, ``sv``, ``en``, or ``und`` where it is not known.
    stem : str
        The sentence that governs a list item ("Ohjelmakaudella:"), else empty.
    cells : tuple of Cell
        The cells of a table row, all columns in order, else empty.
    table : int or None
        Which of ``Document.tables`` a row belongs to.
    role : Role
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


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number from 1, its size in points, and the running heads and page numbers taken out of it."""

    number: int
    width: float
    height: float
    removed: tuple[str, ...] = ()


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
        ``pdf`` or ``txt``.
    sha256 : str
        Hash of the file's bytes, in hex.
    language : str
        The language of most of its text, or ``und``.
    text : str
        All passages joined by blank lines.
    """

    name: str
    format: str
    sha256: str
    text: str
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]
    tables: tuple[Table, ...] = ()
    language: str = "und"

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the document as JSON text, from which :meth:`from_json` makes it again."""
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
) -> Document:
    """Return a document of passages in reading order, giving each its id, span and heading path.

    The drafts' ``id``, ``start``, ``end`` and ``headings`` are set here; the rest is kept.
    """
    passages: list[Passage] = []
    parts: list[str] = []
    path: list[tuple[int, str]] = []
    offset = 0
    for number, draft in enumerate(drafts):
        if draft.kind is Kind.HEADING:
            path = [entry for entry in path if entry[0] < draft.level]
        start = offset
        offset += len(draft.text)
        passages.append(replace(draft, id=number, start=start, end=offset, headings=tuple(text for _, text in path)))
        if draft.kind is Kind.HEADING:
            path.append((draft.level, draft.text))
        parts.append(draft.text)
        offset += len(SEPARATOR)
    return Document(
        name=name,
        format=format,
        sha256=sha256,
        text=SEPARATOR.join(parts),
        pages=tuple(pages),
        passages=tuple(passages),
        tables=tuple(tables),
    )
