"""The gap report: one self-contained page, without scripts, in which all text of the document is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .. import _data
from .._version import __version__
from ..analysis import Analysis
from ..assess import JudgedCriterion
from ..classify import Reason
from ..document import Kind, Role
from ..entities import find_citations
from ..framework import Framework, GapKind
from ..plan import Gap, PlanRow
from .tables import named_frame, subject_guidance

_COLOURS = {None: "#ffffff", 0: "#e9ecef", 1: "#cfe3ee", 2: "#6fb1d0", 3: "#17658a"}
_SEVERITIES = ("high", "medium", "low")
_STEPS = 8  # gaps named in the summary
_COLUMNS = ("responsible", "funding", "resources", "timetable", "indicator")
_QUOTE = 600  # characters of a quote that the report shows
_LEAST_WEIGHT = 0.05  # of a word that is shown for or against a label


def to_html(analysis: Analysis, language: str, framework: Framework) -> str:
    """Return the gap report of an analysis in ``fi``, ``sv`` or ``en``."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_data.data_text("report", "report.html.j2"))
    texts: dict[str, str] = _data.data_toml("report", "texts.toml")[language]
    return template.render(
        css=Markup(_data.data_text("report", "report.css")),  # noqa: S704 (our own style sheet)
        language=language,
        t=texts,
        **_view(analysis, language, framework, texts),
    )


def _view(analysis: Analysis, language: str, framework: Framework, texts: dict[str, str]) -> dict[str, Any]:
    document, plan, assessment = analysis.document, analysis.plan, analysis.assessment
    judged = {entry.criterion: entry for entry in assessment.criteria}
    scope = [row for row in plan.measures if row.on_participation]
    paged = document.format == "pdf"
    counts = texts["counts" if paged else "counts_no_pages"].format(
        pages=len(document.pages), goals=len(plan.goals), measures=len(plan.measures), scope=len(scope)
    )

    def storey(entry_id: str, name: str) -> dict[str, Any]:
        level = judged[entry_id].level if entry_id in judged else None
        rows = [row for row in plan.rows if entry_id in (*row.perspectives, *row.house)]
        return {
            "name": name,
            "level": level,
            "level_name": _level_name(level, texts),
            "colour": _COLOURS[level],
            "goals": sum(row.kind == "goal" for row in rows),
            "measures": sum(row.kind == "measure" for row in rows),
        }

    because = _because(analysis, language, framework, texts)
    kinds = _gap_kinds(analysis, language, framework, because)
    return {
        "document": document,
        "heading": _title(analysis),
        "made_by": texts["made_by"].format(version=__version__),
        "total": assessment.total,
        "counts": counts,
        "groups": [
            {
                "name": group.name(language),
                "score": assessment.groups.get(group.id),
                "criteria": [
                    _criterion(entry, language, framework, texts, because)
                    for entry in assessment.criteria
                    if entry.group == group.id
                ],
            }
            for group in framework.criteria_groups
            if any(entry.group == group.id for entry in assessment.criteria)
        ],
        "perspectives": [storey(entry.id, entry.name(language)) for entry in framework.perspectives],
        "house": [
            storey(entry.id, entry.name(language))
            for entry in sorted(framework.house_levels, key=lambda entry: -entry.level)
        ],
        "rows": list(_plan_rows(plan.rows, analysis.gaps)),
        "named": list(_named(analysis, language, framework, texts)),
        "gap_kinds": kinds,
        "steps": [
            {
                "name": kind["name"],
                "count": len(kind["gaps"]),
                "severity": kind["severity"],
                "anchor": f"gap-{kind['id']}",
            }
            for kind in kinds[:_STEPS]
        ],
    }


