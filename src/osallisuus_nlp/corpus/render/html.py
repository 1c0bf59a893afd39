"""A source as one HTML page with its print style, for the producers that set HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Literal

from ..._data import data_text
from ..layouts import CONTENTS_TITLES, Layout, is_wide
from ..source import MERGED, Block, Group, Source, words_of
from ._setting import merged_heights, soft_hyphenated

__all__ = ["to_html"]

_BOX_WORDS = 35  # what one box of a slide holds
_BOXES = 2  # side by side on a slide
_BESIDE = 6  # paragraphs, items and headings that stand beside a sidebar


def to_html(source: Source, layout: Layout, *, style: str, notes: Literal["page", "end"] = "page") -> str:
    """Return a whole HTML page.

    Parameters
    ----------
    style : str
        Name of the style sheet that gives the producer's look, beside ``setting.css``, which sets the layout.
    notes : str
        Footnotes at the foot of each page (needs CSS footnotes), or all at the end.
    """
    page = _Page(source, layout, notes)
    css = "\n".join([_page_css(source, layout), data_text("corpus", style), data_text("corpus", "setting.css")])
    classes = [f"rules-{layout.rules}"]
    classes += [name for name in ("justified", "hyphenated", "letter_spaced", "slides") if getattr(layout, name)]
    return (
        f'<!DOCTYPE html><html lang="{escape(source.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(source.title)}</title><style>{css}</style></head>"
        f'<body class="{" ".join(classes)}">{"".join(page.body())}</body></html>'
    )


def _page_css(source: Source, layout: Layout) -> str:
    footer = _css_text(source.footer).replace("{pages}", '" counter(pages) "').replace("{page}", '" counter(page) "')
    landscape = " landscape" if layout.landscape or layout.slides else ""
    return (
        f'@page {{ size: A4{landscape}; @top-left {{ content: "{_css_text(source.running_head)}" }}'
        f' @bottom-center {{ content: "{footer}" }} }}'
    )


def _css_text(text: str) -> str:
    """Return `text` for a CSS string that stands inside HTML's style element."""
    return "".join(char if char.isalnum() or char in " .,{}()–-" else f"\\{ord(char):x} " for char in text)


