"""Words of a page that is a picture, by Tesseract.

Tesseract is started as a program, one page at a time, on one core and with a time limit. A page is read in one
language at a time: the first of those asked for, and once more where the words turn out to be in another of them.
Text that the first look loses (cells of tables, mostly) is looked at again, piece by piece.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from ...errors import ResourceMissing, UnreadableDocument
from ..layout.words import Word
from ..letters.quality import likeliest
from . import scan
from .ocr_words import Read, doubtful, words_of

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGES = ("fin", "swe", "eng")

_SHORT = {"fin": "fi", "swe": "sv", "eng": "en"}
_BLOCKS, _SPARSE, _ORIENTATION, _ONE_BLOCK = "3", "11", "0", "6"  # Tesseract's modes of page segmentation
_FINEST, _COARSEST = 320.0, 160.0  # dots an inch, outside which a picture is scaled
_LARGEST = 60_000_000  # pixels
_NEARER = 0.25  # bits a letter by which another language is told
_POOR = 0.6  # confidence under which a page may be the wrong way up
_CREDIBLE = 0.5  # confidence from which a word of the second look is taken
_WORTH = 0.15  # confidence from which a doubtful word is kept where nothing better is found
_BLANK = 0.001  # the share of ink up to which a page is blank
_SMALLEST = 20  # pixels of a side, under which there is no word
_TURNS = {90: 3, 180: 2, 270: 1}  # quarter turns counter-clockwise that set a page upright, by Tesseract's "Rotate"


class PageNotRecognised(UnreadableDocument):
    """One page's picture gave no words: Tesseract failed or took too long. Other pages may be fine."""


@dataclass(frozen=True)
class Recognition:
    """What was recognised on a page.

    Attributes
    ----------
    words : tuple of Word
        In Tesseract's order. Coordinates are those of the page set upright and straight, see `turned`.
    rules : tuple of scan.Rule
        Ruling lines of tables, in points, in the same coordinates.
    width, height : float
        The page's size in points, set upright.
    turned : int
        By how many degrees counter-clockwise the picture was turned to be upright: 0, 90, 180 or 270.
    skew : float
        By how many degrees lines fell to the right before they were straightened.
    language : str
        Tesseract's name of the language that the page was read in.
    """

    words: tuple[Word, ...]
    rules: tuple[scan.Rule, ...]
    width: float
    height: float
    turned: int
    skew: float
    language: str


def available(languages: Sequence[str] = LANGUAGES) -> None:
    """Return if pages can be recognised in all of `languages`.

    Raises
    ------
    ResourceMissing
        If Tesseract or one of the languages is not installed; names the Debian packages.
    """
    needed = ["tesseract-ocr", *(f"tesseract-ocr-{language}" for language in languages if language != "eng")]
    advice = f"install the Debian packages {', '.join(needed)}"
    if shutil.which("tesseract") is None:
        raise ResourceMissing(f"Tesseract, which reads scanned pages, is not installed: {advice}")
    missing = [language for language in languages if language not in installed()]
    if missing:
        raise ResourceMissing(f"Tesseract lacks the data of {', '.join(missing)}: {advice}")


def recognise(image: Image, *, dpi: float, languages: Sequence[str] = LANGUAGES, timeout: float = 120.0) -> list[Word]:
    """Return the words of a page's picture; see :func:`recognise_page` for more than the words."""
    return list(recognise_page(image, dpi=dpi, languages=languages, timeout=timeout).words)


def recognise_page(
    image: Image, *, dpi: float, languages: Sequence[str] = LANGUAGES, timeout: float = 120.0
) -> Recognition:
    """Recognise a page.

    Parameters
    ----------
    image : PIL.Image.Image
        The page as it is displayed, in any mode.
    dpi : float
        Its pixels in an inch.
    languages : sequence of str
        Tesseract's names of those that the page may be in, the likeliest first: that of the pages before, where
        it is known.
    timeout : float
        Seconds for the whole page.

    Raises
    ------
    ResourceMissing
        If Tesseract or a language is not installed.
    PageNotRecognised
        If Tesseract failed or the time was up.
    """
    available(languages)
    deadline = time.monotonic() + timeout
    page, dpi = _fitted(scan.grey(image), dpi)
    if min(page.shape) < _SMALLEST:
        return Recognition((), (), page.shape[1] * 72 / dpi, page.shape[0] * 72 / dpi, 0, 0.0, languages[0])
    prepared = _Prepared.of(page, dpi)
    reads, language = _in_best_language(prepared, languages, deadline)
    turned = 0
    sideways = _sideways(reads)
    unsure = sideways or (_confidence(reads) < _POOR and scan.ink(prepared.page).mean() > _BLANK)
    if unsure and "osd" in installed() and (turned := _orientation(page, dpi, deadline)):
        other = _Prepared.of(np.rot90(page, _TURNS[turned]).copy(), dpi)
        again, its = _in_best_language(other, languages, deadline)
        if _confidence(again) > (_POOR if sideways else _confidence(reads)):
            prepared, reads, language = other, again, its
        else:
            turned = 0
    reads = _tightened(_second_look(prepared, reads, language, deadline), scan.ink(prepared.page))
    point = 72.0 / dpi
    height, width = prepared.page.shape
    return Recognition(
        words=tuple(words_of([_scaled(read, point) for read in reads])),
        rules=tuple(scan.Rule(*(value * point for value in rule)) for rule in prepared.rules),
        width=width * point,
        height=height * point,
        turned=90 * _TURNS[turned] if turned else 0,
        skew=prepared.skew,
        language=language,
    )


