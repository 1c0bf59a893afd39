"""``osallisuus framework`` and ``osallisuus version``: what is looked for, and by which version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from .._version import __version__
from ..framework import load_framework
from ._base import Language, app, failing


@app.command()
def framework(
    language: Annotated[Language, typer.Option(help="Language of the names.")] = Language.FI,
    file: Annotated[Path | None, typer.Option("--framework", help="A TOML file of your own, laid over ours.")] = None,
) -> None:
    """List what is looked for: perspectives, house levels, plan elements, criteria and gaps."""
    with failing():
        framing = load_framework(file)
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
    from ..classify import default_model

    print(f"osallisuus_nlp {__version__}")
    with failing():
        card = default_model().card
    print(f"model: {card['passages']} training passages, corpus {card['corpus_sha256'][:12]}")
