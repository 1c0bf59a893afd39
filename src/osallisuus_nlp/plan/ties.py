"""Who, what money, what resources, when and how followed up: tied to a measure by table column or passage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..classify.structure import EMPTY_CELL
from ..document import Passage
from ..entities import (
    Entity,
    Money,
    Resource,
    Time,
    ends_in_party,
    find_actors,
    find_agents,
    find_funding,
    find_indicators,
    find_labels,
    find_resources,
    find_sums,
    find_times,
    is_vague,
    split_parties,
)
from ..entities.spans import pattern
from ..language import Span
from .answering import shared_subject, told_around
from .columns import Columns
from .parts import Part
from .units import lacks_subject

_JOINT = 7  # characters between two clauses: ", sekä "


@dataclass(frozen=True, slots=True)
class Ties:
    """What a row or passage names for its measure, in the words of the text."""

    responsible: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    timetable: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    money: tuple[Money, ...] = ()
    staff: tuple[Resource, ...] = ()
    times: tuple[Time, ...] = ()


def ties_of_row(passage: Passage, columns: Columns) -> Ties:
    """Return what a row of a planning table names, column by column; a cell of "–" names nothing.

    Where a column is missing or its cell empty, the measure's own words may still say it.
    """
    language = passage.language

    def cells(element: str) -> list[str]:
        texts = [passage.cells[place].text for place in columns.get(element, ())]
        return [text for text in texts if not EMPTY_CELL.fullmatch(text)]

    own = "\n".join(cells("measure"))
    parties = [party for cell in cells("responsibility") for party in split_parties(cell)]
    parties = parties or [actor.text for actor in find_actors(own, language)]
    funding, resources = [], []
    for place in sorted({*columns.get("funding", ()), *columns.get("resources", ())}):
        text = passage.cells[place].text
        if EMPTY_CELL.fullmatch(text):
            continue
        elements = {element for element, places in columns.items() if place in places}
        money = _words(find_funding(text, language))
        if "funding" in elements and (money or (elements == {"funding"} and not _lacking(text, language))):
            funding.append(text)
        if "resources" in elements and not (money and "funding" in elements):
            resources.append(text)
    return Ties(
        responsible=_unique(party for party in parties if not is_vague(party, language)),
        vague=_unique(party for party in parties if is_vague(party, language)),
        funding=_unique(funding or _words(find_funding(own, language))),
        resources=_unique(resources or _words(find_resources(own, language))),
        timetable=_unique(cells("timetable") or _words(find_times(own, language))),
        indicator=_unique(cells("indicator") or _words(find_indicators(own, language))),
        money=tuple(sum_ for cell in funding for sum_ in find_sums(cell, language)) or _sums(own, language),
        staff=_staff("\n".join(resources) or own, language),
        times=tuple(find_times("\n".join(cells("timetable")) or own, language)),
    )


def ties_of_text(passage: Passage, part: Part) -> Ties:
    """Return what a passage of prose names for one of its measures; a list item is read with its stem.

    Who acts is looked for in the measure's own clause, then, where that has no subject of its own, in the clause
    before it (`before`, what that one named), then in what is told of the measure, then in the stem.
    """
    language = passage.language
    told = "\n".join(passage.text[span.start : span.end] for span in _stretches(part))
    text = f"{passage.stem}\n{told}" if passage.stem else told
    responsible, vague = _parties(part.text, language)
    own = Span(part.start, part.end)
    if not (responsible or vague):
        responsible = _unique(actor.text for actor in shared_subject(passage.text, own, language))
    around = list(told_around(passage.text, own, part.told, language))
    if not responsible:
        responsible = _unique(actor.text for actor, _ in around)
    responsible = _unique([*responsible, *(actor.text for actor, answers in around if answers)])
    if not (responsible or vague):
        responsible = _unique(actor.text for actor in find_agents(part.text, language))
    if not (responsible or vague):
        responsible, vague = _governing(passage.stem, part.text, language)
    return Ties(
        responsible=responsible,
        vague=vague,
        funding=_unique(_words(find_funding(text, language))),
        resources=_unique(_words(find_resources(text, language))),
        timetable=_unique(_words(find_times(text, language))),
        indicator=_unique(_words(find_indicators(text, language))),
        money=_sums(text, language),
        staff=_staff(text, language),
        times=tuple(find_times(text, language)),
    )


def _stretches(part: Part) -> list[Span]:
    """Return the stretches that state and tell of a measure; units that only a conjunction parts are one."""
    made: list[Span] = []
    for span in sorted([Span(part.start, part.end), *part.told], key=lambda one: one.start):
        if made and span.start - made[-1].end <= _JOINT:
            made[-1] = Span(made[-1].start, span.end)
        else:
            made.append(span)
    return made


def _sums(text: str, language: str) -> tuple[Money, ...]:
    return tuple(money for money in find_funding(text, language) if money.amount is not None)


def _staff(text: str, language: str) -> tuple[Resource, ...]:
    return tuple(resource for resource in find_resources(text, language) if resource.amount is not None)


def _parties(text: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the named and the vague parties that act in a text."""
    if not text:
        return (), ()
    labelled = [party for label in find_labels(text, language) for party in split_parties(label.value)]
    vague = [*(party for party in labelled if is_vague(party, language)), *_vague_subjects(text, language)]
    return _unique(actor.text for actor in find_actors(text, language)), _unique(vague)


def _governing(stem: str, item: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the named and the vague parties by which a stem governs an item of its list.

    "Rehtori:" is the subject of what follows. One who acts in the stem does not act in an item that has a verb and a
    subject of its own; one who answers, or sees to it "that …", does so for any.
    """
    alone = stem.rstrip(" :")
    if ends_in_party(alone, language) and lacks_subject(item, language):
        return (alone,), ()
    responsible, vague = _parties(stem, language)
    if lacks_subject(item, language) or pattern("actors", language, "that").search(alone):
        return responsible, vague
    return _unique(actor.text for actor in find_actors(stem, language) if actor.how != "verb"), vague


def _vague_subjects(text: str, language: str) -> list[str]:
    """Return "kunta", "kommunen" and the like where they are what acts in the text."""
    clauses = [hit.group() for hit in pattern("actors", language, "vague_subjects").finditer(text)]
    return [next((word for word in clause.split() if is_vague(word, language)), clause) for clause in clauses]


def _lacking(text: str, language: str) -> bool:
    return bool(pattern("money", language, "negated").search(text)) or bool(
        re.fullmatch(
            r"\W*(?:avoin|auki|ei (?:ole )?määritelty|selvitetään|öppen|saknas|utreds|oklart|\?)\W*",
            text,
            re.I,
        )
    )


def _words(entities: Iterable[Entity]) -> list[str]:
    return [entity.text for entity in entities]


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))
