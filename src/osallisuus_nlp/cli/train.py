"""``osallisuus train``: a classifier from labelled passages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ._base import app, failing


@app.command()
def train(
    corpus: Annotated[list[Path], typer.Argument(help="Corpus files (.jsonl) and folders.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="The model to write (.npz).")] = Path("model.npz"),
    texts: Annotated[
        Path | None, typer.Option(help="The texts that stand-off labels refer to (JSONL or .rda).")
    ] = None,
) -> None:
    """Train a classifier on the training passages of corpora; `osallisuus analyse --model` uses it.

    The passages of the test split are left out.
    """
    from ..classify.train import train_file

    with failing():
        card = train_file(corpus, out, texts=texts).card
    standoff = f", {card['standoff']} of them labelled stand-off" if card["standoff"] else ""
    print(f"{out}: trained on {card['passages']} passages of {card['documents']} documents{standoff}")
