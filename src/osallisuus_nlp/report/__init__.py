"""Reports and tables, all from the same analysis; the format is told by the file's ending."""

from __future__ import annotations

from .planning import planning_frame, write_planning
from .tables import gaps_frame, named_frame
from .write import FORMATS, report

__all__ = [
    "FORMATS",
    "gaps_frame",
    "named_frame",
    "planning_frame",
    "report",
    "write_planning",
]
