"""How well a classifier labels passages: what ``osallisuus evaluate`` and the benchmark print.

Figures are counted over a group of passages (a source and a language); intervals come from drawing its documents again
and again with replacement, since passages of one document are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..corpus import Record
from .calibration import UNCERTAIN
from .model import label_scheme
from .train import group_of, truth_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST = 5  # positives that a label needs to count in a macro average
DRAWS = 1000
_BINS = 10
_INTERVAL = (2.5, 97.5)  # per cent


@dataclass(frozen=True)
class Figures:
    """Figures of one group of passages.

    Attributes
    ----------
    group : str
        What the passages have in common: source and language, as in ``authored fi``, or one of `groups_of`.
    labels : list of dict
        One row a label: set, label, positives, assigned, precision, recall, f1, each with its 95 % interval (as in
        "f1 95 %"), average_precision, calibration_error (None where it cannot be told).
    summary : dict
        Passages, documents; macro-F1 of each label set over labels with `LEAST` positives and its 95 % interval; share
        of passages without a perspective that were given one; mean calibration error; share of passages with an
        uncertain label.
    confusion : list of dict
        Label that was missed, label of the same set that was given wrongly in its place, how often.
    """

    group: str
    labels: list[dict[str, Any]]
    summary: dict[str, Any]
    confusion: list[dict[str, Any]]


def by_source(records: Sequence[Record]) -> dict[str, list[int]]:
    """Return the places of the records of each source and language."""
    return _places(map(group_of, records))


def groups_of(records: Sequence[Record]) -> dict[str, list[int]]:
    """Return the places of the records of each source and language; of all; of each language, source and kind.

    A group that would hold the same as another is left out.
    """
    groups = by_source(records)
    ways: dict[str, Callable[[Record], str]] = {
        "all": lambda _: "",
        "language": lambda record: record.language,
        "source": lambda record: group_of(record).split()[0],
        "kind": lambda record: record.kind,
    }
    for way, key in ways.items():
        parts = _places(f"{way} {key(record)}".strip() for record in records)
        groups |= {name: places for name, places in parts.items() if places not in groups.values()}
    return groups


def _places(names: Iterable[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name, []).append(place)
    return places


def figures_of_groups(
    records: Sequence[Record],
    probabilities: NDArray[np.float64],
    threshold: NDArray[np.float32],
    groups: Mapping[str, Sequence[int]],
) -> list[Figures]:
    """Return the figures of given probabilities, of shape (n_records, n_labels), one entry a group of places."""
    return [
        figures(group, [records[place] for place in places], probabilities[places], threshold)
        for group, places in groups.items()
    ]


def figures(
    group: str, records: Sequence[Record], probabilities: NDArray[np.float64], threshold: NDArray[np.float32]
) -> Figures:
    """Return the figures of given probabilities, of shape (n_records, n_labels)."""
    truth, guess = truth_of(records), probabilities >= threshold
    names = [(name, label) for name, labels in label_scheme().items() for label in labels]
    rows = [
        _row(name, label, truth[:, place], guess[:, place], probabilities[:, place])
        for place, (name, label) in enumerate(names)
    ]
    counts = _by_document(records, truth, guess)
    drawn = np.einsum("bd,dkl->bkl", _draws(len(counts)), counts)
    for place, row in enumerate(rows):
        row |= _intervals(*(drawn[:, kind, place] for kind in range(3)))
    summary: dict[str, Any] = {"passages": len(records), "documents": len(counts)}
    for name in label_scheme():
        columns = [place for place, row in enumerate(rows) if row["set"] == name and row["positives"] >= LEAST]
        summary[name] = _macro(counts.sum(0)[None], columns)[0] if columns else None
        spread = _macro(drawn, columns) if columns else None
        summary[f"{name} 95 %"] = None if spread is None else [float(v) for v in np.percentile(spread, _INTERVAL)]
        summary[f"{name} labels"] = len(columns)
    first = len(label_scheme()["perspectives"])
    empty = ~truth[:, :first].any(axis=1)
    summary["false perspective"] = float(guess[empty, :first].any(axis=1).mean()) if empty.any() else None
    errors = [row["calibration_error"] for row in rows if row["positives"] >= LEAST]
    summary["calibration error"] = float(np.mean(errors)) if errors else None
    unsure = (probabilities >= UNCERTAIN[0]) & (probabilities < UNCERTAIN[1])
    summary["uncertain"] = float(unsure.any(axis=1).mean())
    return Figures(group, rows, summary, _confusion(names, truth, guess))


def _row(
    name: str, label: str, truth: NDArray[np.bool_], guess: NDArray[np.bool_], probability: NDArray[np.float64]
) -> dict[str, Any]:
    hits, there, given = int((truth & guess).sum()), int(truth.sum()), int(guess.sum())
    return {
        "set": name,
        "label": label,
        "positives": there,
        "assigned": given,
        "precision": hits / given if given else None,
        "recall": hits / there if there else None,
        "f1": 2 * hits / (there + given) if there + given else None,
        "average_precision": average_precision(truth, probability) if there else None,
        "calibration_error": calibration_error(truth, probability),
    }


def _intervals(
    hits: NDArray[np.float64], there: NDArray[np.float64], given: NDArray[np.float64]
) -> dict[str, list[float] | None]:
    """Return the 95 % intervals of precision, recall and F1 over drawings, each array of shape (n_draws,)."""
    parts = {"precision": (hits, given), "recall": (hits, there), "f1": (2 * hits, there + given)}
    found: dict[str, list[float] | None] = {}
    for name, (above, below) in parts.items():
        known = below > 0
        shares = above[known] / below[known]
        found[f"{name} 95 %"] = [float(v) for v in np.percentile(shares, _INTERVAL)] if known.any() else None
    return found


def average_precision(truth: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    """Return the mean, over the true passages, of the precision down to each."""
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(truth, scores))


def calibration_error(truth: NDArray[np.bool_], probability: NDArray[np.float64]) -> float:
    """Return the expected calibration error: how far, in ten bins, the share of true ones is from what was said."""
    passages, said, true = reliability(truth, probability)
    return float((np.abs(said - true) * passages).sum() / max(len(truth), 1))


def reliability(
    truth: NDArray[np.bool_], probability: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return of ten bins of probability: passages in it, their mean probability, and the share that is true."""
    places = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    passages = np.bincount(places, minlength=_BINS)
    said = np.bincount(places, weights=probability, minlength=_BINS) / np.maximum(passages, 1)
    true = np.bincount(places, weights=truth.astype(float), minlength=_BINS) / np.maximum(passages, 1)
    return passages, said, true


