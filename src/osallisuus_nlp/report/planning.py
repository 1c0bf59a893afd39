"""The planning table of the regional-programme model: filled from a programme, for its authors to complete.

Goals, proposed solutions, resources, funding and responsibilities stand under their perspective, with timetable and
follow-up beside them. What the programme leaves open is an empty cell: coloured in the workbook, "–" in CSV. A
completed table is read back by `plan.completed`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import _data
from ..analysis import Analysis
from ..errors import UnsupportedFormat
from ..framework import Framework, default_framework
from ..plan.completed import MARK
from .tables import harmless

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("perspective", "goal", "measure", "responsible", "resources", "funding", "timetable", "indicator", "page")
TO_FILL = ("goal", "measure", "responsible", "resources", "funding", "timetable", "indicator")
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
