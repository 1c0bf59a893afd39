"""Why a passage got a label."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import osallisuus_nlp as onlp
from osallisuus_nlp.classify import classify, explain, explain_passages, label_document, load_model
from osallisuus_nlp.classify.features import Example
from osallisuus_nlp.classify.model import Both

TEXT = "Asukasraati kokoontuu neljä kertaa vuodessa ja antaa lausuntoja palveluista."


def test_the_weights_sum_to_the_log_odds_of_the_probability() -> None:
    frame = explain(TEXT, "influencing", "Raadit")
    probability = classify([TEXT], ["Raadit"])["influencing"][0]
    assert frame["weight"].sum() == pytest.approx(np.log(probability / (1 - probability)), abs=1e-3)


def test_the_word_that_says_it_speaks_for_it() -> None:
    frame = explain(TEXT, "influencing")
    words = frame[frame["part"] == "word"].set_index("feature")["weight"]
    assert words["asukasraati"] > 0
    assert list(frame.columns) == ["part", "feature", "weight"]
    assert frame["weight"].abs().is_monotonic_decreasing


def test_headings_have_their_own_rows() -> None:
    frame = explain("Raati kokoontuu.", "own_life", "Osallisuus omassa elämässä")
    assert "omassa elämässä" in set(frame[frame["part"] == "heading"]["feature"])


def test_an_unknown_label_is_named() -> None:
    with pytest.raises(ValueError, match="there is no label 'welfare'; choose from own_life"):
        explain(TEXT, "welfare")


def test_both_tiers_explain_as_the_one_that_labels_the_text() -> None:
    pytest.importorskip("onnxruntime")
    both = load_model("both")
    assert isinstance(both, Both)
    texts = [TEXT, "Ehkä jotain.", "Kyläläisten ajatuksia kuullaan joskus.", "Asukkaiden mielipiteitä kuunnellaan."]
    unsure = both.unsure(both.first.probabilities([Example(text) for text in texts])).tolist()
    assert set(unsure) == {False, True}, "some that the default tier is sure of, and some that it is not"
    for text, sent in zip(texts, unsure, strict=True):
        tier = "accurate" if sent else "default"
        pd.testing.assert_frame_equal(
            explain(text, "influencing", model="both"), explain(text, "influencing", model=tier)
        )


PROGRAMME = """Osallisuusohjelma

Asukasraati kokoontuu neljä kertaa vuodessa ja antaa lausuntoja palveluista.

Kunnan lainakanta oli vuoden lopussa 12,4 miljoonaa euroa.

Toimenpiteet:

- Asukasilta järjestetään kaksi kertaa vuodessa.

- Verkkokysely tehdään joka syksy.
"""


def log_odds(probability: float) -> float:
    return float(np.log(probability / (1 - probability)))


@pytest.mark.parametrize("model", ["default", "accurate", "both"])
def test_reasons_of_a_passage_sum_to_the_log_odds_of_each_label_it_was_given(model: str) -> None:
    if model != "default":
        pytest.importorskip("onnxruntime")
    labelled = label_document(onlp.parse_text(PROGRAMME), load_model(model))
    explained = explain_passages(labelled, range(len(labelled)))
    given = [(one.passage, label) for one in labelled for label in one.given]
    assert [(one.passage, one.label) for one in explained.entries] == given
    for one in explained.entries:
        said = sum(reason.weight for reason in one.reasons)
        assert said == pytest.approx(log_odds(min(max(one.probability, 1e-4), 1 - 1e-4)), abs=0.01)


def test_words_for_a_label_stand_before_those_against_it() -> None:
    labelled = label_document(onlp.parse_text(PROGRAMME))
    (one,) = [one for one in explain_passages(labelled, [1]).entries if one.label == "influencing"]
    weights = [reason.weight for reason in one.reasons if reason.feature]
    assert weights == sorted(weights, key=lambda weight: (weight < 0, -abs(weight)))
    assert one.reasons[0].feature == "asukasraati"
    assert [reason.part for reason in one.reasons[-2:]] == ["form", "rest"]


def test_what_a_lists_stem_states_is_marked() -> None:
    labelled = label_document(onlp.parse_text(PROGRAMME))
    stated = {
        (one.passage, one.label) for one in explain_passages(labelled, range(len(labelled))).entries if one.stated
    }
    items = [passage.id for passage in labelled.document.passages if passage.kind.value == "list_item"]
    assert stated == {(item, "measure") for item in items} != set()


def test_an_analysis_explains_what_it_quotes_as_a_frame() -> None:
    analysis = onlp.analyse_document(onlp.parse_text(PROGRAMME))
    frame = analysis.explanations.to_frame()
    assert list(frame.columns) == ["passage", "label", "probability", "stated", "part", "feature", "weight"]
    quoted = {item.passage for entry in analysis.assessment.criteria for item in entry.evidence}
    quoted |= {analysis.plan.rows[gap.row].passage for gap in analysis.gaps if gap.row is not None}
    assert set(frame["passage"]) <= quoted
    assert onlp.Analysis.from_json(analysis.to_json()).explanations == analysis.explanations


def test_an_analysis_of_an_earlier_version_has_no_explanations() -> None:
    analysis = onlp.analyse_document(onlp.parse_text(PROGRAMME))
    plain = json.loads(analysis.to_json())
    del plain["explanations"]
    assert onlp.Analysis.from_json(json.dumps(plain)).explanations.entries == ()
