"""The corpora that ship with the project: enough of everything, labelled twice, and our own words."""

import gzip
import json
import re

import pytest

from conftest import PROGRAMMES, ROOT
from osallisuus_nlp import read
from osallisuus_nlp.corpus import join_standoff, read_records, read_standoff
from osallisuus_nlp.corpus.agreement import agreement, read_labelling
from osallisuus_nlp.corpus.stats import diversity, hard_negative, label_counts

PASSAGES = sorted((ROOT / "corpora" / "passages").glob("*.jsonl"))
STANDOFF = ROOT / "corpora" / "standoff"
LABELLINGS = ROOT / "corpora" / "labellings"

LEAST = {"fi": 1_600, "sv": 1_000}  # passages
POSITIVES = {"fi": 120, "sv": 80}  # of each label
KAPPA, ENOUGH = 0.75, 50  # demanded of labels with so many positives


@pytest.fixture(scope="module")
def records():
    return read_records(PASSAGES, split=None)


@pytest.fixture(scope="module", params=["fi", "sv"])
def in_language(request, records):
    return request.param, [record for record in records if record.language == request.param]


def test_the_corpus_files_are_valid_together(records):
    """No id twice, and no document in both splits, over all files."""
    assert {record.split for record in records} == {"train", "test"}
    assert {(record.author, record.licence) for record in records} == {("osallisuus_nlp", "CC-BY-4.0")}


def test_there_are_enough_passages(in_language):
    language, those = in_language
    assert len(those) >= LEAST[language]


def test_every_label_has_enough_positives(in_language):
    language, those = in_language
    counts = {
        row["label"]: sum(row[f"{language} {split}"] for split in ("train", "test")) for row in label_counts(those)
    }
    assert {label: count for label, count in counts.items() if count < POSITIVES[language]} == {}


def test_every_label_can_be_tested(in_language):
    language, those = in_language
    assert {row["label"]: row[f"{language} test"] for row in label_counts(those) if row[f"{language} test"] < 10} == {}


def test_a_third_are_hard_negatives(in_language):
    _, those = in_language
    assert sum(map(hard_negative, those)) >= len(those) / 3


def test_a_tenth_have_the_scars_of_real_papers(in_language):
    _, those = in_language
    assert sum(bool(record.scars) for record in those) >= len(those) / 10
    assert {scar for record in those for scar in record.scars} == {"typo", "ocr", "hyphen"}


def test_all_voices_are_heard(in_language):
    _, those = in_language
    assert {record.genre for record in those} == {"strategy", "bullets", "table", "minutes", "web", "plain", "slides"}
    assert {record.kind for record in those} == {"paragraph", "list_item", "table_row"}


def test_passages_are_neither_scraps_nor_pages(records):
    assert [record.id for record in records if not 5 <= len(record.text.split()) <= 150] == []


def test_the_text_is_not_made_from_templates(in_language):
    """Four-word runs hardly return, no two passages are nearly the same, and the vocabulary is wide."""
    language, those = in_language
    (row,) = diversity(those)
    assert row["distinct 4-grams"] >= 0.98
    assert row["near-duplicates"] <= 1  # two papers retell the same section of law, as papers do
    assert row["vocabulary"] >= {"fi": 12_000, "sv": 7_000}[language]


# The two labellings


@pytest.fixture(scope="module")
def finals(records):
    """Every label as it was decided in the end, by id of the passage."""
    programmes = read_records(sorted(PROGRAMMES.glob("*/passages.jsonl")), split=None)
    authored = {record.id: record.labels for record in (*records, *programmes)}
    return authored | {entry.id: entry.labels for entry in read_standoff(STANDOFF).entries}


def read_both(name):
    return tuple(read_labelling(LABELLINGS / name / f"{reader}.jsonl") for reader in ("first", "second"))


@pytest.mark.parametrize("name", ["passages", "programmes", "standoff"])
def test_two_readers_agree(name):
    weak = [
        (row["part"], row["label"], row["kappa"])
        for row in agreement(*read_both(name))
        if max(row["first"], row["second"]) >= ENOUGH and row["kappa"] < KAPPA
    ]
    assert weak == []


@pytest.mark.parametrize("name", ["passages", "programmes"])
def test_every_authored_passage_was_labelled_twice(name, records, finals):
    first, second = read_both(name)
    pattern = "passages" if name == "passages" else "programmes"
    files = PASSAGES if pattern == "passages" else sorted(PROGRAMMES.glob("*/passages.jsonl"))
    ids = {record.id for record in read_records(files, split=None)}
    assert {entry.id for entry in first} == {entry.id for entry in second} == ids


