"""PDF, DOCX and ODT by LibreOffice: the source as a real office document, saved as municipalities save theirs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ...errors import ResourceMissing
from ..layouts import Layout, layout_named, set_groups
from ..source import Source
from ._fodt import to_fodt
from .finish import finish

__all__ = ["supports", "write", "write_all", "write_docx", "write_odt"]

_PDF = 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}'
_PDF_WITHOUT = 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"false"}}'
_SECONDS, _SECONDS_EACH = 25.0, 5.0  # that LibreOffice may take to start, and for each document


def supports(layout: Layout) -> bool:
    """Whether LibreOffice can set `layout`: a text document has no slides, and its text is drawn in its order."""
    return not (layout.slides or layout.shuffled)


def write(source: Source, target: Path, layout: Layout) -> None:
    """Write `source` to `target` as a PDF.

    Raises
    ------
    ResourceMissing
        If LibreOffice is not installed.
    ValueError
        If LibreOffice cannot set that layout.
    """
    write_all([(source, target, layout)])


def write_all(jobs: Sequence[tuple[Source, Path, Layout | str]]) -> None:
    """Write several PDFs (source, target, layout) with one start of LibreOffice, which takes most of the time."""
    named = [(source, target, layout_named(layout)) for source, target, layout in jobs]
    _convert([job for job in named if job[2].contents], _PDF, "pdf")
    _convert([job for job in named if not job[2].contents], _PDF_WITHOUT, "pdf")
    for _, target, layout in named:
        finish(target, rotate=layout.rotate)


def write_docx(source: Source, target: Path, layout: Layout | str = "plain") -> None:
    """Write the same document to `target` as DOCX, for tests of readers of office documents; raises as `write` does."""
    _convert([(source, target, layout_named(layout))], "docx", "docx")


def write_odt(source: Source, target: Path, layout: Layout | str = "plain") -> None:
    """Write the same document to `target` as ODT, for tests of readers of office documents; raises as `write` does."""
    _convert([(source, target, layout_named(layout))], "odt", "odt")


def _convert(jobs: Sequence[tuple[Source, Path, Layout]], filter_: str, suffix: str, *, balanced: bool = True) -> None:
    if not jobs:
        return
    if unable := [layout.name for _, _, layout in jobs if not supports(layout)]:
        raise ValueError(f"libreoffice cannot set the layout {unable[0]!r}")
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ResourceMissing("LibreOffice is not installed: the Debian package libreoffice-writer has it")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        files = []
        for at, (source, _, layout) in enumerate(jobs):
            files.append(Path(folder, f"{at}.fodt"))
            files[-1].write_text(to_fodt(set_groups(source, layout), layout, balanced=balanced), encoding="utf-8")
        profile = Path(folder, "profile").as_uri()
        options = ["--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", filter_]
        done = _run([program, *options, "--outdir", folder, *map(str, files)], _SECONDS + _SECONDS_EACH * len(jobs))
        made = [file.with_suffix(f".{suffix}") for file in files]
        if done and all(file.is_file() for file in made):
            for file, (_, target, _) in zip(made, jobs, strict=True):
                shutil.copyfile(file, target)
            return
    # LibreOffice balances some columns for ever: leave them unbalanced in the document that it hangs on.
    if len(jobs) > 1:
        for job in jobs:
            _convert([job], filter_, suffix)
    elif balanced:
        _convert(jobs, filter_, suffix, balanced=False)
    else:
        raise ResourceMissing(f"LibreOffice made no {suffix.upper()}; see what it says: {program} --headless")


def _run(command: list[str], seconds: float) -> bool:
    """Run LibreOffice in a process group of its own, and end all of it; whether it ended in time."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603 (fixed command)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return True
