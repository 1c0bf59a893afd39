"""Write a report in the format that the file's ending names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..analysis import Analysis
from ..framework import Framework, load_framework
from .html import to_html
from .planning import write_planning
from .tables import write_csv

LANGUAGES = ("fi", "sv", "en")


def _html(analysis: Analysis, path: Path, language: str, framework: Framework) -> list[Path]:
    path.write_text(to_html(analysis, language, framework), encoding="utf-8", newline="\n")
    return [path]


def _json(analysis: Analysis, path: Path, language: str, framework: Framework) -> list[Path]:
    del language, framework
    path.write_text(analysis.to_json(indent=1) + "\n", encoding="utf-8", newline="\n")
    return [path]


def _csv(analysis: Analysis, path: Path, language: str, framework: Framework) -> list[Path]:
    planning = write_planning(analysis, path.with_suffix(".planning.csv"), language=language, framework=framework)
    return [*write_csv(analysis, path, language, framework), planning]


def _xlsx(analysis: Analysis, path: Path, language: str, framework: Framework) -> list[Path]:
    return [write_planning(analysis, path, language=language, framework=framework)]


_WRITERS: dict[str, Callable[[Analysis, Path, str, Framework], list[Path]]] = {
    "html": _html,
    "json": _json,
    "csv": _csv,
    "xlsx": _xlsx,
}
FORMATS = tuple(_WRITERS)


def report(
    analysis: Analysis,
    path: str | Path,
    *,
    language: str = "fi",
    framework: Framework | str | Path | None = None,
) -> list[Path]:
    """Write an analysis to a file.

    Parameters
    ----------
    analysis : Analysis
    path : path
        Its ending tells the format: ``.html``, one self-contained gap report; ``.json``, the whole analysis;
        ``.xlsx``, the planning table, whose empty cells are coloured; ``.csv``, tables beside each other
        (``NAME.passages.csv``, ``.plan.csv``, ``.criteria.csv``, ``.gaps.csv``, ``.named.csv``: channels and steering
        documents, and ``.planning.csv``: the planning table).
    language : str
        Of the report: ``fi``, ``sv`` or ``en``.
    framework : Framework or path, optional
        The framework that the analysis was made with, if it was not the default.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    ValueError
        If the format or the language is not known.
    """
    target = Path(path)
    kind = target.suffix.lower().lstrip(".")
    if kind not in _WRITERS:
        raise ValueError(f"{target}: no format {kind!r}; there are {', '.join(FORMATS)}")
    if language not in LANGUAGES:
        raise ValueError(f"no report language {language!r}; there are {', '.join(LANGUAGES)}")
    chosen = framework if isinstance(framework, Framework) else load_framework(framework)
    return _WRITERS[kind](analysis, target, language, chosen)
