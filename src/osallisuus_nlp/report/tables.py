"""Tables for researchers: CSV files that no spreadsheet takes for formulas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..analysis import Analysis
from ..document import Role
from ..entities import find_channels, find_steering_documents
from ..framework import Framework, default_framework
from ..plan.completed import FORMULA

if TYPE_CHECKING:
    import pandas as pd


def gaps_frame(analysis: Analysis, *, language: str = "en", framework: Framework | None = None) -> pd.DataFrame:
    """Return one row a gap.

    Columns: kind, subject (id of a criterion, perspective or house level, or empty), severity, page (missing for
    a gap of the whole document), quote, remedy (what to write, in `language`), confidence (0–1).
    """
    import pandas as pd

    chosen = framework or default_framework()
    columns = ["kind", "subject", "severity", "page", "quote", "remedy", "confidence"]
    rows = []
    for gap in analysis.gaps:
        kind = chosen.gap(gap.kind)
        remedy = subject_guidance(gap.subject, language, chosen) or kind.guidance.in_language(language)
        rows.append([gap.kind, gap.subject, gap.severity or kind.severity, gap.page, gap.quote, remedy, gap.confidence])
    return pd.DataFrame(rows, columns=columns).astype({"page": "Int64"})


def named_frame(analysis: Analysis) -> pd.DataFrame:
    """Return one row for each channel of participation and each steering document that the text names.

    Columns: kind (``channel`` or ``steering_document``), id (``survey``, ``hearing``, ``initiative``, ``feedback``,
    ``council``, ``panel``, ``budgeting``; ``strategy``, ``welfare``, ``budget`` …), text, start, end (offsets in
    the document's text), page, row (id of the goal or measure in whose words it stands; missing where in none).
    """
    import pandas as pd

    columns = ["kind", "id", "text", "start", "end", "page", "row"]
    spans = [(row.start, row.end, row.id) for row in analysis.plan.rows]
    rows: list[list[Any]] = []
    for passage in analysis.document.passages:
        if passage.role is not Role.BODY:
            continue
        for kind, find in (("channel", find_channels), ("steering_document", find_steering_documents)):
            for found in find(passage.text, passage.language):
                start, end = passage.start + found.start, passage.start + found.end
                row = next((number for first, last, number in spans if first <= start and end <= last), None)
                rows.append([kind, found.id, found.text, start, end, passage.page, row])
    rows.sort(key=lambda values: values[3])
    return pd.DataFrame(rows, columns=columns).astype({"page": "Int64", "row": "Int64"})


def subject_guidance(subject: str, language: str, framework: Framework) -> str:
    """Return the guidance for a perspective, house level or criterion; empty where `subject` is none of them."""
    for entries in (framework.perspectives, framework.house_levels, framework.criteria):
        for entry in entries:
            if entry.id == subject:
                return entry.guidance.in_language(language)
    return ""


def harmless(value: Any) -> Any:
    """Return a cell as a spreadsheet may have it: lists joined, and nothing that it would take for a formula."""
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value


def write_csv(analysis: Analysis, path: Path, language: str, framework: Framework) -> list[Path]:
    """Write five tables beside each other, ``NAME.plan.csv`` and so on, in UTF-8 with a byte-order mark."""
    frames = {
        "passages": analysis.passages.to_frame(),
        "plan": analysis.plan.to_frame(),
        "criteria": analysis.assessment.to_frame(),
        "gaps": gaps_frame(analysis, language=language, framework=framework),
        "named": named_frame(analysis),
    }
    written = []
    for name, frame in frames.items():
        target = path.with_suffix(f".{name}.csv")
        frame.map(harmless).to_csv(target, index=False, encoding="utf-8-sig", lineterminator="\n")
        written.append(target)
    return written
