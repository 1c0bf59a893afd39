"""Born-digital PDFs: what is taken out, joined, found to be a heading, a list or a table, and where it stands."""

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from conftest import PROGRAMMES, SAMPLES
from osallisuus_nlp import read
from osallisuus_nlp.document import Cell, Kind, Role


def lines(top, *texts, x=72, size=11):
    """Lines of text below one another, the first with its foot `top` points from the page's top."""
    return [(x, top + 14 * number, size, text) for number, text in enumerate(texts)]


def texts(document, kind=None):
    return [p.text for p in document.passages if kind is None or p.kind is kind]


# Running heads, feet and page numbers


def running(number, *body):
    return [(72, 40, 9, "Kuusijoen kunta · Osallisuusohjelma"), *body, (280, 800, 9, f"{number} (3)")]


@pytest.fixture
def three_pages(make_pdf):
    """Three pages with running heads; a paragraph runs from the first to the second."""
    return make_pdf(
        [
            running(
                1,
                *lines(120, "Ohjelma koskee koko kuntaa."),
                *lines(
                    150,
                    "Kuntalaiset voivat ehdottaa hankkeita, joihin kunta varaa",
                    "vuosittain 40 000 euroa. Ehdotukset arvioi työryhmä, jossa on",
                ),
            ),
            running(
                2,
                *lines(100, "edustajia kaikista kylistä ja nuorisovaltuustosta."),
                *lines(140, "Äänestys järjestetään toukokuussa."),
            ),
            running(3, *lines(100, "Tulokset julkaistaan kunnan verkkosivuilla kesäkuussa.")),
        ]
    )


def test_running_heads_and_page_numbers_are_taken_out_of_the_text_and_kept_with_the_page(three_pages):
    document = read(three_pages)
    assert "Osallisuusohjelma" not in document.text
    assert "(3)" not in document.text
    assert [page.removed for page in document.pages] == [
        ("Kuusijoen kunta · Osallisuusohjelma", f"{number} (3)") for number in (1, 2, 3)
    ]


def test_a_running_foot_goes_though_its_page_number_changes(make_pdf):
    bodies = ["Mål för perioden anges här.", "Åtgärderna beskrivs här.", "Uppföljningen sker här."]
    pages = [
        [*lines(120, body), (72, 800, 9, f"Granholmens kommun, sida {number}")]
        for number, body in enumerate(bodies, start=7)
    ]
    document = read(make_pdf(pages))
    assert texts(document) == bodies
    assert [page.removed for page in document.pages] == [(f"Granholmens kommun, sida {n}",) for n in (7, 8, 9)]


@pytest.mark.parametrize("number", ["3", "3 (12)", "3/12", "– 3 –", "Sivu 3", "Sida 3 av 12", "s. 3"])
def test_forms_of_page_numbers(make_pdf, number):
    document = read(make_pdf([[*lines(120, "Kunta kuulee asukkaita."), (280, 800, 9, number)]]))
    assert texts(document) == ["Kunta kuulee asukkaita."]
    assert document.pages[0].removed == (number,)


def test_a_line_that_returns_in_the_middle_of_pages_stays(make_pdf):
    document = read(make_pdf([lines(400, "Vastuutaho: hyvinvointijohtaja.") for _ in range(4)]))
    assert texts(document) == ["Vastuutaho: hyvinvointijohtaja."] * 4


def test_a_line_that_stands_in_the_margin_of_one_page_only_stays(make_pdf):
    document = read(make_pdf([lines(60, "Hyväksytty valtuustossa 9.6.2025."), lines(120, "Kunta kuulee."), []]))
    assert texts(document) == ["Hyväksytty valtuustossa 9.6.2025.", "Kunta kuulee."]


# Paragraphs


def test_the_lines_of_a_paragraph_are_joined(make_pdf):
    document = read(
        make_pdf(
            [
                lines(
                    120,
                    "Hyvinvointialue vahvistaa osallis-",
                    "tavaa budjetointia sekä sosiaali-",
                    "ja terveyspalvelujen asiakasraateja.",
                )
            ]
        )
    )
    assert texts(document) == [
        "Hyvinvointialue vahvistaa osallistavaa budjetointia sekä sosiaali- ja terveyspalvelujen asiakasraateja."
    ]


