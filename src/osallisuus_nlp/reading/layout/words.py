"""Words and lines as they stand on a page: what every source of text (PDF, OCR) gives to the layout."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import NamedTuple

from ...document import Box


class Word(NamedTuple):
    """A word without white space, where it is seen on its page.

    Coordinates are in points (1/72 inch) from the top left corner of the page as it is displayed, that is, after
    the page's rotation. `size` is the font size in points, `colour` the fill colour as 0xRRGGBB. `confidence`
    (0–1) is that of a recognised word, None for born-digital text.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    italic: bool = False
    colour: int = 0
    confidence: float | None = None


@dataclass(frozen=True)
class Line:
    """Words that stand side by side on one baseline of one page, left to right."""

    words: tuple[Word, ...]
    page: int

    @cached_property
    def text(self) -> str:
        """The words, parted by single spaces."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        """The smallest box around the words."""
        return Box(
            self.words[0].x0,
            min(word.top for word in self.words),
            max(word.x1 for word in self.words),
            max(word.bottom for word in self.words),
        )

    @cached_property
    def baseline(self) -> float:
        """The height of the baseline of the largest words, in points from the page's top."""
        size = max(word.size for word in self.words)
        return median(word.bottom for word in self.words if word.size == size)

    @cached_property
    def size(self) -> float:
        """The font size of most of the text, in points."""
        lengths: dict[float, int] = {}
        for word in self.words:
            lengths[word.size] = lengths.get(word.size, 0) + len(word.text)
        return max(lengths, key=lambda size: (lengths[size], size))

    @cached_property
    def bold(self) -> bool:
        """Whether all words that have a letter are bold (all words, where none has)."""
        lettered = [word for word in self.words if any(map(str.isalpha, word.text))]
        return all(word.bold for word in lettered or self.words)
