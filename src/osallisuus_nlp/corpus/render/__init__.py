"""Render a source to PDF as real documents are made: by four producers, in every layout they can set.

Needs the extra ``render``. LibreOffice (`soffice`) and Chromium are programs of their own.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from ..layouts import Layout, layout_named, set_groups
from ..source import Source

__all__ = ["PRODUCERS", "render", "supports"]

PRODUCERS = ("weasyprint", "chromium", "libreoffice", "reportlab")


def supports(producer: str, layout: Layout | str) -> bool:
    """Whether `producer` can set that layout.

    Raises
    ------
    ValueError
        If there is no such producer or layout.
    """
    layout = layout_named(layout)
    if producer not in PRODUCERS:
        raise ValueError(f"no producer {producer!r}; there are {', '.join(PRODUCERS)}")
    can: bool = import_module(f"{__name__}.{producer}").supports(layout)
    return can


def render(source: Source, target: Path, *, producer: str, layout: Layout | str = "plain") -> None:
    """Write `source` to `target` (PDF).

    Parameters
    ----------
    producer : str
        One of `PRODUCERS`.
    layout : Layout or str
        A layout, or the name of one of `osallisuus_nlp.corpus.layouts.LAYOUTS`.

    Raises
    ------
    ResourceMissing
        If the producer is not installed.
    ValueError
        If there is no such producer or layout, or the producer cannot set it.
    """
    layout = layout_named(layout)
    if not supports(producer, layout):
        raise ValueError(f"{producer} cannot set the layout {layout.name!r}")
    import_module(f"{__name__}.{producer}").write(set_groups(source, layout), target, layout)
