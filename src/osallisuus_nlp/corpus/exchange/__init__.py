"""Corpora in the formats of other programs: Label Studio, spaCy and spreadsheets, out and back without loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ...errors import InvalidCorpus
from ..records import Record, read_records, write_records
from . import csv_table, docbin, label_studio

__all__ = ["FORMATS", "export_records", "import_records"]

Reader = Callable[[Path], dict[str, list[Record]]]
Writer = Callable[[Sequence[Record], Path], None]


def _read_jsonl(path: Path) -> dict[str, list[Record]]:
    return {"": read_records([path], split=None)}


_READERS: dict[str, Reader] = {
    "jsonl": _read_jsonl,
    "label-studio": label_studio.read,
    "docbin": docbin.read,
    "csv": csv_table.read,
}
_WRITERS: dict[str, Writer] = {
    "jsonl": write_records,
    "docbin": docbin.write,
    "csv": csv_table.write,
}
FORMATS = {".jsonl": "jsonl", ".json": "label-studio", ".spacy": "docbin", ".csv": "csv"}


def _format_of(path: Path) -> str:
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        known = ", ".join(f"{suffix} ({name})" for suffix, name in FORMATS.items())
        raise InvalidCorpus(f"{path}: the format is told by the name's ending, one of {known}") from None


def export_records(records: Sequence[Record], path: Path, *, labelled: bool = True) -> None:
    """Write records in the format that the name of `path` ends with (`FORMATS`).

    Parameters
    ----------
    labelled : bool
        False for passages that nobody has labelled yet: Label Studio is to ask for them.

    Raises
    ------
    InvalidCorpus
        For another ending.
    ResourceMissing
        For ``.spacy``, if spaCy is not installed.
    """
    kind = _format_of(path)
    if kind == "label-studio":
        label_studio.write(records, path, labelled=labelled)
    else:
        _WRITERS[kind](records, path)


def import_records(path: Path) -> dict[str, list[Record]]:
    """Read records from a file of any of the `FORMATS`, by annotator; the key is ``""`` where there is one only.

    Raises
    ------
    InvalidCorpus
        If the file breaks its format, names an unknown label, or has a span whose text is not what its offsets say.
    """
    found = _READERS[_format_of(path)](path)
    if not any(found.values()):
        raise InvalidCorpus(f"{path}: holds no labelled passage")
    return found
