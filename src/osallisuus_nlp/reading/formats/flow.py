"""What flows without pages: blocks and tables of office files and web pages as a document.

The readers of DOCX, ODT, PPTX, HTML and Markdown say what stands in the file (:class:`Block`, :class:`Grid`); here it
is decided what that means, in the same way for all of them:

- a table that only sets the page (one column, one row, whole sections inside a cell) is read cell by cell as text;
- of a table's merged cells, one that spans rows is repeated in each, one that spans columns stands in the first;
- paragraphs with typed bullets or numbers are list items, nested by their indent;
- a short paragraph alone that is all bold, or larger than the text, is a heading, one level below the styled heading
  that it stands under; three or more such in a row are not;
- notes stand at the end of the section that refers to them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeAlias

from ..._data import data_toml
from ...document import Cell, Document, Kind, Page, Passage, Role, Table, assemble
from ...errors import EmptyDocument
from ..layout.passages import with_stems
from ..letters.clean import BULLET, NUMBERED, clean

_TITLE_WORDS, _TITLE_LENGTH = 14, 120
_HEADING_LENGTH = 250  # a longer paragraph in a heading style is text
_HEADER_LENGTH = 300  # a first row with a longer cell holds no column headings
_LARGER = 1.15
_SAME_TITLES = 3
_SECTION = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+[^\W\d]")
# What may be repeated for merged cells: a hostile table must not grow without bound.
_MAX_ACROSS, _MAX_DOWN, _MAX_REPEATED, _MAX_COLUMNS = 100, 200, 2_000, 300


@dataclass(frozen=True, slots=True)
class Block:
    r"""A paragraph, list item or heading; a line break in it is ``\n``.

    `bold` and `size` (points, 0 where unknown) are true of all its text; `indent` is in any unit; `notes` are the
    texts of the footnotes that it refers to; `page` is the slide that it stands on.
    """

    kind: Kind
    text: str
    level: int = 0
    role: Role = Role.BODY
    bold: bool = False
    size: float = 0.0
    indent: float = 0.0
    page: int = 0
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class GridCell:
    """A cell of a table: what stands in it, and how many columns and rows it spans."""

    pieces: list[Piece] = field(default_factory=list)
    across: int = 1
    down: int = 1


@dataclass(slots=True)
class Grid:
    """A table as its source gives it; `header` is the number of heading rows, None where it does not say."""

    rows: list[list[GridCell]]
    header: int | None = None
    layout: bool = False
    page: int = 0


Piece: TypeAlias = Block | Grid


@dataclass(slots=True)
class Gathered:
    """The text of a paragraph of an office file as it is gathered run by run, and how it looks."""

    parts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    beside: list[Piece] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)  # letters of each size
    bold_letters: int = 0

    def add(self, text: str, bold: bool, size: float) -> None:
        """Add a run of one look."""
        self.parts.append(text)
        letters = sum(map(str.isalnum, text))
        self.sizes[size] += letters
        self.bold_letters += letters if bold else 0

    @property
    def joined(self) -> str:
        """All of its text."""
        return "".join(self.parts)

    @property
    def size(self) -> float:
        """The size of most of its letters; 0 where nothing was added."""
        return max(self.sizes, key=lambda size: self.sizes[size]) if self.sizes else 0.0

    @property
    def bold(self) -> bool:
        """Whether it has letters, and all of them are bold."""
        return 0 < self.sizes.total() == self.bold_letters


class Nesting:
    """Levels from indents: deeper than the item above is one level down, and back up to whoever stood there."""

    def __init__(self) -> None:
        self._indents: list[float] = []

    def level(self, indent: float, *, slack: float = 0.0) -> int:
        """Return the level, from 1, of the next item."""
        while self._indents and indent < self._indents[-1] - slack:
            self._indents.pop()
        if not self._indents or indent > self._indents[-1] + slack:
            self._indents.append(indent)
        return len(self._indents)

    def reset(self) -> None:
        """Forget the list: another begins."""
        self._indents.clear()


@cache
def words(name: str) -> tuple[str, ...]:
    """Return a list of words of ``data/flow.toml``."""
    return tuple(data_toml("reading", "flow.toml")[name])


@cache
def _caption() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(words('captions'))})\s+\d{{1,3}}\s*[.:–—-]?(?:\s|$)", re.IGNORECASE)


def build(
    pieces: Iterable[Piece],
    *,
    name: str,
    title: str,
    format: str,  # noqa: A002 (the attribute's name)
    sha256: str,
    pages: Sequence[Page] = (),
) -> Document:
    """Return the document of the pieces in reading order; `title` is the file as errors name it.

    Raises
    ------
    EmptyDocument
        If there is no letter in them.
    """
    flat = list(_items(_unwrapped(pieces)))
    drafts: list[Passage] = []
    notes: list[Passage] = []
    tables: list[Table] = []
    for piece in _with_titles(flat):
        if isinstance(piece, Grid):
            made, more = _rows(piece, len(tables), drafts)
            tables += made
            notes += more
            continue
        text = clean(piece.text)
        if not re.search(r"\w", text):
            continue
        if piece.kind is Kind.HEADING:
            drafts += notes
            notes = []
        drafts.append(_passage(piece, text))
        notes += _notes(piece)
    drafts += notes
    if not any(char.isalpha() for draft in drafts for char in draft.text):
        raise EmptyDocument(
            f"{title}: there is no text in it; if it holds pictures of text, run OCR and save it as PDF"
        )
    return assemble(with_stems(drafts), name=name, format=format, sha256=sha256, pages=pages, tables=tables)


def _passage(block: Block, text: str) -> Passage:
    role, kind = block.role, block.kind
    if role is Role.CONTENTS:
        kind = Kind.PARAGRAPH
    elif kind is Kind.PARAGRAPH and role is Role.BODY and _caption().match(text) and len(text) <= _HEADING_LENGTH:
        role = Role.CAPTION
    level = block.level if kind in (Kind.HEADING, Kind.LIST_ITEM) else 0
    return Passage(0, kind, text, 0, 0, block.page, level=level, role=role)


def _notes(block: Block) -> list[Passage]:
    texts = [clean(note.replace("\n", " ")) for note in block.notes]
    return [Passage(0, Kind.PARAGRAPH, text, 0, 0, block.page, role=Role.FOOTNOTE) for text in texts if text]


# Lists and lines


def _items(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Part blocks at their line breaks where lists are typed in them, and know typed lists by their marks."""
    nesting = Nesting()
    for piece in pieces:
        if isinstance(piece, Grid) or piece.kind is Kind.HEADING or piece.role is not Role.BODY:
            nesting.reset()
            yield _as_heading(piece) if isinstance(piece, Block) else piece
            continue
        made = list(_lines(piece, nesting))
        if made:
            yield replace(made[0], notes=piece.notes)
            yield from made[1:]


