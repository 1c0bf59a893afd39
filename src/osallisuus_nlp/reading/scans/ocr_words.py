"""Recognised words made good: their size told from their letters, bullets and dashes as they are printed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from ..layout.words import Word

_TALL = set("bdfhkltij!?()[]{}/|\\\"'”“’§&%€$£#@0123456789") | {chr(code) for code in range(ord("A"), ord("Z") + 1)}
_DEEP = set("gjpqyQ()[]{}/|\\,;§")
_DOTTED = set("äöåéüšž")
_CROWNED = set("ÄÖÅÉÜŠŽ")
_LOW, _HIGH, _DEPTH, _DOTS, _CROWN = 0.49, 0.70, 0.21, 0.68, 0.90  # of the font size, as in most fonts
_ALIKE = 1.12  # sizes nearer than this are one
_SIGN_BULLET = re.compile(r"[*+«»¢°©®@¤·•●■▪◦○>.=~^“”„'’‘\"]{1,3}")
_SURE_BULLET = re.compile(r"[*+]?[•●■▪◦○¢°©®«»¤@][*+.»]?")
_LETTER_BULLET = re.compile(r"[eoOE0]")
_DASH = re.compile(r"[-–—=~_]{1,2}")
_YEARS = re.compile(r"\b((?:19|20)\d\d)[-—]((?:19|20)\d\d)\b")
_DATES = re.compile(r"(?<![\d-])(\d{1,2}\.)[-—](\d{1,2}\.)(?=\d|\W|$)")
_RANGE = re.compile(r"(?<![\w.,/-])(\d{1,2})-(\d{1,2})(?![\d./])")
_SECTION = re.compile(r"(?:[$&]|8(?=:))((?::\w+)?[.,;)]*)")
_MARGIN = 4.0  # points within which bullets stand under each other


class Read(NamedTuple):
    """A word as the engine gives it, in points, with the line that it says the word is in."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float
    line: tuple[int, ...]


def words_of(reads: Iterable[Read]) -> list[Word]:
    """Return the words in the order they came, without noise, with sizes, bullets and dashes mended."""
    kept = [read for read in reads if not _noise(read)]
    lines: dict[tuple[int, ...], list[Read]] = defaultdict(list)
    for read in kept:
        lines[read.line].append(read)
    ordered = with_bullets([sorted(line, key=lambda read: read.x0) for line in lines.values()])
    ordered = [_with_sections(line) for line in ordered]
    sizes = sizes_of(ordered)
    return [
        Word(_mended(read.text), read.x0, read.top, read.x1, read.bottom, sizes[number], confidence=read.confidence)
        for number, line in enumerate(ordered)
        for read in line
    ]


def doubtful(read: Read, dpi: float) -> bool:
    """Whether a word, in pixels, says too little of the ink in its box: most likely it says nothing at all."""
    width, height = read.x1 - read.x0, read.bottom - read.top
    if _DASH.fullmatch(read.text):
        return height > 0.06 * dpi
    return read.confidence < 0.4 or width > 2.0 * len(read.text) * height


def _noise(read: Read) -> bool:
    """Whether a word is dirt or the rest of a ruling line rather than text."""
    known = any(map(str.isalnum, read.text))
    if read.text in "|¦_" or not read.text.strip():
        return True
    return read.confidence < (0.1 if known else 0.3) and not _DASH.fullmatch(read.text)


def _mended(text: str) -> str:
    text = _RANGE.sub(_ranged, text.replace("—", "–"))
    return _DATES.sub(r"\1–\2", _YEARS.sub(r"\1–\2", text))


def _ranged(match: re.Match[str]) -> str:
    first, last = match.groups()
    return f"{first}–{last}" if int(first) < int(last) else match.group()


def _with_sections(line: list[Read]) -> list[Read]:
    """Return a line with § where a sign of money or an ampersand stands between numbers of statutes: "22 $:n"."""
    mended = list(line)
    for place, read in enumerate(line):
        found = _SECTION.fullmatch(read.text)
        before, after = (line[at].text if 0 <= at < len(line) else "" for at in (place - 1, place + 1))
        if found and (before[-1:].isdigit() or (not found.group(1) and after[:1].isdigit())):
            mended[place] = read._replace(text=f"§{found.group(1)}")
    return mended


