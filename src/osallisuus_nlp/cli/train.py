"""``osallisuus train`` and ``osallisuus evaluate``: a classifier from labelled passages, and how good one is."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ._base import app, fail, failing, table, write_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..classify import Classifier
    from ..classify.evaluate import Figures
    from ..corpus import Record


class Split(StrEnum):
    """Which passages of a corpus."""

    TEST = "test"
    TRAIN = "train"


Corpora = Annotated[
    list[Path] | None,
    typer.Argument(metavar="CORPUS...", help="Corpus files (.jsonl) and folders.", show_default=False),
]
More = Annotated[
    list[Path] | None, typer.Option("--corpus", help="The same, by name; may stand several times.", show_default=False)
]
Texts = Annotated[Path | None, typer.Option(help="The texts that stand-off labels refer to (JSONL or .rda).")]


def _corpora(given: list[Path] | None, more: list[Path] | None) -> list[Path]:
    paths = [*(given or ()), *(more or ())]
    if not paths:
        raise fail("no corpus: name files (.jsonl) or folders")
    return paths


@app.command()
def train(
    corpus: Corpora = None,
    more: More = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="The model to write (.npz).")] = Path("model.npz"),
    texts: Texts = None,
) -> None:
    """Train a classifier on the training passages of corpora; `osallisuus analyse --model` uses it.

    The passages of the test split are left out.
    """
    from ..classify.train import train_file

    corpora = _corpora(corpus, more)
    with failing():
        card = train_file(corpora, out, texts=texts).card
    standoff = f", {card['standoff']} of them labelled stand-off" if card["standoff"] else ""
    print(f"{out}: trained on {card['passages']} passages of {card['documents']} documents{standoff}")


@app.command()
def evaluate(
    corpus: Corpora = None,
    more: More = None,
    model: Annotated[
        str, typer.Option(help="default, accurate, both, or the path of a model of your own.")
    ] = "default",
    texts: Texts = None,
    split: Annotated[Split, typer.Option(help="Which passages.")] = Split.TEST,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Also write figures.txt, figures.json and charts (.png) to this folder."),
    ] = None,
) -> None:
    """Print how well a classifier labels the passages of corpora: of each source and language, of each kind, of all.

    Precision, recall and F1 of each label with 95 % intervals by document, average precision and calibration error;
    macro-F1 of each label set; which labels are taken for each other. Charts need the extra `figures`.
    """
    from ..classify import load_model
    from ..classify.evaluate import figures_of_groups, groups_of, label_rows, summary_rows
    from ..classify.train import example_of
    from ..corpus import read_corpus

    corpora = _corpora(corpus, more)
    with failing():
        chosen = load_model(model)
        records = read_corpus(corpora, texts=texts, split="test" if split is Split.TEST else "train")
        if not records:
            raise fail(f"{', '.join(map(str, corpora))}: no passage of the split {split.value}")
        probabilities = chosen.probabilities([example_of(record) for record in records])
        found = figures_of_groups(records, probabilities, chosen.threshold, groups_of(records))
    tables = []
    for figures in found:
        tables.append(table(f"{figures.group}: each label", label_rows(figures)))
        tables.append(table(f"{figures.group}: labels taken for each other", figures.confusion[:10]))
    title = "Macro-F1 of labels with 5 and more positives, with 95 % intervals by document"
    tables.append(table(title, summary_rows(found)))
    text = "\n\n".join(tables)
    print(text)
    if out is not None:
        with failing():
            _write(out, text, records, probabilities, found, chosen)


def _write(
    folder: Path,
    text: str,
    records: Sequence[Record],
    probabilities: NDArray[np.float64],
    found: Sequence[Figures],
    model: Classifier,
) -> None:
    from dataclasses import asdict

    from ..classify.charts import draw

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "figures.txt").write_text(text + "\n", encoding="utf-8")
    write_json(folder / "figures.json", [asdict(figures) for figures in found])
    draw(folder, records, probabilities, found, model)
