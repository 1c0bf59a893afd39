"""How a source is set: the layouts that participation programmes really come in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from .source import Block, GroupKind, Source

__all__ = ["CONTENTS_TITLES", "LAYOUTS", "Layout", "fits", "is_wide", "layout_named", "set_groups"]

CONTENTS_TITLES = {"fi": "Sisällys", "sv": "Innehåll", "en": "Contents"}
_WIDE = 6  # columns from which a table is wide

Rules = Literal["all", "rows", "none"]


@dataclass(frozen=True, slots=True)
class Layout:
    """One way of setting a source.

    Attributes
    ----------
    columns : int
        Columns of running text; headings of level 1 and tables run across them.
    landscape : bool
        All pages lie on their side.
    rules : str
        Ruling of tables: ``all`` (a full grid), ``rows`` (lines between rows only), ``none`` (white space only).
    rotate : int
        Pages are stored on their side and shown upright by ``/Rotate``: 0, 90, 180 or 270.
    contents : bool
        A contents page comes first, with dotted leaders and page numbers.
    slides : bool
        Every heading of level 1 or 2 begins a landscape page with large type and its text in boxes side by side.
    groups : tuple of str
        The kinds of group that are set as such; all others are set as running text (see `set_groups`).
    shuffled : bool
        The text is drawn in another order than it is read.
    letter_spaced : bool
        Headings of level 1 are letter-spaced by character spacing.
    needs : str
        What a source must hold for the layout to differ: a kind of group, ``table`` or ``notes``.
    """

    name: str
    columns: int = 1
    landscape: bool = False
    justified: bool = False
    hyphenated: bool = False
    rules: Rules = "all"
    rotate: int = 0
    contents: bool = False
    slides: bool = False
    groups: tuple[GroupKind, ...] = ()
    shuffled: bool = False
    letter_spaced: bool = False
    needs: str = ""

    @property
    def sidebar(self) -> bool:
        """Whether sidebars and boxes are set beside the text."""
        return "sidebar" in self.groups or "box" in self.groups


_ALL = (
    Layout("plain"),
    Layout("two_columns", columns=2, justified=True, hyphenated=True),
    Layout("three_columns", columns=3, landscape=True, hyphenated=True),
    Layout("sidebar", groups=("columns", "sidebar"), needs="sidebar"),
    Layout("boxes", groups=("columns", "box"), needs="box"),
    Layout("slides", landscape=True, slides=True, groups=("slide", "box"), needs="slide"),
    Layout("parallel", groups=("parallel",), needs="parallel"),
    Layout("landscape", landscape=True, columns=2, groups=("landscape",)),
    Layout("rotated", rotate=90, groups=("landscape",)),
    Layout("notes", justified=True, needs="notes"),
    Layout("hyphenated", justified=True, hyphenated=True),
    Layout("contents", contents=True),
    Layout("half_ruled", rules="rows", needs="table"),
    Layout("unruled", rules="none", needs="table"),
    Layout("shuffled", shuffled=True),
    Layout("letter_spaced", letter_spaced=True),
)
LAYOUTS: dict[str, Layout] = {layout.name: layout for layout in _ALL}


def layout_named(layout: Layout | str) -> Layout:
    """Return the layout of that name, or the layout itself; raises ValueError where there is none."""
    if isinstance(layout, Layout):
        return layout
    if layout not in LAYOUTS:
        raise ValueError(f"no layout {layout!r}; there are {', '.join(LAYOUTS)}")
    return LAYOUTS[layout]


def fits(source: Source, layout: Layout) -> bool:
    """Whether `source` holds what the layout is about."""
    if layout.needs == "notes":
        return bool(source.footnotes)
    if layout.needs == "table":
        return any(block.kind == "table" for block in source.blocks())
    return not layout.needs or any(not isinstance(item, Block) and item.kind == layout.needs for item in source.items)


def is_wide(block: Block) -> bool:
    """Whether a table has so many columns that it needs a page that lies on its side."""
    return block.kind == "table" and len(block.header) >= _WIDE


def set_groups(source: Source, layout: Layout) -> Source:
    """Return `source` with those groups dissolved into running text that the layout does not set as such."""
    items = [
        kept
        for item in source.items
        for kept in (
            (item,)
            if isinstance(item, Block) or item.kind in layout.groups
            else tuple(block for part in item.parts for block in part)
        )
    ]
    return replace(source, items=tuple(items))
