"""What the corpora mark in passages: which words state measures and goals, and what is said of them.

Known are the passages of whole programmes, whose gold marks measures and goals; authored and real passages, of which
``corpora/plans/clauses.jsonl`` says which clauses state the measure, or which are one clause or have none; and the real
documents whose measures are marked (``corpora/plans/measures.jsonl``), read as text is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..classify.features import Example
from ..classify.label import title_of
from ..classify.marks import OF_WORDS
from ..classify.train import example_of, group_of
from ..corpus import Record, read_corpus, read_standoff
from ..corpus.plans import CLAUSES, MEASURES, PlanMeasure, Range, located, read_clauses, read_plans
from ..corpus.programmes import ELEMENTS, read_programme
from ..corpus.texts import read_texts
from ..language import with_languages
from ..reading import parse_text
from .parts import is_prose
from .units import units_of

WEIGHTS = {"programmes": 2.0, "authored": 1.0, "real": 0.3}  # by source; real plans weigh as programmes
_STATUSES = ("existing", "past")
Ranges = Sequence[Range] | None


@dataclass(frozen=True)
class Marked:
    """A passage of the training documents with what is marked in it.

    Attributes
    ----------
    ranges : dict of str to (sequence of (start, end) or None)
        For each of `MARKS` the words marked, as offsets in the passage; None where no one has said.
    record : Record or None
        The corpus' record of it, with the labels of the whole passage; a passage of a real plan has none.
    """

    example: Example
    document: str
    stem: str
    ranges: dict[str, Ranges]
    weight: float
    record: Record | None = None


def marked_passages(corpora: Path, texts: Path | None = None) -> Iterator[Marked]:
    """Give the passages of the training documents.

    Parameters
    ----------
    texts : Path, optional
        The texts that stand-off labels refer to; without it real documents are left out.
    """
    clauses = read_clauses(corpora / "plans" / CLAUSES)
    plans = _plans(corpora) if texts else {}
    statuses: dict[str, list[tuple[str, str]]] = {}
    for record in read_corpus([corpora], texts=texts):
        source = group_of(record).split()[0]
        whole = source == "programmes"
        ranges = _elements(record) | _statements(record, clauses, whole=whole)
        if whole:
            if record.document not in statuses:
                measures = read_programme(corpora / "programmes" / record.document).measures
                statuses[record.document] = [(measure.quote, measure.status) for measure in measures]
            ranges |= _of_status(record.text, statuses[record.document])
        if record.document in plans:  # its measures are marked in the document itself
            ranges["measure"] = None
        yield Marked(example_of(record), record.document, record.stem, ranges, WEIGHTS[source], record)
    if texts:
        held = read_texts(texts)
        entries = read_standoff(corpora / "standoff").entries
        for name, measures_ in plans.items():
            shown = [(entry.start, entry.end) for entry in entries if entry.document == name]
            yield from _of_plan(name, held[name], measures_, shown)


def _plans(corpora: Path) -> dict[str, list[PlanMeasure]]:
    """Return the measures of each real document of the training split."""
    documents = read_standoff(corpora / "standoff").documents
    found: dict[str, list[PlanMeasure]] = {}
    for measure in read_plans(corpora / "plans" / MEASURES):
        if documents[measure.document].split == "train":
            found.setdefault(measure.document, []).append(measure)
    return dict(sorted(found.items()))


def _statements(record: Record, clauses: dict[str, tuple[Range, ...]], *, whole: bool) -> dict[str, Ranges]:
    """Return which ranges of a passage state a measure and a goal, each None where only the passage is labelled."""
    found: dict[str, Ranges] = dict.fromkeys(_STATUSES)
    for stated in ("measure", "goal"):
        ranges = [(span.start, span.end) for span in record.spans if span.label == stated]
        if record.kind == "table_row":
            found[stated] = None
        elif whole:
            found[stated] = ranges
        elif stated not in record.labels.elements:
            found[stated] = []
        elif stated == "measure" and record.id in clauses:
            found[stated] = clauses[record.id]
        else:
            found[stated] = [(0, len(record.text))] if len(units_of(record.text, record.language)) == 1 else None
    return found


def _elements(record: Record) -> dict[str, Ranges]:
    """Return which words name parties, money and the like; None where they do but are not marked."""
    found: dict[str, Ranges] = {}
    for label in OF_WORDS:
        ranges = [(span.start, span.end) for span in record.spans if span.label == label]
        found[label] = ranges if ranges or label not in record.labels.elements else None
    return found


def _of_status(text: str, measures: Sequence[tuple[str, str]]) -> dict[str, Ranges]:
    places = [(text.find(quote), len(quote), status) for quote, status in measures if quote in text]
    return {
        status: [(start, start + length) for start, length, given in places if given == status] for status in _STATUSES
    }


def _of_plan(name: str, text: str, measures: Sequence[PlanMeasure], shown: Sequence[Range]) -> Iterator[Marked]:
    """Give the passages of a real document as it is read.

    Of lines that its readers were not shown as passages, headings and the like, nobody has said what they state.
    """
    document = with_languages(parse_text(text, name=name))
    title, read = title_of(document), document.text

    def found(ranges: Iterable[Range]) -> list[Range]:
        return [span for span in located(ranges, text, read) if span is not None]

    marked: dict[str, Ranges] = {"measure": found([(measure.start, measure.end) for measure in measures]), "goal": None}
    for status in _STATUSES:
        marked[status] = found([(measure.start, measure.end) for measure in measures if measure.status == status])
    for field, label in ELEMENTS.items():
        marked[label] = found(sorted({span for measure in measures for span in getattr(measure, field)}))
    passages = found(shown)
    for passage in document.passages:
        if not is_prose(passage) or not _inside(passage.start, passage.end, passages):
            continue
        ranges: dict[str, Ranges] = {
            mark: None if spans is None else _inside(passage.start, passage.end, spans)
            for mark, spans in marked.items()
        }
        example = Example.of(passage, title, read)
        yield Marked(example, name, passage.stem, ranges, WEIGHTS["programmes"])


def _inside(start: int, end: int, spans: Sequence[Range]) -> list[Range]:
    """Return the parts of spans that stand in a stretch, from its beginning."""
    return [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and start < b]
