"""Paragraphs into analysed documents: the protocol that all languages share."""

import subprocess
import sys

import pytest
import spacy

from osallisuus_nlp import ResourceMissing
from osallisuus_nlp.language import annotate, backend_for
from osallisuus_nlp.language.needed import needs_heads
from osallisuus_nlp.language.pipelines import load_pipeline, save_pipeline, shipped

FINNISH = "Sivistyslautakunta nimeää asukasraadin. Kokouksista tiedotetaan kunnan verkkosivuilla."
SWEDISH = "Bildningsnämnden utser ett invånarråd. Invånarkvällar ordnas varje höst."

PROGRAMME = "Delaktighetsprogrammet binder klientråden och nämndernas chefer."


def word(doc, text):
    return next(token for token in doc if token.text == text)


@pytest.mark.parametrize(
    ("language", "text", "form", "lemma", "pos", "parts"),
    [
        ("fi", FINNISH, "asukasraadin", "asukasraati", "NOUN", ("asukas", "raati")),
        ("fi", FINNISH, "tiedotetaan", "tiedottaa", "VERB", ()),
        ("fi", "Asukasilta järjestetään.", "Asukasilta", "asukasilta", "NOUN", ("asukas", "ilta")),
        ("fi", FINNISH, "verkkosivuilla", "verkkosivu", "NOUN", ("verkko", "sivu")),
        ("sv", SWEDISH, "Bildningsnämnden", "bildningsnämnd", "NOUN", ("bildning", "nämnd")),
        ("sv", SWEDISH, "ordnas", "ordna", "VERB", ()),
        ("sv", PROGRAMME, "Delaktighetsprogrammet", "delaktighetsprogram", "NOUN", ("delaktighet", "program")),
        ("sv", PROGRAMME, "klientråden", "klientråd", "NOUN", ("klient", "råd")),
        ("sv", PROGRAMME, "nämndernas", "nämnd", "NOUN", ("nämnd",)),
    ],
)  # fmt: skip
def test_words_have_lemma_part_of_speech_and_compound_parts(language, text, form, lemma, pos, parts):
    [doc] = annotate([text], language)
    found = word(doc, form)
    assert (found.lemma_, found.pos_, found._.compound) == (lemma, pos, parts)


@pytest.mark.parametrize(("language", "text"), [("fi", FINNISH), ("sv", SWEDISH)])
def test_a_document_says_who_made_it_and_keeps_the_text(language, text):
    [doc] = annotate([text], language)
    assert doc.text == text
    assert (doc._.language, doc._.backend) == (language, "osallisuus")
    assert len(list(doc.sents)) == 2
    assert all(sentence._.parsed for sentence in doc.sents)


def test_features_and_relations():
    [doc] = annotate([FINNISH], "fi")
    assert word(doc, "tiedotetaan").morph.get("Voice") == ["Pass"]
    subject = word(doc, "Sivistyslautakunta")
    assert (subject.dep_, subject.head.text) == ("nsubj", "nimeää")


def test_suspended_compounds_have_both_parts():
    [doc] = annotate(["Sosiaali- ja terveyslautakunta päättää kulttuuripalveluista ja -tiloista."], "fi")
    assert word(doc, "Sosiaali-")._.compound == ("sosiaali", "lauta", "kunta")
    assert word(doc, "terveyslautakunta")._.compound == ("terveys", "lauta", "kunta")
    assert [word(doc, form)._.head_lemma for form in ("Sosiaali-", "terveyslautakunta")] == ["lautakunta", "lautakunta"]
    assert word(doc, "-tiloista")._.compound == ("kulttuuri", "tila")
    [doc] = annotate(["Social- och hälsovårdsnämnden beslutar."], "sv")
    assert word(doc, "Social-")._.compound == ("social", "nämnd")


def test_heads_only_where_they_are_needed():
    text = "Kunnan osallisuusohjelma\nTilaisuuksista tiedotetaan. Viestintäpäällikkö laatii vuosikellon."
    [doc] = annotate([text], "fi", heads="needed")
    asked = [needs_heads(sentence) for sentence in doc.sents]
    assert [sentence._.parsed for sentence in doc.sents] == asked
    assert asked[-1] and not asked[0]
    assert word(doc, "laatii")._.agent.head == word(doc, "Viestintäpäällikkö").i
    assert word(doc, "tiedotetaan")._.agent.head is None


