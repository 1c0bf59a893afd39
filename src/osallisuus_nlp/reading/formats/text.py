"""Plain text into a document: paragraphs, lists and headings by their form alone."""

from __future__ import annotations

import codecs
import hashlib
import re
import statistics
from collections import Counter
from pathlib import Path

from ...document import Document, Kind, Page, Passage, assemble
from ...errors import CorruptDocument, EmptyDocument
from ..layout.passages import with_stems
from ..letters.clean import BULLET, NUMBERED, clean, join_lines
from .flow import Nesting

_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=[^\W\d])")
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d*\s*$")
_PAGE_NUMBER = re.compile(r"^\s*(?:sivu|sida)?\s*\d{1,3}\s*(?:[(/]\s*\d{1,3}\)?)?\s*$", re.IGNORECASE)
_HEADING_WORDS = 10
_CHUNK = 100


def decode(content: bytes, name: str) -> str:
    """Return the text of `content`: UTF-16 or UTF-8 where it is that, else the best guess of one byte to a letter.

    The guess is Windows-1252 unless the Finnish and Swedish letters show that an old Mac or DOS wrote the file.

    Raises
    ------
    CorruptDocument
        If it is no text, or text cut short.
    """
    wide = _wide(content)
    try:
        text = content.decode(wide or "utf-8-sig")
    except UnicodeDecodeError as error:
        if wide:
            raise CorruptDocument(f"{name}: the text's encoding is not known; save it as UTF-8") from error
        text = content.decode(_narrow(content), "replace").replace("\ufffd", "")
    refuse_binary(text, name)
    return text


def _wide(content: bytes) -> str:
    """Return the name of the UTF-16 that `content` is in, by its mark or by the place of its zeros, or nothing."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = content[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half and odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if half and even > 0.6 * half and odd < 0.05 * half else ""


def _narrow(content: bytes) -> str:
    """Return which one-byte encoding gives the most Finnish and Swedish letters."""
    counts = Counter(content)
    scores = {
        encoding: sum(counts[byte] for byte in "äöåÄÖÅ".encode(encoding))
        for encoding in ("cp1252", "mac_roman", "cp850")
    }
    return max(scores, key=lambda encoding: scores[encoding])  # the first where they are equal


def refuse_binary(text: str, name: str) -> None:
    """Raise CorruptDocument where `text` has more control characters than text can have."""
    sample = text[:200_000]
    odd = sum(1 for char in sample if char < " " and char not in "\t\n\r\f\v\x1a\x1b")
    if "\x00" in text or odd > max(5, 0.01 * len(sample)):
        suffix = Path(name).suffix
        raise CorruptDocument(f"{name}: named {suffix}, but the content is not text; export it as plain text in UTF-8")


def parse_text(text: str, *, name: str = "text", sha256: str | None = None) -> Document:
    """Make a document of plain text that comes from anywhere.

    Blank lines part paragraphs; lines that begin with a bullet are list items, nested by their indent; short lines
    that stand alone without a full stop, numbered lines and lines marked ``#`` are headings; form feeds part pages.

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
    nesting = Nesting()
    for number, sheet in enumerate(sheets, start=1):
        for block in re.split(r"\n\s*\n", sheet.replace("\r\n", "\n").replace("\r", "\n")):
            drafts += _block(block, number, width, nesting)
    if not drafts:
        raise EmptyDocument(f"{name}: there is no text in it but page numbers and contents")
    return assemble(
        with_stems(drafts),
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


def _block(block: str, page: int, width: float, nesting: Nesting) -> list[Passage]:
    """Make passages of a block between blank lines; `nesting` goes on from the block before."""
    drafts: list[Passage] = []
    paragraph: list[str] = []
    kind = Kind.PARAGRAPH
    level = 0

    def flush() -> None:
        if paragraph:
            joined = clean(_joined(paragraph))
            if joined:
                drafts.append(Passage(0, kind, joined, 0, 0, page, level=level))
            paragraph.clear()

    lines = [(line, _indent(raw)) for raw in block.split("\n") if (line := clean(raw))]
    for index, (line, indent) in enumerate(lines):
        following = lines[index + 1][0] if index + 1 < len(lines) else ""
        if _LEADER.search(line) or _PAGE_NUMBER.match(line):
            flush()
            continue
        if BULLET.match(line) or (NUMBERED.match(line) and not _heading_level(line, following, alone=False)):
            flush()
            kind, level = Kind.LIST_ITEM, nesting.level(indent, slack=1)
            paragraph.append(BULLET.sub("", line))
            continue
        heading = _heading_level(line, following, alone=len(lines) == 1)
        if heading and not (paragraph and not _ends(paragraph[-1], width)):
            flush()
            kind, level = Kind.PARAGRAPH, 0
            nesting.reset()
            drafts.append(Passage(0, Kind.HEADING, line.lstrip("# "), 0, 0, page, level=heading))
            continue
        if paragraph and _ends(paragraph[-1], width) and line[:1].isupper():
            flush()
            kind, level = Kind.PARAGRAPH, 0
        if not paragraph and kind is Kind.PARAGRAPH:
            nesting.reset()
        paragraph.append(line)
    flush()
    return drafts


def _joined(lines: list[str]) -> str:
    """Join the lines of a paragraph, a hundred at a time: to join looks at all that is joined so far."""
    while len(lines) > _CHUNK:
        lines = [join_lines(lines[start : start + _CHUNK]) for start in range(0, len(lines), _CHUNK)]
    return join_lines(lines)


def _indent(raw: str) -> int:
    """Return how many columns a line is indented, or its list mark stands from the margin."""
    expanded = raw.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


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
