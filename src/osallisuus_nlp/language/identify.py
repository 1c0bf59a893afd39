"""The language of a passage: Finnish, Swedish or English, by py3langid (its model is in its wheel)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

from ..document import Document

LANGUAGES = ("fi", "sv", "en")
_ENOUGH = 25  # letters in a text from which its language can be told alone


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def identify(text: str) -> str:
    """Return ``fi``, ``sv`` or ``en``, or ``und`` for a text without letters."""
    if not any(char.isalpha() for char in text):
        return "und"
    language, _ = _identifier().classify(text)
    return str(language)


def with_languages(document: Document, *, language: str | None = None) -> Document:
    """Return the document with a language on each passage and on the whole.

    A passage with few letters has the language of the document. `language` sets all of them.
    """
    if language is not None:
        passages = tuple(replace(passage, language=language) for passage in document.passages)
        return replace(document, passages=passages, language=language)
    found = [identify(passage.text) if _letters(passage.text) >= _ENOUGH else "" for passage in document.passages]
    weights: Counter[str] = Counter()
    for passage, tag in zip(document.passages, found, strict=True):
        if tag:
            weights[tag] += len(passage.text)
    whole = weights.most_common(1)[0][0] if weights else identify(document.text)
    passages = tuple(
        replace(passage, language=tag or whole) for passage, tag in zip(document.passages, found, strict=True)
    )
    return replace(document, passages=passages, language=whole)


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)
