"""Which measures of the training documents are missed and which are false, by class, left out of training in turn.

The classifier and the model of statements are trained without the documents that they are then measured on; the test
documents are not touched.
Real documents take part where their texts are at hand (``--texts``).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from _plan_real import RealGold, found_in, real_golds
from _plan_scores import OVERLAP, Count, Match, match, measures, spans_of
from _table import parser, show, write
from osallisuus_nlp.classify import label_document
from osallisuus_nlp.classify.train import train as train_classifier
from osallisuus_nlp.corpus import read_corpus
from osallisuus_nlp.corpus.programmes import Programme, read_programme
from osallisuus_nlp.document import Document
from osallisuus_nlp.language import sentences, with_languages
from osallisuus_nlp.plan import PlanRow, build_plan
from osallisuus_nlp.plan.parts import is_prose
from osallisuus_nlp.plan.train import material, train, without
from osallisuus_nlp.reading import read

CORPORA = Path(__file__).parents[1] / "corpora"
FOLDS = 4
Span = tuple[int, int]


@dataclass(frozen=True)
class Known:
    """A training document as it was read, with its gold and where the gold's measures stand."""

    document: Document
    gold: Programme | RealGold
    spans: tuple[Span | None, ...]


def known(texts: Path | None) -> Iterator[Known]:
    for folder in sorted((CORPORA / "programmes").iterdir()):
        gold = read_programme(folder)
        if gold.split == "train":
            document = with_languages(read(folder / "programme.pdf"))
            yield Known(document, gold, tuple(spans_of(document, gold)))
    if texts:
        for document, real in real_golds(CORPORA / "plans" / "measures.jsonl", texts):
            if real.split == "train":
                yield Known(document, real, real.spans)


def shared(one: Span, other: Span) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def classes(one: Known, found: Match, rows: tuple[PlanRow, ...]) -> Iterator[tuple[str, str]]:
    """Give the class of each error with its words."""
    golds = [span for span in one.spans if span]
    for (measure, row), span in zip(found.pairs, one.spans, strict=True):
        if row is None:
            yield f"missed: {missed(one.document, span, rows)}", measure.quote
    goals = [" ".join(goal.quote.split()) for goal in getattr(one.gold, "goals", ())]
    for row in found.over:
        yield f"false: {false(one.document, row, golds, goals)}", row.text


def missed(document: Document, span: Span | None, rows: tuple[PlanRow, ...]) -> str:
    if span is None:
        return "not read"
    passage = next((p for p in document.passages if p.start <= span[0] < p.end), None)
    if passage is None or not is_prose(passage):
        return "in a table, heading or stem"
    if any(shared(span, (row.start, row.end)) >= OVERLAP * (span[1] - span[0]) for row in rows):
        return "one clause with another measure"
    if not passage.text.endswith((".", "!", "?")):
        return "fragment without a stop"
    if any(row.passage == passage.id and row.kind == "measure" for row in rows):
        return "clause beside one that was found"
    return "list item" if passage.kind.value == "list_item" else "paragraph"


def false(document: Document, row: PlanRow, golds: list[Span], goals: list[str]) -> str:
    passage = document.passages[row.passage]
    if row.source == "table":
        return "row of a table"
    if any(row.text in goal or goal in row.text for goal in goals):
        return "goal"
    place = row.start - passage.start
    sentence = next(s for s in sentences(passage.text) if s.start <= place < s.end)
    inside = (passage.start + sentence.start, passage.start + sentence.end)
    if any(shared(inside, gold) > 0 for gold in golds):
        return "same sentence as a measure"
    if not passage.text.endswith((".", "!", "?")):
        return "fragment without a stop"
    if any(shared((passage.start, passage.end), gold) > 0 for gold in golds):
        return "same passage as a measure"
    return "passage without a measure"


def main() -> int:
    given = parser(__doc__)
    given.add_argument("--texts", type=Path, help="the texts of the real documents, where they are at hand")
    given.add_argument("--detail", action="store_true", help="print each error")
    options = given.parse_args()
    held = list(known(options.texts))
    texts = material(CORPORA, options.texts)
    records = read_corpus([CORPORA], texts=options.texts)
    counts: dict[str, Count] = {}
    wrong: dict[str, Counter[str]] = {}
    each = []
    for fold in range(FOLDS):
        left_out = held[fold::FOLDS]
        names = {one.gold.id for one in left_out}
        statements = train(without(texts, names))
        classifier = train_classifier([record for record in records if record.document not in names])
        for one in left_out:
            plan = build_plan(one.document, label_document(one.document, classifier), statements)
            found = match(found_in(one.document, plan), one.gold)
            group = "real" if isinstance(one.gold, RealGold) else f"programmes {one.gold.language}"
            count = measures(found)
            counts.setdefault(group, Count()).add(count)
            each.append({"document": one.gold.id, "measures": len(found.pairs), **count.figures()})
            for name, words in classes(one, found, plan.measures):
                wrong.setdefault(name, Counter())[group] += 1
                if options.detail:
                    print(f"{one.gold.id}\t{name}\t{' '.join(words.split())[:160]}")
    rows = [
        {"documents": group, "measures": count.right + count.missed, "false": count.false, **count.figures()}
        for group, count in sorted(counts.items())
    ]
    errors = [
        {"error": name, **{group: number[group] for group in sorted(counts)}} for name, number in sorted(wrong.items())
    ]
    show("Measures of the training documents, each left out of training", rows)
    show("Each document", each)
    show("Errors by class", errors)
    write(options.json, {"measures": rows, "documents": each, "errors": errors})
    return 0


if __name__ == "__main__":
    sys.exit(main())
