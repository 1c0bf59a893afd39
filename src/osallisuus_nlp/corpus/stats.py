"""What a corpus holds: counts by label, language, split, kind and genre, and how varied its text is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from .records import Labels, Record, known_labels

__all__ = ["NEAR", "diversity", "hard_negative", "label_counts", "near_duplicates", "passage_counts"]

NEAR = 90  # rapidfuzz ratio from which two passages are near-duplicates
_WORD = re.compile(r"[^\W\d_]+")

Row = dict[str, Any]


class Labelled(Protocol):
    """What can be counted: labels of a passage of one language and split."""

    @property
    def language(self) -> str: ...
    @property
    def split(self) -> str: ...
    @property
    def labels(self) -> Labels: ...


def label_counts(records: Sequence[Labelled]) -> list[Row]:
    """Return one row a label: its positives by language and split (``fi train`` …)."""
    columns = sorted(
        {(record.language, record.split) for record in records}, key=lambda pair: (pair[0], pair[1] == "test")
    )
    counts = Counter((r.language, r.split, name, label) for r in records for name, label in r.labels.pairs())
    return [
        {"set": name, "label": label}
        | {f"{language} {split}": counts[language, split, name, label] for language, split in columns}
        for name, label in known_labels()
    ]


def passage_counts(records: Sequence[Record]) -> list[Row]:
    """Return one row a language and one each for its splits, kinds and genres: documents, passages, hard negatives."""
    ways: dict[str, Callable[[Record], str]] = {
        "all": lambda _: "all",
        "split": lambda record: record.split,
        "kind": lambda record: record.kind,
        "genre": lambda record: record.genre or "not noted",
    }
    rows = []
    for language in sorted({record.language for record in records}):
        for way, key in ways.items():
            groups: dict[str, list[Record]] = {}
            for record in records:
                if record.language == language:
                    groups.setdefault(key(record), []).append(record)
            rows += [
                {
                    "language": language,
                    "by": way,
                    "value": value,
                    "documents": len({record.document for record in those}),
                    "passages": len(those),
                    "hard negatives": sum(map(hard_negative, those)),
                    "no label": sum(not record.labels.pairs() for record in those),
                    "with scars": sum(bool(record.scars) for record in those),
                }
                for value, those in sorted(groups.items())
            ]
    return rows


def hard_negative(record: Record) -> bool:
    """Whether a passage has neither perspective nor house level: it is about something else than participation."""
    return not record.labels.perspectives and not record.labels.house


def diversity(records: Sequence[Record]) -> list[Row]:
    """Return one row a language: words, vocabulary, share of distinct four-word runs, near-duplicates, lengths."""
    rows = []
    for language in sorted({record.language for record in records}):
        texts = [record.text for record in records if record.language == language]
        words = [[word.casefold() for word in _WORD.findall(text)] for text in texts]
        runs = [tuple(one[at : at + 4]) for one in words for at in range(len(one) - 3)]
        lengths = sorted(len(text.split()) for text in texts)
        rows.append(
            {
                "language": language,
                "passages": len(texts),
                "words": sum(map(len, words)),
                "vocabulary": len({word for one in words for word in one}),
                "distinct 4-grams": len(set(runs)) / max(len(runs), 1),
                "near-duplicates": sum(1 for _ in near_duplicates(texts)),
                "shortest": lengths[0],
                "median": lengths[len(lengths) // 2],
                "longest": lengths[-1],
            }
        )
    return rows


def near_duplicates(texts: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Give the places of every two texts whose rapidfuzz ratio is `NEAR` or more."""
    import numpy as np
    from rapidfuzz import fuzz, process

    for start in range(0, len(texts), 500):
        alike = process.cdist(texts[start : start + 500], texts, scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.uint8)
        for row, column in np.argwhere(alike):
            if start + row < column:
                yield int(start + row), int(column)
