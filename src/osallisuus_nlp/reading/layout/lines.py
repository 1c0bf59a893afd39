"""Segments into lines: marks of notes taken out, letter-spaced words closed up, bullets put before their text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from .words import Line, Word

_MARKER = re.compile(
    r"^(?:[•●▪■□○◦‣⁃·∙✓✔➢►▶→➔–\-*\uf0b7\uf0a7\uf0fc\uf0d8\uf02d\uf076o]|\(?\d{1,2}[.)]|\(?[a-zåäö][.)]|[ivx]{2,4}[.)])$"
)
_MARKER_REACH = 60.0  # points between a bullet and its text
_NUMBER = re.compile(r"^\d{1,3}$")  # of a footnote, apart from its text
_NOTE_REACH = 2.0  # of the font size: how far
_NOTE_MARK = re.compile(r"^(?:\d{1,3}|[*†‡]{1,3}|[a-e])[,)]?$")
_UNITS = {"m", "km", "cm", "mm", "dm"}  # a raised 2 or 3 after these is no mark of a note
_CHAINED = 1.3  # of the font size: white space between recognised words of one segment
_DESCENDING = re.compile(r"[gjpqyQ,;()§/]")  # characters that reach below the baseline
_SPACED = 4  # so many letters that stand alone make a letter-spaced word


def tidy(segments: Sequence[Line]) -> list[Line]:
    """Return the segments of a page without note marks, letter-spaced words closed up."""
    lines = [line for segment in segments if (line := _without_marks(segment)).words]
    spaced = [line for line in lines if _singles(line) >= max(_SPACED, 0.6 * len(line.words))]
    if not spaced:
        return lines
    heights = {(round(baseline(line)), line.size) for line in spaced}
    return [
        _closed_up(line)
        if line in spaced or (_is_single(line) and (round(baseline(line)), line.size) in heights)
        else line
        for line in lines
    ]


def _singles(line: Line) -> int:
    return sum(len(word.text) == 1 and word.text.isalnum() for word in line.words)


def _is_single(line: Line) -> bool:
    return len(line.words) > 1 and all(len(word.text) == 1 for word in line.words)


def is_raised(word: Word, before: Word) -> bool:
    """Whether a word is set small and high beside the one before, as marks of notes are."""
    return word.size < 0.9 * before.size and before.bottom - word.bottom > 0.12 * before.size


def _without_marks(line: Line) -> Line:
    words = line.words
    if len(words) < 2 or all(word.size == words[0].size for word in words):
        return line
    kept = [words[0]]
    base = max(words, key=lambda word: word.size)
    for word in words[1:]:
        unit = kept[-1].text.casefold() in _UNITS
        if _NOTE_MARK.match(word.text) and is_raised(word, base) and not unit:
            continue
        kept.append(word)
    return Line(tuple(kept), line.page) if len(kept) < len(words) else line


def _closed_up(line: Line) -> Line:
    """Make words of characters that stand one by one, as in a letter-spaced heading."""
    words = line.words
    gaps = [after.x0 - before.x1 for before, after in pairwise(words)]
    usual = sorted(gaps)[len(gaps) // 3]
    wide = max(1.7 * usual, usual + 0.12 * line.size)
    closed = [words[0]]
    for word, gap in zip(words[1:], gaps, strict=True):
        if gap > wide:
            closed.append(word)
        else:
            closed[-1] = closed[-1]._replace(text=closed[-1].text + word.text, x1=word.x1)
    return Line(tuple(closed), line.page)


def chained(words: Sequence[Word], number: int) -> tuple[Line, ...]:
    """Return recognised words, in the order of recognition, as segments set on one baseline each."""
    chains: list[list[Word]] = []
    for word in words:
        if chains and _goes_on(chains[-1][-1], word):
            chains[-1].append(word)
        else:
            chains.append([word])
    return tuple(Line(tuple(_level(chain)), number) for chain in chains)


def _goes_on(before: Word, after: Word) -> bool:
    shared = min(before.bottom, after.bottom) - max(before.top, after.top)
    small = min(before.bottom - before.top, after.bottom - after.top)
    size = max(before.size, after.size)
    return shared > 0.4 * small and -0.3 * size <= after.x0 - before.x1 <= _CHAINED * size


def _level(chain: Sequence[Word]) -> list[Word]:
    """Set recognised words, whose boxes are as high as their letters, on one baseline."""
    standing = [word.bottom for word in chain if not _DESCENDING.search(word.text)]
    size = median(word.size for word in chain)
    line = median(standing) if standing else median(word.bottom for word in chain) - 0.2 * size
    return [word._replace(top=line - 0.8 * size, bottom=line + 0.22 * size) for word in chain]


def attach_markers(segments: Sequence[Line]) -> list[Line]:
    """Put bullets and list numbers that stand alone in front of the text on their right, whatever their order."""
    markers = [segment for segment in segments if _is_marker(segment)]
    if not markers:
        return list(segments)
    out = [segment for segment in segments if not _is_marker(segment)]
    for marker in markers:
        reach = _NOTE_REACH * marker.size if _NUMBER.match(marker.text) else _MARKER_REACH
        middle = (marker.box.top + marker.box.bottom) / 2
        right = [
            place
            for place, line in enumerate(out)
            if line.box.top - 1 <= middle <= line.box.bottom + 1
            and -1 <= line.box.x0 - marker.box.x1 < reach
            and not _begins_with_marker(line)
        ]
        if right:
            place = min(right, key=lambda found: out[found].box.x0)
            out[place] = Line(marker.words + out[place].words, marker.page)
        elif not re.match(r"^[o\-–*·]$", marker.text):
            out.append(marker)
    return out


def _is_marker(segment: Line) -> bool:
    return bool(_MARKER.match(segment.text) or _NUMBER.match(segment.text))


def _begins_with_marker(line: Line) -> bool:
    return len(line.words) > 1 and bool(_MARKER.match(line.words[0].text))


def rows(segments: Sequence[Line]) -> list[Line]:
    """Join segments that stand side by side to lines, and sort the lines from top to bottom."""
    lines: list[Line] = []
    for segment in sorted(segments, key=lambda found: (found.box.bottom, found.box.x0)):
        row = next(
            (place for place in range(len(lines) - 1, max(-1, len(lines) - 6), -1) if _beside(lines[place], segment)),
            None,
        )
        if row is None:
            lines.append(segment)
        else:
            words = sorted((*lines[row].words, *segment.words), key=lambda word: word.x0)
            lines[row] = Line(tuple(words), segment.page)
    return sorted(lines, key=lambda line: (baseline(line), line.box.x0))


def baseline(line: Line) -> float:
    """Return the height of the line's baseline, in points from the page's top."""
    return line.baseline


def _beside(line: Line, other: Line) -> bool:
    """Whether two segments share a line: baselines agree, or a small one stands within a large one's height."""
    first, second = line.box, other.box
    if min(first.x1, second.x1) - max(first.x0, second.x0) > 0.3 * min(line.size, other.size):
        return False
    if abs(baseline(line) - baseline(other)) <= 0.3 * min(line.size, other.size):
        return True
    shared = min(first.bottom, second.bottom) - max(first.top, second.top)
    return line.size != other.size and shared > 0.75 * min(first.bottom - first.top, second.bottom - second.top)