def test_a_gap_parts_paragraphs(make_pdf):
    page = [
        *lines(120, "Ungdomsfullmäktige ger utlåtanden om ärenden", "som gäller unga."),
        *lines(170, "Äldrerådet möts fyra gånger om året och", "publicerar sina protokoll."),
    ]
    assert texts(read(make_pdf([page]))) == [
        "Ungdomsfullmäktige ger utlåtanden om ärenden som gäller unga.",
        "Äldrerådet möts fyra gånger om året och publicerar sina protokoll.",
    ]


def test_columns_are_read_one_after_the_other(make_pdf):
    page = [
        *lines(120, "Vasen palsta kertoo, miten asukkaat", "voivat vaikuttaa päätöksiin."),
        *lines(120, "Oikea palsta kertoo, kuka", "vastaa toimenpiteistä.", x=320),
    ]
    assert texts(read(make_pdf([page]))) == [
        "Vasen palsta kertoo, miten asukkaat voivat vaikuttaa päätöksiin.",
        "Oikea palsta kertoo, kuka vastaa toimenpiteistä.",
    ]


# Two languages side by side: Finnish on the left, Swedish on the right, part beside part

LEFT, RIGHT = 60, 310


def side(top, heading, *body, x, size=14):
    """A heading and the text below it, in one column."""
    return [(x, top, size, heading, True), *lines(top + 24, *body, x=x, size=10)]


def finnish(top, name, size=14):
    return side(top, name, "Lautakunta kysyy asukkailta,", "ennen kuin se päättää asiasta.", x=LEFT, size=size)


def swedish(top, name, size=14):
    return side(top, name, "Nämnden frågar invånarna", "innan den beslutar i ärendet.", x=RIGHT, size=size)


def test_sides_are_read_part_by_part_where_headings_stand_beside_each_other(make_pdf):
    page = [
        *[part for number in range(3) for part in finnish(100 + 90 * number, f"{number + 1} Tavoite")],
        *[part for number in range(3) for part in swedish(100 + 90 * number, f"{number + 1} Mål")],
    ]
    assert texts(read(make_pdf([page])), Kind.HEADING) == [
        "1 Tavoite",
        "1 Mål",
        "2 Tavoite",
        "2 Mål",
        "3 Tavoite",
        "3 Mål",
    ]


def test_a_side_goes_on_below_its_smaller_headings(make_pdf):
    page = [
        *finnish(100, "1 Tavoitteet"),
        *finnish(190, "1.1 Raadit", 12),
        *swedish(100, "1 Mål"),
        *swedish(190, "1.1 Råd", 12),
        *finnish(290, "2 Seuranta"),
        *swedish(290, "2 Uppföljning"),
    ]
    assert texts(read(make_pdf([page])), Kind.HEADING) == [
        "1 Tavoitteet",
        "1.1 Raadit",
        "1 Mål",
        "1.1 Råd",
        "2 Seuranta",
        "2 Uppföljning",
    ]


def test_sides_that_do_not_begin_at_one_height_are_parted_all_the_same(make_pdf):
    page = [
        *[part for number in range(3) for part in finnish(100 + 90 * number, f"{number + 1} Tavoite")],
        *[part for number in range(3) for part in swedish(116 + 90 * number, f"{number + 1} Mål")],
    ]
    assert texts(read(make_pdf([page])), Kind.HEADING)[:4] == ["1 Tavoite", "1 Mål", "2 Tavoite", "2 Mål"]


def test_headings_that_happen_to_stand_near_each_other_do_not_cut_columns(make_pdf):
    left = lines(124, *["Lautakunta kysyy asukkailta ennen kuin", "se päättää asiasta ja vastaa"] * 3, x=LEFT, size=10)
    right = lines(124, *["perustellusti kaikille, jotka ovat", "lausuneet mielipiteensä siitä"] * 3, x=RIGHT, size=10)
    page = [
        *left,
        (LEFT, 250, 14, "Seuranta", True),
        *lines(274, "Tulokset luetaan valtuustossa.", "Niistä keskustellaan.", x=LEFT, size=10),
        *right,
        (RIGHT, 258, 14, "Rahoitus", True),
        *lines(282, "Rahaa on varattu raatien työhön.", "Se riittää hyvin.", x=RIGHT, size=10),
    ]
    assert texts(read(make_pdf([page])), Kind.HEADING) == ["Seuranta", "Rahoitus"]


