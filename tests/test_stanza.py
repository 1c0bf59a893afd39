"""stanza as a backend: the real one, with a tiny model that is trained here (tiny_stanza) and knows ten sentences."""

import json
import os
import pickle
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from conftest import need
from osallisuus_nlp import ResourceMissing
from osallisuus_nlp.language import annotate, backend_for

TRAIN = Path(__file__).parent / "tiny_stanza" / "train.py"
RAATI = "Sivistyslautakunta nimeää asukasraadin."
OHJELMA = "Lautakunta laatii ohjelman, jonka valtuusto hyväksyy."
KYSELY = "Kysely toteutetaan viestintäpäällikön johdolla."


@pytest.fixture(scope="module", autouse=True)
def stanza_is_there():
    need(find_spec("stanza") is not None, "stanza (pip install 'osallisuus_nlp[stanza]')")


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stanza")
    one_thread = os.environ | {"OMP_NUM_THREADS": "1"}
    subprocess.run([sys.executable, TRAIN, folder], check=True, capture_output=True, env=one_thread)
    return folder


def analysed(text, models, **how):
    [doc] = annotate([text], "fi", backend="stanza", models=models, **how)
    return doc


def word(doc, text):
    return next(token for token in doc if token.text == text)


def test_words_have_what_stanza_tells_and_parts_by_our_splitter(models):
    doc = analysed(RAATI, models)
    board, names, panel, _ = doc
    assert doc._.backend == "stanza"
    assert [token.lemma_ for token in doc] == ["sivistyslautakunta", "nimetä", "asukasraati", "."]
    assert [token.pos_ for token in doc] == ["NOUN", "VERB", "NOUN", "PUNCT"]
    assert names.morph.get("Voice") == ["Act"]
    assert [(token.head.i, token.dep_) for token in (board, names, panel)] == [(1, "nsubj"), (1, "ROOT"), (1, "obj")]
    assert board._.compound == ("sivistys", "lauta", "kunta")
    assert panel._.head_lemma == "raati"


def test_agents_are_found_by_our_rules(models):
    doc = analysed(f"{OHJELMA} {KYSELY}", models)
    for verb, agent in (("laatii", "Lautakunta"), ("hyväksyy", "valtuusto"), ("toteutetaan", "viestintäpäällikön")):
        assert doc[word(doc, verb)._.agent.head].text == agent
    assert [sentence.text for sentence in doc.sents] == [OHJELMA, KYSELY]
    assert all(sentence._.parsed for sentence in doc.sents)


def test_without_heads_there_are_sentences_and_lemmas(models):
    doc = analysed(f"{OHJELMA} {KYSELY}", models, heads="none")
    assert [sentence.text for sentence in doc.sents] == [OHJELMA, KYSELY]
    assert not doc.has_annotation("DEP")
    assert word(doc, "viestintäpäällikön")._.compound == ("viestintä", "päällikkö")


@pytest.mark.parametrize("heads", ["all", "needed", "none"])
@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "–", "\u200b", "12 000 €", "a" * 3000, f"  {RAATI}\n{KYSELY}\n\n\nAsukasilta \x0c"]
)
def test_a_document_has_its_text_whatever_it_is(models, text, heads):
    doc = analysed(text, models, heads=heads)
    assert doc.text == text
    assert len(list(doc.sents)) >= bool(text)


def test_white_space_hangs_on_the_word_before(models):
    doc = analysed(f" {RAATI}\n{KYSELY}", models)
    assert [(token.i, token.head.i, token.pos_) for token in doc if token.is_space] == [
        (0, 1, "SPACE"),
        (5, 4, "SPACE"),
    ]


def test_a_token_of_several_words_has_the_first_ones_analysis():
    import spacy
    from stanza.utils.conll import CoNLL

    from osallisuus_nlp.language.by_stanza import to_doc

    rows = """1 Sanoi sanoa VERB _ VerbForm=Fin 0 root _ start_char=0|end_char=5
2-3 ettei _ _ _ _ _ _ _ start_char=6|end_char=11
2 että että SCONJ _ _ 4 mark _ _
3 ei ei AUX _ Polarity=Neg 4 aux _ _
4 tule tulla VERB _ Connegative=Yes 1 ccomp _ start_char=12|end_char=16"""
    document = CoNLL.conll2doc(input_str=rows.replace(" ", "\t") + "\n\n")
    document.text = "Sanoi ettei tule"
    doc = to_doc(document, spacy.blank("fi").vocab, heads=True)
    assert [(token.text, token.lemma_, token.head.i) for token in doc] == [
        ("Sanoi", "sanoa", 0),
        ("ettei", "että", 2),
        ("tule", "tulla", 0),
    ]


def test_what_was_analysed_is_remembered_and_models_are_loaded_once(models):
    assert analysed(RAATI, models) is analysed(RAATI, str(models))
    assert analysed(RAATI, models) is not annotate([RAATI], "fi")[0]


def test_a_backend_is_pickled_without_its_models(models):
    backend = backend_for("fi", "stanza", models)
    list(backend.pipe([RAATI], heads="none"))
    content = pickle.dumps(backend)
    assert len(content) < 1000
    [doc] = pickle.loads(content).pipe([RAATI], heads="none")
    assert doc[0].lemma_ == "sivistyslautakunta"


def test_other_languages_have_tokens_and_sentences(models):
    [doc] = annotate(["The panel meets."], "en", backend="stanza", models=models)
    assert doc._.backend == "blank"


# What is missing is told, with what to do.


def test_the_folder_must_be_named():
    with pytest.raises(ResourceMissing, match="models=DIR"):
        annotate([RAATI], "fi", backend="stanza")


def test_stanza_must_be_installed(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "stanza", None)
    with pytest.raises(ResourceMissing, match=r"pip install 'osallisuus_nlp\[stanza\]'"):
        annotate([RAATI], "fi", backend="stanza", models=tmp_path)


def copied(models, to):
    return shutil.copytree(models, to / "models")


def no_folder(folder):
    folder.rename(folder.with_name("elsewhere"))


def no_model(folder):
    (folder / "fi" / "pos" / "tiny.pt").unlink()


def damaged_list(folder):
    (folder / "resources.json").write_text("{", encoding="utf-8")


def damaged_model(folder):
    (folder / "fi" / "depparse" / "tiny.pt").write_bytes(b"")


def no_parser(folder):
    path = folder / "resources.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["fi"]["depparse"], content["fi"]["packages"]["default"]["depparse"]
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize("harm", [no_folder, no_model, damaged_list, damaged_model, no_parser])
def test_what_the_folder_lacks_is_told(models, tmp_path, harm):
    folder = copied(models, tmp_path)
    harm(folder)
    with pytest.raises(ResourceMissing, match=r"stanza\.download"):
        annotate([RAATI], "fi", backend="stanza", models=folder)


def test_a_language_that_the_folder_lacks_is_told(models):
    with pytest.raises(ResourceMissing, match="for sv"):
        annotate(["Nämnden utser ett råd."], "sv", backend="stanza", models=models)


def test_a_model_that_is_a_program_is_not_run(models, tmp_path):
    import torch

    class Program:
        def __reduce__(self):
            return (tmp_path.joinpath("run").write_text, ("it ran",))

    folder = copied(models, tmp_path)
    torch.save({"model": Program(), "config": {}}, folder / "fi" / "pos" / "tiny.pt")
    with pytest.raises(ResourceMissing):
        annotate([RAATI], "fi", backend="stanza", models=folder)
    assert not (tmp_path / "run").exists()
