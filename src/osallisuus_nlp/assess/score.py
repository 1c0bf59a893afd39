"""Scores: a criterion's level of its maximum, a group's mean, the groups' weighted mean; 0–100."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..framework import Framework

if TYPE_CHECKING:
    from .judge import JudgedCriterion


def group_scores(criteria: Iterable[JudgedCriterion]) -> dict[str, float]:
    """Return each group's score, 0–100: the mean of level / max over its judged criteria.

    A criterion that is not judged is left out; a group without any judged criterion has no score.
    """
    parts: dict[str, list[float]] = {}
    for judged in criteria:
        if judged.level is not None:
            parts.setdefault(judged.group, []).append(judged.level / judged.max)
    return {group: round(100 * sum(values) / len(values), 1) for group, values in parts.items()}


def total_score(groups: Mapping[str, float], framework: Framework) -> float | None:
    """Return the mean of the groups' scores by the framework's weights, 0–100; None without any score."""
    weights = {group.id: group.weight for group in framework.criteria_groups if group.id in groups}
    if not weights:
        return None
    return round(sum(groups[group] * weight for group, weight in weights.items()) / sum(weights.values()), 1)
