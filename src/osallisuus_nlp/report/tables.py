"""Tables for researchers: CSV files that no spreadsheet takes for formulas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..analysis import Analysis
from ..framework import Framework, default_framework

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def write_csv(analysis: Analysis, path: Path, language: str, framework: Framework) -> list[Path]:
    """Write four tables beside each other, ``NAME.plan.csv`` and so on, in UTF-8 with a byte-order mark."""
    frames = {
        "passages": analysis.passages.to_frame(),
        "plan": analysis.plan.to_frame(),
        "criteria": analysis.assessment.to_frame(),
        "gaps": gaps_frame(analysis, language=language, framework=framework),
    }
    written = []
    for name, frame in frames.items():
        target = path.with_suffix(f".{name}.csv")
        frame.map(harmless).to_csv(target, index=False, encoding="utf-8-sig", lineterminator="\n")
        written.append(target)
    return written
