"""Plans of real documents, labelled as character ranges: their gold in the form of the programmes' gold.

The labels (``corpora/plans/measures.jsonl``) hold no text; it comes from the data set that they were made on. They say
nothing of perspectives: what a measure leaves open counts whatever it is about.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osallisuus_nlp import Analysis, Gap, analyse_document, parse_text
from osallisuus_nlp.corpus.programmes import ELEMENTS, Measure
from osallisuus_nlp.corpus.texts import read_texts
from osallisuus_nlp.document import Document
from osallisuus_nlp.plan import Plan


@dataclass(frozen=True)
class RealGold:
    """The measures of a real document."""

    id: str
    split: str
    language: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Found:
    """What was found in it, with a gap for whatever a measure lacks."""

    document: Document
    plan: Plan
    gaps: tuple[Gap, ...]


def real_documents(measures: Path, texts: Path) -> Iterator[tuple[Found, RealGold]]:
    """Give each labelled document with what is found in it."""
    documents = json.loads((measures.parents[1] / "standoff" / "documents.json").read_text(encoding="utf-8"))
    held = read_texts(texts)
    lines: dict[str, list[dict[str, Any]]] = {}
    for line in measures.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        lines.setdefault(entry["document"], []).append(entry)
    for name, entries in sorted(lines.items()):
        about = documents[name]
        text = held[name]
        gold = RealGold(name, about["split"], about["language"], tuple(_measure(entry, text) for entry in entries))
        yield _found(analyse_document(parse_text(text, name=name))), gold


def _measure(entry: dict[str, Any], text: str) -> Measure:
    said = {name: tuple(text[start:end] for start, end in entry.get(name, ())) for name in ELEMENTS}
    return Measure(
        quote=text[entry["start"] : entry["end"]],
        place="prose",
        status=entry["status"],
        goal="",
        perspectives=("influencing",),
        house=(),
        vague=entry.get("vague", False),
        **said,
    )


def _found(analysis: Analysis) -> Found:
    lacks = {"responsible": "measure_without_responsible"} | {
        name: f"measure_without_{name}" for name in ("funding", "timetable", "indicator")
    }
    gaps = [
        Gap(kind, row=row.id)
        for row in analysis.plan.measures
        for name, kind in lacks.items()
        if not getattr(row, name)
    ]
    return Found(analysis.document, analysis.plan, tuple(gaps))
