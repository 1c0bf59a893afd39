"""Splits: by document, stratified, and the same every time."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osallisuus_nlp.corpus import Labels, Record
from osallisuus_nlp.corpus.splits import with_splits


def record(document, number, language="fi", kind="paragraph"):
    return Record(
        f"{document}-{number}", document, language, "Asukkaita kuullaan.", Labels(), "us", "train", "CC-BY-4.0", kind
    )


CORPUS = [
    record(f"{language}-{kind}-{document}", number, language, kind)
    for language in ("fi", "sv")
    for kind in ("paragraph", "table_row")
    for document in range(30)
    for number in range(1 + document % 7)
]


@given(st.integers(0, 50), st.sampled_from([0.0, 0.2, 0.5, 1.0]))
def test_no_document_is_parted(seed, test):
    parted = with_splits(CORPUS, test=test, seed=seed)
    splits = {(one.document, one.split) for one in parted}
    assert len(splits) == len({one.document for one in CORPUS})
    assert [replace(one, split="train") for one in parted] == CORPUS


@given(st.integers(0, 50))
def test_every_language_and_kind_gives_its_share(seed):
    parted = with_splits(CORPUS, test=0.2, seed=seed)
    for language in ("fi", "sv"):
        for kind in ("paragraph", "table_row"):
            those = [one for one in parted if (one.language, one.kind) == (language, kind)]
            share = sum(one.split == "test" for one in those) / len(those)
            assert share == pytest.approx(0.2, abs=0.04)


def test_the_order_of_the_passages_does_not_matter():
    shuffled = random.Random(1).sample(CORPUS, len(CORPUS))
    splits = {one.id: one.split for one in with_splits(shuffled)}
    assert splits == {one.id: one.split for one in with_splits(CORPUS)}


def test_the_split_of_a_corpus_stays_as_it_is():
    """Figures of papers rest on it: a change of this list is a change of every split that anyone has made."""
    swedish_tables = [one for one in with_splits(CORPUS) if (one.language, one.kind) == ("sv", "table_row")]
    held_out = sorted({int(one.document.rpartition("-")[2]) for one in swedish_tables if one.split == "test"})
    assert held_out == [0, 1, 9, 14, 19, 20, 23]


def test_a_share_is_a_share():
    with pytest.raises(ValueError, match="from 0 to 1"):
        with_splits(CORPUS, test=20)
