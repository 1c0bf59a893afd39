"""The trained classifiers: what every tier offers, and the default one, a linear model kept as arrays.

A file is a NumPy archive of plain arrays (never a pickle) with a JSON card inside that tells tier, version, label
scheme, training data and figures.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zipfile import BadZipFile

from .._data import model_path
from ..errors import ResourceMissing
from ..framework import default_framework
from .calibration import LANGUAGES, UNCERTAIN, Calibration
from .features import COUNTS, FEATURES, Example, blocks, weigh
from .marks import Marks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMAT = 2
TIERS = {"default": "passages.npz", "accurate": "accurate.npz"}


def label_scheme() -> dict[str, list[str]]:
    """Return the labels of each set, in the framework's order."""
    return {name: [entry.id for entry in entries] for name, entries in default_framework().label_sets.items()}


class Classifier(Protocol):
    """What a model of any tier offers."""

    @property
    def card(self) -> dict[str, Any]:
        """Tier, version, label scheme, training data, command and figures."""

    @property
    def labels(self) -> list[str]:
        """The label ids, in the order of the columns: perspectives, house levels, elements."""

    @property
    def threshold(self) -> NDArray[np.float32]:
        """Probability from which a label is assigned, of shape (n_labels,)."""

    def probabilities(self, examples: Sequence[Example]) -> NDArray[np.float64]:
        """Return an array of shape (n_passages, n_labels) of probabilities, 0–1."""

    def marked(self, examples: Sequence[Example]) -> tuple[NDArray[np.float64], list[Marks | None]]:
        """Return the probabilities and, where a passage was read word by word, the marks of its words."""

    def linear(self, examples: Sequence[Example]) -> tuple[Model, NDArray[np.float64]]:
        """Return the linear model in it, and how much of that one's log-odds is in its own, (n_passages, n_labels)."""


class Calibrated(ABC):
    """A classifier whose scores are turned into probabilities by a calibration."""

    calibration: Calibration
    card: dict[str, Any]

    @property
    def labels(self) -> list[str]:
        """The label ids, in the order of the columns: perspectives, house levels, elements."""
        return labels_of(self.card)

    @property
    def threshold(self) -> NDArray[np.float32]:
        """Probability from which a label is assigned, of shape (n_labels,)."""
        return self.calibration.threshold

    @abstractmethod
    def scores(self, examples: Sequence[Example]) -> NDArray[np.float32]:
        """Return an array of shape (n_passages, n_labels) of log-odds that are not calibrated."""

    def probabilities(self, examples: Sequence[Example]) -> NDArray[np.float64]:
        """Return an array of shape (n_passages, n_labels) of probabilities, 0–1."""
        return self.calibrated(self.scores(examples), examples)

    def calibrated(self, scores: NDArray[np.float32], examples: Sequence[Example]) -> NDArray[np.float64]:
        """Return the probabilities that scores of shape (n_passages, n_labels) stand for."""
        return self.calibration.probabilities(scores, [example.language for example in examples])

    def marked(self, examples: Sequence[Example]) -> tuple[NDArray[np.float64], list[Marks | None]]:
        """Return the probabilities; no word is marked."""
        return self.probabilities(examples), [None] * len(examples)


