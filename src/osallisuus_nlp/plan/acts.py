"""What a sentence does: states an act, or only talks about participation.

The words of a sentence tell what it is about; this tells what it is: one that defines a word, reports opinions or
figures, retells law or speaks of the document itself is no measure (codebook, rules 13, 20, 26 and 31), whatever its
subject. What weight that has is learnt (`statements`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .. import _data

# What a sentence may do, in the order of the flags that the model of statements sees.
KINDS = (
    "definition", "opinion", "figures", "law", "layout", "lack", "decision", "goal", "means", "follow_up", "act",
    "refers", "reflects", "money_told", "passive", "passive_past", "perfect", "may", "runs", "does", "changes", "is",
    "negated", "conditional", "sentence_past",
)  # fmt: skip


_REMEMBERED = 4096  # clauses: one is asked for again and again while a plan is made


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    content: dict[str, list[str]] = _data.data_toml("plan", "acts.toml").get(language, {})
    return {
        name: re.compile(rf"(?<!\w)(?:{'|'.join(expressions)})(?:(?!\w)|(?<=:))", re.IGNORECASE)
        for name, expressions in content.items()
        if name in KINDS
    }


@lru_cache(_REMEMBERED)
def speech_kinds(sentence: str, language: str) -> frozenset[str]:
    """Return all that a sentence does, as names of the lists of ``acts.toml``."""
    return frozenset(name for name, pattern in _patterns(language).items() if pattern.search(sentence))
