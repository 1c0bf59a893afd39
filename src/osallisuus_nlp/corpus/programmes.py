"""Whole programmes with gold: the passages of their source, the plan behind them, its gaps, and the criteria's levels.

A programme's folder holds ``source.md`` (`source`), ``programme.pdf``, ``gold.json`` (`Programme`) and
``passages.jsonl``, the labelled passages of the source.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from .. import _data
from ..errors import InvalidCorpus
from ..framework import default_framework
from .records import Labels, Language, NonEmpty, Record, Span, Split, Strict
from .source import Source, filled, gold_of

__all__ = [
    "Gap", "Goal", "Measure", "Pair", "Programme", "Rendering", "gaps_of", "passages_of", "read_programme", "spans_of",
]  # fmt: skip

LICENCE = "CC-BY-4.0"
AUTHOR = "osallisuus_nlp"
ELEMENTS = {
    "responsible": "responsibility",
    "funding": "funding",
    "resources": "resources",
    "timetable": "timetable",
    "indicator": "indicator",
}


@dataclass(frozen=True)
class Measure(Strict):
    """One measure: words that stand once in the source, and what the text says of it, as it is written.

    Attributes
    ----------
    status : str
        ``planned``, ``existing`` (done today) or ``past``.
    goal : str
        The quote of the goal that it serves; empty where the text ties it to none.
    vague : bool
        Whether only such a party as "kunta" or "kaikki toimialat" is named; `responsible` is empty then.
    page : int
        Of ``programme.pdf``, from 1.
    """

    quote: NonEmpty
    place: Literal["prose", "list", "table"]
    status: Literal["planned", "existing", "past"]
    goal: str
    perspectives: tuple[str, ...]
    house: tuple[str, ...]
    responsible: tuple[str, ...]
    vague: bool
    funding: tuple[str, ...]
    resources: tuple[str, ...]
    timetable: tuple[str, ...]
    indicator: tuple[str, ...]
    page: int = 0


@dataclass(frozen=True)
class Goal(Strict):
    """One goal: words that stand once in the source, and the perspectives that it is about."""

    quote: NonEmpty
    perspectives: tuple[str, ...]
    page: int = 0


@dataclass(frozen=True)
class Gap(Strict):
    """What the programme leaves out: the id of a gap of the framework, and the quote or the id that it is about."""

    kind: str
    subject: str = ""


@dataclass(frozen=True)
class Uncovered(Strict):
    """Perspectives and house levels that no goal and no measure is about."""

    perspectives: tuple[str, ...]
    house: tuple[str, ...]


@dataclass(frozen=True)
class Rendering(Strict):
    """How ``programme.pdf`` is made: producer, layout, and ``clean`` or ``damaged`` for a scan."""

    producer: str
    layout: str = "plain"
    scan: Literal["", "clean", "damaged"] = ""


@dataclass(frozen=True)
class Lack(Strict):
    """Words of the other version, and what of them this version leaves out."""

    quote: NonEmpty
    what: Literal["section", "measure", "responsible", "funding", "timetable", "indicator", "footnote", "vaguer"]


@dataclass(frozen=True)
class Pair(Strict):
    """The same programme in the other language, and what this version lacks of it."""

    id: str
    faithful: bool
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True)
class Programme(Strict):
    """The gold of a whole programme (``gold.json``).

    Attributes
    ----------
    document_gaps : tuple of str
        ``existing_only`` and ``client_centred_only``, where they hold of the whole.
    criteria : dict
        The level of every criterion.
    evidence : dict
        For every level above 0, quotes of the source that it rests on.
    gaps : tuple of Gap
        What `gaps_of` derives from the rest.
    """

    id: NonEmpty
    language: Language
    organisation: Literal["municipality", "wellbeing_services_county", "joint"]
    title: NonEmpty
    author: NonEmpty
    licence: NonEmpty
    split: Split
    rendering: Rendering
    measures: tuple[Measure, ...]
    goals: tuple[Goal, ...]
    document_gaps: tuple[Literal["existing_only", "client_centred_only"], ...]
    uncovered: Uncovered
    criteria: dict[str, int]
    evidence: dict[str, tuple[str, ...]]
    gaps: tuple[Gap, ...] = ()
    pair: Pair | None = None


def read_programme(folder: Path) -> Programme:
    """Read the gold of a programme's folder.

    Raises
    ------
    InvalidCorpus
        If ``gold.json`` breaks the format, or quotes what does not stand in ``source.md``.
    """
    path = folder / "gold.json"
    try:
        programme = _data.from_json(Programme, path.read_bytes())
        text = (folder / "source.md").read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidCorpus(f"{folder}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise InvalidCorpus(f"{path}: {_data.explain(error)}") from error
    for complaint in _complaints(programme, text):
        raise InvalidCorpus(f"{path}: {complaint}")
    return programme


def write_programme(programme: Programme, folder: Path) -> None:
    """Write ``gold.json``."""
    plain = _data.to_plain(programme)
    (folder / "gold.json").write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _complaints(programme: Programme, text: str) -> Iterator[str]:
    """Give what is wrong with a gold, worst first."""
    levels = {criterion.id: criterion.max for criterion in default_framework().criteria}
    goals = [goal.quote for goal in programme.goals]
    for quote in [*(measure.quote for measure in programme.measures), *goals]:
        if text.count(quote) != 1:
            yield f"the quote {quote!r} stands {text.count(quote)} times in the source, and once is wanted"
    for measure in programme.measures:
        if measure.goal and measure.goal not in goals:
            yield f"{measure.quote!r}: its goal is none of the goals"
        if measure.vague and measure.responsible:
            yield f"{measure.quote!r}: a vague party is no responsible party"
        for name in ELEMENTS:
            for words in getattr(measure, name):
                if words not in text:
                    yield f"{measure.quote!r}: {name} {words!r} does not stand in the source"
    if set(programme.criteria) != set(levels):
        yield f"criteria: {sorted(set(programme.criteria) ^ set(levels))} are missing or unknown"
    for name, level in programme.criteria.items():
        quotes = programme.evidence.get(name, ())
        if not 0 <= level <= levels[name]:
            yield f"criteria: {name} is at most {levels[name]}, not {level}"
        if bool(level) != bool(quotes):
            yield f"criteria: {name} has level {level} and {len(quotes)} quotes as evidence"
        for words in quotes:
            if words not in text:
                yield f"evidence of {name}: {words!r} does not stand in the source"


def gaps_of(programme: Programme) -> tuple[Gap, ...]:
    """Derive the gaps of a gold: of measures about participation (rule 15), of goals, the whole and the criteria."""
    found = []
    for measure in programme.measures:
        if not measure.perspectives and not measure.house:
            continue
        if measure.vague:
            found.append(Gap("vague_responsible", measure.quote))
        elif not measure.responsible:
            found.append(Gap("measure_without_responsible", measure.quote))
        found += [
            Gap(f"measure_without_{name}", measure.quote)
            for name in ("funding", "timetable", "indicator")
            if not getattr(measure, name)
        ]
    served = {measure.goal for measure in programme.measures}
    found += [Gap("goal_without_measure", goal.quote) for goal in programme.goals if goal.quote not in served]
    found += [Gap("perspective_uncovered", label) for label in programme.uncovered.perspectives]
    found += [Gap("house_level_uncovered", label) for label in programme.uncovered.house]
    found += [Gap("criterion_absent", name) for name, level in programme.criteria.items() if not level]
    return (*found, *(Gap(kind) for kind in programme.document_gaps))


def spans_of(programme: Programme, record: Record) -> Record:
    """Return a passage of a programme with the spans that its gold marks: measures, goals, what is said of them."""
    spans: set[Span] = set()

    def mark(words: str, label: str) -> None:
        start = record.text.find(words)
        if start >= 0:
            spans.add(Span(start, start + len(words), label, words))

    for goal in programme.goals:
        mark(goal.quote, "goal")
    for measure in programme.measures:
        if measure.quote in record.text:
            mark(measure.quote, "measure")
            for name, label in ELEMENTS.items():
                for words in getattr(measure, name):
                    mark(words, label)
    return replace(record, spans=tuple(sorted(spans, key=lambda span: (span.start, span.end, span.label))))


def passages_of(source: Source, name: str, split: Split = "test") -> Iterator[Record]:
    """Give the paragraphs, list items and table rows of `source` as records without labels.

    A table row's text holds a line for each cell, after the heading of its column. Headings are the context of what
    stands beneath them; captions and footnotes are left out.

    Parameters
    ----------
    name : str
        The document that the records belong to; their ids are ``NAME:NUMBER``, numbered from 1.
    """
    stems = iter(gold_of(source).stems)
    headings: list[tuple[int, str]] = []
    number = 0
    for block in source.blocks():
        if block.kind == "heading":
            headings = [entry for entry in headings if entry[0] < block.level] + [(block.level, block.text)]
            continue
        stem = next(stems) if block.kind == "list_item" else ""
        if block.kind == "table":
            texts = [_row_text(block.header, row) for row in filled(block.rows)]
            kind = "table_row"
        else:
            texts = [block.text] if block.kind in ("paragraph", "list_item") else []
            kind = block.kind
        for text in texts:
            number += 1
            yield Record(
                id=f"{name}:{number}",
                document=name,
                language=cast("Language", source.language),
                text=text,
                labels=Labels(),
                author=AUTHOR,
                split=split,
                licence=LICENCE,
                kind=cast("Literal['paragraph', 'list_item', 'table_row']", kind),
                heading=tuple(text for _, text in headings),
                stem=stem,
            )


def _row_text(header: tuple[str, ...], row: tuple[str, ...]) -> str:
    return "\n".join(f"{column}: {cell}" if column else cell for column, cell in zip(header, row, strict=True))
