"""What the plan leaves open: a gap for each goal and measure, with its place and the reason in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .. import _data
from ..document import Document, Kind, Passage, Role
from ..entities.spans import any_of
from ..framework import default_framework
from .acts import speech_kinds
from .rows import Plan, PlanRow

# How surely something would have been seen where it was looked for.
_SEEN = {"empty_cell": 1.0, "no_column": 0.95, "passive": 0.9, "looked_in_passage": 0.85}
_NEW = 0.05  # of the measures: with more that are planned, a programme does not only tell what is done today
_FEW = 3  # measures from which a plan is judged as a whole
_INFLUENCE = frozenset({"feedback", "dialogue", "co_development", "co_production"})
_LACKS = {
    "measure_without_funding": "funding",
    "measure_without_timetable": "timetable",
    "measure_without_indicator": "indicator",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a programme should say and does not.

    Attributes
    ----------
    kind : str
        Id of a gap of the framework.
    subject : str
        What is lacking: the id of a criterion, perspective or house level; empty for a gap of the plan.
    row : int or None
        Id of the goal or measure in the plan that it concerns.
    page : int or None
        Page of the quote; None for a gap of the whole document.
    quote : str
        The document's words that the gap concerns.
    reason : tuple of str
        Ids of what was looked for and where (texts in ``report/data/texts.toml``).
    severity : str
        ``high``, ``medium`` or ``low``: the framework's, but low for a measure that is past.
    confidence : float
        How sure it is, 0–1: that there is such a goal or measure, and that what is missing would have been seen.
    """

    kind: str
    subject: str = ""
    row: int | None = None
    page: int | None = None
    quote: str = ""
    reason: tuple[str, ...] = ()
    severity: str = ""
    confidence: float = 1.0


def plan_gaps(plan: Plan) -> list[Gap]:
    """Return the gaps of the goals and measures that are about participation (codebook, rule 15)."""
    gaps: list[Gap] = []
    for row in plan.rows:
        if row.on_participation:
            gaps += _of_measure(row) if row.kind == "measure" else _of_goal(row, plan)
    return gaps


def whole_gaps(plan: Plan, document: Document) -> list[Gap]:
    """Return what the plan lacks as a whole: anything new, or any way for clients to have influence."""
    gaps = []
    about = [row for row in plan.measures if row.on_participation]
    planned = sum(row.status == "planned" for row in about)
    if len(about) >= _FEW and planned <= _NEW * len(about) and len(plan.goals) < _FEW:
        gaps.append(_gap("existing_only", ("looked_in_document", "nothing_new"), round(1 - planned / len(about), 4)))
    centred = next((passage for passage in document.passages if _is_client_centred(passage)), None)
    influence = any("influencing" in row.perspectives or _INFLUENCE & set(row.house) for row in plan.measures)
    if centred is not None and not influence:
        gaps.append(
            replace(
                _gap("client_centred_only", ("looked_in_document", "no_influence"), 0.8),
                page=centred.page,
                quote=centred.text,
            )
        )
    return gaps


def _gap(kind: str, reason: tuple[str, ...], confidence: float, row: PlanRow | None = None) -> Gap:
    severity = default_framework().gap(kind).severity
    if row is None:
        return Gap(kind, reason=reason, severity=severity, confidence=confidence)
    if row.status == "past":
        severity = "low"
    return Gap(kind, "", row.id, row.page, row.text, reason, severity, round(confidence * row.probability, 4))


def _of_measure(row: PlanRow) -> Iterator[Gap]:
    if row.vague and not row.responsible:
        place = "looked_in_row" if row.source == "table" else "looked_in_passage"
        yield _gap("vague_responsible", (place, "only_vague"), 0.95, row)
    elif not row.responsible:
        yield _lacking(row, "measure_without_responsible", "responsibility")
    for kind, element in _LACKS.items():
        if not getattr(row, element):
            yield _lacking(row, kind, element)


def _lacking(row: PlanRow, kind: str, element: str) -> Gap:
    """Return a gap of a measure with what was looked for and where."""
    reason: tuple[str, ...]
    if row.source == "table":
        why = "empty_cell" if element in row.empty else "no_column"
        reason = ("looked_in_row", why)
    elif element == "responsibility" and "passive" in speech_kinds(row.text, row.language):
        why = "passive"
        reason = ("looked_in_passage", "passive")
    else:
        why = "looked_in_passage"
        reason = ("looked_in_passage",)
    if element == "responsibility":
        reason = (*reason, "section_names_no_one")
    return _gap(kind, reason, _SEEN[why], row)


def _of_goal(row: PlanRow, plan: Plan) -> Iterator[Gap]:
    served = bool(plan.measures_of(row))
    if row.source != "table" and not served:
        served = any(measure.heading == row.heading for measure in plan.measures)
    if not served:
        yield _gap("goal_without_measure", ("looked_in_section",), 0.85, row)


def _is_client_centred(passage: Passage) -> bool:
    if passage.kind is Kind.HEADING or passage.role is not Role.BODY:
        return False
    words: list[str] = _data.data_toml("plan", "acts.toml").get(passage.language, {}).get("client_centred", [])
    return bool(words) and bool(any_of(tuple(words)).search(passage.text))
