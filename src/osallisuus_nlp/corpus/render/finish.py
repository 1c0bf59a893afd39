"""The last touch to a PDF: pages stored on their side, and nothing in it that changes from day to day."""

from __future__ import annotations

from pathlib import Path

from ...errors import ResourceMissing
from ._setting import turn_pages

__all__ = ["finish"]


def finish(pdf: Path, *, rotate: int = 0) -> None:
    """Write `pdf` anew without dates, and with every page's content turned and turned back by ``/Rotate``.

    Parameters
    ----------
    rotate : int
        The value of ``/Rotate``: 0, 90, 180 or 270. The pages look the same as before.

    Raises
    ------
    ResourceMissing
        If pikepdf is not installed.
    """
    try:
        import pikepdf
    except ImportError as error:
        raise ResourceMissing("rendering needs the extra: pip install 'osallisuus_nlp[render]'") from error
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        for name in ("/CreationDate", "/ModDate"):
            if name in document.docinfo:
                del document.docinfo[name]
        document.save(pdf, deterministic_id=True)
    if rotate:
        turn_pages(pdf, rotate)
