"""Many files: one value for each, an analysis or a failure."""

from __future__ import annotations

from .loop import Failure, analyse_many

__all__ = ["Failure", "analyse_many"]
