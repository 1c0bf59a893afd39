"""The text of a PDF page as PDFium sees it: words with boxes, fonts and colours, in segments of one line."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from ..layout.words import Line, Word
from ..letters.clean import mend_word

# PDFium marks a hyphen at a line's end so, and leaves the line break out.
_LINE_END_HYPHENS = "\x02\ufffe"
_TOKEN = re.compile(rf"[^\s\x00{_LINE_END_HYPHENS}]+[{_LINE_END_HYPHENS}]?|[{_LINE_END_HYPHENS}]")
_BOLD_NAME = re.compile(rb"bold|black|semibold|heavy", re.IGNORECASE)
_ITALIC_NAME = re.compile(rb"italic|oblique", re.IGNORECASE)
_BOLD_WEIGHT = 600
_ASCENT, _DESCENT = 0.8, 0.22  # of the font size: what a line of text takes above and below its baseline
_DEEPEST = 0.5  # of the font size: how far the box of a character reaches below its baseline at most
_GENERATED_GAP = 0.85  # of the font size: white space between words of one segment where PDFium put the space
_REAL_GAP = 2.0  # and where the file has a space itself, as in justified text
_LONGEST_NAME = 256  # bytes of the name of a font
_MAX_CHARACTERS = 200_000  # of one page; a page of print has some 5,000


class Frame(NamedTuple):
    """How coordinates of a page's user space become those of the page as it is displayed.

    `left`, `bottom`, `right` and `top` are the crop box; `turn` is the rotation in degrees clockwise.
    """

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the displayed page, in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of user space is displayed, from the top left corner."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x


class _Style(NamedTuple):
    size: float
    bold: bool
    italic: bool
    colour: int
    angle: int  # of the text's direction, counter-clockwise in user space, to the nearest right angle; -1 aslant


@dataclass(frozen=True)
class Sheet:
    """One page: its number from 1, its size as it is read, in points, and its segments in the file's order.

    `turned` is how far the page was turned for reading beyond its own rotation, in degrees clockwise.
    """

    number: int
    width: float
    height: float
    segments: tuple[Line, ...]
    turned: int = 0
    frame: Frame | None = None


def read_sheet(page: Any, number: int) -> Sheet:
    """Return the words of a pypdfium2 page.

    A page whose text runs sideways is turned upright. Text outside the page's box is left out.
    """
    textpage = page.get_textpage()
    try:
        tokens = list(_tokens(textpage.raw))
    finally:
        textpage.close()
    rotation = int(page.get_rotation()) % 360
    angles: Counter[int] = Counter()
    for token in tokens:
        angles[token.style.angle] += len(token.text)
    angles.pop(-1, None)
    main = angles.most_common(1)[0][0] if angles else rotation
    # Text at 90 degrees counter-clockwise stands upright once the page is turned 90 degrees clockwise.
    left, bottom, right, top = page.get_bbox()
    frame = Frame(left, bottom, right, top, main)
    width, height = frame.size
    upright = [token for token in tokens if token.style.angle == main]
    aside = [token for token in tokens if token.style.angle != main]
    segments = [*_segments(upright, frame, number), *_segments(aside, frame, number)]
    return Sheet(number, width, height, tuple(segments), (main - rotation) % 360, frame)


class _Token(NamedTuple):
    text: str
    x: float  # origin of the first character, in user space
    y: float
    end_x: float  # end of the last character
    end_y: float
    style: _Style
    spaced: bool  # whether a space of the file itself stands before it


def _tokens(raw: Any) -> Iterator[_Token]:
    count = min(pdfium_c.FPDFText_CountChars(raw), _MAX_CHARACTERS)
    text = _page_text(raw, count)
    style_at = _styles(raw)
    origin_at, end_at = _places(raw)
    generated = pdfium_c.FPDFText_IsGenerated
    previous, reach = -1, -math.inf
    for match in _TOKEN.finditer(text):
        start, stop = match.span()
        word = match.group()
        if word[-1] in _LINE_END_HYPHENS:
            word = word[:-1] + "-"
        style = style_at(start)
        x, y = origin_at(start)
        near = style.angle == 0 and x - reach <= _GENERATED_GAP * style.size  # whose space it is does not matter
        spaced = previous >= 0 and start - previous == 1 and not near and not generated(raw, previous)
        previous = stop
        mark = _glued_mark(word, stop, style, style_at) if word[-1].isdigit() else 0
        split = len(word) - mark
        for first, last in ((0, split), (split, split + mark)) if mark else ((0, split),):
            part = mend_word(word[first:last])
            if not part:
                continue
            own = style
            if first:
                own = style_at(start + first)
                x, y = origin_at(start + first)
            end_x, end_y = end_at(start + last - 1, own, y)
            if last - first > 1 and _broken(x, y, end_x, end_y, len(part), own):
                yield from _pieces(word[first:last], start + first, style_at, origin_at, end_at, spaced=spaced)
            else:
                yield _Token(part, x, y, end_x, end_y, own, spaced and not first)
            reach = end_x


def _glued_mark(word: str, stop: int, style: _Style, style_at: Callable[[int], _Style]) -> int:
    """Return how many small digits, a note's mark, end a word ("vuonna 2022" and a raised 28) without white space."""
    count = 0
    while count < min(4, len(word)) and word[-1 - count].isdigit():
        if style_at(stop - 1 - count).size > 0.9 * style.size:
            break
        count += 1
    return count if count < min(4, len(word)) else 0