def test_a_quarter_of_the_real_passages_was_labelled_twice():
    first, second = read_both("standoff")
    assert len(first) == len(read_standoff(STANDOFF).entries) >= 6_000
    assert len({entry.id for entry in first} & {entry.id for entry in second}) >= len(first) / 4


@pytest.mark.parametrize("name", ["passages", "programmes", "standoff", "standoff_hard"])
def test_what_both_readers_said_stands(name, finals):
    """Only where they differed was anything decided."""
    first, second = read_both(name)
    other = {entry.id: entry.labels for entry in second}
    agreed = {entry.id: entry.labels for entry in first if entry.labels == other.get(entry.id)}
    assert {key for key, labels in agreed.items() if finals[key] != labels} == set()


# Labels of other people's text


def test_stand_off_labels_hold_no_text():
    lines = (STANDOFF / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    assert {key for line in lines for key in json.loads(line)} <= {
        "document", "start", "end", "labels", "kind", "heading", "stem",
    }  # fmt: skip


def test_passages_of_a_document_do_not_overlap():
    last = {}
    for entry in read_standoff(STANDOFF).entries:
        assert entry.start >= last.get(entry.document, 0), entry.id
        last[entry.document] = entry.end


@pytest.mark.shared
def test_stand_off_labels_join_to_the_documents_that_they_were_made_on(shared):
    joined = join_standoff(STANDOFF, shared / "data" / "municipal_dev.jsonl", split=None)
    assert len(joined) == len(read_standoff(STANDOFF).entries)
    assert all(len(record.text) >= 50 for record in joined)
    assert {record.language for record in joined} == {"fi", "sv"}
    assert len({record.document for record in joined}) == 97


# Our own words

RUN = 8

# Public law that programmes quote: section 22(1) of the Local Government Act (410/2015), in both languages.
LAW = (
    "Kunnan asukkailla ja palvelujen käyttäjillä on oikeus osallistua ja vaikuttaa kunnan toimintaan. Valtuuston on "
    "pidettävä huolta monipuolisista ja vaikuttavista osallistumisen mahdollisuuksista.",
    "Kommuninvånarna och de som utnyttjar kommunens tjänster har rätt att delta i och påverka kommunens verksamhet. "
    "Fullmäktige ska sörja för mångsidiga och effektiva möjligheter att delta.",
)


def runs(text):
    """Every `RUN` words that follow each other, without case and punctuation; none with a number or a law's name."""
    words = re.findall(r"\w+", text.casefold())
    found = (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))
    return {
        run for run in found if not any(word.startswith(("laki", "lag")) or any(map(str.isdigit, word)) for word in run)
    }


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kunta kuulee asukkaita, ja kertoo heille: miten se vaikutti.", 2),
        ("Kunta kuulee asukkaita vuonna 2026 ja kertoo, miten se vaikutti.", 0),
        ("Kommunen tillämpar lagen om klientens ställning och rättigheter inom socialvården.", 0),
        ("Kunta kuulee asukkaita.", 0),
    ],
    ids=["two runs", "a number", "a law", "too short"],
)
def test_runs_of_words(text, count):
    assert len(runs(text)) == count


@pytest.fixture(scope="module")
def others(shared):
    """The runs of words of all documents that are not ours: strategies, guidance, a PDF, and treebanks."""
    documents = (shared / "data" / "municipal_dev.jsonl").read_text(encoding="utf-8").splitlines()
    texts = ["".join(json.loads(line)["sentences"]) for line in documents]
    texts += [path.read_text(encoding="utf-8") for path in sorted((shared / "seeds").glob("*.txt"))]
    texts.append(read(shared / "data" / "bjurholm_2023.pdf").text)
    for path in sorted((shared / "data" / "parsed").glob("*.conllu.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = [line.split("\t") for line in file if line[:1].isdigit()]
        texts.append(" ".join(row[1] for row in rows))
    assert len(texts) > 100
    return set().union(*map(runs, texts)) - set().union(*map(runs, LAW))


def texts_of(path):
    """The texts of a file of the corpora, by name; quotes of gold files stand in their sources."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return {path.name: content}
    return {
        f"{path.name}:{number}": json.loads(line).get("text", "") for number, line in enumerate(content.splitlines())
    }


OURS = sorted(path for suffix in ("md", "jsonl") for path in (ROOT / "corpora").rglob(f"*.{suffix}"))


@pytest.mark.shared
@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT / "corpora")))
def test_all_text_is_our_own_words(path, others):
    copied = {name: [" ".join(run) for run in runs(text) & others] for name, text in texts_of(path).items()}
    assert {name: found for name, found in copied.items() if found} == {}
