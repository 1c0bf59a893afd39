"""A corpus as a file or a folder: authored passages, whole programmes, stand-off labels where their text is at hand.

A folder holds ``passages/*.jsonl``, ``programmes/NAME/passages.jsonl`` and ``standoff/``; each may be missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from ..document import around
from ..errors import InvalidCorpus
from .records import Record, Split, read_records
from .standoff import DOCUMENTS, join_standoff

__all__ = ["corpus_files", "read_corpus"]


def corpus_files(path: Path) -> list[Path]:
    """Return the files of labelled passages of a folder, in order, or the file itself."""
    if path.is_dir():
        return [*sorted(path.glob("passages/*.jsonl")), *sorted(path.glob("programmes/*/passages.jsonl"))]
    return [path]


def _beside_others(records: Iterable[Record]) -> Iterator[Record]:
    """Give records, the fragments of whole documents with what stands around them."""
    for name, group in groupby(records, key=lambda record: record.document):
        passages = list(group)
        if not all(record.id.startswith(f"{name}:") for record in passages):  # passages that stand alone
            yield from passages
            continue
        lines, starts = "", []
        heading: tuple[str, ...] = ()
        for record in passages:
            if record.heading != heading:
                heading = record.heading
                lines += "".join(heading[-1:]) + "\n"
            starts.append(len(lines))
            lines += record.text + "\n"
        for record, start in zip(passages, starts, strict=True):
            before, after = around(lines, start, start + len(record.text))
            yield replace(record, before=before, after=after)


def read_corpus(paths: Iterable[Path], *, texts: Path | None = None, split: Split | None = "train") -> list[Record]:
    """Read corpus files and folders, and return the passages of one split (see `read_records`).

    Parameters
    ----------
    texts : Path, optional
        The texts that stand-off labels refer to (`read_texts`); without it they are left out.

    Raises
    ------
    InvalidCorpus
        If a path holds no corpus, or what it holds breaks the format.
    """
    records: list[Record] = []
    for path in paths:
        files = corpus_files(path)
        standoff = path / "standoff"
        joined = path.is_dir() and (standoff / DOCUMENTS).is_file()
        if not files and not joined:
            raise InvalidCorpus(f"{path}: no corpus: neither passages/*.jsonl, programmes/ nor standoff/ is in it")
        records += _beside_others(read_records(files, split=split))
        if joined and texts is not None:
            records += join_standoff(standoff, texts, split=split)
    return records
