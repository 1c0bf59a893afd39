"""Compare a document that has been read with the source that it was rendered from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, pairwise

from rapidfuzz.distance import LCSseq, Levenshtein

from osallisuus_nlp import Document
from osallisuus_nlp.corpus.layouts import CONTENTS_TITLES, Layout, set_groups
from osallisuus_nlp.corpus.source import Block, Gold, Group, Source, filled, gold_of, words_of
from osallisuus_nlp.document import Kind, Passage, Role

_MARKER = re.compile(r"^\s*(?:[•–◦▪○-]|\d{1,2}[.)])\s+")
_NOTE_MARK = re.compile(r"(?<=[^\s\d¹²³⁴-⁹])(?:[¹²³⁴-⁹]{1,2}|\d{1,2})$")
_NOTE_NUMBER = re.compile(r"^\s*(?:[¹²³⁴-⁹]{1,2}|\d{1,2}[.)]?)\s*")
_SAME_NOTE = 0.9  # share of its letters from which a passage is the gold's footnote
_REACH = 12  # paragraphs, items and headings that a sidebar may stand beside

Cell = tuple[str, int, str]


@dataclass(frozen=True)
class Score:
    """How many were wanted, how many found, and how many of these are right; scores add up."""

    hits: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.hits + other.hits, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float | None:
        return self.hits / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.hits / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        return 2 * self.hits / (self.found + self.wanted) if self.found + self.wanted else None


@dataclass(frozen=True)
class Scores:
    """The scores of one document; `levels`, `nesting` and `stems` count among the headings and items found."""

    words: Score = field(default_factory=Score)
    strict: Score = field(default_factory=Score)
    paragraphs: Score = field(default_factory=Score)
    headings: Score = field(default_factory=Score)
    levels: Score = field(default_factory=Score)
    items: Score = field(default_factory=Score)
    nesting: Score = field(default_factory=Score)
    stems: Score = field(default_factory=Score)
    cells: Score = field(default_factory=Score)
    running: Score = field(default_factory=Score)
    notes: Score = field(default_factory=Score)
    captions: Score = field(default_factory=Score)

    def __add__(self, other: Scores) -> Scores:
        return Scores(**{name: getattr(self, name) + getattr(other, name) for name in vars(self)})


def score(document: Document | None, source: Source, layout: Layout) -> Scores:
    """Return the scores of `document`, or of nothing at all where the file could not be read."""
    gold = gold_of(source)
    body = list(_body(document, source)) if document else []
    headings = [passage for passage in body if passage.kind is Kind.HEADING]
    items = [passage for passage in body if passage.kind is Kind.LIST_ITEM]
    found_headings = _matched([text for _, text in gold.headings], [passage.text for passage in headings])
    found_items = _matched([text for _, text in gold.items], [passage.text for passage in items])
    paragraphs = [block.text for block in source.blocks() if block.kind == "paragraph"]
    return Scores(
        words=words_score(document, body, source, layout),
        strict=strict_score(document, body, source, layout),
        paragraphs=_texts(paragraphs, [p.text for p in body if p.kind is Kind.PARAGRAPH and p.role is Role.BODY]),
        headings=Score(len(found_headings), len(headings), len(gold.headings)),
        levels=_among(gold.headings[i][0] == headings[j].level for i, j in found_headings),
        items=Score(len(found_items), len(items), len(gold.items)),
        nesting=_among(gold.items[i][0] == items[j].level for i, j in found_items),
        stems=_among(folded(gold.stems[i]) == folded(items[j].stem) for i, j in found_items),
        cells=cells_score(document, gold),
        running=running_score(document, gold),
        notes=_role(document, Role.FOOTNOTE, gold.notes),
        captions=_role(document, Role.CAPTION, gold.captions),
    )


def folded(text: str) -> str:
    """Return the words of `text` alone, in small letters, without the marker before and the note's mark after it."""
    return " ".join(words_of(_NOTE_MARK.sub("", _MARKER.sub("", text)))).lower()


