"""Which rows at the top of a table are its title and the headings of its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ... import _data
from .found import FoundTable

_WORDS, _LENGTH = 9, 80  # a heading has no more words and characters
_PLAIN_WORDS = 4  # without bold print and known words
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[–-]\s?(?:19|20)?\d\d)?")


class Heading(NamedTuple):
    """The title above the headings (its row, or -1), the headings, and the number of rows that both take."""

    title: int
    header: tuple[str, ...]
    rows: int
    sure: bool = False


def heading_of(table: FoundTable) -> Heading:
    """Return the headings of a table's columns; empty ones where its first row is data.

    Headings over groups of columns are joined with those below: "Kustannukset: 2026".
    """
    width = len(table.rows[0])
    empty = ("",) * width
    start = 0
    alone = sum(map(bool, table.rows[0])) == 1 and bool(table.rows[0][0])
    if (is_section(table, 0) or alone) and len(table.rows) > 2 and sum(map(bool, table.rows[1])) > 1:
        start = 1
    if start >= len(table.rows) or not _are_headings(table, start):
        return Heading(-1, empty, 0)
    levels = 1
    if (
        _is_grouped(table, start)
        and start + 2 < len(table.rows)
        and _may_be_headings(table.rows[start + 1], _PLAIN_WORDS)
    ):
        levels = 2
    header = tuple(_joined(table, start, levels, column) for column in range(width))
    sure = table.head > start or sum(map(known_heading, table.rows[start])) > 1
    return Heading(start - 1, header, start + levels, sure)


def is_section(table: FoundTable, row: int) -> bool:
    """Whether a row is one text over all columns."""
    if row >= len(table.spans):
        return False
    spans = table.spans[row]
    return (
        spans[0][1] == 0
        and spans[0][3] == len(spans) > 1
        and spans[0][2] - spans[0][0] == 1
        and bool(table.rows[row][0])
    )


def _is_grouped(table: FoundTable, row: int) -> bool:
    """Whether a heading reaches over several columns that have headings of their own below it."""
    if row >= len(table.spans):
        return False
    spans = table.spans[row]
    below = table.rows[row + 1] if row + 1 < len(table.rows) else ("",) * len(spans)
    wide = [span for span in spans if span[3] - span[1] > 1 and table.rows[row][span[1]]]
    return any(below[column] for span in wide for column in range(span[1] + 1, span[3]))


def _joined(table: FoundTable, start: int, levels: int, column: int) -> str:
    parts: list[str] = []
    for row in range(start, start + levels):
        first = table.spans[row][column][1] if row < len(table.spans) else column
        text = table.rows[row][first]
        if text and text not in parts:
            parts.append(text)
    return ": ".join(parts)


def _are_headings(table: FoundTable, row: int) -> bool:
    cells = table.rows[row]
    if sum(map(bool, cells)) < 2:
        return False
    if table.head > row:
        return _may_be_headings(cells, 2 * _WORDS)
    if not _may_be_headings(cells, _WORDS):
        return False
    known = sum(map(known_heading, cells))
    filled = [cell for cell in cells if cell]
    if known > 1 or 2 * known >= len(filled):
        return True
    if len(filled) < len(cells) - 1 or (not cells[0] and len(cells) == 2):
        return False
    return all(_is_plain(cell) for cell in filled) and not _is_like(cells, table.rows[row + 1 :])


def _may_be_headings(cells: Sequence[str], most: int) -> bool:
    return all(
        len(cell.split()) <= most and len(cell) <= _LENGTH * most / _WORDS and not _is_sentence(cell) for cell in cells
    ) or all(known_heading(cell) and len(cell.split()) <= most for cell in cells if cell)


def _is_sentence(cell: str) -> bool:
    """Whether a cell ends as a sentence does, and not with an abbreviation ("Kustannukset/1 000 as.")."""
    return cell.endswith((";", ",")) or (cell.endswith(".") and len(cell.split()) > _PLAIN_WORDS)


def _is_plain(cell: str) -> bool:
    """Whether a cell looks like a heading by itself: some words without figures, or a year."""
    if _YEAR.fullmatch(cell):
        return True
    return len(cell.split()) <= _PLAIN_WORDS and cell[0].isupper() and not any(map(str.isdigit, cell))


def _is_like(cells: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a first row of years is a row among other rows of figures without any heading."""
    figures = [cell for cell in cells if any(map(str.isdigit, cell))]
    return bool(figures) and cells[0] != "" and any(row[0] and _YEAR.fullmatch(row[0]) for row in rows)


@cache
def _stems() -> tuple[tuple[str, ...], frozenset[str]]:
    content = _data.data_toml("reading", "tables.toml")
    return tuple(stem for stem in content["heading_stems"] if len(stem) > 3), frozenset(
        (*content["heading_words"], *(stem for stem in content["heading_stems"] if len(stem) <= 4))
    )


@cache
def known_heading(cell: str) -> bool:
    """Whether a cell begins as headings of columns do ("Vastuutaho", "Ansvarig instans", "Kuka?")."""
    words = re.findall(r"[\w€-]+", cell.casefold())
    if not words or len(words) > _WORDS or cell[0].islower() or re.search(r"\d", _YEAR.sub("", cell)):
        return False
    stems, whole = _stems()
    return words[0] in whole or (len(words) <= 5 and words[0].startswith(stems))
