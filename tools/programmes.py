"""Render the whole programmes to PDF again and complete their gold: ``make samples``.

``gold.json`` says how each is rendered. Here the page of every goal and measure is found in the rendering, and the
gaps, and the spans of ``passages.jsonl``, are derived from the rest. With names, only those programmes are made.
"""

from __future__ import annotations

import re
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pypdfium2

from osallisuus_nlp.corpus import read_records, write_records
from osallisuus_nlp.corpus.programmes import Programme, gaps_of, read_programme, spans_of, write_programme
from osallisuus_nlp.corpus.render import render
from osallisuus_nlp.corpus.render.raster import Damage, rasterise
from osallisuus_nlp.corpus.source import parse_source

PROGRAMMES = Path(__file__).parents[1] / "corpora" / "programmes"


def words_of_pages(pdf: Path) -> list[set[str]]:
    """Return the words of each page, those that a line's end parts joined."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [set(folded(re.sub(r"[\ufffe\u00ad-]\s*\n\s*", "", text))) | set(folded(text)) for text in texts]


def folded(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def with_pages(programme: Programme, text: str, pdf: Path) -> Programme:
    """Return the gold with the page of each goal and measure: the one that has most of the words of its quote.

    Of several, the nearest to the page of what stands before it in the source is taken: pages follow the source.
    """
    pages = words_of_pages(pdf)
    quotes = sorted({entry.quote for entry in (*programme.measures, *programme.goals)}, key=text.index)
    found: dict[str, int] = {}
    before = 0
    for quote in quotes:
        words = set(folded(quote))
        shares = [len(words & page) / len(words) for page in pages]
        best = [number for number, share in enumerate(shares) if share == max(shares)]
        before = min(best, key=lambda number: (number < before, abs(number - before)))
        found[quote] = before + 1
    return replace(
        programme,
        measures=tuple(replace(measure, page=found[measure.quote]) for measure in programme.measures),
        goals=tuple(replace(goal, page=found[goal.quote]) for goal in programme.goals),
    )


def make(folder: Path) -> str:
    programme = read_programme(folder)
    text = (folder / "source.md").read_text(encoding="utf-8")
    source = parse_source(text, title=programme.title, language=programme.language)
    how = programme.rendering
    with tempfile.TemporaryDirectory() as name:
        born = Path(name) / "born.pdf"
        render(source, born, producer=how.producer, layout=how.layout)
        programme = with_pages(programme, text, born)
        target = folder / "programme.pdf"
        if how.scan:
            rasterise(born, target, dpi=150, damage=Damage() if how.scan == "damaged" else None)
        else:
            target.write_bytes(born.read_bytes())
    programme = replace(programme, gaps=gaps_of(programme))
    write_programme(programme, folder)
    passages = folder / "passages.jsonl"
    write_records([spans_of(programme, record) for record in read_records([passages], split=None)], passages)
    return f"{folder.name}: {how.producer}, {how.layout}{', scanned ' + how.scan if how.scan else ''}"


def main() -> int:
    names = sys.argv[1:] or sorted(folder.parent.name for folder in PROGRAMMES.glob("*/gold.json"))
    for name in names:
        print(make(PROGRAMMES / name), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