def test_a_sentence_goes_on_in_the_same_side_of_the_next_page(make_pdf):
    """And not in the other side, which is in another language; what follows on that side is read after it."""
    first = [
        *finnish(640, "4 Rahoitus"),
        *lines(692, "Raatien kuluihin varataan", "vuosittain enintään se määrä,", x=LEFT, size=10),
        *swedish(640, "4 Finansiering"),
        *lines(692, "För rådens kostnader reserveras", "varje år högst det belopp", x=RIGHT, size=10),
    ]
    second = [
        *lines(80, "josta valtuusto päättää.", "Summa julkaistaan.", x=LEFT, size=10),
        *lines(80, "som fullmäktige beslutar om.", "Summan publiceras.", x=RIGHT, size=10),
    ]
    assert texts(read(make_pdf([first, second]))) == [
        "4 Rahoitus",
        "Lautakunta kysyy asukkailta, ennen kuin se päättää asiasta. Raatien kuluihin varataan vuosittain enintään se "
        "määrä, josta valtuusto päättää. Summa julkaistaan.",
        "4 Finansiering",
        "Nämnden frågar invånarna innan den beslutar i ärendet. För rådens kostnader reserveras varje år högst det "
        "belopp som fullmäktige beslutar om. Summan publiceras.",
    ]


def test_columns_go_on_over_the_page_from_one_to_the_next(make_pdf):
    first = [
        *lines(640, "Kyselyyn vastasi moni asukas, ja", "vastausten mukaan kunnan tulisi", x=LEFT, size=10),
        *lines(640, "kysyä aikaisemmin ja kertoa sen,", "mitä vastauksilla on tehty tai", x=RIGHT, size=10),
    ]
    second = [
        *lines(80, "jätetty tekemättä, ja minkä takia", "niin on tehty. Tästä sovittiin", x=LEFT, size=10),
        *lines(80, "lautakunnassa. Asiaa seurataan", "kerran vuodessa.", x=RIGHT, size=10),
    ]
    (paragraph,) = texts(read(make_pdf([first, second])))
    assert paragraph.startswith("Kyselyyn vastasi moni asukas, ja vastausten mukaan kunnan tulisi kysyä")
    assert paragraph.endswith("Tästä sovittiin lautakunnassa. Asiaa seurataan kerran vuodessa.")


def test_a_heading_at_the_left_foot_of_two_columns_belongs_to_what_follows_across(make_pdf):
    page = [
        *finnish(100, "1 Tavoite"),
        *swedish(100, "1 Mål"),
        (LEFT, 210, 14, "Yhteystiedot – Kontakt", True),
        *lines(
            234,
            "Osallisuussuunnittelija vastaa kysymyksiin molemmilla kielillä, delaktighetsplaneraren svarar på båda",
            "språken, ja asiakaspalvelu on auki arkisin yhdeksästä kolmeen, kundservicen är öppen vardagar.",
            x=LEFT,
            size=10,
        ),
    ]
    assert texts(read(make_pdf([page])), Kind.HEADING) == ["1 Tavoite", "1 Mål", "Yhteystiedot – Kontakt"]


# Pages that follow each other


def test_a_paragraph_that_runs_over_a_page_is_one_and_has_the_page_on_which_it_begins(three_pages):
    document = read(three_pages)
    assert [(p.page, p.text) for p in document.passages] == [
        (1, "Ohjelma koskee koko kuntaa."),
        (
            1,
            "Kuntalaiset voivat ehdottaa hankkeita, joihin kunta varaa vuosittain 40 000 euroa. Ehdotukset arvioi "
            "työryhmä, jossa on edustajia kaikista kylistä ja nuorisovaltuustosta.",
        ),
        (2, "Äänestys järjestetään toukokuussa."),
        (3, "Tulokset julkaistaan kunnan verkkosivuilla kesäkuussa."),
    ]


def test_a_word_broken_at_the_end_of_a_page_is_joined(make_pdf):
    document = read(make_pdf([lines(700, "Kunta varaa rahaa osallis-"), lines(120, "tavaan budjetointiin.")]))
    assert texts(document) == ["Kunta varaa rahaa osallistavaan budjetointiin."]


