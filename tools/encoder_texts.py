"""What the encoder is taught: passages in pieces, with what is known of each passage, its clauses and its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from osallisuus_nlp.classify.encoder import PAD, Input, batch_of, inputs_of
from osallisuus_nlp.classify.marks import OF_CLAUSES, OF_WORDS, word_spans
from osallisuus_nlp.classify.pieces import Pieces
from osallisuus_nlp.language import Span
from osallisuus_nlp.plan.marked import Marked, Ranges
from osallisuus_nlp.plan.train import UNKNOWN, states
from osallisuus_nlp.plan.units import units_of

STEP = 8  # rows have few different lengths, so that what was compiled for one is used again


@dataclass(frozen=True)
class Lesson:
    """What the encoder reads at once, and what it should say of it.

    Attributes
    ----------
    labels : array of bool, shape (n_labels,), or None
        Of the passage; None where nobody has said, and for the later parts of a long one.
    clauses : list of (pieces, truth)
        The places of a clause's pieces in the row, and 1, 0 or -1 (unknown) for each of `OF_CLAUSES`.
    words : array of int, shape (n_pieces of the text, len(OF_WORDS))
        1, 0 or -1.
    """

    read: Input
    labels: np.ndarray | None
    clauses: list[tuple[np.ndarray, list[int]]]
    words: np.ndarray
    weight: float


def lessons_of(passage: Marked, labels: np.ndarray | None, pieces: Pieces) -> list[Lesson]:
    """Return the rows of a passage with what is known of them; `labels` are those of the whole passage."""
    text, language = passage.example.text, passage.example.language
    words = word_spans(text)
    units = units_of(text, language) if passage.example.kind != "table_row" else []
    truths = [_of_clause(unit, passage) for unit in units]
    unit_of = [next((n for n, unit in enumerate(units) if unit.start <= w.start < unit.end), -1) for w in words]
    known = np.array([[_of_word(word, passage.ranges[mark]) for mark in OF_WORDS] for word in words], np.int8)
    lessons = []
    for part, read in enumerate(inputs_of(passage.example, pieces)):
        of_piece = np.array([unit_of[word] for word in read.words], int)
        clauses = [
            (read.first + np.flatnonzero(of_piece == number), truth)
            for number, truth in enumerate(truths)
            if (of_piece == number).any()
        ]
        lessons.append(
            Lesson(
                read,
                labels if part == 0 else None,
                clauses,
                known[read.words].reshape(-1, len(OF_WORDS)),
                passage.weight,
            )
        )
    return lessons


def _of_clause(unit: Span, passage: Marked) -> list[int]:
    truth = [states(unit, passage.ranges[mark]) for mark in OF_CLAUSES]
    if truth[0] != 1:  # only a measure is planned, runs or is past
        truth[2:] = [UNKNOWN] * len(truth[2:])
    return truth


def _of_word(word: Span, ranges: Ranges) -> int:
    return UNKNOWN if ranges is None else int(any(start < word.end and word.start < end for start, end in ranges))


def filled(lessons: Sequence[Lesson]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the token ids of lessons and their mask."""
    ids, mask = batch_of([lesson.read for lesson in lessons])
    wide = ((0, 0), (0, -ids.shape[1] % STEP))
    return torch.from_numpy(np.pad(ids, wide, constant_values=PAD)), torch.from_numpy(np.pad(mask, wide))


def batches(lessons: Sequence[Lesson], size: int, rng: np.random.Generator | None) -> Iterator[list[Lesson]]:
    """Give lessons of like length together, in an order that `rng` shuffles."""
    lengths = np.array([len(lesson.read.ids) for lesson in lessons], dtype=float)
    if rng is not None:
        lengths *= rng.uniform(0.9, 1.1, len(lengths))
    order = np.argsort(lengths, kind="stable")
    parts = [order[start : start + size] for start in range(0, len(order), size)]
    if rng is not None:
        rng.shuffle(parts)
    for places in parts:
        yield [lessons[place] for place in places]
