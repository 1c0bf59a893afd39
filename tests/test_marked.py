"""What the corpora mark in passages, and what a plan makes of an encoder's marks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from osallisuus_nlp.classify.features import Example
from osallisuus_nlp.classify.marks import MARKS, Marks, word_spans
from osallisuus_nlp.document import around
from osallisuus_nlp.language import Span
from osallisuus_nlp.plan.marked import marked_passages
from osallisuus_nlp.plan.marked_parties import with_marks
from osallisuus_nlp.plan.statements import clauses_of, load_statements
from osallisuus_nlp.plan.units import units_of

CORPORA = Path(__file__).parents[1] / "corpora"


def marks_of(text: str, named: str) -> Marks:
    """Return marks that name as responsible only the words of `named`."""
    scores = np.full((len(word_spans(text)), len(MARKS)), -6.0)
    start = text.index(named) if named else -1
    for row, word in enumerate(word_spans(text)):
        if named and start <= word.start < start + len(named):
            scores[row, MARKS.index("responsibility")] = 2.0
    return Marks(text, scores)


@pytest.mark.parametrize(
    ("text", "by_rules", "named", "parties"),
    [
        # A name that no lexicon has.
        ("Kuntoutuspolun piirtävät uusiksi aivoinfarktin sairastaneet.", [], "aivoinfarktin sairastaneet.",
         ["aivoinfarktin sairastaneet"]),
        # Someone who is met, not one who does.
        ("Kysely lähetetään rehtoreille, ja rehtori kuulee tuloksen.", ["rehtori"], "", []),
        # Both say it: it is named once, as the rules have it.
        ("Raadin kokoaa sivistysjohtaja.", ["sivistysjohtaja"], "sivistysjohtaja.", ["sivistysjohtaja"]),
        # One that does not stand in the passage is not doubted: a stem or a statement for the section names it.
        ("Raati kootaan.", ["kyläkoordinaattori"], "", ["kyläkoordinaattori"]),
        # Two parties side by side; a compound whose end stands after "ja" is one.
        ("Retken järjestävät kylätalkkarit ja 4H-nuoret.", [], "kylätalkkarit ja 4H-nuoret.",
         ["kylätalkkarit", "4H-nuoret"]),
        ("Ohjeen laatii sivistys- ja kulttuurijaosto.", [], "sivistys- ja kulttuurijaosto.",
         ["sivistys- ja kulttuurijaosto"]),
        ("Toimesta vastaa kunta.", [], "kunta.", []),
    ],
)  # fmt: skip
def test_parties_by_rules_and_by_marks(text: str, by_rules: list[str], named: str, parties: list[str]) -> None:
    assert list(with_marks(by_rules, marks_of(text, named), Span(0, len(text)), (), "fi")) == parties


def test_a_party_that_is_marked_in_another_clause_is_taken_where_that_tells_of_the_measure() -> None:
    text = "Raati kootaan. Sen vetää kylätalkkari."
    marks = marks_of(text, "kylätalkkari.")
    clause, told = Span(0, 14), Span(15, len(text))
    assert with_marks([], marks, clause, (), "fi") == ()
    assert with_marks([], marks, clause, (told,), "fi") == ("kylätalkkari",)
    assert with_marks(["sihteeri"], marks, clause, (told,), "fi") == ("sihteeri",), "the measure has its own"


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
