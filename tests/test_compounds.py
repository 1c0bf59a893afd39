"""Compounds are parted, simple words are not."""

import json

import pytest

from conftest import ROOT
from osallisuus_nlp.language import backend_for
from osallisuus_nlp.language.compounds import built
from osallisuus_nlp.language.treebank import Source, Word


def splitter(language):
    return backend_for(language).nlp.get_pipe("osallisuus_compounds").splitter


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("sivistyslautakunta", ("sivistys", "lauta", "kunta")),
        ("hyvinvointikoordinaattori", ("hyvin", "vointi", "koordinaattori")),
        ("asukasraati", ("asukas", "raati")),
        ("kulttuuripalvelu", ("kulttuuri", "palvelu")),
        ("vapaa-aikalautakunta", ("vapaa", "aika", "lauta", "kunta")),
        ("nuorisovaltuusto", ("nuoriso", "valtuusto")),
        ("osallisuus", ("osallisuus",)),
        ("kaupunki", ("kaupunki",)),
        ("vaikuttaminen", ("vaikuttaminen",)),
    ],
)
def test_finnish(word, parts):
    assert splitter("fi").split(word) == parts


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("bildningsnämnd", ("bildning", "nämnd")),
        ("välfärdskoordinator", ("välfärd", "koordinator")),
        ("invånarkväll", ("invånare", "kväll")),
        ("arbetsgrupp", ("arbete", "grupp")),
        ("mottagningsrum", ("mottagning", "rum")),
        ("lönepolitik", ("lön", "politik")),
        ("väntetid", ("vänta", "tid")),
        ("undersökning", ("undersökning",)),  # a particle and a derived noun make no compound
        ("efterbehandling", ("efterbehandling",)),
        ("transport", ("transport",)),
        ("delaktighet", ("delaktighet",)),
        ("ordförande", ("ordförande",)),
        ("fullmäktige", ("fullmäktige",)),
    ],
)
def test_swedish_without_links(word, parts):
    assert splitter("sv").split(word) == parts


def test_heads_that_matter_are_split_off_in_swedish_words_written_for_this():
    entries = [
        json.loads(line)
        for line in (ROOT / "corpora/language/compounds_sv.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    known = [entry for entry in entries if entry["seen"] and entry["compound"]]
    right = [entry for entry in known if splitter("sv").split(entry["word"])[-1] == entry["head"]]
    assert len(right) >= 0.95 * len(known)


def test_what_is_learnt_comes_back_from_disk(tmp_path):
    def word(form, *parts):
        return Word(form, "".join(parts), parts, "NOUN", "_", 0, "root", " ")

    sources = [Source("x", (((word("viikonloppu", "viikon", "loppu"), word("loppu", "loppu")),),))]
    component = built("fi", sources, ["viikko", "loppu", "lauta"])
    component.to_disk(tmp_path)
    again = built("fi", [], []).from_disk(tmp_path).splitter
    assert again.split("viikonloppu") == ("viikon", "loppu")
    assert again.split("lauta") == ("lauta",)
