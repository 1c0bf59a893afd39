"""The default tier as scikit-learn estimators: their contract, and what one does with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sklearn
from sklearn.base import BaseEstimator, clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_val_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import estimator_checks, get_tags

from osallisuus_nlp import ResourceMissing, classify
from osallisuus_nlp.classify import load_model
from osallisuus_nlp.classify.estimators import PassageClassifier, PassageFeatures, examples_of
from osallisuus_nlp.classify.features import FEATURES, FLAGS, Example
from osallisuus_nlp.classify.train import example_of, train, truth_of
from osallisuus_nlp.corpus import Record, read_records

ROOT = Path(__file__).parents[1]

# `check_estimator` gives rows of numbers, and skips an estimator that takes none; these of its checks need no rows.
CHECKS = [
    estimator_checks.check_estimator_cloneable,
    estimator_checks.check_estimator_tags_renamed,
    estimator_checks.check_valid_tag_types,
    estimator_checks.check_estimator_repr,
    estimator_checks.check_no_attributes_set_in_init,
    estimator_checks.check_do_not_raise_errors_in_init_or_set_params,
    estimator_checks.check_mixin_order,
    estimator_checks.check_parameters_default_constructible,
    estimator_checks.check_get_params_invariance,
    estimator_checks.check_set_params,
]


@pytest.fixture(scope="module")
def records() -> list[Record]:
    """160 training passages: enough to learn from, too few to be good."""
    return read_records([ROOT / "corpora" / "passages" / "fi-a.jsonl"])[:160]


@pytest.fixture(scope="module")
def fitted(records: list[Record]) -> PassageClassifier:
    return PassageClassifier(folds=2).fit(records, truth_of(records), groups=[r.document for r in records])


# ---------------------------------------------------------------- scikit-learn's contract


@pytest.mark.parametrize("estimator", [PassageFeatures(), PassageClassifier()], ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_check_of_scikit_learn(check: Any, estimator: BaseEstimator) -> None:
    check(type(estimator).__name__, estimator)


@pytest.mark.parametrize("estimator", [PassageFeatures(), PassageClassifier()], ids=lambda one: type(one).__name__)
def test_check_estimator_finds_nothing_to_check_on_rows_of_numbers(estimator: BaseEstimator) -> None:
    with pytest.warns(estimator_checks.SkipTestWarning, match="requires input"):
        results = estimator_checks.check_estimator(estimator, on_fail=None)
    assert not [result for result in results if result["status"] == "failed"]


def test_tags_say_what_goes_in_and_what_comes_out() -> None:
    tags = get_tags(PassageClassifier())
    assert tags.input_tags.string and tags.input_tags.one_d_array and not tags.input_tags.two_d_array
    assert tags.classifier_tags.multi_label and tags.target_tags.required
    assert tags.estimator_type == "classifier"


def test_fitting_changes_no_parameter_and_returns_itself(records: list[Record]) -> None:
    classifier = PassageClassifier(folds=2, min_passages=3)
    before = classifier.get_params()
    assert classifier.fit(records, truth_of(records)) is classifier
    assert classifier.get_params() == before
    assert not hasattr(clone(classifier), "model_")


def test_fitting_twice_gives_the_same(records: list[Record], fitted: PassageClassifier) -> None:
    again = clone(fitted).fit(records, truth_of(records), groups=[r.document for r in records])
    np.testing.assert_array_equal(again.predict_proba(records), fitted.predict_proba(records))


def test_order_and_parts_of_the_passages_make_no_difference(fitted: PassageClassifier, records: list[Record]) -> None:
    whole = fitted.predict_proba(records)
    np.testing.assert_allclose(fitted.predict_proba(records[::-1]), whole[::-1], atol=1e-6)
    np.testing.assert_allclose(fitted.predict_proba(records[3:4]), whole[3:4], atol=1e-6)


@pytest.mark.parametrize("call", [lambda x: PassageClassifier().predict(x), lambda x: PassageFeatures().transform(x)])
def test_what_is_not_fitted_says_so(call: Any) -> None:
    with pytest.raises(NotFittedError):
        call(["Asukasraati kokoontuu."])


@pytest.mark.parametrize(
    ("passages", "wrong"),
    [
        ("Asukasraati kokoontuu.", "a sequence of passages is wanted"),
        (np.zeros((3, 2)), "a sequence of passages is wanted"),
        (pd.DataFrame({"text": ["Asukasraati kokoontuu."]}), "a sequence of passages is wanted"),
        ([1.0, 2.0], "a passage is a text, an Example or a Record, not 1.0"),
        ([None], "a passage is a text, an Example or a Record, not None"),
    ],
)
def test_what_is_no_passage_is_refused(passages: Any, wrong: str, fitted: PassageClassifier) -> None:
    with pytest.raises(ValueError, match=wrong):
        fitted.predict(passages)


def test_labels_must_be_a_column_each(records: list[Record]) -> None:
    with pytest.raises(ValueError, match=r"y is an array of 160 passages and 16 labels \(own_life, .*\), not \(160,\)"):
        PassageClassifier().fit(records, np.zeros(160))
    with pytest.raises(ValueError, match="y holds other values than 0 and 1"):
        PassageClassifier().fit(records, np.full((160, 16), 2))
    with pytest.raises(ValueError, match="no passages"):
        PassageClassifier().fit([], np.zeros((0, 16)))


# ---------------------------------------------------------------- what they give


def test_texts_examples_and_records_are_passages() -> None:
    record = Record("a-1", "a", "sv", "Byn ordnar talko.", labels=None, author="x", split="train", licence="CC")  # type: ignore[arg-type]
    text, example, from_record = examples_of(["Kylä järjestää talkoot.", Example("Talko.", "sv"), record])
    assert (text, example.text) == (Example("Kylä järjestää talkoot.", "fi"), "Talko.")
    assert from_record == example_of(record)


@pytest.mark.parametrize("kind", [list, tuple, np.array, pd.Series, lambda x: np.array(x, dtype=object)])
def test_any_sequence_of_texts_will_do(kind: Any, fitted: PassageClassifier) -> None:
    texts = ["Kylä järjestää talkoot.", "Vastuu: sivistysjohtaja."]
    assert fitted.predict(kind(texts)).shape == (2, 16)
    np.testing.assert_array_equal(fitted.predict_proba(kind(texts)), fitted.predict_proba(texts))


def test_features_are_one_sparse_row_a_passage() -> None:
    texts = ["Kylä järjestää talkoot.", "Kylä järjestää juhlan."]
    features = PassageFeatures(min_passages=2).fit(texts)
    rows = features.transform([*texts, "Aivan muuta"])
    assert rows.shape == (3, FEATURES) and features.idf_.shape == (FEATURES - FLAGS,)
    assert (features.fit_transform(texts) != rows[:2]).nnz == 0
    assert rows[0].nnz > rows[2].nnz > 0, "of words that were not there before only flags are left"


def test_predictions_are_what_reaches_the_threshold(fitted: PassageClassifier, records: list[Record]) -> None:
    probabilities, given = fitted.predict_proba(records), fitted.predict(records)
    assert list(fitted.classes_[:3]) == ["own_life", "influencing", "local"]
    np.testing.assert_array_equal(given == 1, probabilities >= fitted.model_.threshold)
    assert fitted.score(records, truth_of(records)) > 0.3, "share of its own passages with all labels right"


def test_training_is_the_same_code(records: list[Record]) -> None:
    classifier = PassageClassifier().fit(records, truth_of(records), groups=[r.document for r in records])
    np.testing.assert_array_equal(train(records).probabilities(examples_of(records)), classifier.predict_proba(records))


# ---------------------------------------------------------------- among others


def test_cross_validation_by_document(records: list[Record]) -> None:
    documents = [record.document for record in records]
    scores = cross_val_score(
        PassageClassifier(folds=2), records, truth_of(records), groups=documents, cv=GroupKFold(2), scoring="f1_micro"
    )
    assert scores.shape == (2,) and (scores > 0.2).all()


def test_documents_reach_the_folds_within(records: list[Record]) -> None:
    documents = [record.document for record in records]
    with sklearn.config_context(enable_metadata_routing=True):
        classifier = PassageClassifier(folds=2).set_fit_request(groups=True)
        found = cross_val_score(
            classifier,
            records,
            truth_of(records),
            cv=GroupKFold(2),
            scoring="average_precision",
            params={"groups": documents},
        )
    assert found.shape == (2,)


def test_a_grid_in_a_pipeline(records: list[Record]) -> None:
    cleaned = FunctionTransformer(lambda texts: [text.replace("­", "") for text in texts], validate=False)
    texts = [record.text for record in records]
    grid = GridSearchCV(
        make_pipeline(cleaned, PassageClassifier(folds=2)),
        {"passageclassifier__c": [1.0, 10.0]},
        cv=2,
        scoring="f1_micro",
    )
    grid.fit(texts, truth_of(records))
    assert grid.best_params_["passageclassifier__c"] in (1.0, 10.0)
    assert grid.predict(texts[:2]).shape == (2, 16)


def test_features_serve_a_classifier_of_ones_own(records: list[Record]) -> None:
    marks = ["local" in record.labels.perspectives for record in records]
    own = make_pipeline(PassageFeatures(), LogisticRegression(class_weight="balanced")).fit(records, marks)
    assert own.score(records, marks) > 0.8
    several = make_pipeline(PassageFeatures(), OneVsRestClassifier(LogisticRegression()))
    several.fit(records, truth_of(records)[:, [2, 9]])


# ---------------------------------------------------------------- the file


def test_it_comes_back_from_its_file_and_serves_the_library(
    fitted: PassageClassifier, records: list[Record], tmp_path: Path
) -> None:
    path = tmp_path / "own.npz"
    fitted.save(path)
    loaded = PassageClassifier.load(path)
    np.testing.assert_array_equal(loaded.predict_proba(records), fitted.predict_proba(records))
    assert list(loaded.classes_) == list(fitted.classes_)
    assert load_model(path).card["passages"] == 160
    assert classify(["Kyläyhdistys järjestää talkoot."], model=path)["local"][0] > 0


def test_the_accurate_tier_is_no_estimator() -> None:
    with pytest.raises(ResourceMissing, match="a model of the accurate tier"):
        PassageClassifier.load(ROOT / "models" / "accurate.npz")
