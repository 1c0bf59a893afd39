"""Text into the pieces of a vocabulary."""

from __future__ import annotations

from osallisuus_nlp.classify.pieces import Pieces

VOCABULARY = ["<s>", "<pad>", "</s>", "<unk>", "▁asukas", "raati", "▁a", "su", "kas", "▁", "r", "▁raati"]
SCORES = [0.0, 0.0, 0.0, 0.0, -4.0, -4.0, -3.0, -3.0, -3.0, -2.0, -3.0, -5.0]


def cut(text: str) -> list[str]:
    return [VOCABULARY[place] for place in Pieces(VOCABULARY, SCORES).ids(text)]


def test_the_likeliest_pieces_are_chosen() -> None:
    assert cut("asukasraati raati") == ["▁asukas", "raati", "▁raati"]


def test_white_space_and_compatibility_forms_do_not_matter() -> None:
    assert cut(" asukas\u00a0\nraati ") == cut("asukas raati")
    assert cut("ａsukas") == ["▁asukas"]


def test_what_no_piece_covers_is_unknown() -> None:
    assert cut("r€") == ["▁", "r", "<unk>"]


def test_nothing_has_no_pieces() -> None:
    assert cut("") == cut("  ") == []