def _by_document(records: Sequence[Record], truth: NDArray[np.bool_], guess: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return hits, true ones and assigned ones of every document, of shape (n_documents, 3, n_labels)."""
    names = {name: place for place, name in enumerate(dict.fromkeys(record.document for record in records))}
    places = [names[record.document] for record in records]
    counts = np.zeros((len(names), 3, truth.shape[1]))
    for kind, values in enumerate((truth & guess, truth, guess)):
        np.add.at(counts[:, kind], places, values)
    return counts


def _draws(documents: int) -> NDArray[np.float64]:
    chosen = np.random.default_rng(0).integers(0, documents, (DRAWS, documents))
    return np.stack([np.bincount(row, minlength=documents) for row in chosen]).astype(float)


def _macro(counts: NDArray[np.float64], columns: Sequence[int]) -> NDArray[np.float64]:
    """Return the mean F1 of the labels that are there or were given, for every drawing of documents."""
    hits, there, given = (counts[:, kind][:, list(columns)] for kind in range(3))
    known = there + given > 0
    f1 = 2 * hits / np.maximum(there + given, 1)
    return np.asarray(f1.sum(axis=1) / np.maximum(known.sum(axis=1), 1))


def _confusion(
    names: Sequence[tuple[str, str]], truth: NDArray[np.bool_], guess: NDArray[np.bool_]
) -> list[dict[str, Any]]:
    missed, wrong = (truth & ~guess).astype(int), (guess & ~truth).astype(int)
    together = missed.T @ wrong
    rows = [
        {"set": one[0], "missed": one[1], "given": other[1], "passages": int(together[i, j])}
        for i, one in enumerate(names)
        for j, other in enumerate(names)
        if one[0] == other[0] and together[i, j]
    ]
    return sorted(rows, key=lambda row: -int(str(row["passages"])))


def label_rows(found: Figures) -> list[dict[str, Any]]:
    """Return one row a label for a table, its intervals beside the figures."""
    rows = []
    for entry in found.labels:
        row: dict[str, Any] = {name: value for name, value in entry.items() if not name.endswith(" 95 %")}
        for name in ("precision", "recall", "f1"):
            row[name] = _with_interval(entry[name], entry[f"{name} 95 %"])
        rows.append(row)
    return rows


def _with_interval(value: float | None, interval: Sequence[float] | None) -> str | None:
    if value is None or interval is None:
        return None
    return f"{value:.3f} [{interval[0]:.2f}–{interval[1]:.2f}]"


def summary_rows(found: Sequence[Figures]) -> list[dict[str, Any]]:
    """Return one row a group for a table: macro-F1 with its interval and the number of labels that it is a mean of."""
    rows = []
    for entry in found:
        summary = entry.summary
        row = {"group": entry.group, "passages": summary["passages"], "documents": summary["documents"]}
        for name in label_scheme():
            said = _with_interval(summary[name], summary[f"{name} 95 %"])
            row[f"{name} (labels)"] = f"{said} ({summary[f'{name} labels']})" if said else None
        rows.append(row | {name: summary[name] for name in ("false perspective", "calibration error", "uncertain")})
    return rows
