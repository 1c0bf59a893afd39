"""Which clauses of a passage of prose state its goals and its measures, and which words belong to each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..classify import LabelledPassage, LabelledPassages
from ..classify.features import Example
from ..classify.label import title_of
from ..classify.marks import Marks
from ..document import Document, Kind, Passage, Role
from ..language import Span, sentences
from .reach import told_of
from .sections import states_section
from .statements import STATED, Statements, clauses_of, load_statements, threshold_of
from .units import units_of

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
    example: Example
    units: list[Span]


def parts_of(
    document: Document, labels: LabelledPassages, statements: Statements | None = None
) -> dict[int, list[Part]]:
    """Return, by passage id, the parts of prose passages that state goals and measures, in order."""
    import numpy as np

    title = title_of(document)
    prose = [
        _Prose(passage, label, Example.of(passage, title), units_of(passage.text, passage.language))
        for passage, label in zip(document.passages, labels, strict=True)
        if is_prose(passage)
    ]
    clauses = [clause for one in prose for clause in clauses_of(one.example, one.units, stem=one.passage.stem)]
    known = [[(one.label.probabilities or {}).get(kind, 1.0) for kind in STATED] for one in prose for _ in one.units]
    marked = [_marked(labels.marks.get(one.passage.id), unit) for one in prose for unit in one.units]
    probabilities = (statements or load_statements()).probabilities(
        clauses, np.array(known), np.array(marked, float) if labels.marks else None
    )
    limits = [threshold_of(probabilities[:, column]) for column in range(len(STATED))]
    scores = iter(probabilities.tolist())
    made = {}
    for one in prose:
        rows = [next(scores) for _ in one.units]
        found = [
            part
            for column, kind in enumerate(STATED)
            for part in _stated(one, [row[column] for row in rows], kind, limits[column])
        ]
        if found:
            made[one.passage.id] = sorted(found, key=lambda part: part.start)
    return made


def _marked(marks: Marks | None, unit: Span) -> list[float]:
    """Return the log-odds that an encoder gives a unit of stating a measure, and a goal; NaN where it is unread."""
    given = [marks.mean(kind, unit.start, unit.end) if marks else None for kind in STATED]
    return [math.nan if value is None else value for value in given]


def is_prose(passage: Passage) -> bool:
    """Whether a passage is looked at clause by clause: body text, not a row of a table nor the stem of a list alone."""
    return (
        passage.kind in (Kind.PARAGRAPH, Kind.LIST_ITEM)
        and passage.role is Role.BODY
        and not (passage.text.endswith(":") and len(sentences(passage.text)) == 1)
    )


def _stated(one: _Prose, scores: Sequence[float], kind: str, limit: float) -> list[Part]:
    """Return the parts of one kind; where a reader labelled the passage, those that the reader's label allows."""
    by_reader = not one.label.probabilities
    labelled = kind in one.label.elements and kind not in (one.label.probabilities or {})
    if by_reader and not labelled:
        return []
    chosen = [place for place, score in enumerate(scores) if score >= limit and _may_state(one, place)]
    if not chosen and labelled:
        chosen = [max(range(len(scores)), key=lambda place: scores[place])]
    text = one.passage.text
    told = told_of(text, one.units, [one.units[place] for place in chosen], one.passage.language)
    parts = []
    for number, place in enumerate(chosen):
        unit = one.units[place]
        probability = max(float(scores[place]), _SAID if labelled else 0.0)
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


def _may_state(one: _Prose, place: int) -> bool:
    """Whether a unit may be a goal or a measure: not what opens a list, nor what says who answers for a section."""
    unit = one.units[place]
    clause = one.passage.text[unit.start : unit.end]
    opens = clause.endswith(":") and place + 1 == len(one.units)
    return not opens and not states_section(clause, one.passage.language)
