"""Annotated corpora: read, check, count, compare, part and exchange them; render programmes to PDF."""

from __future__ import annotations

from .folder import corpus_files, read_corpus
from .records import LABEL_SETS, Labels, Record, Span, read_records, write_records
from .standoff import SOURCE, Standoff, join_standoff, read_standoff

__all__ = [
    "LABEL_SETS",
    "SOURCE",
    "Labels",
    "Record",
    "Span",
    "Standoff",
    "corpus_files",
    "join_standoff",
    "read_corpus",
    "read_records",
    "read_standoff",
    "write_records",
]