@dataclass(frozen=True)
class _Prepared:
    """A page ready for recognition."""

    page: scan.Grey
    dpi: float
    rules: list[scan.Rule]
    skew: float

    @classmethod
    def of(cls, page: scan.Grey, dpi: float) -> _Prepared:
        even = scan.lit_evenly(page)
        skew = scan.skew(scan.ink(even))
        straight = scan.turned(even, skew)
        lines, rules = scan.rules(straight, dpi)
        return cls(scan.cleared(straight, lines), dpi, rules, skew)

    @property
    def ruled(self) -> bool:
        """Whether the lines make a table: cells are then recognised each on its own."""
        level = sum(rule.x1 - rule.x0 > rule.bottom - rule.top for rule in self.rules)
        return level >= 3 and len(self.rules) - level >= 2


def _fitted(page: scan.Grey, dpi: float) -> tuple[scan.Grey, float]:
    """Return the page at a resolution that letters are well read at, and that resolution."""
    from PIL import Image as Pictures

    scale = 1.0
    if dpi > _FINEST:
        scale = 300.0 / dpi
    elif dpi < _COARSEST:
        scale = min(3.0, 200.0 / max(dpi, 1.0))
    scale = min(scale, (_LARGEST / max(page.size, 1)) ** 0.5)
    if scale == 1.0:
        return page, dpi
    size = (max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale)))
    return np.asarray(Pictures.fromarray(page).resize(size, Pictures.Resampling.LANCZOS)), dpi * scale


def _in_best_language(prepared: _Prepared, languages: Sequence[str], deadline: float) -> tuple[list[Read], str]:
    """Return the words in the language that they are in, which the words in the first language tell."""
    mode = _SPARSE if prepared.ruled else _BLOCKS
    reads = _read(prepared.page, prepared.dpi, languages[0], mode, deadline)
    text = " ".join(read.text for read in reads if read.confidence > 0.5)
    if len(languages) > 1 and sum(map(str.isalpha, text)) >= 40 and _confidence(reads) >= _POOR:
        told, lead = likeliest(text)
        other = next((name for name in languages if _SHORT.get(name) == told), languages[0])
        if other != languages[0] and lead > _NEARER:
            return _read(prepared.page, prepared.dpi, other, mode, deadline), other
    return reads, languages[0]


def _confidence(reads: Sequence[Read]) -> float:
    """Return how sure the engine is of its words, long ones counting more; 0 without words."""
    length = sum(len(read.text) for read in reads)
    return sum(read.confidence * len(read.text) for read in reads) / length if length else 0.0


def _sideways(reads: Sequence[Read]) -> bool:
    """Whether most words run up or down the page, which Tesseract may read without saying so."""
    long = [read for read in reads if len(read.text) >= 4]
    upright = sum(1 for read in long if read.bottom - read.top > read.x1 - read.x0)
    return 2 * upright > len(long)


def _orientation(page: scan.Grey, dpi: float, deadline: float) -> int:
    """Return by how many degrees clockwise the page has to be turned; 0 where that is not told."""
    try:
        told = _tesseract(page, dpi, ["--psm", _ORIENTATION, "-l", "osd"], deadline)
    except PageNotRecognised:
        return 0  # too few letters to tell
    values = dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)
    degrees = values.get("Rotate", "0")
    return int(degrees) if degrees in ("90", "180", "270") else 0


def _second_look(prepared: _Prepared, reads: Sequence[Read], language: str, deadline: float) -> list[Read]:
    """Return the words with those that the first look lost.

    Lone dashes and bullets are told by their shape; other ink outside the words, and that of doubtful words, is read
    once more, piece by piece.
    """
    sure = [read for read in reads if not doubtful(read, prepared.dpi)]
    unsure = [read for read in reads if doubtful(read, prepared.dpi)]
    lost = scan.left_over(prepared.page, prepared.dpi, [(read.x0, read.top, read.x1, read.bottom) for read in sure])
    found = [Read("–", *mark, 0.9, (-1, number)) for number, mark in enumerate(lost.dashes)]
    for mark in lost.dots:
        line = _line_after(mark, sure, 0.5 * prepared.dpi)
        if line is not None:
            found.append(Read("•", *mark, 0.9, line))
    pieces: list[tuple[int, int, int, int]] = []
    for piece in lost.pieces:
        whole, cut = _with_cut_words(piece, sure, 0.04 * prepared.dpi)
        pieces.append(whole)
        sure = [read for read in sure if read not in cut]
        unsure += cut
    if pieces:
        sheet, places = scan.stacked(prepared.page, prepared.dpi, pieces)
        for read in _read(sheet, prepared.dpi, language, _ONE_BLOCK, deadline):
            middle = (read.top + read.bottom) / 2
            place = next((place for place in places if place.top <= middle < place.bottom), None)
            if place and read.confidence >= _CREDIBLE and any(map(str.isalnum, read.text)):
                found.append(_moved(read, place)._replace(line=(-2, *read.line)))
    kept = [read for read in unsure if read.confidence >= _WORTH and not any(_overlap(read, new) for new in found)]
    return [*sure, *kept, *found]


