"""The story that ReportLab sets: styles, tables, groups, slides and the contents page of a source."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import CondPageBreak, NextPageTemplate, PageBreak, Spacer, Table

from ..layouts import CONTENTS_TITLES, Layout
from ..source import MERGED, Block, Group, Source
from ._columns import Columns, Look, Row, Stack
from ._platypus import Leader, Margin, Pages, Spaced, Text
from ._setting import merged_heights, needs_side, runs, slides_of, soft_hyphenated

__all__ = ["MARGIN_GAP", "MARGIN_WIDTH", "Story", "fonts"]

BLUE = HexColor("#0b4f71")
PALE = HexColor("#e6f0f4")
BOX = Look(9, PALE, HexColor("#7fa8b8"))
PANEL = Look(14, HexColor("#eef4e8"))
GAP = 18.0
MARGIN_WIDTH, MARGIN_GAP = 150.0, 14.0  # of the margin that sidebars stand in
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
_FONTS = {"": "Regular", "bold": "Bold", "italic": "Italic"}
_CELL_SIZES = (9.0, 8.0, 7.5, 7.0)


@cache
def fonts() -> tuple[str, str, str]:
    """Return the names of the text font, its bold and its italic: Liberation Sans, or Helvetica where there is none."""
    for folder in map(Path, _FONT_FOLDERS):
        found = {kind: next(folder.rglob(f"LiberationSans-{name}.ttf"), None) for kind, name in _FONTS.items()}
        if all(found.values()):
            for kind, path in found.items():
                pdfmetrics.registerFont(TTFont(f"Liberation{kind}", str(path)))
            return "Liberation", "Liberationbold", "Liberationitalic"
    return "Helvetica", "Helvetica-Bold", "Helvetica-Oblique"


class Story:
    """Makes the flowables of one run over a source."""

    def __init__(self, source: Source, layout: Layout, width: float, height: float, pages: Pages, seen: Pages) -> None:
        self.source, self.layout, self.width, self.height = source, layout, width, height
        self.pages, self.seen = pages, seen
        self.scale = 1.7 if layout.slides else 1.0
        self.headings = 0
        self.outline = -1

    def style(self, kind: str, level: int = 1) -> ParagraphStyle:
        """Return the style of a kind of block."""
        text, bold, italic = fonts()
        size, font, colour = 10.0 * self.scale, text, HexColor("#1c1c1c")
        before, after, indent = 0.0, 6.0, 0.0
        if kind == "heading":
            size = {1: 20.0, 2: 15.0, 3: 12.0}.get(level, 10.5) * (1.3 if self.layout.slides else 1.0)
            font, colour, before, after = bold, BLUE, size * 0.9, size * 0.4
        elif kind == "list_item":
            indent, after = 16.0 * self.scale * level, 3.0
        elif kind == "caption":
            size, font, before = size * 0.9, italic, 4.0
        elif kind == "note":
            size, after = 8.0, 0.0
        elif kind == "paragraph":
            before = 4.0
        return ParagraphStyle(
            kind,
            fontName=font,
            fontSize=size,
            leading=size * 1.35,
            textColor=colour,
            spaceBefore=before,
            spaceAfter=after * self.scale if kind != "heading" else after,
            leftIndent=indent,
            bulletIndent=max(0.0, indent - 14 * self.scale),
            bulletFontName=font,
            bulletFontSize=size,
            alignment=TA_JUSTIFY if self.layout.justified and kind in ("paragraph", "list_item") else 0,
            embeddedHyphenation=1,
            allowWidows=0,
            keepWithNext=int(kind in ("heading", "caption")),
        )

    def text(self, block: Block) -> Any:
        """Return the flowable of a heading, paragraph, list item or caption."""
        style = self.style(block.kind, block.level)
        drawn = self._entry(block) if block.kind == "heading" else None
        if drawn and block.level == 1 and self.layout.letter_spaced:
            flowable: Any = Spaced(block.text, style, 4.0)
        else:
            hyphenated = self.layout.hyphenated and block.kind != "heading"
            words = soft_hyphenated(block.text, self.source.language) if hyphenated else block.text
            marks = f"<super>{','.join(block.notes)}</super>" if block.notes else ""
            flowable = Text(escape(words) + marks, style, bulletText=block.marker or None)
        flowable.drawn = drawn
        flowable.notes = block.notes
        return flowable

    def _entry(self, block: Block) -> Any:
        """Return what notes the page of a heading when it is drawn, and makes its bookmark."""
        self.headings += 1
        key = f"h{self.headings}"
        self.outline = level = min(block.level - 1, self.outline + 1)
        return partial(self._drawn, key=key, text=block.text, level=level)

    def _drawn(self, canvas: Any, *, key: str, text: str, level: int) -> None:
        self.pages.heading[key] = canvas.getPageNumber()
        if self.layout.contents:
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(text, key, level)

    def notes(self) -> dict[str, Text]:
        """Return the text of each footnote."""
        style = self.style("note")
        return {key: Text(f"<super>{key}</super> {escape(text)}", style) for key, text in self.source.footnotes}

    def table(self, block: Block, width: float) -> Table:
        """Return a table: its columns as wide as their words ask for, ruled as the layout says."""
        text, bold, _ = fonts()
        size, widths = self._widths(block, width)
        divided = widths is None
        widths = widths or [width / len(block.header)] * len(block.header)

        def cell(words: str, font: str) -> Text:
            words = soft_hyphenated(words, self.source.language) if divided else words
            return Text(
                escape(words),
                ParagraphStyle("cell", fontName=font, fontSize=size, leading=size * 1.25, embeddedHyphenation=1),
            )

        rows = [[cell("" if words == MERGED else words, text) for words in row] for row in block.rows]
        commands: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 4)]
        heights = merged_heights(block.rows)
        commands += [("SPAN", (x, y + 1), (x, y + tall)) for (y, x), tall in heights.items()]
        if self.layout.rules == "all":
            commands += [("GRID", (0, 0), (-1, -1), 0.6, HexColor("#6b7780")), ("BACKGROUND", (0, 0), (-1, 0), PALE)]
        elif self.layout.rules == "rows":
            commands.append(("LINEABOVE", (0, 0), (-1, 0), 0.9, BLUE))
            covered = {(y + down, x) for (y, x), tall in heights.items() for down in range(tall - 1)}
            for y in range(-1, len(rows)):
                commands += [
                    ("LINEBELOW", (x, y + 1), (x, y + 1), 0.9 if y < 0 else 0.5, BLUE)
                    for x in range(len(widths))
                    if (y, x) not in covered
                ]
        table = Table(
            [[cell(words, bold) for words in block.header], *rows], colWidths=widths, repeatRows=1, style=commands
        )
        table.spaceBefore, table.spaceAfter = 6.0, 12.0
        return table

    def _widths(self, block: Block, width: float) -> tuple[float, list[float] | None]:
        """Return the largest size at which no word of a table is broken, and its columns' widths at it, if any."""
        columns = list(zip(block.header, *block.rows, strict=True))
        for size in (each * (1.5 if self.layout.slides else 1.0) for each in _CELL_SIZES):
            least = [
                14
                + max(
                    pdfmetrics.stringWidth(word, fonts()[1], size) for cell in column for word in (cell.split() or [""])
                )
                for column in columns
            ]
            spare = width - sum(least)
            if spare >= 0:
                wish = [max(len(cell) for cell in column) ** 0.5 for column in columns]
                return size, [low + spare * share / sum(wish) for low, share in zip(least, wish, strict=True)]
        return size, None

    def flow(self, blocks: Sequence[Block], width: float, columns: int = 1) -> list[Any]:
        """Return the flowables of blocks, set in so many columns."""
        if columns > 1:
            out: list[Any] = []
            for across, run in runs(blocks):
                out += self.flow(run, width) if across else [Columns(self.flow(run, width), columns, GAP)]
            return out
        return [self.table(block, width) if block.kind == "table" else self.text(block) for block in blocks]

    def guarded(self, flowables: list[Any]) -> list[Any]:
        """Return flowables with headings kept from the foot of a page."""
        out: list[Any] = []
        for flowable in flowables:
            if getattr(flowable, "keeps_next", False):
                out.append(CondPageBreak(90))
            out.append(flowable)
        return out

    def group(self, group: Group, width: float) -> list[Any]:
        """Return the flowables of a group."""
        part = group.parts[0]
        if group.kind == "columns":
            return self.flow(part, width, group.count)
        if group.kind == "parallel":
            each = (width - GAP) / 2
            return [Row([Stack(self.flow(side, each), Look()) for side in group.parts], GAP)]
        if group.kind == "sidebar":
            stack = Stack(self.flow(part, MARGIN_WIDTH - 2 * BOX.padding), BOX)
            if stack.wrap(MARGIN_WIDTH, 10_000)[1] < self.height:
                return [Margin(stack, MARGIN_WIDTH, MARGIN_GAP)]
            return [stack]
        if group.kind == "box":
            return [Stack(self.flow(part, width - 2 * BOX.padding), BOX)]
        return self.flow(part, width, self.layout.columns)

    def body(self, across: float) -> list[Any]:
        """Return all flowables of a document; pages that lie on their side are `across` wide."""
        out: list[Any] = [*self._contents()]
        loose: list[Block] = []
        for item in [*self.source.items, None]:
            if isinstance(item, Block) and not needs_side(item, self.layout):
                loose.append(item)
                continue
            captions: list[Block] = []
            if isinstance(item, Block) and loose and loose[-1].kind == "caption":
                captions.append(loose.pop())
            out += self.guarded(self.flow(loose, self.width, self.layout.columns))
            loose = []
            if item is None:
                continue
            if needs_side(item, self.layout):
                inner = self.flow([*captions, item], across) if isinstance(item, Block) else self.group(item, across)
                out += [
                    NextPageTemplate("side"),
                    PageBreak(),
                    *self.guarded(inner),
                    NextPageTemplate("main"),
                    PageBreak(),
                ]
            elif isinstance(item, Group):
                out += self.guarded(self.group(item, self.width))
        return out

    def slides(self) -> list[Any]:
        """Return the flowables of a set of slides."""
        out: list[Any] = []
        for slide in slides_of(self.source):
            out.append(PageBreak())
            loose: list[Block] = []
            for item in [*slide, None]:
                if (
                    isinstance(item, Block)
                    and item.kind not in ("table", "caption")
                    and (loose or item.level > 2 or item.kind != "heading")
                ):
                    loose.append(item)
                    continue
                out += self._panels(loose)
                loose = []
                if isinstance(item, Block):
                    out += self.guarded(self.flow([item], self.width))
                elif item is not None:
                    out += self.group(item, self.width)
        return out[1:]

    def _panels(self, blocks: Sequence[Block]) -> list[Any]:
        """Return text in boxes side by side: one for each part with a heading, or two that share the text."""
        if not blocks:
            return []
        parts: list[list[Block]] = [[]]
        for block in blocks:
            if block.kind == "heading" and parts[-1]:
                parts.append([])
            parts[-1].append(block)
        if len(parts) == 1:
            return [Columns(self.flow(blocks, self.width), min(2, len(blocks)), GAP, PANEL, whole=True)]
        beside = 3 if len(parts) % 3 == 0 else 2
        rows = [parts[at : at + beside] for at in range(0, len(parts), beside)]
        return [Row([Stack(self.flow(part, self.width), PANEL) for part in row], GAP) for row in rows]

    def _contents(self) -> list[Any]:
        """Return the contents page: headings of levels 1 to 3, with the pages that the run before found."""
        if not self.layout.contents:
            return []
        title = CONTENTS_TITLES.get(self.source.language, CONTENTS_TITLES["en"])
        out: list[Any] = [Text(title, self.style("heading")), Spacer(1, 6)]
        headings = [block for block in self.source.blocks() if block.kind == "heading"]
        for number, block in enumerate(headings, start=1):
            if block.level <= 3:
                page = self.seen.heading.get(f"h{number}", 0)
                out.append(Leader(block.text, page, 14.0 * (block.level - 1), self.style("paragraph")))
        return [*out, PageBreak()]
