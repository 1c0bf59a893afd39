"""The accurate tier: a sentence encoder beside the default classifier."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray

import osallisuus_nlp as onlp
from osallisuus_nlp.classify import load_model
from osallisuus_nlp.classify.encoder import AROUND, MOST, EncoderModel, Input, batch_of, inputs_of
from osallisuus_nlp.classify.features import Example
from osallisuus_nlp.classify.marks import MARKS, Marks
from osallisuus_nlp.classify.model import Both, label_scheme, read_model
from osallisuus_nlp.classify.pieces import Pieces

PIECES = Pieces(["<s>", "<pad>", "</s>", "<unk>", "▁a", "▁b", "▁b:", "▁passage:"], [0.0] * 8)
TEXTS = ["Asukasraati kokoontuu neljä kertaa vuodessa.", "Ansvarig: bildningsdirektören."]


@pytest.fixture(scope="module")
def accurate() -> EncoderModel:
    model = load_model("accurate")
    assert isinstance(model, EncoderModel)
    return model


def test_one_argument_chooses_the_tier() -> None:
    pytest.importorskip("onnxruntime")
    frame = onlp.classify(TEXTS, model="accurate")
    assert "influencing" in frame["perspectives"][0]
    assert "responsibility" in frame["elements"][1]
    assert not np.allclose(frame["influencing"], onlp.classify(TEXTS)["influencing"])


def test_a_document_is_analysed_with_it() -> None:
    pytest.importorskip("onnxruntime")
    document = onlp.parse_text("Osallisuusohjelma\n\nAsukasilta järjestetään kaksi kertaa vuodessa.\n")
    analysis = onlp.analyse_document(document, model="accurate")
    assert len(analysis.plan.measures) == 1


def test_without_its_extra_the_message_says_what_to_install(
    accurate: EncoderModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(onlp.ResourceMissing, match=r"pip install 'osallisuus_nlp\[accurate\]'"):
        replace(accurate).probabilities([Example("Talkoot.")])


def test_no_texts_need_no_network(accurate: EncoderModel) -> None:
    assert accurate.probabilities([]).shape == (0, len(accurate.labels))


def test_it_comes_back_from_its_file(accurate: EncoderModel, tmp_path: Path) -> None:
    path = tmp_path / "own.npz"
    small = replace(accurate, network=accurate.network[:100])
    small.save(path)
    loaded = read_model(path)
    assert isinstance(loaded, EncoderModel)
    assert loaded.pieces == accurate.pieces
    assert loaded.labels == [label for labels in label_scheme().values() for label in labels]
    np.testing.assert_array_equal(loaded.threshold, accurate.threshold)


def test_a_vocabulary_that_lost_its_scores_is_refused(accurate: EncoderModel, tmp_path: Path) -> None:
    path = tmp_path / "own.npz"
    replace(accurate, network=accurate.network[:100], piece_scores=accurate.piece_scores[:-1]).save(path)
    with pytest.raises(onlp.ResourceMissing, match="a model of another version"):
        read_model(path)


def test_headings_are_read_before_the_text_and_long_ones_are_cut_at_the_front() -> None:
    [read] = inputs_of(Example("a a", above="b"), PIECES)
    assert read.ids == [0, 7, 6, 4, 4, 2]
    assert (read.first, read.words) == (3, [0, 1])
    [long] = inputs_of(Example("a", above=" ".join(["a"] * 50 + ["b"])), PIECES)
    assert long.ids[:2] == [0, 7] and long.ids[-3:] == [6, 4, 2] and len(long.ids) < 40


def test_a_fragment_is_read_with_what_stands_around_it_which_is_no_part_of_it() -> None:
    [read] = inputs_of(Example("a", before="b", after="b b"), PIECES)
    assert read.ids == [0, 7, 5, 2, 4, 2, 5, 5, 2]
    assert read.mask == [1, 1, AROUND, AROUND, 1, 1, AROUND, AROUND, AROUND]
    assert read.first == 4


def test_a_long_passage_is_read_in_parts_each_after_the_end_of_the_one_before() -> None:
    parts = inputs_of(Example("a " * 200 + "b"), PIECES)
    assert [len(part.words) for part in parts] == [MOST, 201 - MOST]
    assert parts[1].words[0] == MOST
    assert parts[1].mask[2] == AROUND and parts[1].mask[parts[1].first] == 1


def test_rows_are_filled_up_and_masked() -> None:
    ids, mask = batch_of([Input([0, 5, 2], [1, 1, 1], 1, [0]), Input([0, 2], [1, 1], 1, [])])
    assert ids.tolist() == [[0, 5, 2], [0, 2, 1]]
    assert mask.tolist() == [[1, 1, 1], [1, 1, 0]]


def test_one_reading_gives_labels_and_marks_of_every_word(accurate: EncoderModel) -> None:
    pytest.importorskip("onnxruntime")
    texts = ["Sivistysjohtaja kokoaa asukasraadin keväällä 2026.", "Talkoot " * 400]
    probabilities, marks = accurate.marked([Example(text) for text in texts])
    np.testing.assert_allclose(probabilities, accurate.probabilities([Example(text) for text in texts]))
    assert [one.scores.shape for one in marks if one] == [(5, len(MARKS)), (400, len(MARKS))]
    first = marks[0]
    assert first is not None
    who, when = first.mean("responsibility", 0, 15), first.mean("responsibility", 37, 50)
    assert who is not None and when is not None and who > when


def test_marks_are_asked_for_by_stretch() -> None:
    scores = np.full((4, len(MARKS)), -5.0)
    scores[1:3, MARKS.index("responsibility")] = 2.0
    marks = Marks("Raadin  kutsuu sivistysjohtaja koolle", scores)
    assert marks.mean("responsibility", 8, 30) == 2.0
    assert marks.mean("responsibility", 6, 8) is None


def test_both_asks_the_second_only_where_the_first_is_not_sure() -> None:
    labels = ["local", "goal"]

    class Known:
        card: ClassVar[dict[str, Any]] = {"labels": {"perspectives": ["local"], "elements": ["goal"]}}

        def __init__(self, probabilities: dict[str, list[float]], threshold: float) -> None:
            self.labels, self.known = labels, probabilities
            self.threshold = np.full(2, threshold, np.float32)
            self.asked: list[str] = []

        def marked(self, examples: Sequence[Example]) -> tuple[NDArray[np.float64], list[Marks | None]]:
            self.asked += [example.text for example in examples]
            scores = np.full((1, len(MARKS)), self.threshold[0])
            return np.array([self.known[one.text] for one in examples]), [Marks(one.text, scores) for one in examples]

    first = Known({"sure": [0.9, 0.1], "unsure of one": [0.1, 0.4], "sure not": [0.0, 0.3]}, 0.45)
    second = Known({"unsure of one": [0.2, 0.8]}, 0.5)
    both = Both(first, second)
    found, marks = both.marked([Example(text) for text in first.known])
    assert second.asked == ["unsure of one"]
    assert found.tolist() == [[0.9, 0.1], [0.2, 0.8], [0.0, 0.3]]
    assert both.threshold.tolist() == [0.5, 0.5]
    assert [one.scores[0, 0].round(2) for one in marks if one] == [0.45, 0.5, 0.45]


def test_one_argument_chooses_both_tiers() -> None:
    pytest.importorskip("onnxruntime")
    frame = onlp.classify(TEXTS, model="both")
    assert "influencing" in frame["perspectives"][0]
    assert load_model("both").card["tier"] == "both"
