"""Corpora in other programs' formats: nothing is lost on the way out and back, and nothing wrong comes in."""

import csv
import json
from xml.etree import ElementTree

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

from osallisuus_nlp import InvalidCorpus
from osallisuus_nlp.corpus import Labels, Record, Span
from osallisuus_nlp.corpus.exchange import FORMATS, export_records, import_records

TEXT = "Asukasraati 🌲 kokoontuu neljä kertaa vuodessa, koollekutsujana hallintojohtaja."


def span(label, words, text=TEXT):
    start = text.index(words)
    return Span(start, start + len(words), label, words)


RECORD = Record(
    id="fi-001",
    document="kuusijoki",
    language="fi",
    text=TEXT,
    labels=Labels(("influencing",), ("dialogue",), ("measure", "responsibility", "timetable")),
    author="maija",
    split="train",
    licence="CC-BY-4.0",
    kind="list_item",
    heading=("Kuusijoen ohjelma", "3 Vaikuttaminen"),
    stem="Ohjelmakaudella:",
    genre="bullets",
    scars=("typo",),
    spans=(
        span("measure", "Asukasraati 🌲 kokoontuu"),
        span("timetable", "neljä kertaa"),
        span("responsibility", "johtaja"),
    ),
)
NOTHING = Record("sv-001", "granholmen", "sv", "Förord\r\n av stadsdirektören", Labels(), "maija", "test", "CC0")

texts = st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029\0"), min_size=1)


@st.composite
def spans(draw, text):
    places = st.integers(0, len(text))
    found = set()
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted((draw(places), draw(places)))
        if start < end:
            found.add(Span(start, end, draw(st.sampled_from(["goal", "measure", "funding"])), text[start:end]))
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.label)))


