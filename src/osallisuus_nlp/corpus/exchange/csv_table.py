"""One table for a spreadsheet: a passage a row, a column of 0 and 1 a label.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, as does one that begins with an
apostrophe; reading takes one away.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ... import _data
from ...errors import InvalidCorpus
from ..records import LABEL_SETS, Record, check_record, known_labels

_GUARDED = ("=", "+", "-", "@", "\t", "\r", "'")
_LISTS = ("heading", "scars", "spans")  # as JSON
_PLAIN = ("id", "document", "language", "kind", "genre", "split", "stem", "text", "author", "licence")


def write(records: Sequence[Record], path: Path) -> None:
    """Write the table in UTF-8 with a byte-order mark."""
    labels = known_labels()
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        out.writerow([*_PLAIN, *(f"{name}.{label}" for name, label in labels), *_LISTS])
        for record in records:
            plain, given = asdict(record), record.labels.pairs()
            cells = [plain[name] for name in _PLAIN]
            cells += [int(pair in given) for pair in labels]
            cells += [json.dumps(plain[name], ensure_ascii=False) if plain[name] else "" for name in _LISTS]
            out.writerow([_guarded(cell) for cell in cells])


def _guarded(cell: Any) -> Any:
    return "'" + cell if isinstance(cell, str) and cell.startswith(_GUARDED) else cell


def read(path: Path) -> dict[str, list[Record]]:
    """Read such a table; raises `InvalidCorpus` with the row that breaks the format."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCorpus(f"{path}: cannot be read as UTF-8 text: {error}") from error
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise InvalidCorpus(f"{path}: not a table of comma-separated values: {error}") from error
    found = []
    for number, row in enumerate(rows, start=2):
        place = f"{path}: row {number}"
        try:
            record = _data.from_plain(Record, _record(row))
        except (ValueError, KeyError, TypeError) as error:
            reason = f"no column {error}" if isinstance(error, KeyError) else _data.explain(error)
            raise InvalidCorpus(f"{place}: {reason}") from error
        check_record(record, place)
        found.append(record)
    return {"": found}


def _record(row: dict[str, str]) -> dict[str, Any]:
    if None in row or None in row.values():
        raise ValueError("another number of cells than the first row has")
    cells = {name: cell[1:] if cell.startswith("'") else cell for name, cell in row.items()}
    labels: dict[str, list[str]] = {name: [] for name in LABEL_SETS}
    for name, label in known_labels():
        cell = cells[f"{name}.{label}"].strip()
        if cell not in ("", "0", "1"):
            raise ValueError(f"{name}.{label} is 0 or 1, not {cell!r}")
        if cell == "1":
            labels[name].append(label)
    plain: dict[str, Any] = {name: cells[name] for name in _PLAIN}
    return plain | {"labels": labels} | {name: json.loads(cells[name] or "[]") for name in _LISTS}
