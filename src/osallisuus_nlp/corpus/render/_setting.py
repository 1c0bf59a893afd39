"""What several producers share: hyphenation, runs of blocks, slides, and pages that are stored on their side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ...errors import ResourceMissing
from ..layouts import Layout, is_wide
from ..source import MERGED, Block, Group, Source

__all__ = ["merged_heights", "needs_side", "runs", "slides_of", "soft_hyphenated", "spans_columns", "turn_pages"]

_SHY = "\u00ad"
_LONG_WORD = re.compile(r"[^\W\d_]{7,}")
_ADDRESS = re.compile(r"[@/]|www\.")
# A Finnish syllable begins at the last consonant before a vowel.
_FINNISH = re.compile(r"(?<=[a-zåäö])(?=[bcdfghjklmnpqrstvwxz][aeiouyäöå])", re.IGNORECASE)
_EDGE = 3  # letters that stay together at either end of a word
_MISSING = "rendering needs the extra: pip install 'osallisuus_nlp[render]'"


def soft_hyphenated(text: str, language: str) -> str:
    """Return `text` with soft hyphens where its long words may be divided.

    Finnish is divided before a consonant that a vowel follows, other languages as Pyphen's patterns have it;
    addresses are left whole.
    """
    words = [
        word if _ADDRESS.search(word) else _LONG_WORD.sub(lambda found: _divided(found.group(), language), word)
        for word in text.split(" ")
    ]
    return " ".join(words)


@cache
def _divided(word: str, language: str) -> str:
    if language == "fi":
        places = [found.start() for found in _FINNISH.finditer(word) if _EDGE <= found.start() <= len(word) - _EDGE]
        return _SHY.join(word[start:end] for start, end in zip([0, *places], [*places, len(word)], strict=True))
    return str(_patterns("sv" if language == "sv" else "en").inserted(word, _SHY))


@cache
def _patterns(language: str) -> Any:
    try:
        import pyphen
    except ImportError as error:
        raise ResourceMissing(_MISSING) from error
    return pyphen.Pyphen(lang=language, left=_EDGE, right=_EDGE)


def spans_columns(block: Block) -> bool:
    """Whether a block runs across the columns of its page."""
    return block.kind in ("table", "caption") or (block.kind == "heading" and block.level == 1)


def runs(blocks: Sequence[Block]) -> Iterator[tuple[bool, list[Block]]]:
    """Give the blocks in runs: those that run across the columns of a page, and those that are set in columns."""
    run: list[Block] = []
    for block in blocks:
        if run and spans_columns(run[0]) != spans_columns(block):
            yield spans_columns(run[0]), run
            run = []
        run.append(block)
    if run:
        yield spans_columns(run[0]), run


def slides_of(source: Source) -> list[list[Block | Group]]:
    """Return what stands on each slide: one begins at a heading of level 1 or 2, and at each group of kind slide."""
    slides: list[list[Block | Group]] = [[]]
    for item in source.items:
        if isinstance(item, Block):
            if item.kind == "heading" and item.level <= 2:
                slides.append([])
            slides[-1].append(item)
        elif item.kind == "slide":
            slides += [list(item.parts[0]), []]
        else:
            slides[-1].append(item)
    return [slide for slide in slides if slide]


def needs_side(item: Block | Group, layout: Layout) -> bool:
    """Whether an item is set on a page that lies on its side, in a document whose pages stand."""
    if layout.landscape:
        return False
    return is_wide(item) if isinstance(item, Block) else item.kind == "landscape" or any(map(is_wide, item.parts[0]))


def merged_heights(rows: Sequence[tuple[str, ...]]) -> dict[tuple[int, int], int]:
    """Return how many rows high each cell is that has merged cells below it, by row and column."""
    heights: dict[tuple[int, int], int] = {}
    top: dict[int, int] = {}
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if cell != MERGED:
                top[x] = y
            else:
                heights[top[x], x] = y - top[x] + 1
    return heights


def turn_pages(pdf: Path, degrees: int) -> None:
    """Store the pages of `pdf` on their side, to be shown upright by ``/Rotate``."""
    try:
        import pikepdf
    except ImportError as error:
        raise ResourceMissing(_MISSING) from error
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        for page in document.pages:
            _, _, width, height = (float(number) for number in page.mediabox)
            # What is shown turned clockwise is stored turned the other way.
            turn, size = {
                90: (f"0 1 -1 0 {height:g} 0", (height, width)),
                180: (f"-1 0 0 -1 {width:g} {height:g}", (width, height)),
                270: (f"0 -1 1 0 0 {width:g}", (height, width)),
            }[degrees]
            page.contents_add(f"q {turn} cm\n".encode(), prepend=True)
            page.contents_add(b"\nQ")
            page.mediabox = pikepdf.Array([0, 0, *size])
            for other in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/Annots"):
                if other in page:
                    del page[other]
            page.Rotate = degrees
        document.save(pdf, deterministic_id=True)
