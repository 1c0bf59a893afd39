"""What the plan leaves open: a gap for each goal and measure, with its place and the reason in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .rows import Plan, PlanRow

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
    """

    kind: str
    subject: str = ""
    row: int | None = None
    page: int | None = None
    quote: str = ""
    reason: tuple[str, ...] = ()


def plan_gaps(plan: Plan) -> list[Gap]:
    """Return the gaps of the goals and measures that are about participation (codebook, rule 15)."""
    gaps: list[Gap] = []
    for row in plan.rows:
        if row.on_participation:
            gaps += _of_measure(row) if row.kind == "measure" else _of_goal(row, plan)
    return gaps


def _of_measure(row: PlanRow) -> Iterator[Gap]:
    place = "looked_in_row" if row.source == "table" else "looked_in_passage"
    if row.vague and not row.responsible:
        yield Gap("vague_responsible", "", row.id, row.page, row.text, (place, "only_vague"))
    elif not row.responsible:
        yield Gap("measure_without_responsible", "", row.id, row.page, row.text, (place, "no_party"))
    for kind, element in _LACKS.items():
        if not getattr(row, element):
            yield Gap(kind, "", row.id, row.page, row.text, (place,))


def _of_goal(row: PlanRow, plan: Plan) -> Iterator[Gap]:
    served = bool(plan.measures_of(row))
    if row.source != "table" and not served:
        served = any(measure.heading == row.heading for measure in plan.measures)
    if not served:
        yield Gap("goal_without_measure", "", row.id, row.page, row.text, ("looked_in_section",))
