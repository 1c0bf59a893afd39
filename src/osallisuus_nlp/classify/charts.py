"""Pictures of how well a classifier labels: F1 of each label, precision against recall, what probabilities are worth.

They need matplotlib, which comes with the extra ``figures``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..corpus import Record
from ..errors import ResourceMissing
from .calibration import LANGUAGES
from .evaluate import LEAST, Figures, average_precision, by_source, reliability
from .model import Classifier
from .train import truth_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

_COLOURS = ("#17658a", "#d9822b", "#4d8b31", "#8a3ffc", "#a4161a", "#556270")
_ACROSS = 4  # small charts beside each other
_LINE = 0.16  # of a label's place, between the groups in it
_DOTS = 90.0  # area of the dot that holds the most passages


def draw(
    folder: Path,
    records: Sequence[Record],
    probabilities: NDArray[np.float64],
    found: Sequence[Figures],
    model: Classifier,
) -> list[Path]:
    """Write ``f1.png``, ``precision-recall.png`` and ``reliability.png``.

    Parameters
    ----------
    probabilities : array of float, shape (n_records, n_labels)
        What `model` gives the records.
    found : sequence of Figures
        Those of the same probabilities.

    Raises
    ------
    ResourceMissing
        If matplotlib is not installed.
    """
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise ResourceMissing("charts need matplotlib: pip install 'osallisuus_nlp[figures]'") from error
    truth = truth_of(records)
    groups = by_source(records)
    pictures = {
        "f1": _f1([figures for figures in found if figures.group in groups]),
        "precision-recall": _precision_recall(records, truth, probabilities, model),
        "reliability": _reliability(truth, probabilities, model.labels),
    }
    written = []
    for name, picture in pictures.items():
        written.append(folder / f"{name}.png")
        picture.savefig(written[-1], dpi=110, metadata={"Software": None})
    return written


def _figure(width: float, height: float, title: str) -> Figure:
    from matplotlib.figure import Figure

    made = Figure(figsize=(width, height), layout="constrained")
    made.suptitle(title, fontsize=13)
    return made


def _f1(found: Sequence[Figures]) -> Figure:
    """Draw the F1 of each label with five and more positives in each group, with its interval."""
    labels = [(row["set"], row["label"]) for row in found[0].labels]
    picture = _figure(9, 1.5 + len(labels) * (0.25 + 0.09 * len(found)), "F1 of each label, 95 % interval by document")
    axes = picture.subplots()
    for number, figures in enumerate(found):
        rows = [(place, row) for place, row in enumerate(figures.labels) if row["positives"] >= LEAST]
        middle = [row["f1"] for _, row in rows]
        ends = np.array([row["f1 95 %"] or [row["f1"]] * 2 for _, row in rows]).reshape(-1, 2)
        axes.errorbar(
            middle,
            [place + _LINE * (number - (len(found) - 1) / 2) * min(1, 5 / len(found)) for place, _ in rows],
            xerr=np.abs(ends.T - np.array(middle)),
            fmt="o",
            markersize=4,
            capsize=2,
            linewidth=1,
            color=_COLOURS[number % len(_COLOURS)],
            label=f"{figures.group} ({figures.summary['passages']} passages)",
        )
    for edge in range(1, len(labels)):
        own = labels[edge - 1][0] == labels[edge][0]
        axes.axhline(edge - 0.5, color="#d5dce3" if own else "#556270", linewidth=0.6 if own else 1.2)
    axes.set(xlim=(0, 1), ylim=(len(labels) - 0.5, -0.5), xlabel=f"F1 (labels with {LEAST} and more positives)")
    axes.set_yticks(range(len(labels)), [label for _, label in labels])
    axes.grid(axis="x", color="#e9ecef")
    axes.set_axisbelow(True)
    picture.legend(loc="outside lower center", ncols=2, fontsize=9, frameon=False)
    return picture


def _small(labels: Sequence[str], title: str, paint: Callable[[Axes, int], None], x: str, y: str) -> Figure:
    """Draw one small chart a label, all on one scale."""
    down = -(-len(labels) // _ACROSS)
    picture = _figure(11, 1 + 2.5 * down, title)
    every: Iterator[Any] = iter(picture.subplots(down, _ACROSS, sharex=True, sharey=True, squeeze=False).flat)
    for column, label in enumerate(labels):
        axes = next(every)
        paint(axes, column)
        axes.set(xlim=(0, 1.02), ylim=(0, 1.02))
        axes.set_title(label, fontsize=10)
        axes.grid(color="#e9ecef")
        axes.set_axisbelow(True)
    for axes in every:
        axes.set_axis_off()
    picture.supxlabel(x, fontsize=10)
    picture.supylabel(y, fontsize=10)
    return picture


def _precision_recall(
    records: Sequence[Record], truth: NDArray[np.bool_], probabilities: NDArray[np.float64], model: Classifier
) -> Figure:
    from sklearn.metrics import precision_recall_curve

    tags = np.array([record.language for record in records])

    def paint(axes: Axes, column: int) -> None:
        for tag, colour in zip(LANGUAGES, _COLOURS, strict=False):
            there, said = truth[tags == tag, column], probabilities[tags == tag, column]
            if there.sum() < LEAST:
                continue
            precision, recall, _ = precision_recall_curve(there, said)
            known = f"{tag} {average_precision(there, said):.2f} ({there.sum()})"
            axes.plot(recall, precision, color=colour, linewidth=1.3, label=known)
            given = said >= model.threshold[column]
            if given.any():
                hits = (there & given).sum()
                axes.plot(hits / there.sum(), hits / given.sum(), "o", color=colour, markersize=5)
        if axes.lines:
            axes.legend(fontsize=8, loc="lower left", frameon=False)

    title = "Precision against recall; the dot is the threshold. Average precision (positives) by language"
    return _small(model.labels, title, paint, "recall", "precision")


def _reliability(truth: NDArray[np.bool_], probabilities: NDArray[np.float64], labels: Sequence[str]) -> Figure:
    def paint(axes: Axes, column: int) -> None:
        passages, said, true = reliability(truth[:, column], probabilities[:, column])
        filled = passages > 0
        said, true, passages = said[filled], true[filled], passages[filled]
        axes.plot([0, 1], [0, 1], color="#8895a1", linewidth=0.8, linestyle="--")
        axes.plot(said, true, color=_COLOURS[0], linewidth=1)
        axes.scatter(said, true, s=8 + _DOTS * np.sqrt(passages / passages.max()), color=_COLOURS[0], alpha=0.6)

    title = "What probabilities are worth: the share of passages that carry the label, in ten bins (dot: how many)"
    return _small(labels, title, paint, "probability", "share that carries the label")
