"""The smallest stretches of prose that may state a measure of their own: sentences, parted at coordinated clauses.

"Tästä ohjelmasta laaditaan lyhennelmä, ja se käännetään englanniksi" states two things that are done. A sentence is
parted where a conjunction joins two clauses with a finite verb each. Verbs are told by words and endings; what a
parser says of clauses can take its place.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .. import _data
from ..language import Span, sentences

_LONG = 4  # letters of a word that is about something
_REMEMBERED = 1024  # passages
_SHORTEST = 3  # words of a clause that stands on its own
_QUOTED = re.compile(r"[”“\"»][^”“\"»]*[”“\"»]")


@cache
def _words(language: str) -> dict[str, re.Pattern[str]]:
    content: dict[str, list[str]] = _data.data_toml("plan", "clauses.toml").get(language, {})
    return {
        name: re.compile(
            ("" if name == "joints" else r"(?<!\w)") + rf"(?:{'|'.join(expressions) or '(?!)'})(?!\w)", re.IGNORECASE
        )
        for name, expressions in content.items()
    }


def units_of(text: str, language: str) -> list[Span]:
    """Return the spans of the clauses and sentences of a passage's text, in order."""
    return list(_units(text, language))


@lru_cache(_REMEMBERED)
def _units(text: str, language: str) -> tuple[Span, ...]:
    """Return the units of a text; one passage is asked for again for each of its measures."""
    return tuple(part for sentence in sentences(text) for part in _clauses(text, sentence, language))


def beginnings_of(text: str, letters: int) -> list[str]:
    """Return the first letters of each long word: by them it is known in another case, or as a part of a compound."""
    return [word[:letters].lower() for word in re.findall(r"\w+", text) if len(word) >= _LONG]


def tells_more(clause: str, language: str) -> bool:
    """Whether a clause only says of what has been named who answers, what it costs or how it is followed up."""
    words = _words(language)
    return bool(words) and bool(words["tells_more"].match(clause))


def lacks_subject(clause: str, language: str) -> bool:
    """Whether a clause that goes on with "and" has no subject of its own: it opens with a verb, or has none at all."""
    words = _words(language)
    return bool(words) and (opens_with_verb(clause, language) or not _has_verb(clause, words))


def opens_with_verb(clause: str, language: str) -> bool:
    """Whether the first word of a clause is a finite verb."""
    words = _words(language)
    return bool(words) and bool(words["verb_first"].match(clause))


def _clauses(text: str, sentence: Span, language: str) -> list[Span]:
    words = _words(language)
    if not words:
        return [sentence]
    spans, start = [], sentence.start
    quoted = [hit.span() for hit in _QUOTED.finditer(text, sentence.start, sentence.end)]
    for joint in words["joints"].finditer(text, sentence.start, sentence.end):
        after = joint.end()
        if any(begin < joint.start() < end for begin, end in quoted):
            continue
        before = text[start : joint.start()]
        rest = text[after : sentence.end]
        if _stands(before, words) and _follows(before, joint.group(), rest, words):
            spans.append(Span(start, joint.start()))
            start = after + len(rest) - len(rest.lstrip())
    return [*spans, Span(start, sentence.end)]


def _stands(clause: str, words: dict[str, re.Pattern[str]]) -> bool:
    """Whether words before a joint are a clause: they hold a finite verb that no dependent clause owns."""
    return len(clause.split()) >= _SHORTEST and any(
        _has_verb(_independent(part, words), words) for part in clause.split(",")
    )


def _follows(before: str, joint: str, rest: str, words: dict[str, re.Pattern[str]]) -> bool:
    """Whether a clause of its own follows: with a verb at once, or with a verb before another comma.

    Behind a bare joint the verb must be sure, and no dependent clause may be open.
    """
    clause = re.split(r"[;:]", rest)[0]
    if len(clause.split()) < _SHORTEST or words["dependent"].match(clause.lstrip()):
        return False
    bare = bool(words["sure_behind"].fullmatch(joint.strip()))
    goes_on = bare and _is_open(before, words)  # with the dependent clause
    if goes_on and joint.strip() == ",":
        return False
    if words["verb_first"].match(clause.lstrip()):
        return True
    main = _independent(clause.split(",")[0], words)
    if bare:
        return not goes_on and len(main.split()) >= _SHORTEST and bool(words["sure"].search(main))
    return joint.lstrip().startswith((",", ";")) and _has_verb(main, words)


def _has_verb(part: str, words: dict[str, re.Pattern[str]]) -> bool:
    return bool(words["finite"].search(part) or words["sure"].search(part))


def _is_open(before: str, words: dict[str, re.Pattern[str]]) -> bool:
    """Whether the words before a joint end in a dependent clause, or in a list within one."""
    for part in reversed(re.split(r"[,:]", before)):
        if _independent(part, words) != part:
            return True
        if _has_verb(part, words):
            return False
    return False


def _independent(part: str, words: dict[str, re.Pattern[str]]) -> str:
    """Return what stands before a dependent clause in the words between two commas."""
    places = (hit.end() for hit in re.finditer(r"^|\s", part))
    return next((part[:place] for place in places if words["dependent"].match(part[place:])), part)
