"""What a single word hints at: a party, an act, money, time, resources, follow-up.

The recognisers read whole sentences; this reads a word alone, so that what it says can be remembered. It is for
classifiers that must be quick, not for what a report shows.
"""

from __future__ import annotations

from functools import lru_cache

from .parties import word_hints
from .spans import pattern

WORD_KINDS = ("actor", "party", "acting", "label", "money", "time", "resources", "indicator")
_LEXICONS = {
    "money": ("money", "funding"),
    "time": ("time", "time"),
    "resources": ("followup", "resources"),
    "indicator": ("followup", "indicator"),
}


@lru_cache(100_000)
def kinds_of_word(word: str, language: str) -> frozenset[str]:
    """Return which of `WORD_KINDS` a word of a language may be."""
    if language not in ("fi", "sv") or not word[:1].isalnum():
        return frozenset()
    found = {kind for kind, (name, key) in _LEXICONS.items() if pattern(name, language, key).fullmatch(word)}
    return frozenset(found | word_hints(word, language))
