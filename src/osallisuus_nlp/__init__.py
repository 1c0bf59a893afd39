"""Reads municipal participation programmes the way a careful expert does.

>>> import osallisuus_nlp as onlp
>>> analysis = onlp.analyse("programme.pdf")  # doctest: +SKIP
>>> onlp.report(analysis, "gaps.html", language="fi")  # doctest: +SKIP

Importing the package is quick: scikit-learn, pandas and the PDF libraries are loaded when first used.
"""

from __future__ import annotations

from ._version import __version__
from .analysis import Analysis, analyse, analyse_document
from .batch import Failure, analyse_many
from .classify import classify, explain
from .document import Document
from .errors import (
    CorruptDocument,
    EmptyDocument,
    EncryptedDocument,
    InvalidCorpus,
    InvalidFramework,
    InvalidResult,
    LimitExceeded,
    OsallisuusError,
    ReaderCrashed,
    ResourceMissing,
    UnreadableDocument,
    UnsupportedFormat,
)
from .framework import Framework, load_framework
from .plan import Gap, read_planning
from .reading import Limits, parse_text, read
from .report import named_frame, planning_frame, report, write_planning

__all__ = [
    "Analysis",
    "CorruptDocument",
    "Document",
    "EmptyDocument",
    "EncryptedDocument",
    "Failure",
    "Framework",
    "Gap",
    "InvalidCorpus",
    "InvalidFramework",
    "InvalidResult",
    "LimitExceeded",
    "Limits",
    "OsallisuusError",
    "ReaderCrashed",
    "ResourceMissing",
    "UnreadableDocument",
    "UnsupportedFormat",
    "__version__",
    "analyse",
    "analyse_document",
    "analyse_many",
    "classify",
    "explain",
    "load_framework",
    "named_frame",
    "parse_text",
    "planning_frame",
    "read",
    "read_planning",
    "report",
    "write_planning",
]
