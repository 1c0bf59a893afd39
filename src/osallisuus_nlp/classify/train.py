"""Train the default classifier: what ``osallisuus train`` does, and ``make models`` calls.

What is learnt, and how, is told in `estimators`; here a corpus is brought to it, and scores are calibrated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..corpus import SOURCE, Record, read_corpus
from ..errors import InvalidCorpus
from .calibration import LANGUAGES, Calibration
from .features import Example
from .model import FORMAT, Model, label_scheme

if TYPE_CHECKING:
    from numpy.typing import NDArray

C = 10.0  # inverse strength of regularisation, chosen by cross-validation on the training documents
FOLDS = 5
_LIMITS = np.arange(0.15, 0.505, 0.01)  # among which a threshold is chosen: what is likelier than not is always given
_AS_GOOD = 0.003  # of F1: of thresholds that are as good the highest is taken, since it gives fewer labels wrongly
_OF_LANGUAGE = 30.0  # passages of a language from which its own calibration is worth having


def example_of(record: Record) -> Example:
    """Return what the classifier sees of a corpus record, the same way as of a document's passage."""
    above = " / ".join([*record.heading[-2:], record.stem])
    return Example(record.text, record.language, above, record.kind, record.before, record.after)


def truth_of(records: Sequence[Record]) -> NDArray[np.bool_]:
    """Return an array of shape (n_records, n_labels): which label each record carries."""
    scheme = label_scheme()
    return np.array(
        [
            [label in getattr(record.labels, name) for name, labels in scheme.items() for label in labels]
            for record in records
        ],
        dtype=bool,
    ).reshape(len(records), sum(map(len, scheme.values())))


def train(records: Sequence[Record], *, c: float = C) -> Model:
    """Train a model on all of `records`: a `PassageClassifier`, with a card that tells the corpus.

    Parameters
    ----------
    records : sequence of Record
        Training passages; the caller leaves the test split out.
    c : float
        Inverse strength of regularisation.
    """
    from .estimators import PassageClassifier

    fitted = PassageClassifier(c=c).fit(records, truth_of(records), groups=[record.document for record in records])
    card = {"tier": "default", **card_of(records), "algorithm": fitted.model_.card["algorithm"]}
    return replace(fitted.model_, card=card)


def parted(records: Sequence[Record], share: float = 0.12) -> tuple[list[Record], list[Record]]:
    """Return the records without, and those of, documents that are held out: near a share of each source and language.

    Documents are taken in an order that their names decide.
    """
    groups: dict[str, dict[str, list[Record]]] = {}
    for record in records:
        groups.setdefault(group_of(record), {}).setdefault(record.document, []).append(record)
    held: set[str] = set()
    for documents in groups.values():
        wanted = share * sum(map(len, documents.values()))
        taken = 0
        for name in sorted(documents, key=lambda name: hashlib.sha256(name.encode()).digest()):
            count = len(documents[name])
            if abs(taken + count - wanted) < abs(taken - wanted):
                held.add(name)
                taken += count
    return [r for r in records if r.document not in held], [r for r in records if r.document in held]


def group_of(record: Record) -> str:
    """Return source and language of a passage: authored, programmes (whole) or real."""
    whole = record.id.startswith(f"{record.document}:")
    source = "real" if record.author == SOURCE else "programmes" if whole else "authored"
    return f"{source} {record.language}"


def card_of(records: Sequence[Record]) -> dict[str, Any]:
    """Return what a card says of the training passages and of the label scheme."""
    standoff = sum(record.author == SOURCE for record in records)
    return {
        "format": FORMAT,
        "labels": label_scheme(),
        "passages": len(records),
        "authored": len(records) - standoff,
        "standoff": standoff,
        "documents": len({record.document for record in records}),
        "languages": {tag: sum(r.language == tag for r in records) for tag in LANGUAGES},
        "corpus_sha256": corpus_hash(records),
    }


def corpus_hash(records: Sequence[Record]) -> str:
    """Return a hash of ids, texts and labels, in order."""
    digest = hashlib.sha256()
    for record in records:
        digest.update(repr((record.id, record.text, record.labels)).encode())
    return digest.hexdigest()


def calibrate(scores: NDArray[Any], truth: NDArray[np.bool_], languages: Sequence[str]) -> Calibration:
    """Return the calibration of held-out scores (Platt), of each label and language, and thresholds for F1.

    A language's own slope and shift are drawn to those of both together, the more so the fewer its true passages.

    Parameters
    ----------
    scores : array of float, shape (n_passages, n_labels)
    truth : array of bool, shape (n_passages, n_labels)
    languages : sequence of str
    """
    count = truth.shape[1]
    slope, shift = (np.zeros((len(LANGUAGES), count), np.float32) for _ in range(2))
    threshold = np.zeros(count, np.float32)
    tags = np.array(languages)
    for label in range(count):
        both = _platt(scores[:, label], truth[:, label])
        for row, tag in enumerate(LANGUAGES):
            part = tags == tag
            there = float(truth[part, label].sum())
            own = _platt(scores[part, label], truth[part, label]) if there and not truth[part, label].all() else both
            share = there / (there + _OF_LANGUAGE)
            slope[row, label], shift[row, label] = share * own + (1 - share) * both
    made = Calibration(slope, shift, threshold)
    probabilities = made.probabilities(scores, languages)
    for label in range(count):
        f1 = np.array([_f1(truth[:, label], probabilities[:, label] >= limit) for limit in _LIMITS])
        threshold[label] = _LIMITS[f1 >= f1.max() - _AS_GOOD].max()
    return made


def _platt(scores: NDArray[Any], truth: NDArray[np.bool_]) -> NDArray[np.float64]:
    from sklearn.linear_model import LogisticRegression

    if not truth.any() or truth.all():
        return np.array([1.0, 0.0])
    fitted = LogisticRegression(C=1e3).fit(scores[:, None], truth)
    return np.array([fitted.coef_[0, 0], fitted.intercept_[0]])


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
    given = " ".join([path.name for path in corpora] + (["--texts", texts.name] if texts else []))
    model.card["command"] = f"osallisuus train {given} --out {target.name}"
    model.save(target)
    return model