def test_a_finished_paragraph_is_not_joined_with_the_next_page(make_pdf):
    document = read(make_pdf([lines(700, "Kunta varaa rahaa."), lines(120, "euroa ei ole vielä jaettu.")]))
    assert texts(document) == ["Kunta varaa rahaa.", "euroa ei ole vielä jaettu."]


# Headings


@pytest.fixture
def with_headings(make_pdf):
    return make_pdf(
        [
            [
                (72, 120, 20, "Osallisuusohjelma 2025–2028", True),
                *lines(150, "Ohjelma kertoo, millä tavoin kunnan asukkaat osallistuvat,", "ja kuka siitä vastaa."),
                (72, 210, 15, "Tavoitteet"),
                *lines(235, "Jokainen kuntalainen tietää, miten asioihin voi vaikuttaa."),
                (72, 280, 11, "Nuorten osallisuus", True),
                *lines(300, "Nuorisovaltuusto antaa lausunnon kaikista nuoria koskevista asioista."),
                (72, 340, 15, "Seuranta"),
                *lines(365, "Hyvinvointijohtaja raportoi valtuustolle kerran vuodessa."),
            ]
        ]
    )


def test_headings_are_known_by_size_and_by_weight(with_headings):
    found = [(p.level, p.text) for p in read(with_headings).passages if p.kind is Kind.HEADING]
    assert found == [
        (1, "Osallisuusohjelma 2025–2028"),
        (2, "Tavoitteet"),
        (3, "Nuorten osallisuus"),
        (2, "Seuranta"),
    ]


def test_every_paragraph_has_the_headings_above_it(with_headings):
    title = "Osallisuusohjelma 2025–2028"
    assert [p.headings for p in read(with_headings).passages if p.kind is Kind.PARAGRAPH] == [
        (title,),
        (title, "Tavoitteet"),
        (title, "Tavoitteet", "Nuorten osallisuus"),
        (title, "Seuranta"),
    ]


def test_the_level_of_a_numbered_heading_is_that_of_its_number(make_pdf):
    page = [
        (72, 120, 14, "2 Åtgärder", True),
        (72, 150, 14, "2.1 Invånarråd", True),
        (72, 180, 14, "2.1.3 Mötena", True),
        *lines(210, "Rådet möts fyra gånger om året, och alla möten är öppna för invånarna."),
    ]
    document = read(make_pdf([page]))
    assert [p.level for p in document.passages] == [1, 2, 3, 0]
    assert document.passages[-1].headings == ("2 Åtgärder", "2.1 Invånarråd", "2.1.3 Mötena")


def test_a_heading_over_two_lines_is_one(make_pdf):
    page = [
        (72, 120, 18, "Kuusijoen kunnan osallisuus- ja", True),
        (72, 142, 18, "demokratiaohjelma 2025–2028", True),
        *lines(180, "Kuntalaiset osallistuvat palvelujen suunnitteluun ja arviointiin."),
    ]
    assert texts(read(make_pdf([page])), Kind.HEADING) == [
        "Kuusijoen kunnan osallisuus- ja demokratiaohjelma 2025–2028"
    ]


def test_a_short_numbered_heading_and_the_one_below_it_are_two(make_pdf):
    page = [
        (72, 120, 11, "5.7 Sairaudet", True),
        (72, 137, 11, "Pandemia ja epidemia", True),
        *lines(157, "Pandemia tarkoittaa, että uusi virus leviää maasta toiseen ja tartuttaa ihmisiä."),
    ]
    assert texts(read(make_pdf([page])), Kind.HEADING) == ["5.7 Sairaudet", "Pandemia ja epidemia"]


def test_bold_words_at_the_head_of_a_paragraph_are_no_heading(make_pdf):
    page = [
        (72, 120, 11, "Asukasraati", True),
        (140, 120, 11, "kokoontuu neljä kertaa vuodessa."),
        *lines(134, "Raadin kokoaa osallisuuskoordinaattori."),
    ]
    (passage,) = read(make_pdf([page])).passages
    assert passage.kind is Kind.PARAGRAPH
    assert passage.text == "Asukasraati kokoontuu neljä kertaa vuodessa. Raadin kokoaa osallisuuskoordinaattori."


# Lists


