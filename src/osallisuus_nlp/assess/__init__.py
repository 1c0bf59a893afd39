"""Criteria levels with evidence, scores, and the gaps of the whole document."""

from __future__ import annotations

from .judge import Assessment, Evidence, JudgedCriterion, assess
from .score import group_scores, total_score

__all__ = ["Assessment", "Evidence", "JudgedCriterion", "assess", "group_scores", "total_score"]
