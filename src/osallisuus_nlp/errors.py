"""Everything that this library raises on purpose.

::

    OsallisuusError
    ├── UnreadableDocument          a file that gives no Document; says what to do
    │   ├── EncryptedDocument       needs a password
    │   ├── CorruptDocument         damaged, or not what its name says
    │   ├── EmptyDocument           no bytes, no pages, or no text
    │   ├── UnsupportedFormat       a kind of file that is not read
    │   ├── LimitExceeded           larger than the limits allow, in bytes, pages, seconds or memory
    │   └── ReaderCrashed           the process that read it died
    ├── ResourceMissing             an extra, a model or a program is not installed
    ├── InvalidCorpus               annotated text that breaks the format
    ├── InvalidFramework            a framework file that breaks the format
    └── InvalidResult               a saved analysis that cannot be read back

An error's text is one line that names the file and says what to do about it.
"""

from __future__ import annotations

__all__ = [
    "CorruptDocument",
    "EmptyDocument",
    "EncryptedDocument",
    "InvalidCorpus",
    "InvalidFramework",
    "InvalidResult",
    "LimitExceeded",
    "OsallisuusError",
    "ReaderCrashed",
    "ResourceMissing",
    "UnreadableDocument",
    "UnsupportedFormat",
]


class OsallisuusError(Exception):
    """Root of all errors that this library raises on purpose."""


class UnreadableDocument(OsallisuusError):
    """A file that cannot be made into a Document."""


class EncryptedDocument(UnreadableDocument):
    """The file is protected by a password."""


class CorruptDocument(UnreadableDocument):
    """The file is damaged, or its content is not what its name says."""


class EmptyDocument(UnreadableDocument):
    """The file holds no bytes, no pages or no text."""


class UnsupportedFormat(UnreadableDocument):
    """The file is of a kind that is not read."""


class LimitExceeded(UnreadableDocument):
    """The file is larger than the limits allow, or takes more time or memory."""


class ReaderCrashed(UnreadableDocument):
    """The process that read the file died of it."""


class ResourceMissing(OsallisuusError):
    """A model, an extra or a program that is needed is not installed."""


class InvalidCorpus(OsallisuusError):
    """Annotated text that breaks the corpus format."""


class InvalidFramework(OsallisuusError):
    """A framework file that breaks the framework format."""


class InvalidResult(OsallisuusError):
    """A saved analysis that cannot be read back."""