def _as_heading(block: Block) -> Block:
    text = clean(block.text.replace("\n", " "))
    if block.kind is Kind.HEADING and len(text) > _HEADING_LENGTH:
        return replace(block, kind=Kind.PARAGRAPH, level=0, text=text)
    return replace(block, text=text)


def _lines(block: Block, nesting: Nesting) -> Iterator[Block]:
    """Yield the block's paragraphs and items: blank lines part it, and so do typed bullets."""
    current: Block | None = None
    gathered: list[str] = []
    after_blank = False
    for raw in block.text.split("\n"):
        line = clean(raw)
        if not re.search(r"\w", line):
            after_blank = True
            continue
        typed = _typed(line, block) and not (current is None and block.kind is Kind.LIST_ITEM)
        if current is not None and not typed and not after_blank:
            gathered.append(line)
            continue
        if current is not None:
            yield replace(current, text=" ".join(gathered))
        after_blank = False
        kind = Kind.LIST_ITEM if typed else block.kind if current is None else Kind.PARAGRAPH
        level = block.level
        if typed:
            indent = block.indent + len(raw) - len(raw.lstrip())
            level = block.level + 1 if block.kind is Kind.LIST_ITEM else nesting.level(indent, slack=0.5)
        else:
            nesting.reset()
        gathered = [BULLET.sub("", line) if kind is Kind.LIST_ITEM else line]
        current = replace(block, kind=kind, level=level, notes=())
    if current is not None:
        yield replace(current, text=" ".join(gathered))


