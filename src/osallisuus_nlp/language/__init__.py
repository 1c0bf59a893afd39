"""What can be known of a text from its language alone: which it is, and where its sentences end."""

from __future__ import annotations

from .identify import identify, with_languages
from .split import Span, sentences

__all__ = ["Span", "identify", "sentences", "with_languages"]
