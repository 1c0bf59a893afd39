"""Test documents by ReportLab and LibreOffice hold every word of their source once, set as the layout says."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import need
from osallisuus_nlp.corpus.layouts import LAYOUTS
from osallisuus_nlp.corpus.render import _setting, libreoffice, reportlab
from osallisuus_nlp.corpus.source import MERGED, Block, Source, parse_source, words_of
from osallisuus_nlp.errors import ResourceMissing

TEXT = """---
title: Kuusijoen osallisuusohjelma
language: fi
running_head: Kuusijoen kunta
footer: Sivu {page} ({pages})
---
# Kuusijoen osallisuusohjelma 2026–2029

Osallisuusohjelma kertoo, miten kuntalaiset voivat vaikuttaa kunnan päätöksentekoon & palvelujen kehittämiseen. Ohjelman
on hyväksynyt kunnanvaltuusto, ja sen toteutumista seuraa osallisuusjaosto vuosittain.[^1]

## Tavoitteet

Kunta edistää osallistumismahdollisuuksia siten, että

- asukkaat saavat tiedon valmistelussa olevista asioista ajoissa
    - hallintosäännön mukaisin kuulutuksin
    - verkkosivuilla selkokielellä
- nuorisovaltuusto ja vanhusneuvosto antavat lausuntonsa ennen päätöstä.[^2]

### Seuranta

1. Osallisuuskoordinaattori kokoaa tiedot toimialoilta syyskuussa.
2. Osallisuusjaosto käsittelee yhteenvedon.

::: sidebar
Vuonna 2025 asukkaat ehdottivat 148 ideaa, joista toteutettiin seitsemän.
:::

Asukkailla on oikeus tehdä kunnalle aloitteita sen toimintaa koskevissa asioissa. Aloitteen tekijälle ilmoitetaan
kuukauden kuluessa, miten asia etenee ja kuka siitä vastaa. Palvelunkäyttäjien kokemuksia kerätään asiakasraadeissa ja
vuosittaisessa palvelukyselyssä, jonka tulokset julkaistaan kunnan verkkosivuilla.

Taulukko 1. Toimenpiteet ja vastuut.

| Toimenpide | Vastuutaho | Aikataulu |
|---|---|---|
| Asukasillat kylissä | Osallisuuskoordinaattori | 2026 |
| Digitaalinen aloitekanava | ^^ | 2027 |
| Nuorten talousarviopaja | Nuorisopalvelut | |

::: box
Kuntalaisaloitteen voi tehdä myös alaikäinen.
:::

## Yhteystiedot

:::: parallel
::: side
Palautetta voi antaa verkkolomakkeella tai kunnantalon neuvonnassa.
:::
::: side
Respons kan lämnas på webben eller i kommunhusets info.
:::
::::

::: landscape
Vuosikello käsitellään valtuustossa joka tammikuussa.
:::

::: slide
Jokainen kylä saa oman yhteyshenkilön.

- Yhteyshenkilöt nimetään helmikuussa.
:::

[^1]: Kunnanvaltuusto 15.12.2025, § 87.
[^2]: Kuntalaki 26–28 §.
"""
SOFFICE = (
    "two_columns",
    "three_columns",
    "sidebar",
    "boxes",
    "parallel",
    "contents",
    "rotated",
    "unruled",
    "hyphenated",
)
BODY = {"contents": 1}  # number of the first page after the contents page


@pytest.fixture(scope="module")
def source() -> Source:
    return parse_source(TEXT)


@pytest.fixture(scope="module")
def drawn(source: Source, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The source in every layout, by ReportLab."""
    pytest.importorskip("reportlab")
    folder = tmp_path_factory.mktemp("reportlab")
    for name, layout in LAYOUTS.items():
        reportlab.write(source, folder / f"{name}.pdf", layout)
    return {name: folder / f"{name}.pdf" for name in LAYOUTS}


