"""The corpora and samples that ship with the project: valid, balanced, without doubles, and our own words."""

import json
import re

import numpy as np
import pytest
from rapidfuzz import fuzz, process

from conftest import PROGRAMMES, ROOT, SAMPLES
from osallisuus_nlp.corpus import LABEL_SETS, join_standoff, read_records, read_standoff
from osallisuus_nlp.framework import default_framework

PASSAGES = sorted((ROOT / "corpora" / "passages").glob("*.jsonl"))
STANDOFF = ROOT / "corpora" / "standoff" / "municipal_dev.jsonl"


@pytest.fixture(scope="module")
def records():
    return read_records(PASSAGES)


@pytest.fixture(scope="module")
def lines():
    """All passages as plain JSON, also where a file is not valid yet."""
    return [json.loads(line) for path in PASSAGES for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", PASSAGES, ids=lambda path: path.name)
def test_every_corpus_file_is_valid(path):
    assert read_records([path])


def test_the_corpus_files_are_valid_together(records):
    """No id twice, and no document in both splits, over all files."""
    assert {record.split for record in records} == {"train", "test"}


@pytest.mark.parametrize(("language", "least"), [("fi", 250), ("sv", 150)])
def test_there_are_enough_passages(lines, language, least):
    assert sum(line["language"] == language for line in lines) >= least


def label_ids():
    framework = default_framework()
    entries = {
        "perspectives": framework.perspectives,
        "house": framework.house_levels,
        "elements": framework.elements,
    }
    return [(name, entry.id) for name in LABEL_SETS for entry in entries[name]]


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize(("label_set", "label"), label_ids())
def test_every_label_has_passages_in_both_languages(lines, label_set, label, language):
    assert any(line["language"] == language and label in line["labels"].get(label_set, []) for line in lines)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_no_two_passages_are_nearly_the_same(lines, language):
    chosen = [line for line in lines if line["language"] == language]
    texts = [line["text"] for line in chosen]
    alike = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=90, dtype=np.uint8)
    pairs = np.argwhere(np.triu(alike, k=1))
    assert [(chosen[first]["id"], chosen[second]["id"]) for first, second in pairs] == []


def test_author_and_licence_are_named(lines):
    assert {(line["author"], line["licence"]) for line in lines} == {("osallisuus_nlp", "CC-BY-4.0")}


# The samples


@pytest.mark.parametrize("name", SAMPLES)
def test_what_a_samples_gold_quotes_stands_in_its_source(gold, name):
    source = (PROGRAMMES / name / "source.md").read_text(encoding="utf-8")
    quotes = [entry["quote"] for kind in ("measures", "goals") for entry in gold[name][kind]]
    assert quotes
    assert [quote for quote in quotes if quote not in source] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_samples_gold_names_labels_criteria_author_and_licence(gold, name):
    framework = default_framework()
    entries = gold[name]
    assert (entries["id"], entries["author"], entries["licence"]) == (name, "osallisuus_nlp", "CC-BY-4.0")
    assert {label for m in entries["measures"] for label in m["perspectives"]} <= {
        entry.id for entry in framework.perspectives
    }
    assert {label for m in entries["measures"] for label in m["house"]} <= {e.id for e in framework.house_levels}
    assert set(entries["criteria"]) == {criterion.id for criterion in framework.criteria}


# Labels of other people's text


def test_stand_off_labels_are_valid_and_hold_no_text():
    entries = read_standoff(STANDOFF)
    assert entries
    assert {(entry.author, entry.licence) for entry in entries} == {("osallisuus_nlp", "CC-BY-4.0")}
    lines = STANDOFF.read_text(encoding="utf-8").splitlines()
    assert not {"text", "sentences"} & {key for line in lines for key in json.loads(line)}


@pytest.mark.shared
def test_stand_off_labels_join_to_the_documents_that_they_were_made_on(shared):
    entries = read_standoff(STANDOFF)
    joined = join_standoff(entries, shared / "data" / "municipal_dev.jsonl")
    assert len(joined) == len(entries)
    assert all(record.text for record in joined)


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
    """The runs of words of all documents that are not ours."""
    documents = (shared / "data" / "municipal_dev.jsonl").read_text(encoding="utf-8").splitlines()
    texts = ["".join(json.loads(line)["sentences"]) for line in documents]
    texts += [path.read_text(encoding="utf-8") for path in sorted((shared / "seeds").glob("*.txt"))]
    assert len(texts) > 90
    return set().union(*map(runs, texts)) - set().union(*map(runs, LAW))


@pytest.mark.shared
@pytest.mark.parametrize("path", PASSAGES, ids=lambda path: path.name)
def test_passages_are_our_own_words(path, others):
    texts = {line["id"]: line["text"] for line in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    assert texts
    copied = {name: [" ".join(run) for run in runs(text) & others] for name, text in texts.items()}
    assert {name: found for name, found in copied.items() if found} == {}


@pytest.mark.shared
@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_our_own_words(name, others):
    source = (PROGRAMMES / name / "source.md").read_text(encoding="utf-8")
    assert [" ".join(run) for run in runs(source) & others] == []
