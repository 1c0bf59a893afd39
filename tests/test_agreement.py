"""Agreement of two readers: figures checked by hand, and laws that hold whatever they say."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osallisuus_nlp import InvalidCorpus
from osallisuus_nlp.corpus import Labels
from osallisuus_nlp.corpus.agreement import (
    Labelled,
    agreement,
    cohen_kappa,
    krippendorff_alpha,
    read_labelling,
    write_labelling,
)

MEG = [bool(int(value)) for value in "0101000000"]
OWEN = [bool(int(value)) for value in "1110010000"]


def test_alpha_of_the_textbook():
    """Krippendorff's own example of two observers and ten binary units: alpha is 0.095."""
    assert krippendorff_alpha(MEG, OWEN) == pytest.approx(0.095, abs=0.001)


def test_kappa_by_hand():
    """Six of ten agree; by chance 0.2 * 0.4 + 0.8 * 0.6 = 0.56 would: (0.6 - 0.56) / 0.44."""
    assert cohen_kappa(MEG, OWEN) == pytest.approx(0.04 / 0.44)


def test_levels_are_compared_by_how_far_they_differ():
    near = cohen_kappa([0, 1, 2, 3, 3], [0, 1, 2, 3, 2], weights="quadratic")
    far = cohen_kappa([0, 1, 2, 3, 3], [0, 1, 2, 3, 0], weights="quadratic")
    assert near > 0.8 > far


pairs = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2)


@given(pairs)
def test_the_readers_may_change_places(values):
    first, second = zip(*values, strict=True)
    assert krippendorff_alpha(first, second) == krippendorff_alpha(second, first)


@given(st.lists(st.booleans(), min_size=2))
def test_who_always_agrees_agrees_perfectly_unless_there_is_nothing_to_tell_apart(values):
    for measure in (cohen_kappa, krippendorff_alpha):
        assert measure(values, values) == (None if len(set(values)) == 1 else pytest.approx(1.0))


def entry(number, *house, language="fi", kind="paragraph"):
    return Labelled(f"x-{number}", language, Labels(house=house), kind)


def test_a_row_for_every_label_and_language():
    first = [entry(1, "feedback"), entry(2), entry(3, language="sv")]
    second = [entry(1, "feedback"), entry(2), entry(3, "feedback", language="sv")]
    rows = agreement(first, second)
    assert len(rows) == 2 * 16
    finnish, swedish = [row for row in rows if row["label"] == "feedback"]
    assert finnish == {
        "part": "fi", "set": "house", "label": "feedback", "passages": 2, "first": 1, "second": 1, "agree": 1.0,
        "kappa": 1.0, "alpha": 1.0,
    }  # fmt: skip
    assert (swedish["first"], swedish["second"], swedish["agree"]) == (0, 1, 0.0)
    assert next(row for row in rows if row["label"] == "goal")["kappa"] is None


def test_only_what_both_readers_labelled_is_compared():
    rows = agreement([entry(1, "feedback"), entry(2)], [entry(2), entry(9)])
    assert {row["passages"] for row in rows} == {1}


def test_labellings_of_other_passages_cannot_be_compared():
    with pytest.raises(InvalidCorpus, match="no passage in common"):
        agreement([entry(1)], [entry(2)])


def test_by_kind_of_passage():
    both = [entry(1, "feedback"), entry(2, kind="table_row")]
    rows = agreement(both, both, by=lambda one: one.kind)
    assert {row["part"] for row in rows} == {"paragraph", "table_row"}


def test_a_labelling_is_written_and_read(tmp_path):
    path = tmp_path / "first.jsonl"
    written = [entry(1, "feedback"), entry(2, language="sv", kind="table_row")]
    write_labelling(written, path)
    assert read_labelling(path) == written


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("[", "line 2: "),
        ({"id": "x-2", "language": "fi"}, "line 2: labels: "),
        ({"id": "x-2", "language": "fi", "labels": {"house": ["cellar"]}}, "line 2: labels.house: no such label"),
        ({"id": "x-1", "language": "fi", "labels": {}}, "line 2: the id x-1 stands twice"),
    ],
    ids=["no JSON", "no labels", "an unknown label", "an id twice"],
)
def test_complaints_about_a_labelling_name_file_and_line(tmp_path, line, complaint):
    path = tmp_path / "first.jsonl"
    good = json.dumps({"id": "x-1", "language": "fi", "labels": {}, "text": "a corpus file will do"})
    path.write_text(f"{good}\n{line if isinstance(line, str) else json.dumps(line)}\n", encoding="utf-8")
    with pytest.raises(InvalidCorpus) as caught:
        read_labelling(path)
    assert str(caught.value).startswith(f"{path}: {complaint}")
