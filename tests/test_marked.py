"""What the corpora mark in passages, and what a plan makes of an encoder's marks of clauses."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from osallisuus_nlp.classify.features import Example
from osallisuus_nlp.document import around
from osallisuus_nlp.plan.marked import marked_passages
from osallisuus_nlp.plan.statements import clauses_of, load_statements
from osallisuus_nlp.plan.units import units_of

CORPORA = Path(__file__).parents[1] / "corpora"


def test_what_an_encoder_says_of_a_clause_is_averaged_and_what_it_has_not_read_is_not():
    text = "Asukasraati kootaan keväällä."
    clauses = clauses_of(Example(text, "fi"), units_of(text, "fi"))
    model, likely = load_statements(), np.ones((1, 2))
    alone = model.probabilities(clauses, likely)
    unread = model.probabilities(clauses, likely, np.full((1, 2), np.nan))
    doubted = model.probabilities(clauses, likely, np.full((1, 2), -9.0))
    np.testing.assert_array_equal(alone, unread)
    assert doubted[0, 0] < alone[0, 0]


def test_a_fragment_is_seen_with_its_neighbours_and_a_sentence_is_not() -> None:
    text = "Toimenpide\n\nAsukasraadin kokoaminen\n\nRaati kootaan."
    start = text.index("Asukas")
    assert around(text, start, start + len("Asukasraadin kokoaminen")) == ("Toimenpide", "Raati kootaan.")
    start = text.index("Raati kootaan.")
    assert around(text, start, len(text)) == ("", "")


def test_programmes_mark_what_their_gold_quotes_and_how_it_stands() -> None:
    passages = [passage for passage in marked_passages(CORPORA) if passage.document == "fi-vuorelanniemi"]
    assert sum(len(passage.ranges["measure"] or ()) for passage in passages) > 10
    assert all(passage.ranges["measure"] is None for passage in passages if passage.example.kind == "table_row")
    for passage in passages:
        for mark in ("existing", "past", "responsibility"):
            for start, end in passage.ranges[mark] or ():
                assert passage.example.text[start:end].strip()
    fragments = [passage.example for passage in passages if passage.example.before]
    assert fragments and not any(example.text.endswith(".") for example in fragments)
