"""Annotated corpora: read and check them, join stand-off labels to their text, render programmes to PDF."""

from __future__ import annotations

from .records import LABEL_SETS, Labels, Record, read_records, write_records
from .standoff import Standoff, join_standoff, read_standoff

__all__ = [
    "LABEL_SETS",
    "Labels",
    "Record",
    "Standoff",
    "join_standoff",
    "read_records",
    "read_standoff",
    "write_records",
]
