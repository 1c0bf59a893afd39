"""Open a file: see what it really is, refuse what cannot be read, and hand it to its reader."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..document import Document, Page
from ..errors import (
    CorruptDocument,
    EmptyDocument,
    EncryptedDocument,
    LimitExceeded,
    UnreadableDocument,
    UnsupportedFormat,
)

_PDF_MAGIC = b"%PDF-"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
_MAGICS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a packed file",
    b"7z\xbc\xaf": "a packed file",
    b"MIME-Version:": "a web archive (MHTML)",
}
_OFFICE = {"docx": "an office document (DOCX)", "odt": "an office document (ODT)", "pptx": "a presentation (PPTX)"}
_SUFFIXES = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".odt": "odt",
    ".pptx": "pptx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "md",
    ".markdown": "md",
    ".txt": "txt",
    ".text": "txt",
}
_PICTURE = "is a picture; run OCR on it and save it as PDF"
_SHEET = "is a spreadsheet, which is not read; save what is to be read as PDF or .docx"
_SLIDES = "is a kind of presentation that is not read; save it as PDF or .pptx"
_ADVICE = {
    ".doc": "is an old Word document, which is not read; save it as .docx or PDF",
    ".rtf": "is not read; save it as .docx or PDF",
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".ods", ".csv"), _SHEET),
    **dict.fromkeys((".ppt", ".odp", ".pps", ".ppsx", ".key"), _SLIDES),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".svg"), _PICTURE),
    **dict.fromkeys((".zip", ".7z", ".rar", ".gz"), "is a packed file; unpack it and name the files in it"),
    **dict.fromkeys((".mht", ".mhtml"), "is a web archive, which is not read; save the page as HTML or PDF"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may cost.

    Attributes
    ----------
    max_bytes : int
        Size of the file, in bytes.
    max_pages : int
        Number of pages, or of slides.
    max_seconds : float
        Time for one document. `read` looks at the clock between pages; `analyse_many` ends the process.
    max_memory : int
        Memory of the process that reads one document, in bytes; held by `analyse_many`.
    """

    max_bytes: int = 200_000_000
    max_pages: int = 3_000
    max_seconds: float = 600.0
    max_memory: int = 4_000_000_000


