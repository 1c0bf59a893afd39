"""Agreement of the two labellings of whole programmes: their plans and their criteria's levels.

Labels of passages are compared by ``osallisuus corpus agreement corpora``; this is about the gold of programmes
(corpora/labellings/programmes/gold). A measure of one reader is the same as the other's where their quotes overlap
by half of the shorter one. Said of it is compared on the measures that both found.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from _table import parser, show, write
from osallisuus_nlp import _data
from osallisuus_nlp.corpus.agreement import cohen_kappa
from osallisuus_nlp.corpus.plans import read_plans
from osallisuus_nlp.corpus.programmes import ELEMENTS, Measure, Programme

CORPORA = Path(__file__).parents[1] / "corpora"
GOLD = CORPORA / "labellings" / "programmes" / "gold"
OVERLAP = 0.5


@dataclass(frozen=True)
class Pair:
    """One measure as both readers found it."""

    first: Measure
    second: Measure


def read(reader: str, name: str) -> Programme:
    return _data.from_json(Programme, (GOLD / reader / f"{name}.json").read_bytes())


def matched(first: Programme, second: Programme, text: str) -> list[Pair]:
    """Return the measures that both found, each once, those that overlap most first."""
    spans = [[(text.index(one.quote), len(one.quote)) for one in those.measures] for those in (first, second)]
    scored = []
    for i, (start, length) in enumerate(spans[0]):
        for j, (begin, size) in enumerate(spans[1]):
            shared = min(start + length, begin + size) - max(start, begin)
            if shared >= OVERLAP * min(length, size):
                scored.append((shared / max(length, size), i, j))
    return [Pair(first.measures[i], second.measures[j]) for i, j in one_to_one(scored)]


def measures(name: str, first: Programme, second: Programme, pairs: list[Pair]) -> dict[str, object]:
    row: dict[str, object] = {
        "programme": name,
        "first": len(first.measures),
        "second": len(second.measures),
        "both": len(pairs),
        "F1": 2 * len(pairs) / (len(first.measures) + len(second.measures)),
    }
    return row | said(pairs)


def said(pairs: list[Pair]) -> dict[str, object]:
    """Return, for each field, the kappa of whether the text states it."""
    row: dict[str, object] = {}
    for field in ELEMENTS:
        kappa = cohen_kappa(
            [bool(getattr(pair.first, field)) for pair in pairs], [bool(getattr(pair.second, field)) for pair in pairs]
        )
        row[field] = "–" if kappa is None else kappa
    return row


def real_plans() -> list[dict[str, object]]:
    """Compare the two labellings of measures in real documents, which are ranges without text."""
    folder = CORPORA / "labellings" / "plans" / "measures"
    first, second = (read_plans(folder / f"{one}.jsonl") for one in ("first", "second"))
    scored = []
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            shared = min(a.end, b.end) - max(a.start, b.start)
            if a.document == b.document and shared >= OVERLAP * min(a.end - a.start, b.end - b.start):
                scored.append((shared / max(a.end - a.start, b.end - b.start), i, j))
    pairs = [(first[i], second[j]) for i, j in one_to_one(scored)]
    row: dict[str, object] = {"documents": len({one.document for one in first})}
    row |= {"first": len(first), "second": len(second), "both": len(pairs)}
    row["F1"] = 2 * len(pairs) / (len(first) + len(second))
    for field in ELEMENTS:
        kappa = cohen_kappa([bool(getattr(a, field)) for a, _ in pairs], [bool(getattr(b, field)) for _, b in pairs])
        row[field] = "–" if kappa is None else kappa
    return [row]


def one_to_one(scored: list[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Return pairs of places, each place once, those that overlap most first."""
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, i, j in sorted(scored, reverse=True):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((i, j))
    return pairs


def main() -> int:
    options = parser(__doc__).parse_args()
    names = sorted(path.stem for path in (GOLD / "first").glob("*.json"))
    plans, levels, all_pairs = [], [], []
    one_levels, two_levels = [], []
    for name in names:
        first, second = read("first", name), read("second", name)
        text = (CORPORA / "programmes" / name / "source.md").read_text(encoding="utf-8")
        pairs = matched(first, second, text)
        all_pairs += pairs
        plans.append(measures(name, first, second, pairs))
        one = [first.criteria[key] for key in sorted(first.criteria)]
        two = [second.criteria[key] for key in sorted(first.criteria)]
        one_levels += one
        two_levels += two
        levels.append(levels_row(name, one, two))
    found = sum(int(str(row["both"])) for row in plans)
    totals = [sum(int(str(row[key])) for row in plans) for key in ("first", "second")]
    plans.append(
        {"programme": "all", "first": totals[0], "second": totals[1], "both": found, "F1": 2 * found / sum(totals)}
        | said(all_pairs)
    )
    levels.append(levels_row("all", one_levels, two_levels))
    show(
        "Measures found by both readers, and kappa of whether the text states who, money, means, time, follow-up", plans
    )
    show("Levels of the criteria", levels)
    real = real_plans()
    show("Measures of real documents, the same way", real)
    write(options.json, {"plans": plans, "levels": levels, "real": real})
    return 0


def levels_row(name: str, one: list[int], two: list[int]) -> dict[str, object]:
    kappa = cohen_kappa(one, two, weights="quadratic")
    return {
        "programme": name,
        "criteria": len(one),
        "same level": sum(a == b for a, b in zip(one, two, strict=True)) / len(one),
        "within one": sum(abs(a - b) <= 1 for a, b in zip(one, two, strict=True)) / len(one),
        "quadratic kappa": "–" if kappa is None else kappa,
    }


if __name__ == "__main__":
    sys.exit(main())
