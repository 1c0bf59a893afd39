"""Train the classifier: what ``osallisuus train`` does, and ``make models`` calls.

One logistic regression a label. Probabilities are calibrated, and thresholds chosen for F1, on scores of
passages that the fold's regression has not seen; folds never part a document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..corpus import SOURCE, Record, read_corpus
from ..errors import InvalidCorpus
from .features import TOPIC_FLAGS, Example, blocks, weigh
from .model import FORMAT, Model, label_scheme

if TYPE_CHECKING:
    from numpy.typing import NDArray

C = 10.0  # inverse strength of regularisation, chosen by cross-validation on the training documents
FOLDS = 5
MIN_DOCUMENTS = 2  # an n-gram of fewer training passages has no weight


def example_of(record: Record) -> Example:
    """Return what the classifier sees of a corpus record, the same way as of a document's passage."""
    above = " / ".join([*record.heading[-2:], record.stem])
    return Example(record.text, record.language, above, record.kind)


def truth_of(records: Sequence[Record]) -> NDArray[np.bool_]:
    """Return an array of shape (n_records, n_labels): which label each record carries."""
    scheme = label_scheme()
    return np.array(
        [
            [label in getattr(record.labels, name) for name, labels in scheme.items() for label in labels]
            for record in records
        ],
        dtype=bool,
    )


def train(records: Sequence[Record], *, c: float = C) -> Model:
    """Train a model on all of `records`.

    Parameters
    ----------
    records : sequence of Record
        Training passages; the caller leaves the test split out.
    c : float
        Inverse strength of regularisation.
    """
    from sklearn.model_selection import GroupKFold

    counts = blocks([example_of(record) for record in records])
    truth = truth_of(records)
    seen = np.concatenate([np.asarray((block > 0).sum(axis=0)).ravel() for block in counts[:-1]])
    idf = np.where(seen >= MIN_DOCUMENTS, np.log((1 + len(records)) / (1 + seen)) + 1.0, 0.0).astype(np.float32)
    rows, flags = weigh(counts, idf), counts[-1].shape[1]
    groups = [record.document for record in records]
    held_out = np.zeros(truth.shape)
    for fit, hold in GroupKFold(FOLDS).split(rows, groups=groups):
        weights, bias = _fit(rows[fit], truth[fit], c, flags)
        held_out[hold] = rows[hold] @ weights.T + bias
    weights, bias = _fit(rows, truth, c, flags)
    slope, shift, threshold = _calibrate(held_out, truth)
    return Model(
        idf=idf.astype(np.float16).astype(np.float32),
        weights=weights.astype(np.float16).astype(np.float32),
        bias=bias,
        slope=slope,
        shift=shift,
        threshold=threshold,
        card={
            "format": FORMAT,
            "labels": label_scheme(),
            "passages": len(records),
            "documents": len(set(groups)),
            "languages": {tag: sum(r.language == tag for r in records) for tag in ("fi", "sv")},
            "corpus_sha256": corpus_hash(records),
            "algorithm": f"logistic regression, C={c}, hashed n-grams and flags; Platt calibration, {FOLDS} folds",
        },
    )


def corpus_hash(records: Sequence[Record]) -> str:
    """Return a hash of ids, texts and labels, in order."""
    digest = hashlib.sha256()
    for record in records:
        digest.update(repr((record.id, record.text, record.labels)).encode())
    return digest.hexdigest()


def _fit(rows: Any, truth: NDArray[np.bool_], c: float, flags: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Fit one regression a label; the flags of form (the last `flags` but the topics) are for plan elements."""
    from sklearn.linear_model import LogisticRegression

    scheme = label_scheme()
    topics = len(scheme["perspectives"]) + len(scheme["house"])
    of_topic = np.ones(rows.shape[1], dtype=bool)
    of_topic[-flags:-TOPIC_FLAGS] = False
    without_form = rows[:, of_topic]

    weights = np.zeros((truth.shape[1], rows.shape[1]), dtype=np.float32)
    bias = np.full(truth.shape[1], -4.0, dtype=np.float32)
    for label in range(truth.shape[1]):
        if truth[:, label].any() and not truth[:, label].all():
            fitted = LogisticRegression(C=c, solver="liblinear", class_weight="balanced", random_state=0)
            use = of_topic if label < topics else slice(None)
            fitted.fit(without_form if label < topics else rows, truth[:, label])
            weights[label, use], bias[label] = fitted.coef_[0], fitted.intercept_[0]
    return weights, bias


def _calibrate(scores: NDArray[Any], truth: NDArray[np.bool_]) -> tuple[NDArray[np.float32], ...]:
    from sklearn.linear_model import LogisticRegression

    count = truth.shape[1]
    slope, shift, threshold = (np.zeros(count, np.float32) for _ in range(3))
    for label in range(count):
        fitted = LogisticRegression(C=1e3).fit(scores[:, [label]], truth[:, label])
        slope[label], shift[label] = fitted.coef_[0, 0], fitted.intercept_[0]
        probability = fitted.predict_proba(scores[:, [label]])[:, 1]
        limits = np.arange(0.15, 0.75, 0.01)
        threshold[label] = limits[int(np.argmax([_f1(truth[:, label], probability >= limit) for limit in limits]))]
    return slope, shift, threshold


def _f1(truth: NDArray[np.bool_], guess: NDArray[np.bool_]) -> float:
    hits = int((truth & guess).sum())
    return 2 * hits / max(int(truth.sum()) + int(guess.sum()), 1)


def train_file(corpora: Sequence[Path], target: Path, *, texts: Path | None = None) -> Model:
    """Train a model on the training passages of corpus files and folders, and write it.

    Parameters
    ----------
    texts : Path, optional
        The texts that stand-off labels refer to; without it they are left out.

    Raises
    ------
    InvalidCorpus
        If a corpus cannot be read or has no training passage.
    """
    records = read_corpus(corpora, texts=texts)
    if not records:
        names = ", ".join(map(str, corpora))
        raise InvalidCorpus(f"{names}: no training passage; the split of every one is test")
    model = train(records)
    standoff = sum(record.author == SOURCE for record in records)
    model.card["authored"], model.card["standoff"] = len(records) - standoff, standoff
    given = " ".join([path.name for path in corpora] + (["--texts", texts.name] if texts else []))
    model.card["command"] = f"osallisuus train {given} --out {target.name}"
    model.save(target)
    return model
