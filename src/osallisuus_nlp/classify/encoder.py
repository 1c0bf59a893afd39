"""The accurate tier: a sentence encoder in ONNX, read with onnxruntime; no torch at run time.

It reads a passage with its headings, a fragment also with what stands around it, and gives scores of the passage's
labels and marks of its words. The file is a NumPy archive of plain arrays: the network (ONNX, 8 bits), its vocabulary,
the calibration and a JSON card.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ResourceMissing
from .calibration import Calibration, rows_of
from .features import Example
from .marks import MARKS, Marks, word_spans
from .model import Calibrated, Model, calibration_of, default_model, write_archive
from .pieces import Pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BEGIN, PAD, END = 0, 1, 2  # ids of the signs in the vocabulary that are no text
AROUND = 2  # in a mask: what is read, but is no part of the passage
PREFIX = "passage:"  # what the encoder was taught to expect before a text
MOST_ABOVE, MOST = 32, 160  # pieces of heading and stem, of which the last are kept; of the text at once
NEAR = 24  # pieces of what stands before and after
SHARE = 0.5  # of the encoder's scores; the rest is the default tier's (chosen on held-out training documents)
_BATCH = 16
_UNREAD = -9.0  # log-odds of a word without a piece
_LEAST = 1e-4  # probability below which the default tier is not believed


@dataclass(frozen=True, slots=True)
class Input:
    """What the encoder reads at once: a passage, or as much of a long one as it can take.

    Attributes
    ----------
    ids : list of int
        Pieces of heading and stem, of what stands before, the text, and what stands after.
    mask : list of int
        1 for the passage with its headings, `AROUND` for what stands around it.
    first : int
        Place of the text's first piece.
    words : list of int
        Of each piece of the text, which word of the passage it belongs to.
    """

    ids: list[int]
    mask: list[int]
    first: int
    words: list[int]


def inputs_of(example: Example, pieces: Pieces) -> list[Input]:
    """Return what the encoder reads of a passage, part by part where it is longer than `MOST` pieces.

    Each part is read after the last pieces of the one before.
    """
    above = pieces.ids(f"{example.above}:")[-MOST_ABOVE:] if example.above else []
    opening = [BEGIN, *pieces.ids(PREFIX), *above]
    before, after = pieces.ids(example.before)[-NEAR:], pieces.ids(example.after)[:NEAR]
    words = [pieces.ids(example.text[word.start : word.end])[:MOST] for word in word_spans(example.text)]
    rows = []
    for start, end in _windows([len(word) for word in words]):
        ids, mask = list(opening), [1] * len(opening)
        if before:
            ids += [*before, END]
            mask += [AROUND] * (len(before) + 1)
        first = len(ids)
        text = [piece for word in words[start:end] for piece in word]
        ids += [*text, END]
        mask += [1] * (len(text) + 1)
        if after and end == len(words):
            ids += [*after, END]
            mask += [AROUND] * (len(after) + 1)
        rows.append(Input(ids, mask, first, [place for place in range(start, end) for _ in words[place]]))
        before = text[-NEAR:]
    return rows


def _windows(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the stretches of words, of so many pieces each, that are read at once: one at least."""
    start, taken = 0, 0
    for place, size in enumerate(sizes):
        if taken + size > MOST:
            yield start, place
            start, taken = place, 0
        taken += size
    yield start, len(sizes)


def batch_of(rows: Sequence[Input]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the token ids of what is read at once, filled up to one length, and their masks."""
    import numpy as np

    ids = np.full((len(rows), max(len(row.ids) for row in rows)), PAD, dtype=np.int64)
    mask = np.zeros_like(ids)
    for place, row in enumerate(rows):
        ids[place, : len(row.ids)] = row.ids
        mask[place, : len(row.mask)] = row.mask
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

    def encoded(self, examples: Sequence[Example]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """Return the encoder's own scores, of shape (n_passages, n_labels), and the marks of each passage's words.

        Marks are arrays of shape (n_words, len(MARKS)).
        """
        import numpy as np

        rows = [(place, row) for place, one in enumerate(examples) for row in inputs_of(one, self.vocabulary)]
        scores = np.zeros((len(examples), len(self.labels)), np.float32)
        sums = [np.zeros((len(word_spans(example.text)), len(MARKS)), np.float32) for example in examples]
        counts = [np.zeros((len(one), 1), np.float32) for one in sums]
        rows.sort(key=lambda entry: len(entry[1].ids))  # like lengths together
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            ids, mask = batch_of([row for _, row in batch])
            given, marks = self._session.run(None, {"ids": ids, "mask": mask})
            for number, (place, row) in enumerate(batch):
                if not row.words or row.words[0] == 0:  # a passage's labels are told by how it begins
                    scores[place] = given[number]
                np.add.at(sums[place], row.words, marks[number, row.first : row.first + len(row.words)])
                np.add.at(counts[place], row.words, 1.0)
        marks = [
            np.asarray(np.where(count, total / np.maximum(count, 1.0), _UNREAD), np.float32)
            for total, count in zip(sums, counts, strict=True)
        ]
        return scores, marks

    def scores(self, examples: Sequence[Example]) -> NDArray[np.float32]:
        """Return scores of shape (n_passages, n_labels): the encoder's, and the default tier's log-odds weighed in."""
        return averaged(self.encoded(examples)[0], default_model().probabilities(examples))

    def marked(self, examples: Sequence[Example]) -> tuple[NDArray[np.float64], list[Marks | None]]:
        """Return the probabilities, and the marks of the words of each passage, from one reading."""
        own, marks = self.encoded(examples)
        probabilities = self.calibrated(averaged(own, default_model().probabilities(examples)), examples)
        return probabilities, [Marks(example.text, one) for example, one in zip(examples, marks, strict=True)]

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
        if len(pieces) != len(arrays["piece_scores"]) or card["marks"] != list(MARKS):
            raise ValueError("a vocabulary without its scores, or other marks")
        return cls(arrays["network"], pieces, arrays["piece_scores"], calibration_of(card, arrays), card)
