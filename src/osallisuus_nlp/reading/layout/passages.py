"""Lines of a page into passages: headings, lists, paragraphs, captions, notes and contents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ...document import Box, Kind, Passage, Role
from ..letters.clean import BULLET, NUMBERED
from .headings import SECTION, Style
from .joining import Text, text_of
from .lines import baseline
from .words import Line

_LEADER = re.compile(r"(?:[.…·]\s?){4,}\s*\d*\s*$|\s_{4,}\s*\d*$")
_LEADERS = (".", "…", "·", "_")
_CAPTION = re.compile(
    r"^(?:kuva|kuvio|taulukko|kaavio|kartta|figur|bild|tabell|diagram|karta|figure|table)\s+\d{1,3}\s*[.:–-]?\s+\S",
    re.IGNORECASE,
)
_NOTE = re.compile(r"^(?:\d{1,3}[.)]?|[*†‡]{1,3})\s*(?=[^\W\d_]|https?:|[\"”’(§])")
_CONTENTS_TITLE = re.compile(r"^(?:sisällys(?:luettelo)?|sisältö|innehåll(?:sförteckning)?|contents)\b", re.IGNORECASE)
_CONTENTS_LINES = 3  # so many lines with leaders make a page one of contents
_ENDINGS = (".", "!", "?", ":", ";")
_FULL_STOPS = (".", "!", "?")
_SMALL = 0.93  # of the body's size: what notes are set in at most
_ASIDE = 2.0  # of the font size: how far a page number of a contents line stands from its title


class _Block(NamedTuple):
    """Lines that make one passage, and the place of the first of them."""

    first: int
    lines: list[Line]


@dataclass(frozen=True)
class Region:
    """Passages of one region in order, and whether its last paragraph fills its last line without ending there."""

    passages: tuple[Passage, ...]
    runs_on: bool = False


def passages_of(lines: Sequence[Line], style: Style) -> Region:
    """Group the lines of one region, top to bottom, into draft passages."""
    if not lines:
        return Region(())
    right = _right(lines)
    contents = _contents(lines, right)
    notes = _notes(lines, style)
    levels = [style.heading_level(line) for line in lines]
    blocks: list[_Block] = []
    for place, line in enumerate(lines):
        together = (
            blocks
            and not contents[place]
            and not contents[place - 1]
            and (notes <= place) == (notes <= blocks[-1].first)
            and not (notes <= place and _NOTE.match(line.text))
            and _continues(
                blocks[-1].lines, line, levels[place - 1 : place + 1], right, style, lines[place + 1 : place + 2]
            )
        )
        if together:
            blocks[-1].lines.append(line)
        else:
            blocks.append(_Block(place, [line]))
    drafts = [
        draft
        for first, block in blocks
        if (draft := _passage(block, levels[first], note=first >= notes, contents=contents[first]))
    ]
    last = lines[-1]
    full = last.box.x1 > right - 3 * last.size and not last.text.endswith(_ENDINGS)
    return Region(tuple(_nested(drafts)), full)


def _right(lines: Sequence[Line]) -> float:
    return max(line.box.x1 for line in lines)


def _contents(lines: Sequence[Line], right: float) -> list[bool]:
    """Tell which lines are of a table of contents: they end in leaders, or in page numbers set apart."""
    dotted = [_has_leader(line.text) for line in lines]
    leaders = [dots or _is_entry(line, right) for dots, line in zip(dotted, lines, strict=True)]
    count = sum(leaders)
    enough = sum(dotted) >= _CONTENTS_LINES or count >= max(5, 0.8 * len(lines))
    if not enough and not (count >= 2 and any(_CONTENTS_TITLE.match(line.text) for line in lines)):
        return dotted
    first, last = leaders.index(True), len(leaders) - 1 - leaders[::-1].index(True)
    return [
        leads or (first < place < last and not line.text.endswith("."))
        for place, (leads, line) in enumerate(zip(leaders, lines, strict=True))
    ]


def _has_leader(text: str) -> bool:
    return text.rstrip(" 0123456789").endswith(_LEADERS) and bool(_LEADER.search(text))


def _is_entry(line: Line, right: float) -> bool:
    words = line.words
    return (
        len(words) > 1
        and words[-1].text.isdigit()
        and len(words[-1].text) <= 3
        and words[-1].x0 - words[-2].x1 > _ASIDE * line.size
        and words[-1].x1 > right - 1.5 * line.size
    )


def _notes(lines: Sequence[Line], style: Style) -> int:
    """Return from which line on there are footnotes: small lines at the foot, one of them with its mark.

    Those close above the first mark are the rest of a note of the page before.
    """
    first = len(lines)
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if _text_size(line) > _SMALL * style.body:
            break
        if _NOTE.match(line.text):
            first = place
    while 0 < first < len(lines) and _is_rest_of_note(lines[first - 1], lines[first], style):
        first -= 1
    return first


def _is_rest_of_note(line: Line, below: Line, style: Style) -> bool:
    near = 0 < baseline(below) - baseline(line) < 1.4 * line.size
    return near and not line.bold and line.size == below.size and _text_size(line) <= _SMALL * style.body


def _text_size(line: Line) -> float:
    return max(word.size for word in line.words)


def _continues(
    block: Sequence[Line],
    line: Line,
    levels: Sequence[int],
    right: float,
    style: Style,
    following: Sequence[Line],
) -> bool:
    """Whether a block goes on with a line; `levels` are the heading levels of its last line and of the line."""
    last = block[-1]
    step = baseline(line) - baseline(last)
    if _starts_item(line) and not _is_wrapped_number(block, line):
        return False
    if abs(line.size - last.size) > 0.6 or step < -1 or _CAPTION.match(line.text):
        return False
    before, level = levels
    if (
        before
        and not level
        and line.size == last.size
        and line.bold == last.bold
        and not re.search(r"[^\W\d]", line.text)
    ):
        return step < 1.75 * line.size  # a year that a title ends with
    if bool(level) != bool(before):
        return False
    usual = max(style.leading * line.size / style.body, 1.15 * line.size)
    if level:
        return _heading_goes_on(block, line, step, right, style)
    if step > 1.4 * usual:
        return False
    if _starts_item(block[0]):
        hanging = line.box.x0 > block[0].box.x0 + 2
        if not hanging and (line.text[:1].isupper() or step > 1.15 * usual):
            return False  # a paragraph after a list item that hangs to its bullet
    return not _ended(last, line, right, step, usual, following)


def _heading_goes_on(block: Sequence[Line], line: Line, step: float, right: float, style: Style) -> bool:
    last, first = block[-1], line.words[0]
    if SECTION.match(line.text) or step > 1.75 * line.size or line.bold != last.bold:
        return False
    if line.size != last.size or first.italic != last.words[0].italic:
        return False
    if SECTION.match(block[0].text) and last.box.x1 + (first.x1 - first.x0) + line.size < right:
        return False  # what would have fitted into the line above is a heading of its own
    entry = style.entry(block[0])
    if entry is not None:
        title = " ".join(entry.title.split())
        return len(" ".join(part.text for part in block)) < 0.9 * len(title)
    return style.entry(line) is None and last.words[0].colour == line.words[0].colour


def _ended(last: Line, line: Line, right: float, step: float, usual: float, following: Sequence[Line]) -> bool:
    """Whether a paragraph ends with `last`: its line is left before it is full, and the next begins anew."""
    closed = last.text.endswith(_ENDINGS)
    if not (line.text[:1].isupper() or (closed and not line.text[:1].islower())):
        return False
    room = right - last.box.x1
    needed = line.words[0].x1 - line.words[0].x0 + 0.4 * line.size
    if closed and step > 1.2 * usual:
        return True
    if closed and room > needed:
        return not following or room > needed + 2 * line.size or _reaches(following[0], right, needed)
    return room > max(needed, 0.45 * (right - last.box.x0)) and not last.text.endswith((",", "-", "–"))


def _reaches(line: Line, right: float, needed: float) -> bool:
    return right - line.box.x1 < needed + line.size


def _starts_item(line: Line) -> bool:
    return bool(BULLET.match(line.text) or NUMBERED.match(line.text))


def _is_wrapped_number(block: Sequence[Line], line: Line) -> bool:
    """Whether a line begins with a number only because a date or a sum was broken there ("vuonna / 2. vaihe")."""
    return (
        not BULLET.match(line.text)
        and not _starts_item(block[0])
        and not block[-1].text.endswith(_ENDINGS)
        and abs(line.box.x0 - block[-1].box.x0) < 2
        and len(block[-1].text) > 40
    )


def _passage(block: Sequence[Line], level: int, *, note: bool, contents: bool) -> Passage | None:
    first = block[0]
    box = first.box
    for line in block[1:]:
        box = box.union(line.box)
    text = text_of(block)
    if not re.search(r"\w", text.text):
        return None
    if contents:
        return _draft(Kind.PARAGRAPH, text, first.page, box, Role.CONTENTS)
    if note:
        return _draft(Kind.PARAGRAPH, text, first.page, box, Role.FOOTNOTE)
    if level and len(text.text) <= 200:
        return replace(_draft(Kind.HEADING, text, first.page, box), level=level)
    if _CAPTION.match(text.text) and len(text.text) <= 300:
        return _draft(Kind.PARAGRAPH, text, first.page, box, Role.CAPTION)
    if _starts_item(first):
        bullet = BULLET.match(text.text)
        item = text.without_start(bullet.end()) if bullet else text
        return _draft(Kind.LIST_ITEM, item, first.page, box) if item.text else None
    return _draft(Kind.PARAGRAPH, text, first.page, box)


def _draft(kind: Kind, text: Text, page: int, box: Box, role: Role = Role.BODY) -> Passage:
    return Passage(0, kind, text.text, 0, 0, page, box, role=role, layout=text.layout)


def _nested(drafts: Sequence[Passage]) -> list[Passage]:
    """Give list items their nesting, by how far their bullets are indented."""
    out: list[Passage] = []
    edges: list[float] = []
    for draft in drafts:
        if draft.kind is not Kind.LIST_ITEM or draft.box is None:
            if draft.kind is Kind.HEADING or (edges and draft.box is not None and draft.box.x0 < edges[0] + 4):
                edges = []
            out.append(draft)
            continue
        while edges and draft.box.x0 < edges[-1] - 4:
            edges.pop()
        if not edges or draft.box.x0 > edges[-1] + 4:
            edges.append(draft.box.x0)
        out.append(replace(draft, level=len(edges)))
    return out


def join_regions(done: list[Passage], open_end: bool, region: Region) -> bool:
    """Append a region's passages to those before, joining a paragraph that runs over from the region before.

    Returns
    -------
    bool
        Whether the last paragraph may run on in the region after this one.
    """
    rest = list(region.passages)
    place = next((at for at in range(len(done) - 1, -1, -1) if done[at].role is not Role.FOOTNOTE), None)
    if place is not None and rest and _runs_on(done[place], rest[0], open_end=open_end):
        joined = Text(done[place].text, done[place].layout).joined(Text(rest[0].text, rest[0].layout))
        done[place] = replace(done[place], text=joined.text, layout=joined.layout)
        rest = rest[1:]
    done += rest
    return region.runs_on if region.passages else open_end


def _runs_on(last: Passage, first: Passage, *, open_end: bool) -> bool:
    return (
        last.kind in (Kind.PARAGRAPH, Kind.LIST_ITEM)
        and first.kind is Kind.PARAGRAPH
        and last.role is first.role is Role.BODY
        and not last.text.endswith(_ENDINGS)
        and (
            first.text[:1].islower()
            or last.text.endswith((",", "-"))
            or (open_end and last.kind is Kind.PARAGRAPH and first.text[:1].isalnum())  # items end without a full stop
        )
    )


def with_stems(drafts: Iterable[Passage]) -> Iterator[Passage]:
    """Give list items what governs them (rule 16 of the codebook): the paragraph just above, or the item above.

    What governs a list is a sentence that nothing ends: "Ohjelmakaudella:", "Tavoitteena on, että", "Nämnden". An
    item nested in one that nothing ends has that one as its stem, else the stem of the outer list.
    """
    stem = ""
    above: list[tuple[int, str]] = []
    for draft in drafts:
        if draft.kind is Kind.LIST_ITEM:
            above = [(level, text) for level, text in above if level < draft.level]
            governing = next((text for _, text in reversed(above) if not text.endswith(_FULL_STOPS)), stem)
            yield replace(draft, stem=governing)
            above.append((draft.level, draft.text))
            continue
        if draft.role is not Role.FOOTNOTE:
            governs = draft.kind is Kind.PARAGRAPH and draft.role is Role.BODY
            stem = draft.text if governs and not draft.text.endswith(_FULL_STOPS) else ""
            above = []
        yield draft
