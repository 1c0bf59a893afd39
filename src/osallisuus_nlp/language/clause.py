"""What the words of a clause are to each other, as far as agents need it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from .. import _data
from .marks import has

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

NAMES = frozenset(["NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"])
CANDIDATES = frozenset(["NOUN", "PROPN", "PRON"])  # for a subject
MODIFIERS = ("nmod", "amod", "det", "compound", "flat", "case", "nummod", "acl")
_THINGS = frozenset(["NOUN", "PROPN", "ADJ"])
_LIGHT = frozenset('()"”’»-–')  # marks that end no clause
_SUBJECTS = ("nsubj", "csubj")
_ENDING = 5  # letters of a word for one who acts from which it may end any other
_FAR = 12  # heads that are followed at most


@cache
def words_of(language: str) -> dict[str, Any]:
    """Return the words of ``agents.toml`` for a language: sets, and patterns."""
    found: dict[str, Any] = _data.data_toml("language", "agents.toml")[language]
    words = {key: re.compile(values) if isinstance(values, str) else frozenset(values) for key, values in found.items()}
    endings = tuple(word for word in found["actors"] if len(word) >= _ENDING)
    return words | {"nominal": tuple(found["nominal"]), "endings": endings}


def like_agent_participle(token: Token) -> bool:
    """Whether a Finnish word between a genitive and a noun looks like an agent participle, whatever it is tagged."""
    if not 0 < token.i < len(token.doc) - 1 or token.pos_ not in NAMES or token.lemma_.endswith(("ma", "mä", "m")):
        return False
    looks = words_of("fi")["agent_participle"].search(token.lower_)
    return looks is not None and is_genitive(token.nbor(-1)) and token.nbor().pos_ in NAMES


def is_subject(token: Token) -> bool:
    """Whether the parse has a word for the subject of an active verb."""
    return token.dep_.startswith(_SUBJECTS) and not token.dep_.endswith(":pass")


def is_genitive(token: Token) -> bool:
    """Whether a word is a genitive."""
    return has(token, "Case", "Gen")


def is_several(token: Token) -> bool:
    """Whether another name is coordinated with this one."""
    if any(child.dep_ == "conj" for child in token.children):
        return True
    behind = token.doc[token.i + 1 : min(token.i + 4, token.sent.end)]
    return len(behind) > 1 and behind[0].pos_ == "CCONJ" and any(word.pos_ in NAMES for word in behind[1:])


def onwards(finite: Token, verb: Token, step: int) -> Iterator[Token]:
    """Yield the words of a clause from its finite verb on, until a mark or another clause's verb.

    Backwards, a relative clause between commas is stepped over.
    """
    sentence = finite.sent
    at = finite.i + step
    while sentence.start <= at < sentence.end:
        token = finite.doc[at]
        if token.is_punct and token.text not in _LIGHT and not _between_names(token):
            relative = _opens_relative(token) if step < 0 and token.text == "," else None
            if relative is None:
                return
            at = relative
        elif has(token, "VerbForm", "Fin") and token.i != verb.i and token.head.i != verb.i:
            return
        else:
            yield token
        at += step


def _between_names(token: Token) -> bool:
    sentence = token.sent
    if token.text != "," or not sentence.start < token.i < sentence.end - 1:
        return False
    return token.nbor(-1).pos_ in _THINGS and token.nbor().pos_ in _THINGS


def _opens_relative(comma: Token) -> int | None:
    """Return the position of the comma before the relative clause that `comma` closes."""
    for at in range(comma.i - 1, comma.sent.start + 1, -1):
        token = comma.doc[at]
        if has(token, "PronType", "Rel"):
            return next((back for back in (at - 1, at - 2) if comma.doc[back].text == ","), None)
    return None


def antecedent_of(verb: Token) -> Token | None:
    """Return the noun that the relative clause of `verb` belongs to."""
    clause: Token = verb
    for _ in range(_FAR):
        if clause.dep_.startswith("acl"):
            return clause.head
        if clause.dep_ != "conj" and not clause.dep_.startswith("aux"):
            return None
        clause = clause.head
    return None


def near(verb: Token) -> Iterator[Token]:
    """Yield what hangs on a verb, and what hangs on that."""
    for child in verb.children:
        if child.pos_ == "VERB":
            continue
        yield child
        yield from child.children


def before(token: Token) -> tuple[Token, ...]:
    """Return the word before this one in its sentence, if any."""
    return (token.doc[token.i - 1],) if token.i > token.sent.start else ()
