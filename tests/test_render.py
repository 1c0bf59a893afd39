"""Sources to HTML and PDF by WeasyPrint and Chromium, and to scans; read back where the reader matters."""

import shutil

import pypdfium2 as pdfium
import pytest

from conftest import need
from osallisuus_nlp import ResourceMissing, read
from osallisuus_nlp.corpus.layouts import LAYOUTS, set_groups
from osallisuus_nlp.corpus.render import PRODUCERS, render, supports
from osallisuus_nlp.corpus.render.html import to_html
from osallisuus_nlp.corpus.render.raster import Damage, rasterise
from osallisuus_nlp.corpus.source import parse_source
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
NOTED = "Kunta kuulee asukkaita.[^1]\n\n[^1]: Kuntalaki 22 §.\n"
PARALLEL = ":::: parallel\n::: side\nSuomeksi.\n:::\n::: side\nPå svenska.\n:::\n::::\n"


def source(markdown, *, language="fi", title="Ohjelma"):
    return parse_source(markdown, language=language, title=title)


def html(markdown, layout="plain", **options):
    setting = LAYOUTS[layout]
    notes = options.pop("notes", "page")
    return to_html(set_groups(source(markdown, **options), setting), setting, style="programme.css", notes=notes)


def body(page):
    return page[page.index("<body") :]


def table(columns):
    return "\n".join(
        [
            "|" + "|".join(f"Sarake {n}" for n in range(columns)) + "|",
            "|" + "---|" * columns,
            "|" + "|".join(f"tieto {n}" for n in range(columns)) + "|",
        ]
    )


# HTML


def test_html_is_a_whole_page_in_its_language():
    page = html("Invånarna deltar.", language="sv", title="Program")
    assert page.startswith('<!DOCTYPE html><html lang="sv">')
    assert "<title>Program</title>" in page
    assert "<p>Invånarna deltar.</p>" in page
    assert page.endswith("</html>")


def test_lists_are_nested_as_in_the_source():
    page = html("- yksi\n    1. alla\n    2. alla\n- kaksi\n\nVäliin.\n\n3. kolmas")
    assert "<ul><li>yksi<ol><li>alla</li><li>alla</li></ol></li><li>kaksi</li></ul>" in page.replace(' start="1"', "")
    assert '<ol start="3"><li>kolmas</li></ol>' in page


def test_tables_keep_empty_cells_and_merge_those_that_are_merged():
    page = html("| a | b |\n|---|---|\n| x | y |\n| z | ^^ |\n|   | ^^ |").replace(' rowspan="1"', "")
    assert "<tr><th>a</th><th>b</th></tr>" in page
    assert '<tr><td>x</td><td rowspan="3">y</td></tr><tr><td>z</td></tr><tr><td></td></tr>' in page


@pytest.mark.parametrize(("columns", "wide"), [(4, False), (6, True)])
def test_wide_tables_are_marked_unless_all_pages_lie(columns, wide):
    assert ('<table class="wide">' in html(table(columns))) is wide
    assert '<table class="wide">' not in html(table(columns), "landscape")


def test_what_the_source_says_is_shown_not_run():
    page = html("Kunta kuulee. &lt;script&gt;alert(1)", title='Raadit & "iltakoulut" </style><luonnos>')
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "<luonnos>" not in page
    assert page.count("</style>") == 1


def test_the_running_head_and_footer_stand_in_the_page_style():
    page = html("---\ntitle: T\nlanguage: fi\nrunning_head: Kunta\nfooter: Sivu {page} ({pages})\n---\n\nTeksti.")
    assert '@top-left { content: "Kunta" }' in page
    assert '@bottom-center { content: "Sivu " counter(page) " (" counter(pages) ")" }' in page


def test_footnotes_stand_where_they_are_called_or_at_the_end():
    assert 'asukkaita.<span class="note">Kuntalaki 22 §.</span>' in html(NOTED)
    at_end = html(NOTED, notes="end")
    assert "asukkaita.<sup>1</sup>" in at_end
    assert '<section class="notes"><p><sup>1</sup> Kuntalaki 22 §.</p></section>' in at_end


def test_columns_are_broken_by_main_headings_tables_and_their_captions():
    page = body(html(f"# Ohjelma\n\nAlku.\n\n## Luku\n\nTaulukko 1. Tiedot.\n\n{table(2)}\n\nLoppu.", "two_columns"))
    first, second = (part.split("</div>")[0] for part in page.split('<div class="columns"')[1:])
    assert "<p>Alku.</p>" in first and "<h2" in first
    assert "caption" not in first + second
    assert "<p>Loppu.</p>" in second


