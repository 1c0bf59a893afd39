"""The trained classifier: one logistic regression a label over dampened counts, calibrated, kept as arrays.

The file is a NumPy archive of plain arrays (never a pickle) with a JSON text inside that tells version, label
scheme, training data and figures.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from .._data import model_path
from ..errors import ResourceMissing
from ..framework import default_framework
from .features import COUNTS, FEATURES, Example, blocks, weigh

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMAT = 1


def label_scheme() -> dict[str, list[str]]:
    """Return the labels of each set, in the framework's order."""
    framework = default_framework()
    return {
        "perspectives": [entry.id for entry in framework.perspectives],
        "house": [entry.id for entry in framework.house_levels],
        "elements": [entry.id for entry in framework.elements],
    }


@dataclass(frozen=True)
class Model:
    """A trained classifier.

    Attributes
    ----------
    idf : array of float, shape (n_counts,)
        Weight of each counted feature.
    weights : array of float, shape (n_labels, n_features)
    bias, slope, shift : array of float, shape (n_labels,)
        Score is ``weights @ x + bias``; probability is ``1 / (1 + exp(-(slope * score + shift)))``.
    threshold : array of float, shape (n_labels,)
        Probability from which a label is assigned.
    card : dict
        Version, label scheme, training data, command and figures.
    """

    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    slope: NDArray[np.float32]
    shift: NDArray[np.float32]
    threshold: NDArray[np.float32]
    card: dict[str, Any]

    @property
    def labels(self) -> list[str]:
        """The label ids, in the order of the columns: perspectives, house levels, elements."""
        return [label for labels in self.card["labels"].values() for label in labels]

    def probabilities(self, examples: Sequence[Example]) -> NDArray[np.float64]:
        """Return an array of shape (n_passages, n_labels) of probabilities, 0–1."""
        import numpy as np

        if not examples:
            return np.zeros((0, len(self.labels)))
        scores = weigh(blocks(examples), self.idf) @ self.weights.T + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-(self.slope * scores + self.shift))), dtype=np.float64)

    def save(self, path: Path) -> None:
        """Write the model as a NumPy archive; weights are kept in half precision."""
        import numpy as np

        with path.open("wb") as file:
            np.savez_compressed(
                file,
                idf=self.idf.astype(np.float16),
                weights=self.weights.astype(np.float16),
                bias=self.bias,
                slope=self.slope,
                shift=self.shift,
                threshold=self.threshold,
                card=np.frombuffer(json.dumps(self.card, ensure_ascii=False).encode(), np.uint8),
            )

    @classmethod
    def load(cls, path: Path) -> Model:
        """Read a model.

        Raises
        ------
        ResourceMissing
            If the file is not a model of this format and label scheme.
        """
        import numpy as np

        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
                arrays = {name: archive[name] for name in archive.files}
            card = json.loads(arrays.pop("card").tobytes())
            made = cls(card=card, **{name: array.astype(np.float32) for name, array in arrays.items()})
            fits = made.weights.shape == (len(made.labels), FEATURES) and made.idf.shape == (COUNTS,)
            known = card["format"] == FORMAT and list(card["labels"].items()) == list(label_scheme().items())
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, BadZipFile) as error:
            raise ResourceMissing(f"{path}: not a model of this library; rebuild it with `make models`") from error
        if not (fits and known):
            raise ResourceMissing(f"{path}: a model of another version; rebuild it with `make models`")
        return made


@cache
def load_model(path: Path) -> Model:
    """Return the model of a file, read once; raises `ResourceMissing` as `Model.load` does."""
    return Model.load(path)


@cache
def default_model() -> Model:
    """Return the model that ships with the library, read once."""
    return Model.load(model_path("passages.npz"))
