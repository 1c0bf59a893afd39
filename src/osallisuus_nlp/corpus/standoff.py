"""Labels of other people's text: kept as document id, character range and labels, without the text.

The text comes from the data set that the labels were made on; :func:`join_standoff` puts both together.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .. import _data
from ..errors import InvalidCorpus
from .records import Labels, Record, _lines, _Strict, check_labels

SOURCE = "rfintext"


@dataclass(frozen=True)
class Standoff(_Strict):
    """Labels of characters `start` to `end` of a document; `sha256` is the hash of those characters in UTF-8."""

    document: str
    start: int
    end: int
    sha256: str
    labels: Labels
    split: Literal["train", "test"]
    author: str
    licence: str


def read_standoff(path: Path) -> list[Standoff]:
    """Read a file of stand-off labels; raises `InvalidCorpus` with file and line."""
    entries = []
    for number, line in _lines(path):
        try:
            entry = _data.from_json(Standoff, line)
        except ValueError as error:
            raise InvalidCorpus(f"{path}: line {number}: {_data.explain(error)}") from error
        check_labels(entry.labels, f"{path}: line {number}")
        entries.append(entry)
    return entries


def join_standoff(entries: list[Standoff], texts: Path) -> list[Record]:
    """Join labels to the text of a JSONL file of documents (``id``, ``sentences``).

    Raises
    ------
    InvalidCorpus
        If a document is missing, or its text is not that on which the labels were made.
    """
    documents = {}
    for number, line in _lines(texts):
        try:
            content = json.loads(line)
            documents[content["id"]] = "".join(content["sentences"])
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidCorpus(f"{texts}: line {number}: not a document with id and sentences") from error
    records = []
    for entry in entries:
        if entry.document not in documents:
            raise InvalidCorpus(f"{texts}: there is no document {entry.document}")
        text = documents[entry.document][entry.start : entry.end]
        if hashlib.sha256(text.encode("utf-8")).hexdigest() != entry.sha256:
            raise InvalidCorpus(f"{texts}: {entry.document} at {entry.start} is not the text that was labelled")
        records.append(
            Record(
                id=f"{entry.document}:{entry.start}-{entry.end}",
                document=entry.document,
                language="sv" if entry.document.startswith("strategia/Korsnäs") else "fi",
                text=" ".join(text.split()),
                labels=entry.labels,
                author=entry.author,
                split=entry.split,
                licence=entry.licence,
            )
        )
    return records
