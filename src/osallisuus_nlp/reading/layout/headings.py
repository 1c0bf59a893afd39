"""Which lines are headings, and how deep: by the file's outline, else by numbering, else by font."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz

from ..letters.clean import BULLET
from .lines import baseline
from .words import Line

SECTION = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S")
_NUMBERED_PART = re.compile(
    r"^(?:\d{1,2}\.?)+\s+|^(?:luku|kapitel|liite|bilaga|osa|del)\s+\d{1,2}\b[.:]?\s*", re.IGNORECASE
)
_ENDINGS = (".", "!", "?", ":", ";", ",")
_LARGER = 1.08  # times body size: what is larger is set as a heading
_SAME_TITLE = 92.0  # rapidfuzz ratio (0–100) from which a line is an entry of the outline
_MAX_LENGTH = 140  # characters of a line of a heading


class Look(NamedTuple):
    """What a heading looks like: headings that look alike are equally deep."""

    size: float
    bold: bool
    colour: int
    capitals: bool


class Entry(NamedTuple):
    """An entry of the outline: depth from 1, title, and page from 1 (0 where it leads nowhere)."""

    level: int
    title: str
    page: int


@dataclass(frozen=True)
class Style:
    """What is ordinary in a document, and what its headings look like.

    Attributes
    ----------
    body : float
        Font size of running text, in points.
    leading : float
        Distance between its baselines, in points.
    colour : int
        Colour of running text.
    levels : mapping of Look to int
        Depth of the headings that look so.
    above : int
        How many levels of unnumbered headings stand above chapter numbers: 1 where a title does.
    outline : mapping of int to list of Entry
        Entries of the outline by page.
    """

    body: float = 10.0
    leading: float = 13.5
    colour: int = 0
    levels: Mapping[Look, int] = field(default_factory=dict)
    above: int = 0
    outline: Mapping[int, Sequence[Entry]] = field(default_factory=dict)

    def heading_level(self, line: Line) -> int:
        """Return the depth of the heading that a line is, or is part of; 0 for a line that is none."""
        entry = self.entry(line)
        if entry is not None:
            return entry.level
        if not self._may_be_heading(line):
            return 0
        section = SECTION.match(line.text)
        if section and not self.outline:
            return section.group(1).count(".") + 1 + self.above
        return self.levels.get(look(line), 0) or self._unseen(line)

    def entry(self, line: Line) -> Entry | None:
        """Return the entry of the outline that a line is, or begins."""
        if len(line.text) > 2 * _MAX_LENGTH:
            return None
        key = _key(line.text)
        if not key:
            return None
        for entry in self.outline.get(line.page, ()):
            title = _key(entry.title)
            if fuzz.ratio(key, title) >= _SAME_TITLE or (len(key) > 12 and title.startswith(key)):
                return entry
        return None

    def _may_be_heading(self, line: Line) -> bool:
        text = line.text
        if BULLET.match(text) or not re.search(r"[^\W\d]{2}", text) or len(text) > _MAX_LENGTH:
            return False
        if line.size >= _LARGER * self.body:
            return not (text.endswith((".", ",", ";")) and len(text) > 60)
        if line.size < 0.95 * self.body or text.endswith(_ENDINGS) or len(text) > 90:
            return False
        return line.bold or self._coloured(line)

    def _coloured(self, line: Line) -> bool:
        colours = {word.colour for word in line.words}
        return len(colours) == 1 and _is_colour(next(iter(colours))) and line.words[0].colour != self.colour

    def _unseen(self, line: Line) -> int:
        """Return the depth of a look that the surveyed pages did not have."""
        larger = [level for known, level in self.levels.items() if known.size > line.size]
        return max(larger, default=0) + 1


def look(line: Line) -> Look:
    """Return what a line looks like."""
    first = line.words[0]
    capitals = line.text.isupper() and sum(map(str.isalpha, line.text)) > 3
    return Look(line.size, line.bold, first.colour if _is_colour(first.colour) else 0, capitals)


def _is_colour(value: int) -> bool:
    """Whether a colour is one, and no grey."""
    channels = (value >> 16, value >> 8 & 255, value & 255)
    return max(channels) - min(channels) > 40


def style_of(pages: Iterable[Sequence[Line]], outline: Sequence[Entry] = ()) -> Style:
    """Return what is ordinary on these pages, weighing each line by its length; tables are to be left out."""
    kept = [lines for lines in pages if lines]
    sizes: Counter[float] = Counter()
    colours: Counter[int] = Counter()
    for lines in kept:
        for line in lines:
            sizes[line.size] += len(line.text)
            colours[line.words[0].colour] += len(line.text)
    if not sizes:
        return Style()
    body = sizes.most_common(1)[0][0]
    by_page: dict[int, list[Entry]] = defaultdict(list)
    for entry in outline:
        by_page[entry.page].append(entry)
    plain = Style(body, _leading(kept, body), colours.most_common(1)[0][0], outline=dict(by_page))
    above = 0 if by_page else _above_chapters(kept, plain)
    return replace(plain, above=above, levels=_levels(kept, replace(plain, above=above)))


def _above_chapters(pages: Sequence[Sequence[Line]], style: Style) -> int:
    """Return 1 if an unnumbered heading is larger than those with chapter numbers, as a title is, else 0."""
    headings = [line for lines in pages for line in lines if style._may_be_heading(line)]
    chapters = [line.size for line in headings if (found := SECTION.match(line.text)) and "." not in found.group(1)]
    titles = [line.size for line in headings if not SECTION.match(line.text)]
    return int(bool(chapters) and bool(titles) and max(titles) > 1.05 * max(chapters))


def _levels(pages: Sequence[Sequence[Line]], style: Style) -> dict[Look, int]:
    """Rank the looks of headings; those that the outline or numbers place keep their place."""
    known: dict[Look, Counter[int]] = defaultdict(Counter)
    looks: set[Look] = set()
    for lines in pages:
        for line in lines:
            entry = style.entry(line)
            section = SECTION.match(line.text)
            if entry is not None:
                known[look(line)][entry.level] += 1
            elif not style._may_be_heading(line):
                continue
            elif section:
                known[look(line)][section.group(1).count(".") + 1 + style.above] += 0 if style.outline else 1
            looks.add(look(line))
    levels: dict[Look, int] = {}
    above = 0
    for found in sorted(looks, key=lambda each: (-each.size, not each.bold, not each.capitals, -each.colour)):
        placed = known[found].most_common(1)
        level = placed[0][0] if placed and placed[0][1] else above + 1
        if found.size < _LARGER * style.body and not placed:
            level = max(level, 2) if levels else level
        levels[found] = level
        above = level
    return levels


def _leading(pages: Sequence[Sequence[Line]], body: float) -> float:
    """Return the usual distance from one line of body text to the next, in points."""
    steps = Counter(
        round(2 * step) / 2
        for lines in pages
        for before, after in pairwise(lines)
        if abs(before.size - body) < 0.6
        and abs(after.size - body) < 0.6
        and 0.8 * body < (step := baseline(after) - baseline(before)) < 2.5 * body
    )
    return steps.most_common(1)[0][0] if steps else 1.35 * body


def _key(title: str) -> str:
    plain = _NUMBERED_PART.sub("", " ".join(title.split()))
    return (plain or title).casefold().strip(" .:")
