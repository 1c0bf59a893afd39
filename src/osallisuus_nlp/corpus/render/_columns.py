"""Containers for ReportLab: stacks with padding and ground, rows of them, and balanced columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable

__all__ = ["Columns", "Look", "Row", "Stack"]

_LEAST = 60.0  # points of columns that are worth beginning at the foot of a page
_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class Look:
    """Padding, fill and outline of a stack."""

    padding: float = 0.0
    fill: Color | None = None
    stroke: Color | None = None


def fill(
    content: Sequence[Any], canvas: Any, width: float, height: float, *, whole: bool = False
) -> tuple[list[Any], list[Any]]:
    """Return what of `content` fits into `height`, and the rest; with `whole`, no paragraph is divided."""
    placed: list[Any] = []
    used = gap = 0.0
    for at, item in enumerate(content):
        before = max(item.getSpaceBefore(), gap) if placed else 0.0
        room = height - used - before
        tall = item.wrapOn(canvas, width, room)[1]
        if tall > room + _SLACK:
            parts = [] if whole and placed else item.splitOn(canvas, width, room)
            rest = [*content[at:]]
            if len(parts) > 1:
                placed.append(parts[0])
                rest = [*parts[1:], *content[at + 1 :]]
            while len(placed) > 1 and getattr(placed[-1], "keeps_next", False):
                rest.insert(0, placed.pop())
            return placed, rest
        placed.append(item)
        used += before + tall
        gap = item.getSpaceAfter()
    return placed, []


def notes_in(content: Sequence[Any]) -> tuple[str, ...]:
    """Return the footnotes of all of `content`."""
    return tuple(note for item in content for note in getattr(item, "notes", ()))


class Stack(Flowable):  # type: ignore[misc]
    """Flowables one below the other, with padding, fill and outline; may go on over the page."""

    def __init__(self, content: Sequence[Any], look: Look, space: float = 8) -> None:
        super().__init__()
        self.content, self.look = list(content), look
        self.spaceBefore = self.spaceAfter = space

    @property
    def notes(self) -> tuple[str, ...]:
        """Footnotes of all its content."""
        return notes_in(self.content)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Measure the content."""
        self.width = width
        self.tops: list[float] = []
        used = gap = 0.0
        for item in self.content:
            used += max(item.getSpaceBefore(), gap) if self.tops else 0.0
            used += item.wrapOn(getattr(self, "canv", None), width - 2 * self.look.padding, height)[1]
            self.tops.append(used)
            gap = item.getSpaceAfter()
        self.height = used + 2 * self.look.padding
        return width, self.height

    def split(self, width: float, height: float) -> list[Stack]:
        """Split into what fits, and the rest."""
        inner = 2 * self.look.padding
        placed, rest = fill(self.content, self.canv, width - inner, height - inner)
        return (
            [Stack(placed, self.look, self.spaceBefore), Stack(rest, self.look, self.spaceBefore)]
            if placed and rest
            else []
        )

    def draw(self) -> None:
        """Draw the ground, then the content from the top."""
        canvas, look = self.canv, self.look
        if self.content and (look.fill or look.stroke):
            canvas.saveState()
            canvas.setFillColor(look.fill or HexColor("#ffffff"))
            canvas.setStrokeColor(look.stroke or look.fill)
            canvas.rect(0, 0, self.width, self.height, fill=1 if look.fill else 0, stroke=1 if look.stroke else 0)
            canvas.restoreState()
        for item, top in zip(self.content, self.tops, strict=True):
            item.drawOn(canvas, look.padding, self.height - look.padding - top)


class Row(Flowable):  # type: ignore[misc]
    """Stacks side by side, equally wide."""

    def __init__(self, stacks: Sequence[Stack], gap: float) -> None:
        super().__init__()
        self.stacks, self.gap = list(stacks), gap
        self.spaceBefore = self.spaceAfter = 8

    @property
    def notes(self) -> tuple[str, ...]:
        """Footnotes of all its stacks."""
        return notes_in(self.stacks)

    def _each(self, width: float) -> float:
        return (width - self.gap * (len(self.stacks) - 1)) / len(self.stacks)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the height of the highest."""
        self.step = self._each(width) + self.gap
        canvas = getattr(self, "canv", None)
        self.height = max(stack.wrapOn(canvas, self._each(width), height)[1] for stack in self.stacks)
        return width, self.height

    def split(self, width: float, height: float) -> list[Row]:
        """Split every stack that is too high."""
        firsts, rests = [], []
        for stack in self.stacks:
            fits = stack.wrapOn(self.canv, self._each(width), height)[1] <= height
            parts = [stack, Stack([], stack.look)] if fits else stack.splitOn(self.canv, self._each(width), height)
            if not parts:
                return []
            firsts.append(parts[0])
            rests.append(parts[1])
        return [Row(firsts, self.gap), Row(rests, self.gap)] if any(stack.content for stack in rests) else []

    def draw(self) -> None:
        """Draw them from the left."""
        for at, stack in enumerate(self.stacks):
            stack.drawOn(self.canv, at * self.step, self.height - stack.height)


class Columns(Flowable):  # type: ignore[misc]
    """Text in balanced columns; over a page's end, the columns of each page are read before those of the next."""

    def __init__(
        self, content: Sequence[Any], count: int, gap: float, look: Look | None = None, *, whole: bool = False
    ) -> None:
        super().__init__()
        self.content, self.count, self.gap, self.look, self.whole = list(content), count, gap, look or Look(), whole
        self.spaceBefore = self.spaceAfter = 8

    @property
    def notes(self) -> tuple[str, ...]:
        """Footnotes of all its content."""
        return notes_in(self.content)

    def _filled(self, width: float, height: float) -> tuple[Row, list[Any]]:
        inner = (width - self.gap * (self.count - 1)) / self.count - 2 * self.look.padding
        stacks, rest = [], self.content
        for _ in range(self.count):
            placed, rest = fill(
                rest, getattr(self, "canv", None), inner, height - 2 * self.look.padding, whole=self.whole
            )
            stacks.append(Stack(placed, self.look))
        return Row(stacks, self.gap), rest

    def _holds(self, width: float, height: float) -> bool:
        """Whether columns of that height hold the content, and none but the last ends with a heading."""
        row, rest = self._filled(width, height)
        ends = [stack.content[-1] for stack in row.stacks if stack.content]
        return not rest and not any(getattr(end, "keeps_next", False) for end in ends[:-1])

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Find the least height at which all columns hold the content."""
        low, high = 0.0, 100.0
        while not self._holds(width, high) and high < 20_000:
            low, high = high, high * 2
        while high - low > 2:
            middle = (low + high) / 2
            low, high = (low, middle) if self._holds(width, middle) else (middle, high)
        self.row = self._filled(width, high)[0]
        self.height = self.row.wrapOn(getattr(self, "canv", None), width, height)[1]
        return width, self.height

    def split(self, width: float, height: float) -> list[Any]:
        """Fill the columns of this page, and set the rest in columns on the next."""
        if height < _LEAST:
            return []
        row, rest = self._filled(width, height)
        if not rest or not row.stacks[0].content:
            return []
        return [row, Columns(rest, self.count, self.gap, self.look, whole=self.whole)]

    def draw(self) -> None:
        """Draw the columns."""
        self.row.drawOn(self.canv, 0, 0)
