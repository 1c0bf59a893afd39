"""Labels kept apart from their text: joined to it, and refused where it is another text."""

import gzip
import hashlib
import json

import numpy as np
import pandas as pd
import pytest
import rdata

from osallisuus_nlp import InvalidCorpus
from osallisuus_nlp.corpus import Labels, join_standoff, read_records, read_standoff, write_records
from osallisuus_nlp.corpus.standoff import DOCUMENTS, LABELS, write_standoff
from osallisuus_nlp.corpus.texts import read_texts

NAME = "strategia/Kuusijoki_2026"
SENTENCES = ["Tavoitteet\n\n", "Asukasraati kokoontuu\nneljä kertaa vuodessa.\n", "Kunta kuulee asukkaita.\n"]
TEXT = "".join(SENTENCES)
START, END = TEXT.index("Asukasraati"), TEXT.index(".\nKunta") + 1
ENTRY = {
    "document": NAME,
    "start": START,
    "end": END,
    "heading": [0, 10],
    "labels": {"perspectives": ["influencing"], "house": ["dialogue"], "elements": ["measure", "timetable"]},
}


@pytest.fixture
def make_labels(tmp_path):
    """Return a maker of a folder of stand-off labels."""

    def make(*entries, documents=None, split="test"):
        known = {NAME: {"language": "fi", "split": split, "sha256": hashlib.sha256(TEXT.encode()).hexdigest()}}
        (tmp_path / DOCUMENTS).write_text(json.dumps(documents or known), encoding="utf-8")
        lines = [json.dumps(entry, ensure_ascii=False) for entry in entries or (ENTRY,)]
        (tmp_path / LABELS).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return make


@pytest.fixture
def texts(tmp_path):
    return write_texts(tmp_path / "texts.jsonl", {NAME: SENTENCES})


def write_texts(path, documents):
    lines = [json.dumps({"id": name, "municipality": "x", "sentences": those}) for name, those in documents.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_labels_are_joined_to_their_text(make_labels, texts):
    (record,) = join_standoff(make_labels(), texts, split="test")
    assert record.text == "Asukasraati kokoontuu neljä kertaa vuodessa."
    assert record.heading == ("Tavoitteet",)
    assert record.id == f"{NAME}:{START}-{END}"
    assert (record.document, record.language, record.split) == (NAME, "fi", "test")
    assert record.labels == Labels(("influencing",), ("dialogue",), ("measure", "timetable"))


def test_test_documents_are_joined_only_when_they_are_asked_for(make_labels, texts):
    assert join_standoff(make_labels(), texts) == []
    assert len(join_standoff(make_labels(split="train"), texts)) == 1


def test_joined_records_can_be_written_and_read(make_labels, texts, tmp_path):
    joined = join_standoff(make_labels(), texts, split="test")
    write_records(joined, tmp_path / "joined.jsonl")
    assert read_records([tmp_path / "joined.jsonl"], split="test") == joined


def test_what_is_written_is_read_again(make_labels, tmp_path):
    corpus = read_standoff(make_labels())
    other = tmp_path / "other"
    other.mkdir()
    write_standoff(corpus, other)
    assert read_standoff(other) == corpus


@pytest.mark.parametrize(
    ("sentences", "complaint"),
    [
        ([*SENTENCES[:2], "Kunta ei kuule asukkaita.\n"], "is not the one that was labelled"),
        ([*SENTENCES, " "], "is not the one that was labelled"),
        (None, f"there is no document {NAME}"),
    ],
    ids=["a word more", "a space more", "a missing document"],
)
def test_labels_are_not_joined_to_another_text(make_labels, tmp_path, sentences, complaint):
    texts = write_texts(tmp_path / "texts.jsonl", {NAME: sentences} if sentences else {"aspol/Turku": SENTENCES})
    with pytest.raises(InvalidCorpus) as caught:
        join_standoff(make_labels(), texts)
    assert str(caught.value).startswith(f"{texts}: ")
    assert complaint in str(caught.value)


def test_labels_outside_the_text_are_refused(make_labels, texts):
    with pytest.raises(InvalidCorpus, match="lies outside the document's"):
        join_standoff(make_labels(ENTRY | {"end": 900}), texts, split="test")


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "strategia/Kuusijoki_2026"}', '{"sentences": ["Kunta."]}'])
def test_a_data_set_of_another_form_is_refused(make_labels, tmp_path, line):
    path = tmp_path / "texts.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(InvalidCorpus) as caught:
        join_standoff(make_labels(), path)
    assert str(caught.value) == f"{path}: line 1: not a document with id and sentences"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"start": "alku"}, "start: "),
        ({"text": "Kunta kuulee."}, "text: "),
        ({"labels": {"elements": ["plan"]}}, "labels.elements: no such label as 'plan'"),
        ({"document": "aspol/Turku"}, "the document aspol/Turku is not in documents.json"),
    ],
    ids=["no number", "an unknown key", "an unknown label", "an unknown document"],
)
def test_complaints_name_file_and_line(make_labels, change, complaint):
    folder = make_labels(ENTRY, ENTRY | change)
    with pytest.raises(InvalidCorpus) as caught:
        read_standoff(folder)
    assert str(caught.value).startswith(f"{folder / LABELS}: line 2: {complaint}")


