"""Files in, :class:`~osallisuus_nlp.document.Document` out."""

from __future__ import annotations

from .formats.text import parse_text
from .open import Limits, read

__all__ = ["Limits", "parse_text", "read"]