def _broken(x: float, y: float, end_x: float, end_y: float, length: int, style: _Style) -> bool:
    """Whether the first and last characters of a word stand as if they were of different words."""
    if style.angle == 0 and end_y == y:
        return not -0.1 * style.size <= end_x - x <= (1.3 * length + 1) * style.size
    along, across = abs(end_x - x), abs(end_y - y)
    if style.angle in (90, 270):
        along, across = across, along
    backwards = (end_x - x if style.angle in (0, -1) else x - end_x if style.angle == 180 else 0.0) < -0.1 * style.size
    return backwards or across > 0.6 * style.size or along > (1.3 * length + 1) * style.size


def _pieces(
    word: str,
    start: int,
    style_at: Callable[[int], _Style],
    origin_at: Callable[[int], tuple[float, float]],
    end_at: Callable[[int, _Style, float], tuple[float, float]],
    *,
    spaced: bool,
) -> Iterator[_Token]:
    """Cut a word where the next character stands far from the one before."""
    first = 0
    origins = [origin_at(start + at) for at in range(len(word))]
    places = [(x, y, *end_at(start + at, style_at(start + at), y)) for at, (x, y) in enumerate(origins)]
    for at in range(1, len(word) + 1):
        if at < len(word):
            size = style_at(start + at).size
            gap = math.hypot(places[at][0] - places[at - 1][2], places[at][1] - places[at - 1][3])
            if gap < 0.8 * size:
                continue
        x, y, _, _ = places[first]
        _, _, end_x, end_y = places[at - 1]
        yield _Token(
            mend_word(word[first:at]) or " ", x, y, end_x, end_y, style_at(start + first), spaced and first == 0
        )
        first = at


def _page_text(raw: Any, count: int) -> str:
    """Return one character for each of PDFium's, so that a character's place is its index."""
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium_c.FPDFText_GetText(raw, 0, count, buffer)
    if written == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
        if len(text) == count:  # a pair of surrogates is two characters to PDFium
            return text
    return _one_by_one(raw, count)


