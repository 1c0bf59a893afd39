"""Small questions asked of words: their features, and their hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.strings import hash_string as _hash_string  # type: ignore[attr-defined]

if TYPE_CHECKING:
    from spacy.tokens import Token


def hash_of(text: str) -> int:
    """Return the 64-bit number of a text that spaCy's vocabularies use."""
    return int(_hash_string(text))


def has(token: Token, feature: str, value: str) -> bool:
    """Whether a word has this value of this feature, as ``Voice`` ``Pass``."""
    return value in token.morph.get(feature, [])
