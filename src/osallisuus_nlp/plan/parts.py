"""Which sentences of a passage of prose state its goal and which its measure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..classify import LabelledPassage, LabelledPassages
from ..classify.features import Example
from ..classify.label import title_of
from ..document import Document, Kind, Passage, Role
from ..language import Span, sentences
from .acts import speech_of

# A sentence that shows an act needs less of the classifier than one that does not; one that only talks needs more.
_ACT_EASES = 0.6
_TALK_HARDENS = 1.8
_STATED_BY_STEM = 0.9
_NEVER = 10.0


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a passage (offsets in it) that states a goal or a measure."""

    text: str
    start: int
    end: int
    probability: float
    kind: str = ""


def parts_of(document: Document, labels: LabelledPassages) -> dict[int, list[Part]]:
    """Return, by passage id, the parts of prose passages that state goals and measures.

    Each sentence is weighed by the classifier's probability for the passage and for the sentence alone, and by what
    the sentence does (`speech_of`). A part runs from the first to the last sentence that states its kind.
    """
    prose = [
        (passage, label, sentences(passage.text))
        for passage, label in zip(document.passages, labels, strict=True)
        if passage.kind in (Kind.PARAGRAPH, Kind.LIST_ITEM) and passage.role is Role.BODY and not _is_stem(passage)
    ]
    several = [(passage, span) for passage, _, spans in prose if len(spans) > 1 for span in spans]
    model = labels.model
    title = title_of(document)
    scores = iter(model.probabilities([_example(passage, span, title) for passage, span in several]))
    columns = {kind: model.labels.index(kind) for kind in ("goal", "measure")}
    limits = {kind: float(model.threshold[column]) for kind, column in columns.items()}
    made: dict[int, list[Part]] = {}
    for passage, label, spans in prose:
        alone = [next(scores) for _ in spans] if len(spans) > 1 else [None]
        for kind in ("goal", "measure"):
            chosen = []
            whole = _whole(label, kind, limits[kind])
            for span, row in zip(spans, alone, strict=True):
                own = whole if row is None else (whole * float(row[columns[kind]])) ** 0.5
                if kind == "measure" and _is_follow_up(passage, label, span):
                    own = max(own, (label.probabilities or {}).get("indicator", 0.0))
                if own >= limits[kind] * _hardness(passage, span, kind):
                    chosen.append((span, own))
            if chosen:
                start, end = chosen[0][0].start, chosen[-1][0].end
                probability = max(own for _, own in chosen)
                part = Part(passage.text[start:end], start, end, round(probability, 4), kind)
                made.setdefault(passage.id, []).append(part)
    return made


def _whole(label: LabelledPassage, kind: str, limit: float) -> float:
    """Return the passage's probability of a kind; what its stem states outright counts as nearly sure."""
    if label.probabilities is None:
        return 0.0
    known = label.probabilities.get(kind)
    if known is None:
        return _STATED_BY_STEM if kind in label.elements else 0.0
    stated = kind in label.elements and known < limit
    return max(known, _STATED_BY_STEM) if stated else known


def _hardness(passage: Passage, span: Span, kind: str) -> float:
    """Return by what a kind's threshold is multiplied for a sentence."""
    text = passage.text[span.start : span.end]
    speech = speech_of(text, passage.language)
    stem = speech_of(passage.stem, passage.language)
    if kind == "goal":
        return 1.0 if speech.goal else _TALK_HARDENS if speech.talk else 1.0
    listed = passage.kind is Kind.LIST_ITEM
    if text.endswith(":"):
        return _NEVER
    if listed and stem.act and not stem.talk:
        return _ACT_EASES
    if speech.talk or stem.talk or (speech.goal and not speech.means):
        return _TALK_HARDENS
    fragment = listed and bool(passage.stem or not re.search(r"[.!?]$", text))
    return _ACT_EASES if speech.act or fragment else _TALK_HARDENS


def _is_follow_up(passage: Passage, label: LabelledPassage, span: Span) -> bool:
    """Whether a sentence tells of following up at a time: "mitataan keväällä 2027" is a thing done as well."""
    speech = speech_of(passage.text[span.start : span.end], passage.language)
    return speech.follow_up and not speech.talk and {"indicator", "timetable"} <= set(label.elements)


def _is_stem(passage: Passage) -> bool:
    """Whether a paragraph is only what governs the list below it (codebook, rule 16)."""
    return passage.text.endswith(":") and len(sentences(passage.text)) == 1


def _example(passage: Passage, span: Span, title: str) -> Example:
    whole = Example.of(passage, title)
    return Example(passage.text[span.start : span.end], whole.language, whole.above, whole.kind)
