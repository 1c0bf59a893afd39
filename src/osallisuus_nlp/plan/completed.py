"""A completed planning table (`report.write_planning`) as a document, to be analysed as a programme is."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from ..document import Cell, Document, Kind, Passage, Table, assemble
from ..errors import CorruptDocument, LimitExceeded, UnsupportedFormat
from ..reading import Limits, contents_of
from .columns import headed_columns

FORMATS = ("xlsx", "csv")
MARK = "–"  # an empty cell in CSV
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula
MAX_ROWS = 10_000
_MAX_COLUMNS = 18
_MAX_BYTES = 200_000_000


def is_planning(path: str | Path) -> bool:
    """Whether a file's name is that of a planning table."""
    return Path(path).suffix.lower().lstrip(".") in FORMATS


def read_planning(path: str | Path, *, limits: Limits | None = None) -> Document:
    """Read a completed planning table back, as a document that :func:`osallisuus_nlp.analyse_document` takes.

    Raises
    ------
    UnreadableDocument
        If there is no such file, or it is none that can be opened.
    UnsupportedFormat
        If the file is neither ``.xlsx`` nor ``.csv``, or no planning table.
    CorruptDocument
        If it cannot be read as such.
    LimitExceeded
        If it, or what it unpacks to, is too large.
    """
    source = Path(path)
    if not is_planning(source):
        raise UnsupportedFormat(f"{source}: a planning table is .xlsx or .csv")
    kind = source.suffix.lower().lstrip(".")
    data = contents_of(source, limits or Limits())
    try:
        lines = (
            _cells_of_workbook(data, str(source))
            if kind == "xlsx"
            else list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        )
    except (ValueError, KeyError, BadZipFile, csv.Error, OSError, TypeError, SyntaxError) as error:
        raise CorruptDocument(f"{source}: cannot be read as a planning table: {error}") from error
    lines = [line for line in lines if any(cell.strip() for cell in line)][: MAX_ROWS + 1]
    if not lines:
        raise CorruptDocument(f"{source}: the table is empty")
    if not {"goal", "measure"} & set(headed_columns(lines[0])):
        raise UnsupportedFormat(f"{source}: is no planning table: its first line heads no column of goals or measures")
    return _document(source.name, kind, data, lines)


def _cells_of_workbook(data: bytes, name: str) -> list[list[str]]:
    from openpyxl import load_workbook

    with ZipFile(io.BytesIO(data)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _MAX_BYTES:
            raise LimitExceeded(
                f"{name}: unpacks to more than {_MAX_BYTES // 1_000_000} MB, which no planning table does"
            )
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        return [
            ["" if value is None else str(value) for value in row]
            for row in sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1, max_col=_MAX_COLUMNS)
        ]
    finally:
        book.close()


def _document(name: str, kind: str, data: bytes, lines: Sequence[Sequence[str]]) -> Document:
    header = tuple(cell.strip() for cell in lines[0])
    rows = _joined(
        header, [tuple(_plain(cell) for cell in (*line, *[""] * len(header))[: len(header)]) for line in lines[1:]]
    )
    drafts = [
        Passage(0, Kind.TABLE_ROW, _line(header, row), 0, 0, 0, cells=_cells(header, row), table=0) for row in rows
    ]
    return assemble(
        drafts,
        name=name,
        format=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        tables=(Table(0, 0, header, tuple(rows)),),
    )


def _joined(header: Sequence[str], rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the rows, those of one measure as one: it stands beneath each of its perspectives, completed once."""
    places = headed_columns(header).get("measure", [])
    made: dict[object, tuple[str, ...]] = {}
    for number, row in enumerate(rows):
        measure = " ".join(row[place].casefold() for place in places).strip()
        key = measure or number
        cells = zip(made.get(key, row), row, strict=True)
        made[key] = tuple("; ".join(dict.fromkeys(cell for cell in pair if cell)) for pair in cells)
    return list(made.values())


def _plain(cell: str) -> str:
    """Return a cell as its author wrote it: without the mark of an empty one, or that which keeps off formulas."""
    text = cell.strip()
    if text == MARK:
        return ""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _cells(header: Iterable[str], row: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(Cell(column, text) for column, text in zip(header, row, strict=True))


def _line(header: Iterable[str], row: Iterable[str]) -> str:
    return "\n".join(f"{column}: {text}" if column else text for column, text in zip(header, row, strict=True) if text)
