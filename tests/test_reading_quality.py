"""The benchmark of reading: its scores, on documents whose faults are known."""

import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from osallisuus_nlp.corpus.layouts import LAYOUTS
from osallisuus_nlp.corpus.source import parse_source
from osallisuus_nlp.document import Cell, Document, Kind, Page, Passage, Role, Table, assemble

sys.path.insert(0, str(ROOT / "benchmarks"))
try:
    import _reading_scores as scores
    import reading_quality
finally:
    sys.path.pop(0)

PLAIN = LAYOUTS["plain"]
SOURCE = parse_source("""\
---
title: Kuusijoen ohjelma
language: fi
running_head: Kuusijoen kunta
footer: Sivu {page} ({pages})
---

# Osallisuusohjelma

Kunta kuulee asukkaita.[^1]

## Toimet

Kunta:

- järjestää illan
    - kylissä
- kysyy

Taulukko 1. Vastuut.

| Toimi | Vastuu |
|---|---|
| kysely | viestintä |
| ilta | ^^ |
| raati | |

[^1]: Kuntalaki 22 §.
""")


def passage(kind, text, **more):
    return Passage(0, kind, text, 0, 0, 1, **more)


def row(toimi, vastuu):
    cells = (Cell("Toimi", toimi), Cell("Vastuu", vastuu))
    return passage(Kind.TABLE_ROW, f"Toimi: {toimi}\nVastuu: {vastuu}", cells=cells, table=0)


DRAFTS = (
    passage(Kind.HEADING, "Osallisuusohjelma", level=1),
    passage(Kind.PARAGRAPH, "Kunta kuulee asukkaita."),
    passage(Kind.HEADING, "Toimet", level=2),
    passage(Kind.PARAGRAPH, "Kunta:"),
    passage(Kind.LIST_ITEM, "järjestää illan", level=1, stem="Kunta:"),
    passage(Kind.LIST_ITEM, "kylissä", level=2, stem="järjestää illan"),
    passage(Kind.LIST_ITEM, "kysyy", level=1, stem="Kunta:"),
    passage(Kind.PARAGRAPH, "Taulukko 1. Vastuut.", role=Role.CAPTION),
    row("kysely", "viestintä"),
    row("ilta", "viestintä"),
    row("raati", ""),
    passage(Kind.PARAGRAPH, "1 Kuntalaki 22 §.", role=Role.FOOTNOTE),
)
REMOVED = ("Kuusijoen kunta", "Sivu 1 (1)")


def document(drafts=DRAFTS, *, removed=(REMOVED,)) -> Document:
    pages = [Page(number, 595, 842, gone) for number, gone in enumerate(removed, start=1)]
    table = Table(0, 1, ("Toimi", "Vastuu"), ())
    return assemble(drafts, name="ohjelma.pdf", format="pdf", sha256="", pages=pages, tables=[table])


def score(drafts=DRAFTS, *, source=SOURCE, layout=PLAIN, **more):
    return scores.score(document(drafts, **more), source, layout)


def changed(place, **more):
    return (*DRAFTS[:place], replace(DRAFTS[place], **more), *DRAFTS[place + 1 :])


def test_a_document_read_without_fault_has_full_scores():
    for name, one in vars(score()).items():
        assert one.wanted > 0, name
        assert one.hits == one.found == one.wanted, name


def test_a_file_that_cannot_be_read_has_nothing_found_and_everything_wanted():
    nothing, full = scores.score(None, SOURCE, PLAIN), score()
    for name in ("words", "paragraphs", "headings", "items", "cells", "notes", "captions"):
        assert (getattr(nothing, name).hits, getattr(nothing, name).found) == (0, 0)
        assert getattr(nothing, name).wanted == getattr(full, name).wanted


def test_words_count_in_their_order():
    swapped = (DRAFTS[1], DRAFTS[0], *DRAFTS[2:])
    right, wrong = score().words, score(swapped).words
    assert (wrong.found, wrong.wanted) == (right.found, right.wanted)
    assert wrong.hits == right.hits - 1  # the heading's one word stands in the wrong place