@st.composite
def records(draw):
    text = draw(texts)
    return Record(
        id=draw(texts),
        document=draw(texts),
        language=draw(st.sampled_from(["fi", "sv"])),
        text=text,
        labels=Labels(draw(st.sampled_from([(), ("own_life", "local")])), (), draw(st.sampled_from([(), ("goal",)]))),
        author="maija",
        split="train",
        licence=draw(texts),
        kind=draw(st.sampled_from(["paragraph", "table_row"])),
        heading=tuple(draw(st.lists(texts, max_size=2))),
        stem=draw(st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029\0"))),
        spans=draw(spans(text)),
    )


@pytest.mark.parametrize("suffix", FORMATS)
def test_out_and_back(tmp_path, suffix):
    path = tmp_path / f"corpus{suffix}"
    export_records([RECORD, NOTHING], path)
    assert import_records(path) == {"": [RECORD, NOTHING]}


@pytest.mark.parametrize("suffix", FORMATS)
@settings(deadline=None, max_examples=40)  # it writes files
@given(data=st.data())
def test_nothing_is_lost_whatever_the_text(tmp_path_factory, suffix, data):
    """Emoji, line breaks, quotation marks, commas, formulas, bidirectional marks."""
    written = data.draw(st.lists(records(), min_size=1, max_size=3, unique_by=lambda one: one.id))
    written = [one for one in written if one.document == written[0].document]
    path = tmp_path_factory.mktemp("exchange") / f"corpus{suffix}"
    export_records(written, path)
    assert import_records(path) == {"": written}


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(InvalidCorpus, match=r"one of \.jsonl \(jsonl\), \.json \(label-studio\)"):
        export_records([RECORD], tmp_path / "corpus.xlsx")


# Label Studio


def tasks(path, change=None):
    export_records([RECORD], path)
    content = json.loads(path.read_text(encoding="utf-8"))
    if change:
        change(content[0])
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_task_shows_the_text_and_what_stands_above_it(tmp_path):
    path = tmp_path / "tasks.json"
    export_records([RECORD], path, labelled=False)
    (task,) = json.loads(path.read_text(encoding="utf-8"))
    assert task["data"]["text"] == TEXT
    assert task["data"]["above"] == "Kuusijoen ohjelma / 3 Vaikuttaminen / Ohjelmakaudella:"
    assert "annotations" not in task


def test_offsets_are_those_of_a_browser(tmp_path):
    """The tree is one character, and two units of UTF-16."""
    (task,) = json.loads(tasks(tmp_path / "tasks.json").read_text(encoding="utf-8"))
    values = [part["value"] for part in task["annotations"][0]["result"] if part["type"] == "labels"]
    assert [(value["start"], value["end"], value["text"]) for value in values] == [
        (0, 24, "Asukasraati 🌲 kokoontuu"),
        (25, 37, "neljä kertaa"),
        (72, 79, "johtaja"),
    ]


def test_the_screen_offers_every_label(tmp_path):
    tasks(tmp_path / "tasks.json")
    view = ElementTree.fromstring((tmp_path / "tasks.config.xml").read_text(encoding="utf-8"))
    assert {choices.get("name"): len(choices) for choices in view.iter("Choices")} == {
        "perspectives": 3, "house": 6, "elements": 7,
    }  # fmt: skip
    assert [label.get("value") for label in view.iter("Label")][:2] == ["goal", "measure"]
    assert "Osallisuus omassa elämässä / Delaktighet i det egna livet" in {
        choice.get("hint") for choice in view.iter("Choice")
    }


def test_two_annotators_are_two_labellings(tmp_path):
    def second(task):
        task["annotations"][0]["completed_by"] = {"id": 1, "email": "maija@kunta.example"}
        task["annotations"].append({"completed_by": 2, "result": []})

    found = import_records(tasks(tmp_path / "tasks.json", second))
    assert {name: one.labels for name, (one,) in found.items()} == {
        "maija@kunta.example": RECORD.labels,
        "2": Labels(),
    }


def test_what_was_not_labelled_or_was_skipped_is_left_out(tmp_path):
    def skip(task):
        task["annotations"][0]["was_cancelled"] = True

    with pytest.raises(InvalidCorpus, match="no labelled passage"):
        import_records(tasks(tmp_path / "tasks.json", skip))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda task: task["annotations"][0]["result"][3]["value"].update(start=1), "is said to stand where"),
        (lambda task: task["annotations"][0]["result"][3]["value"].update(start=13), "is said to stand where"),
        (lambda task: task["annotations"][0]["result"][3]["value"].update(end=9_000), "is said to stand where"),
        (lambda task: task["data"].update(text="Asukasraati lopetettiin."), "is said to stand where"),
        (
            lambda task: task["annotations"][0]["result"][0]["value"].update(choices=["cellar"]),
            "no such label as 'cellar'",
        ),
        (lambda task: task["data"].pop("document"), "document: "),
        (lambda task: task["annotations"][0]["result"][0].pop("value"), "not a task exported from here"),
        (lambda task: task["annotations"].append(task["annotations"][0]), "labelled a task twice"),
    ],
    ids=["moved", "within a letter", "past the end", "another text", "a label", "no document", "no value", "twice"],
)
def test_a_wrong_task_is_refused(tmp_path, change, complaint):
    path = tasks(tmp_path / "tasks.json", change)
    with pytest.raises(InvalidCorpus) as caught:
        import_records(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert complaint in str(caught.value)


@pytest.mark.parametrize("content", ["", "{}", "[1]", '[{"annotations": 7}]', "[" * 100_000])
def test_what_is_no_export_is_refused(tmp_path, content):
    path = tmp_path / "tasks.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidCorpus):
        import_records(path)


# Spreadsheets


def test_no_cell_is_a_formula(tmp_path):
    path = tmp_path / "corpus.csv"
    texts = ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "'x"]
    export_records(
        [Record(f"x{n}", "x", "fi", text, Labels(), "a", "train", "b") for n, text in enumerate(texts)], path
    )
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [row["text"] for row in csv.DictReader(file)] == ["'" + text for text in texts]
    assert [one.text for one in import_records(path)[""]] == texts


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (",0,1,0,", ",0,yes,0,", "is 0 or 1, not 'yes'"),
        ("perspectives.local", "perspectives.global", "no column 'perspectives.local'"),
        (',"list_item",', ',"poem",', "kind: "),
        ('"fi-001",', '"fi-001",,', "another number of cells"),
    ],
    ids=["no number", "a column left out", "a kind", "a cell too many"],
)
def test_a_wrong_table_is_refused(tmp_path, old, new, complaint):
    path = tmp_path / "corpus.csv"
    export_records([RECORD], path)
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidCorpus) as caught:
        import_records(path)
    assert complaint in str(caught.value)


# spaCy


def test_a_docbin_trains_a_pipeline(tmp_path):
    path = tmp_path / "corpus.spacy"
    export_records([RECORD], path)
    (doc,) = DocBin().from_disk(path).get_docs(spacy.blank("fi").vocab)
    assert doc.text == TEXT
    assert doc.cats["house.dialogue"] == 1.0
    assert doc.cats["house.feedback"] == 0.0
    assert [(one.text, one.label_) for one in doc.spans["plan"]] == [
        ("Asukasraati 🌲 kokoontuu", "measure"),
        ("neljä kertaa", "timetable"),
        ("johtaja", "responsibility"),
    ]


@pytest.mark.parametrize("words", ["Asukasraati ", " kokoontuu", " 🌲 "])
def test_a_span_may_begin_or_end_with_a_space(tmp_path, words):
    """A space is part of the token before it, and was lost with it."""
    path = tmp_path / "corpus.spacy"
    record = Record("x", "x", "fi", TEXT, Labels(), "us", "train", "CC0", spans=(span("measure", words),))
    export_records([record], path)
    assert import_records(path) == {"": [record]}


def test_a_damaged_docbin_is_refused(tmp_path):
    path = tmp_path / "corpus.spacy"
    export_records([RECORD], path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InvalidCorpus, match="not a DocBin"):
        import_records(path)


def test_a_docbin_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "corpus.spacy"
    DocBin(docs=[spacy.blank("fi")("Asukkaita kuullaan.")]).to_disk(path)
    with pytest.raises(InvalidCorpus, match="not a passage exported from here"):
        import_records(path)
