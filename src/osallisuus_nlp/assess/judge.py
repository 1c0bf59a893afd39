"""A level for every criterion, resting on passages of the document.

The rules are those of the criteria's levels: 0 absent, 1 mentioned, 2 concrete, 3 anchored. How each criterion is
recognised stands in ``assess/data/cues.toml``; a criterion that cannot be judged says so and has no level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from .. import _data
from ..classify import LabelledPassage, LabelledPassages
from ..classify.structure import stated_perspectives
from ..document import Document, Kind, Passage, Role
from ..entities import find_actors, find_funding, find_indicators, find_statutes, find_times
from ..entities.spans import any_of
from ..framework import Criterion, Framework
from ..plan import Gap, Plan, PlanRow, plan_gaps
from .score import group_scores, total_score

if TYPE_CHECKING:
    import pandas as pd

MAX_EVIDENCE = 5  # passages kept for a criterion, the strongest first
MOST = 0.75  # the part of goals or measures from which "every" is met (criteria rule 2)
SURE = 0.5  # probability of a perspective or house level from which it is more than a mention
CUE = 1.0  # "probability" of evidence that rests on words, not on the classifier


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage on which a level rests.

    Attributes
    ----------
    passage, page : int
    text : str
        The passage's words, as they stand in the document.
    label : str
        What speaks for the level: a label's id, or ``cue`` where the words themselves do.
    probability : float
        The classifier's probability of that label, 0–1; 1.0 for words.
    level : int
        The level that this passage alone supports.
    """

    passage: int
    page: int
    text: str
    label: str
    probability: float
    level: int


