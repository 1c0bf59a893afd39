"""The default tier as scikit-learn estimators, for labels, folds and pipelines of one's own.

>>> from osallisuus_nlp.classify.estimators import PassageClassifier
>>> classifier = PassageClassifier().fit(texts, labels)  # doctest: +SKIP
>>> classifier.save("own.npz")  # for `load_model`, `analyse(model=)` and the command line  # doctest: +SKIP

What stands for a passage, in any sequence or array of one dimension: a text, whose language is told from it; an
`Example`, which may have a heading and a kind; or a corpus `Record`. :func:`osallisuus_nlp.classify.train.train`
is a `PassageClassifier` fitted on a corpus.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.utils.validation import check_is_fitted

from ..corpus import Record
from ..errors import ResourceMissing
from ..language import identify
from .calibration import LANGUAGES
from .features import COUNTS, Example, blocks, weigh
from .model import FORMAT, Model, label_scheme, read_model
from .train import FOLDS, C, calibrate, example_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_matrix

MIN_PASSAGES = 2  # an n-gram of fewer training passages has no weight


def examples_of(passages: Sequence[Any]) -> list[Example]:
    """Return what the classifier sees of texts, examples or records.

    Raises
    ------
    ValueError
        If `passages` is not of one dimension, or holds something else.
    """
    if np.ndim(passages) != 1:
        raise ValueError(f"a sequence of passages is wanted, not {passages!r:.60}")
    return [_example(passage) for passage in passages]


def _example(passage: Any) -> Example:
    if isinstance(passage, Example):
        return passage
    if isinstance(passage, Record):
        return example_of(passage)
    if isinstance(passage, str):
        return Example(str(passage), identify(passage))
    raise ValueError(f"a passage is a text, an Example or a Record, not {passage!r:.60}")


def _counts(passages: Sequence[Any]) -> list[csr_matrix]:
    examples = examples_of(passages)
    if not examples:
        raise ValueError("there are no passages; at least one is wanted")
    return blocks(examples)


class _OfPassages(BaseEstimator):  # type: ignore[misc]
    """An estimator whose rows are passages."""

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        return tags


class PassageFeatures(TransformerMixin, _OfPassages):  # type: ignore[misc]
    """Passages to sparse rows: hashed n-grams of characters and words, headings, and flags.

    Parameters
    ----------
    min_passages : int
        An n-gram of fewer passages has no weight.

    Attributes
    ----------
    idf_ : array of float, shape (n_counts,)
        Weight of each n-gram; the flags, which are the last columns, have none.
    """

    def __init__(self, *, min_passages: int = MIN_PASSAGES) -> None:
        self.min_passages = min_passages

    def fit(self, X: Sequence[Any], y: object = None) -> PassageFeatures:  # noqa: N803 (scikit-learn's name)
        """Learn the weights of n-grams from passages; `y` is not looked at."""
        del y
        self._fit(_counts(X))
        return self

    def transform(self, X: Sequence[Any]) -> csr_matrix:  # noqa: N803
        """Return a sparse matrix of shape (n_passages, n_features)."""
        check_is_fitted(self)
        return weigh(_counts(X), self.idf_)

    def fit_transform(self, X: Sequence[Any], y: object = None) -> csr_matrix:  # noqa: N803
        """Return what `fit` and `transform` give, with the features counted once."""
        del y
        counts = _counts(X)
        self._fit(counts)
        return weigh(counts, self.idf_)

    def _fit(self, counts: list[csr_matrix]) -> None:
        passages = counts[0].shape[0]
        seen = np.concatenate([np.asarray((block > 0).sum(axis=0)).ravel() for block in counts[:-1]])
        weight = np.where(seen >= self.min_passages, np.log((1 + passages) / (1 + seen)) + 1.0, 0.0)
        self.idf_ = weight.astype(np.float16).astype(np.float32)  # as a model's file keeps it


class PassageClassifier(ClassifierMixin, _OfPassages):  # type: ignore[misc]
    """The default tier: a logistic regression of each label, calibrated, with a threshold for F1.

    Probabilities are calibrated, and thresholds chosen, on scores of passages that the fold's regression has not seen.

    Parameters
    ----------
    c : float
        Inverse strength of regularisation.
    folds : int
        Folds of the training passages by which they are calibrated.
    min_passages : int
        An n-gram of fewer passages has no weight.

    Attributes
    ----------
    classes_ : array of str, shape (n_labels,)
        The label ids, in the order of the columns: perspectives, house levels, elements.
    model_ : Model
        What was learnt.
    """

    def __init__(self, *, c: float = C, folds: int = FOLDS, min_passages: int = MIN_PASSAGES) -> None:
        self.c = c
        self.folds = folds
        self.min_passages = min_passages

    def fit(
        self,
        X: Sequence[Any],  # noqa: N803
        y: ArrayLike,
        groups: Sequence[Any] | None = None,
    ) -> PassageClassifier:
        """Learn from passages and their labels.

        Parameters
        ----------
        X : sequence of str, Example or Record, length n_passages
        y : array of bool or 0 and 1, shape (n_passages, n_labels)
            Which label of the framework each passage carries (`truth_of` gives it of records).
        groups : sequence, length n_passages, optional
            The document of each passage, since passages of one document are alike: no fold parts it. By default
            every passage is one of its own.

        Raises
        ------
        ValueError
            If `y` is no such array, or there are fewer groups than folds.
        """
        examples = examples_of(X)
        labels = [label for those in label_scheme().values() for label in those]
        truth = _truth(y, len(examples), labels)
        features = PassageFeatures(min_passages=self.min_passages)
        rows = features.fit_transform(examples)
        held_out = np.zeros(truth.shape, np.float32)
        for fit, hold in GroupKFold(self.folds).split(rows, groups=range(len(truth)) if groups is None else groups):
            weights, bias = _regressions(rows[fit], truth[fit], self.c)
            held_out[hold] = rows[hold] @ weights + bias
        weights, bias = _regressions(rows, truth, self.c)
        languages = [example.language for example in examples]
        self.model_ = Model(
            idf=features.idf_,
            weights=weights.astype(np.float16).astype(np.float32),
            bias=bias,
            calibration=calibrate(held_out, truth, languages),
            card={
                "tier": "default",
                "format": FORMAT,
                "labels": label_scheme(),
                "passages": len(examples),
                "languages": {tag: languages.count(tag) for tag in LANGUAGES},
                "algorithm": f"logistic regression, C={self.c}, hashed n-grams; Platt calibration, {self.folds} folds",
            },
        )
        self.classes_ = np.array(labels)
        return self

    def predict_proba(self, X: Sequence[Any]) -> NDArray[np.float64]:  # noqa: N803
        """Return an array of shape (n_passages, n_labels) of probabilities, 0–1."""
        check_is_fitted(self)
        return self.model_.probabilities(examples_of(X))

    def predict(self, X: Sequence[Any]) -> NDArray[np.int64]:  # noqa: N803
        """Return an array of shape (n_passages, n_labels): 1 where a label is given, else 0."""
        return np.asarray(self.predict_proba(X) >= self.model_.threshold, np.int64)

    def save(self, path: str | Path) -> None:
        """Write the model, as arrays and JSON; `load_model` and `load` read it."""
        check_is_fitted(self)
        self.model_.save(Path(path))

    @classmethod
    def load(cls, path: str | Path) -> PassageClassifier:
        """Return the classifier of a model's file.

        Its parameters are the default ones: the file keeps what was learnt, and how only in words.

        Raises
        ------
        ResourceMissing
            If the file is not a model of the default tier.
        """
        model = read_model(Path(path))
        if not isinstance(model, Model):
            raise ResourceMissing(f"{path}: a model of the accurate tier; use `load_model` for it")
        made = cls()
        made.model_, made.classes_ = model, np.array(model.labels)
        return made

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = tags.target_tags.multi_output = True
        tags.classifier_tags.multi_class = tags.target_tags.single_output = False
        return tags


def _truth(y: ArrayLike, passages: int, labels: list[str]) -> NDArray[np.bool_]:
    truth = np.asarray(y)
    if truth.shape != (passages, len(labels)):
        raise ValueError(
            f"y is an array of {passages} passages and {len(labels)} labels ({', '.join(labels)}), not {truth.shape}"
        )
    if not np.isin(truth, (0, 1)).all():
        raise ValueError("y holds other values than 0 and 1")
    return truth.astype(bool)


def _regressions(rows: Any, truth: NDArray[np.bool_], c: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Fit one regression a label; the flags are for plan elements. A label without examples is never given."""
    elements = len(label_scheme()["elements"])
    weights = np.zeros((rows.shape[1], truth.shape[1]), dtype=np.float32)
    bias = np.full(truth.shape[1], -4.0, dtype=np.float32)
    used = np.flatnonzero(np.asarray(abs(rows).sum(axis=0)).ravel())
    whole = rows[:, used].astype(np.float64)
    counted = int(np.searchsorted(used, COUNTS))
    of_topic = whole[:, :counted]
    for label in range(truth.shape[1]):
        if truth[:, label].any() and not truth[:, label].all():
            fitted = LogisticRegression(
                C=c, solver="liblinear", dual=True, tol=1e-2, class_weight="balanced", random_state=0
            )
            of_form = label >= truth.shape[1] - elements
            fitted.fit(whole if of_form else of_topic, truth[:, label])
            weights[used if of_form else used[:counted], label] = fitted.coef_[0]
            bias[label] = fitted.intercept_[0]
    return weights, bias