def _one_by_one(raw: Any, count: int) -> str:
    unicode = pdfium_c.FPDFText_GetUnicode
    codes = (unicode(raw, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\x00" for code in codes)


def _styles(raw: Any) -> Callable[[int], _Style]:
    """Return a function that gives the style of a character, looked up once for each text object."""
    known: dict[int, _Style] = {}
    object_of, address = pdfium_c.FPDFText_GetTextObject, ctypes.addressof
    matrix = pdfium_c.FS_MATRIX()
    matrix_ref = ctypes.byref(matrix)
    channels = [ctypes.c_uint() for _ in range(4)]
    channel_refs = [ctypes.byref(channel) for channel in channels]
    red, green, blue, _ = channels
    name = ctypes.create_string_buffer(_LONGEST_NAME)

    def look_up(index: int) -> _Style:
        size = float(pdfium_c.FPDFText_GetFontSize(raw, index))
        angle = 0
        if pdfium_c.FPDFText_GetMatrix(raw, index, matrix_ref):
            size *= math.hypot(matrix.c, matrix.d)
            angle = _angle(matrix.a, matrix.b)
        length = pdfium_c.FPDFText_GetFontInfo(raw, index, name, _LONGEST_NAME, None)
        bold, italic = _weight(name.value if 0 < length <= _LONGEST_NAME else b"")
        bold = bold or pdfium_c.FPDFText_GetFontWeight(raw, index) >= _BOLD_WEIGHT
        colour = 0
        if pdfium_c.FPDFText_GetFillColor(raw, index, *channel_refs):
            colour = red.value << 16 | green.value << 8 | blue.value
        size = size if math.isfinite(size) and size > 0 else 1.0
        return _Style(round(2 * size) / 2 or 0.5, bold, italic, colour, angle)

    def style(index: int) -> _Style:
        pointer = object_of(raw, index)
        key = address(pointer.contents) if pointer else -1
        found = known.get(key)
        if found is None:
            found = known[key] = look_up(index)
        return found

    return style


def _angle(a: float, b: float) -> int:
    """Return the angle of a direction to the nearest right angle, counter-clockwise, or -1 where it is aslant."""
    if b == 0 and a > 0:
        return 0
    degrees = math.degrees(math.atan2(b, a)) % 360
    return round(degrees / 90) % 4 * 90 if abs(degrees / 90 - round(degrees / 90)) < 0.05 else -1


@lru_cache(256)
def _weight(name: bytes) -> tuple[bool, bool]:
    """Return whether a font is bold and whether it is italic, by its name."""
    return bool(_BOLD_NAME.search(name)), bool(_ITALIC_NAME.search(name))


def _places(
    raw: Any,
) -> tuple[Callable[[int], tuple[float, float]], Callable[[int, _Style, float], tuple[float, float]]]:
    """Return functions that give where a character begins and where it ends on its baseline, in user space.

    The second is given the height of the baseline that the character is likely to stand on.
    """
    x, y = ctypes.c_double(), ctypes.c_double()
    x_ref, y_ref = ctypes.byref(x), ctypes.byref(y)
    rect = pdfium_c.FS_RECTF()
    rect_ref = ctypes.byref(rect)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    tight = [ctypes.byref(value) for value in (left, right, bottom, top)]
    origin, loose, char_box = (
        pdfium_c.FPDFText_GetCharOrigin,
        pdfium_c.FPDFText_GetLooseCharBox,
        pdfium_c.FPDFText_GetCharBox,
    )

    def begin(index: int) -> tuple[float, float]:
        origin(raw, index, x_ref, y_ref)
        return x.value, y.value

    def end(index: int, style: _Style, baseline: float) -> tuple[float, float]:
        if style.angle == 0:
            loose(raw, index, rect_ref)
            if rect.right > rect.left and 0 <= baseline - rect.bottom < _DEEPEST * style.size:
                return rect.right, baseline
        origin(raw, index, x_ref, y_ref)
        if style.angle == 0:
            return max(rect.right, x.value), y.value
        char_box(raw, index, *tight)
        if style.angle == 90:
            return x.value, top.value
        if style.angle == 180:
            return left.value, y.value
        if style.angle == 270:
            return x.value, bottom.value
        return right.value, y.value

    return begin, end


def _segments(tokens: list[_Token], frame: Frame, number: int) -> Iterator[Line]:
    """Chain the words that follow each other on one baseline, in the file's order."""
    width, height = frame.size
    chain: list[Word] = []
    for token in tokens:
        word = _word(token, frame)
        if not (0 <= (word.x0 + word.x1) / 2 <= width and 0 <= (word.top + word.bottom) / 2 <= height):
            continue
        if chain and not _follows(chain[-1], word, spaced=token.spaced):
            yield Line(tuple(chain), number)
            chain = []
        chain.append(word)
    if chain:
        yield Line(tuple(chain), number)


def _word(token: _Token, frame: Frame) -> Word:
    size, bold, italic, colour, _ = token.style
    if frame.turn == 0 and token.end_y == token.y and token.x < token.end_x:  # as nearly all words are
        baseline = frame.top - token.y
        top, bottom = baseline - _ASCENT * size, baseline + _DESCENT * size
        left = frame.left
        return Word(token.text, token.x - left, top, token.end_x - left, bottom, size, bold, italic, colour)
    x, baseline = frame.point(token.x, token.y)
    end, other = frame.point(token.end_x, token.end_y)
    top, bottom = baseline - _ASCENT * size, baseline + _DESCENT * size
    if abs(other - baseline) > 0.5 * size:  # text that runs another way than the page's
        return Word(
            token.text, min(x, end), min(baseline, other), max(x, end), max(baseline, other), size, bold, italic, colour
        )
    return Word(token.text, min(x, end), top, max(x, end), bottom, size, bold, italic, colour)


def _follows(before: Word, after: Word, *, spaced: bool) -> bool:
    size = max(before.size, after.size)
    reach = (_REAL_GAP if spaced else _GENERATED_GAP) * size
    if after.bottom != before.bottom:
        raised = abs(after.bottom - before.bottom) > 0.3 * min(before.size, after.size) + 0.5
        if raised and not (before.size != after.size and _overlap(before, after)):
            return False
    return -0.5 * size <= after.x0 - before.x1 <= reach


def _overlap(first: Word, second: Word) -> bool:
    """Whether two words share some of the smaller one's height, as a raised footnote mark does with its word."""
    shared = min(first.bottom, second.bottom) - max(first.top, second.top)
    near = abs(second.x0 - first.x1) < 0.3 * max(first.size, second.size)
    return shared > (0.3 if near else 0.6) * min(first.bottom - first.top, second.bottom - second.top)