def _line_after(mark: tuple[int, int, int, int], reads: Sequence[Read], reach: float) -> tuple[int, ...] | None:
    """Return the line that a dot stands in front of."""
    left, top, right, bottom = mark
    level = [read for read in reads if read.top <= (top + bottom) / 2 <= read.bottom]
    after = [read for read in level if right <= read.x0 < right + reach]
    if not after or any(left - reach < read.x1 <= left for read in level):
        return None
    return min(after, key=lambda read: read.x0).line


def _with_cut_words(
    piece: tuple[int, int, int, int], reads: Sequence[Read], reach: float
) -> tuple[tuple[int, int, int, int], list[Read]]:
    """Return the box of a piece and of the words that it touches at a side, which are words cut through, and these."""
    left, top, right, bottom = piece
    cut: list[Read] = []
    while touching := [
        read
        for read in reads
        if read not in cut
        and read.x0 < right + reach
        and read.x1 > left - reach
        and min(bottom, read.bottom) - max(top, read.top) > 0.5 * min(bottom - top, read.bottom - read.top)
    ]:
        cut += touching
        left, right = min(left, *(int(read.x0) for read in touching)), max(right, *(int(read.x1) for read in touching))
        top, bottom = (
            min(top, *(int(read.top) for read in touching)),
            max(bottom, *(int(read.bottom) for read in touching)),
        )
    return (left, top, right, bottom), cut


def _overlap(one: Read, other: Read) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom


def _moved(read: Read, place: scan.Place) -> Read:
    return read._replace(
        x0=read.x0 + place.right,
        top=read.top + place.down,
        x1=read.x1 + place.right,
        bottom=read.bottom + place.down,
    )


def _tightened(reads: Sequence[Read], dark: scan.Ink) -> list[Read]:
    """Return the words with boxes as high as their ink: Tesseract gives some the height of the whole line."""
    tight = []
    for read in reads:
        top, bottom = scan.tight(dark, (read.x0, read.top, read.x1, read.bottom))
        tight.append(read._replace(top=top, bottom=bottom))
    return tight


def _scaled(read: Read, scale: float) -> Read:
    return read._replace(x0=read.x0 * scale, top=read.top * scale, x1=read.x1 * scale, bottom=read.bottom * scale)


def _read(page: scan.Grey, dpi: float, language: str, mode: str, deadline: float) -> list[Read]:
    """Return the words of a picture in one language, in pixels."""
    table = _tesseract(page, dpi, ["-l", language, "--psm", mode, "tsv"], deadline)
    reads = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not (text := "".join(cells[11].split())):
            continue
        left, top, width, height = map(int, cells[6:10])
        line = (int(cells[2]), int(cells[3]), int(cells[4]))
        confidence = min(1.0, max(0.0, float(cells[10]) / 100))
        reads.append(Read(text, left, top, left + width, top + height, confidence, line))
    return reads


def _tesseract(page: scan.Grey, dpi: float, options: Sequence[str], deadline: float) -> str:
    """Start Tesseract on a picture and return what it writes."""
    program = shutil.which("tesseract")
    if program is None:
        raise ResourceMissing("Tesseract is not installed: install the Debian package tesseract-ocr")
    height, width = page.shape
    picture = b"P5 %d %d 255\n" % (width, height) + page.tobytes()
    try:
        done = subprocess.run(  # noqa: S603 (a fixed program, options of ours, the picture as input)
            [program, "stdin", "stdout", "--dpi", str(max(70, round(dpi))), *options],
            input=picture,
            capture_output=True,
            timeout=max(0.0, deadline - time.monotonic()),
            env={**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PageNotRecognised("recognising the page took too long; scan it again, simpler or smaller") from error
    except OSError as error:
        raise PageNotRecognised(f"Tesseract cannot be started: {error.strerror or error}") from error
    if done.returncode != 0:
        raise PageNotRecognised("Tesseract failed on the page; scan it again at 300 dots an inch")
    return done.stdout.decode("utf-8", errors="replace")


def installed() -> frozenset[str]:
    """Return the languages (and ``osd``) that Tesseract has data of."""
    program = shutil.which("tesseract")
    return _languages_of(program) if program else frozenset()


@cache
def _languages_of(program: str) -> frozenset[str]:
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=30, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(line.strip() for line in done.stdout.decode("utf-8", errors="replace").splitlines()[1:])
