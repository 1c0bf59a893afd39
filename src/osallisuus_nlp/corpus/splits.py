"""Part a corpus into training and test documents, stratified by language and kind, the same way every time."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from .records import Record

__all__ = ["with_splits"]


def with_splits(records: Sequence[Record], *, test: float = 0.2, seed: int = 0) -> list[Record]:
    """Return the records with a split each: whole documents, near a share of `test` of each stratum's passages.

    A stratum is the documents of one language in which one kind of passage (paragraph, list item, table row) is the
    most common. Documents are taken in an order that their names and `seed` decide, so that the same corpus is parted
    the same way on any machine, and a document that is added moves few others.

    Parameters
    ----------
    test : float
        From 0 to 1.
    """
    if not 0 <= test <= 1:
        raise ValueError(f"test is a share from 0 to 1, not {test}")
    of_document: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        of_document[record.document].append(record)
    strata: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, those in of_document.items():
        kinds = Counter(record.kind for record in those)
        strata[those[0].language, min(kinds, key=lambda kind: (-kinds[kind], kind))].append(name)
    held_out: set[str] = set()
    for names in strata.values():
        wanted = test * sum(len(of_document[name]) for name in names)
        taken = 0
        for name in sorted(names, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest()):
            count = len(of_document[name])
            if abs(taken + count - wanted) < abs(taken - wanted):  # nearer to the share with it than without
                held_out.add(name)
                taken += count
    return [replace(record, split="test" if record.document in held_out else "train") for record in records]
