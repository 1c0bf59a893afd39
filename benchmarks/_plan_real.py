"""Plans of real documents, labelled as character ranges: their gold in the form of the programmes' gold.

The labels (``corpora/plans/measures.jsonl``) hold no text; it comes from the data set that they were made on. They say
nothing of perspectives: what a measure leaves open counts whatever it is about. Readers were shown passages, and could
mark nothing in the short lines between them: what is found there is neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from osallisuus_nlp import Gap, parse_text
from osallisuus_nlp.classify import label_document
from osallisuus_nlp.classify.model import load_model
from osallisuus_nlp.corpus import read_standoff
from osallisuus_nlp.corpus.plans import PlanMeasure, Range, located, read_plans
from osallisuus_nlp.corpus.programmes import ELEMENTS, Measure
from osallisuus_nlp.corpus.texts import read_texts
from osallisuus_nlp.document import Document
from osallisuus_nlp.language import with_languages
from osallisuus_nlp.plan import Plan, build_plan


@dataclass(frozen=True)
class RealGold:
    """The measures of a real document."""

    id: str
    split: str
    language: str
    measures: tuple[Measure, ...]
    spans: tuple[Range | None, ...]  # of the measures, in the document as it was read
    shown: tuple[Range, ...]  # of what its readers were shown


@dataclass(frozen=True)
class Found:
    """What was found in it, with a gap for whatever a measure lacks."""

    document: Document
    plan: Plan
    gaps: tuple[Gap, ...]


def real_golds(measures: Path, texts: Path) -> Iterator[tuple[Document, RealGold]]:
    """Give each labelled document as it is read, with its gold."""
    standoff = read_standoff(measures.parents[1] / "standoff")
    held = read_texts(texts)
    lines: dict[str, list[PlanMeasure]] = {}
    for entry in read_plans(measures):
        lines.setdefault(entry.document, []).append(entry)
    for name, entries in sorted(lines.items()):
        about, text = standoff.documents[name], held[name]
        document = with_languages(parse_text(text, name=name))
        spans = tuple(located([(entry.start, entry.end) for entry in entries], text, document.text))
        golds = tuple(_measure(entry, text) for entry in entries)
        passages = [(one.start, one.end) for one in standoff.entries if one.document == name]
        shown = tuple(span for span in located(passages, text, document.text) if span)
        yield document, RealGold(name, about.split, about.language, golds, spans, shown)


def real_documents(measures: Path, texts: Path, model: str = "default") -> Iterator[tuple[Found, RealGold]]:
    """Give each labelled document with what is found in it."""
    for document, gold in real_golds(measures, texts):
        yield found_in(document, build_plan(document, label_document(document, load_model(model)))), gold


def _measure(entry: PlanMeasure, text: str) -> Measure:
    said = {name: tuple(text[start:end] for start, end in getattr(entry, name)) for name in ELEMENTS}
    return Measure(
        quote=text[entry.start : entry.end],
        place="prose",
        status=entry.status,
        goal="",
        perspectives=("influencing",),
        house=(),
        vague=entry.vague,
        **said,
    )


def found_in(document: Document, plan: Plan) -> Found:
    """Return a plan with a gap for whatever a measure lacks."""
    lacks = {"responsible": "measure_without_responsible"} | {
        name: f"measure_without_{name}" for name in ("funding", "timetable", "indicator")
    }
    gaps = [Gap(kind, row=row.id) for row in plan.measures for name, kind in lacks.items() if not getattr(row, name)]
    return Found(document, plan, tuple(gaps))
