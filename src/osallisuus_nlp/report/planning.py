"""The planning table of the regional-programme model: filled from a programme, completed by its authors, read back.

Goals, proposed solutions, resources, funding and responsibilities stand under their perspective, with timetable and
follow-up beside them. What the programme leaves open is an empty cell: coloured in the workbook, "–" in CSV. A
completed table is read back as a document and analysed again.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from .. import _data
from ..analysis import Analysis
from ..document import Cell, Document, Kind, Passage, Table, assemble
from ..errors import CorruptDocument, LimitExceeded, UnsupportedFormat
from ..framework import Framework, default_framework
from ..plan.columns import headed_columns
from .tables import harmless

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("perspective", "goal", "measure", "responsible", "resources", "funding", "timetable", "indicator", "page")
TO_FILL = ("goal", "measure", "responsible", "resources", "funding", "timetable", "indicator")
FORMATS = ("xlsx", "csv")
MARK = "–"
MAX_ROWS = 10_000
_MAX_BYTES = 200_000_000
_FILL = "FFF4CCCC"
_WIDTHS = (24, 36, 48, 26, 22, 26, 18, 30, 8)


def planning_frame(analysis: Analysis, *, language: str = "fi", framework: Framework | None = None) -> pd.DataFrame:
    """Return one row a measure about participation, and one for each goal or perspective that has none.

    Columns: perspective (its name in `language`), goal, measure, responsible, resources, funding, timetable,
    indicator (strings; empty where the programme names none), page (missing where there is no measure or goal).
    """
    import pandas as pd

    chosen = framework or default_framework()
    plan = analysis.plan
    rows: list[dict[str, Any]] = []
    for perspective in chosen.perspectives:
        name = getattr(perspective, language)
        measures = [row for row in plan.measures if perspective.id in row.perspectives]
        served = {row.goal for row in measures}
        goals = [row for row in plan.goals if perspective.id in row.perspectives and row.id not in served]
        for row in sorted([*measures, *goals], key=lambda one: one.id):
            measure = row.kind == "measure"
            goal = row.text if not measure else "" if row.goal is None else plan.rows[row.goal].text
            rows.append(
                {
                    "perspective": name,
                    "goal": goal,
                    "measure": row.text if measure else "",
                    "responsible": ", ".join(row.responsible or row.vague),
                    "resources": ", ".join(row.resources),
                    "funding": ", ".join(row.funding),
                    "timetable": ", ".join(row.timetable),
                    "indicator": ", ".join(row.indicator),
                    "page": row.page,
                }
            )
        if not measures and not goals:
            rows.append({"perspective": name} | dict.fromkeys(TO_FILL, "") | {"page": None})
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"page": "Int64"})


def write_planning(
    analysis: Analysis, path: str | Path, *, language: str = "fi", framework: Framework | None = None
) -> Path:
    """Write the planning table, for authors to complete.

    Parameters
    ----------
    path : path
        ``.xlsx``, a workbook whose empty cells are coloured, or ``.csv``, with "–" in them.
    language : str
        Of the headings: ``fi``, ``sv`` or ``en``.

    Raises
    ------
    UnsupportedFormat
        If the file's ending is another.
    """
    target = Path(path)
    frame = planning_frame(analysis, language=language, framework=framework)
    header = _header(language)
    if target.suffix.lower() == ".xlsx":
        target.write_bytes(_workbook(frame, header))
    elif target.suffix.lower() == ".csv":
        marked = frame.astype(object).where(frame.notna(), "")
        marked[list(TO_FILL)] = marked[list(TO_FILL)].replace("", MARK)
        marked.columns = list(header)
        marked.map(harmless).to_csv(target, index=False, encoding="utf-8-sig", lineterminator="\n")
    else:
        raise UnsupportedFormat(f"{target}: a planning table is .xlsx or .csv")
    return target


def read_planning(path: str | Path) -> Document:
    """Read a completed planning table back, as a document that :func:`osallisuus_nlp.analyse_document` takes.

    Raises
    ------
    UnsupportedFormat
        If the file is neither ``.xlsx`` nor ``.csv``, or no planning table.
    CorruptDocument
        If it cannot be read as such.
    LimitExceeded
        If what it unpacks to is too large.
    """
    source = Path(path)
    kind = source.suffix.lower().lstrip(".")
    if kind not in FORMATS:
        raise UnsupportedFormat(f"{source}: a planning table is .xlsx or .csv")
    data = source.read_bytes()
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


def _header(language: str) -> tuple[str, ...]:
    texts: dict[str, str] = _data.data_toml("report", "planning.toml")[language]
    return tuple(texts[name] for name in COLUMNS)


def _workbook(frame: pd.DataFrame, header: Sequence[str]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.append(list(header))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    missing = PatternFill("solid", fgColor=_FILL)
    plain = frame.astype(object).where(frame.notna(), None)
    for number, values in enumerate(plain.itertuples(index=False), start=2):
        for place, (name, value) in enumerate(zip(COLUMNS, values, strict=True), start=1):
            cell = sheet.cell(row=number, column=place)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if name == "page":
                cell.value = int(value) if value else None
            elif value:
                cell.value = _printable(value)
                cell.data_type = "s"  # text, also where it begins with "="
            elif name in TO_FILL:
                cell.fill = missing
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _printable(text: str) -> str:
    """Return a text without the control characters that a workbook may not hold."""
    return "".join(letter for letter in text if letter in "\n\t" or ord(letter) >= ord(" "))


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
            for row in sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1, max_col=len(COLUMNS) * 2)
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
    return text[1:] if text.startswith("'") and text[1:] and harmless(text[1:]) == text else text


def _cells(header: Iterable[str], row: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(Cell(column, text) for column, text in zip(header, row, strict=True))


def _line(header: Iterable[str], row: Iterable[str]) -> str:
    return "\n".join(f"{column}: {text}" if column else text for column, text in zip(header, row, strict=True) if text)
