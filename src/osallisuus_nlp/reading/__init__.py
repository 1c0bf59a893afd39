"""Files in, :class:`~osallisuus_nlp.document.Document` out."""

from __future__ import annotations

from .formats.text import parse_text
from .open import Limits, contents_of, read

__all__ = ["Limits", "contents_of", "parse_text", "read"]
