"""Lines of a page into passages: running heads out, then headings, lists and paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..document import Box, Kind, Passage, Role
from .clean import BULLET, NUMBERED, clean, join_lines

_PAGE_NUMBER = re.compile(
    r"^\W*(?:sivu|sida|page|s\.)?\s*\d{1,4}\s*(?:[(/|]|av|of)?\s*(?:\d{1,4})?\s*\)?\W*$", re.IGNORECASE
)
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d*\s*$|\s_{4,}\s*\d*$")
_SECTION = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S")
_MARGIN = 0.12  # the part of the page's height, top and bottom, in which running heads are sought
_MARKER = re.compile(r"^(?:[•●▪■□○◦‣⁃·∙✓✔➢►▶→➔–\-\uf0b7\uf0a7\uf0fc\uf0d8]|\d{1,2}[.)]|[a-zåäö][.)])$")
_MARKER_REACH = 60.0  # points between a bullet and its text
_CONTENTS_LINES = 3  # so many lines with leaders make a page one of contents
_ENDINGS = (".", "!", "?", ":", ";")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as it stands on its page; `size` in points."""

    text: str
    box: Box
    size: float
    bold: bool
    page: int


@dataclass(frozen=True, slots=True)
class Style:
    """What is ordinary in a document: size and leading of body text, and which sizes are headings, largest first."""

    body: float
    leading: float
    heading_sizes: tuple[float, ...]


