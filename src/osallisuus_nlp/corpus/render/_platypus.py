"""Text, frames and pages for ReportLab: paragraphs with footnotes, contents lines, boxes in the margin.

Everything is drawn where a designer's program would put it, and only text is drawn: no structure is left in the file.
"""

# ruff: noqa: ARG002 (arguments that ReportLab passes)

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, Paragraph

from ._columns import Stack

__all__ = ["GREY", "Leader", "Margin", "NoteFrame", "Pages", "Spaced", "Template", "Text"]

GREY = HexColor("#5a6470")


@dataclass(slots=True)
class Pages:
    """What one run over the document learns for the next: pages in all, and the page of each heading."""

    total: int = 0
    heading: dict[str, int] = field(default_factory=dict)


class Text(Paragraph):  # type: ignore[misc]
    """A paragraph that knows its footnotes, and tells where it is drawn."""

    notes: tuple[str, ...] = ()
    drawn: Callable[[Any], None] | None = None

    def __init__(self, text: str | None, *args: Any, **options: Any) -> None:
        super().__init__(text, *args, **options)
        if text is not None:
            self.frags: list[Any] = self._merged(self.__dict__["frags"])

    @staticmethod
    def _merged(pieces: list[Any]) -> list[Any]:
        """Join pieces of one style: ReportLab breaks lines wrongly at soft hyphens where an ampersand cuts the text."""
        merged: list[Any] = []
        for piece in pieces:
            if merged and piece.__dict__ | {"text": ""} == merged[-1].__dict__ | {"text": ""}:
                merged[-1].text += piece.text
            else:
                merged.append(piece)
        return merged

    @property
    def keeps_next(self) -> bool:
        """Whether it stays with what follows it."""
        return bool(self.style.keepWithNext)

    def split(self, width: float, height: float) -> list[Text]:
        """Split into two; footnotes belong to the second, as their marks stand last."""
        parts: list[Text] = super().split(width, height)
        if parts:
            parts[0].drawn, parts[-1].notes = self.drawn, self.notes
        return parts

    def draw(self) -> None:
        """Draw, and tell so."""
        if self.drawn:
            self.drawn(self.canv)
        super().draw()


class Spaced(Flowable):  # type: ignore[misc]
    """A heading whose letters are set apart by character spacing."""

    notes: tuple[str, ...] = ()
    keeps_next = True
    drawn: Callable[[Any], None] | None = None

    def __init__(self, text: str, style: ParagraphStyle, space: float) -> None:
        super().__init__()
        self.words, self.style, self.space = text.split(), style, space
        self.spaceBefore, self.spaceAfter = style.spaceBefore, style.spaceAfter

    def _measure(self, text: str) -> float:
        return float(stringWidth(text, self.style.fontName, self.style.fontSize)) + self.space * len(text)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break into lines."""
        self.lines: list[str] = []
        for word in self.words:
            if self.lines and self._measure(f"{self.lines[-1]} {word}") <= width:
                self.lines[-1] += f" {word}"
            else:
                self.lines.append(word)
        self.height = len(self.lines) * self.style.leading
        return width, self.height

    def draw(self) -> None:
        """Draw the lines."""
        if self.drawn:
            self.drawn(self.canv)
        text = self.canv.beginText(0, self.height - self.style.fontSize)
        text.setFont(self.style.fontName, self.style.fontSize, self.style.leading)
        text.setFillColor(self.style.textColor)
        text.setCharSpace(self.space)
        for line in self.lines:
            text.textLine(line)
        text.setCharSpace(0)
        self.canv.drawText(text)


class Leader(Flowable):  # type: ignore[misc]
    """A line of a contents page: a heading, a row of dots, and its page."""

    def __init__(self, text: str, page: int, indent: float, style: ParagraphStyle) -> None:
        super().__init__()
        self.text, self.page, self.indent, self.style = text, str(page or ""), indent, style
        self.spaceBefore, self.spaceAfter = 0, 3

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the heading into lines that leave room for the page."""
        from reportlab.lib.utils import simpleSplit

        font, size = self.style.fontName, self.style.fontSize
        self.lines = simpleSplit(self.text, font, size, width - self.indent - 4 * size)
        self.width, self.height = width, len(self.lines) * self.style.leading
        return width, self.height

    def draw(self) -> None:
        """Draw the lines, then dots and page on the last."""
        font, size = self.style.fontName, self.style.fontSize
        self.canv.setFont(font, size)
        y = self.height - size
        for line in self.lines:
            self.canv.drawString(self.indent, y, line)
            last, y = y, y - self.style.leading
        begin = self.indent + stringWidth(self.lines[-1], font, size) + size / 2
        end = self.width - stringWidth("000", font, size)
        dot = stringWidth(".", font, size)
        self.canv.drawRightString(end, last, "." * int((end - begin) / dot))
        self.canv.drawRightString(self.width, last, self.page)