def test_bullets_are_list_items_with_the_sentence_that_governs_them(make_pdf):
    page = [
        *lines(120, "Ohjelmakaudella toteutetaan seuraavat toimenpiteet:"),
        *lines(140, "• Asukasraati kokoontuu neljästi vuodessa"),
        *lines(160, "• Kysely tehdään joka toinen vuosi ja sen", "tulokset julkaistaan verkossa"),
        *lines(200, "– Nuorisovaltuusto saa oman määrärahan"),
        *lines(230, "Toimenpiteiden toteutumista seurataan vuosittain."),
    ]
    document = read(make_pdf([page]))
    assert texts(document, Kind.LIST_ITEM) == [
        "Asukasraati kokoontuu neljästi vuodessa",
        "Kysely tehdään joka toinen vuosi ja sen tulokset julkaistaan verkossa",
        "Nuorisovaltuusto saa oman määrärahan",
    ]
    stem = "Ohjelmakaudella toteutetaan seuraavat toimenpiteet:"
    assert [p.stem for p in document.passages] == ["", stem, stem, stem, ""]


def test_a_list_below_a_full_sentence_has_no_stem(make_pdf):
    page = [*lines(120, "Kunta kuulee asukkaita monin tavoin."), *lines(140, "• Asukasraati", "• Kysely")]
    assert [p.stem for p in read(make_pdf([page])).passages if p.kind is Kind.LIST_ITEM] == ["", ""]


def test_numbered_items_keep_their_numbers(make_pdf):
    page = [
        *lines(120, "Ett initiativ behandlas så här:"),
        *lines(140, "1. Kommunen bekräftar initiativet", "2. Nämnden svarar inom två månader"),
    ]
    assert texts(read(make_pdf([page])), Kind.LIST_ITEM) == [
        "1. Kommunen bekräftar initiativet",
        "2. Nämnden svarar inom två månader",
    ]


def test_bullets_drawn_after_the_text_are_put_back_in_front(make_pdf):
    """As WeasyPrint draws a list: the text of all items, then all bullets."""
    page = [
        *lines(120, "Ohjelmakaudella:"),
        *lines(140, "Asukasraati kokoontuu neljästi vuodessa", x=90),
        *lines(160, "Kysely tehdään joka toinen vuosi ja sen", "tulokset julkaistaan verkossa", x=90),
        (74, 140, 11, "•"),
        (74, 160, 11, "•"),
    ]
    document = read(make_pdf([page]))
    assert [(p.kind, p.text) for p in document.passages] == [
        (Kind.PARAGRAPH, "Ohjelmakaudella:"),
        (Kind.LIST_ITEM, "Asukasraati kokoontuu neljästi vuodessa"),
        (Kind.LIST_ITEM, "Kysely tehdään joka toinen vuosi ja sen tulokset julkaistaan verkossa"),
    ]
    assert document.passages[1].box.x0 < 80  # the box holds the bullet too


# Contents


def test_the_lines_of_a_contents_page_are_marked(make_pdf):
    contents = [
        (72, 120, 16, "Innehåll", True),
        *lines(150, "1 Inledning ............................ 3", "2 Mål ................................... 4"),
        *lines(178, "3 Åtgärder ............................. 6"),
    ]
    body = [
        (72, 120, 16, "1 Inledning", True),
        *lines(150, "Kommunen vill att invånarna deltar i beredningen."),
    ]
    document = read(make_pdf([contents, body]))
    assert [(p.role, p.kind) for p in document.passages] == [
        (Role.BODY, Kind.HEADING),
        (Role.CONTENTS, Kind.PARAGRAPH),
        (Role.CONTENTS, Kind.PARAGRAPH),
        (Role.CONTENTS, Kind.PARAGRAPH),
        (Role.BODY, Kind.HEADING),
        (Role.BODY, Kind.PARAGRAPH),
    ]


# Where passages stand


def test_every_passage_knows_its_page(make_pdf):
    document = read(make_pdf([lines(120, "Mål."), lines(120, "Åtgärder."), [], lines(120, "Uppföljning.")]))
    assert [(p.page, p.text) for p in document.passages] == [(1, "Mål."), (2, "Åtgärder."), (4, "Uppföljning.")]
    assert [page.number for page in document.pages] == [1, 2, 3, 4]


