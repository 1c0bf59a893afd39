"""Open a file: see what it really is, refuse what cannot be read, and hand it to its reader."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..document import Document
from ..errors import CorruptDocument, EmptyDocument, LimitExceeded, UnreadableDocument, UnsupportedFormat

_PDF_MAGIC = b"%PDF-"
_MAGICS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "an RTF document",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may cost.

    Attributes
    ----------
    max_bytes : int
        Size of the file, in bytes.
    max_pages : int
        Number of pages.
    """

    max_bytes: int = 200_000_000
    max_pages: int = 3_000


def read(path: str | Path, *, limits: Limits | None = None) -> Document:
    """Read a file into a document.

    Parameters
    ----------
    path : path
        A born-digital ``.pdf`` or a ``.txt`` (UTF-8, UTF-16 with a byte-order mark, or Windows-1252).
    limits : Limits, optional

    Returns
    -------
    Document
        Passages without languages: those are set by the analysis.

    Raises
    ------
    UnreadableDocument
        One of its kinds: `EncryptedDocument`, `CorruptDocument`, `EmptyDocument`, `UnsupportedFormat`,
        `LimitExceeded`; or itself where the file is missing or may not be opened.
    """
    file = Path(path)
    limits = limits or Limits()
    content = _bytes(file, limits)
    suffix = file.suffix.lower()
    readers: dict[str, Callable[[bytes, str, str, Limits], Document]] = {".pdf": _pdf, ".txt": _text}
    if suffix not in readers:
        raise UnsupportedFormat(
            f"{file}: {suffix or 'a file without an ending'} is not read yet; save it as PDF or as plain text (.txt)"
        )
    kind = next((name for magic, name in _MAGICS.items() if content.startswith(magic)), None)
    if kind:
        raise CorruptDocument(f"{file}: named {suffix}, but the content is {kind}; export it as a real {suffix} file")
    return readers[suffix](content, str(file), hashlib.sha256(content).hexdigest(), limits)


def _bytes(file: Path, limits: Limits) -> bytes:
    try:
        if file.is_dir():
            raise UnreadableDocument(f"{file}: is a folder; name the files in it")
        size = file.stat().st_size
        if size > limits.max_bytes:
            raise LimitExceeded(f"{file}: {size:,} bytes, over the limit of {limits.max_bytes:,}; split it or raise it")
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableDocument(f"{file}: no such file; check the path") from error
    except OSError as error:
        raise UnreadableDocument(f"{file}: cannot be opened: {error.strerror or error}") from error
    except ValueError as error:
        raise UnreadableDocument(f"{str(file)!r}: not a path that can be opened: {error}") from error
    if not content.strip():
        raise EmptyDocument(f"{file}: the file is empty; export it again")
    return content


def _pdf(content: bytes, name: str, sha256: str, limits: Limits) -> Document:
    if _PDF_MAGIC not in content[:1024]:
        raise CorruptDocument(f"{name}: named .pdf, but the content is not a PDF; export it as PDF again")
    from .pdf import read_pdf

    return read_pdf(content, name, sha256, limits.max_pages)


def _text(content: bytes, name: str, sha256: str, limits: Limits) -> Document:  # noqa: ARG001 (one signature)
    from .text import decode, parse_text

    if _PDF_MAGIC in content[:1024]:
        raise CorruptDocument(f"{name}: named .txt, but the content is a PDF; rename it to .pdf")
    return parse_text(decode(content, name), name=Path(name).name, sha256=sha256)
