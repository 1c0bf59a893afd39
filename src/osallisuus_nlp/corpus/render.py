"""Render a programme's Markdown source to PDF as real documents are made: by WeasyPrint or by LibreOffice.

Needs the extra ``render``; LibreOffice (`soffice`) is a program of its own.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from .._data import data_text
from ..errors import ResourceMissing

_WIDE = 6  # columns from which a table is wide
PRODUCERS = ("weasyprint", "libreoffice")


def to_html(markdown: str, *, language: str, title: str, running_head: bool = True) -> str:
    """Return a whole HTML page of Markdown text with pipe tables."""
    try:
        from markdown_it import MarkdownIt
    except ImportError as error:
        raise ResourceMissing("rendering needs the extra: pip install 'osallisuus_nlp[render]'") from error
    from html import escape

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    body = re.sub(r"<table>.*?</table>", _mark_wide, body, flags=re.DOTALL)
    head = f'<div class="running">{escape(title)}</div>' if running_head else ""
    return (
        f'<!DOCTYPE html><html lang="{escape(language)}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{data_text('corpus', 'programme.css')}</style></head><body>{head}{body}</body></html>"
    )


def _mark_wide(table: re.Match[str]) -> str:
    """Mark a table of many columns, which needs a page of its own that lies on its side."""
    columns = len(re.findall(r"<th[ >]", table.group()))
    return table.group().replace("<table>", '<table class="wide">', 1) if columns >= _WIDE else table.group()


def render(source: Path, target: Path, *, producer: str, language: str, title: str) -> None:
    """Write `source` (Markdown) to `target` (PDF).

    Parameters
    ----------
    producer : str
        ``weasyprint`` or ``libreoffice``.

    Raises
    ------
    ResourceMissing
        If the producer is not installed.
    ValueError
        If there is no such producer.
    """
    if producer not in PRODUCERS:
        raise ValueError(f"no producer {producer!r}; there are {', '.join(PRODUCERS)}")
    weasy = producer == "weasyprint"
    html = to_html(source.read_text(encoding="utf-8"), language=language, title=title, running_head=weasy)
    if not weasy:
        html = html.replace("<table", '<table border="1" cellspacing="0" cellpadding="4" width="100%"')
    if weasy:
        try:
            from weasyprint import HTML
        except (ImportError, OSError) as error:
            raise ResourceMissing(
                "WeasyPrint needs the extra 'osallisuus_nlp[render]' and the Debian package libpangoft2-1.0-0"
            ) from error
        HTML(string=html).write_pdf(target)
        return
    soffice = shutil.which("soffice")
    if soffice is None:
        raise ResourceMissing("LibreOffice is not installed: the Debian package libreoffice-writer-nogui has it")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "programme.html")
        page.write_text(html, encoding="utf-8")
        command = [soffice, "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        for step in (
            ["--infilter=HTML (StarWriter)", "--convert-to", "odt:writer8", "--outdir", folder, str(page)],
            ["--convert-to", "pdf:writer_pdf_Export", "--outdir", folder, str(page.with_suffix(".odt"))],
        ):
            subprocess.run([*command, *step], check=True, capture_output=True, timeout=300)  # noqa: S603 (fixed command)
        shutil.copyfile(page.with_suffix(".pdf"), target)