def test_pages_have_their_size_in_points(make_pdf):
    (page,) = read(make_pdf([lines(120, "Mål.")])).pages
    assert (page.width, page.height) == pytest.approx(A4, abs=0.01)


def test_the_box_is_where_the_text_was_drawn(make_pdf):
    (passage,) = read(make_pdf([lines(200, "Asukasraati kokoontuu", "neljä kertaa vuodessa.")])).passages
    assert passage.box.x0 == pytest.approx(72, abs=1)
    assert 185 < passage.box.top < 192  # the first line's foot is at 200
    assert 214 < passage.box.bottom < 219  # the second's at 214


@pytest.mark.parametrize("name", SAMPLES)
def test_boxes_stand_inside_their_pages(name):
    document = read(PROGRAMMES / name / "programme.pdf")
    assert document.passages
    for passage in document.passages:
        page = document.pages[passage.page - 1]
        assert 0 <= passage.box.x0 < passage.box.x1 <= page.width
        assert 0 <= passage.box.top < passage.box.bottom <= page.height


def test_the_document_is_named_after_the_file_without_its_folder(make_pdf):
    document = read(make_pdf([lines(120, "Mål.")], name="Delaktighetsprogram.PDF"))
    assert (document.name, document.format) == ("Delaktighetsprogram.PDF", "pdf")


# Tables

HEADER = ["Toimenpide", "Vastuutaho", "Aikataulu"]


@pytest.fixture
def table_pdf(tmp_path):
    """Return a maker of PDFs with a ruled table between two paragraphs."""

    def make(*rows, style=(), **options):
        normal = getSampleStyleSheet()["Normal"]
        grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), *style])
        story = [
            Paragraph("Toimenpiteet on koottu taulukkoon.", normal),
            Spacer(1, 12),
            Table([HEADER, *rows], style=grid, **options),
            Spacer(1, 12),
            Paragraph("Taulukkoa päivitetään vuosittain.", normal),
        ]
        path = tmp_path / "taulukko.pdf"
        SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)
        return path

    return make


def test_a_ruled_table_becomes_rows_and_a_record(table_pdf):
    path = table_pdf(["Asukasraati", "Hyvinvointijohtaja", "2026"], ["Kysely", "Viestintä", "2027"])
    document = read(path)
    assert [(p.kind, p.text) for p in document.passages] == [
        (Kind.PARAGRAPH, "Toimenpiteet on koottu taulukkoon."),
        (Kind.TABLE_ROW, "Toimenpide: Asukasraati\nVastuutaho: Hyvinvointijohtaja\nAikataulu: 2026"),
        (Kind.TABLE_ROW, "Toimenpide: Kysely\nVastuutaho: Viestintä\nAikataulu: 2027"),
        (Kind.PARAGRAPH, "Taulukkoa päivitetään vuosittain."),
    ]
    (table,) = document.tables
    assert (table.page, table.header) == (1, tuple(HEADER))
    assert table.rows == (("Asukasraati", "Hyvinvointijohtaja", "2026"), ("Kysely", "Viestintä", "2027"))
    assert [p.table for p in document.passages] == [None, table.id, table.id, None]


def test_rows_stand_below_one_another(table_pdf):
    path = table_pdf(["Asukasraati", "Hyvinvointijohtaja", "2026"], ["Kysely", "Viestintä", "2027"])
    before, first, second, after = (p.box for p in read(path).passages)
    assert before.bottom < first.top < first.bottom <= second.top < second.bottom < after.top


def test_empty_cells_are_kept_as_cells_but_not_in_the_text(table_pdf):
    document = read(table_pdf(["Kysely asukkaille", "", "2026"], ["Aloitekanava", "Viestintä", ""]))
    first, second = (p for p in document.passages if p.kind is Kind.TABLE_ROW)
    assert first.text == "Toimenpide: Kysely asukkaille\nAikataulu: 2026"
    assert first.cells == (Cell("Toimenpide", "Kysely asukkaille"), Cell("Vastuutaho", ""), Cell("Aikataulu", "2026"))
    assert second.text == "Toimenpide: Aloitekanava\nVastuutaho: Viestintä"
    assert second.cells[2] == Cell("Aikataulu", "")


