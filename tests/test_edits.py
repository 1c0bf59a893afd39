"""Lemmas by endings, and the words of a treebank before them."""

import pytest
import spacy

from osallisuus_nlp.language import edits
from osallisuus_nlp.language.edits import Edits, edit, endings, learn
from osallisuus_nlp.language.lemmas import learnt
from osallisuus_nlp.language.treebank import Source, Word

FORMS = {
    "kunnan": "kunta",
    "kunnassa": "kunta",
    "kunnalle": "kunta",
    "sunnan": "sunta",
    "talon": "talo",
    "talossa": "talo",
    "talolle": "talo",
    "raadin": "raati",
    "raadissa": "raati",
    "vuonna": "vuosi",
}


def lemma(table: Edits, form: str) -> str | None:
    return table.find(endings(form), form)


def test_an_edit_is_what_is_cut_and_what_is_added():
    assert edit("kunnan", "kunta") == (3, "ta")
    assert edit("talo", "talo") == (0, "")


def test_every_form_that_was_learnt_has_its_lemma():
    table = learn(FORMS)
    assert {form: lemma(table, form) for form in FORMS} == FORMS


def test_a_compound_goes_by_its_last_part():
    table = learn(FORMS)
    assert lemma(table, "lautakunnan") == "lautakunta"
    assert lemma(table, "asukasraadissa") == "asukasraati"


def test_a_table_comes_back_from_bytes():
    table = learn(FORMS)
    again = Edits.from_bytes(table.to_bytes())
    assert len(again) == len(table)
    assert lemma(again, "vuonna") == "vuosi"


def test_an_empty_table_finds_nothing():
    assert lemma(Edits.of({}), "kunnan") is None


def word(form, lemma, upos, feats="_"):
    return Word(form, lemma, (lemma,), upos, feats, 0, "root", " ")


def of(*words):
    return [Source("x", (((*words,),),))]


@pytest.fixture
def nlp():
    made = spacy.blank("fi")
    edits.keep(made.vocab, learn(FORMS))
    made.add_pipe("osallisuus_lemmas")
    return made


def test_the_component_prefers_words_met_in_the_treebank(nlp):
    component = nlp.get_pipe("osallisuus_lemmas")
    component.words, component.participles = learnt(
        of(word("Talon", "Talo", "PROPN"), word("valittu", "valita", "VERB", "VerbForm=Part")), edits.kept(nlp.vocab)
    )
    assert component.lemma("Talon", "PROPN") == "Talo"
    assert component.lemma("talon", "NOUN") == "talo"
    assert component.lemma("valittu", "VERB", participle=True) == "valita"


@pytest.mark.parametrize(
    ("form", "pos", "expected"),
    [
        ("ARA-talon", "NOUN", "ARA-talo"),
        ("TALON", "NOUN", "talo"),
        ("Talolle", "PROPN", "Talo"),
        ("EU:n", "PROPN", "EU"),
        ("15.", "ADJ", "15."),
        ("kunta-", "NOUN", "kunta"),
    ],
)
def test_capitals_numbers_and_signs(nlp, form, pos, expected):
    assert nlp.get_pipe("osallisuus_lemmas").lemma(form, pos) == expected


def test_the_component_comes_back_from_disk(nlp, tmp_path):
    nlp.to_disk(tmp_path / "fi")
    again = spacy.load(tmp_path / "fi")
    assert again.get_pipe("osallisuus_lemmas").lemma("lautakunnan", "NOUN") == "lautakunta"
