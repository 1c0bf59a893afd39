"""The corpus format: one JSON object a line, one labelled passage an object.

``{"id", "document", "language", "kind", "heading": [...], "stem", "text", "labels": {"perspectives": [...],
"house": [...], "elements": [...]}, "author", "split", "licence"}``, and where known ``"genre"``, ``"scars"`` and
``"spans": [{"start", "end", "label", "text"}]``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import ConfigDict, Field

from .. import _data
from ..errors import InvalidCorpus
from ..framework import default_framework

_WHERE_KNOWN = ("genre", "scars", "spans", "before", "after")
LABEL_SETS = ("perspectives", "house", "elements")

NonEmpty = Annotated[str, Field(min_length=1)]
Language = Literal["fi", "sv"]
Split = Literal["train", "test"]
Kind = Literal["paragraph", "list_item", "table_row", "heading"]
Genre = Literal["", "strategy", "bullets", "table", "minutes", "web", "plain", "slides"]
Scar = Literal["typo", "ocr", "hyphen"]
T = TypeVar("T")


class Strict:
    """What pydantic demands of a corpus' dataclasses: no fields but their own."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Labels(Strict):
    """The three label sets of a passage, as ids of the framework."""

    perspectives: tuple[str, ...] = ()
    house: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()

    def pairs(self) -> set[tuple[str, str]]:
        """Return every label with its set, as in ``("house", "feedback")``."""
        return {(name, label) for name in LABEL_SETS for label in getattr(self, name)}


@dataclass(frozen=True)
class Span(Strict):
    """Characters `start` to `end` of a passage's text, which are `text`, labelled with a plan element."""

    start: int
    end: int
    label: str
    text: NonEmpty


@dataclass(frozen=True)
class Record(Strict):
    """One labelled passage.

    Attributes
    ----------
    document : str
        What the passage belongs to; splits never part a document.
    split : str
        ``train`` or ``test``.
    heading : tuple of str
        The headings above the passage, the nearest last.
    stem : str
        What governs a list item (rule 16 of the codebook).
    genre : str
        The voice it is written in: ``strategy`` (running prose), ``bullets``, ``table``, ``minutes``, ``web``,
        ``plain`` (language), ``slides``; empty where it was not noted.
    scars : tuple of str
        Damage that was written in on purpose: ``typo``, ``ocr`` (wrongly recognised letters), ``hyphen`` (broken by
        a line's end).
    spans : tuple of Span
        Plan elements marked in the text.
    before, after : str
        What stands around a fragment in its document, where that is at hand; not kept in files.
    """

    id: NonEmpty
    document: NonEmpty
    language: Language
    text: NonEmpty
    labels: Labels
    author: NonEmpty
    split: Split
    licence: NonEmpty
    kind: Kind = "paragraph"
    heading: tuple[str, ...] = ()
    stem: str = ""
    genre: Genre = ""
    scars: tuple[Scar, ...] = ()
    spans: tuple[Span, ...] = ()
    before: str = ""
    after: str = ""


def read_records(paths: Iterable[Path], *, split: Split | None = "train") -> list[Record]:
    """Read corpus files, check them whole, and return the passages of one split.

    Parameters
    ----------
    split : str or None
        ``train`` unless told otherwise, so that nothing is trained on test passages by accident; None gives all.

    Raises
    ------
    InvalidCorpus
        For the first line that breaks the format, names an unknown label, repeats an id or has a span that is not
        what its offsets say; for a document that stands in two splits; names file and line.
    """
    records: list[Record] = []
    seen: set[str] = set()
    splits: dict[str, str] = {}
    for path in paths:
        for record, place in entries_of(path, Record):
            check_record(record, place)
            if record.id in seen:
                raise InvalidCorpus(f"{place}: the id {record.id} stands twice")
            if splits.setdefault(record.document, record.split) != record.split:
                raise InvalidCorpus(f"{place}: document {record.document} stands in both splits")
            seen.add(record.id)
            records.append(record)
    return [record for record in records if split in (None, record.split)]


def write_records(records: Iterable[Record], path: Path) -> None:
    """Write records as a corpus file; what is empty and has a default is left out."""
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            plain = _data.to_plain(replace(record, before="", after=""))
            kept = {name: value for name, value in plain.items() if value or name not in _WHERE_KNOWN}
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")


def check_record(record: Record, place: str) -> None:
    """Raise `InvalidCorpus` if a label is not of the framework, or a span not what its offsets say."""
    check_labels(record.labels, place)
    for span in record.spans:
        if ("elements", span.label) not in known_labels():
            raise InvalidCorpus(f"{place}: spans: no such plan element as {span.label!r}")
        if not 0 <= span.start < span.end or record.text[span.start : span.end] != span.text:
            there = record.text[max(span.start, 0) : max(span.end, 0)]
            raise InvalidCorpus(f"{place}: spans: {span.text!r} is said to stand where the text has {there!r}")


@cache
def known_labels() -> tuple[tuple[str, str], ...]:
    """Return every label with its set, as in ``("house", "feedback")``, in the framework's order."""
    return tuple((name, entry.id) for name, entries in default_framework().label_sets.items() for entry in entries)


def check_labels(labels: Labels, place: str) -> None:
    """Raise `InvalidCorpus` if a label is not of the framework."""
    known = set(known_labels())
    for name in LABEL_SETS:
        for label in getattr(labels, name):
            if (name, label) not in known:
                raise InvalidCorpus(f"{place}: labels.{name}: no such label as {label!r}")


def entries_of(path: Path, kind: Callable[..., T]) -> Iterator[tuple[T, str]]:
    """Give the entries of a file of JSON lines, each with its file and line to complain of; raises `InvalidCorpus`."""
    for number, line in lines_of(path):
        place = f"{path}: line {number}"
        try:
            entry = _data.from_json(kind, line)
        except ValueError as error:
            raise InvalidCorpus(f"{place}: {_data.explain(error)}") from error
        yield entry, place


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Give the lines of a UTF-8 file that are not blank, with their numbers; raises `InvalidCorpus`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCorpus(f"{path}: cannot be read as UTF-8 text: {error}") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line
