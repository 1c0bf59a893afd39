"""Render the sample programmes to PDF again: ``make samples`` (WeasyPrint, and LibreOffice for some of them)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from osallisuus_nlp.corpus.render import render
from osallisuus_nlp.corpus.source import parse_source

PROGRAMMES = Path(__file__).parents[1] / "corpora" / "programmes"
PRODUCERS = {
    "fi-vuorelanniemi": "weasyprint",
    "sv-granholmen": "weasyprint",
    "fi-jarvilakeus": "libreoffice",
    "fi-kivisuvanto": "weasyprint",
    "sv-sundby": "libreoffice",
    "sv-strandbygden": "weasyprint",
    "fi-lumisalo": "libreoffice",
}


def main() -> int:
    for name, producer in PRODUCERS.items():
        folder = PROGRAMMES / name
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        text = (folder / "source.md").read_text(encoding="utf-8")
        source = parse_source(text, title=gold["title"], language=gold["language"])
        target = folder / "programme.pdf"
        render(source, target, producer=producer)
        print(f"{target}: {producer}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
