"""Sources of rendered test documents: the dialect of Markdown, and the gold that follows from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osallisuus_nlp import InvalidCorpus
from osallisuus_nlp.corpus.layouts import LAYOUTS, fits, is_wide, layout_named, set_groups
from osallisuus_nlp.corpus.source import MERGED, Block, Group, Source, filled, gold_of, parse_source, words_of

SOURCE = """\
---
title: Kuusijoen osallisuusohjelma
language: fi
running_head: Kuusijoen kunta
footer: "Sivu {page} ({pages})"
---

# Kuusijoen osallisuusohjelma 2026–2029

Ohjelma kertoo, *miten* asukkaat
vaikuttavat.[^laki]

## Toimenpiteet

Ohjelmakaudella:

- Asukasraati kokoontuu neljästi.
    - kutsu lähtee ajoissa
- Kyliin mennään:
    1. keväällä
    2. syksyllä

Taulukko 1. Vastuut.

| Toimenpide | Vastuu | Vuosi |
|---|---|---|
| Asukaskysely | Viestintä | 2027 |
| Kyläillat | ^^ | |

[^laki]: Kuntalaki 22 §.
"""


def source(markdown):
    return parse_source(markdown, title="Ohjelma", language="fi")


def test_front_matter_gives_the_title_language_running_head_and_footer():
    parsed = parse_source(SOURCE)
    assert (parsed.title, parsed.language) == ("Kuusijoen osallisuusohjelma", "fi")
    assert (parsed.running_head, parsed.footer) == ("Kuusijoen kunta", "Sivu {page} ({pages})")


def test_without_front_matter_the_title_is_the_running_head():
    parsed = source("Kunta kuulee asukkaita.")
    assert (parsed.title, parsed.running_head, parsed.footer) == ("Ohjelma", "Ohjelma", "{page} ({pages})")


def test_blocks_stand_in_reading_order_without_inline_marks():
    assert list(parse_source(SOURCE).blocks()) == [
        Block("heading", "Kuusijoen osallisuusohjelma 2026–2029", 1),
        Block("paragraph", "Ohjelma kertoo, miten asukkaat vaikuttavat.", notes=("1",)),
        Block("heading", "Toimenpiteet", 2),
        Block("paragraph", "Ohjelmakaudella:"),
        Block("list_item", "Asukasraati kokoontuu neljästi.", 1, "•"),
        Block("list_item", "kutsu lähtee ajoissa", 2, "–"),
        Block("list_item", "Kyliin mennään:", 1, "•"),
        Block("list_item", "keväällä", 2, "1."),
        Block("list_item", "syksyllä", 2, "2."),
        Block("caption", "Taulukko 1. Vastuut."),
        Block(
            "table",
            header=("Toimenpide", "Vastuu", "Vuosi"),
            rows=(("Asukaskysely", "Viestintä", "2027"), ("Kyläillat", MERGED, "")),
        ),
    ]


def test_the_gold_says_what_a_reader_should_find():
    gold = gold_of(parse_source(SOURCE))
    assert gold.headings == ((1, "Kuusijoen osallisuusohjelma 2026–2029"), (2, "Toimenpiteet"))
    assert gold.items[3] == (2, "keväällä")
    assert gold.tables == (
        (("Toimenpide", "Vastuu", "Vuosi"), (("Asukaskysely", "Viestintä", "2027"), ("Kyläillat", "Viestintä", ""))),
    )
    assert gold.notes == ("Kuntalaki 22 §.",)
    assert gold.captions == ("Taulukko 1. Vastuut.",)
    assert gold.running == ("Kuusijoen kunta", "Sivu {page} ({pages})")


def test_the_words_of_tables_follow_row_by_row_and_footnotes_are_left_out():
    words = " ".join(gold_of(parse_source(SOURCE)).words)
    assert words.endswith("Toimenpide Vastuu Vuosi Asukaskysely Viestintä 2027 Kyläillat Viestintä")
    assert "Kuntalaki" not in words


def test_an_item_is_governed_by_the_open_item_it_is_nested_in_or_else_by_the_sentence_above_its_list():
    assert gold_of(parse_source(SOURCE)).stems == (
        "Ohjelmakaudella:",
        "Ohjelmakaudella:",
        "Ohjelmakaudella:",
        "Kyliin mennään:",
        "Kyliin mennään:",
    )


@pytest.mark.parametrize(
    ("above", "stem"),
    [
        ("Tavoitteena on, että", "Tavoitteena on, että"),
        ("Målet är att", "Målet är att"),
        ("Kunta kuulee asukkaita.", ""),
        ("## Tavoitteet:", ""),
    ],
)
def test_only_an_open_sentence_is_a_stem(above, stem):
    assert gold_of(source(f"{above}\n\n- raati toimii")).stems == (stem,)


def test_a_stem_does_not_reach_into_a_container():
    assert gold_of(source("Kunta:\n\n::: box\n- raati toimii\n:::")).stems == ("",)


def test_containers_become_groups():
    parsed = source(
        "::: columns 3\nYksi.\n:::\n\n::: sidebar\nKaksi.\n:::\n\n"
        ":::: parallel\n::: side\nSuomeksi.\n:::\n::: side\nPå svenska.\n:::\n::::"
    )
    assert parsed.items == (
        Group("columns", 3, ((Block("paragraph", "Yksi."),),)),
        Group("sidebar", 1, ((Block("paragraph", "Kaksi."),),)),
        Group("parallel", 2, ((Block("paragraph", "Suomeksi."),), (Block("paragraph", "På svenska."),))),
    )
    assert [block.text for block in parsed.blocks()] == ["Yksi.", "Kaksi.", "Suomeksi.", "På svenska."]


def test_a_quotation_is_a_paragraph():
    assert source("> Kuulkaa meitä.").items == (Block("paragraph", "Kuulkaa meitä."),)


@pytest.mark.parametrize(
    ("markdown", "complaint"),
    [
        ("##### Viides taso", "four levels"),
        ("```\nkoodi\n```", "a fence is not part"),
        ("Kunta kuulee.[^1]", "never defined"),
        ("Kunta kuulee.\n\n[^1]: Laki.", "the footnote 1 is never referred to"),
        ("![Kuva](kuva.png)", "no pictures"),
        ("::: columns 7\nTeksti.\n:::", "2 or 3 columns"),
        ("::: box\n:::", "the container is empty"),
        ("::: side\nTeksti.\n:::", "stands in ':::: parallel' only"),
        (":::: parallel\n::: side\nYksi.\n:::\n::::", "holds two"),
        ("- Kunta kuulee.\n\n  Toinen kappale.", "a list item is one paragraph"),
        ("| a |\n|---|\n| ^^ |", "no cell above"),
        ("| a |\n|---|", "a table has a row"),
        ("| a |\n|---|\n| x[^1] |\n\n[^1]: Laki.", "no footnote marks in tables"),
        ("---\ntitel: Ohjelma\n---\n\nKunta kuulee.", "'titel: Ohjelma' is none of title"),
    ],
)
def test_what_is_not_in_the_dialect_is_refused(markdown, complaint):
    with pytest.raises(InvalidCorpus, match=complaint):
        source(markdown)


def test_a_source_needs_a_title_and_a_language():
    with pytest.raises(InvalidCorpus, match="needs a title and a language"):
        parse_source("Kunta kuulee.")


@given(st.lists(st.tuples(*[st.sampled_from(["a", "", MERGED])] * 3), max_size=6))
def test_merged_cells_are_filled_from_above(rows):
    done = filled(rows)
    for number, (row, full) in enumerate(zip(rows, done, strict=True)):
        above = done[number - 1] if number else ("", "", "")
        assert full == tuple(up if cell == MERGED else cell for cell, up in zip(row, above, strict=True))
        assert MERGED not in full


def test_words_are_letters_and_numbers():
    assert words_of("Kunta – 12,5 %: 'hyvä_idea' (§ 3)") == ["Kunta", "12", "5", "hyvä", "idea", "3"]


def test_groups_that_a_layout_does_not_set_become_running_text():
    parsed = source("::: box\nYksi.\n:::\n\n::: landscape\nKaksi.\n:::")
    assert set_groups(parsed, LAYOUTS["plain"]).items == (Block("paragraph", "Yksi."), Block("paragraph", "Kaksi."))
    boxes = set_groups(parsed, LAYOUTS["boxes"])
    assert [type(item) for item in boxes.items] == [Group, Block]
    assert list(boxes.blocks()) == list(parsed.blocks())


@pytest.mark.parametrize(
    ("markdown", "name", "fit"),
    [
        ("Kunta kuulee.", "plain", True),
        ("Kunta kuulee.", "notes", False),
        ("Kunta kuulee.[^1]\n\n[^1]: Laki.", "notes", True),
        ("Kunta kuulee.", "unruled", False),
        ("::: box\n| a |\n|---|\n| x |\n:::", "unruled", True),
        ("::: box\nKunta kuulee.\n:::", "boxes", True),
        ("::: box\nKunta kuulee.\n:::", "sidebar", False),
    ],
)
def test_a_layout_fits_a_source_that_holds_what_it_is_about(markdown, name, fit):
    assert fits(source(markdown), LAYOUTS[name]) is fit


def test_an_unknown_layout_is_refused():
    with pytest.raises(ValueError, match="no layout 'fancy'; there are plain, two_columns"):
        layout_named("fancy")


@pytest.mark.parametrize(("columns", "wide"), [(2, False), (5, False), (6, True), (8, True)])
def test_a_table_of_many_columns_is_wide(columns, wide):
    assert is_wide(Block("table", header=("Sarake",) * columns)) is wide


def test_a_source_is_a_plain_value():
    assert parse_source(SOURCE) == parse_source(SOURCE)
    assert Source("t", "fi", "", "", ()) != parse_source(SOURCE)
