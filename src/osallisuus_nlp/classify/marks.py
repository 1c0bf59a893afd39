"""What a sentence encoder says of each word of a passage: whether it states a measure, names who answers, and the like.

The labels of a passage say that it names a party; the marks say which of its words do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..language import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

OF_CLAUSES = ("measure", "goal", "existing", "past")  # learnt of whole clauses: the mean over their words
OF_WORDS = ("responsibility", "funding", "resources", "timetable", "indicator")
MARKS = (*OF_CLAUSES, *OF_WORDS)
_WORD = re.compile(r"\S+")


def word_spans(text: str) -> list[Span]:
    """Return where the words of a text stand: whatever white space parts."""
    return [Span(*hit.span()) for hit in _WORD.finditer(text)]


@dataclass(frozen=True)
class Marks:
    """Log-odds of each mark for the words of one passage.

    Attributes
    ----------
    text : str
        The passage.
    scores : array of float, shape (n_words, len(MARKS))
    """

    text: str
    scores: NDArray[Any]

    @cached_property
    def words(self) -> list[Span]:
        """Where its words stand."""
        return word_spans(self.text)

    def mean(self, mark: str, start: int, end: int) -> float | None:
        """Return the mean log-odds of the words that stand in a stretch of the passage, or None if none do."""
        column = MARKS.index(mark)
        rows = [row for row, word in enumerate(self.words) if word.start < end and start < word.end]
        return float(self.scores[rows, column].mean()) if rows else None
