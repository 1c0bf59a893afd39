"""Scanned pages: words from pictures, whatever state the paper is in."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter
from rapidfuzz.distance import Levenshtein

from conftest import need
from osallisuus_nlp.errors import ResourceMissing
from osallisuus_nlp.reading.scans import ocr, scan
from osallisuus_nlp.reading.scans.ocr_words import Read, sizes_of, words_of

DPI = 200
FINNISH = [
    "Mäntyrannan osallisuusohjelma",
    "Kunta kysyy asukkailta, mitä he haluavat päättää yhdessä vuosina 2026–2029.",
    "Elinvoimalautakunta käy keväällä läpi ehdotukset ja kertoo, mihin ne johtivat.",
    "• kyläillat pidetään René Ahon kahvilassa lokakuussa",
    "• lähidemokratiaan varataan 12 500 € (kuntalain 22 §)",
    "• jokainen vastaus julkaistaan verkossa ja ilmoitustaululla",
    "Nuori sanoi kyselyssä: ”Äänellä on väliä, kun joku kuuntelee.”",
]
SWEDISH = [
    "Delaktighetsprogram för Sjöskär",
    "Kommunen frågar invånarna vad de vill bestämma tillsammans under åren 2026–2029.",
    "Bildningsnämnden går igenom förslagen på våren och berättar vad de ledde till.",
    "Äldrerådet träffas på biblioteket fyra gånger om året, även när ärendena är få.",
    "Ungdomsfullmäktige får använda 3 000 euro för sina egna idéer.",
]
TABLE = [
    ["Tavoite", "Toimenpide", "Vastuu"],
    ["Äänet kuuluviin", "Raati kokoontuu", "Sihteeri"],
    ["Kyläillat", "Illat keväällä", "–"],
    ["Lähityö", "Jalkaudutaan", "Ohjaaja"],
]
HEADING, BODY = 18, 11


def recognising() -> None:
    try:
        ocr.available()
    except ResourceMissing as missing:
        need(False, str(missing))


def picture(path: Path, dpi: int = DPI) -> Image.Image:
    with pdfium.PdfDocument(path) as pdf:
        return pdf[0].render(scale=dpi / 72).to_pil().convert("L")


@pytest.fixture
def page(make_pdf):
    """Return a maker of a page's picture: the first line is a heading, bullets stand out to the left."""

    def make(lines: list[str], dpi: int = DPI) -> Image.Image:
        drawn = []
        for number, line in enumerate(lines):
            size = BODY if number else HEADING
            top = 90 + 20 * number
            bullet, text = ("•", line[2:]) if line.startswith("• ") else ("", line)
            if bullet:
                drawn.append((60, top, size, bullet))
            drawn.append((74 if bullet else 60, top, size, text))
        return picture(make_pdf([drawn]), dpi)

    return make


def damaged(image: Image.Image) -> Image.Image:
    """A bad copy: askew by a degree, blurred, unevenly lit, grainy, with specks, as a poor JPEG."""
    random = np.random.default_rng(3)
    image = image.rotate(1.0, resample=Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.8))
    levels = np.asarray(image, dtype=float) - np.linspace(15, 50, image.width)
    levels += random.normal(0, 12, levels.shape)
    levels[random.random(levels.shape) < 0.0008] = 30
    buffer = io.BytesIO()
    Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=35)
    return Image.open(buffer)


def text_of(words) -> str:
    """The words line by line, as their places tell."""
    lines: list[list] = []
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        if lines and abs((lines[-1][0].top + lines[-1][0].bottom - word.top - word.bottom) / 2) < 8:
            lines[-1].append(word)
        else:
            lines.append([word])
    return " ".join(word.text for line in lines for word in sorted(line, key=lambda word: word.x0))


def error_rate(words, lines: list[str]) -> float:
    right = " ".join(lines)
    return Levenshtein.distance(text_of(words), right) / len(right)


def test_a_clean_scan_is_read_with_its_letters_bullets_and_dashes(page):
    recognising()
    words = ocr.recognise(page(FINNISH), dpi=DPI)
    assert error_rate(words, FINNISH) <= 0.015
    assert [word.text for word in words].count("•") == 3
    assert all(0 <= word.confidence <= 1 for word in words)