def test_hyphenated_text_may_be_broken_at_syllables():
    assert "osal\u00adli\u00adsuu" in html("Kunnan osallisuusohjelma.", "hyphenated").replace("&shy;", "\u00ad")
    assert "\u00ad" not in html("Kunnan osallisuusohjelma.")
    assert "\u00ad" in html("Kommunens delaktighetsprogram.", "hyphenated", language="sv")


def test_contents_point_at_the_headings():
    page = html("# Ohjelma\n\n## Tavoitteet\n\nTeksti.", "contents")
    assert '<p class="contents">Sisällys</p>' in page
    assert '<p class="to-2"><a href="#luku-2">Tavoitteet</a></p>' in page
    assert '<h2 id="luku-2">Tavoitteet</h2>' in page


def test_slides_set_the_text_of_a_section_in_boxes_side_by_side():
    page = html("## Tavoitteet\n\n### Kuulemme\n\nYksi.\n\n### Kerromme\n\nKaksi.", "slides")
    boxes = page.split('<div class="boxes">')[1:]
    assert len(boxes) == 1
    assert boxes[0].count("<div>") == 2


def test_parallel_sides_stand_side_by_side_only_in_their_layout():
    assert '<div class="parallel"><div><p>Suomeksi.</p></div><div><p>På svenska.</p></div></div>' in html(
        PARALLEL, "parallel"
    )
    assert "<p>Suomeksi.</p><p>På svenska.</p>" in html(PARALLEL)


def test_a_sidebar_stands_beside_the_text_that_follows_it():
    page = html("Alku.\n\n::: sidebar\nYhteystiedot.\n:::\n\nVieressä.\n\n# Luku\n\nLoppu.", "sidebar")
    beside = '<div class="beside"><div><p>Vieressä.</p></div><aside class="sidebar"><p>Yhteystiedot.</p></aside></div>'
    assert f"<p>Alku.</p>{beside}<h1" in page


# Producers


def test_every_layout_is_set_by_some_producer():
    for name in LAYOUTS:
        assert any(supports(producer, name) for producer in PRODUCERS), name


def test_an_unknown_producer_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no producer 'word'; there are weasyprint, chromium"):
        render(source("Kunta kuulee."), tmp_path / "out.pdf", producer="word")


@pytest.mark.parametrize(("producer", "layout"), [("weasyprint", "shuffled"), ("chromium", "contents")])
def test_a_layout_that_a_producer_cannot_set_is_refused(producer, layout, tmp_path):
    with pytest.raises(ValueError, match=f"{producer} cannot set the layout '{layout}'"):
        render(source("Kunta kuulee."), tmp_path / "out.pdf", producer=producer, layout=layout)


@pytest.mark.parametrize(
    ("producer", "package"),
    [("libreoffice", "Debian package libreoffice-writer"), ("chromium", "Debian package chromium")],
)
def test_a_program_that_is_not_installed(producer, package, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ResourceMissing, match=package):
        render(source(PROGRAMME), tmp_path / "out.pdf", producer=producer)


def weasyprint_works():
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


@pytest.fixture
def made(tmp_path):
    """Return a maker of PDF files by WeasyPrint."""
    need(weasyprint_works(), "WeasyPrint with the Debian package libpangoft2-1.0-0")

    def make(markdown, layout="plain", *, producer="weasyprint", **options):
        target = tmp_path / f"ohjelma-{producer}-{layout}.pdf"
        render(source(markdown, **options), target, producer=producer, layout=layout)
        return target

    return make


def pages_of(pdf):
    """Return the size, the text and a small picture of each page."""
    with pdfium.PdfDocument(pdf) as document:
        return [
            (page.get_size(), page.get_textpage().get_text_bounded(), page.render(scale=0.5).to_pil().convert("L"))
            for page in document
        ]


def test_the_same_source_gives_the_same_file(made):
    first = made(PROGRAMME).read_bytes()
    assert made(PROGRAMME).read_bytes() == first


def test_pages_stored_on_their_side_look_as_before(made):
    (upright,) = pages_of(made(PROGRAMME))
    turned_file = made(PROGRAMME, "rotated")
    (turned,) = pages_of(turned_file)
    with pdfium.PdfDocument(turned_file) as document:
        assert document[0].get_rotation() == 90
    assert turned[0] == pytest.approx(upright[0])
    differing = [abs(a - b) > 128 for a, b in zip(turned[2].tobytes(), upright[2].tobytes(), strict=True)]
    assert sum(differing) < 0.002 * len(differing)


