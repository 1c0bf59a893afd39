"""Count the planted gaps of the programmes that are found, and the findings that are false.

A measure of the gold lacks a responsible party (or money) where its list is empty. It counts as found where a finding
stands on the passage that holds the gold's quote; a finding is right where such a measure of the gold stands there.
Findings of a vague party ("kunta") count as findings of a missing responsible party, as in the gold.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from _table import parser, show, write
from osallisuus_nlp import Analysis, analyse

PROGRAMMES = Path(__file__).parents[1] / "corpora" / "programmes"
KINDS = {
    "responsible": ("measure_without_responsible", "vague_responsible"),
    "funding": ("measure_without_funding",),
}


def folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def places(analysis: Analysis, gold: dict[str, Any]) -> list[int | None]:
    """Return the passage of each measure of the gold; None where no passage holds its quote."""
    texts = [(passage.id, folded(passage.text)) for passage in analysis.document.passages]
    return [
        next((number for number, text in texts if folded(measure["quote"]) in text), None)
        for measure in gold["measures"]
    ]


def count(analysis: Analysis, gold: dict[str, Any], element: str, *, detail: bool) -> dict[str, object]:
    found_at = {
        analysis.plan.rows[gap.row].passage: analysis.plan.rows[gap.row]
        for gap in analysis.gaps
        if gap.kind in KINDS[element] and gap.row is not None
    }
    planted: list[tuple[dict[str, Any], int | None]] = [
        (measure, place)
        for measure, place in zip(gold["measures"], places(analysis, gold), strict=True)
        if not measure[element] and (measure["perspectives"] or measure["house"])
    ]
    right = {place for _, place in planted}
    missed = [measure for measure, place in planted if place not in found_at]
    false = [row for passage, row in found_at.items() if passage not in right]
    if detail:
        for measure in missed:
            print(f"  missed ({element}): {measure['quote']}")
        for row in false:
            print(f"  false ({element}), page {row.page}: {row.text[:120]}")
    return {
        "programme": gold["id"],
        "missing": element,
        "planted": len(planted),
        "found": len(planted) - len(missed),
        "findings": len(found_at),
        "false": len(false),
        "recall": 1 - len(missed) / len(planted),
        "false share": len(false) / max(len(found_at), 1),
    }


def measures(analysis: Analysis, gold: dict[str, Any]) -> dict[str, object]:
    there = set(places(analysis, gold)) - {None}
    found = {row.passage for row in analysis.plan.measures}
    hits = len(there & found)
    return {
        "programme": gold["id"],
        "passages with measures": len(there),
        "found": hits,
        "passages taken for measures": len(found),
        "precision": hits / max(len(found), 1),
        "recall": hits / max(len(there), 1),
    }


def main() -> int:
    given = parser(__doc__)
    given.add_argument("--detail", action="store_true", help="print each missed and each false finding")
    given.add_argument("--only", nargs="+", help="names of programmes (by default all)")
    options = given.parse_args()
    rows, found = [], []
    for folder in sorted(PROGRAMMES.iterdir()):
        if options.only and folder.name not in options.only:
            continue
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        analysis = analyse(folder / "programme.pdf")
        rows += [count(analysis, gold, element, detail=options.detail) for element in KINDS]
        found.append(measures(analysis, gold))
    totals = {name: sum(int(str(row[name])) for row in rows) for name in ("planted", "found", "findings", "false")}
    rows.append(
        {
            "programme": "all", "missing": "both", **totals,
            "recall": totals["found"] / totals["planted"], "false share": totals["false"] / totals["findings"],
        }
    )  # fmt: skip
    show("Planted gaps of the samples", rows)
    show("Measures of the samples, by passage", found)
    write(options.json, {"gaps": rows, "measures": found})
    return 0


if __name__ == "__main__":
    sys.exit(main())