class NoteFrame(Frame):  # type: ignore[misc]
    """A frame that keeps room at its foot for the footnotes of what stands in it, and for boxes in its margin."""

    def __init__(self, x: float, y: float, width: float, height: float, notes: dict[str, Text]) -> None:
        self.texts = notes
        super().__init__(x, y, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)

    def _reset(self) -> None:
        super()._reset()
        self._geom()
        self.here: list[str] = []
        self.floor = self._y  # below it, nothing stands in the margin yet

    def _room(self, flowable: Any, canvas: Any) -> float:
        notes = [note for note in getattr(flowable, "notes", ()) if note in self.texts]
        rule = 0 if self.here or not notes else 12
        return rule + sum(float(self.texts[note].wrapOn(canvas, self._aW, 10_000)[1]) for note in notes)

    def add(self, flowable: Any, canv: Any, trySplit: int = 0) -> int:  # noqa: N803
        """Add a flowable, if it fits above its footnotes."""
        room = self._room(flowable, canv)
        self._y1p += room
        if done := int(super()._add(flowable, canv, trySplit)):
            self.here += getattr(flowable, "notes", ())
        else:
            self._y1p -= room
        return done

    _add = add

    def split(self, flowable: Any, canv: Any) -> list[Any]:
        """Split a flowable, with room for its footnotes."""
        room = self._room(flowable, canv)
        self._y1p += room
        parts: list[Any] = super().split(flowable, canv)
        self._y1p -= room
        return parts

    def draw_notes(self, canvas: Any) -> None:
        """Draw the footnotes of this page at the foot of the frame."""
        texts = [self.texts[note] for note in self.here if note in self.texts]
        if not texts:
            return
        y = self._y1p - 6
        canvas.setLineWidth(0.5)
        canvas.line(self._x1, y, self._x1 + 140, y)
        y = self._y1p - 12
        for text in texts:
            y -= text.wrapOn(canvas, self._aW, 10_000)[1]
            text.drawOn(canvas, self._x1, y)


class Margin(Flowable):  # type: ignore[misc]
    """A box in the margin, beside the text that it is anchored in."""

    def __init__(self, stack: Stack, width: float, gap: float) -> None:
        super().__init__()
        self.stack, self.wide, self.gap = stack, width, gap

    @property
    def notes(self) -> tuple[str, ...]:
        """Footnotes of the box, set below the text."""
        return self.stack.notes

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take no room in the text; where the margin has none left, go to the next page."""
        frame = self._frame
        self.tall = self.stack.wrapOn(self.canv, self.wide, 10_000)[1]
        self.top = max(min(frame._y, frame.floor), frame._y1 + self.tall)
        self.right = frame._x2
        if self.top <= frame.floor:
            self.frame = frame
            return 0, 0
        return 0, height + 1

    def split(self, width: float, height: float) -> list[Flowable]:
        """Stay whole."""
        return []

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803
        """Draw in the margin."""
        self.stack.drawOn(canvas, self.right + self.gap, self.top - self.tall)
        self.frame.floor = self.top - self.tall - 10


class Template(BaseDocTemplate):  # type: ignore[misc]
    """A document that may draw the text of a page in another order than it is read."""

    shuffled = False

    def begin_page(self, canvas: Any) -> None:
        """Note where the page's drawing begins."""
        self.marks = [len(canvas._code)]

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802
        """Note where the drawing of a flowable ends."""
        self.marks.append(len(self.canv._code))

    def end_page(self, canvas: Any) -> None:
        """Put the drawing of the page in reverse order, if so asked."""
        if not self.shuffled:
            return
        code, marks = canvas._code, self.marks
        pieces = [code[a:b] for a, b in pairwise(marks)]
        code[marks[0] : marks[-1]] = [line for piece in reversed(pieces) for line in piece]
