"""The corpus format: one JSON object a line, one labelled passage an object.

``{"id", "document", "language", "kind", "heading": [...], "stem", "text", "labels": {"perspectives": [...],
"house": [...], "elements": [...]}, "author", "split", "licence"}``
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from .. import _data
from ..errors import InvalidCorpus
from ..framework import default_framework

LABEL_SETS = ("perspectives", "house", "elements")

NonEmpty = Annotated[str, Field(min_length=1)]


class _Strict:
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Labels(_Strict):
    """The three label sets of a passage, as ids of the framework."""

    perspectives: tuple[str, ...] = ()
    house: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record(_Strict):
    """One labelled passage.

    Attributes
    ----------
    document : str
        What the passage belongs to; splits never part a document.
    split : str
        ``train`` or ``test``.
    """

    id: NonEmpty
    document: NonEmpty
    language: Literal["fi", "sv"]
    text: NonEmpty
    labels: Labels
    author: NonEmpty
    split: Literal["train", "test"]
    licence: NonEmpty
    kind: Literal["paragraph", "list_item", "table_row", "heading"] = "paragraph"
    heading: tuple[str, ...] = ()
    stem: str = ""


def read_records(paths: Iterable[Path]) -> list[Record]:
    """Read corpus files and check them.

    Raises
    ------
    InvalidCorpus
        For the first line that breaks the format, names an unknown label or repeats an id; for a document
        that stands in two splits; names file and line.
    """
    records: list[Record] = []
    seen: set[str] = set()
    splits: dict[str, str] = {}
    for path in paths:
        for number, line in _lines(path):
            place = f"{path}: line {number}"
            try:
                record = _data.from_json(Record, line)
            except ValueError as error:
                raise InvalidCorpus(f"{place}: {_data.explain(error)}") from error
            check_labels(record.labels, place)
            if record.id in seen:
                raise InvalidCorpus(f"{place}: the id {record.id} stands twice")
            if splits.setdefault(record.document, record.split) != record.split:
                raise InvalidCorpus(f"{place}: document {record.document} stands in both splits")
            seen.add(record.id)
            records.append(record)
    return records


def write_records(records: Iterable[Record], path: Path) -> None:
    """Write records as a corpus file."""
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(_data.to_plain(record), ensure_ascii=False) + "\n")


def check_labels(labels: Labels, place: str) -> None:
    """Raise `InvalidCorpus` if a label is not of the framework."""
    framework = default_framework()
    known = {
        "perspectives": {entry.id for entry in framework.perspectives},
        "house": {entry.id for entry in framework.house_levels},
        "elements": {entry.id for entry in framework.elements},
    }
    for name in LABEL_SETS:
        for label in getattr(labels, name):
            if label not in known[name]:
                raise InvalidCorpus(f"{place}: labels.{name}: no such label as {label!r}")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCorpus(f"{path}: cannot be read as UTF-8 text: {error}") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line
