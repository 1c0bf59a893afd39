"""How a plan that was found compares with the gold of a programme: matching, and counts of right and wrong.

A measure of the gold is found where a measure's words overlap with its quote by half of the shorter one, each once,
as the two readers of the programmes were compared (``agreement.py``). Parties are the same where the heads of their
names agree, whatever their case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from _plan_real import RealGold
from osallisuus_nlp import Analysis
from osallisuus_nlp.corpus.programmes import Measure, Programme
from osallisuus_nlp.document import Document
from osallisuus_nlp.plan import PlanRow

OVERLAP = 0.5
ALIKE = 0.75  # of the shorter head must be the same from the beginning
LACK_OF = {
    "responsible": ("measure_without_responsible", "vague_responsible"),
    "funding": ("measure_without_funding",),
    "timetable": ("measure_without_timetable",),
    "indicator": ("measure_without_indicator",),
}


@dataclass
class Count:
    """Hits, false findings and misses."""

    right: int = 0
    false: int = 0
    missed: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Count) -> None:
        self.right += other.right
        self.false += other.false
        self.missed += other.missed
        self.wrong += other.wrong

    def figures(self) -> dict[str, float]:
        precision = self.right / max(self.right + self.false, 1)
        recall = self.right / max(self.right + self.missed, 1)
        return {"P": precision, "R": recall, "F1": 2 * self.right / max(2 * self.right + self.false + self.missed, 1)}


@dataclass(frozen=True)
class Match:
    """Measures of the gold with those found for them, and those found for none."""

    pairs: tuple[tuple[Measure, PlanRow | None], ...]
    over: tuple[PlanRow, ...]


def folded(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of a text, and where each stands."""
    kept = [(letter.lower(), place) for place, letter in enumerate(text) if letter.isalnum()]
    return "".join(letter for letter, _ in kept), [place for _, place in kept]


def spans_of(document: Document, gold: Programme) -> list[tuple[int, int] | None]:
    """Return where the measures of a programme stand in it as it was read; their quotes stand in it once."""
    text, places = folded(document.text)
    spans: list[tuple[int, int] | None] = []
    for measure in gold.measures:
        quote, _ = folded(measure.quote)
        start = text.find(quote)
        spans.append((places[start], places[start + len(quote) - 1] + 1) if start >= 0 else None)
    return spans


def match(analysis: Analysis, gold: Programme | RealGold) -> Match:
    rows = analysis.plan.measures
    if isinstance(gold, RealGold):
        spans = gold.spans
        rows = tuple(row for row in rows if any(row.start < end and start < row.end for start, end in gold.shown))
    else:
        spans = tuple(spans_of(analysis.document, gold))
    scored = []
    for i, span in enumerate(spans):
        for j, row in enumerate(rows):
            if span is None:
                continue
            shared = min(span[1], row.end) - max(span[0], row.start)
            shorter, longer = sorted((span[1] - span[0], row.end - row.start))
            if shared >= OVERLAP * shorter:
                scored.append((shared / longer, i, j))
    taken: dict[int, int] = {}
    for _, i, j in sorted(scored, reverse=True):
        if i not in taken and j not in taken.values():
            taken[i] = j
    pairs = tuple((measure, rows[taken[i]] if i in taken else None) for i, measure in enumerate(gold.measures))
    return Match(pairs, tuple(row for j, row in enumerate(rows) if j not in taken.values()))


def measures(found: Match) -> Count:
    count = Count(right=sum(row is not None for _, row in found.pairs), false=len(found.over))
    count.missed = len(found.pairs) - count.right
    count.wrong = [f"missed: {measure.quote}" for measure, row in found.pairs if row is None]
    count.wrong += [f"false, page {row.page}: {row.text[:150]}" for row in found.over]
    return count


def parties(found: Match, *, given: bool) -> Count:
    """Count (measure, party): with `given`, only for measures that were found."""
    count = Count()
    for measure, row in found.pairs:
        if row is None and given:
            continue
        named = row.responsible if row else ()
        hit = [party for party in measure.responsible if any(same_party(party, name) for name in named)]
        over = [name for name in named if not any(same_party(party, name) for party in measure.responsible)]
        lost = [party for party in measure.responsible if party not in hit]
        count.add(Count(len(hit), len(over), len(lost)))
        if row and (over or lost):
            count.wrong.append(f"lost {lost}, over {over}: {row.text[:100]}")
    if not given:
        count.false += sum(len(row.responsible) for row in found.over)
    return count


def presence(found: Match, name: str) -> Count:
    """Count whether the text is found to state it, for measures that were found."""
    count = Count()
    for measure, row in found.pairs:
        if row is None:
            continue
        want, has = bool(getattr(measure, name)), bool(getattr(row, name))
        count.add(Count(int(want and has), int(has and not want), int(want and not has)))
        if want != has:
            count.wrong.append(f"{getattr(measure, name)} – {getattr(row, name)}: {measure.quote[:100]}")
    return count


def gaps(analysis: Analysis, found: Match, name: str, *, given: bool) -> Count:
    """Count findings that something is missing of a measure, of measures about participation (rule 15)."""
    said = {gap.row for gap in analysis.gaps if gap.kind in LACK_OF[name]}
    count = Count()
    for measure, row in found.pairs:
        if row is None and given:
            continue
        lacks = not getattr(measure, name) and bool(measure.perspectives or measure.house)
        finds = row is not None and row.id in said
        count.add(Count(int(lacks and finds), int(finds and not lacks), int(lacks and not finds)))
        if lacks != finds and row is not None:
            count.wrong.append(f"{'missed' if lacks else 'false'}: {measure.quote[:100]} {getattr(row, name)}")
    if not given:
        count.false += sum(row.id in said for row in found.over)
    return count


def statuses(found: Match) -> tuple[int, int]:
    """Return how many measures that were found have the right status, and how many there are."""
    pairs = [(measure, row) for measure, row in found.pairs if row is not None]
    return sum(measure.status == getattr(row, "status", "planned") for measure, row in pairs), len(pairs)


def same_party(one: str, other: str) -> bool:
    """Whether two names are of one party: some head of one is a head of the other, inflected or not."""
    return any(_alike(first, second) for first in _heads(one) for second in _heads(other))


def _heads(party: str) -> list[str]:
    party = re.sub(r"(?<=\w)-(?=[a-zåäö])", "", party)  # a word broken at a line's end
    words = [re.findall(r"[\w-]+", part.lower()) for part in re.split(r" (?:ja|sekä|och|samt) |[,;/]", party)]
    heads = [part[-1] for part in words if part]
    attributes = [part[0] for part in words if len(part) > 1]  # "chefen för barnskyddet", "Hallavaaran järjestöt ry"
    return [*heads, *attributes]


def _alike(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), shorter)
    return one == other or (same >= max(3, ALIKE * shorter) and abs(len(one) - len(other)) <= 6)
