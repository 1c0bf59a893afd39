"""What all commands share: the application, how it fails, and tables as plain text."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer

from ..errors import OsallisuusError

OK, SOME_FAILED, FAILED = 0, 1, 2

app = typer.Typer(
    help="Reads municipal participation programmes and reports what is missing.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Language(StrEnum):
    """Languages of reports."""

    FI = "fi"
    SV = "sv"
    EN = "en"


def fail(message: str) -> typer.Exit:
    """Say in one line on standard error what is wrong, and end with exit code 2."""
    print(f"osallisuus: {' '.join(message.split())}", file=sys.stderr)
    return typer.Exit(FAILED)


@contextmanager
def failing() -> Iterator[None]:
    """End the command with one line where the library, or the file system, raises an error of its own."""
    try:
        yield
    except OsallisuusError as error:
        raise fail(str(error)) from error
    except OSError as error:
        raise fail(f"{error.filename or ''}: {error.strerror or error}") from error


def show(title: str, rows: Sequence[dict[str, Any]]) -> None:
    """Print rows as a table of plain text."""
    print(f"\n{table(title, rows)}")


def table(title: str, rows: Sequence[dict[str, Any]]) -> str:
    """Return rows as a table of plain text, as wide as it needs to be; None is a dash."""
    if not rows:
        return f"{title}\n  nothing"
    lines = [title]
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_text(row.get(name)) for name in names] for row in rows]
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    numeric = [all(isinstance(row.get(name), int | float | None) for row in rows) for name in names]
    for line in (names, *cells):
        parts = [
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(line, widths, numeric, strict=True)
        ]
        lines.append("  " + "  ".join(parts).rstrip())
    return "\n".join(lines)


def _text(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def write_json(path: Path | None, figures: object) -> None:
    """Write figures as JSON where a path is given."""
    if path is not None:
        path.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
