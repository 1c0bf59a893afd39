"""Who is said to answer for a measure in the clauses around it, which state no measure themselves.

"Kyläraati kootaan keväällä. Raadin kutsuu koolle kyläkoordinaattori." names one; "Kyläraati kootaan keväällä.
Sivistysjohtaja uusii liikuntasalin varaukset." tells of something else, and its doer is none of the measure's.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import cache

from .. import _data
from ..document import Kind, Passage, Role
from ..entities import Actor, find_actors, find_agents, find_labels
from ..entities.spans import any_of
from ..language import Span
from .acts import speech_kinds
from .reach import taken_up
from .units import lacks_subject, opens_with_verb, units_of

_LABEL = 30  # characters before a label's value, where it opens a passage
_BARRIER = re.compile(r"[,;:]|\s(?:ja|sekä|och|samt)\s")


def told_around(text: str, measure: Span, told: Sequence[Span], language: str) -> Iterator[tuple[Actor, bool]]:
    """Give those who do or answer for a measure in the clauses that tell of it, and whether they answer.

    One who only does something there does it to what has been named. What stands before a measure tells of it only
    where it says who answers.

    Parameters
    ----------
    text : str
        A passage.
    measure : Span
        Where in it the measure stands.
    told : sequence of Span
        The units that tell of it, in order.
    """
    own, other = text[measure.start : measure.end], ""  # what is said of the measure, and of nothing of it
    for unit in told:
        clause, before = text[unit.start : unit.end], unit.start < measure.start
        for actor in find_actors(clause, language) or find_agents(clause, language):
            near, rest = _around(clause, actor), clause[: actor.start] + clause[actor.end :]
            of_other = not taken_up(rest, own, language) and taken_up(rest, other, language)
            if of_other or _words(language, "not_of_it").search(near):
                continue
            answers = actor.how == "label" or bool(_words(language, "answers").search(near.replace(actor.text, " ")))
            named = not before and _takes_up(rest, f"{own} {other}", language)
            if answers or named or actor.how != "verb":
                yield actor, answers
        if before or clause[:1].islower() or _takes_up(clause, own, language):
            own = f"{own} {clause}"
        else:
            other = f"{other} {clause}"


def told_below(passages: Sequence[Passage], place: int, stating: Container[int]) -> tuple[str, ...]:
    """Return who answers by a passage of its own below the measure's: "Vastuu: rehtori", "Niistä vastaa rehtori".

    Below a list it holds for each of its items; any other passage in between ends the search.

    Parameters
    ----------
    passages : sequence of Passage
        Of the document.
    place : int
        Of the measure's passage.
    stating : container of int
        Ids of the passages that state goals or measures.
    """
    own = passages[place]
    for passage in passages[place + 1 :]:
        if passage.headings != own.headings or passage.role is not Role.BODY:
            return ()
        if passage.id in stating:
            if passage.kind is Kind.LIST_ITEM and own.kind is Kind.LIST_ITEM:
                continue
            return ()
        parties = _said_alone(passage)
        if parties or passage.kind is not Kind.LIST_ITEM:
            return parties
    return ()


def _said_alone(passage: Passage) -> tuple[str, ...]:
    """Return whom a passage names that only says who answers for what stands above it."""
    text, language = passage.text, passage.language
    labels = find_labels(text, language)
    if labels and labels[0].start <= _LABEL:
        return tuple(actor.text for actor in find_actors(text, language) if actor.how == "label")
    units = units_of(text, language)
    opening = text[units[0].start : units[0].end] if units else ""
    if not _words(language, "answers").search(opening) or not _words(language, "of_all_above").match(opening):
        return ()
    return tuple(actor.text for actor in find_actors(opening, language))


def _around(clause: str, actor: Actor) -> str:
    """Return the stretch of a clause in which a party stands: up to a mark or a conjunction on either side."""
    before = _BARRIER.split(clause[: actor.start])[-1]
    after = _BARRIER.split(clause[actor.end :])[0]
    return before + clause[actor.start : actor.end] + after


def shared_subject(text: str, measure: Span, language: str) -> tuple[Actor, ...]:
    """Return who acts in the clause before, where a measure's clause goes on with "and", or with "he" or "it" who acts.

    A passive does not: "Kapteeni kokoaa kartan, ja viitat siirretään" tells who collects, not who moves.
    """
    clause = text[measure.start : measure.end]
    goes_on = clause[:1].islower() and lacks_subject(clause, language) and not _is_passive(clause, language)
    if not goes_on and not _words(language, "doer_named_before").match(clause):
        return ()
    for unit in reversed(units_of(text, language)):
        if unit.start >= measure.start:
            continue
        earlier = text[unit.start : min(unit.end, measure.start)]
        actors = tuple(actor for actor in find_actors(earlier, language) if not goes_on or actor.how == "verb")
        if actors or not goes_on or not earlier[:1].islower() or not lacks_subject(earlier, language):
            return actors
    return ()


def _is_passive(clause: str, language: str) -> bool:
    """Whether the first of a clause's verbs is a passive: its first word, where the clause opens with a verb."""
    opening = clause.split()[0] if opens_with_verb(clause, language) else re.split(r"[,;:]", clause)[0]
    return bool(speech_kinds(opening, language) & {"passive", "passive_past"})


def _takes_up(clause: str, said: str, language: str) -> bool:
    """Whether a clause tells of something that has been named, by a word or by a pronoun."""
    return bool(_words(language, "pronouns").search(clause)) or taken_up(clause, said, language) > 0


@cache
def _words(language: str, name: str) -> re.Pattern[str]:
    content: dict[str, list[str]] = _data.data_toml("plan", "answering.toml").get(language, {})
    return any_of(tuple(content.get(name, ())))
