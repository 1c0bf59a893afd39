"""Plain text: paragraphs, lists, headings and pages by their form, and the encodings that files come in."""

import codecs
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osallisuus_nlp import EmptyDocument, parse_text, read
from osallisuus_nlp.document import Kind


def found(text):
    return [(p.kind, p.text) for p in parse_text(text).passages]


def headings(text):
    return [(p.level, p.text) for p in parse_text(text).passages if p.kind is Kind.HEADING]


# Paragraphs


def test_blank_lines_part_paragraphs():
    text = "Kunta kuulee asukkaita.\n\nKyselyn tulokset julkaistaan verkossa.\n \t\nAsukasraati kokoontuu."
    assert found(text) == [
        (Kind.PARAGRAPH, "Kunta kuulee asukkaita."),
        (Kind.PARAGRAPH, "Kyselyn tulokset julkaistaan verkossa."),
        (Kind.PARAGRAPH, "Asukasraati kokoontuu."),
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["Unix", "Windows", "old Mac"])
def test_line_ends_of_all_systems(line_end):
    text = line_end.join(["Invånarna deltar i", "beredningen.", "", "Rådet möts i maj."])
    assert found(text) == [
        (Kind.PARAGRAPH, "Invånarna deltar i beredningen."),
        (Kind.PARAGRAPH, "Rådet möts i maj."),
    ]


def test_hard_wrapped_lines_are_joined():
    text = (
        "Kunta järjestää asukkaille kyselyn joka toinen vuosi ja julkaisee sen\n"
        "tulokset verkossa. Tulosten pohjalta lautakunta päättää toimenpi-\n"
        "teistä, jotka esitellään sosiaali-\n"
        "ja terveyspalvelujen asiakasraadille."
    )
    assert found(text) == [
        (
            Kind.PARAGRAPH,
            "Kunta järjestää asukkaille kyselyn joka toinen vuosi ja julkaisee sen tulokset verkossa. Tulosten "
            "pohjalta lautakunta päättää toimenpiteistä, jotka esitellään sosiaali- ja terveyspalvelujen "
            "asiakasraadille.",
        )
    ]


# Lists


@pytest.mark.parametrize("bullet", ["-", "–", "•", "*", "▪"])
def test_lines_with_bullets_are_list_items(bullet):
    text = f"{bullet} Rådet möts fyra gånger om året.\n{bullet} En enkät görs vartannat år."
    assert found(text) == [
        (Kind.LIST_ITEM, "Rådet möts fyra gånger om året."),
        (Kind.LIST_ITEM, "En enkät görs vartannat år."),
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["list follows at once", "list follows a blank line"])
def test_list_items_have_the_sentence_that_governs_them(gap):
    text = f"Ohjelmakaudella:{gap}- Asukasraati kokoontuu.\n- Kysely tehdään.\n\nSeuranta tehdään vuosittain."
    assert [(p.text, p.stem) for p in parse_text(text).passages] == [
        ("Ohjelmakaudella:", ""),
        ("Asukasraati kokoontuu.", "Ohjelmakaudella:"),
        ("Kysely tehdään.", "Ohjelmakaudella:"),
        ("Seuranta tehdään vuosittain.", ""),
    ]


def test_a_list_item_goes_on_below_its_bullet():
    assert found("* Kysely tehdään\n  joka toinen vuosi\n* Raati kokoontuu") == [
        (Kind.LIST_ITEM, "Kysely tehdään joka toinen vuosi"),
        (Kind.LIST_ITEM, "Raati kokoontuu"),
    ]


@pytest.mark.parametrize("marks", [("1.", "2."), ("1)", "2)"), ("a)", "b)")])
def test_numbered_sentences_are_list_items(marks):
    first, second = (f"{mark} Nuorisovaltuusto antaa lausunnon." for mark in marks)
    assert found(f"{first}\n{second}") == [(Kind.LIST_ITEM, first), (Kind.LIST_ITEM, second)]


