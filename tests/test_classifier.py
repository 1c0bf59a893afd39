"""The trained classifier: its file, its labels, and what anyone would say of some very plain passages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from osallisuus_nlp import ResourceMissing, classify
from osallisuus_nlp.classify import Model, default_model
from osallisuus_nlp.classify.features import Example
from osallisuus_nlp.classify.model import label_scheme, read_model
from osallisuus_nlp.classify.train import example_of, train
from osallisuus_nlp.corpus import Record, read_records
from osallisuus_nlp.framework import default_framework

ROOT = Path(__file__).parents[1]
ARRAYS = ("idf", "weights", "bias")
CALIBRATION = ("slope", "shift", "threshold")


def framework_labels() -> list[str]:
    framework = default_framework()
    return [
        entry.id
        for entries in (framework.perspectives, framework.house_levels, framework.elements)
        for entry in entries
    ]


@pytest.fixture(scope="module")
def few_records() -> list[Record]:
    """120 training passages: enough to train on, too few to be good."""
    records = read_records([ROOT / "corpora" / "passages" / "fi-a.jsonl"])
    return [record for record in records if record.split == "train"][:120]


@pytest.fixture(scope="module")
def small_model(few_records: list[Record]) -> Model:
    return train(few_records)


# ---------------------------------------------------------------- the file


def test_card_tells_where_the_model_comes_from() -> None:
    card = default_model().card
    assert card["format"] == 2
    assert card["labels"] == label_scheme()
    assert card["passages"] == sum(card["languages"].values()) > 1_000
    assert min(card["languages"]["fi"], card["languages"]["sv"]) > 100
    assert card["documents"] > 10
    assert len(card["corpus_sha256"]) == 64
    assert card["command"].startswith("osallisuus train corpora")


def test_labels_stand_in_the_order_of_the_framework() -> None:
    assert default_model().labels == framework_labels()


def test_labels_keep_their_order_through_the_file(small_model: Model, tmp_path: Path) -> None:
    """The card was once written with sorted keys: elements then stood where perspectives belonged."""
    path = tmp_path / "model.npz"
    small_model.save(path)
    loaded = read_model(path)
    assert loaded.labels == small_model.labels == framework_labels()
    assert list(loaded.card["labels"]) == ["perspectives", "house", "elements"]
    examples = [Example("Asukasraati kokoontuu neljä kertaa vuodessa."), Example("Vastuu: sivistysjohtaja.")]
    np.testing.assert_array_equal(loaded.probabilities(examples), small_model.probabilities(examples))


def test_the_same_records_train_the_same_model(few_records: list[Record], small_model: Model) -> None:
    assert len(few_records) == 120
    again = train(few_records)
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(again, name), getattr(small_model, name), err_msg=name)
    for name in CALIBRATION:
        one, other = getattr(again.calibration, name), getattr(small_model.calibration, name)
        np.testing.assert_array_equal(one, other, err_msg=name)
    assert again.card == small_model.card


def test_a_model_knows_its_own_training_passages(few_records: list[Record], small_model: Model) -> None:
    """An error in the order of rows or columns would show here."""
    probabilities = small_model.probabilities([example_of(record) for record in few_records])
    column = small_model.labels.index("own_life")
    carries = np.array(["own_life" in record.labels.perspectives for record in few_records])
    assert probabilities[carries, column].min() > probabilities[~carries, column].mean()


def test_garbage_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(b"this is no archive of arrays")
    with pytest.raises(ResourceMissing, match=r"model\.npz: not a model of this library; .*make models"):
        read_model(path)


def test_missing_file_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ResourceMissing, match="make models"):
        read_model(tmp_path / "nowhere.npz")


def test_pickles_are_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    touched = tmp_path / "touched"

    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (touched,))

    with path.open("wb") as file:
        np.savez(file, card=np.array([Trap()], dtype=object))
    with pytest.raises(ResourceMissing):
        read_model(path)
    assert not touched.exists()


def _without_elements(card: dict[str, Any]) -> None:
    del card["labels"]["elements"]


def _sorted(card: dict[str, Any]) -> None:
    card["labels"] = dict(sorted(card["labels"].items()))


def _newer(card: dict[str, Any]) -> None:
    card["format"] += 1


@pytest.mark.parametrize("change", [_without_elements, _sorted, _newer])
def test_model_of_another_scheme_is_refused(
    change: Callable[[dict[str, Any]], None], small_model: Model, tmp_path: Path
) -> None:
    card = json.loads(json.dumps(small_model.card))
    change(card)
    path = tmp_path / "model.npz"
    replace(small_model, card=card).save(path)
    with pytest.raises(ResourceMissing, match="a model of another version"):
        read_model(path)


# ---------------------------------------------------------------- classify()


def test_frame_has_the_labels_and_a_probability_for_each() -> None:
    frame = classify(["Asukasraati kokoontuu neljä kertaa vuodessa.", "Vad är delaktighet?"])
    assert list(frame.columns) == ["text", "language", "perspectives", "house", "elements", *framework_labels()]
    assert list(frame["language"]) == ["fi", "sv"]
    probabilities = frame[framework_labels()].to_numpy()
    assert ((probabilities >= 0) & (probabilities <= 1)).all()
    for name, known in label_scheme().items():
        assert all(set(labels) <= set(known) for labels in frame[name])


def test_no_texts_give_an_empty_frame_with_the_same_columns() -> None:
    frame = classify([])
    assert frame.empty
    assert list(frame.columns) == list(classify(["Teksti."]).columns)


def test_language_may_be_told() -> None:
    assert list(classify(["Forum", "Foorumi"], language="sv")["language"]) == ["sv", "sv"]


def test_heading_is_part_of_what_is_read() -> None:
    texts = ["Raati kokoontuu neljä kertaa vuodessa."]
    alone, under = classify(texts), classify(texts, headings=["Osallisuus omassa elämässä"])
    assert not np.allclose(alone[framework_labels()].to_numpy(), under[framework_labels()].to_numpy())


def test_texts_do_not_colour_one_another() -> None:
    texts = ["Kyläyhdistys järjestää talkoot.", "Kunnan verotulot kasvoivat 2,1 prosenttia."]
    together = classify(texts)
    alone = pd.concat([classify([text]) for text in texts], ignore_index=True)
    np.testing.assert_allclose(together[framework_labels()], alone[framework_labels()], rtol=1e-4, atol=1e-6)


def test_headings_must_be_as_many_as_texts() -> None:
    with pytest.raises(ValueError, match="2 texts but 1 headings"):
        classify(["Yksi.", "Kaksi."], headings=["Otsikko"])


def test_one_string_is_no_list_of_texts() -> None:
    with pytest.raises(ValueError, match="give a list of texts"):
        classify("Asukasraati kokoontuu.")


# Passages that no two readers would label differently: the set, a label that must be there, the passage.
PLAIN = [
    (
        "perspectives",
        "own_life",
        "Asiakas valitsee itse kotihoidon palveluntuottajan palvelusetelillä ja päättää, millaista apua hän tarvitsee.",
    ),
    ("perspectives", "local", "Kyläyhdistykset järjestävät talkoot ja hoitavat kylätaloa vapaaehtoisvoimin."),
    (
        "house",
        "feedback",
        "Asiakaspalaute kerätään palvelusta jokaisen käynnin jälkeen kyselyllä ja käsitellään yksikön kokouksessa.",
    ),
    (
        "house",
        "dialogue",
        "Asiakasraati kokoontuu neljä kertaa vuodessa keskustelemaan palveluista ammattilaisten kanssa.",
    ),
    ("house", "co_production", "Kokemusasiantuntija ja sosiaaliohjaaja pitävät vastaanottoa työparina."),
    ("elements", "goal", "Tavoitteena on, että asukkaiden vaikutusmahdollisuudet vahvistuvat."),
    ("elements", "responsibility", "Vastuu: sivistysjohtaja."),
    ("elements", "funding", "Rahoitus: 5 000 euroa vuodessa."),
    (
        "perspectives",
        "own_life",
        "Klienten väljer själv serviceproducent med en servicesedel och bestämmer vilket stöd hen behöver.",
    ),
    ("perspectives", "local", "Byaföreningarna ordnar talko och sköter byagården med frivilliga krafter."),
    (
        "house",
        "feedback",
        "Klientrespons samlas in efter varje besök med en enkät och behandlas på enhetens möte.",
    ),
    (
        "house",
        "dialogue",
        "Klientrådet sammanträder fyra gånger om året och diskuterar tjänsterna med personalen.",
    ),
    ("house", "co_production", "En erfarenhetsexpert och en socialhandledare håller mottagning som arbetspar."),
    ("elements", "goal", "Målet är att invånarnas möjligheter att påverka stärks."),
    ("elements", "responsibility", "Ansvarig: bildningsdirektören."),
    ("elements", "funding", "Finansiering: 5 000 euro per år."),
]


@pytest.mark.parametrize(("labels", "expected", "text"), PLAIN)
def test_plain_passage(labels: str, expected: str, text: str) -> None:
    assert expected in classify([text])[labels][0]


@pytest.mark.parametrize(
    "text",
    [
        "Kunnan lainakanta oli vuoden lopussa 12,4 miljoonaa euroa eli 2 310 euroa asukasta kohti.",
        "Kommunens lånestock var vid årets slut 12,4 miljoner euro, dvs. 2 310 euro per invånare.",
    ],
)
def test_what_is_not_about_participation_has_no_perspective_and_no_house_level(text: str) -> None:
    frame = classify([text])
    assert (frame["perspectives"][0], frame["house"][0]) == ([], [])