class _Page:
    """Makes the body of one page: it numbers the headings, so that the contents can point at them."""

    def __init__(self, source: Source, layout: Layout, notes: Literal["page", "end"]) -> None:
        self.source = source
        self.layout = layout
        self.at_end = notes == "end"
        self.notes = dict(source.footnotes)
        self.anchors: list[tuple[str, Block]] = []

    def body(self) -> Iterator[str]:
        flow = self._slides if self.layout.slides else self._columns
        main = "".join(
            "".join(flow(items)) if sidebar is None else self._beside(sidebar, "".join(flow(items)))
            for sidebar, items in _by_sidebar(self.source.items)
        )
        if self.layout.contents:
            title = CONTENTS_TITLES.get(self.source.language, CONTENTS_TITLES["en"])
            entries = "".join(
                f'<p class="to-{block.level}"><a href="#{anchor}">{escape(block.text)}</a></p>'
                for anchor, block in self.anchors
                if block.level <= 3
            )
            yield f'<nav><p class="contents">{title}</p>{entries}</nav>'
        yield main
        if self.at_end and self.notes:
            ordered = "".join(f"<p><sup>{number}</sup> {self._text(text)}</p>" for number, text in self.notes.items())
            yield f'<section class="notes">{ordered}</section>'

    def _columns(self, items: Sequence[Block | Group]) -> Iterator[str]:
        """Set running text in the layout's columns; groups, tables and main headings run across them."""
        across = [_runs_across(items, place) for place in range(len(items))]
        for broad, run in groupby(range(len(items)), key=across.__getitem__):
            made = self._items([items[place] for place in run])
            if broad or self.layout.columns == 1:
                yield from made
            else:
                yield f'<div class="columns" style="column-count: {self.layout.columns}">{"".join(made)}</div>'

    def _slides(self, items: Sequence[Block | Group]) -> Iterator[str]:
        """Set each section on slides of its own: its heading, then its text in boxes side by side."""
        boxes: list[list[Block]] = []
        for item in items:
            if isinstance(item, Block) and item.kind != "table" and not _begins_slide(item):
                _fill(boxes, item)
                continue
            yield from self._boxes(boxes)
            boxes = []
            if isinstance(item, Group) and item.kind == "slide":
                yield f'<div class="slide">{"".join(self._slides(item.parts[0]))}</div>'
            else:
                yield from self._items([item])
        yield from self._boxes(boxes)

    def _boxes(self, boxes: Sequence[Sequence[Block]]) -> Iterator[str]:
        for start in range(0, len(boxes), _BOXES):
            inner = "".join(f"<div>{''.join(self._items(box))}</div>" for box in boxes[start : start + _BOXES])
            yield f'<div class="boxes">{inner}</div>'

    def _items(self, items: Iterable[Block | Group]) -> Iterator[str]:
        for listed, run in groupby(items, key=lambda item: isinstance(item, Block) and item.kind == "list_item"):
            if listed:
                yield self._list([item for item in run if isinstance(item, Block)])
                continue
            for item in run:
                yield self._block(item) if isinstance(item, Block) else self._group(item)

    def _beside(self, sidebar: Group, main: str) -> str:
        return f'<div class="beside"><div>{main}</div>{self._group(sidebar)}</div>'

    def _group(self, group: Group) -> str:
        parts = ["".join(self._items(part)) for part in group.parts]
        if group.kind == "parallel":
            return f'<div class="parallel">{"".join(f"<div>{part}</div>" for part in parts)}</div>'
        if group.kind == "columns":
            return f'<div class="columns" style="column-count: {group.count}">{parts[0]}</div>'
        tag = "aside" if group.kind == "sidebar" else "div"
        return f'<{tag} class="{group.kind}">{parts[0]}</{tag}>'

    def _block(self, block: Block) -> str:
        makers: dict[str, Callable[[Block], str]] = {"heading": self._heading, "table": self._table}
        if maker := makers.get(block.kind):
            return maker(block)
        kind = ' class="caption"' if block.kind == "caption" else ""
        return f"<p{kind}>{self._marked(block)}</p>"

    def _heading(self, block: Block) -> str:
        anchor = f"luku-{len(self.anchors) + 1}"
        self.anchors.append((anchor, block))
        return f'<h{block.level} id="{anchor}">{escape(block.text)}{self._marks(block)}</h{block.level}>'

    def _list(self, items: Sequence[Block]) -> str:
        out: list[str] = []
        open_tags: list[str] = []
        for item in items:
            tag = "ol" if item.marker[0].isdigit() else "ul"
            while len(open_tags) > item.level or (len(open_tags) == item.level and open_tags[-1] != tag):
                out.append(f"</li></{open_tags.pop()}>")
            if len(open_tags) == item.level:
                out.append("</li>")
            while len(open_tags) < item.level:
                start = f' start="{item.marker.rstrip(".")}"' if tag == "ol" else ""
                out.append(f"<{tag}{start}>")
                open_tags.append(tag)
            out.append(f"<li>{self._marked(item)}")
        out += [f"</li></{tag}>" for tag in reversed(open_tags)]
        return "".join(out)

    def _table(self, block: Block) -> str:
        wide = ' class="wide"' if is_wide(block) and not self.layout.landscape else ""
        head = "".join(f"<th>{self._text(cell)}</th>" for cell in block.header)
        heights = merged_heights(block.rows)
        rows = []
        for number, row in enumerate(block.rows):
            cells = [
                f'<td rowspan="{heights.get((number, column), 1)}">{self._text(cell)}</td>'
                for column, cell in enumerate(row)
                if cell != MERGED
            ]
            rows.append(f"<tr>{''.join(cells)}</tr>")
        return f"<table{wide}><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"

    def _marked(self, block: Block) -> str:
        return self._text(block.text) + self._marks(block)

    def _marks(self, block: Block) -> str:
        if self.at_end:
            return "".join(f"<sup>{number}</sup>" for number in block.notes)
        return "".join(f'<span class="note">{self._text(self.notes[number])}</span>' for number in block.notes)

    def _text(self, text: str) -> str:
        return escape(soft_hyphenated(text, self.source.language) if self.layout.hyphenated else text)


def _by_sidebar(items: Sequence[Block | Group]) -> Iterator[tuple[Group | None, Sequence[Block | Group]]]:
    """Give the items in runs: those that stand beside a sidebar, with that sidebar, and those that do not."""
    start = place = 0
    while place < len(items):
        item = items[place]
        if not isinstance(item, Group) or item.kind != "sidebar":
            place += 1
            continue
        yield None, items[start:place]
        start = place = place + 1
        while place < len(items) and place - start < _BESIDE and _stands_beside(items[place]):
            place += 1
        yield item, items[start:place]
        start = place
    yield None, items[start:]


def _stands_beside(item: Block | Group) -> bool:
    return isinstance(item, Block) and item.kind != "table" and not (item.kind == "heading" and item.level == 1)


def _runs_across(items: Sequence[Block | Group], place: int) -> bool:
    item = items[place]
    if not isinstance(item, Block) or item.kind == "table" or (item.kind == "heading" and item.level == 1):
        return True
    beside = [items[near] for near in (place - 1, place + 1) if 0 <= near < len(items)]
    return item.kind == "caption" and any(isinstance(near, Block) and near.kind == "table" for near in beside)


def _begins_slide(block: Block) -> bool:
    return block.kind == "heading" and block.level <= 2


def _fill(boxes: list[list[Block]], block: Block) -> None:
    """Put `block` into the last box, or a new one where that is full or a new sub-heading comes."""
    size = sum(len(words_of(held.text)) for held in boxes[-1]) if boxes else 0
    full = size + len(words_of(block.text)) > _BOX_WORDS
    waits = bool(boxes) and boxes[-1][-1].text.endswith(":") and size < _BOX_WORDS
    if not boxes or block.kind == "heading" or (full and not waits and boxes[-1][-1].kind != "heading"):
        boxes.append([])
    boxes[-1].append(block)
