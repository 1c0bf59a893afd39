"""Which sentences of a passage of prose state its goal and which its measure."""

from __future__ import annotations

from dataclasses import dataclass

from ..classify import LabelledPassages, default_model
from ..classify.features import Example
from ..document import Document, Passage
from ..language import Span, sentences


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

    A passage of one sentence is its own part. In a longer one, a part runs from the first to the last sentence
    that the classifier gives the label to, or else is the likeliest sentence.
    """
    wanted = [
        (passage, [kind for kind in ("goal", "measure") if kind in label.elements])
        for passage, label in zip(document.passages, labels, strict=True)
        if not _is_stem(passage)
    ]
    wanted = [(passage, kinds) for passage, kinds in wanted if kinds]
    spans = {passage.id: sentences(passage.text) for passage, _ in wanted}
    split = [(passage, span) for passage, _ in wanted if len(spans[passage.id]) > 1 for span in spans[passage.id]]
    model = default_model()
    scores = model.probabilities([_example(passage, span) for passage, span in split])
    column = {kind: model.labels.index(kind) for kind in ("goal", "measure")}
    by_passage: dict[int, list[tuple[Span, dict[str, float]]]] = {}
    for (passage, span), row in zip(split, scores, strict=True):
        by_passage.setdefault(passage.id, []).append((span, {kind: float(row[column[kind]]) for kind in column}))
    made: dict[int, list[Part]] = {}
    for passage, kinds in wanted:
        probabilities = labels[passage.id].probabilities or {}
        for kind in kinds:
            whole = float(probabilities.get(kind, 1.0))
            if passage.id in by_passage:
                limit = float(model.threshold[column[kind]])
                start, end = _stretch([(span, row[kind]) for span, row in by_passage[passage.id]], limit)
            else:
                start, end = 0, len(passage.text)
            made.setdefault(passage.id, []).append(Part(passage.text[start:end], start, end, whole, kind))
    return made


def _is_stem(passage: Passage) -> bool:
    """Whether a paragraph is only what governs the list below it (codebook, rule 16)."""
    return passage.text.endswith(":") and len(sentences(passage.text)) == 1


def _example(passage: Passage, span: Span) -> Example:
    whole = Example.of(passage)
    return Example(passage.text[span.start : span.end], whole.language, whole.above, whole.kind)


def _stretch(scored: list[tuple[Span, float]], limit: float) -> tuple[int, int]:
    chosen = [span for span, score in scored if score >= limit]
    if not chosen:
        chosen = [max(scored, key=lambda entry: entry[1])[0]]
    return chosen[0].start, chosen[-1].end
