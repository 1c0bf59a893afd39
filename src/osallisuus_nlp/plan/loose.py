"""Parties in cells whose table was lost: papers that were flattened into lines keep them as passages of nothing else.

"Kuntalaisfoorumi" is a measure, "Kunnanjohtaja, tiedottaja" some lines below it who answers, and "Vastuuhenkilö" above
both was the heading of the column. Only a document with such a stray heading is read so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..document import Document, Passage, Role
from ..entities import column_elements, ends_in_party, is_vague
from .columns import Columns

_NEAR = 8  # passages below a measure in which its party is looked for
_WORDS = 25  # of a cell of parties
_HEADING_WORDS = 8
_MOSTLY = 0.5  # of the pieces of a cell must be parties
_PIECES = re.compile(r"[,;()/\n]|\s(?:ja|sekä|och|samt)\s|\s(?=[A-ZÅÄÖ])")
_LAST_WORD = re.compile(r"\s+(?:ja|sekä|och|samt)$")
_SENTENCE = re.compile(r"[.!?:]$")


@dataclass(frozen=True, slots=True)
class LooseCell:
    """A passage that holds nothing but parties: its place in the document, and whom it names."""

    place: int
    parties: tuple[str, ...]


def loose_cells(document: Document, columns: Iterable[Columns]) -> list[LooseCell]:
    """Return the cells of parties of a document that lost its tables, in order; none for any other document.

    Parameters
    ----------
    columns
        Which columns of the tables that it still has hold what.
    """
    if any("responsibility" in one for one in columns):
        return []
    bodies = [(place, passage) for place, passage in enumerate(document.passages) if _may_be_cell(passage)]
    first = next((place for place, passage in bodies if _heads_column(passage.text)), None)
    if first is None:
        return []
    cells = (LooseCell(place, _parties(text.text, text.language)) for place, text in bodies if place >= first)
    return [cell for cell in cells if cell.parties]


def parties_below(passage: Passage, cells: Sequence[LooseCell]) -> tuple[str, ...]:
    """Return whom the first cell below a passage names; empty where none is near."""
    place = passage.id
    below = [cell for cell in cells if place <= cell.place <= place + _NEAR]
    together = [cell for number, cell in enumerate(below) if cell.place - below[0].place == number]
    return tuple(dict.fromkeys(party for cell in together for party in cell.parties))


def _may_be_cell(passage: Passage) -> bool:
    return (
        passage.role is Role.BODY
        and not passage.cells
        and not _SENTENCE.search(passage.text)
        and len(passage.text.split()) <= _WORDS
    )


def _heads_column(text: str) -> bool:
    """Whether a short passage is, or ends or begins with, the heading of a column of parties."""
    words = text.split()
    if len(words) > _HEADING_WORDS:
        return False
    headings = (text, words[0], words[-1], " ".join(words[:2]), " ".join(words[-2:]), " ".join(words[:3]))
    return any("responsibility" in column_elements(heading) for heading in headings)


def _parties(text: str, language: str) -> tuple[str, ...]:
    pieces = [_LAST_WORD.sub("", piece.strip(" •–-")) for piece in _PIECES.split(text)]
    pieces = [piece for piece in pieces if piece and "responsibility" not in column_elements(piece)]
    named = [piece for piece in pieces if ends_in_party(piece, language) and not is_vague(piece, language)]
    if not named or len(named) < _MOSTLY * len(pieces):
        return ()
    return tuple(dict.fromkeys(named))