def _typed(line: str, block: Block) -> bool:
    if BULLET.match(line):
        return bool(BULLET.sub("", line))
    return bool(NUMBERED.match(line)) and not (_is_short(line) and block.bold)


# Headings that are no more than bold or large


def _is_short(text: str) -> bool:
    return (
        len(text) <= _TITLE_LENGTH
        and len(text.split()) <= _TITLE_WORDS
        and text[:1].isalnum()
        and not text.endswith((".", ",", ";", ":", "!"))
        and bool(re.search(r"[^\W\d]{2}", text))
    )


def _with_titles(pieces: list[Piece]) -> list[Piece]:
    sizes: Counter[float] = Counter()
    for piece in pieces:
        if isinstance(piece, Block) and piece.kind is not Kind.HEADING and piece.role is Role.BODY and not piece.bold:
            sizes[piece.size] += len(piece.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    marks = [isinstance(piece, Block) and _is_title(piece, body) for piece in pieces]
    start = 0
    while start < len(pieces):
        end = start
        while end < len(pieces) and marks[end] and _look(pieces[end]) == _look(pieces[start]):
            end += 1
        if end - start >= _SAME_TITLES or end == len(pieces):
            marks[start:end] = [False] * (end - start)
        start = max(end, start + 1)
    ranks = sorted({_look(piece) for piece, mark in zip(pieces, marks, strict=True) if mark}, reverse=True)
    out: list[Piece] = []
    above = 0
    for piece, mark in zip(pieces, marks, strict=True):
        if isinstance(piece, Block) and piece.kind is Kind.HEADING:
            above = piece.level
        if mark and isinstance(piece, Block):
            number = _SECTION.match(piece.text)
            level = number.group(1).count(".") + 1 if number else above + ranks.index(_look(piece)) + 1
            out.append(replace(piece, kind=Kind.HEADING, level=level))
        else:
            out.append(piece)
    return out


def _look(piece: Piece) -> float:
    return round(piece.size, 1) if isinstance(piece, Block) else -1.0


def _is_title(block: Block, body: float) -> bool:
    return (
        block.kind is Kind.PARAGRAPH
        and block.role is Role.BODY
        and (block.bold or (body > 0 and block.size > _LARGER * body))
        and _is_short(block.text)
        and not _caption().match(block.text)
    )


# Tables


def _unwrapped(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, Grid) and _is_layout(piece):
            for row in piece.rows:
                for cell in row:
                    yield from _unwrapped(cell.pieces)
        else:
            yield piece


def _is_layout(grid: Grid) -> bool:
    """Whether a table only sets the page."""
    cells = [cell for row in grid.rows for cell in row if _filled(cell)]
    full = sum(1 for row in grid.rows if sum(map(_filled, row)) >= 2)
    spanned = any(cell.down > 1 for cell in cells)
    width = max((sum(min(cell.across, _MAX_ACROSS) for cell in row) for row in grid.rows), default=0)
    if (
        grid.layout
        or width > _MAX_COLUMNS
        or full < (1 if spanned else 2)
        or len([row for row in grid.rows if any(map(_filled, row))]) < 2
    ):
        return True
    return any(_holds_section(cell) for cell in cells)


def _filled(cell: GridCell) -> bool:
    return any(isinstance(piece, Grid) or piece.text.strip() for piece in cell.pieces)


def _holds_section(cell: GridCell) -> bool:
    blocks = [piece for piece in cell.pieces if isinstance(piece, Block) and piece.text.strip()]
    if any(isinstance(piece, Grid) and not _is_layout(piece) for piece in cell.pieces):
        return True
    paragraphs = sum(1 for block in blocks if block.kind is Kind.PARAGRAPH)
    return paragraphs >= 8 or (len(blocks) >= 3 and any(block.kind is Kind.HEADING for block in blocks))


def cell_text(pieces: Iterable[Piece]) -> str:
    """Return what stands in a cell as one line; list items keep a bullet."""
    parts = []
    for piece in _unwrapped(pieces):
        if isinstance(piece, Grid):
            parts += [cell_text(cell.pieces) for row in piece.rows for cell in row]
        else:
            text = clean(piece.text.replace("\n", " "))
            parts.append(f"• {text}" if text and piece.kind is Kind.LIST_ITEM else text)
    return " ".join(part for part in parts if part)


def _rows(grid: Grid, number: int, drafts: list[Passage]) -> tuple[list[Table], list[Passage]]:
    """Append a table's rows to the drafts; return its record and the notes in it."""
    texts = _matrix(grid)
    blocks = [piece for row in grid.rows for cell in row for piece in cell.pieces if isinstance(piece, Block)]
    notes = [note for block in blocks for note in _notes(block)]
    rows = [row for row in grid.rows if any(map(_filled, row))]
    count = grid.header
    first = rows[0] if rows else []
    if (
        len(texts) > 2 and not count and len(first) == 1 and first[0].across >= len(texts[0])
    ):  # a title over all columns
        drafts.append(Passage(0, Kind.PARAGRAPH, texts[0][0][0], 0, 0, grid.page, role=Role.CAPTION))
        texts = texts[1:]
    count = 1 if count is None else min(count, 3, len(texts) - 1)
    if any(len(text) > _HEADER_LENGTH for row in texts[:count] for text, _ in row):
        count = 0
    kept = [column for column in range(len(texts[0])) if any(row[column][0] for row in texts)]
    header = tuple(" ".join(dict.fromkeys(filter(None, (row[column][0] for row in texts[:count])))) for column in kept)
    body = [tuple(row[column][0] if row[column][1] else "" for column in kept) for row in texts[count:]]
    body = [row for row in body if any(row) and row != header]
    headings = header or ("",) * len(kept)
    for row in body:
        cells = tuple(Cell(heading, text) for heading, text in zip(headings, row, strict=True))
        lines = (f"{cell.header}: {cell.text}" if cell.header else cell.text for cell in cells if cell.text)
        drafts.append(Passage(0, Kind.TABLE_ROW, "\n".join(lines), 0, 0, grid.page, cells=cells, table=number))
    return [Table(number, grid.page, header, tuple(body))], notes


def _matrix(grid: Grid) -> list[list[tuple[str, bool]]]:
    """Return the cells by row and column: text, and whether this is the first column that the cell spans."""
    rows: list[list[tuple[str, bool]]] = []
    hanging: dict[int, tuple[int, str, bool]] = {}  # by column: rows still spanned, text, first column
    for cells in grid.rows:
        row: dict[int, tuple[str, bool]] = {}
        for column, (left, text, first) in list(hanging.items()):
            row[column] = (text, first)
            if left > 1:
                hanging[column] = (left - 1, text, first)
            else:
                del hanging[column]
        column = 0
        for cell in cells:
            while column in row:
                column += 1
            text = cell_text(cell.pieces)
            for step in range(max(1, min(cell.across, _MAX_ACROSS))):
                row[column + step] = (text, step == 0)
                if cell.down > 1:
                    down = text if len(text) <= _MAX_REPEATED else ""
                    hanging[column + step] = (min(cell.down, _MAX_DOWN) - 1, down, step == 0)
            column += max(1, min(cell.across, _MAX_ACROSS))
        if any(_filled(cell) for cell in cells):
            rows.append([row.get(place, ("", True)) for place in range(max(row) + 1)])
    width = max((len(row) for row in rows), default=0)
    return [row + [("", True)] * (width - len(row)) for row in rows]
