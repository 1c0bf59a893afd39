"""How far two independent labellings agree: Cohen's kappa and Krippendorff's alpha, label by label."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import _data
from ..errors import InvalidCorpus
from .records import Kind, Labels, Language, NonEmpty, Record, check_labels, entries_of, known_labels

__all__ = [
    "Labelled",
    "agreement",
    "cohen_kappa",
    "krippendorff_alpha",
    "labelled",
    "read_labelling",
    "write_labelling",
]


@dataclass(frozen=True)
class Labelled:
    """One passage as one reader labelled it."""

    id: NonEmpty
    language: Language
    labels: Labels
    kind: Kind = "paragraph"


def labelled(records: Iterable[Record]) -> list[Labelled]:
    """Return the labelling that corpus records hold."""
    return [Labelled(record.id, record.language, record.labels, record.kind) for record in records]


def read_labelling(path: Path) -> list[Labelled]:
    """Read a labelling (``id``, ``language``, ``kind``, ``labels`` a line; a corpus file will do).

    Raises
    ------
    InvalidCorpus
        With file and line.
    """
    found: dict[str, Labelled] = {}
    for entry, place in entries_of(path, Labelled):
        check_labels(entry.labels, place)
        if entry.id in found:
            raise InvalidCorpus(f"{place}: the id {entry.id} stands twice")
        found[entry.id] = entry
    return list(found.values())


def write_labelling(entries: Iterable[Labelled], path: Path) -> None:
    """Write a labelling."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(_data.to_plain(entry), ensure_ascii=False) + "\n" for entry in entries)


def agreement(
    first: Sequence[Labelled], second: Sequence[Labelled], *, by: Callable[[Labelled], str] = lambda one: one.language
) -> list[dict[str, Any]]:
    """Compare two labellings on the passages that both hold.

    Parameters
    ----------
    by : callable
        What to part the passages by: their language unless told otherwise.

    Returns
    -------
    list of dict
        One row a part and label, in the framework's order: ``part``, ``set``, ``label``, ``passages``, ``first`` and
        ``second`` (positives of each), ``agree`` (share of passages), ``kappa`` and ``alpha``; these two are None
        where neither reader, or each reader every time, gave the label.

    Raises
    ------
    InvalidCorpus
        If the labellings have no passage in common.
    """
    other = {entry.id: entry for entry in second}
    pairs = [(entry, other[entry.id]) for entry in first if entry.id in other]
    if not pairs:
        raise InvalidCorpus("the two labellings have no passage in common: their ids differ")
    rows = []
    for part in sorted({by(a) for a, _ in pairs}):
        those = [(a.labels.pairs(), b.labels.pairs()) for a, b in pairs if by(a) == part]
        for name, label in known_labels():
            one = [(name, label) in a for a, _ in those]
            two = [(name, label) in b for _, b in those]
            rows.append(
                {
                    "part": part,
                    "set": name,
                    "label": label,
                    "passages": len(those),
                    "first": sum(one),
                    "second": sum(two),
                    "agree": sum(a == b for a, b in zip(one, two, strict=True)) / len(those),
                    "kappa": cohen_kappa(one, two),
                    "alpha": krippendorff_alpha(one, two),
                }
            )
    return rows


def cohen_kappa(first: Sequence[Any], second: Sequence[Any], *, weights: str | None = None) -> float | None:
    """Return Cohen's kappa of two readers (``weights="quadratic"`` for levels); None where chance explains all."""
    if len({*first, *second}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score

    return float(cohen_kappa_score(list(first), list(second), weights=weights))


def krippendorff_alpha(first: Sequence[bool], second: Sequence[bool]) -> float | None:
    """Return Krippendorff's alpha of two readers, nominal, without missing values; None where all values are one.

    Alpha is 1 - observed / expected disagreement, where the expected one is that of two values drawn from all the
    values given (Krippendorff, Content Analysis, chapter 12).
    """
    values = 2 * len(first)
    positives = sum(first) + sum(second)
    if positives in (0, values):
        return None
    observed = 2 * sum(a != b for a, b in zip(first, second, strict=True)) / values
    expected = 2 * positives * (values - positives) / (values * (values - 1))
    return 1 - observed / expected
