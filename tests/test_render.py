"""Programmes from Markdown to HTML and PDF, and back through the reader."""

import pytest

from conftest import need
from osallisuus_nlp import ResourceMissing, read
from osallisuus_nlp.corpus.render import render, to_html
from osallisuus_nlp.document import Kind

PROGRAMME = """\
# Kuusijoen osallisuusohjelma 2026–2029

Ohjelma kertoo, millä tavoin asukkaat voivat vaikuttaa kunnan palveluihin ja päätöksiin. Kunnanvaltuusto
hyväksyi sen kesäkuussa, ja sen toteutumista seurataan vuosittain.

## Toimenpiteet

Ohjelmakaudella:

- Asukasraati kokoontuu neljä kertaa vuodessa.
- Nuorisovaltuusto saa oman määrärahan.

| Toimenpide | Vastuutaho | Aikataulu |
|---|---|---|
| Asukaskysely | Viestintä | 2027 |
| Kyläillat | | 2026–2029 |
"""


def html(markdown, **options):
    return to_html(markdown, **({"language": "fi", "title": "Ohjelma"} | options))


def test_html_is_a_whole_page_in_its_language():
    page = html("Invånarna deltar.", language="sv", title="Program")
    assert page.startswith('<!DOCTYPE html><html lang="sv">')
    assert "<title>Program</title>" in page
    assert "<p>Invånarna deltar.</p>" in page
    assert page.endswith("</html>")


def test_pipe_tables_become_tables():
    page = html(PROGRAMME)
    assert "<th>Vastuutaho</th>" in page
    assert "<td>Asukaskysely</td>" in page
    assert "<td></td>" in page  # the empty cell is kept


def table(columns):
    return "\n".join(
        [
            "|" + "|".join(f"Sarake {n}" for n in range(columns)) + "|",
            "|" + "---|" * columns,
            "|" + "|".join(f"tieto {n}" for n in range(columns)) + "|",
        ]
    )


@pytest.mark.parametrize(("columns", "wide"), [(2, False), (4, False), (6, True), (8, True)])
def test_wide_tables_are_marked(columns, wide):
    assert ('<table class="wide">' in html(table(columns))) is wide


def test_the_title_is_escaped():
    page = html("Kunta kuulee.", title='Raadit & "iltakoulut" <luonnos>')
    assert "<title>Raadit &amp; &quot;iltakoulut&quot; &lt;luonnos&gt;</title>" in page
    assert "<luonnos>" not in page


def test_html_in_the_source_is_shown_not_run():
    page = html("Kunta kuulee. <script>alert(1)</script>")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_running_head_can_be_left_out():
    assert '<div class="running">Ohjelma</div>' in html("Kunta kuulee.")
    assert '<div class="running">' not in html("Kunta kuulee.", running_head=False)


def test_an_unknown_producer_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no producer 'word'; there are weasyprint, libreoffice"):
        render(tmp_path / "source.md", tmp_path / "out.pdf", producer="word", language="fi", title="Ohjelma")


def test_libreoffice_that_is_not_installed(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    source = tmp_path / "source.md"
    source.write_text(PROGRAMME, encoding="utf-8")
    with pytest.raises(ResourceMissing, match="libreoffice-writer-nogui"):
        render(source, tmp_path / "out.pdf", producer="libreoffice", language="fi", title="Ohjelma")


def weasyprint_works():
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


@pytest.fixture
def rendered(tmp_path):
    """Return a maker of documents: Markdown, rendered by WeasyPrint and read back."""
    need(weasyprint_works(), "WeasyPrint with the Debian package libpangoft2-1.0-0")

    def make(markdown, title=""):
        source, target = tmp_path / "source.md", tmp_path / "ohjelma.pdf"
        source.write_text(markdown, encoding="utf-8")
        render(source, target, producer="weasyprint", language="fi", title=title)
        return read(target)

    return make


def test_a_rendered_programme_is_read_back_in_order(rendered):
    assert [(p.kind, p.text) for p in rendered(PROGRAMME).passages] == [
        (Kind.HEADING, "Kuusijoen osallisuusohjelma 2026–2029"),
        (
            Kind.PARAGRAPH,
            "Ohjelma kertoo, millä tavoin asukkaat voivat vaikuttaa kunnan palveluihin ja päätöksiin. Kunnanvaltuusto "
            "hyväksyi sen kesäkuussa, ja sen toteutumista seurataan vuosittain.",
        ),
        (Kind.HEADING, "Toimenpiteet"),
        (Kind.PARAGRAPH, "Ohjelmakaudella:"),
        (Kind.LIST_ITEM, "Asukasraati kokoontuu neljä kertaa vuodessa."),
        (Kind.LIST_ITEM, "Nuorisovaltuusto saa oman määrärahan."),
        (Kind.TABLE_ROW, "Toimenpide: Asukaskysely\nVastuutaho: Viestintä\nAikataulu: 2027"),
        (Kind.TABLE_ROW, "Toimenpide: Kyläillat\nAikataulu: 2026–2029"),
    ]


def test_a_rendered_programme_keeps_headings_stems_and_tables(rendered):
    document = rendered(PROGRAMME)
    assert document.passages[-1].headings == ("Kuusijoen osallisuusohjelma 2026–2029", "Toimenpiteet")
    assert [p.stem for p in document.passages if p.kind is Kind.LIST_ITEM] == ["Ohjelmakaudella:"] * 2
    assert document.tables[0].rows == (("Asukaskysely", "Viestintä", "2027"), ("Kyläillat", "", "2026–2029"))


def test_a_wide_table_stands_on_a_page_of_its_width(rendered):
    document = rendered(table(8))
    (page,) = document.pages
    assert page.width > page.height
    assert document.tables[0].rows == (tuple(f"tieto {n}" for n in range(8)),)


def test_running_heads_and_page_numbers_of_a_rendered_programme_are_no_text(rendered):
    villages = "\n\n".join(f"## Kyläilta {n}\n\n" + "Kylän asukkaat kertovat toiveensa. " * 40 for n in range(1, 9))
    document = rendered(villages, title="Kuusijoen ohjelma")
    count = len(document.pages)
    assert count >= 3
    assert [page.removed for page in document.pages] == [
        ("Kuusijoen ohjelma", f"{n} ({count})") for n in range(1, count + 1)
    ]
    assert "Kuusijoen ohjelma" not in document.text
