"""The language of passages, and where sentences begin and end."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from osallisuus_nlp import _data, parse_text
from osallisuus_nlp.document import Cell, Kind, Passage, assemble
from osallisuus_nlp.language import identify, sentences, with_languages
from osallisuus_nlp.language.judge import by_letters, plain
from osallisuus_nlp.language.train import train, training_texts

SWEDISH = "Kommunen hör invånarna innan beslut fattas och berättar hur åsikterna påverkade besluten."
FINNISH = "Tiivistelmä suomeksi: kunta kuulee asukkaita ennen päätöksiä."


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


@pytest.mark.parametrize(
    "text",
    [
        "Noortevolikogu saab järgmisel aastal oma eelarve.",  # Estonian
        "Innbyggerne får svar på forslaget sitt innen tre måneder.",  # Norwegian
        "Borgerne får svar på deres forslag inden for tre måneder.",  # Danish
        "Nuoraidráđđi oažžu boahtte jagi iežas bušeahta.",  # Northern Sámi
        "Der Jugendrat bekommt im nächsten Jahr ein eigenes Budget.",
        "Жители получат ответ на своё предложение в течение трёх месяцев.",
        "Мешканці отримають відповідь на свою пропозицію за три місяці.",
        "Dadka deggan waxay jawaab helayaan saddex bilood gudahood.",  # Somali
        "يحصل السكان على جواب خلال ثلاثة أشهر.",
        "居民可以参加讨论。",
    ],
)
def test_any_other_language_is_other(text):
    assert identify(text) == "other"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Osallisuus", "fi"),
        ("Vastuu: kunnanhallitus", "fi"),
        ("Budjetti", "fi"),
        ("Resurssit ja aikataulu", "fi"),
        ("Delaktighet", "sv"),
        ("Ansvar: kommunstyrelsen", "sv"),
        ("Resurser", "sv"),
        ("Uppföljning", "sv"),
    ],
)
def test_a_heading_of_programmes_is_told_alone(text, language):
    assert identify(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ryhmän vetäjinä toimivat Gun-Britt Söderholm ja Stig Blomqvist.", "fi"),
        ("Gruppen leds av Kaisa Lehtimäki och Veikko Mustonen.", "sv"),
        ("Keski-Suomen liitto och Jyväskylän yliopisto har gett råd.", "sv"),
        ("Kysely on osoitteessa https://www.granholmen.example/invanare/delta-och-paverka.", "fi"),
        ("Julisteissa lukee ”Your voice matters”, ja kysely on auki koko syksyn.", "fi"),
    ],
)
def test_names_and_addresses_and_short_quotations_do_not_turn_a_sentence(text, language):
    assert identify(text) == language


def test_a_bilingual_passage_has_the_language_of_most_of_it():
    assert identify(f"Sama suomeksi. {SWEDISH}") == "sv"
    assert identify(f"{FINNISH} Samma på svenska.") == "fi"


def test_what_is_judged_has_no_addresses_numbers_or_names():
    assert plain("Ansvar: Päivi Korhonen och kommunstyrelsen, 22 § i lagen 410/2015, www.kunta.example") == (
        "Ansvar: och kommunstyrelsen, i lagen ,"
    )


def test_letters_set_apart_are_put_together():
    assert plain("K U N T A S T R A T E G I A 2 0 3 0") == "KUNTASTRATEGIA"
    assert identify("K U N N A N O S A L L I S U U S O H J E L M A") == "fi"


@given(st.text())
def test_every_text_has_a_language_and_und_is_for_those_without_letters(text):
    language = identify(text)
    assert language in {"fi", "sv", "en", "other", "und"}
    assert (language == "und") == (not any(char.isalpha() for char in text))


@pytest.mark.parametrize("text", ["", "2025–2028", "§ 22", "12 000 €", "• – …"])
def test_a_text_without_letters_has_no_language(text):
    assert identify(text) == "und"


def test_every_passage_has_its_own_language_and_the_document_that_of_most_of_its_text():
    document = with_languages(parse_text(f"{SWEDISH}\n\n{SWEDISH}\n\n{FINNISH}"))
    assert document.language == "sv"
    assert [p.language for p in document.passages] == ["sv", "sv", "fi"]


@pytest.mark.parametrize("short", ["Aura", "Mari Mäkinen", "Espoo 2026"])
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


def document_of(*passages):
    """A document of passages, each a kind and a text, or the cells of a table row as pairs."""
    drafts = []
    for kind, content in passages:
        cells = () if isinstance(content, str) else tuple(Cell(header, text) for header, text in content)
        text = content if isinstance(content, str) else "\n".join(f"{header}: {text}" for header, text in content)
        table = 0 if cells else None
        drafts.append(Passage(0, kind, text, 0, 0, 0, level=int(kind is Kind.HEADING), cells=cells, table=table))
    return assemble(drafts, name="ohjelma", format="txt", sha256="")


def languages(*passages):
    return [passage.language for passage in with_languages(document_of(*passages)).passages]


def test_a_passage_without_letters_has_no_language():
    document = with_languages(parse_text(f"{SWEDISH}\n\n- 12 000 €"))
    assert [p.language for p in document.passages] == ["sv", "und"]


@pytest.mark.parametrize(
    ("short", "sentence", "language"),
    [
        *((word, SWEDISH, "sv") for word in ("Demokrati", "Budget 2026", "Info", "Status", "www.kylat.example")),
        *((word, FINNISH, "fi") for word in ("Idea", "Foorumi", "Info", "Status", "www.byar.example")),
    ],
)
def test_a_word_that_says_little_has_the_language_of_the_text_around_it(short, sentence, language):
    found = languages((Kind.HEADING, short), (Kind.PARAGRAPH, sentence), (Kind.LIST_ITEM, short))
    assert found == [language] * 3


def test_a_heading_has_the_language_of_what_follows_it():
    found = languages(
        (Kind.HEADING, "Info"),
        (Kind.PARAGRAPH, FINNISH),
        (Kind.PARAGRAPH, FINNISH),
        (Kind.HEADING, "Info"),
        (Kind.PARAGRAPH, SWEDISH),
        (Kind.PARAGRAPH, SWEDISH),
    )
    assert found == ["fi", "fi", "fi", "sv", "sv", "sv"]


def test_a_table_row_is_told_by_its_cells_whatever_the_columns_are_called():
    heads = ("Tavoite", "Toimenpide")
    swedish = zip(heads, ("Fler unga deltar i beslutsfattandet", "Ungdomsfullmäktige hörs om budgeten"), strict=True)
    finnish = zip(heads, ("Ikäihmiset saavat tukea arkeen", "Kirjastossa opastetaan viikoittain"), strict=True)
    assert languages((Kind.TABLE_ROW, list(swedish)), (Kind.TABLE_ROW, list(finnish))) == ["sv", "fi"]


def test_a_table_row_of_few_letters_has_the_language_of_the_tables_other_rows():
    rows = [
        [("Åtgärd", "Bykvällar ordnas två gånger om året"), ("Ansvar", "Kommunstyrelsen")],
        [("Åtgärd", "Forum"), ("Ansvar", "Virtanen")],
        [("Åtgärd", "Handledning ges på biblioteket"), ("Ansvar", "Järvinen")],
    ]
    found = languages((Kind.PARAGRAPH, FINNISH), *((Kind.TABLE_ROW, row) for row in rows))
    assert found == ["fi", "sv", "sv", "sv"]


def test_a_quotation_of_its_own_keeps_its_language():
    quotation = "I have lived here for six years and nobody ever asked me before."
    found = languages((Kind.PARAGRAPH, FINNISH), (Kind.PARAGRAPH, quotation), (Kind.PARAGRAPH, FINNISH))
    assert found == ["fi", "en", "fi"]


def test_a_document_in_another_language_is_other():
    document = with_languages(parse_text("Der Jugendrat erhält ein eigenes Budget.\n\nAlle sind herzlich willkommen."))
    assert document.language == "other"


def test_nothing_but_the_languages_changes():
    before = parse_text(f"1 Mål\n\n{SWEDISH}")
    after = with_languages(before)
    assert after.text == before.text
    assert [(p.kind, p.start, p.end, p.headings) for p in after.passages] == [
        (p.kind, p.start, p.end, p.headings) for p in before.passages
    ]


# The model of letter sequences


def test_the_model_that_ships_was_trained_on_these_corpora():
    """After a change of the corpora: python -m osallisuus_nlp.language.train."""
    pairs = training_texts(ROOT / "corpora")
    told = json.loads(_data.data_text("language", "letters.json"))
    assert told["texts"] == len(pairs)
    assert told["corpus_sha256"] == hashlib.sha256(repr(pairs).encode()).hexdigest()


def test_no_test_document_is_among_the_training_texts():
    learnt = {text for _, text in training_texts(ROOT / "corpora")}
    for path in (ROOT / "corpora" / "languages").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            assert record.get("split") != "test" or record.get("text") not in learnt


def test_a_model_learns_the_letters_of_its_texts():
    texts = {"fi": "kunta kylä äänestys talous", "sv": "kommun gård röst skola", "en": "with the", "other": "õun kõik"}
    model = train(texts.items(), c=100.0)
    for word, place in (("kylätalo", 0), ("kommunskola", 1), ("then", 2), ("õu", 3)):
        odds = by_letters(word, model)
        assert odds.index(max(odds)) == place


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
