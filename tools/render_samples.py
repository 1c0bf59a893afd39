"""Render the sample programmes to PDF again: ``make samples`` (WeasyPrint, and LibreOffice for one of them)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from osallisuus_nlp.corpus.render import render

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
        target = folder / "programme.pdf"
        render(folder / "source.md", target, producer=producer, language=gold["language"], title=gold["title"])
        print(f"{target}: {producer}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