def _named(analysis: Analysis, language: str, framework: Framework, texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Give the channels, steering documents and acts of law that the text names, each with its pages."""
    found: dict[str, dict[str, set[int]]] = {"channel": {}, "steering_document": {}, "act": {}}
    links: dict[str, str] = {}
    for entry in named_frame(analysis).to_dict("records"):
        found[entry["kind"]].setdefault(texts[f"{entry['kind']}_{entry['id']}"], set()).add(entry["page"])
    names = {act.id: act.sv if language == "sv" else act.fi for act in framework.statutes}
    for passage in analysis.document.passages:
        for act in find_citations(passage.text, framework.statutes) if passage.role is Role.BODY else ():
            number = f"{act.number}/{act.year}"
            name = f"{names[act.id]} ({number})" if act.id else number
            links[name] = act.address(language)
            found["act"].setdefault(name, set()).add(passage.page)
    paged = analysis.document.format == "pdf"
    for kind, entries in found.items():
        if entries:
            yield {
                "name": texts[f"named_{kind}"],
                "entries": [
                    {
                        "name": name,
                        "link": links.get(name),
                        "pages": ", ".join(map(str, sorted(pages))) if paged else "",
                    }
                    for name, pages in entries.items()
                ],
            }


def _title(analysis: Analysis) -> str:
    """Return the document's own title: its first heading, or else its name."""
    first = next((p.text for p in analysis.document.passages[:12] if p.kind is Kind.HEADING), "")
    return first or analysis.document.name


def _level_name(level: int | None, texts: dict[str, str]) -> str:
    return texts["level_none" if level is None else f"level_{level}"]


def _because(
    analysis: Analysis, language: str, framework: Framework, texts: dict[str, str]
) -> dict[int, list[dict[str, Any]]]:
    """Return for passages why they have their labels: by label the words for and against, and what else."""
    names = {entry.id: entry.name(language) for entries in framework.label_sets.values() for entry in entries}
    comma = "." if language == "en" else ","

    def shown(reason: Reason) -> dict[str, str]:
        text = reason.feature or texts[f"why_{reason.part}"]
        if reason.part == "heading":
            text = texts["why_heading"].format(words=text)
        return {"text": text, "weight": f"{reason.weight:+.1f}".replace("-", "−").replace(".", comma)}

    made: dict[int, list[dict[str, Any]]] = {}
    for one in analysis.explanations.entries:
        words = [reason for reason in one.reasons if reason.feature and abs(reason.weight) >= _LEAST_WEIGHT]
        made.setdefault(one.passage, []).append(
            {
                "label": one.label,
                "name": names.get(one.label, one.label),
                "probability": round(one.probability * 100),
                "stated": one.stated,
                "words_for": [shown(reason) for reason in words if reason.weight > 0],
                "words_against": [shown(reason) for reason in words if reason.weight < 0],
                "others": [shown(reason) for reason in one.reasons if not reason.feature and reason.weight],
            }
        )
    return made


def _criterion(
    entry: JudgedCriterion,
    language: str,
    framework: Framework,
    texts: dict[str, str],
    because: dict[int, list[dict[str, Any]]],
) -> dict[str, Any]:
    criterion = framework.criterion(entry.criterion)
    return {
        "id": entry.criterion,
        "name": criterion.name(language),
        "question": criterion.question.in_language(language),
        "guidance": criterion.guidance.in_language(language),
        "level": entry.level,
        "level_name": _level_name(entry.level, texts),
        "max": entry.max,
        "evidence": [
            {
                "text": _cut(item.text),
                "page": item.page,
                "level": item.level,
                "probability": item.probability,
                "because": [label for label in because.get(item.passage, []) if label["label"] == item.label],
            }
            for item in entry.evidence
        ],
    }


def _plan_rows(rows: Iterable[PlanRow], gaps: Iterable[Gap]) -> Iterable[dict[str, Any]]:
    lacking: dict[int, set[str]] = {}
    for gap in gaps:
        if gap.row is not None:
            lacking.setdefault(gap.row, set()).add(gap.kind)
    for row in rows:
        kinds = lacking.get(row.id, set())
        missing = {
            "responsible": bool(kinds & {"measure_without_responsible", "vague_responsible"}),
            "funding": "measure_without_funding" in kinds,
            "timetable": "measure_without_timetable" in kinds,
            "indicator": "measure_without_indicator" in kinds,
        }
        cells = []
        for column in _COLUMNS:
            words = list(getattr(row, column))
            vague = column == "responsible" and not words and bool(row.vague)
            cells.append(
                {
                    "words": words or list(row.vague if vague else ()),
                    "gap": missing.get(column, False),
                    "vague": vague,
                }
            )
        yield {
            "id": row.id,
            "kind": row.kind,
            "page": row.page,
            "text": _cut(row.text),
            "scope": row.on_participation,
            "unserved": "goal_without_measure" in kinds,
            "cells": cells,
        }


def _gap_kinds(
    analysis: Analysis, language: str, framework: Framework, because: dict[int, list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Group gaps by kind, the gravest and most frequent first; a passage's labels are explained where first quoted."""
    by_kind: dict[str, list[Gap]] = {}
    for gap in analysis.gaps:
        by_kind.setdefault(gap.kind, []).append(gap)
    made = [_gap_kind(framework.gap(kind), found, language, framework) for kind, found in by_kind.items()]
    made.sort(key=lambda kind: (_SEVERITIES.index(kind["severity"]), -len(kind["gaps"])))
    passages = {row.id: row.passage for row in analysis.plan.rows}
    left = dict(because)
    for kind in made:
        for gap in kind["gaps"]:
            gap["because"] = left.pop(passages.get(gap["row"], -1), [])
    return made


def _gap_kind(kind: GapKind, gaps: list[Gap], language: str, framework: Framework) -> dict[str, Any]:
    return {
        "id": kind.id,
        "name": kind.name(language),
        "severity": kind.severity,
        "guidance": kind.guidance.in_language(language),
        "shared": not gaps[0].subject,
        "gaps": [
            {
                "row": gap.row,
                "page": gap.page,
                "quote": _cut(gap.quote),
                "subject": _subject_name(gap.subject, language, framework),
                "finding": kind.finding.in_language(language),
                "guidance": subject_guidance(gap.subject, language, framework) if gap.subject else "",
                "reason": gap.reason,
            }
            for gap in gaps
        ],
    }


def _subject_name(subject: str, language: str, framework: Framework) -> str:
    for entries in (framework.perspectives, framework.house_levels, framework.criteria):
        for entry in entries:
            if entry.id == subject:
                return entry.name(language)
    return subject


def _cut(text: str) -> str:
    return text if len(text) <= _QUOTE else text[: _QUOTE - 1].rstrip() + "…"
