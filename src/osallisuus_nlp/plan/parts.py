"""Which clauses of a passage of prose state its goals and its measures, and which words belong to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..classify import Classifier, LabelledPassage, LabelledPassages
from ..classify.features import Example
from ..classify.label import title_of
from ..document import Document, Kind, Passage, Role
from ..entities import find_times
from ..language import Span, sentences
from .acts import speech_of
from .reach import told_of
from .sections import states_section
from .statements import STATED, clauses_of, feature_names, features, weights
from .units import names_act, tells_more, units_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SAID = 0.9  # the probability of what a label without a probability says: a reader gave it, or the stem


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a passage (offsets in it) that states a goal or a measure.

    `told` are the units of the passage beside it that tell of it.
    """

    text: str
    start: int
    end: int
    probability: float
    kind: str = ""
    told: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Prose:
    passage: Passage
    label: LabelledPassage
    units: list[Span]


def parts_of(document: Document, labels: LabelledPassages) -> dict[int, list[Part]]:
    """Return, by passage id, the parts of prose passages that state goals and measures, in order."""
    prose = [
        _Prose(passage, label, units_of(passage.text, passage.language))
        for passage, label in zip(document.passages, labels, strict=True)
        if passage.kind in (Kind.PARAGRAPH, Kind.LIST_ITEM) and passage.role is Role.BODY and not _is_stem(passage)
    ]
    scores = iter(_scores(prose, title_of(document), labels.model))
    made = {}
    for one in prose:
        rows = [next(scores) for _ in one.units]
        found = [
            part for column, kind in enumerate(STATED) for part in _stated(one, [row[column] for row in rows], kind)
        ]
        if found:
            made[one.passage.id] = sorted(found, key=lambda part: part.start)
    return made


def _scores(prose: Sequence[_Prose], title: str, model: Classifier) -> NDArray[np.float64]:
    """Return an array of shape (n_units, 2): how likely each states a measure, and a goal."""
    import numpy as np

    if not prose:
        return np.zeros((0, len(STATED)))
    clauses, own, whole = [], [], []
    for one in prose:
        passage = one.passage
        seen = Example.of(passage, title)
        clauses += clauses_of(passage.text, one.units, passage.language, stem=passage.stem, kind=passage.kind.value)
        own += [
            Example(passage.text[unit.start : unit.end], seen.language, seen.above, seen.kind) for unit in one.units
        ]
        whole += [[_known(one.label, name) for name in model.labels]] * len(one.units)
    names = feature_names(model.labels)
    rows = features(clauses, model.labels, model.probabilities(own), np.array(whole))
    return np.column_stack([weights(stated).probabilities(rows, names) for stated in STATED])


def _known(label: LabelledPassage, name: str) -> float:
    said = (label.probabilities or {}).get(name)
    if said is None:
        return _SAID if name in {*label.elements, *label.perspectives, *label.house} else 0.0
    return said


def _stated(one: _Prose, scores: Sequence[float], kind: str) -> list[Part]:
    """Return the parts of one kind; a label that a reader gave holds for the likeliest clause at least."""
    limit = weights(kind).threshold
    chosen = [
        place
        for place, score in enumerate(scores)
        if (score >= limit or (kind == "measure" and _is_act(one, place))) and _may_state(one, place, kind)
    ]
    by_reader = kind in one.label.elements and kind not in (one.label.probabilities or {})
    if not chosen and by_reader:
        chosen = [max(range(len(scores)), key=lambda place: scores[place])]
    text = one.passage.text
    told = told_of(text, one.units, [one.units[place] for place in chosen], one.passage.language)
    parts = []
    for number, place in enumerate(chosen):
        unit = one.units[place]
        probability = max(float(scores[place]), _SAID if by_reader else 0.0)
        parts.append(
            Part(
                text[unit.start : unit.end],
                unit.start,
                unit.end,
                round(probability, 4),
                kind,
                told[number],
            )
        )
    return parts


def _is_act(one: _Prose, place: int) -> bool:
    """Whether a unit names an act whatever the model thinks: an item of a list that opens with one, or a follow-up."""
    unit = one.units[place]
    clause, language = one.passage.text[unit.start : unit.end], one.passage.language
    fragment = len(one.units) == 1 and not clause.endswith((".", "!", "?", ":"))
    listed = fragment or (one.passage.kind is Kind.LIST_ITEM and place == 0)
    talk = speech_of(clause, language).talk or speech_of(one.passage.stem, language).talk
    return (listed and not talk and names_act(clause, language)) or _is_follow_up(one, place)


def _is_follow_up(one: _Prose, place: int) -> bool:
    """Whether a unit tells of following up at a time: "mitataan keväällä 2027" is a thing done as well (rule 38)."""
    unit = one.units[place]
    clause, language = one.passage.text[unit.start : unit.end], one.passage.language
    speech = speech_of(clause, language)
    dated = {"indicator", "timetable"} <= set(one.label.elements) and bool(find_times(clause, language))
    return speech.follow_up and not speech.talk and dated


def _may_state(one: _Prose, place: int, kind: str) -> bool:
    """Whether a unit may be a goal or a measure: not what opens a list, answers for a section, or tells of another."""
    unit = one.units[place]
    clause, language = one.passage.text[unit.start : unit.end], one.passage.language
    if states_section(clause, language) or (clause.endswith(":") and place + 1 == len(one.units)):
        return False
    return kind != "measure" or not (place and tells_more(clause, language))


def _is_stem(passage: Passage) -> bool:
    """Whether a paragraph is only what governs the list below it (codebook, rule 16)."""
    return passage.text.endswith(":") and len(sentences(passage.text)) == 1