@dataclass(frozen=True, slots=True)
class JudgedCriterion:
    """A criterion's level with its evidence; `level` is None where it is not judged, and `note` says why."""

    criterion: str
    group: str
    level: int | None
    max: int
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """All criteria of a document, its scores and its gaps.

    Attributes
    ----------
    criteria : tuple of JudgedCriterion
        In the framework's order.
    groups : dict of str to float
        Score of each group, 0–100; a group without a judged criterion is missing.
    total : float or None
        Weighted mean of the groups, 0–100.
    gaps : tuple of Gap
        Gaps of the plan, then of the whole document.
    """

    criteria: tuple[JudgedCriterion, ...]
    groups: dict[str, float]
    total: float | None
    gaps: tuple[Gap, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return one row a criterion.

        Columns: criterion, group, level (missing where not judged), max, confidence (0–1), page (list of int),
        evidence (list of str), note.
        """
        import pandas as pd

        columns = ["criterion", "group", "level", "max", "confidence", "page", "evidence", "note"]
        rows = [
            [
                judged.criterion,
                judged.group,
                judged.level,
                judged.max,
                judged.confidence,
                [evidence.page for evidence in judged.evidence],
                [evidence.text for evidence in judged.evidence],
                judged.note,
            ]
            for judged in self.criteria
        ]
        return pd.DataFrame(rows, columns=columns).astype({"level": "Int64"})


def assess(
    document: Document,
    labels: LabelledPassages,
    plan: Plan,
    gaps: Sequence[Gap],
    framework: Framework,
    *,
    organisation: str | None = None,
) -> Assessment:
    """Judge every criterion of `framework` and add the gaps of the whole document to those of the plan.

    Parameters
    ----------
    organisation : str, optional
        ``municipality`` or ``wellbeing_services_county``: criteria that are not for it are left out.
    """
    judge = _Judge(document, labels, plan, framework)
    criteria = tuple(
        judge.judge(criterion)
        for criterion in framework.criteria
        if organisation is None or organisation in criterion.organisation
    )
    groups = group_scores(criteria)
    return Assessment(criteria, groups, total_score(groups, framework), (*gaps, *_document_gaps(criteria, framework)))


def _document_gaps(criteria: Iterable[JudgedCriterion], framework: Framework) -> list[Gap]:
    perspectives = {entry.id for entry in framework.perspectives}
    levels = {entry.id for entry in framework.house_levels}
    gaps = []
    for judged in criteria:
        if judged.level is None:
            continue
        if judged.criterion in perspectives | levels:
            if judged.level < 2:
                kind = "perspective_uncovered" if judged.criterion in perspectives else "house_level_uncovered"
                gaps.append(Gap(kind, judged.criterion, reason=("looked_in_document",)))
        elif judged.level == 0:
            gaps.append(Gap("criterion_absent", judged.criterion, reason=("looked_in_document",)))
    return gaps


@cache
def _cues() -> dict[str, dict[str, Any]]:
    return _data.data_toml("assess", "cues.toml")


def _expressions(cue: dict[str, Any], prefix: str) -> re.Pattern[str]:
    return any_of(tuple(cue.get(f"{prefix}fi", ())) + tuple(cue.get(f"{prefix}sv", ())))


class _Judge:
    """Holds what all criteria are judged from."""

    def __init__(self, document: Document, labels: LabelledPassages, plan: Plan, framework: Framework) -> None:
        self.framework = framework
        self.plan = plan
        self.passages: list[tuple[Passage, LabelledPassage]] = [
            (passage, label)
            for passage, label in zip(document.passages, labels, strict=True)
            if passage.role is Role.BODY and passage.kind is not Kind.HEADING
        ]
        self.rows: dict[int, list[PlanRow]] = {}
        for row in plan.rows:
            self.rows.setdefault(row.passage, []).append(row)

    def judge(self, criterion: Criterion) -> JudgedCriterion:
        cue: dict[str, Any] | None = _cues().get(criterion.id)
        if criterion.terms.fi or criterion.terms.sv:  # of a user's own framework
            cue = {
                "judge": "cue",
                "fi": [rf"{re.escape(term)}\w*" for term in criterion.terms.fi],
                "sv": [rf"{re.escape(term)}\w*" for term in criterion.terms.sv],
            }
        if cue is None:
            return JudgedCriterion(criterion.id, criterion.group, None, criterion.max, 0.0, note="not_judged")
        evidence = getattr(self, f"_by_{cue['judge']}")(criterion, cue)
        capped = [replace(item, level=min(item.level, criterion.max)) for item in evidence]
        capped.sort(key=lambda item: (-item.level, -item.probability, item.passage))
        level = capped[0].level if capped else 0
        return JudgedCriterion(
            criterion.id,
            criterion.group,
            level,
            criterion.max,
            round(self._confidence(criterion, capped), 3),
            tuple(capped[:MAX_EVIDENCE]),
        )

    def _confidence(self, criterion: Criterion, evidence: Sequence[Evidence]) -> float:
        """Return how sure the level is: its best evidence, or how far the nearest passage was from being one."""
        if evidence:
            return max(item.probability for item in evidence if item.level == evidence[0].level)
        near = [(label.probabilities or {}).get(criterion.id) for _, label in self.passages]
        known = [value for value in near if value is not None]
        return 1.0 - max(known) if known else 0.5

    def _concrete(self, passage: Passage, label: LabelledPassage) -> tuple[str, float] | None:
        """Return what makes a passage concrete, if it states a goal or a measure, and its probability."""
        rows = self.rows.get(passage.id, [])
        if rows:
            best = max(rows, key=lambda row: (row.kind == "measure", row.probability))
            return best.kind, best.probability
        for element in ("measure", "goal"):
            if element in label.elements:
                return element, (label.probabilities or {}).get(element, CUE)
        return None

    def _anchored(self, passage: Passage) -> bool:
        """Whether the passage's measure names who, or money, or a time and a way of following it up."""
        if any(row.anchored for row in self.rows.get(passage.id, []) if row.kind == "measure"):
            return True
        text, language = passage.text, passage.language
        return bool(
            find_actors(text, language)
            or find_funding(text, language)
            or (find_times(text, language) and find_indicators(text, language))
        )

    def _by_label(self, criterion: Criterion, cue: dict[str, Any]) -> list[Evidence]:
        del cue
        evidence = []
        for passage, label in self.passages:
            stated = {name for row in self.rows.get(passage.id, []) for name in (*row.perspectives, *row.house)}
            if criterion.id not in {*label.perspectives, *label.house, *stated}:
                continue
            concrete = self._concrete(passage, label)
            probability = (label.probabilities or {}).get(criterion.id, CUE)
            sure = probability >= SURE or criterion.id in stated_perspectives(passage)
            level = 1 if concrete is None or not sure else 2
            if level == 2 and concrete is not None and concrete[0] == "measure" and self._anchored(passage):
                level = 3
            evidence.append(Evidence(passage.id, passage.page, passage.text, criterion.id, probability, level))
        return evidence

    def _by_cue(self, criterion: Criterion, cue: dict[str, Any]) -> list[Evidence]:
        del criterion
        touches, concretes, anchors = (_expressions(cue, prefix) for prefix in ("", "concrete_", "anchored_"))
        named = any(key.startswith("concrete_") for key in cue)
        own_anchor = any(key.startswith("anchored_") for key in cue)
        evidence = []
        for passage, label in self.passages:
            text = f"{passage.stem}\n{passage.text}" if passage.stem else passage.text
            if not touches.search(text):
                continue
            if "needs" in cue:
                evidence.append(self._follow_up(passage, cue))
                continue
            concrete = ("cue", CUE) if named and concretes.search(text) else None
            if concrete is None and not named:
                concrete = self._concrete(passage, label)
            level = 1
            if concrete is not None:
                level = 2
                if (
                    anchors.search(text)
                    if own_anchor
                    else self._states_measure(passage, label) and self._anchored(passage)
                ):
                    level = 3
            name, probability = concrete or ("cue", CUE)
            evidence.append(Evidence(passage.id, passage.page, passage.text, name, probability, level))
        return evidence

    def _states_measure(self, passage: Passage, label: LabelledPassage) -> bool:
        return "measure" in label.elements or any(row.kind == "measure" for row in self.rows.get(passage.id, []))

    def _follow_up(self, passage: Passage, cue: dict[str, Any]) -> Evidence:
        """Judge who and when in one passage: 1 neither, 2 one of them, 3 both (criteria rule 6)."""
        text, language = passage.text, passage.language
        found = {"time": bool(find_times(text, language)), "actor": bool(find_actors(text, language))}
        level = 1 + sum(found[need] for need in cue["needs"])
        return Evidence(passage.id, passage.page, passage.text, "cue", CUE, level)

    def _by_law(self, criterion: Criterion, cue: dict[str, Any]) -> list[Evidence]:
        del criterion
        wanted = set(cue["statutes"])
        ids = {f"{s.number}/{s.year}": s.id for s in self.framework.statutes}
        relevant = {ids[key] for key in wanted if key in ids}
        general = _expressions(cue, "")
        evidence = []
        for passage, _ in self.passages:
            found = {hit.id for hit in find_statutes(passage.text, self.framework.statutes)}
            if found or general.search(passage.text):
                level = 2 if found & relevant else 1
                evidence.append(Evidence(passage.id, passage.page, passage.text, "cue", CUE, level))
        return evidence

    def _by_share(self, criterion: Criterion, cue: dict[str, Any]) -> list[Evidence]:
        del criterion
        if cue["of"] == "goals":
            rows = [row for row in self.plan.goals if row.on_participation]
            unserved = {gap.row for gap in plan_gaps(self.plan) if gap.kind == "goal_without_measure"}
            having = [row for row in rows if row.id not in unserved]
        else:
            rows = [row for row in self.plan.measures if row.on_participation]
            having = [row for row in rows if getattr(row, cue["of"])]
        if not having:
            return []
        level = 2 if len(having) >= MOST * len(rows) else 1
        return [self._evidence_of(row, level) for row in having[:MAX_EVIDENCE]]

    def _evidence_of(self, row: PlanRow, level: int) -> Evidence:
        passage = next(passage for passage, _ in self.passages if passage.id == row.passage)
        return Evidence(passage.id, passage.page, passage.text, row.kind, row.probability, level)

    def _by_named(self, criterion: Criterion, cue: dict[str, Any]) -> list[Evidence]:
        """Judge money or resources named for a measure (2), or spoken of in general (1) (criteria rule 3)."""
        del criterion
        found = [
            self._evidence_of(row, 2)
            for row in self.plan.measures
            if row.on_participation
            and any(re.search(r"\d", words) or cue["of"] == "resources" for words in getattr(row, cue["of"]))
        ]
        if found:
            return found
        general = _expressions(cue, "")
        return [
            Evidence(passage.id, passage.page, passage.text, "cue", CUE, 1)
            for passage, _ in self.passages
            if general.search(passage.text)
        ]

    def _by_indicators(self, criterion: Criterion, cue: dict[str, Any]) -> list[Evidence]:
        """Judge indicators: 3 with a time or an owner, 2 of a matter of participation, 1 spoken of (rule 6)."""
        del criterion
        found = [
            self._evidence_of(row, 3 if row.timetable or row.responsible else 2)
            for row in self.plan.measures
            if row.on_participation and row.indicator
        ]
        general = _expressions(cue, "")
        return found or [
            Evidence(passage.id, passage.page, passage.text, "cue", CUE, 1)
            for passage, label in self.passages
            if general.search(passage.text) or "indicator" in label.elements
        ]
