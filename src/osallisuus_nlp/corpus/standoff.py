"""Labels of other people's text: kept as document, character range and labels, without the text.

A folder of stand-off labels holds ``documents.json`` (for each document its language, its split and the SHA-256 of its
text in UTF-8) and ``labels.jsonl``. The text comes from the data set that the labels were made on; `join_standoff` puts
both together, and refuses a text that is not the one that was labelled.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import TypeAdapter

from .. import _data
from ..document import around
from ..errors import InvalidCorpus
from .records import Labels, Language, Record, Split, Strict, check_labels, entries_of
from .texts import read_texts

SOURCE = "rfintext"
DOCUMENTS, LABELS = "documents.json", "labels.jsonl"


@dataclass(frozen=True)
class Standoff(Strict):
    """Labels of characters `start` to `end` of a document, with the ranges of its heading and its stem."""

    document: str
    start: int
    end: int
    labels: Labels
    kind: Literal["paragraph", "list_item"] = "paragraph"
    heading: tuple[int, int] | None = None
    stem: tuple[int, int] | None = None

    @property
    def id(self) -> str:
        """``DOCUMENT:START-END``."""
        return f"{self.document}:{self.start}-{self.end}"


@dataclass(frozen=True)
class LabelledDocument(Strict):
    """A document of which passages are labelled: its language, split and the SHA-256 of its text."""

    language: Language
    split: Split
    sha256: str


class Placed(NamedTuple):
    """Labels of one passage, and the language and split of its document."""

    language: str
    split: str
    labels: Labels


@dataclass(frozen=True)
class StandoffCorpus:
    """Stand-off labels, and the documents that they refer to."""

    documents: dict[str, LabelledDocument]
    entries: tuple[Standoff, ...]

    def placed(self) -> list[Placed]:
        """Return the labels with language and split, in order: all that can be counted without the text."""
        of = self.documents
        return [Placed(of[one.document].language, of[one.document].split, one.labels) for one in self.entries]


def read_standoff(folder: Path) -> StandoffCorpus:
    """Read a folder of stand-off labels; raises `InvalidCorpus` with file and line."""
    path = folder / DOCUMENTS
    try:
        documents = TypeAdapter(dict[str, LabelledDocument]).validate_json(path.read_bytes())
    except OSError as error:
        raise InvalidCorpus(f"{path}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise InvalidCorpus(f"{path}: {_data.explain(error)}") from error
    entries = []
    for entry, place in entries_of(folder / LABELS, Standoff):
        check_labels(entry.labels, place)
        if entry.document not in documents:
            raise InvalidCorpus(f"{place}: the document {entry.document} is not in {path.name}")
        entries.append(entry)
    return StandoffCorpus(documents, tuple(entries))


def write_standoff(corpus: StandoffCorpus, folder: Path) -> None:
    """Write a folder of stand-off labels."""
    plain = {name: _data.to_plain(document) for name, document in sorted(corpus.documents.items())}
    (folder / DOCUMENTS).write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with (folder / LABELS).open("w", encoding="utf-8") as file:
        for entry in corpus.entries:
            kept = {name: value for name, value in _data.to_plain(entry).items() if value is not None}
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")


def join_standoff(folder: Path, texts: Path, *, split: Split | None = "train") -> list[Record]:
    """Join the labels of a folder to their text, and return the passages of one split (`read_records`).

    Parameters
    ----------
    texts : Path
        What `read_texts` reads: a JSONL of documents, or the data set's ``.rda`` files.

    Raises
    ------
    InvalidCorpus
        If a document is missing, or its text is not that on which the labels were made.
    """
    corpus = read_standoff(folder)
    found = read_texts(texts)
    for name, document in corpus.documents.items():
        if name not in found:
            raise InvalidCorpus(f"{texts}: there is no document {name}")
        if hashlib.sha256(found[name].encode("utf-8")).hexdigest() != document.sha256:
            raise InvalidCorpus(f"{texts}: the text of {name} is not the one that was labelled (its SHA-256 differs)")
    records = []
    for entry in corpus.entries:
        document, text = corpus.documents[entry.document], found[entry.document]
        if not 0 <= entry.start < entry.end <= len(text):
            raise InvalidCorpus(f"{folder / LABELS}: {entry.id} lies outside the document's {len(text)} characters")
        if split in (None, document.split):
            before, after = around(text, entry.start, entry.end)
            records.append(
                Record(
                    id=entry.id,
                    document=entry.document,
                    language=document.language,
                    text=_line(text, (entry.start, entry.end)),
                    labels=entry.labels,
                    author=SOURCE,
                    split=document.split,
                    licence="MIT (text), CC-BY-4.0 (labels)",
                    kind=entry.kind,
                    heading=(_line(text, entry.heading),) if entry.heading else (),
                    stem=_line(text, entry.stem) if entry.stem else "",
                    genre="strategy",
                    before=before,
                    after=after,
                )
            )
    return records


def _line(text: str, span: tuple[int, int]) -> str:
    return " ".join(text[slice(*span)].split())
