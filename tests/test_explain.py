"""Why a passage got a label."""

from __future__ import annotations

import numpy as np
import pytest

from osallisuus_nlp.classify import classify, explain

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
