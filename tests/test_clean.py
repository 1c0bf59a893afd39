"""Mending text: broken words joined, suspended hyphens kept, odd characters gone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osallisuus_nlp.reading.letters.clean import BULLET, NUMBERED, clean, join_lines


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["Kunta vahvistaa osallis-", "tavaa budjetointia"], "Kunta vahvistaa osallistavaa budjetointia"),
        (["Kommunen stöder medborgar-", "budgeten"], "Kommunen stöder medborgarbudgeten"),
        (["hyvin-", "vointialueen yhteis-", "työelimet"], "hyvinvointialueen yhteistyöelimet"),
        (["käyttäjä-", "äänestys"], "käyttäjä-äänestys"),
        (["äänes-", "tys"], "äänestys"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_joined(lines, joined):
    assert join_lines(lines) == joined


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("sosiaali-", "ja terveyspalvelut"),
        ("nuoriso-", "tai vanhusneuvosto"),
        ("sivistys-", "sekä vapaa-aikapalvelut"),
        ("bildnings-", "och kulturnämnden"),
        ("ungdoms-", "eller äldrerådet"),
        ("social-", "samt hälsovårdstjänster"),
    ],
)
def test_a_suspended_hyphen_at_the_end_of_a_line_stays(first, second):
    assert join_lines([first, second]) == f"{first} {second}"


def test_a_suspended_hyphen_inside_a_line_stays():
    assert join_lines(["sosiaali- ja", "terveyspalvelut"]) == "sosiaali- ja terveyspalvelut"


def test_a_row_of_suspended_hyphens_stays():
    assert join_lines(["kevät-, kesä-", "ja syyskokous"]) == "kevät-, kesä- ja syyskokous"


def test_a_word_that_only_begins_like_a_conjunction_is_joined():
    assert join_lines(["tiedon-", "jakaminen"]) == "tiedonjakaminen"
    assert join_lines(["grupp-", "samtal"]) == "gruppsamtal"


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["linja-", "auto"], "linja-auto"),
        (["kesä-", "ääni"], "kesä-ääni"),
        (["EU-", "hanke"], "EU-hanke"),
        (["Harjun sote-", "asemalla"], "Harjun sote-asemalla"),
        (["HYTE-työ ja (hyte-", "kerroin)"], "HYTE-työ ja (hyte-kerroin)"),
        (["kunnan tv-", "sarja"], "kunnan tv-sarja"),
        (["2030-", "luvulla"], "2030-luvulla"),
        (["Pohjois-", "Savo"], "Pohjois-Savo"),
        (["vuosina 2026-", "2029"], "vuosina 2026-2029"),
    ],
    ids=[
        "equal vowels",
        "equal vowels with dots",
        "capitals",
        "a short form",
        "a short form after a bracket",
        "no vowel",
        "a number",
        "a name",
        "years",
    ],
)
def test_a_hyphen_that_belongs_to_the_word_stays(lines, joined):
    assert join_lines(lines) == joined


def test_lines_are_joined_by_a_space():
    assert join_lines(["Asukasraati kokoontuu ", "  neljä kertaa vuodessa."]) == (
        "Asukasraati kokoontuu neljä kertaa vuodessa."
    )


def test_blank_lines_are_left_out():
    assert join_lines(["Rådet", "", " \t", "möts"]) == "Rådet möts"
    assert join_lines([]) == ""


def test_a_dash_at_the_end_of_a_line_is_no_hyphen():
    assert join_lines(["Kysely –", "kaikille avoin"]) == "Kysely – kaikille avoin"
    assert join_lines(["Kysely -", "kaikille avoin"]) == "Kysely - kaikille avoin"


@pytest.mark.parametrize(
    ("raw", "mended"),
    [
        pytest.param("ﬁnansiering och oﬃciella", "finansiering och officiella", id="ligatures"),
        pytest.param("osal\u00adlisuus\u00adohjelma", "osallisuusohjelma", id="soft hyphens"),
        pytest.param("25\u00a0000\u202f€", "25 000 €", id="no-break spaces"),
        pytest.param("a\u0308a\u0308nestys", "äänestys", id="letters and dots apart"),
        pytest.param("A\u030aland", "Åland", id="letter and ring apart"),
        pytest.param("linja\u2011auto", "linja-auto", id="no-break hyphen"),
        pytest.param("\ufeffOhjelma\u200b", "Ohjelma", id="marks without width"),
        pytest.param("Osal\x02lisuus\x00", "Osallisuus", id="control characters"),
        pytest.param("Vastuu:\t  viestintä ", "Vastuu: viestintä", id="tabs and rows of spaces"),
        pytest.param("Mål\r\nÅtgärder\rAnsvar\fTid", "Mål\nÅtgärder\nAnsvar\nTid", id="line ends"),
        pytest.param("§ 22 – 4,5 % ”vaikuta”", "§ 22 – 4,5 % ”vaikuta”", id="good text"),
    ],
)
def test_clean(raw, mended):
    assert clean(raw) == mended


# What PDF text is made of: letters, and everything that clean() mends.
of_pdf_text = st.text(alphabet="aeäåöÄÅfiﬁﬂﬃ-.,;:()0129§€ \t\n\r\f\x00\x02\x1f\x7f\u00a0\u202f\u2011\u200b\ufeff\ufffe")


@given(of_pdf_text)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(of_pdf_text)
def test_clean_leaves_no_control_characters(text):
    assert [char for char in clean(text) if unicodedata.category(char) in ("Cc", "Cs") and char != "\n"] == []


@given(st.lists(of_pdf_text, max_size=5))
def test_joining_lines_loses_no_letters(lines):
    letters = "".join(char for line in lines for char in clean(line) if char.isalnum())
    assert "".join(char for char in join_lines(lines) if char.isalnum()) == letters


@pytest.mark.parametrize(
    "line", ["• Kysely", "– Kysely", "- Kysely", "\uf0b7 Kysely", "✓ Kysely", "➢Kysely", "* Kysely"]
)
def test_bullets(line):
    assert BULLET.sub("", line) == "Kysely"


@pytest.mark.parametrize("line", ["-5 prosenttia", "–2029", "Kysely – avoin", "*huomaa"])
def test_what_is_no_bullet(line):
    assert BULLET.match(line) is None


@pytest.mark.parametrize("line", ["1. Kysely", "12) Kysely", "a) Kysely", "ö. Kysely"])
def test_list_numbers(line):
    assert NUMBERED.match(line)


@pytest.mark.parametrize("line", ["2026. Kysely", "1.2 Kysely", "5 %", "3."])
def test_what_is_no_list_number(line):
    assert NUMBERED.match(line) is None
