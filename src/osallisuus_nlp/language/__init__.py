"""What a text's language tells: which it is, where sentences end, and what its words are and do.

`identify`, `with_languages` and `sentences` are light. `annotate` analyses paragraphs by spaCy pipelines that ship with
the library; spaCy is loaded when it is first called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .annotate import annotate, backend_for
from .identify import identify, with_languages
from .split import Span, sentences

if TYPE_CHECKING:
    from .annotate import Backend, Heads

__all__ = ["Backend", "Heads", "Span", "annotate", "backend_for", "identify", "sentences", "with_languages"]
