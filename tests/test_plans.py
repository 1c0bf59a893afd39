"""Measures of real documents, kept as ranges without the text: what is refused, and that ours fit their documents."""

import json

import pytest

from conftest import ROOT
from osallisuus_nlp import InvalidCorpus
from osallisuus_nlp.corpus import read_corpus, read_standoff
from osallisuus_nlp.corpus.plans import PlanMeasure, located, read_clauses, read_plans
from osallisuus_nlp.corpus.texts import read_texts

PLANS = ROOT / "corpora" / "plans" / "measures.jsonl"
CLAUSES = ROOT / "corpora" / "plans" / "clauses.jsonl"
GOOD = {"document": "strategia/Kuusijoki_2026", "start": 10, "end": 40, "status": "planned", "responsible": [[50, 64]]}


@pytest.fixture
def make(tmp_path):
    def file(*entries):
        path = tmp_path / "measures.jsonl"
        path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
        return path

    return file


def test_a_measure_says_where_it_stands_and_where_its_party_does(make):
    (measure,) = read_plans(make(GOOD))
    assert measure == PlanMeasure("strategia/Kuusijoki_2026", 10, 40, "planned", responsible=((50, 64),))
    assert measure.funding == ()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"end": 10}, "a range ends before it begins"),
        ({"responsible": [[64, 50]]}, "a range ends before it begins"),
        ({"start": -1}, "a range ends before it begins"),
        ({"vague": True}, "a vague party is no responsible party"),
        ({"status": "someday"}, "status: "),
        ({"text": "Asukkaita kuullaan."}, "text: "),
    ],
    ids=["empty", "backwards", "before the text", "vague", "status", "text"],
)
def test_a_wrong_measure_is_refused_with_file_and_line(make, change, complaint):
    path = make(GOOD, GOOD | change)
    with pytest.raises(InvalidCorpus) as caught:
        read_plans(path)
    assert str(caught.value).startswith(f"{path}: line 2: {complaint}")


def test_our_plans_are_of_documents_of_both_splits():
    documents = read_standoff(ROOT / "corpora" / "standoff").documents
    splits = {measure.document: documents[measure.document].split for measure in read_plans(PLANS)}
    assert sorted(splits.values()).count("test") >= 12
    assert set(splits.values()) == {"train", "test"}


@pytest.mark.shared
def test_our_plans_fit_their_documents(shared):
    """Every range begins and ends with a letter, a digit or a sign of its own, and holds no break of a page."""
    texts = read_texts(shared / "data" / "municipal_dev.jsonl")
    for measure in read_plans(PLANS):
        text = texts[measure.document]
        for start, end in [(measure.start, measure.end), *measure.responsible, *measure.funding, *measure.timetable]:
            piece = text[start:end]
            assert end <= len(text)
            assert piece == piece.strip()


def test_a_measure_is_found_where_the_document_was_read_though_line_breaks_and_page_numbers_are_gone():
    text = "Kysely\ntehdään vuosittain.\n12\nTulokset luetaan.\nKysely tehdään toisen kerran."
    read = "Kysely tehdään vuosittain. Tulokset luetaan. Kysely tehdään toisen kerran."
    second = text.rindex("Kysely")
    ranges = [(0, 14), (second, second + 14), (text.index("12"), text.index("12") + 2)]
    first, again, lost = located(ranges, text, read)
    assert [read[slice(*span)] for span in (first, again)] == ["Kysely tehdään", "Kysely tehdään"]
    assert first[0] < again[0], "of words that stand twice, those nearest to where they were marked"
    assert lost is None


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"id": "x", "measures": [[4, 4]]}', "a range ends before it begins"),
        ('{"id": "x", "clauses": []}', "measures: "),
    ],
)
def test_wrong_clauses_are_refused_with_file_and_line(tmp_path, line, complaint):
    path = tmp_path / "clauses.jsonl"
    path.write_text('{"id": "a", "measures": [[0, 4]]}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(InvalidCorpus) as caught:
        read_clauses(path)
    assert str(caught.value).startswith(f"{path}: line 2: {complaint}")


def test_our_clauses_are_those_of_training_passages():
    lengths = {record.id: len(record.text) for record in read_corpus([ROOT / "corpora"])}
    real = read_standoff(ROOT / "corpora" / "standoff")
    lengths |= {one.id: one.end - one.start for one in real.entries if real.documents[one.document].split == "train"}
    for name, ranges in read_clauses(CLAUSES).items():
        assert all(end <= lengths[name] for _, end in ranges)
        assert ranges
