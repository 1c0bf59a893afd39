"""The command line: ``osallisuus``.

Exit codes: 0, all files were analysed; 1, some were not; 2, none was, or the command itself was wrong.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ._version import __version__
from .analysis import Analysis
from .batch import Failure, analyse_many
from .errors import OsallisuusError
from .framework import Framework, load_framework
from .report import FORMATS, report

app = typer.Typer(
    help="Reads municipal participation programmes and reports what is missing.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

OK, SOME_FAILED, FAILED = 0, 1, 2


class Language(StrEnum):
    """Languages of reports."""

    FI = "fi"
    SV = "sv"
    EN = "en"


class Organisation(StrEnum):
    """Whose programme it is."""

    MUNICIPALITY = "municipality"
    COUNTY = "wellbeing_services_county"


def _fail(message: str) -> typer.Exit:
    """Say in one line on standard error what is wrong, and end with exit code 2."""
    print(f"osallisuus: {message}", file=sys.stderr)
    return typer.Exit(FAILED)


def _formats(given: str) -> list[str]:
    chosen = [name.strip().lower() for name in given.split(",") if name.strip()]
    unknown = [name for name in chosen if name not in FORMATS]
    if unknown or not chosen:
        raise _fail(f"--format {given}: choose from {', '.join(FORMATS)}, parted by commas")
    return chosen


def _framework(path: Path | None) -> Framework:
    try:
        return load_framework(path)
    except OsallisuusError as error:
        raise _fail(str(error)) from error


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
        list[Path], typer.Argument(help="Programmes: .pdf, .docx, .odt, .pptx, .html, .md, .txt.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results; made if need be.")] = Path(
        "reports"
    ),
    language: Annotated[Language, typer.Option(help="Language of the report.")] = Language.FI,
    formats: Annotated[str, typer.Option("--format", "-f", help="html, json, csv; several parted by commas.")] = "html",
    framework: Annotated[Path | None, typer.Option(help="A TOML file of your own criteria, laid over ours.")] = None,
    organisation: Annotated[Organisation | None, typer.Option(help="Leave out criteria for the other kind.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Analyse programmes and write a gap report for each.

    A file that cannot be read gives one line on standard error and does not stop the others. Exit code 0: all
    files were analysed; 1: some were not; 2: none was.
    """
    chosen = _formats(formats)
    framing = _framework(framework)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _fail(f"--out {out}: the folder cannot be made: {error.strerror or error}") from error
    console = Console(stderr=True, quiet=quiet)
    results = analyse_many(files, framework=framing, organisation=organisation.value if organisation else None)
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


@app.command()
def framework(
    language: Annotated[Language, typer.Option(help="Language of the names.")] = Language.FI,
    file: Annotated[Path | None, typer.Option("--framework", help="A TOML file of your own, laid over ours.")] = None,
) -> None:
    """List what is looked for: perspectives, house levels, plan elements, criteria and gaps."""
    from rich.table import Table

    framing = _framework(file)
    console = Console()
    tag = language.value
    for title, entries in (
        ("perspectives", framing.perspectives),
        ("house levels", framing.house_levels),
        ("plan elements", framing.elements),
        ("gaps", framing.gaps),
    ):
        table = Table(title=title, title_justify="left")
        table.add_column("id", no_wrap=True)
        table.add_column("name")
        for entry in entries:
            table.add_row(entry.id, entry.name(tag))
        console.print(table)
    table = Table(title="criteria", title_justify="left")
    for column in ("group", "id", "max", "question", "source"):
        table.add_column(column, no_wrap=column == "id")
    for criterion in framing.criteria:
        question = criterion.question.in_language(tag)
        table.add_row(criterion.group, criterion.id, str(criterion.max), question, ", ".join(criterion.source))
    console.print(table)


@app.command()
def version() -> None:
    """Print the version of the library and of its model."""
    from .classify import default_model

    print(f"osallisuus_nlp {__version__}")
    try:
        card = default_model().card
    except OsallisuusError as error:
        raise _fail(str(error)) from error
    print(f"model: {card['passages']} training passages, corpus {card['corpus_sha256'][:12]}")


def main() -> None:
    """Run the command line."""
    app()
