"""From scores to probabilities and labels: what every tier shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LANGUAGES = ("fi", "sv")  # rows of the calibration; another language is read as the first
UNCERTAIN = (0.4, 0.6)  # a probability from the one up to the other is to be looked at by a reader


@dataclass(frozen=True)
class Calibration:
    """Turns scores (log-odds, not yet honest) into probabilities, and says from which on a label is given.

    Attributes
    ----------
    slope, shift : array of float, shape (n_languages, n_labels)
        Probability is ``1 / (1 + exp(-(slope * score + shift)))``.
    threshold : array of float, shape (n_labels,)
        Probability from which a label is assigned.
    """

    slope: NDArray[np.float32]
    shift: NDArray[np.float32]
    threshold: NDArray[np.float32]

    def log_odds(self, scores: NDArray[np.float32], languages: Sequence[str]) -> NDArray[np.float64]:
        """Return the calibrated log-odds of scores of shape (n_passages, n_labels)."""
        import numpy as np

        rows = rows_of(languages)
        return np.asarray(self.slope[rows] * scores + self.shift[rows], dtype=np.float64)

    def probabilities(self, scores: NDArray[np.float32], languages: Sequence[str]) -> NDArray[np.float64]:
        """Return the probabilities of scores of shape (n_passages, n_labels)."""
        return sigmoid(self.log_odds(scores, languages))


def rows_of(languages: Sequence[str]) -> NDArray[np.intp]:
    """Return the row of the calibration that holds for each language."""
    import numpy as np

    return np.array([LANGUAGES.index(tag) if tag in LANGUAGES else 0 for tag in languages], dtype=np.intp)


def sigmoid(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities of log-odds."""
    import numpy as np

    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30))))
