"""Whether text in columns is a table or something else: running text, a list, contents, addresses, boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ..layout.words import Line
from ..letters.clean import BULLET, NUMBERED
from .bands import Column, Strip, columns_in, surely_runs_on

_MARKER = re.compile(
    r"^(?:\d{1,3}[.):]?|[a-zåäö][.)]|[ivx]{1,4}[.)]|\(\d{1,2}\)|\W{1,2}|\d{1,2}(?:\.\d{1,2}){1,4}\.?)$"
)
_BULLET = re.compile(r"^(?:[•●▪■□○◦‣⁃∙✓✔➢►▶→➔\uf0b7\uf0a7\uf0fc\uf0d8]\s?)+$")
_LEADER = re.compile(r"(?:\.\s?){4,}|_{4,}|…{2,}")
_PAGE = re.compile(r"^\d{1,4}$")
_CONTACT = re.compile(r"@|www\.|^(?:puh|tfn|tel|p)\.?\s|^\+?[\d][\d \-]{5,}$|^\d{5}\s+\S|^PL \d|^PB \d", re.IGNORECASE)
_FIGURE = re.compile(r"^[\d\s.,–%€+-]*\d[\d\s.,–%€+-]*(?:€|%|euroa|euro|kpl|st|t€|htv)?\.?$")
_SHORT_WORDS = 6  # median words of a cell in the short columns that a table has
_MANY_RULES = 4  # lines that surely rule a table
_FEW_WORDS = 12  # nearly all cells of one column of a table have no more
_LONG_WORDS = 30  # median words of a cell above which a column is running text unless lines rule it
_ALIGNED = 0.75  # the part of a column's cells that must begin, end or be centred at one place
_NEAR = 4.0  # points


def is_table(rows: Sequence[Sequence[Strip]], columns: Sequence[Column], *, rules: int = 0) -> bool:
    """Whether rows of text in columns are a table; precise rather than complete.

    With some `rules`, lines above and below say so too, and two columns, or few rows, are enough.
    """
    body = [row for row in rows if not (len(row) == 1 and row[0].spanning)]
    filled = [row for row in body if len(columns_in(row)) > 1]
    if len(filled) < (2 if rules else 3) or len(filled) < 0.6 * len(body) or len(body) < 0.6 * len(rows):
        return False
    if _is_list(filled, columns) or _is_contents(filled, columns) or _is_contacts(filled, columns):
        return False
    if _is_wordy(filled, columns) or (rules < _MANY_RULES and (_is_boxes(filled) or _is_set_unevenly(filled))):
        return False
    words = [median(counts) for at in range(len(columns)) if (counts := _words(_cells(filled, at)))]
    if min(words) > _SHORT_WORDS or _flows(filled, columns) or not _is_aligned(filled, columns):
        return False
    if max(words) > (2 if rules else 1) * _LONG_WORDS:
        return False
    if sum(len(_cells(filled, at)) < 2 for at in range(len(columns))) > (len(columns) > 3):
        return False  # but one column may have nothing but a heading
    if len(columns) > 2 or rules >= _MANY_RULES:
        return True
    return _two_columns(filled)


def _cells(rows: Sequence[Sequence[Strip]], column: int) -> list[list[Line]]:
    cells = ([strip.cells[column] for strip in row if column in strip.cells] for row in rows)
    return [cell for cell in cells if cell]


def _words(cells: Sequence[Sequence[Line]]) -> list[int]:
    return [sum(len(line.words) for line in cell) for cell in cells]


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def _is_list(rows: Sequence[Sequence[Strip]], columns: Sequence[Column]) -> bool:
    """Whether a column is bullets, or the first of two is numbers: items hang to them."""
    bullets = [
        at
        for at in range(len(columns))
        if _share([bool(_BULLET.match(cell[0].text)) for cell in _cells(rows, at)]) > 0.5
    ]
    return bool(bullets) or (
        len(columns) == 2 and _share([bool(_MARKER.match(cell[0].text)) for cell in _cells(rows, 0)]) > 0.5
    )


def _is_contents(rows: Sequence[Sequence[Strip]], columns: Sequence[Column]) -> bool:
    """Whether the last column is page numbers: leaders before them, or rising through the rows."""
    texts = [line.text for row in rows for strip in row for line in strip.cells.values()]
    if sum(bool(_LEADER.search(text)) for text in texts) > 1:
        return True
    last = [cell[0].text for cell in _cells(rows, len(columns) - 1)]
    numbers = [int(text) for text in last if _PAGE.match(text)]
    rising = all(before <= after for before, after in pairwise(numbers))
    first = [cell[0].text for cell in _cells(rows, 0)]
    numbered = _share([bool(_MARKER.match(text) or NUMBERED.match(text)) for text in first]) > 0.5
    return len(numbers) > 0.7 * len(rows) and rising and len(set(numbers)) > 1 and (len(columns) == 2 or numbered)


def _is_contacts(rows: Sequence[Sequence[Strip]], columns: Sequence[Column]) -> bool:
    """Whether addresses stand side by side: a whole row of e-mail addresses, telephones or post codes."""
    strips = [strip for row in rows for strip in row if len(strip.cells) > 1]
    whole = [
        all(_CONTACT.search(line.text) for line in strip.cells.values()) for strip in strips if len(strip.cells) > 1
    ]
    return any(whole) and len(columns) <= 5 and not _is_spaced(rows)


def _is_spaced(rows: Sequence[Sequence[Strip]]) -> bool:
    """Whether the rows stand farther apart than lines of text do."""
    gaps = [(below[0].top - above[-1].bottom) / below[0].size for above, below in pairwise(rows)]
    return bool(gaps) and median(gaps) > 0.6


def _is_boxes(rows: Sequence[Sequence[Strip]]) -> bool:
    """Whether titles stand again among the rows, as over boxes of a slide, or the columns are lists of their own."""
    titles = [
        all(line.bold for strip in row for line in strip.cells.values()) and len(columns_in(row)) > 1 for row in rows
    ]
    if 1 < sum(titles) < len(titles) and any(titles[2:]):
        return True
    bullets = [
        at
        for at in range(max(max(columns_in(row)) for row in rows) + 1)
        if sum(bool(BULLET.match(cell[0].text) or NUMBERED.match(cell[0].text)) for cell in _cells(rows, at)) > 1
    ]
    return len(bullets) > 1


def _is_set_unevenly(rows: Sequence[Sequence[Strip]]) -> bool:
    """Whether text below the first row is set in several sizes, or bold and plain in one column, as in running text."""
    sizes = [line.size for row in rows[1:] for strip in row for line in strip.cells.values()]
    ordinary = median(sizes)
    if _share([abs(size - ordinary) > 0.08 * ordinary for size in sizes]) > 0.05:
        return True
    body = [row for row in rows[1:] if not all(line.bold for strip in row for line in strip.cells.values())]
    for at in sorted(set().union(*(columns_in(row) for row in body))):
        bold = _share([all(line.bold for line in cell) for cell in _cells(body, at)])
        if 0.12 < bold < 0.88:
            return True
    lines = [
        [strip.cells[at] for strip in row if at in strip.cells] for row in rows[1:] for at in sorted(columns_in(row))
    ]
    return sum(any(above.bold != below.bold for above, below in pairwise(cell)) for cell in lines) > 1


def _is_wordy(rows: Sequence[Sequence[Strip]], columns: Sequence[Column]) -> bool:
    """Whether every column has long cells, or words are broken from row to row: columns of running text."""
    for at in range(len(columns)):
        cells = _cells(rows, at)
        if any(above[-1].text.endswith("-") and below[0].text[0].islower() for above, below in pairwise(cells)):
            return True
    counts = [sorted(_words(_cells(rows, at))) for at in range(len(columns))]
    return all(count and count[min(int(0.9 * len(count)), len(count) - 1)] > _FEW_WORDS for count in counts)


def _flows(rows: Sequence[Sequence[Strip]], columns: Sequence[Column]) -> bool:
    """Whether the text of the columns runs on from row to row: full lines, then small letters."""
    going: list[bool] = []
    for at, (x0, x1) in enumerate(columns):
        here = [
            len(above[-1].words) > 2
            and above[-1].box.x1 > x1 - 0.25 * (x1 - x0)
            and surely_runs_on(above[-1], below[0])
            for above, below in pairwise(_cells(rows, at))
        ]
        if len(here) > 3 and _share(here) > 0.45:
            return True
        going += here
    return sum(going) > 1 and _share(going) > 0.15


def _is_aligned(rows: Sequence[Sequence[Strip]], columns: Sequence[Column]) -> bool:
    """Whether the cells of every column share their left, right or middle."""
    for at in range(len(columns)):
        boxes = [cell[0].box for cell in _cells(rows, at)]
        lefts, rights = [box.x0 for box in boxes], [box.x1 for box in boxes]
        middles = [(box.x0 + box.x1) / 2 for box in boxes]
        if max(_together(lefts), _together(rights), _together(middles)) < _ALIGNED:
            return False
    return True


def _together(places: Sequence[float]) -> float:
    """Return the part of places that are near the one that most are near."""
    if len(places) < 2:
        return 1.0
    counts = [sum(abs(place - other) <= _NEAR for other in places) for place in places]
    # A heading is often aligned another way than its column.
    return max(counts) / max(len(places) - 1, 2)


def _two_columns(rows: Sequence[Sequence[Strip]]) -> bool:
    """Whether two columns have what makes them surely a table: bold headings, or a column of figures."""
    head, rest = rows[0], rows[1:]
    bold = all(line.bold for strip in head for line in strip.cells.values())
    plain = _share([not any(line.bold for strip in row for line in strip.cells.values()) for row in rest])
    short = [count for at in (0, 1) for count in _words(_cells([head], at))]
    if bold and plain > 0.8 and max(short) <= 4:
        return True
    figures = [bool(_FIGURE.match(cell[0].text)) for cell in _cells(rest, 1)]
    return len(rows) >= 4 and _share(figures) > 0.8
