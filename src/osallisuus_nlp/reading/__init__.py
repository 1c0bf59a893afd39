"""Files in, :class:`~osallisuus_nlp.document.Document` out."""

from __future__ import annotations

from .open import Limits, read
from .text import parse_text

__all__ = ["Limits", "parse_text", "read"]
