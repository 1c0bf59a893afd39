"""Why a passage got a label: which words and features spoke for it, and which against."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..language import identify
from .calibration import rows_of
from .features import Example, blocks, named_features, weigh
from .label import LabelledPassages, title_of
from .model import Both, Classifier, Model, load_model
from .structure import stated_elements

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_matrix

_WORDS = ("word", "pair", "heading")
_FOR, _AGAINST = 4, 2  # words that are named
_LEAST = 1e-4  # probabilities are rounded to it


class Reason(NamedTuple):
    """What spoke for a label (weight above 0) or against it: by how much it moves the log-odds."""

    part: str
    feature: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage was given a label.

    Attributes
    ----------
    passage : int
        Id of the passage in its document.
    label : str
    probability : float
    stated : bool
        Whether the document's structure states the label outright: the table's column, or the list's stem.
    reasons : tuple of Reason
        The weightiest ``word``, ``pair`` of words and ``heading`` for the label, then those against it; ``form``: the
        kinds of the words and the passage's shape; ``rest``: all else (other words, how common the label is, the
        sentence encoder of the accurate tier, neighbours in a list). Together they are the probability's log-odds.
    """

    passage: int
    label: str
    probability: float
    stated: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Explanations:
    """Why passages were given their labels."""

    entries: tuple[Explanation, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """Return one row a reason: passage, label, probability, stated, part, feature, weight."""
        import pandas as pd

        rows = [
            (one.passage, one.label, one.probability, one.stated, *reason)
            for one in self.entries
            for reason in one.reasons
        ]
        return pd.DataFrame(rows, columns=["passage", "label", "probability", "stated", *Reason._fields])


def explain(
    text: str,
    label: str,
    heading: str = "",
    *,
    language: str | None = None,
    model: str | Path | None = None,
) -> pd.DataFrame:
    """Return what spoke for a label of a text, and what against.

    Parameters
    ----------
    text : str
        A passage.
    label : str
        The id of a perspective, house level or plan element.
    heading : str
        The heading above it.
    language : str, optional
        ``fi`` or ``sv``; by default told from the text.
    model : str or path, optional
        As for `classify`.

    Returns
    -------
    DataFrame
        One row a feature, the weightiest first: part (``word``, ``pair``, ``heading`` or ``feature``), feature, and
        weight, the change of the log-odds. Of the default tier the weights and the row ``start`` sum to the log-odds
        of the label's probability. Of the accurate one a weight is what the log-odds lose without the word. Of
        ``both`` it is either, by the tier that labels the text.

    Raises
    ------
    ValueError
        If there is no such label.
    """
    import pandas as pd

    chosen = load_model(model)
    if label not in chosen.labels:
        raise ValueError(f"there is no label {label!r}; choose from {', '.join(chosen.labels)}")
    example = Example(text, language or identify(text), heading)
    place = chosen.labels.index(label)
    if isinstance(chosen, Both):
        chosen = chosen.second if chosen.unsure(chosen.first.probabilities([example])).item() else chosen.first
    if isinstance(chosen, Model):
        (found,) = _summands(chosen, example, _rows(chosen, [example]), [place])
    else:
        found = _losses(chosen, example, place)
    rows = [(part, feature, weight) for (part, feature), weight in found.items() if weight]
    rows.sort(key=lambda row: -abs(row[2]))
    return pd.DataFrame(rows, columns=["part", "feature", "weight"])


def explain_passages(labelled: LabelledPassages, passages: Iterable[int]) -> Explanations:
    """Return why passages of a document, by their ids, have the labels that they were given."""
    document, model = labelled.document, labelled.model
    asked = [place for place in sorted(set(passages)) if labelled[place].given]
    if not asked:
        return Explanations()
    title, text = title_of(document), document.text
    examples = [Example.of(document.passages[place], title, text) for place in asked]
    linear, shares = model.linear(examples)
    rows = _rows(linear, examples)
    made = []
    for number, (place, example, share) in enumerate(zip(asked, examples, shares.tolist(), strict=True)):
        given = labelled[place].given
        columns = [model.labels.index(label) for label in given]
        stated = stated_elements(document.passages[place])
        found = _summands(linear, example, rows[number], columns)
        for label, column, summands in zip(given, columns, found, strict=True):
            probability = (labelled[place].probabilities or {}).get(label, 0.0)
            reasons = _reasons(summands, share[column], probability)
            made.append(Explanation(place, label, probability, label in stated, reasons))
    return Explanations(tuple(made))


def _rows(model: Model, examples: Sequence[Example]) -> csr_matrix:
    return weigh(blocks(examples), model.idf).sorted_indices()


def _reasons(summands: dict[tuple[str, str], float], share: float, probability: float) -> tuple[Reason, ...]:
    words = [
        Reason(part, feature, round(share * weight, 2))
        for (part, feature), weight in summands.items()
        if part in _WORDS and all(any(map(str.isalnum, word)) for word in feature.split())
    ]
    words.sort(key=lambda reason: (-reason.weight, reason.feature))
    chosen = [reason for reason in words[:_FOR] if reason.weight > 0]
    chosen += [reason for reason in reversed(words[-_AGAINST:]) if reason.weight < 0]
    form = sum(share * weight for (part, _), weight in summands.items() if part == "feature")
    chosen.append(Reason("form", "", round(form, 2)))
    likely = min(max(probability, _LEAST), 1 - _LEAST)
    rest = math.log(likely / (1 - likely)) - sum(reason.weight for reason in chosen)
    return (*chosen, Reason("rest", "", round(rest, 2)))


def _summands(
    model: Model, example: Example, row: csr_matrix, labels: Sequence[int]
) -> list[dict[tuple[str, str], float]]:
    """Return for each label what a feature adds to the log-odds; n-grams that words share are parted between them."""
    (language,) = rows_of([example.language])
    slope, shift = (part[language].astype(float) for part in (model.calibration.slope, model.calibration.shift))
    known: dict[tuple[str, str], int] = {("start", ""): 0}
    places, names = np.array(
        [(place, known.setdefault((part, feature), len(known))) for place, part, feature in named_features(example)]
    ).T
    at = np.searchsorted(row.indices, places) % max(row.nnz, 1)
    there = row.indices[at] == places if row.nnz else np.zeros(len(places), bool)
    at, names = at[there], names[there]
    shares = 1 / np.bincount(at, minlength=row.nnz)[at]
    made = []
    for label in labels:
        weights = slope[label] * row.data * model.weights[row.indices, label]
        sums = np.bincount(names, weights[at] * shares, minlength=len(known))
        sums[0] = slope[label] * float(model.bias[label]) + shift[label]
        made.append(dict(zip(known, sums.tolist(), strict=True)))
    return made


def _losses(model: Classifier, example: Example, label: int) -> dict[tuple[str, str], float]:
    """Return what the log-odds lose when a word is left out."""
    words = example.text.split()
    without = [replace(example, text=" ".join(words[:at] + words[at + 1 :])) for at in range(len(words))]
    names = [("word", word) for word in words]
    if example.above:
        without.append(replace(example, above=""))
        names.append(("heading", example.above))
    probability = np.clip(model.probabilities([example, *without])[:, label], 1e-6, 1 - 1e-6)
    log_odds = np.log(probability / (1 - probability))
    found: dict[tuple[str, str], float] = {}
    for name, value in zip(names, (log_odds[0] - log_odds[1:]).tolist(), strict=True):
        found[name] = found.get(name, 0.0) + value
    return found
