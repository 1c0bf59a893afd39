"""Cut text into the pieces of a unigram vocabulary: what the encoder reads."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_SPACE = "▁"  # what a word begins with in the vocabulary
_MOST_KEPT = 200_000  # words whose pieces are remembered


class Pieces:
    """A unigram vocabulary; a word is cut into the pieces whose scores sum highest.

    Parameters
    ----------
    pieces : sequence of str
        The vocabulary; a piece's place is its id.
    scores : sequence of float
        Log-probability of each piece.
    unknown : int
        Id of what no piece covers.
    unknown_score : float
        Score of a letter that no piece covers.
    specials : int
        How many pieces at the beginning are marks and no text.
    """

    def __init__(
        self,
        pieces: Sequence[str],
        scores: Sequence[float],
        *,
        unknown: int = 3,
        unknown_score: float = -30.0,
        specials: int = 4,
    ) -> None:
        self._ids = {piece: place for place, piece in enumerate(pieces) if place >= specials and piece}
        self._scores = [float(score) for score in scores]
        self._longest = max(map(len, self._ids), default=1)
        self._unknown, self._unknown_score = unknown, unknown_score
        self._cut: dict[str, tuple[int, ...]] = {}

    def ids(self, text: str) -> list[int]:
        """Return the ids of a text's pieces, without marks of beginning and end."""
        found: list[int] = []
        for word in unicodedata.normalize("NFKC", text).split():
            cut = self._cut.get(word)
            if cut is None:
                if len(self._cut) >= _MOST_KEPT:
                    self._cut.clear()
                cut = self._cut[word] = self._best(_SPACE + word)
            found += cut
        return found

    def _best(self, word: str) -> tuple[int, ...]:
        best = [0.0] + [float("-inf")] * len(word)
        came = [(self._unknown, 0)] * (len(word) + 1)
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                piece = self._ids.get(word[start:end])
                if piece is None:
                    if end > start + 1:
                        continue
                    piece, score = self._unknown, best[start] + self._unknown_score
                else:
                    score = best[start] + self._scores[piece]
                if score > best[end]:
                    best[end], came[end] = score, (piece, start)
        found: list[int] = []
        end = len(word)
        while end:
            piece, end = came[end]
            found.append(piece)
        return tuple(reversed(found))
