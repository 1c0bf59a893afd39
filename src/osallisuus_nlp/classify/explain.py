"""Why a passage got a label: which words and features spoke for it, and which against."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..language import identify
from .calibration import LANGUAGES
from .features import Example, blocks, named_features, weigh
from .model import Classifier, Model, load_model

if TYPE_CHECKING:
    import pandas as pd


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
        of the label's probability. Of the accurate one a weight is what the log-odds lose without the word.

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
    found = _summands(chosen, example, place) if isinstance(chosen, Model) else _losses(chosen, example, place)
    rows = [(part, feature, weight) for (part, feature), weight in found.items() if weight]
    rows.sort(key=lambda row: -abs(row[2]))
    return pd.DataFrame(rows, columns=["part", "feature", "weight"])


def _summands(model: Model, example: Example, label: int) -> dict[tuple[str, str], float]:
    """Return what each feature adds to the log-odds; what words share in an n-gram is parted between them."""
    row = weigh(blocks([example]), model.idf)
    language = LANGUAGES.index(example.language) if example.language in LANGUAGES else 0
    slope, shift = (float(part[language, label]) for part in (model.calibration.slope, model.calibration.shift))
    weights = dict(zip(row.indices.tolist(), (row.data * model.weights[row.indices, label]).tolist(), strict=True))
    names: defaultdict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for place, part, feature in named_features(example):
        names[place][part, feature] += 1
    found: defaultdict[tuple[str, str], float] = defaultdict(float)
    for place, weight in weights.items():
        for name, count in names[place].items():
            found[name] += slope * weight * count / names[place].total()
    found["start", ""] = slope * float(model.bias[label]) + shift
    return dict(found)


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