def test_a_cell_that_spans_rows_is_in_each_of_them(table_pdf):
    path = table_pdf(
        ["Asukasraati", "Hyvinvointijohtaja", "2026"], ["Kysely", "", "2027"], style=[("SPAN", (1, 1), (1, 2))]
    )
    assert [row[1] for row in read(path).tables[0].rows] == ["Hyvinvointijohtaja", "Hyvinvointijohtaja"]


def test_the_lines_of_a_cell_are_joined(table_pdf):
    path = table_pdf(
        ["Asukasraati kokoontuu\nneljä kertaa", "Hyvinvointi-\njohtaja", "2026"],
        ["Kysely", "Sosiaali-\nja terveysjohtaja", "2027"],
    )
    assert read(path).tables[0].rows == (
        ("Asukasraati kokoontuu neljä kertaa", "Hyvinvointijohtaja", "2026"),
        ("Kysely", "Sosiaali- ja terveysjohtaja", "2027"),
    )


@pytest.mark.parametrize("repeated", [1, 0], ids=["header repeated", "header not repeated"])
def test_a_table_over_a_page_break_is_stitched_into_one(table_pdf, repeated):
    rows = [[f"Kyläilta {n}", "Kyläkoordinaattori", f"viikko {n}"] for n in range(1, 51)]
    document = read(table_pdf(*rows, repeatRows=repeated))
    (table,) = document.tables
    assert table.header == tuple(HEADER)
    assert table.rows == tuple(tuple(row) for row in rows)
    passages = [p for p in document.passages if p.kind is Kind.TABLE_ROW]
    assert [p.cells[0] for p in passages] == [Cell("Toimenpide", f"Kyläilta {n}") for n in range(1, 51)]
    assert {p.page for p in passages} == {1, 2}
    assert {p.table for p in passages} == {table.id}


def test_two_tables_on_a_page_are_two_records(tmp_path):
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])
    path = tmp_path / "tabeller.pdf"
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(
        [
            Table([["Åtgärd", "Ansvarig"], ["Enkät", "Kommunikationen"], ["Råd", "Sekreteraren"]], style=grid),
            Spacer(1, 60),
            Table([["Mätare", "Mål"], ["Antal svar", "500"]], style=grid),
        ]
    )
    document = read(path)
    assert [(table.id, table.header, len(table.rows)) for table in document.tables] == [
        (0, ("Åtgärd", "Ansvarig"), 2),
        (1, ("Mätare", "Mål"), 1),
    ]
    assert [p.table for p in document.passages] == [0, 0, 1]


def test_a_frame_around_text_is_no_table(tmp_path):
    path = tmp_path / "ruta.pdf"
    box = TableStyle([("BOX", (0, 0), (-1, -1), 1, "black")])
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(
        [Table([["Invånarna får veta hur deras åsikter påverkade besluten."]], style=box)]
    )
    document = read(path)
    assert document.tables == ()
    assert texts(document, Kind.PARAGRAPH) == ["Invånarna får veta hur deras åsikter påverkade besluten."]


# Notes


def body(top, count=6):
    return lines(top, *["Lautakunta kysyy asukkailta ennen kuin se päättää asiasta, ja vastaa heille."] * count)


def test_the_rest_of_a_note_of_the_page_before_is_a_note(make_pdf):
    second = [
        *body(120),
        (72, 700, 8, "osoitteessa kuusijoki.example/kysely ja kirjastossa luettavana"),
        (72, 709, 8, "2 Laskettu vuoden 2025 aloitteista."),
    ]
    document = read(make_pdf([[*body(120), (72, 709, 8, "1 Kyselyn vastaukset ovat")], second]))
    assert [p.text for p in document.passages if p.role is Role.FOOTNOTE] == [
        "1 Kyselyn vastaukset ovat",
        "osoitteessa kuusijoki.example/kysely ja kirjastossa luettavana",
        "2 Laskettu vuoden 2025 aloitteista.",
    ]


def test_the_mark_of_a_note_right_after_a_year_is_no_part_of_it(tmp_path):
    path = tmp_path / "vuosi.pdf"
    marked = "Katsauksessa vuodelta 2022<super size=6>28</super> todetaan, että asukkaita on 1 204."
    SimpleDocTemplate(str(path)).build([Paragraph(marked, getSampleStyleSheet()["BodyText"])])
    assert texts(read(path)) == ["Katsauksessa vuodelta 2022 todetaan, että asukkaita on 1 204."]
