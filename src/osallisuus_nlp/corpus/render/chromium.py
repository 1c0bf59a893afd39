"""PDF by Chromium, as programmes are saved from a municipality's web pages."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from ...errors import ResourceMissing
from ..layouts import Layout
from ..source import Source
from .finish import finish
from .html import to_html

__all__ = ["supports", "write"]

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)
_SECONDS = 120


def supports(layout: Layout) -> bool:
    """Whether Chromium can set `layout`: it has no page numbers for contents, and no footnotes on their page."""
    return not (layout.shuffled or layout.contents or layout.needs == "notes")


def write(source: Source, target: Path, layout: Layout) -> None:
    """Write `source` to `target`, notes at the end; raises ResourceMissing where Chromium is not installed."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        raise ResourceMissing("Chromium is not installed: the Debian package chromium has it")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page = Path(folder, "page.html")
        page.write_text(to_html(source, layout, style="browser.css", notes="end"), encoding="utf-8")
        made = Path(folder, "page.pdf")
        command = [program, *_OPTIONS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}", page.as_uri()]
        _run(command)
        if not made.is_file():
            raise ResourceMissing(f"Chromium made no PDF; see what it says: {program} --headless --print-to-pdf")
        shutil.copyfile(made, target)
    finish(target, rotate=layout.rotate)


def _run(command: list[str]) -> None:
    """Run the browser in a process group of its own, so that none of its helpers outlives it."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603 (fixed command)
    try:
        process.wait(timeout=_SECONDS)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
