"""What is looked for: perspectives, house levels, plan elements, criteria, gaps, groups and statutes, as data.

The entries stand in ``framework/data/*.toml`` with an id, Finnish, Swedish and English names and a source.
:func:`load_framework` reads them; :func:`default_framework` is the one that ships with the library.
"""

from __future__ import annotations

from .load import default_framework, load_framework
from .model import (
    CriteriaGroup,
    Criterion,
    Element,
    Framework,
    GapKind,
    HouseLevel,
    Method,
    Perspective,
    Source,
    Statute,
    TargetGroup,
    Text,
)

__all__ = [
    "CriteriaGroup",
    "Criterion",
    "Element",
    "Framework",
    "GapKind",
    "HouseLevel",
    "Method",
    "Perspective",
    "Source",
    "Statute",
    "TargetGroup",
    "Text",
    "default_framework",
    "load_framework",
]
