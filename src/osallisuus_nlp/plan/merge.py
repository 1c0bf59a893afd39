"""One measure that both a table and the text state is one row: the table's, filled from the text where it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .rows import PlanRow

_SAME = 90.0  # rapidfuzz ratio (0–100) from which two texts state the same
_SHORTEST = 15  # letters: shorter texts ("Asukasilta") are alike too easily
_FILLED = ("funding", "resources", "timetable", "indicator", "money", "staff", "times")


def merged(rows: Sequence[PlanRow]) -> tuple[PlanRow, ...]:
    """Return the rows of a plan without measures in prose that a table states too, numbered anew."""
    from rapidfuzz import fuzz

    tabled = [row for row in rows if row.kind == "measure" and row.source == "table" and len(row.text) >= _SHORTEST]
    kept = {row.id: row for row in rows}
    for row in rows:
        if row.kind != "measure" or row.source == "table" or len(row.text) < _SHORTEST:
            continue
        same = next((one for one in tabled if fuzz.ratio(_plain(one.text), _plain(row.text)) >= _SAME), None)
        if same is not None:
            del kept[row.id]
            kept[same.id] = _filled(kept[same.id], row)
    numbers = {old: new for new, old in enumerate(kept)}
    return tuple(
        replace(row, id=numbers[row.id], goal=None if row.goal is None else numbers[row.goal]) for row in kept.values()
    )


def _plain(text: str) -> str:
    return text.casefold().strip(" .;,")


def _filled(row: PlanRow, other: PlanRow) -> PlanRow:
    """Return the table's row with what only the text says of it."""
    said = {name: getattr(row, name) or getattr(other, name) for name in _FILLED}
    if not row.responsible and not row.vague:
        said |= {"responsible": other.responsible, "vague": other.vague}
    return replace(row, **said)
