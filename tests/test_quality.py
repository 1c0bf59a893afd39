"""Text layers: language is told from garbage, and broken ä, ö and å are mended only on clear evidence."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from osallisuus_nlp.reading.layout.words import Line, Word
from osallisuus_nlp.reading.letters.encoding import apply, repair_encoding, repairs_for
from osallisuus_nlp.reading.letters.quality import likeliest, quality, usable
from osallisuus_nlp.reading.pdf.pages import repaired

FINNISH = (
    "Mäntyrannan kunta kysyy asukkailta ennen kuin se päättää. Kyläillat pidetään syksyllä, ja jokaiseen "
    "ehdotukseen vastataan kuukauden kuluessa. Nuorisovaltuusto saa käyttää tuhat euroa omiin ideoihinsa."
)
SWEDISH = (
    "Sjöskärs kommun frågar invånarna innan den bestämmer. Bykvällarna hålls på hösten, och varje förslag "
    "får svar inom en månad. Ungdomsfullmäktige får använda tusen euro för sina egna idéer."
)
ENGLISH = (
    "The municipality asks its residents before it decides. Village evenings are held in the autumn, and every "
    "proposal is answered within a month."
)
VOWELS = re.compile("[aeiouyäöå]", re.IGNORECASE)


@cache
def passages(language: str) -> tuple[str, ...]:
    files = sorted((ROOT / "corpora" / "passages").glob(f"{language}-*.jsonl"))
    return tuple(json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines())


def caesar(text: str) -> str:
    return "".join(chr(ord(c) + 3) if c.isascii() and c.isalpha() else c for c in text)


def permuted(text: str) -> str:
    letters = "abcdefghijklmnopqrstuvwxyzåäö"
    shuffled = random.Random(5).sample(letters, len(letters))
    return text.lower().translate(str.maketrans(letters, "".join(shuffled)))


def half_lost(text: str) -> str:
    return "".join("\ufffd" if place % 2 and not char.isspace() else char for place, char in enumerate(text))


GARBLED: dict[str, Callable[[str], str]] = {
    "letters shifted": caesar,
    "letters exchanged": permuted,
    "glyph numbers as letters": lambda text: "".join(chr(ord(c) - 29) if ord(c) > 61 else c for c in text),
    "vowels lost": lambda text: VOWELS.sub("", text),
    "half lost": half_lost,
    "glyph marks": lambda text: "".join(f"(cid:{ord(c)})" if c.isalpha() else c for c in text),
    "private use": lambda text: "".join(chr(0xF000 + ord(c)) if c.isalpha() else c for c in text),
    "signs": lambda text: "".join('!"#$&()*/'[ord(c) % 9] if c.isalpha() else c for c in text),
    "mirrored": lambda text: text[::-1],
    "letter by letter": lambda text: " ".join(text),
    "two bytes a letter": lambda text: text.encode("utf-16-be").decode("utf-16-le", "replace"),
    "EBCDIC": lambda text: text.encode("cp037", "replace").decode("cp1252", "replace"),
}


@pytest.mark.parametrize("text", [FINNISH, SWEDISH, ENGLISH], ids=["fi", "sv", "en"])
@pytest.mark.parametrize("how", GARBLED)
def test_garbage_is_told(text, how):
    assert usable(text)
    assert not usable(GARBLED[how](text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        " ".join(f"{number * 37 % 1000} {number % 7},5 %" for number in range(200)),
        "TP 2024 TA 2025 TA 2026 TS 2027 TEUR HTV LKM KPL KV KH KJ HYTE STM THL VM OM LVM YM AVI ELY SOTE HVA ARA",
        "Aalto Pirkko, Bäckström Göran, Heikkilä Veli-Matti, Ahmed Mohamed Abdi, Nguyen Thi Hoa, Kowalczyk Grzegorz",
        "Pirkko Aalto, puh. 040 123 4567, pirkko.aalto@mantyranta.example, Kirkkotie 4 B 12, 99999 MÄNTYRANTA",
        "https://www.mantyranta.example/osallisuus?q=1 www.sjoskar.example/delaktighet/xyz-qwrt-2027/bcdfghjkl",
        "KUNNANHALLITUKSEN EHDOTUS VALTUUSTOLLE HYVINVOINTI- JA OSALLISUUSSUUNNITELMAKSI",
        "\uf0b7 Kyläillat\n\uf0b7 Kyselyt\n\uf0b7 Asukasraadit\n\uf0b7 Nuorisovaltuuston kokoukset",
        "1 Johdanto ............... 3\n2 Tavoitteet ............... 5\n3 Toimenpiteet ......... 9\n4 Seuranta ..... 12",
        "Osallistuminen ☐ kyllä ☐ ei   Nimi ____________________  Osoite ____________________  Päiväys __.__.20__",
        "Добро пожаловать! Вы можете участвовать в решениях нашей коммуны и получать ответы.",
        "Teil on õigus osaleda valla otsustes. Küsige julgelt, me vastame teile kuu aja jooksul.",
    ],
)
def test_what_is_not_running_text_is_kept(text):
    assert usable(text)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_no_passage_of_the_corpora_is_garbage(language):
    assert [text for text in passages(language) if not usable(text)] == []


def test_quality_is_between_nothing_and_all():
    spoilt = FINNISH[:150] + "\ufffd" * 15 + FINNISH[150:]
    assert 0.5 < quality(spoilt) < quality(FINNISH) == 1.0
    assert quality(GARBLED["letters shifted"](FINNISH)) == 0.0


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_quality_takes_any_text(text):
    assert 0.0 <= quality(text) <= 1.0


def test_the_language_is_told():
    assert [likeliest(text)[0] for text in (FINNISH, SWEDISH, ENGLISH)] == ["fi", "sv", "en"]
    assert all(likeliest(text)[1] > 0.25 for text in (FINNISH, SWEDISH, ENGLISH))


def replacing(**pairs: str) -> Callable[[str], str]:
    return lambda text: text.translate(str.maketrans(pairs))


def windows(content: bytes) -> str:
    """Read bytes as Windows does: those without a letter become control characters."""
    return "".join(bytes([b]).decode("cp1252") if b not in b"\x81\x8d\x8f\x90\x9d" else chr(b) for b in content)


DAMAGE: dict[str, Callable[[str], str]] = {
    "UTF-8 as Windows-1252": lambda text: windows(text.encode("utf-8")),
    "UTF-8 as Mac Roman": lambda text: text.encode("utf-8").decode("mac_roman"),
    "Mac Roman as Windows-1252": lambda text: windows(text.encode("mac_roman")),
    "Windows-1252 as Mac Roman": lambda text: text.encode("cp1252").decode("mac_roman"),
    "DOS as Windows-1252": lambda text: windows(text.encode("cp850")),
    "Windows-1252 as DOS 437": lambda text: text.encode("cp1252").decode("cp437"),
    "Windows-1252 as DOS 850": lambda text: text.encode("cp1252").decode("cp850"),
    "seven bits": replacing(ä="{", ö="|", å="}", Ä="[", Ö="\\", Å="]", é="`"),
    "dots after": replacing(ä="a¨", ö="o¨", å="a˚", Ä="A¨", Ö="O¨", Å="A˚"),
    "dots before": replacing(ä="¨a", ö="¨o", å="˚a", Ä="¨A", Ö="¨O", Å="˚A"),
    "dots after a space": replacing(ä="a ¨", ö="o ¨", å="a ˚", Ä="A ¨", Ö="O ¨", Å="A ˚"),
    "combining marks": lambda text: unicodedata.normalize("NFD", text),
}
WORDS = {
    "fi": ["kylä", "pöytä", "käsitellään", "äänestää", "Ällistyttävä", "työ", "päätös", "Östersundom", "tekijä"],
    "sv": ["får", "människor", "även", "också", "Åland", "Öarna", "möte", "kväll", "på", "håller", "någon", "Äldre"],
}


@pytest.mark.parametrize("text", [FINNISH, SWEDISH], ids=["fi", "sv"])
@pytest.mark.parametrize("how", DAMAGE)
def test_broken_letters_are_mended(text, how):
    broken = DAMAGE[how](text)
    assert broken != text
    assert repair_encoding(broken) == text


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(DAMAGE)), st.sampled_from(["fi", "sv"]), st.data())
def test_damage_is_undone(how, language, data):
    """Whatever words follow each other, they come back as they were, one by one too."""
    start = {"fi": FINNISH, "sv": SWEDISH}[language]
    words = data.draw(st.lists(st.sampled_from(WORDS[language]), max_size=20))
    text = " ".join([start, *words])
    broken = DAMAGE[how](text)
    repairs = repairs_for(broken)
    assert apply(broken, repairs) == text
    if " " not in "".join(repairs or ()):
        assert [apply(word, repairs) for word in broken.split()] == text.split()


@pytest.mark.parametrize("text", [FINNISH, SWEDISH], ids=["fi", "sv"])
@pytest.mark.parametrize("how", ["dots after a space", "dots after", "DOS as Windows-1252"])
def test_broken_letters_are_mended_in_words_on_a_page(text, how):
    """Dots that stand apart part a word in two or more: these are one again, as wide as they were together."""
    broken = DAMAGE[how](text)
    words = [Word(word, 10.0 * at, 0.0, 10.0 * at + 9.0, 10.0, 10.0) for at, word in enumerate(broken.split())]
    (line,) = repaired((Line(tuple(words), 1),), repairs_for(broken) or {})
    assert line.text == " ".join(text.split())
    assert line.box.x1 == words[-1].x1


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["fi", "sv"]), st.integers(0, 10_000), st.integers(1, 12))
def test_right_text_is_never_touched(language, first, count):
    texts = passages(language)
    text = "\n".join(texts[(first + step) % len(texts)] for step in range(count))
    assert repairs_for(text) is None
    assert repair_encoding(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text",
    [
        "Vastaus a|b|c|d, e|f|g ja x{1}y{2}z{3} taulukossa [liite 1], [liite 2] ja [liite 3]",
        "He said ”yes”, she said ”no”… and they wrote „maybe”, „later” and „never” on 5€ and 10€ notes, †1920.",
        "Šakki, Šostakovitš ja Škoda: kirjoitamme myös näin, sillä š ja ž kuuluvat kieleen.",
        "Õunad ja õlu, põld ja võõras: Eestin kielen sanat ovat tekstissä täällä.",
        "fi|sv|en fi|sv|en fi|sv|en ja nb|nn|da sekä de|fr|it",
        "the waiting…and…then more of it…all day…until night",
    ],
)
def test_signs_in_their_right_use_stay(text):
    assert repairs_for(text) is None


def test_signs_apart_from_letters_stay_in_broken_text():
    broken = DAMAGE["Mac Roman as Windows-1252"](FINNISH)
    repairs = repairs_for(broken)
    assert [apply(word, repairs) for word in ("€", "500", "Šiti", "p€", "kylŠ…")] == ["€", "500", "äiti", "p€", "kylä…"]
    table = DAMAGE["seven bits"](FINNISH) + " a | b | 5"
    assert repair_encoding(table).endswith(" a | b | 5")
