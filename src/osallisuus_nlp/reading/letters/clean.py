"""Mend text: ligatures, soft hyphens, odd spaces, and words broken at the end of a line."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from ..._data import data_toml

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_REPLACEMENTS = str.maketrans(
    {
        **_LIGATURES,
        "\u00ad": "",
        "\u200b": "",
        "\u200c": "",
        "\u200d": "",
        "\ufeff": "",
        "\u2011": "-",
        "\u2010": "-",
    }
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]+")
_VOWELS = "aeiouyäöå"

BULLET = re.compile(r"^\s*(?:[•●▪■□○◦‣⁃·∙✓✔➢►▶→➔\uf0b7\uf0a7\uf0fc\uf0d8\uf02d]|[-–—*](?=\s))\s*")
NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]|[a-zåäö][.)]|[ivx]{2,4}[.)])\s+(?=\S)")


@lru_cache(8_192)
def mend_word(text: str) -> str:
    """Return a word of a page composed (NFC), without ligatures, soft hyphens and control characters.

    A soft hyphen at the word's end is a hyphen: the word goes on in the next line.
    """
    if text.isascii() and text.isprintable():
        return text
    if text.endswith("\u00ad"):
        text = text[:-1] + "-"
    return unicodedata.normalize("NFC", _CONTROL.sub("", text.translate(_REPLACEMENTS)))


def clean(text: str) -> str:
    """Return `text` composed (NFC), without ligatures, soft hyphens, control characters and odd spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\x85", "\n")
    text = unicodedata.normalize("NFC", _CONTROL.sub("", text.translate(_REPLACEMENTS)))
    return _SPACES.sub(" ", text).strip()


def join_lines(lines: list[str]) -> str:
    """Join the lines of one paragraph, mending words broken at a line's end.

    A hyphen at the end of a line goes where the next line goes on with a small letter, and stays where it is
    suspended ("sosiaali-" / "ja terveyspalvelut"), where it parts equal vowels ("linja-" / "auto"), where either side
    is a capital or a digit ("EU-" / "hanke"), or after a short form ("sote-" / "asema").
    """
    joined: list[str] = []
    for line in (clean(part) for part in lines):
        if not line:
            continue
        if joined:
            dropped, between = joint(joined[-1], line)
            joined[-1] = joined[-1][: len(joined[-1]) - dropped] + between
        joined.append(line)
    return "".join(joined)


def joint(before: str, after: str) -> tuple[int, str]:
    """Tell how two lines are joined, neither of them empty: see `join_lines`.

    Returns
    -------
    dropped : int
        How many characters the end of `before` loses: 1 for a hyphen that parts a word, else 0.
    between : str
        What comes between: a space or nothing.
    """
    end = before[-3:]  # patterns that end in `$` would be sought from every place of a long line
    if re.search(r"\d[–-]$", end) and after[0].isdigit():
        return 0, ""
    if not re.search(r"\w-$", end) or _suspending().match(after):
        return 0, " "
    left, right = before[-2], after[0]
    if not right.isalpha():
        return (0, "") if right.isdigit() else (0, " ")
    if _is_short(before[:-1].rsplit(None, 1)[-1]):
        return 0, ""
    if left.isupper() or left.isdigit() or right.isupper() or (left.lower() == right and right in _VOWELS):
        return 0, ""
    return 1, ""


@cache
def _suspending() -> re.Pattern[str]:
    words = "|".join(data_toml("reading", "hyphens.toml")["suspending"])
    return re.compile(rf"(?:{words})\b", re.IGNORECASE)


@cache
def _short() -> frozenset[str]:
    return frozenset(data_toml("reading", "hyphens.toml")["short"])


def _is_short(word: str) -> bool:
    """Whether a word is a letter ("e-palvelut") or another short form that keeps its hyphen, and no part of a word."""
    last = re.split(r"[\W_]", word)[-1].lower()
    return len(last) == 1 or last in _short() or not any(letter in _VOWELS for letter in last)
