"""PDF, DOCX and ODT by LibreOffice: the source as a real office document, saved as municipalities save theirs."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections import Counter
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

# How columns are set: LibreOffice hangs on some texts, or loses lines of them, in a way that depends on both.
_WAYS = ((True, False), (True, True), (False, False))  # balanced, and whether lines may stand alone

_Job = tuple[Source, Path, Layout]


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
        If LibreOffice cannot set that layout, or not without loss of text.
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


def _convert(jobs: Sequence[_Job], filter_: str, suffix: str, way: int = 0) -> None:
    """Convert all jobs at once, and those that fail one by one, each in the first way that keeps its text."""
    if unable := [layout.name for _, _, layout in jobs if not supports(layout)]:
        raise ValueError(f"libreoffice cannot set the layout {unable[0]!r}")
    failed = _batch(jobs, filter_, suffix, way) if jobs else []
    for job in failed:
        if len(jobs) > 1:
            _convert([job], filter_, suffix, way)
        elif way + 1 < len(_WAYS):
            _convert([job], filter_, suffix, way + 1)
        else:
            raise ValueError(f"libreoffice cannot set {job[0].title!r} in the layout {job[2].name!r}; try another")


def _batch(jobs: Sequence[_Job], filter_: str, suffix: str, way: int) -> list[_Job]:
    """Convert all jobs with one start of LibreOffice; return those that it hangs on or whose text it loses."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ResourceMissing("LibreOffice is not installed: the Debian package libreoffice-writer has it")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        files = [Path(folder, f"{at}.fodt") for at in range(len(jobs))]
        for file, (source, _, layout) in zip(files, jobs, strict=True):
            balanced, alone = _WAYS[way]
            set_as = to_fodt(set_groups(source, layout), layout, balanced=balanced, alone=alone or layout.columns == 3)
            file.write_text(set_as, encoding="utf-8")
        profile = Path(folder, "profile").as_uri()
        options = ["--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", filter_]
        _run([program, *options, "--outdir", folder, *map(str, files)], _SECONDS + _SECONDS_EACH * len(jobs))
        failed = []
        for file, (source, target, layout) in zip(files, jobs, strict=True):
            made = file.with_suffix(f".{suffix}")
            if made.is_file() and (suffix != "pdf" or _is_whole(made, source)):
                shutil.copyfile(made, target)
            else:
                failed.append((source, target, layout))
        return failed


def _is_whole(pdf: Path, source: Source) -> bool:
    """Whether all letters of a source are in its PDF: footnotes in columns make LibreOffice lose lines."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(pdf) as document:
            found = Counter("".join(page.get_textpage().get_text_range() for page in document))
            running = (source.running_head + re.sub(r"\{\w+\}", "", source.footer)) * len(document)
    except pypdfium2.PdfiumError:
        return False
    cells = [cell for block in source.blocks() for row in (block.header, *block.rows) for cell in row]
    texts = [*(block.text for block in source.blocks()), *cells, *(text for _, text in source.footnotes)]
    wanted = Counter("".join(texts) + running)
    return all(found[letter] >= number for letter, number in wanted.items() if letter.isalpha())


def _run(command: list[str], seconds: float) -> None:
    """Run LibreOffice in a process group of its own, and end all of it, at the latest after so many seconds."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603 (fixed command)
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=seconds)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
