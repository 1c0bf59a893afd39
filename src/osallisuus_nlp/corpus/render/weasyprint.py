"""PDF by WeasyPrint."""

from __future__ import annotations

from pathlib import Path

from ...errors import ResourceMissing
from ..layouts import Layout
from ..source import Source
from .finish import finish
from .html import to_html

__all__ = ["supports", "write"]


def supports(layout: Layout) -> bool:
    """Whether WeasyPrint can set `layout`: all but text that is drawn out of order."""
    return not layout.shuffled


def write(source: Source, target: Path, layout: Layout) -> None:
    """Write `source` to `target`; raises ResourceMissing where WeasyPrint is not installed."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        raise ResourceMissing(
            "WeasyPrint needs the extra 'osallisuus_nlp[render]' and the Debian package libpangoft2-1.0-0"
        ) from error
    HTML(string=to_html(source, layout, style="programme.css")).write_pdf(target)
    finish(target, rotate=layout.rotate)