def with_bullets(lines: Sequence[list[Read]]) -> list[list[Read]]:
    """Return the lines with what stands for a bullet at their start made one.

    An engine that does not know bullets reads them as ``e``, ``o``, ``*``, ``¢``, ``«``, ``+`` and so on. Signs that
    no line of text begins with are bullets alone; others where they stand repeatedly at one place, left of the text.
    """
    starts = [line[0] for line in lines if _led(line)]
    sure = [read for read in starts if _SURE_BULLET.fullmatch(read.text)]
    columns = Counter[int]()
    for read in starts:
        columns[_column(read, starts)] += 1
    mended: list[list[Read]] = []
    for line in lines:
        if not _led(line):
            mended.append(line)
            continue
        first = line[0]
        repeated = columns[_column(first, starts)] >= 2
        beside_sure = any(abs(read.x0 - first.x0) <= _MARGIN for read in sure)
        if first in sure or repeated or (beside_sure and not _LETTER_BULLET.fullmatch(first.text)):
            rest = line[1:]
            if len(rest) > 1 and _DASH.fullmatch(rest[0].text) and rest[0].x0 - first.x1 < rest[1].x0 - rest[0].x0:
                rest = rest[1:]  # one bullet read twice: "* —"
            mended.append([first._replace(text="•"), *rest])
        else:
            mended.append(line)
    return mended


def _led(line: list[Read]) -> bool:
    """Whether a line starts with what may be a bullet, apart from the text after it."""
    if len(line) < 2:
        return False
    first, second = line[0], line[1]
    shaped = _SIGN_BULLET.fullmatch(first.text) or _LETTER_BULLET.fullmatch(first.text)
    return bool(shaped) and second.x0 - first.x1 > 0.15 * (second.bottom - second.top)


def _column(read: Read, starts: Sequence[Read]) -> int:
    """Return the first of the starts that stands under or over this one."""
    return next(index for index, start in enumerate(starts) if abs(start.x0 - read.x0) <= _MARGIN)


def sizes_of(lines: Sequence[Sequence[Read]]) -> list[float]:
    """Return a font size for each line: lines that are nearly alike have the same, body text most of all."""
    guesses = [_size(line) for line in lines]
    weights = [sum(len(read.text) for read in line) for line in lines]
    centres: list[float] = []
    for guess in _by_weight(guesses, weights):
        if not any(centre / _ALIKE <= guess <= centre * _ALIKE for centre in centres):
            centres.append(guess)
    if not centres:
        return [_half(max((read.bottom - read.top for read in line), default=0.0)) for line in lines]
    return [_half(min(centres, key=lambda centre: abs(centre - guess)) if guess else centres[0]) for guess in guesses]


def _by_weight(guesses: Sequence[float], weights: Sequence[int]) -> list[float]:
    """Return the guesses, those around which most characters are first."""
    support: Mapping[float, int] = {
        guess: sum(
            weight for other, weight in zip(guesses, weights, strict=True) if guess / 1.06 <= other <= guess * 1.06
        )
        for guess in set(guesses)
    }
    return sorted((guess for guess in support if guess), key=lambda guess: (-support[guess], guess))


def _half(size: float) -> float:
    return max(round(2 * size) / 2, 1.0)


def _size(line: Sequence[Read]) -> float:
    """Return the font size of a line as its words' heights and letters tell it; 0 where no letter tells."""
    told = [
        (read.bottom - read.top) / share
        for read in line
        if any(map(str.isalnum, read.text)) and (share := _share(read.text))
    ]
    return median(told) if told else 0.0


def _share(text: str) -> float:
    """Return how much of the font size a word takes from top to bottom."""
    letters = set(text)
    if letters & _CROWNED:
        up = _CROWN
    elif letters & _TALL:
        up = _HIGH
    elif letters & _DOTTED:
        up = _DOTS
    else:
        up = _LOW
    return up + (_DEPTH if letters & _DEEP else 0.0)
