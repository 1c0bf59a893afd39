"""``osallisuus analyse``: programmes to reports and tables."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ..analysis import Analysis
from ..batch import Failure, analyse_many
from ..framework import Framework, load_framework
from ..report import FORMATS, report
from ._base import FAILED, SOME_FAILED, Language, app, fail, failing


class Organisation(StrEnum):
    """Whose programme it is."""

    MUNICIPALITY = "municipality"
    COUNTY = "wellbeing_services_county"


def _formats(given: str) -> list[str]:
    chosen = [name.strip().lower() for name in given.split(",") if name.strip()]
    unknown = [name for name in chosen if name not in FORMATS]
    if unknown or not chosen:
        raise fail(f"--format {given}: choose from {', '.join(FORMATS)}, parted by commas")
    return chosen


def _names(files: list[Path]) -> list[str]:
    """Return a name for each file's results; the same name twice gets a number, so that nothing is overwritten."""
    names: list[str] = []
    for file in files:
        name = stem = file.stem or "programme"
        number = 1
        while name.casefold() in {taken.casefold() for taken in names}:
            number += 1
            name = f"{stem}-{number}"
        names.append(name)
    return names


@app.command()
def analyse(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Programmes: .pdf, .docx, .odt, .pptx, .html, .md, .txt; completed planning tables: .xlsx, .csv.",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results; made if need be.")] = Path(
        "reports"
    ),
    language: Annotated[Language, typer.Option(help="Language of the report.")] = Language.FI,
    formats: Annotated[
        str,
        typer.Option("--format", "-f", help="html, json, csv, xlsx (the planning table); several parted by commas."),
    ] = "html",
    framework: Annotated[Path | None, typer.Option(help="A TOML file of your own criteria, laid over ours.")] = None,
    organisation: Annotated[Organisation | None, typer.Option(help="Leave out criteria for the other kind.")] = None,
    model: Annotated[
        str | None,
        typer.Option(help="default, accurate, both, or the path of a classifier made by `osallisuus train`."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Analyse programmes and write a gap report for each.

    A planning table that was written for a programme (-f xlsx) and then completed is analysed as a programme is.
    A file that cannot be read gives one line on standard error and does not stop the others. Exit code 0: all
    files were analysed; 1: some were not; 2: none was.
    """
    chosen = _formats(formats)
    with failing():
        framing = load_framework(framework)
        results = analyse_many(
            files, framework=framing, organisation=organisation.value if organisation else None, model=model
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise fail(f"--out {out}: the folder cannot be made: {error.strerror or error}") from error
    console = Console(stderr=True, quiet=quiet)
    failed = 0
    with console.status("", spinner="dots") as status:
        for number, (file, name) in enumerate(zip(files, _names(files), strict=True), start=1):
            status.update(f"{number} / {len(files)}  {file.name}")
            result = next(results)
            status.stop()  # lines are printed as they are, whatever the width of the terminal
            failed += not _write(result, name, chosen, out, language.value, framing, quiet=quiet)
            status.start()
    if failed:
        raise typer.Exit(FAILED if failed == len(files) else SOME_FAILED)


def _write(
    result: Analysis | Failure,
    name: str,
    formats: list[str],
    out: Path,
    language: str,
    framework: Framework,
    *,
    quiet: bool,
) -> bool:
    if isinstance(result, Failure):
        print(f"osallisuus: {' '.join(result.message.split())}", file=sys.stderr)
        return False
    for warning in result.document.warnings:
        print(f"osallisuus: {result.document.name}: {' '.join(warning.split())}", file=sys.stderr)
    written: list[Path] = []
    try:
        for kind in formats:
            written += report(result, out / f"{name}.{kind}", language=language, framework=framework)
    except OSError as error:
        print(f"osallisuus: {out / name}: cannot be written: {error.strerror or error}", file=sys.stderr)
        return False
    if not quiet:
        total = result.assessment.total
        score = "–" if total is None else f"{total:.0f}/100"
        files = ", ".join(str(path) for path in written)
        print(
            f"{result.document.name}: {score}, {len(result.plan.measures)} measures, {len(result.gaps)} gaps: {files}"
        )
    return True
