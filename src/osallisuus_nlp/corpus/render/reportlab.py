"""Sets a source with ReportLab: text drawn at its place on the page, as designers' programs leave it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import ResourceMissing
from ..layouts import Layout, set_groups
from ..source import Source
from .finish import finish

if TYPE_CHECKING:
    from ._platypus import Pages

__all__ = ["supports", "write"]

_SHORT, _LONG = 595.28, 841.89  # A4, in points
_SIDE, _TOP, _FOOT = 62.0, 76.0, 68.0  # margins


def supports(layout: Layout) -> bool:  # noqa: ARG001 (every producer has it)
    """Whether ReportLab can set `layout`: it can set them all."""
    return True


def write(source: Source, target: Path, layout: Layout) -> None:
    """Write `source` to `target` as a PDF.

    Parameters
    ----------
    source : Source
        What to set.
    target : Path
        The PDF to write.
    layout : Layout
        How to set it.

    Raises
    ------
    ResourceMissing
        If ReportLab is not installed.
    """
    try:
        import reportlab  # noqa: F401
    except ImportError as error:
        raise ResourceMissing("rendering needs the extra: pip install 'osallisuus_nlp[render]'") from error
    from ._platypus import Pages

    source = set_groups(source, layout)
    seen = Pages()
    for _ in range(2):  # the first run finds the pages that the second one prints
        data, seen = _run(source, layout, seen)
    target.write_bytes(data)
    finish(target, rotate=layout.rotate)


def _run(source: Source, layout: Layout, seen: Pages) -> tuple[bytes, Pages]:
    """Set the whole document once; `seen` is what the run before found."""
    from reportlab.platypus import PageTemplate

    from ._platypus import NoteFrame, Pages, Template
    from ._story import MARGIN_GAP, MARGIN_WIDTH, Story

    landscape = layout.landscape or layout.slides
    wide, high = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    margin = MARGIN_WIDTH + MARGIN_GAP if "sidebar" in layout.groups and not landscape else 0.0
    side = 46.0 if margin else _SIDE
    width = wide - 2 * side - margin
    pages = Pages()
    story = Story(source, layout, width, high - _TOP - _FOOT, pages, seen)
    notes = story.notes()

    def begin(canvas: Any, template: Template) -> None:
        _head(canvas, source, side)
        template.begin_page(canvas)

    def end(canvas: Any, template: Template) -> None:
        template.end_page(canvas)
        template.frame.draw_notes(canvas)
        _foot(canvas, source, seen.total)
        pages.total = canvas.getPageNumber()

    sheets = (("main", wide, high, margin), ("side", _LONG, _SHORT, 0.0))
    out = io.BytesIO()
    document = Template(out, title=source.title, lang=source.language, invariant=1)
    document.shuffled = layout.shuffled
    document.addPageTemplates(
        [
            PageTemplate(
                id=name,
                frames=[NoteFrame(side, _FOOT, across - 2 * side - kept, up - _TOP - _FOOT, notes)],
                pagesize=(across, up),
                onPage=begin,
                onPageEnd=end,
            )
            for name, across, up, kept in sheets
        ]
    )
    document.build(story.slides() if layout.slides else story.body(_LONG - 2 * side))
    return out.getvalue(), pages


def _head(canvas: Any, source: Source, side: float) -> None:
    """Draw the running head, with a rule below it."""
    from ._platypus import GREY
    from ._story import fonts

    width, height = canvas._pagesize
    canvas.saveState()
    canvas.setFillColor(GREY)
    canvas.setStrokeColor(GREY)
    canvas.setFont(fonts()[0], 8.5)
    canvas.drawString(side, height - 42, source.running_head)
    canvas.setLineWidth(0.4)
    canvas.line(side, height - 48, width - side, height - 48)
    canvas.restoreState()


def _foot(canvas: Any, source: Source, pages: int) -> None:
    """Draw the footer, with the page's number."""
    from ._platypus import GREY
    from ._story import fonts

    text = source.footer.replace("{pages}", str(pages)).replace("{page}", str(canvas.getPageNumber()))
    canvas.saveState()
    canvas.setFillColor(GREY)
    canvas.setFont(fonts()[0], 8.5)
    canvas.drawCentredString(canvas._pagesize[0] / 2, 34, text)
    canvas.restoreState()