def drop_running(
    pages: Sequence[Sequence[Line]], heights: Sequence[float]
) -> tuple[list[list[Line]], list[tuple[str, ...]]]:
    """Take running heads, feet and page numbers out of the pages.

    A line goes if it stands in the top or bottom margin and is a page number at the very edge, or if the same
    line (digits apart) stands at the same height of at least three pages and a quarter of all.

    Returns
    -------
    kept : list of list of Line
    removed : list of tuple of str
        Per page, the texts taken out.
    """
    seen: Counter[tuple[str, int]] = Counter()
    for lines, height in zip(pages, heights, strict=True):
        seen.update({_mark(line) for line in lines if _in_margin(line, height)})
    needed = max(3, len(pages) // 4)
    kept: list[list[Line]] = []
    removed: list[tuple[str, ...]] = []
    for lines, height in zip(pages, heights, strict=True):
        edges = {min((line.box.top for line in lines), default=0.0), max((line.box.top for line in lines), default=0.0)}
        out = [
            line
            for line in lines
            if _in_margin(line, height)
            and (seen[_mark(line)] >= needed or (line.box.top in edges and _is_page_number(line.text)))
        ]
        kept.append([line for line in lines if line not in out])
        removed.append(tuple(line.text for line in out))
    return kept, removed


def _is_page_number(text: str) -> bool:
    """Whether a line is a page number alone ("4", "- 4 -", "4 (39)", "sivu 4"), and not a year."""
    return bool(_PAGE_NUMBER.match(text)) and not re.fullmatch(r"\W*(?:19|20)\d\d\W*", text)


def _in_margin(line: Line, height: float) -> bool:
    middle = (line.box.top + line.box.bottom) / 2
    return middle < _MARGIN * height or middle > (1 - _MARGIN) * height


def _mark(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.casefold()).strip(), round(line.box.top / 6)


def attach_markers(lines: Sequence[Line]) -> list[Line]:
    """Put bullets and list numbers that stand alone in front of the text on their right, whatever their order."""
    markers = [line for line in lines if _MARKER.match(line.text)]
    out = [line for line in lines if not _MARKER.match(line.text)]
    for marker in markers:
        middle = (marker.box.top + marker.box.bottom) / 2
        right = [
            place
            for place, line in enumerate(out)
            if line.box.top <= middle <= line.box.bottom and 0 <= line.box.x0 - marker.box.x0 < _MARKER_REACH
        ]
        if right:
            place = min(right, key=lambda found: out[found].box.x0)
            line = out[place]
            out[place] = replace(line, text=f"{marker.text} {line.text}", box=line.box.union(marker.box))
    return out


def style_of(lines: Sequence[Line]) -> Style:
    """Return what is ordinary in these lines, weighing each by its length."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    larger = sorted({line.size for line in lines if line.size > 1.08 * body}, reverse=True)
    return Style(body, _leading(lines, body), tuple(larger))


def passages_of(lines: Sequence[Line], style: Style) -> list[Passage]:
    """Group the lines of one page (tables taken out) into draft passages, in their order."""
    blocks: list[list[Line]] = []
    right = max((line.box.x1 for line in lines), default=0.0)
    for line in lines:
        if blocks and _continues(blocks[-1], line, right, style):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    drafts = [draft for block in blocks if (draft := _passage(block, style))]
    return _mark_contents(drafts)


def _leading(lines: Sequence[Line], body: float) -> float:
    """Return the usual distance from one line of body text to the next, in points."""
    steps = Counter(
        round(2 * (after.box.top - before.box.top)) / 2
        for before, after in pairwise(lines)
        if before.page == after.page
        and abs(before.size - body) < 0.6
        and abs(after.size - body) < 0.6
        and 0.8 * body < after.box.top - before.box.top < 2.5 * body
    )
    return steps.most_common(1)[0][0] if steps else 1.35 * body


def _continues(block: list[Line], line: Line, right: float, style: Style) -> bool:
    last = block[-1]
    step = line.box.top - last.box.top
    if _starts_item(line) or _LEADER.search(last.text) or _LEADER.search(line.text):
        return False
    if abs(line.size - last.size) > 0.6 or step < -1:
        return False
    of_title = line.size in style.heading_sizes and line.size == last.size and not re.search(r"[^\W\d]", line.text)
    if bool(_heading_level(last, style)) != bool(_heading_level(line, style)) and not of_title:
        return False
    if line.bold != last.bold and _is_bold_title(last):
        return False
    if step > 1.4 * max(style.leading * line.size / style.body, 1.15 * line.size):
        return False
    if _starts_item(block[0]) and line.box.x0 < block[0].box.x0 + 2 and line.text[:1].isupper():
        return False  # a paragraph after a list item that hangs to its bullet
    short = last.box.x1 < right - 0.2 * (right - last.box.x0)
    if _SECTION.match(line.text) and _heading_level(line, style):
        return False
    return not (short and last.text.endswith(_ENDINGS) and line.text[:1].isupper() and step > 1.2 * style.leading)


def _starts_item(line: Line) -> bool:
    return bool(BULLET.match(line.text) or NUMBERED.match(line.text))


def _is_bold_title(line: Line) -> bool:
    return line.bold and len(line.text) < 90 and not line.text.endswith(_ENDINGS)


def _heading_level(line: Line, style: Style) -> int:
    """Return the level of a heading by numbering, else by font; 0 for a line that is none."""
    larger = line.size in style.heading_sizes
    if not larger and not (_is_bold_title(line) and line.size >= 0.95 * style.body):
        return 0
    if BULLET.match(line.text) or not re.search(r"[^\W\d]", line.text) or len(line.text) > 140:
        return 0
    if larger and line.text.endswith((".", ",")) and len(line.text) > 60:
        return 0
    section = _SECTION.match(line.text)
    if section:
        return section.group(1).count(".") + 1
    return style.heading_sizes.index(line.size) + 1 if larger else len(style.heading_sizes) + 1


def _passage(block: list[Line], style: Style) -> Passage | None:
    first = block[0]
    box = first.box
    for line in block[1:]:
        box = box.union(line.box)
    text = clean(join_lines([line.text for line in block]))
    if not re.search(r"\w", text):
        return None
    level = _heading_level(first, style)
    if level and len(text) <= 200:
        return Passage(0, Kind.HEADING, text, 0, 0, first.page, box, level=level)
    if _starts_item(first):
        item = BULLET.sub("", text)
        return Passage(0, Kind.LIST_ITEM, item, 0, 0, first.page, box) if item else None
    return Passage(0, Kind.PARAGRAPH, text, 0, 0, first.page, box)


def _mark_contents(drafts: list[Passage]) -> list[Passage]:
    """Mark the lines of a contents page, and the titles on it that run over two lines."""
    marks = [bool(_LEADER.search(draft.text)) for draft in drafts]
    if sum(marks) >= _CONTENTS_LINES:
        first, last = marks.index(True), len(marks) - 1 - marks[::-1].index(True)
        marks = [first <= place <= last for place in range(len(marks))]
    return [
        replace(draft, role=Role.CONTENTS, kind=Kind.PARAGRAPH, level=0) if mark else draft
        for draft, mark in zip(drafts, marks, strict=True)
    ]


def join_pages(pages: Sequence[list[Passage]]) -> list[Passage]:
    """Put the pages' passages in one row, joining a paragraph that runs over a page's end."""
    joined: list[Passage] = []
    for drafts in pages:
        rest = list(drafts)
        if joined and rest and _runs_on(joined[-1], rest[0]):
            joined[-1] = replace(joined[-1], text=join_lines([joined[-1].text, rest[0].text]))
            rest = rest[1:]
        joined += rest
    return joined


def _runs_on(last: Passage, first: Passage) -> bool:
    return (
        last.kind in (Kind.PARAGRAPH, Kind.LIST_ITEM)
        and first.kind is Kind.PARAGRAPH
        and last.role is first.role is Role.BODY
        and not last.text.endswith(_ENDINGS)
        and first.text[:1].islower()
    )


def with_stems(drafts: Sequence[Passage]) -> list[Passage]:
    """Give list items the sentence that governs them: the paragraph just above that ends with a colon."""
    out: list[Passage] = []
    stem = ""
    for draft in drafts:
        if draft.kind is Kind.LIST_ITEM:
            out.append(replace(draft, stem=stem))
            continue
        stem = draft.text if draft.kind is Kind.PARAGRAPH and draft.text.endswith(":") else ""
        out.append(draft)
    return out
