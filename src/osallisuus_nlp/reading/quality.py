"""Whether text that a file gives is language or garbage: a broken text layer is found before it is believed.

Finnish, Swedish and English are told by how likely each letter is after the two before it
(``data/letters.npz``, made from the project's own texts by tools/letter_statistics.py). In doubt, text is kept:
a page of numbers, names or addresses is not garbage.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

ALPHABET = " abcdefghijklmnopqrstuvwxyzåäöé*"  # a space around words; * is any other letter
LANGUAGES = ("fi", "sv", "en")

_CODES = {letter: code for code, letter in enumerate(ALPHABET)}
_OTHER = _CODES["*"]
_BITS = 0.5  # of one step in the table
_ENOUGH = 40  # letters from which text can be judged
_READABLE, _SENSELESS = 4.6, 5.8  # bits a letter: from language to garbage
_WORD = re.compile(r"[^\W\d_]+(?:\ufffd+[^\W\d_]+)*")
_MARK = re.compile(r"\(cid:\d+\)")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")
_LONE = re.compile(r"(?<!\S)[\ue000-\uf8ff](?!\S)")  # a bullet in a symbol font
_ORDINARY = frozenset(".,:;!?()[]/-–—•·*'\"’‘”“„»«…%‰&§+=€$£°|_@#<>≥≤±×\u2011\u00ad✓→½²³")


def coded(text: str) -> npt.NDArray[np.intp]:
    """Return the words of `text` as places of their letters in `ALPHABET`, spaces around each word."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    spaced = "  ".join(["", *words, ""]).replace("   ", "  ")
    return np.fromiter((_CODES.get(letter, _OTHER) for letter in spaced), dtype=np.intp, count=len(spaced))


@cache
def _tables() -> npt.NDArray[np.float32]:
    file = resources.files("osallisuus_nlp.reading").joinpath("data", "letters.npz")
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as tables:
        return np.stack([tables[name] for name in LANGUAGES]).astype(np.float32) * np.float32(_BITS)


def surprises(text: str) -> tuple[float, ...]:
    """Return the mean bits of a letter of `text` in each of `LANGUAGES`; about 3 where it is that language."""
    codes = coded(text)
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