def lcs_score(wanted: Sequence[Hashable], found: Sequence[Hashable]) -> Score:
    """Return how much of `wanted` stands in `found`, in that order."""
    return Score(LCSseq.similarity(wanted, found), len(found), len(wanted))


def words_score(document: Document | None, body: Sequence[Passage], source: Source, layout: Layout) -> Score:
    """Return how many words were read in their order, where several orders are right in the best of these.

    A sidebar may be read between any paragraphs beside it, and two sides in parts, from heading to heading.
    """
    found = read_words(document, body)
    items = set_groups(source, layout).items
    best = lcs_score(words_in(items), found)
    for group in [item for item in items if isinstance(item, Group)]:
        others = {"sidebar": places_of, "parallel": parts_of}.get(group.kind)
        for moved in others(group, items) if others else ():
            one = lcs_score(words_in(moved), found)
            if one.hits > best.hits:
                best, items = one, moved
    return best


def strict_score(document: Document | None, body: Sequence[Passage], source: Source, layout: Layout) -> Score:
    """Return how many words were read in the source's order: sidebars where they are anchored, sides one by one."""
    return lcs_score(words_in(set_groups(source, layout).items), read_words(document, body))


def words_in(items: Sequence[Block | Group]) -> list[str]:
    """Return the gold's words of these items."""
    return list(gold_of(Source("", "", "", "", tuple(items))).words)


def places_of(sidebar: Group, items: Sequence[Block | Group]) -> Iterator[tuple[Block | Group, ...]]:
    """Give the items with the sidebar after the next, the next but one and so on, as far as it may reach."""
    place = next(number for number, item in enumerate(items) if item is sidebar)
    rest = (*items[:place], *items[place + 1 :])
    for later in range(place + 1, min(place + _REACH, len(rest)) + 1):
        yield (*rest[:later], sidebar, *rest[later:])


def parts_of(group: Group, items: Sequence[Block | Group]) -> Iterator[tuple[Block | Group, ...]]:
    """Give the items with two sides read in parts, cut at some of the headings, where both have headings alike."""
    sides = [_sections(side) for side in group.parts]
    if len({tuple(part[0].level for part in side) for side in sides}) > 1:
        return
    place = next(number for number, item in enumerate(items) if item is group)
    inner = range(1, len(sides[0]))
    for cuts in chain.from_iterable(combinations(inner, count) for count in inner):
        parts = [
            Group("parallel", 2, tuple(tuple(chain.from_iterable(side[start:end])) for side in sides))
            for start, end in pairwise((0, *cuts, len(sides[0])))
        ]
        yield (*items[:place], *parts, *items[place + 1 :])


def _sections(side: Sequence[Block]) -> list[list[Block]]:
    """Return blocks parted before each heading."""
    sections: list[list[Block]] = []
    for block in side:
        if block.kind == "heading" or not sections:
            sections.append([])
        sections[-1].append(block)
    return sections


def read_words(document: Document | None, body: Iterable[Passage]) -> list[str]:
    """Return the words of a document's text in reading order; a table's header stands once, before its rows."""
    words: list[str] = []
    table: int | None = None
    for passage in body:
        if passage.table is not None and passage.cells and document:
            if passage.table != table:
                words += [word for text in document.tables[passage.table].header for word in words_of(text)]
            words += [word for cell in passage.cells for word in words_of(cell.text)]
        else:
            words += words_of(_MARKER.sub("", passage.text) if passage.kind is Kind.LIST_ITEM else passage.text)
        table = passage.table
    return words


def cells_score(document: Document | None, gold: Gold) -> Score:
    """Return how many filled cells were read with their column's heading and in their row."""
    wanted = Counter(
        cell for header, rows in gold.tables for number, row in enumerate(rows) for cell in _cells(header, row, number)
    )
    rows: dict[int, list[Passage]] = {}
    for passage in document.passages if document else ():
        if passage.table is not None and passage.kind is Kind.TABLE_ROW:
            rows.setdefault(passage.table, []).append(passage)
    found = Counter(
        cell
        for table in rows.values()
        for number, row in enumerate(table)
        for cell in _cells([cell.header for cell in row.cells], [cell.text for cell in row.cells], number)
    )
    return _overlap(wanted, found)


