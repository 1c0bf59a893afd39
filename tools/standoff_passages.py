"""Part real documents into the passages that stand-off labels name: ``python tools/standoff_passages.py FILE.jsonl``.

The documents (``id``, ``sentences``) keep the line breaks of their PDF's text, not its layout. A passage ends at a
blank line or a page break, before a bullet or a numbered line, and after a short line that ends a sentence; one that is
longer than 800 characters is parted between sentences. Lines of contents are left out. What is shorter than 60
characters (headings, figures, keywords) is no passage; the last such line before a passage is its heading, and a line
that ends with a colon is the stem of the list items that follow it. Prints a JSON object a line: document, start, end,
kind, and the ranges of heading and stem; characters are counted in the joined sentences.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

LEAST, MOST = 60, 800
ITEM = re.compile(r"[ \t]*(?:[•▪●○◦■►➢✓*–-]|o(?= )|\d{1,2}[.)](?!\d)|[a-zåäö]\))[ \t]+")
BULLET = re.compile(r"[ \t]*(?:[•▪●○◦■►➢✓*–-]|o(?= ))[ \t]+")
LEADERS = re.compile(r"\.{8}|(?:\. ){8}|…{4}")
SENTENCE_END = re.compile(r"[.!?…:]['\"”)]*\s+(?=[A-ZÅÄÖ\"”(•])")

Span = tuple[int, int]


def blocks(text: str) -> Iterator[Span]:
    """Give the spans between blank lines and page breaks."""
    start = 0
    for gap in re.finditer(r"\n[ \t]*\n\s*|\s*\x0c\s*", text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def pieces(text: str, span: Span) -> Iterator[Span]:
    """Part a block before items and after short lines that end a sentence."""
    lines = [(match.start(), match.end()) for match in re.compile(r"[^\n]+").finditer(text, *span)]
    if not lines:
        return
    width = max(end - start for start, end in lines)
    first = lines[0][0]
    for (start, end), (after, _) in pairwise(lines):
        line = text[start:end].rstrip()
        short = end - start < 0.8 * width and line.endswith((".", "!", "?", ":"))
        if ITEM.match(text, after) or short:
            yield first, end
            first = after
    yield first, lines[-1][1]


def parted(text: str, span: Span) -> Iterator[Span]:
    """Part what is too long between sentences, into parts of like length."""
    start, end = span
    count = -(-(end - start) // MOST)
    for left in range(count, 1, -1):
        aim = start + (end - start) // left
        ends = [match.end() for match in SENTENCE_END.finditer(text, start, end)]
        near = [place for place in ends if abs(place - aim) < MOST // 2]
        places = near or [match.end() for match in re.compile(r"\n").finditer(text, start, end)] or [aim]
        place = min(places, key=lambda at: abs(at - aim))
        yield start, place
        start = place
    yield start, end


def trimmed(text: str, span: Span) -> Span:
    piece = text[slice(*span)]
    return span[0] + len(piece) - len(piece.lstrip()), span[1] - len(piece) + len(piece.rstrip())


def passages(text: str) -> Iterator[dict[str, object]]:
    heading: Span | None = None
    stem: Span | None = None
    for block in blocks(text):
        for piece in pieces(text, block):
            span = trimmed(text, piece)
            content = text[slice(*span)]
            item = bool(BULLET.match(content))
            if not re.search(r"[^\W\d_]{3}", content):
                continue
            if not item and (len(content) < LEAST or content.endswith(":")):
                if content.endswith(":"):
                    stem = span
                elif content[-1] not in ".,;" and not content[0].islower():
                    heading, stem = span, None
            elif not item:
                stem = None
            if len(content) < LEAST or LEADERS.search(content):
                continue
            for start, end in parted(text, span):
                entry: dict[str, object] = {"start": start, "end": end, "kind": "list_item" if item else "paragraph"}
                if heading:
                    entry["heading"] = heading
                if item and stem:
                    entry["stem"] = stem
                yield entry


def main() -> int:
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        for entry in passages("".join(document["sentences"])):
            print(json.dumps({"document": document["id"], **entry}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