@pytest.fixture(scope="module")
def office(source: Source, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The source in some layouts, by LibreOffice."""
    need(bool(shutil.which("soffice")), "libreoffice-writer")
    folder = tmp_path_factory.mktemp("libreoffice")
    libreoffice.write_all([(source, folder / f"{name}.pdf", name) for name in SOFFICE])
    return {name: folder / f"{name}.pdf" for name in SOFFICE}


def pages_of(pdf: Path) -> list[str]:
    """The text of each page in the order in which it is drawn, with divided words put together again."""
    need(bool(shutil.which("pdftotext")), "poppler-utils")
    command = ["pdftotext", "-raw", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [re.sub(r"(?<=\w)[-\u00ad]\n(?=\w)", "", page) for page in text.split("\f")[:-1]]


def words_in(pdf: Path, source: Source, first: int = 0) -> Counter[str]:
    """The words of a PDF from page `first`, without running heads and page numbers."""
    footer = re.compile(r"Sivu \d+ \(\d+\)")
    lines = [line for page in pages_of(pdf)[first:] for line in page.splitlines()]
    kept = [line for line in lines if line.strip() != source.running_head and not footer.fullmatch(line.strip())]
    return Counter(words_of("\n".join(kept)))


def words_set(source: Source) -> Counter[str]:
    """What a rendering of a source is to hold: its words, the numbers of its items, and its notes with their marks."""
    words: Counter[str] = Counter()
    for block in source.blocks():
        cells = [cell for row in (block.header, *block.rows) for cell in row if cell != MERGED]
        words.update(words_of(" ".join([block.text, block.marker, *block.notes, *cells])))
    for number, text in source.footnotes:
        words.update(words_of(f"{number} {text}"))
    return words


def outline_of(pdf: Path) -> list[tuple[int, str, int]]:
    with pypdfium2.PdfDocument(pdf) as document:
        marks = [(mark.level + 1, mark.get_title(), mark.get_dest()) for mark in document.get_toc()]
        return [(level, title, dest.get_index() if dest else -1) for level, title, dest in marks]


def place_of(pdf: Path, word: str, page: int = 0) -> tuple[float, float]:
    """Where a word begins, in points from the lower left corner of the page as it is stored."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[page].get_textpage()
        found = text.search(word).get_next()
        assert found, word
        left, bottom, _, _ = text.get_charbox(found[0])
        return left, bottom


@pytest.mark.parametrize("name", sorted(LAYOUTS.keys() - {"letter_spaced"}))
def test_reportlab_sets_every_word_once(name: str, drawn: dict[str, Path], source: Source) -> None:
    assert words_in(drawn[name], source, BODY.get(name, 0)) == words_set(source)


@pytest.mark.parametrize("name", SOFFICE)
def test_libreoffice_sets_every_word_once(name: str, office: dict[str, Path], source: Source) -> None:
    assert words_in(office[name], source, BODY.get(name, 0)) == words_set(source)


@pytest.mark.parametrize("name", ["two_columns", "three_columns", "slides", "sidebar", "parallel", "landscape"])
def test_reportlab_loses_nothing_over_many_pages(name: str, source: Source, tmp_path: Path) -> None:
    long = Source(source.title, "fi", source.running_head, source.footer, source.items * 12, source.footnotes)
    reportlab.write(long, tmp_path / "long.pdf", LAYOUTS[name])
    # A footnote is printed on every page that refers to it.
    notes = Counter(word for key, text in source.footnotes for word in words_of(f"{key} {text}"))
    found, expected = words_in(tmp_path / "long.pdf", source), words_set(long)
    assert {word: number for word, number in found.items() if word not in notes} == {
        word: number for word, number in expected.items() if word not in notes
    }
    assert len(pages_of(tmp_path / "long.pdf")) > 4


def test_every_page_has_its_number_and_the_number_of_pages(drawn: dict[str, Path], office: dict[str, Path]) -> None:
    for pdf in (drawn["contents"], office["contents"]):
        pages = pages_of(pdf)
        assert len(pages) > 1
        for number, page in enumerate(pages, start=1):
            assert f"Sivu {number} ({len(pages)})" in page
            assert "Kuusijoen kunta" in page


def test_contents_name_the_page_on_which_each_heading_stands(
    drawn: dict[str, Path], office: dict[str, Path], source: Source
) -> None:
    for pdf in (drawn["contents"], office["contents"]):
        contents, *body = pages_of(pdf)
        for title in ("Tavoitteet", "Seuranta", "Yhteystiedot"):
            found = re.search(rf"{title} ?\.{{5,}} ?(\d)", contents)
            assert found, contents
            assert re.search(rf"^{title}$", body[int(found[1]) - 2], re.MULTILINE)


def test_there_is_an_outline_only_with_contents(drawn: dict[str, Path], office: dict[str, Path]) -> None:
    for pdfs in (drawn, office):
        outline = outline_of(pdfs["contents"])
        assert [(level, title) for level, title, _ in outline] == [
            (1, "Kuusijoen osallisuusohjelma 2026–2029"),
            (2, "Tavoitteet"),
            (3, "Seuranta"),
            (2, "Yhteystiedot"),
        ]
        assert outline[0][2] == 1  # the page after the contents
        assert outline_of(pdfs["unruled"]) == []


def test_text_in_columns_stands_side_by_side(drawn: dict[str, Path], office: dict[str, Path]) -> None:
    for pdf in (drawn["two_columns"], office["two_columns"]):
        left, top = place_of(pdf, "Osallisuusohjelma kertoo")
        right, level = place_of(pdf, "jonka")
        assert right > left + 200
        assert abs(top - level) < 250


def test_a_sidebar_stands_beside_the_text_that_follows_it(drawn: dict[str, Path], office: dict[str, Path]) -> None:
    for pdf in (drawn["sidebar"], office["sidebar"]):
        beside, level = place_of(pdf, "Vuonna 2025")
        text, line = place_of(pdf, "Asukkailla on oikeus")
        assert beside > text + 250
        assert abs(level - line) < 30


def test_footnotes_stand_at_the_foot_of_the_page_that_refers_to_them(drawn: dict[str, Path]) -> None:
    with pypdfium2.PdfDocument(drawn["notes"]) as document:
        assert "vuosittain.1" in document[0].get_textpage().get_text_range()
    _, height = place_of(drawn["notes"], "Kunnanvaltuusto 15.12.2025")
    assert height < 130


def test_turned_pages_are_stored_on_their_side_and_shown_upright(
    drawn: dict[str, Path], office: dict[str, Path]
) -> None:
    for pdf in (drawn["rotated"], office["rotated"]):
        with pypdfium2.PdfDocument(pdf) as document:
            page = document[0]
            left, bottom, right, top = page.get_mediabox()
            assert page.get_rotation() == 90
            assert right - left > top - bottom
            assert page.get_width() < page.get_height()
        assert pages_of(pdf)[0].startswith("Kuusijoen kunta")


def test_shuffled_text_is_drawn_in_another_order_than_it_is_read(drawn: dict[str, Path]) -> None:
    with pypdfium2.PdfDocument(drawn["shuffled"]) as document:
        text = document[0].get_textpage().get_text_range()
    assert text.index("Seuranta") < text.index("Tavoitteet") < text.index("Osallisuusohjelma kertoo")
    assert place_of(drawn["shuffled"], "Seuranta")[1] < place_of(drawn["shuffled"], "Tavoitteet")[1]


def test_letter_spaced_headings_are_set_apart_by_space_and_not_by_spaces(
    drawn: dict[str, Path], source: Source
) -> None:
    letters = Counter("".join(words_in(drawn["letter_spaced"], source).elements()))
    assert letters == Counter("".join(words_set(source).elements()))
    assert (
        place_of(drawn["letter_spaced"], "osallisuusohjelma")[0] > place_of(drawn["plain"], "osallisuusohjelma")[0] + 30
    )


def test_hyphenated_text_has_divided_words(drawn: dict[str, Path], office: dict[str, Path]) -> None:
    need(bool(shutil.which("pdftotext")), "poppler-utils")
    for pdfs in (drawn, office):
        command = ["pdftotext", "-raw", str(pdfs["two_columns"]), "-"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        assert len(re.findall(r"[a-zäö][-\u00ad]\n[a-zäö]", text)) >= 3


def test_an_ampersand_does_not_disturb_hyphenated_lines(drawn: dict[str, Path]) -> None:
    with pypdfium2.PdfDocument(drawn["two_columns"]) as document:
        assert "päätöksentekoon & palvelujen" in document[0].get_textpage().get_text_range()


def test_reportlab_writes_the_same_bytes_again(drawn: dict[str, Path], source: Source, tmp_path: Path) -> None:
    reportlab.write(source, tmp_path / "again.pdf", LAYOUTS["contents"])
    assert (tmp_path / "again.pdf").read_bytes() == drawn["contents"].read_bytes()


def test_a_long_table_repeats_its_header_on_every_page(tmp_path: Path) -> None:
    rows = tuple((f"Toimenpide {number}", "Kirjasto") for number in range(90))
    table = Block("table", header=("Toimenpide", "Vastuutaho"), rows=rows)
    reportlab.write(Source("Taulukko", "fi", "Kunta", "{page}", (table,)), tmp_path / "t.pdf", LAYOUTS["half_ruled"])
    pages = pages_of(tmp_path / "t.pdf")
    assert len(pages) > 1
    assert all("Toimenpide Vastuutaho" in page for page in pages)


def test_docx_has_styles_lists_merged_cells_and_footnotes(source: Source, tmp_path: Path) -> None:
    need(bool(shutil.which("soffice")), "libreoffice-writer")
    docx = pytest.importorskip("docx")
    libreoffice.write_docx(source, tmp_path / "p.docx")
    document = docx.Document(tmp_path / "p.docx")
    styles = {
        p.text: p._p.pPr.pStyle.val for p in document.paragraphs if p._p.pPr is not None and p._p.pPr.pStyle is not None
    }
    assert styles["Tavoitteet"] == "Heading2"
    assert styles["Seuranta"] == "Heading3"
    nested = next(p for p in document.paragraphs if p.text.startswith("verkkosivuilla selkokielellä"))
    assert nested._p.pPr.numPr.ilvl.val == 1
    merged = document.tables[0].column_cells(1)
    assert merged[1]._tc is merged[2]._tc
    assert any("footnotes" in str(part.partname) for part in document.part.package.iter_parts())


def test_odt_has_an_outline_frames_and_spanned_cells(source: Source, tmp_path: Path) -> None:
    need(bool(shutil.which("soffice")), "libreoffice-writer")
    odfdo = pytest.importorskip("odfdo")
    libreoffice.write_odt(source, tmp_path / "p.odt", "sidebar")
    body = odfdo.Document(tmp_path / "p.odt").body
    headings = [(h.get_attribute("text:outline-level"), h.inner_text) for h in body.get_elements("//text:h")]
    assert ("2", "Tavoitteet") in headings
    assert "148 ideaa" in body.get_elements("//draw:text-box")[0].inner_text
    spans = [cell.get_attribute("table:number-rows-spanned") for cell in body.get_elements("//table:table-cell")]
    assert "2" in spans


def test_libreoffice_never_loses_a_line_silently(source: Source, office: dict[str, Path]) -> None:
    assert libreoffice._is_whole(office["two_columns"], source)
    longer = Source(
        source.title, "fi", source.running_head, source.footer, (*source.items, Block("paragraph", "Lisärivi."))
    )
    assert not libreoffice._is_whole(office["two_columns"], longer)


def test_libreoffice_refuses_what_it_cannot_set(source: Source, tmp_path: Path) -> None:
    assert not libreoffice.supports(LAYOUTS["shuffled"])
    with pytest.raises(ValueError, match="slides"):
        libreoffice.write(source, tmp_path / "p.pdf", LAYOUTS["slides"])
    assert not (tmp_path / "p.pdf").exists()


def test_libreoffice_that_is_missing_is_named(source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ResourceMissing, match="libreoffice-writer"):
        libreoffice.write(source, tmp_path / "p.pdf", LAYOUTS["plain"])


@settings(deadline=None)  # the first word loads the patterns
@given(st.text(alphabet="aeiouyäökstnlr -.", max_size=60), st.sampled_from(["fi", "sv"]))
def test_soft_hyphens_change_no_word_and_leave_its_ends_together(text: str, language: str) -> None:
    hyphenated = _setting.soft_hyphenated(text, language)
    assert hyphenated.replace("\u00ad", "") == text
    for word in re.findall(r"[\w\u00ad]+", hyphenated):
        parts = word.split("\u00ad")
        assert len(parts) == 1 or min(len(parts[0]), len(parts[-1])) >= 3


BLOCKS = st.builds(
    Block, st.sampled_from(["heading", "paragraph", "table"]), st.text("ab", max_size=2), st.integers(1, 3)
)


@given(st.lists(BLOCKS))
def test_runs_keep_all_blocks_in_order_and_alternate(blocks: list[Block]) -> None:
    runs = list(_setting.runs(blocks))
    assert [block for _, run in runs for block in run] == blocks
    assert all(before[0] != after[0] for before, after in pairwise(runs))