def test_footnotes_stand_at_the_foot_of_their_page(made):
    (page,) = pages_of(made(NOTED, "notes"))
    assert "Kuntalaki 22 §." in page[1]
    with pdfium.PdfDocument(made(NOTED, "notes")) as document:
        found = document[0].get_textpage().search("Kuntalaki").get_next()
        _, bottom, *_ = document[0].get_textpage().get_charbox(found[0])
    assert bottom < page[0][1] / 4


def test_chromium_makes_a_pdf_with_running_head_and_page_number(made):
    need(bool(shutil.which("chromium")), "the Debian package chromium")
    (page,) = pages_of(made(PROGRAMME, producer="chromium", title="Kuusijoen ohjelma"))
    text = page[1]
    for part in ("Kuusijoen ohjelma", "1 (1)", "Asukasraati kokoontuu", "Vastuutaho"):
        assert part in text


# Read back


def test_a_rendered_programme_is_read_back_in_order(made):
    without_running_head = f"---\nrunning_head:\nfooter:\n---\n\n{PROGRAMME}"
    assert [(p.kind, p.text) for p in read(made(without_running_head)).passages] == [
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


def test_a_rendered_programme_keeps_headings_stems_and_tables(made):
    document = read(made(PROGRAMME))
    assert document.passages[-1].headings == ("Kuusijoen osallisuusohjelma 2026–2029", "Toimenpiteet")
    assert [p.stem for p in document.passages if p.kind is Kind.LIST_ITEM] == ["Ohjelmakaudella:"] * 2
    assert document.tables[0].rows == (("Asukaskysely", "Viestintä", "2027"), ("Kyläillat", "", "2026–2029"))


def test_a_wide_table_stands_on_a_page_of_its_width(made):
    document = read(made(table(8)))
    (page,) = document.pages
    assert page.width > page.height
    assert document.tables[0].rows == (tuple(f"tieto {n}" for n in range(8)),)


def test_running_heads_and_page_numbers_of_a_rendered_programme_are_no_text(made):
    villages = "\n\n".join(f"## Kyläilta {n}\n\n" + "Kylän asukkaat kertovat toiveensa. " * 40 for n in range(1, 9))
    document = read(made(villages, title="Kuusijoen ohjelma"))
    count = len(document.pages)
    assert count >= 3
    assert [page.removed for page in document.pages] == [
        ("Kuusijoen ohjelma", f"{n} ({count})") for n in range(1, count + 1)
    ]
    assert "Kuusijoen ohjelma" not in document.text


# Scans


def ink(picture):
    return sum(dot < 128 for dot in picture.tobytes())


def test_a_scan_looks_as_before_but_holds_no_text(made, tmp_path):
    pdf = made(PROGRAMME)
    rasterise(pdf, tmp_path / "scan.pdf", dpi=100)
    (before,), (after,) = pages_of(pdf), pages_of(tmp_path / "scan.pdf")
    assert after[0] == pytest.approx(before[0], abs=1)
    assert after[1].strip() == ""
    assert ink(after[2]) == pytest.approx(ink(before[2]), rel=0.5)


def test_damage_changes_the_picture_and_the_same_seed_gives_the_same_file(made, tmp_path):
    pdf = made(PROGRAMME)
    files = {}
    for name, damage, seed in [
        ("clean", None, 0),
        ("damaged", Damage(), 0),
        ("again", Damage(), 0),
        ("other", Damage(), 1),
        ("speckled", Damage(speckle=0.05), 0),
    ]:
        target = tmp_path / f"{name}.pdf"
        rasterise(pdf, target, dpi=60, damage=damage, seed=seed)
        files[name] = target.read_bytes()
    assert files["damaged"] == files["again"]
    assert len({files[name] for name in ("clean", "damaged", "other", "speckled")}) == 4


def test_less_contrast_leaves_less_ink(made, tmp_path):
    pdf = made(PROGRAMME)
    quiet = {"skew": 0.0, "noise": 0.0, "blur": 0.0, "jpeg": 90}
    rasterise(pdf, tmp_path / "full.pdf", dpi=100, damage=Damage(**quiet))
    rasterise(pdf, tmp_path / "pale.pdf", dpi=100, damage=Damage(**quiet, contrast=0.3))
    full, pale = (pages_of(tmp_path / name)[0][2] for name in ("full.pdf", "pale.pdf"))
    assert min(pale.tobytes()) > min(full.tobytes())
    assert max(pale.tobytes()) < max(full.tobytes())