def test_places_are_in_points_and_body_text_has_one_size(page):
    recognising()
    words = ocr.recognise(page(FINNISH), dpi=DPI, languages=("fin",))
    first = next(word for word in words if word.text == "Kunta")
    assert (first.x0, first.bottom) == (pytest.approx(60, abs=2), pytest.approx(110, abs=2))
    heading = {word.size for word in words if word.top < 92}
    body = {word.size for word in words if word.top > 95}
    assert len(heading) == len(body) == 1
    assert max(body) == pytest.approx(BODY, abs=1)
    assert max(heading) == pytest.approx(HEADING, abs=1.5)


def test_a_bad_copy_is_read(page):
    recognising()
    found = ocr.recognise_page(damaged(page(FINNISH)), dpi=DPI)
    assert error_rate(found.words, FINNISH) <= 0.05
    assert found.skew == pytest.approx(-1, abs=0.15)


def test_the_language_is_told_from_the_words(page):
    recognising()
    found = ocr.recognise_page(page(SWEDISH), dpi=DPI)
    assert found.language == "swe"
    assert error_rate(found.words, SWEDISH) <= 0.015
    assert ocr.recognise_page(page(FINNISH), dpi=DPI, languages=("swe", "fin")).language == "fin"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head_is_set_upright(page, turn):
    recognising()
    need("osd" in ocr.installed(), "tesseract-ocr-osd")
    image = page([*FINNISH, *FINNISH[1:3]])
    found = ocr.recognise_page(image.rotate(-turn, expand=True), dpi=DPI, languages=("fin",))
    assert found.turned == turn
    assert (found.width, found.height) == (pytest.approx(595, abs=1), pytest.approx(842, abs=1))
    assert next(word.x0 for word in found.words if word.text == "Kunta") == pytest.approx(60, abs=3)


@pytest.mark.parametrize("state", ["clean", "damaged"])
def test_cells_of_a_ruled_table_are_all_found(make_pdf, state):
    recognising()
    tops = [100 + 24 * number for number in range(len(TABLE) + 1)]
    lefts = [60, 190, 320, 450]
    cells = [
        (left + 5, top + 16, 9, cell)
        for top, row in zip(tops, TABLE, strict=False)
        for left, cell in zip(lefts, row, strict=False)
    ]
    image = picture(make_pdf([cells]))
    draw = ImageDraw.Draw(image)
    for top in tops:
        draw.line([(x * DPI / 72, top * DPI / 72) for x in (lefts[0], lefts[-1])], fill=90, width=1)
    for left in lefts:
        draw.line([(left * DPI / 72, y * DPI / 72) for y in (tops[0], tops[-1])], fill=90, width=1)
    found = ocr.recognise_page(image if state == "clean" else damaged(image), dpi=DPI, languages=("fin",))
    assert text_of(found.words) == " ".join(cell for row in TABLE for cell in row)
    level = {round(rule.top / 8) for rule in found.rules if rule.x1 - rule.x0 > 100}
    upright = {round(rule.x0 / 8) for rule in found.rules if rule.bottom - rule.top > 60}
    assert (len(level), len(upright)) == (5, 4)


@pytest.mark.parametrize("shade", [255, 229, 212], ids=["white", "light", "grey"])
def test_the_line_between_a_shaded_row_of_headings_and_the_rows_below_is_seen(shade):
    """It is darker than what lies on either side, whether that is paper or a coloured field."""
    page = np.full((600, 900), 250, dtype=np.uint8)
    page[100:140, 60:840] = shade
    for top in (100, 140, 180):
        page[top : top + 2, 60:840] = 140
    _, found = scan.rules(page, dpi=200)
    level = [rule for rule in found if rule.x1 - rule.x0 > 500]
    assert sorted(round(rule.top / 10) * 10 for rule in level) == [100, 140, 180]


