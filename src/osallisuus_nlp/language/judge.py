"""How well a text fits each language: py3langid's scores, and for short texts the letters of words as well.

py3langid (its model is in its wheel) knows 140 languages and is sure of a sentence in any of them. One or two words
are too little for it, so there a small model of our own is added: weights of letter sequences, learnt from the words
of the project's corpora (`train`).
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, NamedTuple

from .. import _data

TAGS = ("fi", "sv", "en", "other")
Scores = tuple[float, float, float, float]  # nats, in the order of TAGS; only differences mean anything

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BETWEEN = re.compile(r"(?<=[^\W\d_]) (?=[^\W\d_])")
_SPACE = re.compile(r"\s+")
_CAPITAL = r"[A-ZÅÄÖÉ][\w’-]*[^\W\d_]"
# Capitalised words inside a sentence, first and last names after a colon, initials.
_NAME = re.compile(
    rf"(?:(?<=[^\W\d_] )|(?<=, ))(?:{_CAPITAL}\s*)+|(?<=: ){_CAPITAL}(?: {_CAPITAL})+|\b[A-ZÅÄÖ]\. ?(?={_CAPITAL})"
)
_LEAST = 4  # letters that must be left when names and addresses are taken out
_SPACED, _MOSTLY = 6, 0.6  # words, and the share of one and two letters among them, from which letters are set apart
_JUDGED = 1000  # characters of a passage that are enough to tell its language
_SURE = 20.0  # nats between the two best from which the letters of words cannot matter
_SHARE, _CAP = 0.5, 8.0  # of the letters' log-odds, and how far they count at most
_WORDS, _WORD_CAP, _LONGEST = 40, 4.0, 5  # words looked at, how far each counts, longest sequence
_FAR = 100.0  # nats between Finnish and Swedish from which small words cannot matter
_FEATURELESS = -1e30  # py3langid's floor for a text of which it knows nothing lies below this


class Letters(NamedTuple):
    """The model of letter sequences: a bias and a weight for each sequence, one number a language."""

    bias: Scores
    weights: dict[str, Scores]


def sequences(word: str) -> set[str]:
    """Return the letter sequences of a word, its edges marked, and the word itself."""
    marked = f"<{word.lower()}>"
    spans = (marked[at : at + size] for size in range(1, _LONGEST + 1) for at in range(len(marked) - size + 1))
    return {*spans, marked}


def plain(text: str) -> str:
    """Return `text` without addresses, numbers, law numbers and names, as far as letters are left.

    Letters set apart (``K U N T A``) are put together.
    """
    found = _without(text[:_JUDGED], _noise())
    words = WORD.findall(found)
    if len(words) >= _SPACED and sum(len(word) <= 2 for word in words) > len(words) * _MOSTLY:
        found = _BETWEEN.sub("", found)
    if not found.isupper():
        found = _without(found, _NAME)
    return _SPACE.sub(" ", found).strip()


def letters_that_tell(text: str) -> int:
    """Return how many letters are in words of `text` that may tell its language: not in addresses, units and signs."""
    return sum(len(word) for word in WORD.findall(_noise().sub(" ", text[:_JUDGED])) if len(word) > 1)


def scores(text: str) -> Scores | None:
    """Return how well `text` fits each of `TAGS`, or nothing for a text without letters."""
    if not any(char.isalpha() for char in text):
        return None
    judged = plain(text)
    found = _with_small_words(_by_library(judged), text)
    best, second = sorted(found, reverse=True)[:2]
    if best - second >= _SURE:
        return found
    added = by_letters(judged)
    fi, sv, en, other = (
        score + _SHARE * max(-_CAP, min(_CAP, letters)) for score, letters in zip(found, added, strict=True)
    )
    return fi, sv, en, other


def by_letters(text: str, model: Letters | None = None) -> Scores:
    """Return the sum of the words' log-odds by their letters; `model` is by default the one that ships."""
    bias, weights = model or _letters()
    total = [0.0] * len(TAGS)
    for word in WORD.findall(text)[:_WORDS]:
        known = [weights[sequence] for sequence in sequences(word) if sequence in weights]
        odds = [max(-_WORD_CAP, min(_WORD_CAP, sum(column))) for column in zip(bias, *known, strict=True)]
        mean = sum(odds) / len(odds)
        total = [so_far + value - mean for so_far, value in zip(total, odds, strict=True)]
    fi, sv, en, other = total
    return fi, sv, en, other


def _without(text: str, pattern: re.Pattern[str]) -> str:
    left = pattern.sub(" ", text)
    return left if sum(char.isalpha() for char in left) >= _LEAST else text


def _by_library(text: str) -> Scores:
    ranked = _identifier().rank(text)
    found = dict(ranked)
    prior = _settings()["prior"]
    best = ranked[0][1]
    if best < _FEATURELESS:
        return 0.0, 0.0, -prior["en"], -prior["other"]
    other = next(score for tag, score in ranked if tag not in TAGS)
    fi, sv, en = (max(found[tag] - best, _FEATURELESS) for tag in TAGS[:3])
    return fi, sv, en - prior["en"], other - best - prior["other"]


def _with_small_words(found: Scores, text: str) -> Scores:
    """Return the scores where the other of Finnish and Swedish pays for each small word of the one."""
    fi, sv, en, other = found
    if max(fi, sv) < max(en, other) or abs(fi - sv) > _FAR:
        return found
    words = WORD.findall(text[:_JUDGED].lower())
    finnish, swedish, weight = _small_words()
    fi -= weight * sum(word in swedish for word in words)
    sv -= weight * sum(word in finnish for word in words)
    return fi, sv, en, other


@cache
def _small_words() -> tuple[frozenset[str], frozenset[str], float]:
    content = _settings()["small_words"]
    return frozenset(content["fi"]), frozenset(content["sv"]), float(content["weight"])


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([*TAGS[:3], *_settings()["other"]])
    return identifier


@cache
def _settings() -> dict[str, Any]:
    return _data.data_toml("language", "languages.toml")


@cache
def _noise() -> re.Pattern[str]:
    return re.compile("|".join(_settings()["noise"]["patterns"]), re.IGNORECASE)


@cache
def _letters() -> Letters:
    content = json.loads(_data.data_text("language", "letters.json"))
    return Letters(_scores(content["bias"]), {key: _scores(value) for key, value in content["weights"].items()})


def _scores(values: list[float]) -> Scores:
    fi, sv, en, other = values
    return fi, sv, en, other
