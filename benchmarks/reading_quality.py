"""Render the sources of the reading corpus in every layout, read them, and compare with what they say.

Every source is set by every producer in every layout that it can set and that the source has something for. Figures
are F1 unless said otherwise, counted over all documents of a row, with how many the sources hold. Words count in
their reading order (the longest sequence that both share): `words` in any order that is right on the page, `strict`
in the source's own, with sidebars where they are anchored and the whole left side before the right one. Levels,
nesting and stems are shares of the headings and items found. PDFs are kept in ``build/reading`` and made anew when
the source, the layout or the producer changes.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from pathlib import Path

from _reading_scores import Score, Scores, character_errors, gold_text, score, text_of
from _table import parser, show, write
from osallisuus_nlp import Document, OsallisuusError, read
from osallisuus_nlp.corpus import render as rendering
from osallisuus_nlp.corpus.layouts import LAYOUTS, fits
from osallisuus_nlp.corpus.render import PRODUCERS, render, supports
from osallisuus_nlp.corpus.render.raster import Damage, rasterise
from osallisuus_nlp.corpus.source import Source, parse_source
from osallisuus_nlp.errors import ResourceMissing

ROOT = Path(__file__).parents[1]
CACHE = ROOT / "build" / "reading"
SCANS: dict[str, Damage | None] = {"clean": None, "damaged": Damage()}
SCANNED = ("weasyprint", "plain")
TEXT = ("words", "strict", "paragraphs", "headings", "levels", "items", "nesting", "stems")
REST = ("cells", "running", "notes", "captions")


@dataclass(frozen=True)
class Job:
    """One document to make and read."""

    source: Path
    producer: str
    layout: str
    scan: str = ""  # a key of SCANS


@dataclass(frozen=True)
class Result:
    """What came of it."""

    job: Job
    pages: int = 0
    scores: Scores = field(default_factory=Scores)
    letters: Score = field(default_factory=Score)  # of a scan
    failure: str = ""
    missing: str = ""  # a program that would have rendered it


def jobs(sources: Sequence[Path], producers: Sequence[str], layouts: Sequence[str], *, ocr: bool) -> Iterator[Job]:
    for path in sources:
        source = source_of(path)
        for producer in producers:
            for name in layouts:
                if supports(producer, name) and fits(source, LAYOUTS[name]):
                    yield Job(path, producer, name)
        if ocr:
            for scan in SCANS:
                yield Job(path, *SCANNED, scan)


@cache
def source_of(path: Path) -> Source:
    return parse_source(path.read_text(encoding="utf-8"))


def pdf_of(job: Job) -> Path:
    """Return the rendering of a job, from the cache or made now."""
    digest = hashlib.sha256(job.source.read_bytes() + repr(LAYOUTS[job.layout]).encode() + _code(job.producer))
    born = CACHE / f"{job.source.stem}-{job.producer}-{job.layout}-{digest.hexdigest()[:12]}.pdf"
    make(born, partial(render, source_of(job.source), producer=job.producer, layout=job.layout))
    if not job.scan:
        return born
    digest.update(repr(SCANS[job.scan]).encode() + _code("raster"))
    scanned = CACHE / f"{job.source.stem}-{job.producer}-{job.layout}-{job.scan}-{digest.hexdigest()[:12]}.pdf"
    make(scanned, partial(rasterise, born, damage=SCANS[job.scan]))
    return scanned


@cache
def _code(module: str) -> bytes:
    """Return a hash of the code and style sheets that a rendering depends on."""
    folder = Path(rendering.__file__).parent
    files = [folder / f"{module}.py", folder / "html.py", folder / "finish.py", folder.parent / "source.py"]
    files += [*sorted(folder.glob("_*.py")), *sorted((folder.parent / "data").glob("*.css"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).digest()


def make(target: Path, maker: Callable[[Path], None]) -> None:
    """Make a file whole or not at all."""
    if target.is_file():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".half")
    maker(half)
    half.replace(target)


def run(job: Job) -> Result:
    source, layout = source_of(job.source), LAYOUTS[job.layout]
    try:
        pdf = pdf_of(job)
    except ResourceMissing as error:
        return Result(job, missing=str(error))
    document: Document | None = None
    failure = ""
    try:
        document = read(pdf)
    except OsallisuusError as error:
        failure = str(error)
    pages = len(document.pages) if document else 0
    letters = Score()
    if job.scan:
        letters = character_errors(gold_text(source), text_of(document, source))
    return Result(job, pages, score(document, source, layout), letters, failure)


def row(name: str, value: str, results: Sequence[Result], measures: Sequence[str]) -> dict[str, object]:
    total = sum((result.scores for result in results), Scores())
    out: dict[str, object] = {
        name: value,
        "documents": len(results),
        "unread": sum(bool(result.failure) for result in results),
    }
    for measure in measures:
        one: Score = getattr(total, measure)
        if measure == "running":
            out |= {"running P": shown(one.precision, one.found), "running R": shown(one.recall, one.wanted)}
        else:
            out[measure] = shown(one.f1, one.wanted)
    return out


def shown(figure: float | None, count: int) -> str:
    return "–" if figure is None else f"{figure:.3f} ({count})"


def tables(results: Sequence[Result], *, detail: bool) -> None:
    ways: dict[str, Callable[[Result], str]] = {
        "layout": lambda result: result.job.layout,
        "producer": lambda result: result.job.producer,
    }
    if detail:
        ways["source"] = lambda result: result.job.source.stem
        ways["document"] = lambda result: f"{result.job.source.stem} {result.job.producer} {result.job.layout}"
    for name, measures in (("Text", TEXT), ("Tables, running heads, notes and captions", REST)):
        for way, key in ways.items():
            values = list(dict.fromkeys(map(key, results)))
            rows = [row(way, value, [one for one in results if key(one) == value], measures) for value in values]
            show(f"{name}, by {way}", [*rows, row(way, "all", results, measures)])
    ruled = [
        row("ruling", ruling, [one for one in results if LAYOUTS[one.job.layout].rules == ruling], ("cells",))
        for ruling in ("all", "rows", "none")
    ]
    show("Table cells, by ruling", [one for one in ruled if one["documents"]])


def scan_rows(results: Sequence[Result], *, detail: bool) -> list[dict[str, object]]:
    rows = []
    for scan in SCANS:
        those = [result for result in results if result.job.scan == scan]
        groups = [([result], result.job.source.stem) for result in those] if detail else []
        for group, name in [*groups, (those, "all")]:
            letters = sum((result.letters for result in group), Score())
            words = sum((result.scores.words for result in group), Score())
            rows.append(
                {
                    "scan": scan,
                    "source": name,
                    "pages": sum(result.pages for result in group),
                    "unread": sum(bool(result.failure) for result in group),
                    "letters": letters.wanted,
                    "character errors": 1.0 - (letters.recall or 0.0),
                    "words": shown(words.f1, words.wanted),
                }
            )
    return rows


def record(result: Result) -> dict[str, object]:
    out = {"source": result.job.source.stem, "producer": result.job.producer, "layout": result.job.layout}
    out |= {"scan": result.job.scan, "failure": result.failure}
    return out | {"pages": result.pages, "letters": asdict(result.letters), **asdict(result.scores)}


def main() -> int:
    given = parser(__doc__)
    given.add_argument("--folder", type=Path, default=ROOT / "corpora" / "reading", help="where the sources stand")
    given.add_argument("--sources", nargs="+", help="beginnings of their names (by default all)")
    given.add_argument("--producers", nargs="+", choices=PRODUCERS, default=PRODUCERS)
    given.add_argument("--layouts", nargs="+", choices=LAYOUTS, default=list(LAYOUTS))
    given.add_argument("--no-ocr", action="store_true", help="leave the scans out")
    given.add_argument("--only-ocr", action="store_true", help="read nothing but the scans")
    given.add_argument("--jobs", type=int, default=2, help="processes at once")
    given.add_argument("--detail", action="store_true", help="also a row for each source, document and scan")
    options = given.parse_args()
    wanted = tuple(options.sources or ("",))
    sources = [path for path in sorted(options.folder.glob("*.md")) if path.stem.startswith(wanted)]
    sources = [path for path in sources if path.stem != "README"]
    layouts = () if options.only_ocr else options.layouts
    todo = list(jobs(sources, options.producers, layouts, ocr=not options.no_ocr))
    with ProcessPoolExecutor(options.jobs) as pool:
        results = list(pool.map(run, todo))
    for missing in sorted({result.missing for result in results} - {""}):
        print(f"left out: {missing}")
    results = [result for result in results if not result.missing]
    for result in results:
        if result.failure:
            print(f"unread: {result.failure}")
    born = [result for result in results if not result.job.scan]
    scans = [result for result in results if result.job.scan]
    if born:
        tables(born, detail=options.detail)
    if scans:
        show("Scans", scan_rows(scans, detail=options.detail))
    write(options.json, [record(result) for result in results])
    return 0


if __name__ == "__main__":
    sys.exit(main())
