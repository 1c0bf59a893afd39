"""What a sentence does: states an act, or only talks about participation.

The classifier learns what measures are about; this holds it to account on what they are: a sentence that defines a
word, reports opinions or figures, retells law or speaks of the document itself is no measure (codebook, rules 13, 20,
26 and 31), whatever its subject.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from .. import _data

# What a sentence may do, in the order of the flags that the model of statements sees.
KINDS = (
    "definition", "opinion", "figures", "law", "layout", "lack", "decision", "goal", "means", "follow_up", "act",
    "refers", "reflects", "money_told", "passive", "passive_past", "perfect", "may", "runs", "does", "changes", "is",
    "negated", "conditional", "sentence_past",
)  # fmt: skip
_TALK = ("definition", "opinion", "figures", "law", "layout", "lack", "decision")


class Speech(NamedTuple):
    """What a sentence does.

    `act`, it states something done; `talk`, it defines, reports or reflects; `goal`, it states a wish; `means`, it
    says by what; `follow_up`, it says how something is followed up.
    """

    act: bool
    talk: bool
    goal: bool
    means: bool
    follow_up: bool


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    content: dict[str, list[str]] = _data.data_toml("plan", "acts.toml").get(language, {})
    return {
        name: re.compile(rf"(?<!\w)(?:{'|'.join(expressions)})(?:(?!\w)|(?<=:))", re.IGNORECASE)
        for name, expressions in content.items()
        if name in KINDS
    }


def speech_kinds(sentence: str, language: str) -> frozenset[str]:
    """Return all that a sentence does, as names of the lists of ``acts.toml``."""
    return frozenset(name for name, pattern in _patterns(language).items() if pattern.search(sentence))


def speech_of(sentence: str, language: str) -> Speech:
    """Return what a sentence of prose does, by its words; in a language without lists everything may be an act."""
    patterns = _patterns(language)
    if not patterns:
        return Speech(act=True, talk=False, goal=False, means=True, follow_up=False)
    return Speech(
        act=bool(patterns["act"].search(sentence)),
        talk=any(patterns[name].search(sentence) for name in _TALK),
        goal=bool(patterns["goal"].search(sentence)),
        follow_up=bool(patterns["follow_up"].search(sentence)),
        means=bool(patterns["means"].search(sentence)),
    )
