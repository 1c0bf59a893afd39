"""Lemmas by what is cut off a word's end and put there instead, in tables small enough to ship.

A list of millions of forms with their lemmas shrinks to some hundred thousand rules, each for an ending as long as it
must be to tell its lemma: *-kunnan* → *-kunta*, but *-^kunnan*. Known forms keep their lemmas; others get that of the
words that end alike, which is right for most compounds.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from .marks import hash_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.vocab import Vocab

_TABLE, _KEY = "osallisuus_edits", "endings"  # where a vocabulary keeps the dictionary's endings
_START = "^"
_DEEPEST = 14  # characters of an ending


@dataclass(frozen=True)
class Edits:
    """A table of edits: sorted hashes of keys, and for each the edit's place in `cuts` and `adds`."""

    keys: NDArray[np.uint64]
    places: NDArray[np.uint16]
    cuts: NDArray[np.uint8]
    adds: tuple[str, ...]

    @classmethod
    def of(cls, edits: Mapping[str, tuple[int, str]]) -> Edits:
        """Return the table of a mapping from key to edit: how many characters to cut, and what to add."""
        distinct = sorted(set(edits.values()))
        if len(distinct) > np.iinfo(np.uint16).max:
            raise ValueError("too many different edits")
        number = {edit: place for place, edit in enumerate(distinct)}
        pairs = sorted((hash_of(key), number[edit]) for key, edit in edits.items())
        return cls(
            np.array([key for key, _ in pairs], dtype=np.uint64),
            np.array([place for _, place in pairs], dtype=np.uint16),
            np.array([cut for cut, _ in distinct], dtype=np.uint8),
            tuple(add for _, add in distinct),
        )

    def __len__(self) -> int:
        return len(self.keys)

    def find(self, keys: Iterable[str], form: str) -> str | None:
        """Return `form` changed by the edit of the first of `keys` that is in the table."""
        hashed = np.array([hash_of(key) for key in keys], dtype=np.uint64)
        if not len(self.keys):
            return None
        at = np.searchsorted(self.keys, hashed)
        at[at == len(self.keys)] = 0
        there = np.flatnonzero(self.keys[at] == hashed)
        if not len(there):
            return None
        place = int(self.places[at[there[0]]])
        cut = int(self.cuts[place])
        add: str = self.adds[place]
        return form[: len(form) - cut] + add

    def to_bytes(self) -> bytes:
        """Return the table as a NumPy archive."""
        adds: Any = np.array(self.adds, dtype=np.str_)
        file = io.BytesIO()
        np.savez_compressed(file, keys=self.keys, places=self.places, cuts=self.cuts, adds=adds)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Edits:
        """Return the table that `to_bytes` made."""
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return cls(arrays["keys"], arrays["places"], arrays["cuts"], tuple(map(str, arrays["adds"])))


def edit(form: str, lemma: str) -> tuple[int, str]:
    """Return how many characters to cut from the end of `form`, and what to add, to make `lemma`."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return len(form) - same, lemma[same:]


def endings(form: str) -> Iterator[str]:
    """Yield the endings of `form`, the longest first, read backwards; the whole word ends in ``^``."""
    marked = (_START + form)[::-1]
    for size in range(min(len(marked), _DEEPEST), -1, -1):
        yield marked[:size]


def learn(pairs: Mapping[str, str], *, least: int = 1) -> Edits:
    """Return the edits of endings that make most of the `pairs` right.

    Parameters
    ----------
    pairs
        Lemma by form.
    least
        How many forms a longer ending must put right to be kept.
    """
    items = sorted(((_START + form)[::-1], edit(form, lemma)) for form, lemma in pairs.items())
    rules: dict[str, tuple[int, str]] = {}
    waiting: list[tuple[int, int, int, tuple[int, str]]] = [(0, len(items), 0, (0, ""))]
    while waiting:
        low, high, depth, inherited = waiting.pop()
        counts = Counter(found for _, found in items[low:high])
        best, count = counts.most_common(1)[0] if counts else (inherited, 0)
        if best != inherited and count - counts[inherited] >= least:
            rules[items[low][0][:depth]] = best
            inherited = best
        if high - low - counts[inherited] < least or depth == _DEEPEST:
            continue
        start = low
        while start < high:
            char = items[start][0][depth : depth + 1]
            end = start
            while end < high and items[end][0][depth : depth + 1] == char:
                end += 1
            if char:
                waiting.append((start, end, depth + 1, inherited))
            start = end
    return Edits.of(rules)


def keep(vocab: Vocab, edits: Edits) -> None:
    """Put the endings of a dictionary into a vocabulary, for all components to use; they are saved with it."""
    if vocab.lookups.has_table(_TABLE):
        vocab.lookups.remove_table(_TABLE)
    vocab.lookups.add_table(_TABLE, {_KEY: edits.to_bytes()})


def kept(vocab: Vocab) -> Edits | None:
    """Return the endings that `keep` put into a vocabulary."""
    if not vocab.lookups.has_table(_TABLE):
        return None
    return _unpacked(vocab.lookups.get_table(_TABLE)[_KEY])


@lru_cache(maxsize=4)
def _unpacked(content: bytes) -> Edits:
    return Edits.from_bytes(content)