@dataclass(frozen=True)
class Model(Calibrated):
    """The default tier: a logistic regression of each label.

    Attributes
    ----------
    idf : array of float, shape (n_counts,)
        Weight of each counted feature.
    weights : array of float, shape (n_features, n_labels)
    bias : array of float, shape (n_labels,)
        Score is ``x @ weights + bias``.
    calibration : Calibration
    card : dict
        Tier, version, label scheme, training data, command and figures.
    """

    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    calibration: Calibration
    card: dict[str, Any]

    def scores(self, examples: Sequence[Example]) -> NDArray[np.float32]:
        """Return an array of shape (n_passages, n_labels) of log-odds that are not calibrated."""
        import numpy as np

        if not examples:
            return np.zeros((0, len(self.labels)), np.float32)
        return np.asarray(weigh(blocks(examples), self.idf) @ self.weights + self.bias)

    def linear(self, examples: Sequence[Example]) -> tuple[Model, NDArray[np.float64]]:
        """Return itself, and ones."""
        import numpy as np

        return self, np.ones((len(examples), len(self.labels)))

    def save(self, path: Path) -> None:
        """Write the model as a NumPy archive; weights are kept in half precision."""
        import numpy as np

        arrays = {"idf": self.idf.astype(np.float16), "weights": self.weights.astype(np.float16), "bias": self.bias}
        write_archive(path, self.card, arrays | vars(self.calibration))

    @classmethod
    def of(cls, card: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Model:
        """Return the model that an archive holds; raises `ValueError` where sizes do not fit."""
        import numpy as np

        idf, weights, bias = (arrays[name].astype(np.float32) for name in ("idf", "weights", "bias"))
        made = cls(idf, weights, bias, calibration_of(card, arrays), card)
        if made.weights.shape != (FEATURES, len(made.labels)) or made.idf.shape != (COUNTS,):
            raise ValueError("weights of other features")
        return made


@dataclass(frozen=True)
class Both:
    """Two tiers: the passages of which the first is not sure, whatever the label, are labelled anew by the second.

    A label is given from the second's threshold on: probabilities of both are calibrated, so that they mean the same.
    """

    first: Classifier
    second: Classifier

    @property
    def card(self) -> dict[str, Any]:
        """The second's, with ``tier`` "both"."""
        return {**self.second.card, "tier": "both"}

    @property
    def labels(self) -> list[str]:
        """The label ids, in the order of the columns: perspectives, house levels, elements."""
        return self.second.labels

    @property
    def threshold(self) -> NDArray[np.float32]:
        """Probability from which a label is assigned, of shape (n_labels,)."""
        return self.second.threshold

    def unsure(self, probabilities: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return of which passages the first is not sure, of shape (n_passages,)."""
        import numpy as np

        low, high = UNCERTAIN
        return np.asarray(((probabilities >= low) & (probabilities < high)).any(axis=1))

    def probabilities(self, examples: Sequence[Example]) -> NDArray[np.float64]:
        """Return an array of shape (n_passages, n_labels) of probabilities, 0–1."""
        return self.marked(examples)[0]

    def marked(self, examples: Sequence[Example]) -> tuple[NDArray[np.float64], list[Marks | None]]:
        """Return the probabilities, and the marks of the words of passages that the second has read."""
        import numpy as np

        found, marks = self.first.marked(examples)
        unsure = np.flatnonzero(self.unsure(found)).tolist()
        found[unsure], read = self.second.marked([examples[place] for place in unsure])
        for place, one in zip(unsure, read, strict=True):
            marks[place] = one
        return found, marks

    def linear(self, examples: Sequence[Example]) -> tuple[Model, NDArray[np.float64]]:
        """Return the linear model in it, and how much of that one's log-odds is in its own."""
        import numpy as np

        model, share = self.first.linear(examples)
        unsure = self.unsure(self.first.probabilities(examples))
        return model, np.where(unsure[:, None], self.second.linear(examples)[1], share)


def labels_of(card: dict[str, Any]) -> list[str]:
    """Return the label ids of a card, in the order of the columns."""
    return [label for labels in card["labels"].values() for label in labels]


def calibration_of(card: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Calibration:
    """Return the calibration that an archive holds; raises `ValueError` where sizes do not fit."""
    made = Calibration(arrays["slope"], arrays["shift"], arrays["threshold"])
    count = len(labels_of(card))
    if made.slope.shape != (len(LANGUAGES), count) or made.threshold.shape != (count,):
        raise ValueError("a calibration of other labels")
    return made


def write_archive(path: Path, card: dict[str, Any], arrays: dict[str, Any]) -> None:
    """Write arrays and a card as one NumPy archive; the same content gives the same bytes."""
    import numpy as np

    with path.open("wb") as file:
        np.savez_compressed(file, card=np.frombuffer(json.dumps(card, ensure_ascii=False).encode(), np.uint8), **arrays)


def read_archive(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return the card and the arrays that `write_archive` wrote.

    Raises
    ------
    ResourceMissing
        If the file is not there, or no such archive.
    """
    import numpy as np

    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        card = json.loads(arrays.pop("card").tobytes())
        if not isinstance(card, dict):
            raise TypeError("the card is no object")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, BadZipFile) as error:
        raise ResourceMissing(f"{path}: not a model of this library; rebuild it with `make models`") from error
    return card, arrays


def read_model(path: Path) -> Classifier:
    """Read a model of any tier.

    Raises
    ------
    ResourceMissing
        If the file is not a model of this format and label scheme, or needs an extra that is not installed.
    """
    card, arrays = read_archive(path)
    try:
        known = card["format"] == FORMAT and list(card["labels"].items()) == list(label_scheme().items())
        encoder = card.get("tier") == "accurate"
    except (KeyError, AttributeError) as error:
        raise ResourceMissing(f"{path}: not a model of this library; rebuild it with `make models`") from error
    try:
        if not known:
            raise ValueError("another format or label scheme")
        if encoder:
            from .encoder import EncoderModel

            return EncoderModel.of(card, arrays)
        return Model.of(card, arrays)
    except (ValueError, KeyError) as error:
        raise ResourceMissing(f"{path}: a model of another version; rebuild it with `make models`") from error


@cache
def _read(path: Path) -> Classifier:
    return read_model(path)


@cache
def _both() -> Both:
    return Both(load_model("default"), load_model("accurate"))


def load_model(model: str | Path | None = None) -> Classifier:
    """Return a model, read once.

    Parameters
    ----------
    model : str or path, optional
        ``default``; ``accurate``, which needs the extra of that name; ``both``, where the accurate one labels only
        what the default one is not sure of; or the path of a model of your own.

    Raises
    ------
    ResourceMissing
        As `read_model` does.
    """
    if model == "both":
        return _both()
    name = TIERS.get(str(model or "default"))
    return _read(model_path(name) if name else Path(str(model)))


def default_model() -> Classifier:
    """Return the small model that ships with the library, read once."""
    return load_model()
