"""Plain text into a document: paragraphs, lists and headings by their form alone."""

from __future__ import annotations

import codecs
import hashlib
import re
import statistics
from collections import Counter

from ..document import Document, Kind, Page, Passage, assemble
from ..errors import CorruptDocument, EmptyDocument
from .clean import BULLET, NUMBERED, clean, join_lines

_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=[^\W\d])")
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d*\s*$")
_PAGE_NUMBER = re.compile(r"^\s*(?:sivu|sida)?\s*\d{1,3}\s*(?:[(/]\s*\d{1,3}\)?)?\s*$", re.IGNORECASE)
_HEADING_WORDS = 10


def decode(content: bytes, name: str) -> str:
    """Return the text of `content`: UTF-16 by its byte-order mark, else UTF-8, else Windows-1252."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    if b"\x00" in content and encodings != ["utf-16"]:
        raise CorruptDocument(f"{name}: named .txt, but the content is not text; export it as plain text in UTF-8")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CorruptDocument(f"{name}: the text's encoding is not known; save it as UTF-8")


def parse_text(text: str, *, name: str = "text", sha256: str | None = None) -> Document:
    """Make a document of plain text that comes from anywhere.

    Blank lines part paragraphs; lines that begin with a bullet are list items; short lines that stand alone
    without a full stop, numbered lines and lines marked ``#`` are headings; form feeds part pages.

    Parameters
    ----------
    text : str
    name : str
        What to call the document.
    sha256 : str, optional
        Hash of the bytes that the text came from; by default of the text in UTF-8.

    Raises
    ------
    EmptyDocument
        If there is no letter in the text.
    """
    if not any(char.isalpha() for char in text):
        raise EmptyDocument(f"{name}: there is no text in it")
    drafts: list[Passage] = []
    sheets, removed = _without_running(text.split("\f"))
    width = _width(text)
    for number, sheet in enumerate(sheets, start=1):
        for block in re.split(r"\n\s*\n", sheet.replace("\r\n", "\n").replace("\r", "\n")):
            drafts += _block(block, number, width)
    if not drafts:
        raise EmptyDocument(f"{name}: there is no text in it but page numbers and contents")
    return assemble(
        _with_stems(drafts),
        name=name,
        format="txt",
        sha256=sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        pages=[Page(number, 0.0, 0.0, gone) for number, gone in enumerate(removed, start=1)],
    )


def _without_running(sheets: list[str]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Take out lines that stand first or last, digits apart, on three sheets and a quarter of all."""
    split = [sheet.splitlines() for sheet in sheets]
    edges = [_edges(lines) for lines in split]
    seen = Counter(mark for lines in edges for mark in {_mark(line) for line in lines})
    needed = max(3, len(sheets) // 4)
    kept, removed = [], []
    for lines, edge in zip(split, edges, strict=True):
        gone = tuple(line for line in edge if seen[_mark(line)] >= needed)
        kept.append("\n".join(line for line in lines if line not in gone))
        removed.append(tuple(clean(line) for line in gone))
    return kept, removed


def _edges(lines: list[str]) -> list[str]:
    filled = [line for line in lines if line.strip()]
    return list(dict.fromkeys([*filled[:2], *filled[-2:]]))


def _mark(line: str) -> str:
    return re.sub(r"\d+", "#", clean(line).casefold())


def _width(text: str) -> float:
    """Return how long a full line is: lines are hard-wrapped where most are of about one length."""
    lengths = sorted(len(line.strip()) for line in text.splitlines() if line.strip())
    return statistics.quantiles(lengths, n=10)[-1] if len(lengths) > 2 else 80.0


def _block(block: str, page: int, width: float) -> list[Passage]:
    drafts: list[Passage] = []
    paragraph: list[str] = []
    kind = Kind.PARAGRAPH

    def flush() -> None:
        if paragraph:
            joined = clean(join_lines(paragraph))
            if joined:
                drafts.append(Passage(0, kind, joined, 0, 0, page))
            paragraph.clear()

    lines = [line for line in map(clean, block.split("\n")) if line]
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if _LEADER.search(line) or _PAGE_NUMBER.match(line):
            flush()
            continue
        if BULLET.match(line) or (NUMBERED.match(line) and not _heading_level(line, following, alone=False)):
            flush()
            kind = Kind.LIST_ITEM
            paragraph.append(BULLET.sub("", line))
            continue
        level = _heading_level(line, following, alone=len(lines) == 1)
        if level and not (paragraph and not _ends(paragraph[-1], width)):
            flush()
            kind = Kind.PARAGRAPH
            drafts.append(Passage(0, Kind.HEADING, line.lstrip("# "), 0, 0, page, level=level))
            continue
        if paragraph and _ends(paragraph[-1], width) and line[:1].isupper():
            flush()
            kind = Kind.PARAGRAPH
        paragraph.append(line)
    flush()
    return drafts


def _ends(line: str, width: float) -> bool:
    """Whether a paragraph may end with this line: it closes a sentence, or stops well before the margin."""
    return line.endswith((".", "!", "?", ":")) or len(line) < 0.6 * width


def _heading_level(line: str, following: str, *, alone: bool) -> int:
    """Return the level of a heading, or 0 for a line that is none."""
    if mark := re.match(r"(#{1,6}) +\S", line):
        return len(mark.group(1))
    words = line.split()
    if len(words) > _HEADING_WORDS or line.endswith((".", ",", ";", ":", "-")) or not words[0][0].isalnum():
        return 0
    number = _NUMBER.match(line)
    if number and line[number.end()].isupper():
        return number.group(1).count(".") + 1
    if alone or (len(words) <= _HEADING_WORDS and line.isupper() and len(line) > 3):
        return 2 if line[0].isupper() else 0
    if len(words) <= 6 and line[0].isupper() and len(following) > 2 * len(line) and following[:1].isupper():
        return 3
    return 0


def _with_stems(drafts: list[Passage]) -> list[Passage]:
    from .layout import with_stems

    return with_stems(drafts)