def test_no_heads_when_none_are_wanted():
    [doc] = annotate([FINNISH], "fi", heads="none")
    assert len(list(doc.sents)) == 2
    assert not doc.has_annotation("DEP")
    assert word(doc, "asukasraadin").lemma_ == "asukasraati"


def test_what_was_analysed_is_remembered():
    first, second = annotate([FINNISH, FINNISH], "fi")
    assert first is second
    assert annotate([FINNISH], "fi")[0] is first


@pytest.mark.parametrize("language", ["en", "other", "und", "se"])
def test_other_languages_have_tokens_and_sentences(language):
    [doc] = annotate(["The panel meets. It gives advice."], language)
    assert doc._.backend == "blank"
    assert [sentence.text for sentence in doc.sents] == ["The panel meets.", "It gives advice."]
    assert not doc.has_annotation("DEP")


@pytest.mark.parametrize("heads", ["all", "needed", "none"])
@pytest.mark.parametrize("text", ["", " ", "\n\n", "–", "12 %", "\x0c", "a" * 3000])
def test_odd_texts_are_no_error(text, heads):
    for language in ("fi", "sv", "en"):
        [doc] = annotate([text], language, heads=heads)
        assert doc.text == text


def test_our_components_work_in_any_pipeline():
    nlp = spacy.blank("fi")
    for name in ("osallisuus_sentences", "osallisuus_lemmas", "osallisuus_compounds", "osallisuus_agents"):
        nlp.add_pipe(name)
    doc = nlp("Vrt. liite 2. Kokous pidetään esim. syksyllä.")
    assert [sentence.text for sentence in doc.sents] == ["Vrt. liite 2.", "Kokous pidetään esim. syksyllä."]


def test_a_pipeline_is_saved_small_and_loaded_whole(tmp_path):
    nlp = load_pipeline(shipped("sv"))
    before = [(token.lemma_, token.pos_, token.dep_) for token in nlp(SWEDISH)]
    save_pipeline(nlp, tmp_path / "sv")
    after = [(token.lemma_, token.pos_, token.dep_) for token in load_pipeline(tmp_path / "sv")(SWEDISH)]
    assert after == before


def test_a_missing_pipeline_is_named(tmp_path):
    with pytest.raises(ResourceMissing, match="make models"):
        load_pipeline(tmp_path)


def test_shipped_analysers_tell_their_licence_and_are_small():
    for language, most in (("fi", 15e6), ("sv", 10e6)):
        folder = shipped(language)
        nlp = backend_for(language).nlp
        assert nlp.meta["license"] == "CC BY-SA 4.0"
        assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < most


def test_spacy_is_loaded_only_when_it_is_used():
    code = "import sys, osallisuus_nlp.language; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_voikko_gives_lemmas_and_parts():
    pytest.importorskip("libvoikko", reason="libvoikko is not installed")
    try:
        [doc] = annotate(["Hyvinvointikoordinaattorit kokoontuivat maakunnissa."], "fi", backend="voikko")
    except ResourceMissing as error:
        pytest.skip(str(error))
    assert doc._.backend == "voikko"
    assert word(doc, "maakunnissa")._.compound == ("maa", "kunta")
    assert word(doc, "Hyvinvointikoordinaattorit").lemma_ == "hyvinvointikoordinaattori"


def test_voikko_names_what_is_missing(monkeypatch):
    from osallisuus_nlp.language import voikko

    monkeypatch.setitem(sys.modules, "libvoikko", None)
    voikko._handle.cache_clear()
    with pytest.raises(ResourceMissing, match="libvoikko"):
        voikko.Voikko()
    voikko._handle.cache_clear()


@pytest.mark.parametrize("heads", ["all", "none"])
@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("fi", "Lautakunta vastasi heti. ”Siksi se päätettiin.” Kokous päättyi.", 3),
        ("sv", "Rådet frågade varför. ”Därför”, svarade nämnden och mötet avslutades.", 2),
        ("fi", "Asiasta päättää hallitus ja toimialajohtaja", 1),
    ],
)
def test_a_capital_behind_a_mark_begins_a_sentence_and_a_small_letter_does_not(language, text, count, heads):
    [doc] = annotate([text], language, heads=heads)
    assert len(list(doc.sents)) == count
