"""Mend text: ligatures, soft hyphens, odd spaces, and words broken at the end of a line."""

from __future__ import annotations

import re
import unicodedata

# Finnish and Swedish conjunctions that follow a suspended hyphen ("sosiaali- ja terveyspalvelut").
_SUSPENDING = re.compile(r"(?:ja|tai|sekä|eli|kuin|eikä|että|och|eller|samt|respektive|and|or)\b", re.IGNORECASE)
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
    suspended ("sosiaali-" / "ja terveyspalvelut"), where it parts equal vowels ("linja-" / "auto"), or where
    either side is a capital or a digit ("EU-" / "hanke").
    """
    joined = ""
    for line in (clean(part) for part in lines):
        if line:
            joined, _ = join_two(joined, line)
    return joined


def join_two(before: str, after: str) -> tuple[str, int]:
    """Join two lines as `join_lines` does, and return where in the whole the second one begins."""
    if not before:
        return after, 0
    if re.search(r"\d[–-]$", before) and after[0].isdigit():
        joined = before + after
    elif re.search(r"\w-$", before):
        joined = _join_hyphen(before, after)
    else:
        joined = f"{before} {after}"
    return joined, len(joined) - len(after)


def _join_hyphen(before: str, after: str) -> str:
    left, right = before[-2], after[0]
    if _SUSPENDING.match(after):
        return f"{before} {after}"
    if not right.isalpha():
        return before + after if right.isdigit() else f"{before} {after}"
    if re.search(r"(?<!\w)\w-$", before):  # "e-palvelut"
        return before + after
    if left.isupper() or left.isdigit() or right.isupper() or (left.lower() == right and right in _VOWELS):
        return before + after
    return before[:-1] + after