def test_words_lost_and_words_made_up_lower_recall_and_precision():
    right = score().words
    lost, more = score(changed(1, text="Kunta kuulee.")).words, score(changed(1, text="Kunta kuulee asukkaita 1")).words
    assert lost.precision == 1.0 and lost.recall == (right.wanted - 1) / right.wanted
    assert more.recall == 1.0 and more.precision == right.wanted / (right.wanted + 1)


def test_contents_and_footnotes_are_no_words():
    contents = passage(Kind.PARAGRAPH, "Toimet 3", role=Role.CONTENTS)
    title = passage(Kind.HEADING, "Sisällys", level=1)
    assert score((title, contents, *DRAFTS)).words == score().words


def test_a_footnote_that_is_taken_for_text_is_missed_as_a_footnote_only():
    taken = score(changed(11, role=Role.BODY))
    assert taken.words == score().words
    assert taken.notes == scores.Score(0, 0, 1)


def test_the_numbers_of_list_items_are_no_words():
    assert score(changed(4, text="1. järjestää illan")) == score()


def test_the_mark_of_a_footnote_does_not_make_another_text():
    assert score(changed(1, text="Kunta kuulee asukkaita.¹")).paragraphs == score().paragraphs
    assert scores.folded("Talous 2026") == "talous 2026"


def test_a_heading_counts_by_its_text_and_its_level_apart():
    level, text = score(changed(2, level=1)), score(changed(2, text="Toimet Kunta"))
    assert (level.headings.f1, level.levels.f1) == (1.0, 0.5)
    assert (text.headings, text.levels) == (scores.Score(1, 2, 2), scores.Score(1, 1, 1))


def test_an_item_counts_by_its_text_its_nesting_and_its_stem_apart():
    flat = score(changed(5, level=1, stem=""))
    assert flat.items == scores.Score(3, 3, 3)
    assert flat.nesting == flat.stems == scores.Score(2, 3, 3)


def test_a_cell_counts_with_its_column_and_its_row():
    full = scores.Score(5, 5, 5)  # the empty cell is none
    other_header = (Cell("", "kysely"), Cell("Vastuu", "viestintä"))
    one_lost = (*DRAFTS[:8], *DRAFTS[9:])
    assert score().cells == full
    assert score(changed(8, cells=other_header)).cells == scores.Score(4, 5, 5)
    # all others moved up by a row; only the merged cell has the text of the one that is lost
    assert score(one_lost).cells == scores.Score(1, 3, 5)


def test_a_merged_cell_is_wanted_in_each_of_its_rows():
    assert score(changed(9, cells=row("ilta", "").cells)).cells == scores.Score(4, 4, 5)


def test_running_heads_count_page_by_page():
    two = (REMOVED, ("Sivu 2 (2)", "Kylissä"))
    assert score().running == scores.Score(2, 2, 2)
    # "Sivu 1 (1)" is wrong where there are two pages; page 2 lost its head, and a word of the text with it
    assert score(removed=two).running == scores.Score(2, 4, 4)
    assert score(removed=((),)).running == scores.Score(0, 0, 2)


def test_a_source_without_running_head_wants_none():
    bare = replace(SOURCE, running_head="", footer="")
    assert score(source=bare).running == scores.Score(0, 2, 0)


SIDEBAR = parse_source(
    "# Ohjelma\n\n::: sidebar\nYhteystiedot\n:::\n\nKunta kuulee asukkaita.\n\n## Toimet\n\nLoppu.",
    title="Ohjelma",
    language="fi",
)


@pytest.mark.parametrize(
    ("order", "missed"),
    [
        (("Ohjelma", "Yhteystiedot", "Kunta kuulee asukkaita.", "Toimet", "Loppu."), 0),
        (("Ohjelma", "Kunta kuulee asukkaita.", "Yhteystiedot", "Toimet", "Loppu."), 0),
        (("Ohjelma", "Kunta kuulee", "Yhteystiedot", "asukkaita.", "Toimet", "Loppu."), 1),
        (("Ohjelma", "Kunta kuulee asukkaita.", "Toimet", "Loppu.", "Yhteystiedot"), 0),
        (("Yhteystiedot", "Ohjelma", "Kunta kuulee asukkaita.", "Toimet", "Loppu."), 1),
    ],
)
def test_a_sidebar_is_read_between_any_paragraphs_that_it_stands_beside(order, missed):
    drafts = [passage(Kind.PARAGRAPH, text) for text in order]
    words = score(drafts, source=SIDEBAR, layout=LAYOUTS["sidebar"]).words
    assert words.wanted - words.hits == missed


