"""A passage as a sparse row of numbers: hashed character and word n-grams, headings, and what entities it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..document import Passage
from ..entities import find_actors, find_funding, find_indicators, find_resources, find_terms, find_times
from ..framework import default_framework

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

CHAR_BITS, WORD_BITS, ABOVE_BITS = 16, 15, 12
_PASSIVE = re.compile(r"\b\w{3,}(?:taan|tään|daan|dään|laan|lään|naan|nään|raan|rään|etaan|etään|as)\b", re.IGNORECASE)
_WISH = re.compile(r"\b(?:tavoit|visio|haluam|pyri|vahvist|kehit|edist|paran|lisä|mål|vision|vill|sträv|främj|stärk|utveckl|förbättr|öka)\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Example:
    """What the classifier sees of a passage."""

    text: str
    language: str = "fi"
    above: str = ""
    kind: str = "paragraph"

    @classmethod
    def of(cls, passage: Passage) -> Example:
        """Return what the classifier sees of a passage of a document."""
        above = " / ".join([*passage.headings[-2:], passage.stem])
        return cls(passage.text, passage.language, above, passage.kind.value)


def matrix(examples: Sequence[Example]) -> csr_matrix:
    """Return one row a passage.

    Returns
    -------
    csr_matrix of shape (n_passages, n_features)
        Raw counts of n-grams (dampened later), then flags of 0 or 1.
    """
    from scipy.sparse import csr_matrix, hstack

    blocks = [
        _chars().transform(example.text for example in examples),
        _words(WORD_BITS).transform(example.text for example in examples),
        _words(ABOVE_BITS).transform(example.above for example in examples),
        csr_matrix([_flags(example) for example in examples], dtype="float64"),
    ]
    return hstack(blocks, format="csr")


def _chars() -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), n_features=2**CHAR_BITS, alternate_sign=False, norm=None
    )


def _words(bits: int) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        ngram_range=(1, 2), n_features=2**bits, alternate_sign=False, norm=None, token_pattern=r"(?u)\b\w+\b"
    )


def _flags(example: Example) -> list[float]:
    text, language = example.text, example.language
    words = len(text.split())
    methods = {hit.id for hit in find_terms(text, language, default_framework().methods)}
    levels = {method.house_level for method in default_framework().methods if method.id in methods}
    actors = find_actors(text, language)
    return [
        float(bool(value))
        for value in (
            actors,
            any(actor.how == "label" for actor in actors),
            find_funding(text, language),
            find_times(text, language),
            find_resources(text, language),
            find_indicators(text, language),
            _PASSIVE.search(text),
            _WISH.search(text),
            example.kind == "list_item",
            example.kind == "table_row",
            words < 8,
            words > 40,
            language == "sv",
            find_terms(text, language, default_framework().target_groups),
            *(level.id in levels for level in default_framework().house_levels),
        )
    ]
