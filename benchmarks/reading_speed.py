"""How fast PDF is read and how much memory that takes, beside other readers in the same run, as ratios.

Time: milliseconds a page, the best of several runs, for pages of text and for pages with tables. Other readers only
give bare text; ours gives a document with passages, headings, lists, tables and places. Memory: the peak of a fresh
process that reads 10 to 2,000 pages.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from _table import parser, show, write

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "corpora" / "reading"
TURNS = 3
SECONDS = 1.5
GROWTH = (10, 20, 200, 2_000)
BARE = "pdfplumber extract_text"


def ours(path: Path) -> int:
    from osallisuus_nlp import read

    return len(read(path).pages)


def pdfplumber_text(path: Path) -> int:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()
        return len(pdf.pages)


def pdfplumber_tables(path: Path) -> int:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
            page.close()
        return len(pdf.pages)


def pdfium_text(path: Path) -> int:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    for number in range(len(pdf)):
        page = pdf[number]
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    return len(pdf)


def pdftotext(path: Path) -> int:
    subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True)
    return 0


def pymupdf(path: Path) -> int:
    import pymupdf

    with pymupdf.open(path) as pdf:
        for page in pdf:
            page.get_text("dict")
        return len(pdf)


READERS: dict[str, Callable[[Path], int]] = {
    "osallisuus_nlp": ours,
    BARE: pdfplumber_text,
    "pdfplumber text and tables": pdfplumber_tables,
    "pypdfium2 bare text": pdfium_text,
    "pdftotext -layout": pdftotext,
    "PyMuPDF": pymupdf,
}


def readers() -> dict[str, Callable[[Path], int]]:
    missing = set()
    if shutil.which("pdftotext") is None:
        missing.add("pdftotext -layout")
    if importlib.util.find_spec("pymupdf") is None:
        missing.add("PyMuPDF")
    return {name: reader for name, reader in READERS.items() if name not in missing}


def text_pdf(folder: Path, pages: int) -> Path:
    """Write pages of running text with a heading, a list, a running head and a page number each."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfgen.canvas import Canvas

    from osallisuus_nlp.corpus.source import parse_source

    blocks = [
        item.text
        for path in sorted(SOURCES.glob("*-*.md"))
        for item in parse_source(path.read_text(encoding="utf-8")).items
        if getattr(item, "kind", "") == "paragraph"
    ]
    target = folder / f"text-{pages}.pdf"
    canvas = Canvas(str(target), pagesize=A4, invariant=1)
    at = 0
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 800, "Osallisuusohjelma 2026–2029")
        canvas.drawString(72, 40, f"Sivu {number} ({pages})")
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(72, 770, f"{number} Osallisuuden edistäminen")
        canvas.setFont("Helvetica", 10)
        y = 745.0
        while y > 80:
            at += 1
            item = at % 5 == 0
            lines = simpleSplit(("• " if item else "") + blocks[at % len(blocks)], "Helvetica", 10, 440)
            for line in lines[: int((y - 66) / 13.5)]:
                canvas.drawString(90 if item else 72, y, line)
                y -= 13.5
            y -= 7
        canvas.showPage()
    canvas.save()
    return target


def table_pdf(folder: Path, pages: int) -> Path:
    """Write pages with a ruled plan table each."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

    from osallisuus_nlp.corpus.source import parse_source

    rows = [
        row
        for path in sorted(SOURCES.glob("*-*.md"))
        for item in parse_source(path.read_text(encoding="utf-8")).items
        if getattr(item, "kind", "") == "table" and len(item.header) >= 4
        for row in item.rows
    ]
    style = getSampleStyleSheet()["BodyText"]
    style.fontSize, style.leading = 8, 10
    target = folder / f"tables-{pages}.pdf"
    story: list[object] = []
    for number in range(pages):
        chosen = [rows[(7 * number + place) % len(rows)][:5] for place in range(7)]
        cells = [["Tavoite", "Toimenpide", "Vastuutaho", "Resurssit", "Aikataulu"]]
        cells += [[*row, *[""] * (5 - len(row))] for row in chosen]
        data = [[Paragraph(cell.replace("^^", "").replace("&", "&amp;"), style) for cell in row] for row in cells]
        story += [
            Paragraph(f"{number + 1} Toimenpiteet", getSampleStyleSheet()["Heading1"]),
            Table(data, colWidths=[140] * 5, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]),
            PageBreak(),
        ]
    SimpleDocTemplate(str(target), pagesize=landscape(A4), invariant=1).build(story)
    return target


def times(path: Path, pages: int) -> dict[str, float]:
    """Return milliseconds a page for each reader, the best run of `TURNS` turns, the readers taking turns.

    A turn lasts `SECONDS` at least, so that quick readers do not meet fewer quiet moments than slow ones.
    """
    best: dict[str, float] = {}
    for _ in range(TURNS):
        for name, reader in readers().items():
            end = time.perf_counter() + SECONDS
            start = time.perf_counter()
            while start < end:
                reader(path)
                now = time.perf_counter()
                took = 1000 * (now - start) / pages
                best[name] = min(best.get(name, took), took)
                start = now
    return best


def peak(path: Path) -> float:
    """Return the peak memory, in MB, of a fresh process that reads the file."""
    done = subprocess.run([sys.executable, __file__, "--peak", str(path)], capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout))


def main() -> int:
    if sys.argv[1:2] == ["--peak"]:
        ours(Path(sys.argv[2]))
        # Not getrusage: a new process inherits the peak of the one that started it.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        print(int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) / 1024)  # type: ignore[union-attr]
        return 0
    options = parser(__doc__).parse_args()
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = []
        for kind, path, pages in (
            ("text", text_pdf(folder, 40), 40),
            ("tables", table_pdf(folder, 20), 20),
            *(
                (sample.parent.name, sample, _pages(sample))
                for sample in sorted((ROOT / "corpora" / "programmes").glob("*/programme.pdf"))
            ),
        ):
            best = times(path, pages)
            for reader, value in best.items():
                rows.append(
                    {"file": kind, "pages": pages, "reader": reader, "ms a page": value, "ratio": value / best[BARE]}
                )
        show(f"Time, best of {TURNS} turns; ratio to {BARE}", rows)
        figures["time"] = rows
        grown = []
        for pages in GROWTH:
            path = text_pdf(folder, pages)
            start = time.perf_counter()
            megabytes = peak(path)
            grown.append(
                {
                    "pages": pages,
                    "file MB": path.stat().st_size / 1e6,
                    "peak MB": megabytes,
                    "ms a page": 1000 * (time.perf_counter() - start) / pages,
                }
            )
        base = next(row["peak MB"] for row in grown if row["pages"] == 20)
        for row in grown:
            row["ratio to 20 pages"] = float(row["peak MB"]) / float(base)  # type: ignore[arg-type]
        show("Memory, peak of a fresh process (ms include starting it)", grown)
        figures["memory"] = grown
    figures["sources"] = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(SOURCES.glob("*-*.md")))).hexdigest()
    write(options.json, figures)
    return 0


def _pages(path: Path) -> int:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    try:
        return len(pdf)
    finally:
        pdf.close()


if __name__ == "__main__":
    sys.exit(main())
