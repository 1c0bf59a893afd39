"""Finnish passives are told by their form where the network errs, and nouns that look like them are none."""

import pytest

from osallisuus_nlp.language import annotate


def told(text, form):
    [doc] = annotate([text], "fi", heads="none")
    token = next(token for token in doc if token.text == form)
    return token.pos_, token.morph.get("VerbForm"), token.morph.get("Voice"), token.lemma_


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("Vaihtoehdossa tuotettaisiin lisää asuntoja.", "tuotettaisiin", ("VERB", ["Fin"], ["Pass"], "tuottaa")),
        ("Ohjelmasta kerrottiin torilla.", "kerrottiin", ("VERB", ["Fin"], ["Pass"], "kertoa")),
        ("Säänneltyjä asuntoja on vähän.", "Säänneltyjä", ("VERB", ["Part"], ["Pass"], "säännellä")),
        ("Raportoidut tulokset julkaistaan.", "Raportoidut", ("VERB", ["Part"], ["Pass"], "raportoitua")),
        ("Vaikutuksia ei arvioida erikseen.", "arvioida", ("VERB", ["Fin"], ["Pass"], "arvioida")),
        ("Vaikutuksia ei saa arvioida väärin.", "arvioida", ("VERB", ["Inf"], ["Act"], "arvioida")),
    ],
)
def test_passives(text, form, expected):
    assert told(text, form) == expected


@pytest.mark.parametrize(
    ("text", "form", "lemma"),
    [
        ("Kuntiin vietiin budjettiin merkitty asia.", "budjettiin", "budjetti"),
        ("Kunta kutsuu asukkaat keskustaan ja kuntaan.", "kuntaan", "kunta"),
        ("Lautakunta vastaa talousarviosta hallintaan asti.", "hallintaan", "hallinta"),
    ],
)
def test_nouns_in_the_illative_are_none(text, form, lemma):
    pos, _, voice, found = told(text, form)
    assert (pos, voice, found) == ("NOUN", [], lemma)


def test_adjectives_that_the_treebanks_have_stay_adjectives():
    assert told("Hän on tunnettu taiteilija.", "tunnettu")[0] == "ADJ"
