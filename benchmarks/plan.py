"""The plan behind the prose against the gold of the whole programmes: measures, who, money, when, and the gaps.

Pages are read from each ``programme.pdf``. Programmes of the split "train" were in view when the rules were made; the
others were not. "Given" figures look only at the measures that were found; the others count what is tied to measures
that are missed or false as well.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from _plan_real import real_documents
from _plan_scores import LACK_OF, Count, Match, gaps, match, measures, parties, presence, statuses
from _plan_values import statutes, sums
from _table import parser, show, write
from osallisuus_nlp import analyse
from osallisuus_nlp.corpus.programmes import read_programme

PLANS = Path(__file__).parents[1] / "corpora" / "plans" / "measures.jsonl"
PROGRAMMES = Path(__file__).parents[1] / "corpora" / "programmes"


def counts(analysis: Any, gold: Any, found: Match) -> dict[str, Count]:
    scored = {
        "measures": measures(found),
        "responsible": parties(found, given=False),
        "responsible, given": parties(found, given=True),
    }
    for name in LACK_OF:
        scored[f"gap {name}"] = gaps(analysis, found, name, given=False)
        scored[f"gap {name}, given"] = gaps(analysis, found, name, given=True)
    for name in ("funding", "timetable", "indicator", "resources"):
        scored[f"has {name}, given"] = presence(found, name)
    scored["sums, given"] = sums(found)
    scored["statutes"] = statutes(analysis.document.text, gold.language)
    return scored


def total(group: Iterable[dict[str, Count]]) -> dict[str, Count]:
    made: dict[str, Count] = {}
    for scored in group:
        for name, count in scored.items():
            made.setdefault(name, Count()).add(count)
    return made


def _all(options: Namespace) -> Iterator[tuple[str, Any, Any]]:
    """Give each programme and each real document with what was found in it and its gold."""
    for folder in sorted(PROGRAMMES.iterdir()):
        if not options.only or folder.name in options.only:
            yield "", analyse(folder / "programme.pdf", model=options.model), read_programme(folder)
    if options.texts and options.plans.is_file():
        for analysis, gold in real_documents(options.plans, options.texts, options.model):
            yield "real ", analysis, gold


def main() -> int:
    given = parser(__doc__)
    given.add_argument("--only", nargs="+", help="names of programmes (by default all)")
    given.add_argument("--texts", type=Path, help="the texts of the real documents, where they are at hand")
    given.add_argument(
        "--plans", type=Path, default=PLANS, help="labels of real documents (by default those of corpora)"
    )
    given.add_argument(
        "--model", default="default", help="the classifier of passages: default, accurate, both or a file"
    )
    given.add_argument("--detail", nargs="+", default=[], help="what to print each error of (train programmes only)")
    options = given.parse_args()
    scored: dict[tuple[str, str], list[dict[str, Count]]] = {}
    status: dict[tuple[str, str], list[tuple[int, int]]] = {}
    each = []
    for source, analysis, gold in _all(options):
        found = match(analysis, gold)
        counted = counts(analysis, gold, found)
        key = (f"{source}{gold.split}", gold.language)
        scored.setdefault(key, []).append(counted)
        status.setdefault(key, []).append(statuses(found))
        shown = ("measures", "responsible", "gap responsible", "gap funding")
        each.append({"document": gold.id, "split": key[0]} | {name: counted[name].figures()["F1"] for name in shown})
        for name in options.detail if gold.split == "train" else ():
            print(f"\n{gold.id}: {name}", *counted[name].wrong, sep="\n  ")
    rows = []
    for (split, language), group in sorted(scored.items(), reverse=True):
        for name, count in total(group).items():
            rows.append(
                {"split": split, "language": language, "what": name, "gold": count.right + count.missed}
                | dict(count.figures())
            )
        right, there = (sum(numbers) for numbers in zip(*status[split, language], strict=True))
        rows.append({"split": split, "language": language, "what": "status, given", "gold": there, "P": right / there})
    show("Plans against the gold, by split and language", rows)
    show("F1 of each document", each)
    write(options.json, {"plans": rows, "documents": each})
    return 0


if __name__ == "__main__":
    sys.exit(main())