def test_a_coloured_field_without_lines_has_none():
    page = np.full((600, 900), 250, dtype=np.uint8)
    page[100:140, 60:840] = 200
    assert scan.rules(page, dpi=200)[1] == []


def test_a_lone_digit_is_no_bullet():
    page = np.full((200, 300), 255, dtype=np.uint8)
    image = Image.fromarray(page)
    draw = ImageDraw.Draw(image)
    draw.ellipse((40, 40, 52, 52), fill=0)
    draw.ellipse((140, 40, 154, 60), outline=0, width=3)
    found = scan.left_over(np.asarray(image), 200, [])
    assert [dot[0] for dot in found.dots] == [40]
    assert [piece[0] for piece in found.pieces] == [140]


@pytest.mark.parametrize("mode", ["1", "P", "RGBA", "LA", "CMYK", "I;16", "F"])
def test_every_kind_of_picture_is_read(page, mode):
    grey = page(["Osallisuus"], 100)
    if mode == "I;16":
        image = Image.fromarray(np.asarray(grey).astype(np.uint16) * 256)
    elif mode in ("RGBA", "LA"):  # black on nothing
        image = Image.new(mode, grey.size, (0, 0, 0, 0) if mode == "RGBA" else (0, 0))
        image.putalpha(grey.point(lambda level: 255 - level))
    else:
        image = grey.convert(mode)
    assert np.abs(scan.grey(image).astype(int) - np.asarray(grey)).mean() < 3


@pytest.mark.parametrize(
    "image",
    [
        Image.new("L", (800, 1100), 255),
        Image.new("1", (5, 5)),
        Image.new("L", (3000, 10)),
        Image.new("RGB", (300, 300), "black"),
        Image.fromarray(np.random.default_rng(0).integers(0, 255, (500, 400)).astype(np.uint8)),
    ],
    ids=["blank", "tiny", "strip", "black", "noise"],
)
def test_pictures_without_text_have_no_words(image):
    recognising()
    assert ocr.recognise(image, dpi=100, timeout=60) == []


