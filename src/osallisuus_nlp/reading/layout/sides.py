"""Columns that go on each by itself over a page break, as texts in two languages side by side do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..tables.found import FoundTable
from .words import Line

_MOST = 8  # pages that are held back at once
_NEAR = 4.0  # points by which the edges of one column may differ from page to page
_ENDINGS = (".", "!", "?", ":", ";")

Lines = Sequence[Line]
Part = tuple[Line | FoundTable, ...]


@dataclass(frozen=True)
class Laid:
    """A page in the order of reading: regions of lines and tables, top to bottom."""

    number: int
    width: float
    height: float
    regions: tuple[Part, ...]
    removed: tuple[str, ...]
    confidence: float | None

    def lines(self) -> list[Line]:
        """Return its lines."""
        return [item for region in self.regions for item in region if isinstance(item, Line)]

    def tables(self) -> list[FoundTable]:
        """Return its tables."""
        return [item for region in self.regions for item in region if isinstance(item, FoundTable)]


def sides_joined(pages: Iterable[Laid]) -> Iterator[Laid]:
    """Give pages in order, the left one of two sides that both go on put before the right one of the page before.

    Ordinary columns go on from one to the next. A sentence that breaks off at the foot of a column and goes on in the
    same column of the next page, but not in the column beside it, shows that the columns are texts of their own.
    """
    held: list[Laid] = []
    left: Part = ()
    for page in pages:
        goes_on = len(held) < _MOST and bool(left) and _go_on(left, held[-1].regions[-1], page.regions)
        if goes_on:
            *before, right = held[0].regions
            held[0] = replace(held[0], regions=(*before, page.regions[0], right))
            left = page.regions[0]
            held.append(replace(page, regions=page.regions[1:]))
        else:
            held.append(page)
        if not goes_on or len(held[-1].regions) > 1:
            yield from held[:-1]
            held = held[-1:]
            left = held[0].regions[-2] if len(held[0].regions) > 1 else ()
    yield from held


def _go_on(left: Part, right: Part, below: Sequence[Part]) -> bool:
    """Whether the two columns at the foot of a page both go on in the first two regions of the next page."""
    parts = (left, right, *below[:2])
    lines = [[item for item in part if isinstance(item, Line)] for part in parts]
    if len(parts) < 4 or any(not found or len(found) < len(part) for found, part in zip(lines, parts, strict=True)):
        return False
    above_left, above_right, below_left, below_right = lines
    return (
        _reach(above_left) < _start(above_right)
        and _reach(below_left) < _start(below_right)
        and abs(_start(above_left) - _start(below_left)) < _NEAR
        and abs(_start(above_right) - _start(below_right)) < _NEAR
        and _breaks_off(above_left, above_right, below_left, below_right)
    )


def _breaks_off(left: Lines, right: Lines, left_below: Lines, right_below: Lines) -> bool:
    """Whether a sentence goes on in the same column of the next page, and cannot go on in the column beside it."""
    on_left, on_right = _runs_on(left, left_below), _runs_on(right, right_below)
    if on_left and not _runs_on(left, right) and (on_right or _ended(right)):
        return True
    return on_right and not _runs_on(right, left_below) and not _runs_on(left_below, right_below)


def _start(lines: Lines) -> float:
    return min(line.box.x0 for line in lines)


def _reach(lines: Lines) -> float:
    return max(line.box.x1 for line in lines)


def _runs_on(above: Lines, below: Lines) -> bool:
    return not _ended(above) and below[0].text[:1].islower()


def _ended(lines: Lines) -> bool:
    return lines[-1].text.endswith(_ENDINGS)
