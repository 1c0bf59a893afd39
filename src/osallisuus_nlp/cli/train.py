"""``osallisuus train`` and ``osallisuus evaluate``: a classifier from labelled passages, and how good one is."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ._base import app, fail, failing, show, write_json


class Split(StrEnum):
    """Which passages of a corpus."""

    TEST = "test"
    TRAIN = "train"


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


@app.command()
def evaluate(
    corpus: Annotated[list[Path], typer.Argument(help="Corpus files (.jsonl) and folders.", show_default=False)],
    model: Annotated[str, typer.Option(help="default, accurate, or the path of a model of your own.")] = "default",
    texts: Annotated[
        Path | None, typer.Option(help="The texts that stand-off labels refer to (JSONL or .rda).")
    ] = None,
    split: Annotated[Split, typer.Option(help="Which passages.")] = Split.TEST,
    json: Annotated[Path | None, typer.Option(help="Also write the figures to this file.")] = None,
) -> None:
    """Print how well a classifier labels the passages of corpora, of each source and language.

    Precision, recall, F1, average precision and calibration error of each label; macro-F1 with 95 % intervals by
    document; which labels are taken for each other.
    """
    from dataclasses import asdict

    from ..classify import load_model
    from ..classify.evaluate import evaluate as evaluated
    from ..classify.evaluate import summary_rows
    from ..corpus import read_corpus

    with failing():
        chosen = load_model(model)
        records = read_corpus(corpus, texts=texts, split="test" if split is Split.TEST else "train")
        if not records:
            raise fail(f"{', '.join(map(str, corpus))}: no passage of the split {split.value}")
        found = evaluated(chosen, records)
    for figures in found:
        show(f"{figures.group}: each label", figures.labels)
        show(f"{figures.group}: labels taken for each other", figures.confusion[:10])
    show("Macro-F1 of labels with 5 and more positives, with 95 % intervals by document", summary_rows(found))
    write_json(json, [asdict(figures) for figures in found])