def read(path: str | Path, *, limits: Limits | None = None) -> Document:
    """Read a file into a document.

    Parameters
    ----------
    path : path
        A PDF (``.pdf``), Word or LibreOffice document (``.docx``, ``.docm``, ``.odt``), presentation (``.pptx``), web
        page (``.html``, ``.htm``, ``.xhtml``), Markdown (``.md``, ``.markdown``) or plain text (``.txt``, ``.text``).
        An office file of another kind than its ending says is read as what it is, and so is a web page named ``.txt``.
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
    limits = limits or Limits()
    file = _shown(path)
    content = contents_of(path, limits)
    if not content.strip():
        raise EmptyDocument(f"{file}: the file is empty; export it again")
    suffix = file.suffix.lower()
    kind, words = _content(content)
    if suffix not in _SUFFIXES:
        raise UnsupportedFormat(f"{file}: {_advice(suffix, kind)}")
    kind = _agreed(kind, words, suffix, file, content)
    sha256 = hashlib.sha256(content).hexdigest()
    if kind == "pdf":
        del content  # it is read from the file, as far as it is needed
        return _pdf(Path(path), str(file), sha256, limits)
    readers: dict[str, Callable[[bytes, Path, str, Limits], Document]] = {"html": _web, "md": _web, "txt": _text}
    try:
        return readers.get(kind, partial(_office, kind))(content, file, sha256, limits)
    except RecursionError as error:
        raise CorruptDocument(f"{file}: what is in it is nested too deeply; export it as PDF") from error


def _content(content: bytes) -> tuple[str, str]:
    """Return what the content is: the kind that is read, if it is one, and words for it; nothing for plain text."""
    start = content[:1024].lstrip()
    if start.startswith(_PDF_MAGIC):
        return "pdf", "a PDF"
    if content.startswith(_ZIP_MAGICS):
        from .formats.archive import kind_of

        kind = kind_of(content)
        return kind, _OFFICE.get(kind, "a zip archive or an office document of another kind")
    if content.startswith(_OLE_MAGIC):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        return ("locked", "an office document with a password") if locked else ("", "an old office document")
    if start.lower().startswith((b"<!doctype html", b"<html")):
        return "html", ""
    return "", next((words for magic, words in _MAGICS.items() if content.startswith(magic)), "")


def _advice(suffix: str, kind: str) -> str:
    if kind in ("pdf", *_OFFICE):
        return f"{suffix or 'a file without an ending'} is not read; it is {kind.upper()}: rename it to .{kind}"
    if suffix in _ADVICE:
        return f"{suffix} {_ADVICE[suffix]}"
    return f"{suffix or 'a file without an ending'} is not read; save it as PDF, .docx or plain text (.txt)"


def _agreed(kind: str, words: str, suffix: str, file: Path, content: bytes) -> str:
    """Return the kind as which a file is read, by its ending and its content; refuse what does not fit."""
    named = _SUFFIXES[suffix]
    if named in _OFFICE and kind == "locked":
        raise EncryptedDocument(f"{file}: needs a password; save a copy without one")
    if named in _OFFICE and kind in _OFFICE:
        return kind
    if named == "pdf" and _PDF_MAGIC in content[:1024]:
        return "pdf"
    if named == "txt" and kind == "html":
        return "html"
    if words and kind != named:
        remedy = f"rename it to .{kind}" if kind in ("pdf", *_OFFICE) else f"export it as a real {suffix} file"
        raise CorruptDocument(f"{file}: named {suffix}, but the content is {words}; {remedy}")
    if named == "pdf" or named in _OFFICE:
        what = "a PDF" if named == "pdf" else "an office document"
        raise CorruptDocument(f"{file}: named {suffix}, but the content is not {what}; export it again")
    return named


def _shown(path: str | Path) -> Path:
    """Return the path as it can be shown and stored: in one line of characters that there are."""
    text = str(path).encode("utf-8", "replace").decode()
    return Path("".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text))


def contents_of(path: str | Path, limits: Limits) -> bytes:
    """Return the bytes of a regular file of a size within the limits.

    Raises
    ------
    UnreadableDocument
        If there is no such file, or it is none that can be opened; `LimitExceeded` if it is too large.
    """
    path, shown = Path(path), _shown(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableDocument(f"{shown}: is a folder; name the files in it")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocument(f"{shown}: is not a regular file; copy what it gives to one")
        if status.st_size > limits.max_bytes:
            raise LimitExceeded(
                f"{shown}: {status.st_size:,} bytes, over the limit of {limits.max_bytes:,}; split it or raise it"
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableDocument(f"{shown}: no such file; check the path") from error
    except OSError as error:
        raise UnreadableDocument(f"{shown}: cannot be opened: {error.strerror or error}") from error
    except ValueError as error:
        raise UnreadableDocument(f"{shown}: not a path that can be opened: {error}") from error
    return content


def _pdf(path: Path, name: str, sha256: str, limits: Limits) -> Document:
    from .pdf.read import read_pdf

    with path.open("rb") as stream:
        return read_pdf(stream, name, sha256, max_pages=limits.max_pages, max_seconds=limits.max_seconds)


def _office(kind: str, content: bytes, file: Path, sha256: str, limits: Limits) -> Document:
    from .formats.archive import Container
    from .formats.flow import build

    with Container(content, str(file)) as parts:
        pages: list[Page] = []
        if kind == "docx":
            from .formats.docx import read_docx

            pieces = read_docx(parts)
        elif kind == "odt":
            from .formats.odt import read_odt

            pieces = read_odt(parts, str(file))
        else:
            from .formats.pptx import read_pptx

            pieces, pages = read_pptx(parts, str(file), limits.max_pages)
    return build(pieces, name=file.name, title=str(file), format=kind, sha256=sha256, pages=pages)


def _web(content: bytes, file: Path, sha256: str, limits: Limits) -> Document:  # noqa: ARG001 (one signature)
    from .formats.flow import build
    from .formats.text import decode, refuse_binary
    from .formats.web import decode_html, read_html, read_markdown

    markdown = _SUFFIXES[file.suffix.lower()] == "md"
    text = decode(content, str(file)) if markdown else decode_html(content)
    refuse_binary(text, str(file))
    pieces = read_markdown(text, str(file)) if markdown else read_html(text, str(file))
    kind = "md" if markdown else "html"
    return build(pieces, name=file.name, title=str(file), format=kind, sha256=sha256)


def _text(content: bytes, file: Path, sha256: str, limits: Limits) -> Document:  # noqa: ARG001 (one signature)
    from .formats.text import decode, parse_text

    try:
        return parse_text(decode(content, str(file)), name=file.name, sha256=sha256)
    except EmptyDocument as error:
        raise EmptyDocument(f"{file.parent / str(error)}") from error