@pytest.mark.parametrize("content", ["{", "[]", '{"a": {"language": "en", "split": "test", "sha256": ""}}'])
def test_a_broken_list_of_documents_is_refused(make_labels, content):
    folder = make_labels()
    (folder / DOCUMENTS).write_text(content, encoding="utf-8")
    with pytest.raises(InvalidCorpus, match=r"documents\.json: "):
        read_standoff(folder)


# The data set as it was published: R data files of tokens

TOKENS = [
    ("Kuusijoki_2026.conllu", "1", "Tavoitteet", r"SpacesAfter=\r\n\r\n"),
    ("Kuusijoki_2026.conllu", "1", "Asukasraati", "_"),
    ("Kuusijoki_2026.conllu", "2", "kokoontuu", r"SpacesAfter=\n"),
    ("Kuusijoki_2026.conllu", "3", "neljä", "_"),
    ("Kuusijoki_2026.conllu", "4", "kertaa", "_"),
    ("Kuusijoki_2026.conllu", "5", "vuodessa", "SpaceAfter=No"),
    ("Kuusijoki_2026.conllu", "6", ".", r"SpacesAfter=\n"),
    ("Kuusijoki_2026.conllu", "1", "Kunta", "_"),
    ("Kuusijoki_2026.conllu", "2", "kuulee", "_"),
    ("Kuusijoki_2026.conllu", "3", "asukkaita", "Lang=fi|SpaceAfter=No"),
    ("Kuusijoki_2026.conllu", "4", ".", r"SpacesAfter=\n"),
]


def write_rda(path, name, tokens):
    columns = dict(zip(("doc", "ID", "FORM", "MISC"), zip(*tokens, strict=True), strict=True))
    frame = pd.DataFrame({key: np.array(values, dtype=object) for key, values in columns.items()}, dtype=object)
    rdata.write_rda(path, {name: frame})
    return path


def test_texts_of_r_data_files_are_those_of_the_jsonl(make_labels, tmp_path):
    path = write_rda(tmp_path / "strategia.rda", "strategia", TOKENS)
    assert read_texts(path) == {NAME: TEXT}
    (record,) = join_standoff(make_labels(), path, split="test")
    assert record.text == "Asukasraati kokoontuu neljä kertaa vuodessa."


def test_a_folder_holds_both_data_files(tmp_path):
    write_rda(tmp_path / "strategia.rda", "strategia", TOKENS)
    write_rda(tmp_path / "aspol.rda", "aspol", [("Turku_2023.conllu", "1", "Asuminen", "_")])
    assert read_texts(tmp_path) == {NAME: TEXT, "aspol/Turku_2023": "Asuminen "}


def test_what_is_no_r_data_file_is_refused(tmp_path):
    path = tmp_path / "strategia.rda"
    path.write_bytes(b"RDX3\nno more of it")
    with pytest.raises(InvalidCorpus, match="not an R data file"):
        read_texts(path)
    with pytest.raises(InvalidCorpus, match="cannot be read"):
        read_texts(tmp_path / "nowhere.rda")


@pytest.mark.shared
def test_tokens_of_the_published_data_join_to_the_labelled_texts(shared, tmp_path):
    """The same tokens, in CoNLL-U, give every one of the 97 texts that were labelled, to the character."""
    rows, document = [], ""
    with gzip.open(shared / "data" / "parsed" / "fi_municipal_silver.conllu.gz", "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("# newdoc"):
                document = line.split("= ")[1].strip()
            elif line.strip() and not line.startswith("#"):
                fields = line.rstrip("\n").split("\t")
                rows.append((document, fields[0], fields[1], fields[9]))
    found = {}
    for name in ("strategia", "aspol"):
        those = [(doc.partition("/")[2] + ".conllu", *rest) for doc, *rest in rows if doc.startswith(name)]
        found |= read_texts(write_rda(tmp_path / f"{name}.rda", name, those))
    assert found == read_texts(shared / "data" / "municipal_dev.jsonl")
    assert len(found) == 97
