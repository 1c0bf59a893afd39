"""The plan behind the prose: goals and measures, with who, what money, when and how followed up, and the gaps."""

from __future__ import annotations

from .completed import is_planning, read_planning
from .gaps import Gap, plan_gaps, whole_gaps
from .rows import Plan, PlanRow, build_plan

__all__ = ["Gap", "Plan", "PlanRow", "build_plan", "is_planning", "plan_gaps", "read_planning", "whole_gaps"]