def test_a_sidebar_that_is_set_as_running_text_has_one_place():
    drafts = [passage(Kind.PARAGRAPH, text) for text in ("Ohjelma", "Kunta kuulee asukkaita.", "Yhteystiedot")]
    assert score(drafts, source=SIDEBAR, layout=LAYOUTS["sidebar"]).words.hits == 5
    assert score(drafts, source=SIDEBAR, layout=PLAIN).words.hits == 4


def test_two_sidebars_find_their_places_one_by_one():
    source = parse_source(
        "::: sidebar\nYksi\n:::\n\nKunta.\n\n::: sidebar\nKaksi\n:::\n\nLoppu.", title="Ohjelma", language="fi"
    )
    drafts = [passage(Kind.PARAGRAPH, text) for text in ("Kunta.", "Yksi", "Loppu.", "Kaksi")]
    assert score(drafts, source=source, layout=LAYOUTS["sidebar"]).words == scores.Score(4, 4, 4)


def test_character_errors_compare_the_whole_text():
    wanted = scores.gold_text(SOURCE)
    assert wanted.startswith("Osallisuusohjelma Kunta kuulee asukkaita. Toimet Kunta: järjestää illan kylissä kysyy")
    assert wanted.endswith("Taulukko 1. Vastuut. Toimi Vastuu kysely viestintä ilta viestintä raati")
    assert scores.text_of(document(), SOURCE) == wanted
    misread = scores.text_of(document(changed(1, text="Kunta kuu1ee  asukkaita")), SOURCE)
    assert scores.character_errors(wanted, misread) == scores.Score(len(wanted) - 2, len(misread), len(wanted))
    assert scores.character_errors(wanted, "").recall == 0.0


COUNTS = st.builds(scores.Score, *[st.integers(0, 50)] * 3)


@given(COUNTS, COUNTS)
def test_scores_add_up(one, other):
    total = one + other
    assert (total.hits, total.found, total.wanted) == tuple(
        a + b for a, b in zip(vars(one).values(), vars(other).values(), strict=True)
    )


WORDS = st.lists(st.sampled_from("abcd"), max_size=12)


@given(WORDS, WORDS)
def test_the_longest_common_sequence_is_never_longer_than_either(wanted, found):
    common = scores.lcs_score(wanted, found)
    assert 0 <= common.hits <= min(len(wanted), len(found))
    assert scores.lcs_score(wanted, wanted).hits == len(wanted)
    assert common.hits == scores.lcs_score(found, wanted).hits


def test_every_source_gets_the_layouts_that_it_fits_and_two_scans(tmp_path):
    path = tmp_path / "ohjelma.md"
    path.write_text("---\ntitle: Ohjelma\nlanguage: fi\n---\n\nKunta kuulee.", encoding="utf-8")
    made = list(reading_quality.jobs([path], ["weasyprint"], ["plain", "notes", "shuffled"], ocr=True))
    assert [(job.layout, job.scan) for job in made] == [("plain", ""), ("plain", "clean"), ("plain", "damaged")]


def test_a_rendering_is_made_once_and_never_left_half_made(tmp_path):
    target, calls = tmp_path / "build" / "ohjelma.pdf", []

    def maker(path):
        calls.append(path)
        path.write_text("valmis", encoding="utf-8")

    def broken(path):
        path.write_text("puoli", encoding="utf-8")
        raise OSError

    with pytest.raises(OSError):
        reading_quality.make(target, broken)
    assert not target.exists()
    reading_quality.make(target, maker)
    reading_quality.make(target, maker)
    assert (len(calls), target.read_text(encoding="utf-8")) == (1, "valmis")
