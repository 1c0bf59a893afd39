"""The language of passages, and where sentences begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osallisuus_nlp import parse_text
from osallisuus_nlp.language import identify, sentences, with_languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Asukasraati kokoontuu neljä kertaa vuodessa ja antaa lausuntoja.", "fi"),
        ("Nuorisovaltuusto saa oman määrärahan.", "fi"),
        ("Invånarrådet möts fyra gånger om året och ger utlåtanden.", "sv"),
        ("Äldrerådet får ett eget anslag.", "sv"),
        ("The residents' panel meets four times a year.", "en"),
    ],
)
def test_identify(text, language):
    assert identify(text) == language


@pytest.mark.parametrize("text", ["", "2025–2028", "§ 22", "12 000 €", "• – …"])
def test_a_text_without_letters_has_no_language(text):
    assert identify(text) == "und"


SWEDISH = "Kommunen hör invånarna innan beslut fattas och berättar hur åsikterna påverkade besluten."
FINNISH = "Tiivistelmä suomeksi: kunta kuulee asukkaita ennen päätöksiä."


def test_every_passage_has_its_own_language_and_the_document_that_of_most_of_its_text():
    document = with_languages(parse_text(f"{SWEDISH}\n\n{SWEDISH}\n\n{FINNISH}"))
    assert document.language == "sv"
    assert [p.language for p in document.passages] == ["sv", "sv", "fi"]


@pytest.mark.parametrize("short", ["Aura", "Mari Mäkinen", "Espoo 2026", "12 000 €"])
def test_a_passage_with_few_letters_has_the_language_of_the_document(short):
    document = with_languages(parse_text(f"{SWEDISH}\n\n- {short}"))
    assert [p.language for p in document.passages] == ["sv", "sv"]


def test_a_document_of_few_letters_is_told_by_all_of_them():
    document = with_languages(parse_text("Asukasraati.\n\nKyläilta.\n\nÄänestys."))
    assert document.language == "fi"
    assert {p.language for p in document.passages} == {"fi"}


def test_a_given_language_holds_for_all():
    document = with_languages(parse_text(f"{SWEDISH}\n\n{FINNISH}"), language="fi")
    assert document.language == "fi"
    assert [p.language for p in document.passages] == ["fi", "fi"]


def test_nothing_but_the_languages_changes():
    before = parse_text(f"1 Mål\n\n{SWEDISH}")
    after = with_languages(before)
    assert after.text == before.text
    assert [(p.kind, p.start, p.end, p.headings) for p in after.passages] == [
        (p.kind, p.start, p.end, p.headings) for p in before.passages
    ]


# Sentences


def parts(text):
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Kunta kuulee asukkaita.", "Tulokset julkaistaan verkossa."),
        ("Kysely tehdään vuonna 2026.", "Sen jälkeen valtuusto päättää jatkosta."),
        ("Onko sinulla idea?", "Lähetä se kuntaan!"),
        ("Raati kokoontuu klo 17.", "Tilaisuus on avoin kaikille."),
        ("Så här sade en invånare: ”Vi vill bli hörda.”", "Rådet svarade genast."),
        ("(Ks. liite.)", "Liite on verkossa."),
        ("Vastuutaho: viestintä", "Aikataulu: 2026"),
    ],
)
def test_two_sentences(first, second):
    gap = "\n" if first.startswith("Vastuutaho") else " "
    assert parts(f"{first}{gap}{second}") == [first, second]


@pytest.mark.parametrize(
    "text",
    [
        "Asukkaita kuullaan esim. Kuusijoen ja Järvikylän illoissa.",
        "Osallistujia oli n. 120 ja palautteita yli 300.",
        "Lisätietoja antaa osallisuuskoordinaattori, puh. 06 123 4567.",
        "Raati kokoontuu 5. maaliskuuta ja 12. syyskuuta.",
        "Nuorten äänestys on auki 9. 3. 2027 saakka.",
        "Kysely on auki 4.–29.11.2026 kunnan verkkosivuilla.",
        "Raadin puheenjohtaja on A. Virtanen.",
        "Osallistumisesta säädetään kuntalain 22 §:ssä.",
        "Kuntalain 22 § koskee asukkaiden osallistumista.",
        "Kommunen hör bl.a. Granholmens byaförening innan beslut fattas.",
        "Invånarna kan träffa beslutsfattare t.ex. Europadagen den 9 maj.",
        "Rådet möts kl. 17 i kommunhuset.",
        "Om initiativrätten bestäms i 5 kap. 23 § i kommunallagen.",
    ],
)
def test_a_full_stop_inside_a_sentence(text):
    assert parts(text) == [text]


def test_spans_leave_out_the_space_around_sentences():
    text = "  Kunta kuulee.   Kysely tehdään. \n"
    assert [tuple(span) for span in sentences(text)] == [(2, 15), (18, 33)]


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_no_text_has_no_sentences(text):
    assert sentences(text) == []


of_sentences = st.text(alphabet="aäsKÅ0129.!?…:;,§”»(\n\t -") | st.lists(
    st.sampled_from(["Kunta kuulee", "esim", "bl.a", "22 §", "5", "A", ".", ". ", "? ", "\n", "”", ")"])
).map("".join)


@given(of_sentences | st.text())
def test_spans_are_in_order_and_cover_all_but_space(text):
    spans = sentences(text)
    ends = [0, *(place for span in spans for place in span), len(text)]
    assert ends == sorted(ends)
    assert all(not text[end:start].strip() for end, start in zip(ends[::2], ends[1::2], strict=True))
    assert all(text[start:end] and text[start:end] == text[start:end].strip() for start, end in spans)
