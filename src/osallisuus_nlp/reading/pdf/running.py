"""Running heads, feet and page numbers: what stands in the margin of page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..layout.words import Line
from .glyphs import Sheet

_PAGE_NUMBER = re.compile(
    r"^\W*(?:sivu|sida|page|s\.)?\s*\d{1,4}\s*(?:[(/|]|av|of)?\s*(?:\d{1,4})?\s*\)?\W*$", re.IGNORECASE
)
_YEAR = re.compile(r"\W*(?:19|20)\d\d\W*")
_MARGIN = 0.12  # the part of the page's height, top and bottom, in which running heads are sought
_STEP = 6.0  # points: lines nearer than this stand at one height
_BODY_SHARE = 0.2  # a height where so many pages have text of their own belongs to the body

Slot = tuple[str, int]  # side of the page, and the distance from its edge in steps


@dataclass(frozen=True)
class Running:
    """What repeats in the margins of a document: texts (digits apart) with their slot."""

    marks: frozenset[tuple[str, Slot]] = frozenset()

    def parted(self, sheet: Sheet) -> tuple[list[Line], tuple[str, ...]]:
        """Return the segments of a page that are its own, and the texts of those that are not."""
        edges = _edges(sheet)
        repeated = {id(line) for line in sheet.segments if self._repeats(line, sheet)}
        repeated -= _joined_to_body(sheet, repeated)
        kept: list[Line] = []
        removed: list[Line] = []
        for line in sheet.segments:
            number = _slot(line, sheet) is not None and line in edges and is_page_number(line.text)
            (removed if number or id(line) in repeated else kept).append(line)
        return kept, tuple(line.text for line in removed)

    def _repeats(self, line: Line, sheet: Sheet) -> bool:
        slot = _slot(line, sheet)
        return slot is not None and any((_mark(line.text), (slot[0], slot[1] + by)) in self.marks for by in (-1, 0, 1))


def _joined_to_body(sheet: Sheet, repeated: set[int]) -> set[int]:
    """Return those of the repeated lines that stand as near to text of the page's own as lines of one paragraph do."""
    body = [line for line in sheet.segments if id(line) not in repeated]
    joined: set[int] = set()
    for side in ("top", "bottom"):
        inward = sorted(
            (line for line in sheet.segments if id(line) in repeated and (_slot(line, sheet) or ("",))[0] == side),
            key=lambda line: line.box.top,
            reverse=side == "top",
        )
        for line in inward:
            if any(_adjoins(line, other) for other in body):
                joined.add(id(line))
                body.append(line)
    return joined


def _adjoins(line: Line, other: Line) -> bool:
    gap = max(other.box.top - line.box.bottom, line.box.top - other.box.bottom)
    alike = abs(line.size - other.size) < 0.6
    return alike and gap < 0.6 * line.size and min(line.box.x1, other.box.x1) > max(line.box.x0, other.box.x0)


def survey(sheets: Sequence[Sheet]) -> Running:
    """Find what repeats on these pages.

    A line in the top or bottom margin is a running head or foot if it stands, digits apart, at the same height on
    at least three pages (two of a document of four pages or fewer), unless that height also holds text that
    belongs to one page alone, as where a table's heading is repeated where other pages have text.
    """
    seen: Counter[tuple[str, Slot]] = Counter()
    for sheet in sheets:
        seen.update({(_mark(line.text), slot) for line in sheet.segments if (slot := _slot(line, sheet))})
    needed = 2 if len(sheets) <= 4 else 3
    near: Counter[tuple[str, Slot]] = Counter()
    for (mark, (side, step)), count in seen.items():
        near[mark, (side, step)] = count + seen[mark, (side, step + 1)] + seen[mark, (side, step - 1)]
    own: Counter[Slot] = Counter()
    for (mark, slot), count in near.items():
        if count < needed:
            own[slot] += seen[mark, slot]
    most_own = max(1, _BODY_SHARE * len(sheets))
    return Running(
        frozenset(
            (mark, slot)
            for (mark, slot), count in near.items()
            if count >= needed and (own[slot] <= most_own or count >= 0.8 * len(sheets))
        )
    )


def is_page_number(text: str) -> bool:
    """Whether a line is a page number alone ("4", "- 4 -", "4 (39)", "sivu 4"), and not a year."""
    return bool(_PAGE_NUMBER.match(text)) and not _YEAR.fullmatch(text)


def _edges(sheet: Sheet) -> list[Line]:
    """Return the segments of the page's first and last lines."""
    if not sheet.segments:
        return []
    first = min(line.box.top for line in sheet.segments)
    last = max(line.box.bottom for line in sheet.segments)
    return [line for line in sheet.segments if line.box.top < first + _STEP or line.box.bottom > last - _STEP]


def _slot(line: Line, sheet: Sheet) -> Slot | None:
    """Return where in the margin a line stands, or None where it stands in the body."""
    middle = (line.box.top + line.box.bottom) / 2
    if middle < _MARGIN * sheet.height:
        return "top", round(middle / _STEP)
    if middle > (1 - _MARGIN) * sheet.height:
        return "bottom", round((sheet.height - middle) / _STEP)
    return None


def _mark(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold()).strip()


def sample(count: int, most: int) -> Iterable[int]:
    """Return which of `count` pages to survey, in runs of three so that neighbours are seen together."""
    if count <= most:
        return range(count)
    runs = most // 3
    starts = (round(number * (count - 3) / (runs - 1)) for number in range(runs))
    return sorted({start + step for start in starts for step in range(3)})