def _cells(header: Sequence[str], row: Sequence[str], number: int) -> Iterator[Cell]:
    for head, text in zip(header, row, strict=True):
        if words_of(text):
            yield " ".join(words_of(head)).lower(), number, " ".join(words_of(text)).lower()


def running_score(document: Document | None, gold: Gold) -> Score:
    """Return how many running heads and footers were taken out of the pages, page by page."""
    total = Score()
    pages = document.pages if document else ()
    for page in pages:
        lines = [text.format(page=page.number, pages=len(pages)) for text in gold.running]
        wanted = Counter(mark for mark in map(_line, lines) if mark)
        total += _overlap(wanted, Counter(mark for mark in map(_line, page.removed) if mark))
    return total


def _line(text: str) -> str:
    return "".join(words_of(text)).lower()


def text_of(document: Document | None, source: Source) -> str:
    """Return the text of a document as it is compared letter by letter."""
    if document is None:
        return ""
    parts: list[str] = []
    table: int | None = None
    for passage in _body(document, source):
        if passage.table is not None and passage.cells:
            if passage.table != table:
                parts += document.tables[passage.table].header
            parts += [cell.text for cell in passage.cells]
        else:
            parts.append(_MARKER.sub("", passage.text) if passage.kind is Kind.LIST_ITEM else passage.text)
        table = passage.table
    return _one_line(parts)


def gold_text(source: Source) -> str:
    """Return the text of `source` as it is compared letter by letter."""
    return _one_line(
        text
        for block in source.blocks()
        for text in (block.text, *block.header, *(cell for row in filled(block.rows) for cell in row))
    )


def _one_line(parts: Iterable[str]) -> str:
    return " ".join(" ".join(parts).split())


def character_errors(wanted: str, found: str) -> Score:
    """Return letters that are right, read and wanted; the error rate is one less the recall."""
    return Score(max(0, len(wanted) - Levenshtein.distance(wanted, found)), len(found), len(wanted))


def _body(document: Document, source: Source) -> Iterator[Passage]:
    """Give the passages that the gold's words are compared with: no contents and no footnotes, told as such or not."""
    notes = [folded(_NOTE_NUMBER.sub("", text)) for _, text in source.footnotes]
    contents = {title.lower() for title in CONTENTS_TITLES.values()}
    for passage in document.passages:
        if passage.role in (Role.CONTENTS, Role.FOOTNOTE) or folded(passage.text) in contents:
            continue
        text = folded(_NOTE_NUMBER.sub("", passage.text))
        if not any(LCSseq.normalized_similarity(text, note) >= _SAME_NOTE for note in notes):
            yield passage


def _role(document: Document | None, role: Role, wanted: Sequence[str]) -> Score:
    texts = [passage.text for passage in document.passages if passage.role is role] if document else []
    if role is Role.FOOTNOTE:
        texts, wanted = ([_NOTE_NUMBER.sub("", text) for text in those] for those in (texts, wanted))
    return _texts(wanted, texts)


def _texts(wanted: Iterable[str], found: Iterable[str]) -> Score:
    return _overlap(Counter(map(folded, wanted)), Counter(map(folded, found)))


def _overlap(wanted: Counter[Hashable] | Counter[str] | Counter[Cell], found: Counter[str] | Counter[Cell]) -> Score:
    return Score((wanted & found).total(), found.total(), wanted.total())  # type: ignore[operator]


def _among(right: Iterable[bool]) -> Score:
    """Return how many of those found are right."""
    marks = list(right)
    return Score(sum(marks), len(marks), len(marks))


def _matched(wanted: Iterable[str], found: Iterable[str]) -> list[tuple[int, int]]:
    """Return the places of texts that are the same in both, in order."""
    steps = LCSseq.opcodes([folded(text) for text in wanted], [folded(text) for text in found])
    return [
        (step.src_start + more, step.dest_start + more)
        for step in steps
        if step.tag == "equal"
        for more in range(step.src_end - step.src_start)
    ]
