"""Many files: one value for each, an analysis or a failure."""

from __future__ import annotations

from .loop import analyse_many
from .pool import Failure

__all__ = ["Failure", "analyse_many"]
