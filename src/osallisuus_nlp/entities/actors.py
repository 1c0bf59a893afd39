"""Find who acts or answers: by label ("Vastuu: …"), by verb, by "…n toimesta" or "av …".

One that only takes part, approves, or is a partner ("yhteistyössä X:n kanssa") does not act; a passive without an agent
names no one (codebook, rules 8, 19, 24). What makes a word the name of a party is for :mod:`.heads`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..language import sentences
from . import finnish, swedish
from .heads import listed
from .parties import can_act, find_labels, is_vague, party_at_end, split_parties
from .phrases import beside, following, named_to, phrase_start
from .spans import Entity, apart, lexicon
from .tokens import REACH, Word, reach, words_of

_PARTNER = {
    "fi": re.compile(r"(?:yhteistyössä|kumppanina)$", re.IGNORECASE),
    "sv": re.compile(r"(?:tillsammans med|i samarbete med|i samråd med)$", re.IGNORECASE),
}
_FINITE = {
    "fi": re.compile(r"on|oli|[a-zåäö]+(?:i|y|aa|ää|oo|öö|uu|yy|ee|vat|vät)"),
    "sv": re.compile(r"är|har|ska|skall|kan|får|[a-zåäö]{2,}(?:erar|ade|ades|as)"),
}
_CLAUSE = 8  # words on either side in which it is told what people carry out
_REMEMBERED = 4096  # texts
_SAYS = {"fi": finnish.says, "sv": swedish.says}


@dataclass(frozen=True, slots=True)
class Actor(Entity):
    """A named party that acts; `how` tells what says so: ``label``, ``verb``, ``agent`` or ``answers``."""

    how: str = "verb"


def find_actors(text: str, language: str) -> list[Actor]:
    """Return the named parties that act or answer in `text`; vague ones are left out."""
    return list(_found(text, language)) if language in _SAYS else []


@lru_cache(_REMEMBERED)
def _found(text: str, language: str) -> tuple[Actor, ...]:
    """Return the actors of a text; one clause is asked for again and again while a plan is made."""
    found = list(_labelled(text, language))
    for span in sentences(text):
        found += _acting(text[span.start : span.end], span.start, language)
    return tuple(apart(found))


def _labelled(text: str, language: str) -> Iterator[Actor]:
    at_end = party_at_end(text, language)
    for label in (*find_labels(text, language), *((at_end,) if at_end else ())):
        for party in split_parties(label.value):
            start = text.find(party, label.start)
            if not is_vague(party, language):
                yield Actor(start, start + len(party), party, how="label")


def _acting(sentence: str, offset: int, language: str) -> Iterator[Actor]:
    if listed(language, "sets_terms").search(sentence):
        return
    words = words_of(sentence, language)
    for place, word in enumerate(words):
        if not may_act(sentence, words, place, language):
            continue
        how = _SAYS[language](sentence, words, place)
        if how == "verb" and _receives(sentence[word.end :], language):
            continue
        if not how:
            continue
        others = [*beside(words, place, language), *(following(words, place, language) if how != "verb" else ())]
        for one in (one for one in (*others, place) if _does(words, one, how, language)):
            start, end = phrase_start(words, one, language), words[named_to(words, one, language) - 1].end
            yield Actor(offset + start, offset + end, sentence[start:end], how=how)


def may_act(sentence: str, words: list[Word], place: int, language: str) -> bool:
    """Whether the word at `place` names a party that nothing in its sentence keeps from acting."""
    word = words[place]
    return (
        bool(word.kind)
        and can_act(word.text, language, alone=True)
        and not (place and is_vague(f"{words[place - 1].text} {word.text}", language))
        and not _subordinate(words, place, language)
        and not (listed(language, "participants").fullmatch(word.text) and _takes_part(sentence, language))
        and not _PARTNER[language].search(sentence[: word.start].rstrip())
    )


def _does(words: list[Word], place: int, how: str, language: str) -> bool:
    """Whether what is done fits the kind of party: a field of work does what units do, people what they carry out."""
    kind = words[place].kind
    alone = words[place].text.lower() in lexicon("actors", language)["not_alone"]
    if kind in ("party", "firm") and not alone:
        return True
    around = [word.text for word in words[max(0, place - REACH) : place + REACH + 1]]
    if kind != "people":
        return (how == "agent" and not alone) or any(listed(language, "verbs").fullmatch(word) for word in around)
    if how == "agent":
        return language == "sv"
    around = [
        word.text
        for _, word in (*reach(words, range(place, -1, -1), _CLAUSE), *reach(words, range(place, len(words)), _CLAUSE))
    ]
    carries_out = any(listed(language, "carries_out").fullmatch(word) for word in around)
    return carries_out and not any(listed(language, "permits").fullmatch(word) for word in around)


def _subordinate(words: list[Word], place: int, language: str) -> bool:
    """Whether the word stands in a clause that tells a circumstance: one is open, and no verb has come yet."""
    opens = listed(language, "subordinators")
    verbs = listed(language, "verbs")
    mark = False  # whether a comma has been passed: a verb before it ends the clause that is open
    for before in range(place - 1, -1, -1):
        text = words[before].text
        if opens.fullmatch(text) and _opens_clause(words, before):
            return True
        if text in ";:.–" or verbs.fullmatch(text) or (mark and _FINITE[language].fullmatch(text)):
            return False
        mark = mark or text == ","
    return False


def _opens_clause(words: list[Word], place: int) -> bool:
    """Whether "om" ("about", "if") or "kuin" ("than", "before") opens a clause; other words always do."""
    text, before = words[place].text.lower(), words[place - 1] if place else None
    if text == "om":
        return before is None or before.barrier
    return text != "kuin" or (before is not None and before.text.lower() == "ennen")


def _takes_part(sentence: str, language: str) -> bool:
    return bool(re.search(rf"(?<!\w)(?:{listed(language, 'takes_part').pattern})(?!\w)", sentence, re.IGNORECASE))


def _receives(after: str, language: str) -> bool:
    """Whether what follows a party is that it takes a course, or is paid."""
    clause = re.split(r"[;:]", after)[0].replace(",", "")
    return bool(re.search(rf"(?<!\w)(?:{listed(language, 'receives').pattern})", clause, re.IGNORECASE))
