"""Whether text that a file gives is language or garbage: a broken text layer is found before it is believed.

Finnish, Swedish and English are told by how likely each letter is after the two before it
(``data/letters.npz``, made from the project's own texts by tools/letter_statistics.py). In doubt, text is kept:
a page of numbers, names or addresses is not garbage.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

ALPHABET = " abcdefghijklmnopqrstuvwxyzåäöé*"  # a space around words; * is any other letter
LANGUAGES = ("fi", "sv", "en")

_CODES = {letter: code for code, letter in enumerate(ALPHABET)}
_OTHER = _CODES["*"]
_PLAIN = 0x100  # the number of a character after those in the alphabet
_BITS = 0.5  # of one step in the table
_ENOUGH = 40  # letters from which text can be judged
_READABLE, _SENSELESS = 4.2, 4.8  # bits a letter of language and of garbage; long texts of ours have 2.5–4.1
_SLACK = 5.0  # bits by which a short text may be off, over the root of its letters
_BACKWARDS = 0.5  # bits by which mirrored text reads better from its end
_UNKNOWN = 0.8  # bits by which other languages may be off
_SPOILT = 0.2  # the share of characters that stand for none, from which the rest is no use
_SIGNS = 0.25  # the share of signs that seldom follow each other in text
_NAMES = 0.8  # bits by which names of people and places, of many languages, may be off
_APART = 0.5  # the share of letters that stand alone in text set letter by letter
_WORD = re.compile(r"[^\W\d_]+(?:\ufffd+[^\W\d_]+)*")
_MARK = re.compile(r"\(cid:\d+\)")
_ADDRESS = re.compile(r"(?<!\S)\S*?(?:@|://|www\.)\S*")
_LONE = re.compile(r"(?<!\S)[\ue000-\uf8ff](?!\S)")  # a bullet in a symbol font
_ACRONYM = re.compile(r"(?<![^\W\d_])[^\W\d_a-zåäö]{1,5}(?![^\W\d_])")
_SIGN = re.compile(r"[!\"#$&'()*,/:;<=>?@\[\\\]^`{}~¢¤¥¦©¬®¯±¶¿÷‚ƒ„†‡ˆ‰‹›“”‘’™¨´¸]")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "FEMININE", "MASCULINE", "MICRO")


def coded(text: str) -> npt.NDArray[np.intp]:
    """Return the words of `text` as places of their letters in `ALPHABET`, spaces around each word."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    spaced = "  ".join(["", *words, ""]).replace("   ", "  ")
    letters = np.frombuffer(spaced.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    codes: npt.NDArray[np.intp] = _code_of()[np.minimum(letters, _PLAIN)]
    return codes


@cache
def _code_of() -> npt.NDArray[np.intp]:
    """Return the place in `ALPHABET` of each character up to `_PLAIN`, by its number."""
    return np.array([_CODES.get(chr(number), _OTHER) for number in range(_PLAIN + 1)], dtype=np.intp)


@cache
def _tables() -> npt.NDArray[np.float32]:
    file = resources.files("osallisuus_nlp.reading").joinpath("data", "letters.npz")
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as tables:
        return np.stack([tables[name] for name in LANGUAGES]).astype(np.float32) * np.float32(_BITS)


def surprises(text: str) -> tuple[float, ...]:
    """Return the mean bits of a letter of `text` in each of `LANGUAGES`; about 3 where it is that language."""
    return _mean_bits(coded(text))


def _mean_bits(codes: npt.NDArray[np.intp]) -> tuple[float, ...]:
    if len(codes) < 3:
        return tuple(0.0 for _ in LANGUAGES)
    return tuple(float(bits) for bits in _bits(codes).mean(axis=1))


def _bits(codes: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
    """Return the bits of each letter but the first two, in each language."""
    before, last, now = codes[:-2], codes[1:-1], codes[2:]
    told = ~((last == 0) & (now == 0))  # the second of two spaces is no surprise
    return _tables()[:, before[told], last[told], now[told]]


def likeliest(text: str) -> tuple[str, float]:
    """Return which of `LANGUAGES` the text is in, and by how many bits a letter it is nearer than to the next."""
    bits = surprises(text)
    order = sorted(range(len(LANGUAGES)), key=lambda index: bits[index])
    return LANGUAGES[order[0]], bits[order[1]] - bits[order[0]]


def quality(text: str) -> float:
    r"""Return how sure it is, from 0 to 1, that `text` is language; 1 where too little of it can be judged.

    Looked at are characters that stand for none (``\ufffd``, ``(cid:12)``, private use, scripts of no language
    at hand), letters set one by one, mirrored words, and the order of letters in Finnish, Swedish and English.
    """
    text = _LONE.sub(" ", unicodedata.normalize("NFC", text))
    marks = len(_MARK.findall(text))
    text = _MARK.sub("\ufffd", text)
    counts = Counter("".join(text.split()))
    seen = counts.total()
    spoilt = sum(count for char, count in counts.items() if _stands_for_none(char))
    whole = max(0.0, 1.0 - spoilt / seen / (2 * _SPOILT)) if max(spoilt, marks) >= 5 else 1.0
    if seen >= _ENOUGH and len(_SIGN.findall(text)) > _SIGNS * seen:
        return 0.0
    words = _WORD.findall(text)
    if sum(1 for word in words if len(word) == 1) > max(_APART * sum(map(len, words)), _ENOUGH / 2):
        return 0.0
    words = _WORD.findall(_ACRONYM.sub(" ", _ADDRESS.sub(" ", text)))
    letters = sum(map(len, words))
    if letters < _ENOUGH:
        return whole
    return min(whole, _sense(" ".join(words), letters))


def usable(text: str) -> bool:
    """Whether `text` can be read as it is: False only for garbage."""
    return quality(text) >= 0.5


def _sense(text: str, letters: int) -> float:
    """Return how sure it is that the letters are in an order that a language has."""
    if _foreign(text):
        return 1.0
    codes = coded(text)
    bits, backwards = min(_mean_bits(codes)), min(_mean_bits(codes[::-1]))
    slack = _SLACK / letters**0.5
    if backwards < bits - _BACKWARDS - slack / 2:
        return 0.0
    if backwards > bits + _BACKWARDS:  # a language that is not known here still reads better forwards
        slack += _UNKNOWN
    if 2 * sum(1 for word in text.split() if word.istitle()) > len(text.split()):
        slack += _NAMES
    return float(min(1.0, max(0.0, (_SENSELESS + slack - bits) / (_SENSELESS - _READABLE))))


def _foreign(text: str) -> bool:
    """Whether most words are whole in an alphabet that nothing is known of here; it may be right."""
    if max(text) < "\u0370":
        return False
    words = text.split()
    other = sum(1 for word in words if all("\u0370" <= letter <= "\u06ff" for letter in word))
    return 2 * other > len(words)


@cache
def _stands_for_none(char: str) -> bool:
    """Whether a character is no part of text: a replacement, private, a control, or of a script far away."""
    if char < "\x7f":
        return char < " " and not char.isspace()
    kind = unicodedata.category(char)
    if char == "\ufffd" or kind in ("Co", "Cn", "Cs", "Cc"):
        return True
    return kind in ("Lo", "Lu", "Ll", "Lm") and not unicodedata.name(char, "").startswith(_SCRIPTS)
