"""spaCy: a DocBin with ``doc.cats`` (``"house.feedback": 1.0``) and ``doc.spans["plan"]``, to train a pipeline on.

What a Doc has no place for (document, heading, split …) is kept as JSON in ``doc.user_data["record"]``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import _data
from ...errors import InvalidCorpus, ResourceMissing
from ..records import LABEL_SETS, Record, Span, check_record, known_labels

if TYPE_CHECKING:
    from spacy.tokens import Doc

SPANS = "plan"


def _spacy() -> Any:
    try:
        import spacy
        import spacy.tokens
    except ImportError as error:
        raise ResourceMissing("the DocBin format needs spaCy: pip install spacy") from error
    return spacy


def write(records: Sequence[Record], path: Path) -> None:
    """Write a DocBin; raises `ResourceMissing` without spaCy."""
    spacy = _spacy()
    store = spacy.tokens.DocBin(store_user_data=True)
    pipelines = {tag: spacy.blank(tag) for tag in ("fi", "sv")}
    for record in records:
        store.add(_doc(record, pipelines[record.language]))
    store.to_disk(path)


def _doc(record: Record, pipeline: Any) -> Doc:
    spacy = _spacy()
    words = list(_cut(pipeline.make_doc(record.text), record.spans))
    doc: Doc = spacy.tokens.Doc(pipeline.vocab, [word for word, _ in words], [space for _, space in words])
    given = record.labels.pairs()
    for name, label in known_labels():
        doc.cats[f"{name}.{label}"] = float((name, label) in given)
    marked = [doc.char_span(span.start, span.end, label=span.label) for span in record.spans]
    doc.spans[SPANS] = [span for span in marked if span is not None]  # none is: the tokens were cut at their edges
    rest = {name: value for name, value in asdict(record).items() if name not in ("text", "labels", "spans")}
    doc.user_data["record"] = json.dumps(rest, ensure_ascii=False)
    return doc


def _cut(doc: Doc, spans: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """Give the tokens with whether a space follows, cut where a span begins or ends within one.

    The space after a token is a token of its own where a span begins or ends with it.
    """
    text = doc.text
    edges = {place for span in spans for place in (span.start, span.end)}
    spaces = {span.start for span in spans if text[span.start].isspace()}
    spaces |= {span.end - 1 for span in spans if text[span.end - 1].isspace()}
    for token in doc:
        stop = token.idx + len(token)
        alone = bool(token.whitespace_) and stop in spaces
        places = [token.idx, *sorted(edge for edge in edges if token.idx < edge < stop), stop]
        for start, end in pairwise(places):
            yield text[start:end], bool(token.whitespace_) and end == stop and not alone
        if alone:
            yield token.whitespace_, False


def read(path: Path) -> dict[str, list[Record]]:
    """Read a DocBin that was written here; raises `InvalidCorpus`, or `ResourceMissing` without spaCy."""
    spacy = _spacy()
    try:
        store = spacy.tokens.DocBin(store_user_data=True).from_disk(path)
        docs = list(store.get_docs(spacy.blank("fi").vocab))
    except Exception as error:
        raise InvalidCorpus(f"{path}: not a DocBin of spaCy: {error}") from error
    found = []
    for number, doc in enumerate(docs, start=1):
        place = f"{path}: doc {number}"
        try:
            labels: dict[str, list[str]] = {name: [] for name in LABEL_SETS}
            for key, value in doc.cats.items():
                name, _, label = key.partition(".")
                if value >= 0.5:
                    labels[name].append(label)
            spans = [
                {"start": span.start_char, "end": span.end_char, "label": span.label_, "text": span.text}
                for span in doc.spans.get(SPANS, [])
            ]
            plain = json.loads(doc.user_data["record"])
            record = _data.from_plain(Record, plain | {"text": doc.text, "labels": labels, "spans": spans})
        except (KeyError, ValueError, TypeError) as error:
            reason = f"no {error}" if isinstance(error, KeyError) else _data.explain(error)
            raise InvalidCorpus(f"{place}: not a passage exported from here: {reason}") from error
        check_record(record, place)
        found.append(record)
    return {"": found}