def test_lists_are_nested_by_their_indent():
    text = (
        "Ohjelmakaudella:\n- raati kokoontuu\n    - neljästi\n        * verkossa\n    - kirjastossa\n"
        "- kysely tehdään\n\n  • keväällä\n\nSeuranta on jatkuvaa.\n\n   1) hallitus seuraa\n"
    )
    assert [(p.level, p.text) for p in parse_text(text).passages if p.kind is Kind.LIST_ITEM] == [
        (1, "raati kokoontuu"),
        (2, "neljästi"),
        (3, "verkossa"),
        (2, "kirjastossa"),
        (1, "kysely tehdään"),
        (2, "keväällä"),
        (1, "1) hallitus seuraa"),
    ]


def test_a_list_that_is_indented_as_a_whole_begins_at_level_one():
    text = "Kunta:\n\n    - kuulee asukkaita\n    - raportoi valtuustolle"
    assert [p.level for p in parse_text(text).passages] == [0, 1, 1]


# Headings


def test_numbered_headings_have_the_level_of_their_number():
    text = (
        "1 Tavoitteet\n\nKunta kuulee asukkaita.\n\n2 Toimenpiteet\n\n2.1 Asukasraati\n\nRaati kokoontuu neljästi.\n\n"
        "3. Seuranta\n\nSeurataan vuosittain."
    )
    assert headings(text) == [(1, "1 Tavoitteet"), (1, "2 Toimenpiteet"), (2, "2.1 Asukasraati"), (1, "3. Seuranta")]
    assert [p.headings for p in parse_text(text).passages if p.kind is Kind.PARAGRAPH] == [
        ("1 Tavoitteet",),
        ("2 Toimenpiteet", "2.1 Asukasraati"),
        ("3. Seuranta",),
    ]


def test_headings_marked_as_in_markdown():
    text = "# Delaktighetsprogram\n\n## Mål\n\n### Unga\n\nUnga hörs i skolan.\n\n## Uppföljning\n\nMålen följs upp."
    assert headings(text) == [(1, "Delaktighetsprogram"), (2, "Mål"), (3, "Unga"), (2, "Uppföljning")]
    assert parse_text(text).passages[3].headings == ("Delaktighetsprogram", "Mål", "Unga")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Seuranta\n\nHyvinvointijohtaja raportoi valtuustolle.", id="a line that stands alone"),
        pytest.param("SEURANTA\nHyvinvointijohtaja raportoi valtuustolle.", id="capitals"),
        pytest.param("Seuranta\nHyvinvointijohtaja raportoi valtuustolle.", id="a short line above a long one"),
    ],
)
def test_headings_without_marks(text):
    document = parse_text(text)
    assert [p.kind for p in document.passages] == [Kind.HEADING, Kind.PARAGRAPH]
    assert document.passages[1].headings == (document.passages[0].text,)


@pytest.mark.parametrize(
    "line",
    ["Kunta kuulee asukkaita.", "Ohjelmakaudella:", "jatkuu seuraavalla sivulla", "(ks. liite)"],
)
def test_lines_that_are_no_headings(line):
    assert headings(f"{line}\n\nAsukasraati kokoontuu neljä kertaa vuodessa.") == []


# Pages


def test_form_feeds_part_pages():
    document = parse_text("Första sidan anger målen.\fAndra sidan beskriver åtgärderna.\f\fFjärde sidan följer upp.")
    assert [(p.page, p.text) for p in document.passages] == [
        (1, "Första sidan anger målen."),
        (2, "Andra sidan beskriver åtgärderna."),
        (4, "Fjärde sidan följer upp."),
    ]
    assert [page.number for page in document.pages] == [1, 2, 3, 4]


def test_page_numbers_and_contents_lines_are_left_out():
    text = "Tavoitteet ............ 3\nToimenpiteet .......... 5\n\nSivu 2\n\nKunta kuulee asukkaita."
    assert found(text) == [(Kind.PARAGRAPH, "Kunta kuulee asukkaita.")]