def put(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program named tesseract before all others."""
    program = folder / "tesseract"
    program.write_text(
        f'#!/bin/sh\nif [ "$1" = --list-langs ]; then echo List; echo fin; echo eng; exit; fi\n{script}\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_without_tesseract_the_packages_to_install_are_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        ResourceMissing, match="install the Debian packages tesseract-ocr, tesseract-ocr-fin, tesseract"
    ):
        ocr.recognise(Image.new("L", (100, 100)), dpi=100)


def test_a_language_that_is_not_installed_is_named(tmp_path, monkeypatch):
    put(tmp_path, monkeypatch, "exit 1")
    ocr.available(("fin",))
    with pytest.raises(ResourceMissing, match=r"lacks the data of swe: .*tesseract-ocr-swe"):
        ocr.available()


def test_a_page_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    put(tmp_path, monkeypatch, f"echo $$ > {tmp_path}/pid; exec sleep 60")
    start = time.monotonic()
    with pytest.raises(ocr.PageNotRecognised, match="took too long"):
        ocr.recognise(Image.new("L", (100, 100), 255), dpi=100, languages=("fin",), timeout=1)
    assert time.monotonic() - start < 30
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}").exists()


def test_a_failing_page_is_a_typed_error_and_says_nothing_else(tmp_path, monkeypatch, capfd):
    put(tmp_path, monkeypatch, "cat > /dev/null; echo secret of the machine >&2; exit 3")
    with pytest.raises(ocr.PageNotRecognised) as failed:
        ocr.recognise(Image.new("L", (100, 100), 255), dpi=100, languages=("fin",))
    assert "secret" not in str(failed.value)
    assert capfd.readouterr() == ("", "")


def line_of(text: str, number: int, x0: float = 60.0) -> list[Read]:
    """A line as the engine gives it, five points to a character, ten points high."""
    reads, top = [], 100.0 + 14 * number
    for word in text.split():
        reads.append(Read(word, x0, top, x0 + 5 * len(word), top + 10, 0.9, (1, 1, number)))
        x0 += 5 * len(word) + 5
    return reads


def texts(*lines: str) -> list[str]:
    words = words_of([read for number, line in enumerate(lines) for read in line_of(line, number)])
    return re.sub(r"\s+", " ", " ".join(word.text for word in words)).split(" ")


@pytest.mark.parametrize("sign", ["e", "o", "*", "¢", "«", "°", "+", ".", "0"])
def test_what_stands_repeatedly_left_of_the_text_is_a_bullet(sign):
    read = texts("Kuulemme näin:", f"{sign} kyläillat keväällä", f"{sign} kyselyt syksyllä", f"{sign} raadit")
    assert " ".join(read) == "Kuulemme näin: • kyläillat keväällä • kyselyt syksyllä • raadit"


def test_a_bullet_may_be_read_differently_in_each_line_or_twice():
    read = texts("• kyläillat", "+. kyselyt", "* — raadit", "¢ illat")
    assert read == ["•", "kyläillat", "•", "kyselyt", "•", "raadit", "•", "illat"]


def test_a_sign_that_stands_once_or_elsewhere_is_kept():
    assert texts("e laskun saa kunnalta", "Muut laskut")[:2] == ["e", "laskun"]
    assert "+" in texts("Lapset + nuoret", "Nuoret + aikuiset")
    assert texts("* Luku on arvio.", "Toinen rivi")[0] == "*"


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("2026-2029", "2026–2029"),
        ("2026—2029.", "2026–2029."),
        ("4.-29.11.2026", "4.–29.11.2026"),
        ("13-20-vuotiaat", "13–20-vuotiaat"),
        ("040-1234567", "040-1234567"),
        ("2026-001", "2026-001"),
        ("linja-auto", "linja-auto"),
        ("—", "–"),
    ],
)
def test_ranges_have_dashes(read, mended):
    assert mended in texts(f"vuosina {read}")


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("kuntalain 22 $ mukaan", "kuntalain 22 § mukaan"),
        ("kuntalain 22 8:n mukaan", "kuntalain 22 §:n mukaan"),
        ("valtuusto 20.4.2026 & 35.", "valtuusto 20.4.2026 § 35."),
        ("Virtanen & Lahti", "Virtanen & Lahti"),
        ("klo 8: kahvit", "klo 8: kahvit"),
    ],
)
def test_a_sign_among_the_numbers_of_a_statute_is_that_of_a_section(read, mended):
    assert " ".join(texts(read)) == mended


def test_dirt_is_no_word():
    dirt = Read("~,", 10, 10, 14, 14, 0.1, (9, 9, 9))
    bar = Read("|", 10, 30, 11, 60, 0.9, (9, 9, 8))
    assert words_of([dirt, bar]) == []


def test_sizes_are_told_by_the_letters():
    """Words without tall or deep letters are as large as others: their boxes are lower."""

    def read(text: str, height: float, line: int) -> Read:
        return Read(text, 0, 0, 20, height, 0.9, (line,))

    low, tall, deep = read("suora", 4.9, 1), read("kunta", 7.0, 2), read("kyläpäivä", 9.1, 3)
    assert set(sizes_of([[low], [tall], [deep], [read("–", 1.0, 4)]])) == {10.0}
    assert sizes_of([[tall] * 9, [read("Otsikko", 11.2, 5)]]) == [10.0, 16.0]


@settings(max_examples=15, deadline=None)
@given(st.floats(-4.5, 4.5), st.integers(0, 1000))
def test_skew_is_found_whatever_it_is(degrees, seed):
    random = np.random.default_rng(seed)
    page = Image.new("L", (800, 1000), 255)
    draw = ImageDraw.Draw(page)
    for top in range(150, 850, 22):
        x = 120
        while x < 600:
            width = int(random.integers(4, 9))
            draw.rectangle((x, top, x + width, top + 9), fill=0)
            x += width + int(random.integers(3, 14))
    turned = np.asarray(page.rotate(-degrees, resample=Image.Resampling.BICUBIC, fillcolor=255))
    assert scan.skew(scan.ink(turned)) == pytest.approx(degrees, abs=0.12)
