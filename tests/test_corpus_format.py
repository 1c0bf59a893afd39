"""The corpus format: what is refused, and the way to a file and back."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osallisuus_nlp import InvalidCorpus
from osallisuus_nlp.corpus import Labels, Record, Span, read_records, write_records

GOOD = {
    "id": "fi-001",
    "document": "kuusijoki",
    "language": "fi",
    "text": "Asukasraati kokoontuu neljä kertaa vuodessa.",
    "labels": {"perspectives": ["influencing"], "house": ["dialogue"], "elements": ["measure", "timetable"]},
    "author": "osallisuus_nlp",
    "split": "train",
    "licence": "CC-BY-4.0",
}


@pytest.fixture
def corpus(tmp_path):
    """Return a maker of corpus files: a line is a dict, or text as it is."""

    def make(*lines, name="passages.jsonl"):
        path = tmp_path / name
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return path

    return make


def without(field):
    return {name: value for name, value in GOOD.items() if name != field}


# Reading


def test_a_record_has_its_labels_in_three_sets(corpus):
    (record,) = read_records([corpus(GOOD)])
    assert record.text == "Asukasraati kokoontuu neljä kertaa vuodessa."
    assert record.labels == Labels(("influencing",), ("dialogue",), ("measure", "timetable"))


def test_what_may_be_left_out_has_a_default(corpus):
    (record,) = read_records([corpus(GOOD)])
    assert (record.kind, record.heading, record.stem) == ("paragraph", (), "")


def test_files_are_read_in_order_and_blank_lines_passed_over(corpus):
    first = corpus(GOOD, "", GOOD | {"id": "fi-002"}, name="fi.jsonl")
    second = corpus(GOOD | {"id": "sv-001", "document": "granholmen", "language": "sv"}, name="sv.jsonl")
    assert [record.id for record in read_records([first, second])] == ["fi-001", "fi-002", "sv-001"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        pytest.param('{"id": "fi-002", ', "value: Invalid JSON", id="bad JSON"),
        pytest.param("[]", "value: ", id="not an object"),
        pytest.param(without("split"), "split: Field required", id="a key left out"),
        pytest.param(GOOD | {"page": 3}, "page: ", id="an unknown key"),
        pytest.param(GOOD | {"labels": {"houses": []}}, "labels.houses: ", id="an unknown label set"),
        pytest.param(
            GOOD | {"id": "fi-002", "labels": {"house": ["cellar"]}},
            "labels.house: no such label as 'cellar'",
            id="an unknown label",
        ),
        pytest.param(
            GOOD | {"id": "fi-002", "labels": {"house": ["influencing"]}},
            "labels.house: no such label as 'influencing'",
            id="a label of another set",
        ),
        pytest.param(GOOD, "the id fi-001 stands twice", id="an id twice"),
        pytest.param(
            GOOD | {"id": "fi-002", "split": "test"}, "document kuusijoki stands in both splits", id="both splits"
        ),
        pytest.param(GOOD | {"split": "dev"}, "split: ", id="an unknown split"),
        pytest.param(GOOD | {"split": ""}, "split: ", id="no split yet"),
        pytest.param(GOOD | {"language": "en"}, "language: ", id="a language that is not looked at"),
        pytest.param(GOOD | {"kind": "footnote"}, "kind: ", id="an unknown kind of passage"),
        pytest.param(GOOD | {"text": ""}, "text: ", id="no text"),
        pytest.param(GOOD | {"licence": ""}, "licence: ", id="no licence"),
        pytest.param(GOOD | {"author": 7}, "author: ", id="a number for the author"),
        pytest.param(GOOD | {"genre": "poem"}, "genre: ", id="an unknown genre"),
        pytest.param(GOOD | {"scars": ["coffee"]}, "scars.0: ", id="an unknown scar"),
        pytest.param(
            GOOD | {"id": "fi-002", "spans": [{"start": 0, "end": 8, "label": "measure", "text": "Asukasraadi"}]},
            "spans: 'Asukasraadi' is said to stand where the text has 'Asukasra'",
            id="a span that is not what its offsets say",
        ),
        pytest.param(
            GOOD | {"id": "fi-002", "spans": [{"start": -9, "end": 500, "label": "measure", "text": "Asukasraati"}]},
            "spans: 'Asukasraati' is said to stand where",
            id="a span outside the text",
        ),
        pytest.param(
            GOOD | {"id": "fi-002", "spans": [{"start": 0, "end": 11, "label": "local", "text": "Asukasraati"}]},
            "spans: no such plan element as 'local'",
            id="a span of another label set",
        ),
    ],
)
def test_a_complaint_names_file_and_line(corpus, line, complaint):
    path = corpus(GOOD, "", line)
    with pytest.raises(InvalidCorpus) as caught:
        read_records([path])
    message = str(caught.value)
    assert message.startswith(f"{path}: line 3: {complaint}")
    assert len(message.splitlines()) == 1


def test_test_passages_are_given_only_when_they_are_asked_for(corpus):
    """Training code that forgets about splits reads training passages."""
    held_out = GOOD | {"id": "fi-002", "document": "hiirola", "split": "test"}
    path = corpus(GOOD, held_out)
    assert [record.id for record in read_records([path])] == ["fi-001"]
    assert [record.id for record in read_records([path], split="test")] == ["fi-002"]
    assert [record.id for record in read_records([path], split=None)] == ["fi-001", "fi-002"]


def test_a_span_is_what_its_offsets_say(corpus):
    span = {"start": 22, "end": 43, "label": "timetable", "text": "neljä kertaa vuodessa"}
    (record,) = read_records([corpus(GOOD | {"spans": [span]})])
    assert record.spans == (Span(22, 43, "timetable", "neljä kertaa vuodessa"),)


def test_an_id_may_not_return_in_another_file(corpus):
    with pytest.raises(InvalidCorpus, match=r"b\.jsonl: line 1: the id fi-001 stands twice"):
        read_records([corpus(GOOD, name="a.jsonl"), corpus(GOOD, name="b.jsonl")])


def test_a_missing_file(tmp_path):
    with pytest.raises(InvalidCorpus, match=r"ei-ole\.jsonl: cannot be read"):
        read_records([tmp_path / "ei-ole.jsonl"])


def test_a_file_that_is_not_utf_8(tmp_path):
    path = tmp_path / "latin.jsonl"
    path.write_bytes(json.dumps(GOOD, ensure_ascii=False).encode("latin-1"))
    with pytest.raises(InvalidCorpus, match=r"latin\.jsonl: cannot be read as UTF-8"):
        read_records([path])


# Writing

# Without the three marks of a line's end that are not control characters.
texts = st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029"), min_size=1)
records = st.builds(
    Record,
    id=texts,
    document=texts,
    language=st.sampled_from(["fi", "sv"]),
    text=texts,
    labels=st.builds(
        Labels,
        st.sampled_from([(), ("own_life",), ("influencing", "local")]),
        st.sampled_from([(), ("feedback", "strategy")]),
        st.sampled_from([(), ("goal",), ("measure", "funding")]),
    ),
    author=texts,
    split=st.just("test"),
    licence=texts,
    kind=st.sampled_from(["paragraph", "list_item", "table_row", "heading"]),
    heading=st.lists(texts, max_size=3).map(tuple),
    stem=st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029")),
    genre=st.sampled_from(["", "minutes", "slides"]),
    scars=st.sampled_from([(), ("typo", "ocr")]),
)


@settings(deadline=None)  # it writes files
@given(st.lists(records, max_size=5, unique_by=lambda record: record.id))
def test_what_is_written_is_read_again(tmp_path_factory, written):
    path = tmp_path_factory.mktemp("corpus") / "passages.jsonl"
    write_records(written, path)
    assert read_records([path], split=None) == written


def test_a_written_file_can_be_read_by_people(tmp_path, corpus):
    path = tmp_path / "out.jsonl"
    write_records(read_records([corpus(GOOD)]), path)
    assert "neljä kertaa" in path.read_text(encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8"))["labels"] == GOOD["labels"]