# Files


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param("Äänestys on auki: 500 € jaossa.".encode(), id="UTF-8"),
        pytest.param("Äänestys on auki: 500 € jaossa.".encode("utf-8-sig"), id="UTF-8 with a byte-order mark"),
        pytest.param("Äänestys on auki: 500 € jaossa.".encode("utf-16"), id="UTF-16"),
        pytest.param(
            codecs.BOM_UTF16_BE + "Äänestys on auki: 500 € jaossa.".encode("utf-16-be"), id="UTF-16, big end first"
        ),
        pytest.param("Äänestys on auki: 500 € jaossa.".encode("cp1252"), id="Windows-1252"),
        pytest.param("Äänestys on auki: 500 € jaossa.".encode("utf-16-le"), id="UTF-16 without a byte-order mark"),
        pytest.param("Äänestys on auki: 500 € jaossa.".encode("utf-16-be"), id="the same, big end first"),
    ],
)
def test_encodings(tmp_path, encoded):
    path = tmp_path / "ohjelma.txt"
    path.write_bytes(encoded)
    document = read(path)
    assert document.text == "Äänestys on auki: 500 € jaossa."
    assert (document.name, document.format) == ("ohjelma.txt", "txt")
    assert document.sha256 == hashlib.sha256(encoded).hexdigest()


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-1", "mac_roman", "cp850"])
@pytest.mark.parametrize(
    "text",
    ["Äänestys ja työpajat ovat käynnissä.", "På ön Åland är delaktigheten större än någonsin."],
    ids=["fi", "sv"],
)
def test_old_encodings_are_known_by_their_letters(tmp_path, encoding, text):
    path = tmp_path / "vanha.txt"
    path.write_bytes(text.encode(encoding))
    assert read(path).text == text


def test_text_without_other_letters_is_windows(tmp_path):
    path = tmp_path / "vanha.txt"
    path.write_bytes("Kunta kuulee – aina.".encode("cp1252"))
    assert read(path).text == "Kunta kuulee – aina."


def test_the_other_ending_of_plain_text(tmp_path):
    path = tmp_path / "OHJELMA.TEXT"
    path.write_text("Kunta kuulee asukkaita.", encoding="utf-8")
    assert read(path).format == "txt"


# The public function


def test_parse_text_gives_a_document_without_languages_and_boxes():
    document = parse_text("Invånarna deltar i beredningen.", name="utdrag")
    assert (document.name, document.format, document.language) == ("utdrag", "txt", "und")
    assert document.sha256 == hashlib.sha256("Invånarna deltar i beredningen.".encode()).hexdigest()
    (passage,) = document.passages
    assert (passage.language, passage.box, passage.page) == ("und", None, 1)


def test_the_same_text_read_from_a_file_and_given_as_text_is_the_same_document(tmp_path):
    text = "1 Mål\n\nInvånarna deltar i beredningen.\n\n- Rådet möts i maj.\n"
    path = tmp_path / "program.txt"
    path.write_text(text, encoding="utf-8")
    assert read(path) == parse_text(text, name="program.txt")


@pytest.mark.parametrize("text", ["", "  \n\n ", "2025–2028", "• – *", "\f\f"])
def test_text_without_a_letter_is_empty(text):
    with pytest.raises(EmptyDocument, match=r"^luonnos: there is no text in it$"):
        parse_text(text, name="luonnos")


words = st.sampled_from(
    ["Kunta", "kuulee", "asukkaita.", "Asukasraati", "kokoontuu", "2026", "-", "•", "1.", "\n", "\n\n"]
)


@given(st.lists(words, min_size=1, max_size=40))
def test_no_word_is_lost(parts):
    text = " ".join(["Alku", *parts])
    assert [w for w in parse_text(text).text.split() if w[0].isalpha()] == [w for w in text.split() if w[0].isalpha()]
