"""Training an analyser, in small: a few sentences, a few steps."""

import pytest

from osallisuus_nlp.language import train_analysers
from osallisuus_nlp.language.pipelines import load_pipeline

SENTENCE = """# sent_id = {number}
1	{subject}	{lemma}	NOUN	_	Case=Nom|Definite=Def|Gender=Com|Number=Sing	2	nsubj	_	_
2	utser	utse	VERB	_	Mood=Ind|Tense=Pres|VerbForm=Fin|Voice=Act	0	root	_	_
3	ett	en	DET	_	Definite=Ind|Gender=Neut|Number=Sing	4	det	_	_
4	råd	råd	NOUN	_	Case=Nom|Definite=Ind|Gender=Neut|Number=Sing	2	obj	_	SpaceAfter=No
5	.	.	PUNCT	_	_	2	punct	_	_

"""
WORDS = {"nämnden": "nämnd", "styrelsen": "styrelse", "kommunen": "kommun", "direktören": "direktör"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    text = "".join(
        SENTENCE.format(number=number, subject=form.capitalize(), lemma=lemma)
        for number, (form, lemma) in enumerate(list(WORDS.items()) * 5)
    )
    for name in train_analysers.SOURCES["sv"]:
        (tmp_path / name.removesuffix(".gz")).write_text(text, encoding="utf-8")
    names = tuple(name.removesuffix(".gz") for name in train_analysers.SOURCES["sv"])
    monkeypatch.setitem(train_analysers.SOURCES, "sv", names)
    monkeypatch.setitem(train_analysers.STEPS, "sv", 20)
    monkeypatch.setattr(train_analysers, "EVALUATED", 10)
    monkeypatch.setattr(train_analysers, "dictionary", lambda language: WORDS | {"skolans": "skola"})
    return tmp_path


def test_the_command_writes_a_pipeline_that_names_its_sources(folder, tmp_path):
    assert train_analysers.main(["--data", str(folder), "--language", "sv", "--out", str(tmp_path / "models")]) == 0
    nlp = load_pipeline(tmp_path / "models" / "sv")
    assert nlp.meta["license"] == "CC BY-SA 4.0"
    assert set(nlp.meta["sha256"]) == set(train_analysers.SOURCES["sv"])
    doc = nlp("Styrelsen utser ett råd.")
    assert [token.lemma_ for token in doc] == ["styrelse", "utse", "en", "råd", "."]
