"""Which clauses state a measure: what the model sees, from which probability on they are taken, how it is learnt."""

from __future__ import annotations

import numpy as np
import pytest

from osallisuus_nlp import ResourceMissing
from osallisuus_nlp.classify.features import Example
from osallisuus_nlp.plan.statements import FLAGS, STATED, Clause, clauses_of, load_statements, rows_of, threshold_of
from osallisuus_nlp.plan.train import Material, train, without
from osallisuus_nlp.plan.units import units_of


def clauses(text: str, language: str = "fi") -> list[Clause]:
    return clauses_of(Example(text, language), units_of(text, language))


def flags(clause: Clause) -> set[str]:
    row = rows_of([clause]).toarray()[0, -len(FLAGS) :]
    return {name for name, value in zip(FLAGS, row, strict=True) if value}


def test_a_clause_is_seen_with_its_place_and_with_what_was_named_before_it():
    first, second = clauses("Raati kootaan keväällä 2026. Raatia ohjaa koordinaattori.")
    assert {"first", "passive", "time"} <= flags(first)
    assert "known_first" in flags(second), "the panel has been named"
    assert "known_first" not in flags(first)


@pytest.mark.parametrize(
    ("text", "language", "measure"),
    [
        ("Asukasraati kootaan keväällä 2026.", "fi", True),
        ("Asukasraati tarkoittaa arvalla valittua ryhmää.", "fi", False),
        ("Vastaajista 40 prosenttia oli tyytyväisiä.", "fi", False),
        ("Tekninen johtaja avaa karttakyselyn asukkaille.", "fi", True),
        ("En invånarpanel tillsätts våren 2026.", "sv", True),
        ("Med delaktighet avses en känsla av att höra till.", "sv", False),
    ],
)
def test_an_act_is_likelier_a_measure_than_talk_is(text, language, measure):
    probability = load_statements().probabilities(clauses(text, language), np.ones((1, 2)))[0, 0]
    assert bool(probability > 0.5) is measure


def test_what_the_classifier_doubts_of_a_passage_counts_against_its_clauses_but_not_in_fragments():
    model = load_statements()
    likely, doubted = np.ones((1, 2)), np.full((1, 2), 0.05)
    (sentence,), (fragment,) = clauses("Asukasraati kootaan keväällä."), clauses("Asukasraadin kokoaminen")
    assert not sentence.fragment
    assert fragment.fragment
    assert model.probabilities([sentence], doubted)[0, 0] < model.probabilities([sentence], likely)[0, 0]
    assert model.probabilities([fragment], doubted)[0, 0] == model.probabilities([fragment], likely)[0, 0]


@pytest.mark.parametrize(
    ("probabilities", "taken"),
    [
        ([0.9, 0.8, 0.1, 0.05], [0.9, 0.8]),
        # Little is sure: to forgo them all would be worse than some that are false.
        ([0.4, 0.35, 0.3, 0.3, 0.05], [0.4, 0.35, 0.3, 0.3]),
        # Nothing is likely enough.
        ([0.1, 0.05], []),
        # What is likelier than not is taken, whatever the others are.
        ([0.99, 0.99, 0.55], [0.99, 0.99, 0.55]),
        ([], []),
    ],
)
def test_the_threshold_of_a_document_is_where_f1_is_expected_to_be_highest(probabilities, taken):
    limit = threshold_of(np.array(probabilities))
    assert [value for value in probabilities if value >= limit] == taken


ACTS = ("Raati kootaan.", "Kysely tehdään.", "Kyläilta järjestetään.", "Tupa avataan.")
TALK = ("Raati on ryhmä.", "Kysely on väline.", "Kyläilta on tapa.", "Tupa on paikka.")


def material() -> Material:
    made = Material()
    for number, text in enumerate((*ACTS, *TALK) * 4):
        whole = [(0, len(text))]
        goals = [] if text in ACTS else whole
        made.add(
            Example(text, "fi"),
            f"paper {number % 2}",
            (whole if text in ACTS else [], None if number % 2 else goals),
            1.0,
        )
    return made


def test_the_model_is_learnt_from_marked_passages_and_keeps_in_a_file(tmp_path):
    made = train(material())
    made.save(tmp_path / "statements.npz")
    read = load_statements(tmp_path / "statements.npz")
    assert read.card["measure"] == {"clauses": 32, "of them true": 16}
    assert read.card["goal"]["clauses"] == 16, "of the others no one says whether they are goals"
    likely = read.probabilities([clause for text in (*ACTS, *TALK) for clause in clauses(text)], np.ones((8, 2)))
    assert (likely[:4, 0] > likely[4:, 0].max()).all()
    assert likely.shape == (8, len(STATED))


def test_documents_can_be_left_out_of_training():
    assert set(without(material(), ["paper 0"]).documents) == {"paper 1"}


def test_a_clause_is_a_measure_where_half_of_it_or_of_what_is_marked_is_shared():
    made = Material()
    text = "Raati kootaan keväällä. Se on ryhmä."
    made.add(Example(text, "fi"), "paper", ([(6, 13)], None), 1.0)
    assert made.truth == [(1, -1), (0, -1)]


def test_a_file_that_is_no_model_is_refused(tmp_path):
    path = tmp_path / "statements.npz"
    path.write_bytes(b"no archive")
    with pytest.raises(ResourceMissing, match="make models"):
        load_statements(path)
