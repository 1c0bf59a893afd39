"""The accurate tier: a sentence encoder in ONNX, read with onnxruntime; no torch at run time.

The file is a NumPy archive of plain arrays: the network (ONNX, 8 bits), its vocabulary, the calibration and a JSON
card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ResourceMissing
from .calibration import Calibration, rows_of
from .features import Example
from .model import Calibrated, Model, calibration_of, default_model, write_archive
from .pieces import Pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BEGIN, PAD, END = 0, 1, 2  # ids of the marks in the vocabulary
PREFIX = "passage:"  # what the encoder was taught to expect before a text
MOST_ABOVE, MOST = 32, 160  # pieces of heading and stem, of which the last are kept; of the text
SHARE = 0.5  # of the encoder's scores; the rest is the default tier's (chosen on held-out training documents)
_BATCH = 16
_LEAST = 1e-4  # probability below which the default tier is not believed


def tokens_of(example: Example, pieces: Pieces) -> list[int]:
    """Return what the encoder reads of a passage: its headings and stem, then its text."""
    above = pieces.ids(f"{example.above}:")[-MOST_ABOVE:] if example.above else []
    return [BEGIN, *pieces.ids(PREFIX), *above, *pieces.ids(example.text)[:MOST], END]


def batch_of(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return rows of token ids, filled up to one length, and their mask."""
    import numpy as np

    ids = np.full((len(rows), max(map(len, rows))), PAD, dtype=np.int64)
    mask = np.zeros_like(ids)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return ids, mask


def averaged(scores: NDArray[np.float32], beside: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the encoder's scores averaged with the log-odds of the default tier's probabilities."""
    import numpy as np

    other = beside.clip(_LEAST, 1 - _LEAST)
    return np.asarray(SHARE * scores + (1 - SHARE) * np.log(other / (1 - other)), np.float32)


@dataclass(frozen=True)
class EncoderModel(Calibrated):
    """The accurate tier: a fine-tuned sentence encoder, and the default tier beside it.

    Attributes
    ----------
    network : array of uint8
        The network as ONNX: token ids and mask to one score a label.
    pieces : sequence of str
    piece_scores : array of float
        The vocabulary.
    calibration : Calibration
    card : dict
    """

    network: NDArray[np.uint8]
    pieces: tuple[str, ...]
    piece_scores: NDArray[np.float32]
    calibration: Calibration
    card: dict[str, Any]

    @cached_property
    def vocabulary(self) -> Pieces:
        """The pieces that text is cut into."""
        return Pieces(self.pieces, self.piece_scores.tolist())

    @cached_property
    def _session(self) -> Any:
        try:
            import onnxruntime
        except ImportError as error:
            raise ResourceMissing(
                "the accurate classifier needs onnxruntime: pip install 'osallisuus_nlp[accurate]'"
            ) from error
        return onnxruntime.InferenceSession(self.network.tobytes(), providers=["CPUExecutionProvider"])

    def encoded(self, examples: Sequence[Example]) -> NDArray[np.float32]:
        """Return an array of shape (n_passages, n_labels) of the encoder's own scores."""
        import numpy as np

        tokens = [tokens_of(example, self.vocabulary) for example in examples]
        made = np.zeros((len(examples), len(self.labels)), np.float32)
        order = sorted(range(len(tokens)), key=lambda place: len(tokens[place]))  # like lengths together
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            ids, mask = batch_of([tokens[place] for place in places])
            made[places] = self._session.run(None, {"ids": ids, "mask": mask})[0]
        return made

    def scores(self, examples: Sequence[Example]) -> NDArray[np.float32]:
        """Return scores of shape (n_passages, n_labels): the encoder's, and the default tier's log-odds weighed in."""
        return averaged(self.encoded(examples), default_model().probabilities(examples))

    def linear(self, examples: Sequence[Example]) -> tuple[Model, NDArray[np.float64]]:
        """Return the default tier, and how much of its log-odds is in the average."""
        model, share = default_model().linear(examples)
        return model, (1 - SHARE) * share * self.calibration.slope[rows_of([example.language for example in examples])]

    def save(self, path: Path) -> None:
        """Write the model as a NumPy archive."""
        import numpy as np

        arrays = {
            "network": self.network,
            "pieces": np.frombuffer("\n".join(self.pieces).encode(), np.uint8),
            "piece_scores": self.piece_scores,
        }
        write_archive(path, self.card, arrays | vars(self.calibration))

    @classmethod
    def of(cls, card: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> EncoderModel:
        """Return the model that an archive holds; raises `ValueError` where sizes do not fit."""
        pieces = tuple(arrays["pieces"].tobytes().decode().split("\n"))
        if len(pieces) != len(arrays["piece_scores"]):
            raise ValueError("a vocabulary without its scores")
        return cls(arrays["network"], pieces, arrays["piece_scores"], calibration_of(card, arrays), card)
