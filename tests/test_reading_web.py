"""Web pages and Markdown: the main content with its lists and tables, and nothing of the page around it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osallisuus_nlp import EmptyDocument, read
from osallisuus_nlp.document import Role


@pytest.fixture
def page(tmp_path):
    """Return a reader of a page: of its text, or of its bytes."""

    def made(content, name="ohjelma.html"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path)

    return made


@pytest.fixture
def markdown(page):
    return lambda text: page(text, "ohjelma.md")


def shape(document):
    return [(f"{p.kind}{p.level or ''}", p.text) for p in document.passages if p.role is Role.BODY]


def texts(document, role=Role.BODY):
    return [p.text for p in document.passages if p.role is role]


CONTENT = """
<h1>Osallisuusohjelma</h1>
<p>Kunta kuulee asukkaita ennen päätöksiä. <!-- luonnos --> Ohjelma on voimassa 2025–2028.</p>
<h2>Toimenpiteet</h2><p>Ohjelmakaudella:</p>
<ul><li>raati</li><li>kysely<ul><li>joka toinen vuosi</li></ul></li><li><p>budjetti</p><p>50 000 €</p></li></ul>
<table><tr><th>Tavoite</th><th>Vastuu</th></tr><tr><td>Kuuleminen</td><td>Viestintä</td></tr></table>
"""
AS_READ = [
    ("heading1", "Osallisuusohjelma"),
    ("paragraph", "Kunta kuulee asukkaita ennen päätöksiä. Ohjelma on voimassa 2025–2028."),
    ("heading2", "Toimenpiteet"),
    ("paragraph", "Ohjelmakaudella:"),
    ("list_item1", "raati"),
    ("list_item1", "kysely"),
    ("list_item2", "joka toinen vuosi"),
    ("list_item1", "budjetti 50 000 €"),
    ("table_row", "Tavoite: Kuuleminen\nVastuu: Viestintä"),
]
AROUND = """<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Osallisuus</title></head>
<body class="page has-sidebar"><div id="cookie-banner"><p>Käytämme evästeitä sivuston toiminnan parantamiseksi ja
kävijöiden laskemiseen. Hyväksy kaikki evästeet tai valitse asetukset.</p><button>Hyväksy</button></div>
<a class="skip-link" href="#c">Siirry sisältöön</a>
<header><div class="logo">Vuorelanniemi</div><nav><ul><li><a href="/a">Asuminen</a></li></ul></nav></header>
<div class="breadcrumbs"><a href="/">Etusivu</a> / <a href="/b">Päätöksenteko</a></div>
<div class="wrap">{}<div class="sidebar"><h2>Ajankohtaista</h2><ul>
<li><a href="/n">Kahvila aukeaa torilla</a></li></ul></div></div><footer>
<p>Kunnantie 1, 12345 Vuorelanniemi. Avoinna arkisin kello 9–15, myös puhelimitse.</p></footer>
<script>document.write("<p>Skripti kirjoitti tämän.</p>")</script></body></html>"""


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"<main>{CONTENT}</main>", id="main"),
        pytest.param(f'<div role="main">{CONTENT}</div>', id="role"),
        pytest.param(f"<article>{CONTENT}</article>", id="one article"),
        pytest.param(f'<div class="sisalto"><div>{CONTENT}</div></div>', id="only boxes"),
        pytest.param(CONTENT.replace("</h1>", "</h1><main>") + "</main>", id="title outside"),
    ],
)
def test_the_main_content_and_nothing_around_it(page, content):
    document = page(AROUND.format(content))
    assert shape(document) == AS_READ
    assert (document.name, document.format, document.pages) == ("ohjelma.html", "html", ())
    assert document.passages[5].stem == "Ohjelmakaudella:"
    assert document.sha256 == hashlib.sha256(AROUND.format(content).encode()).hexdigest()


def test_a_menu_inside_the_main_content_is_left_out(page):
    menu = '<div class="side-nav"><ul><li><a href="/x">Päätökset</a></li><li><a href="/y">Valtuusto</a></li></ul></div>'
    assert shape(page(f"<main>{menu}{CONTENT}</main>")) == AS_READ


def test_an_empty_main_is_not_believed(page):
    assert shape(page(f"<main></main><div>{CONTENT}</div>")) == AS_READ


def test_a_page_of_many_articles_is_read_whole(page):
    parts = "".join(f"<article><h2>Hanke {n}</h2><p>Hanke kuulee alueen asukkaita.</p></article>" for n in (1, 2))
    assert [text for kind, text in shape(page(parts)) if kind == "heading2"] == ["Hanke 1", "Hanke 2"]


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display: none">Luonnos.</p>',
        "<p hidden>Luonnos.</p>",
        '<span class="visually-hidden">Luonnos.</span>',
        '<span aria-hidden="true">Luonnos.</span>',
        "<del>Luonnos.</del>",
        "<noscript>Luonnos.</noscript>",
        "<template><p>Luonnos.</p></template>",
        "<form><label>Luonnos.</label><select><option>Luonnos.</option></select><button>Luonnos.</button></form>",
        "<div class='cookie-consent'><p>Luonnos.</p></div>",
    ],
)
def test_hidden_text_is_left_out(page, hidden):
    assert page(f"<main><p>Kunta kuulee asukkaita.</p>{hidden}</main>").text == "Kunta kuulee asukkaita."


def test_a_page_behind_an_open_dialog_is_read(page):
    assert shape(page(f'<div role="dialog"><p>Evästeet.</p></div><main aria-hidden="true">{CONTENT}</main>')) == AS_READ


def test_panels_that_open_are_read_under_their_titles(page):
    document = page(
        "<main><h2>Kysymyksiä</h2>"
        '<h3><button aria-controls="p1">Miten osallistun?</button></h3>'
        '<div id="p1" hidden><p>Vastaa kyselyyn.</p></div>'
        '<button aria-controls="p2">Kuka päättää?</button><div id="p2" style="display:none">'
        "<p>Valtuusto päättää.</p></div>"
        "<details><summary>Kuka seuraa?</summary><p>Hallitus seuraa.</p></details></main>"
    )
    assert shape(document) == [
        ("heading2", "Kysymyksiä"),
        ("heading3", "Miten osallistun?"),
        ("paragraph", "Vastaa kyselyyn."),
        ("heading4", "Kuka päättää?"),
        ("paragraph", "Valtuusto päättää."),
        ("heading4", "Kuka seuraa?"),
        ("paragraph", "Hallitus seuraa."),
    ]


def test_lists_of_all_kinds(page):
    document = page(
        "<main><ol><li>Första<ol><li>Inre<ul><li>Innerst</li></ul></li></ol></li></ol>"
        "<ul><li><h3>Unga</h3><p>Unga hörs.</p></li></ul>"
        "<p>Kommunen:<br>- hör invånarna<br>- följer upp</p><dl><dt>Ansvar</dt><dd>Styrelsen</dd></dl></main>"
    )
    assert shape(document) == [
        ("list_item1", "Första"),
        ("list_item2", "Inre"),
        ("list_item3", "Innerst"),
        ("heading3", "Unga"),
        ("list_item1", "Unga hörs."),
        ("paragraph", "Kommunen:"),
        ("list_item1", "hör invånarna"),
        ("list_item1", "följer upp"),
        ("paragraph", "Ansvar"),
        ("paragraph", "Styrelsen"),
    ]
    assert document.passages[6].stem == "Kommunen:"


def test_tables_with_spans_captions_and_two_heading_rows(page):
    document = page(
        "<main><table><caption>Toimenpiteet</caption>"
        "<thead><tr><th rowspan=2>Tavoite</th><th colspan=2>Aikataulu</th></tr>"
        "<tr><th>alkaa</th><th>päättyy</th></tr></thead>"
        "<tbody><tr><td rowspan=2>Kuuleminen</td><td>2025</td><td>2026</td></tr>"
        "<tr><td colspan=2>2027</td></tr></tbody>"
        "</table></main>"
    )
    assert texts(document, Role.CAPTION) == ["Toimenpiteet"]
    assert texts(document) == [
        "Tavoite: Kuuleminen\nAikataulu alkaa: 2025\nAikataulu päättyy: 2026",
        "Tavoite: Kuuleminen\nAikataulu alkaa: 2027",
    ]


def test_tables_without_column_headings_and_for_layout(page):
    document = page(
        "<main><table><tr><th>Vastuu</th><td>Viestintä</td></tr><tr><th>Aika</th><td>2026</td></tr></table>"
        "<table role=presentation><tr><td>Kunta kuulee.</td><td>Kunta</td></tr>"
        "<tr><td>seuraa.</td><td>Aina.</td></tr></table>"
        "</main>"
    )
    assert shape(document)[:2] == [("table_row", "Vastuu\nViestintä"), ("table_row", "Aika\n2026")]
    assert {kind for kind, _ in shape(document)[2:]} == {"paragraph"}


def test_contents_captions_and_notes_have_their_roles(page):
    document = page(
        "<main><ul><li><a href='#a'>Mål</a></li><li><a href='#b'>Åtgärder</a></li>"
        "<li><a href='#c'>Uppföljning</a></li></ul>"
        "<p>Kommunen hör invånarna.<sup><a href='#fn1'>1</a></sup></p>"
        "<figure><figcaption>Rådets år</figcaption></figure>"
        "<section class='footnotes'><ol><li id='fn1'>Kommunallagen 22 §.</li></ol></section></main>"
    )
    assert texts(document, Role.CONTENTS) == ["Mål", "Åtgärder", "Uppföljning"]
    assert texts(document, Role.CAPTION) == ["Rådets år"]
    assert texts(document, Role.FOOTNOTE) == ["Kommunallagen 22 §."]
    assert texts(document) == ["Kommunen hör invånarna."]


def test_notes_in_a_page_saved_from_libreoffice(page):
    document = page(
        "<body><p>Kunta kuulee<a class='sdfootnoteanc' name='a1' href='#s1'><sup>1</sup></a>"
        " 25<sup>.</sup> asukasta.</p>"
        "<div id='sdfootnote1'><p class='sdfootnote'>"
        "<a class='sdfootnotesym' href='#a1'>1</a>Kuntalaki 22 §.</p></div></body>"
    )
    assert texts(document) == ["Kunta kuulee 25. asukasta."]
    assert texts(document, Role.FOOTNOTE) == ["Kuntalaki 22 §."]


def test_a_page_saved_from_word(page):
    document = page(
        "<html><body><p class=MsoTitle>Osallisuusohjelma</p><p class=MsoNormal>Ohjelmakaudella:</p>"
        "<p class=MsoListParagraph><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>raati kokoontuu</p>"
        "<p class=MsoNormal><b>Seuranta</b></p><p class=MsoNormal>Hallitus seuraa.</p></body></html>"
    )
    assert shape(document) == [
        ("heading1", "Osallisuusohjelma"),
        ("paragraph", "Ohjelmakaudella:"),
        ("list_item1", "raati kokoontuu"),
        ("heading2", "Seuranta"),
        ("paragraph", "Hallitus seuraa."),
    ]


def test_nothing_is_fetched_and_entities_are_not_followed(page, tmp_path):
    (tmp_path / "salaisuus.txt").write_text("Salaisuus", encoding="utf-8")
    document = page(
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY s SYSTEM "file://{tmp_path}/salaisuus.txt">]>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Kunta kuulee &amp; vastaa. &s;</p>'
        '<iframe src="salaisuus.txt"></iframe></body></html>',
        "ohjelma.xhtml",
    )
    assert "Kunta kuulee & vastaa." in document.text
    assert "Salaisuus" not in document.text


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "cp1252"),
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="utf-8">', "cp1252"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">', "iso-8859-15"),
        ('<meta charset="macintosh">', "mac_roman"),
        ('<meta charset="x-olematon">', "utf-8"),
        ('<meta charset="rot13">', "utf-8"),
    ],
)
def test_encodings(page, head, encoding):
    text = f"<html><head>{head}</head><body><p>Äänestys på ön är öppen: 500 €.</p></body></html>"
    text = text.replace("€", "e") if encoding == "mac_roman" else text
    assert page(text.encode(encoding)).text.replace("€", "e") == "Äänestys på ön är öppen: 500 e."


def test_a_page_named_txt_is_read_as_a_page(page):
    document = page(f"<!DOCTYPE html><main>{CONTENT}</main>", "ohjelma.txt")
    assert (document.format, shape(document)) == ("html", AS_READ)


def test_a_page_without_text(page):
    with pytest.raises(EmptyDocument, match="there is no text in it"):
        page("<html><body><script>lataa()</script></body></html>")


# Markdown


def test_markdown(markdown):
    document = markdown(
        "---\ntitle: Ohjelma\n---\n# Osallisuusohjelma\n\nKunta **kuulee**\nasukkaita.[^1]\n\nSeuranta\n--------\n\n"
        "Ohjelmakaudella:\n\n- raati\n- kysely\n    - verkossa\n    1. keväällä\n\n"
        "| Tavoite | Vastuu |\n|---|---|\n| Kuuleminen | Viestintä |\n\n"
        "```\nKunta kuulee.\n```\n\n[^1]: Kuntalaki 22 §.\n"
    )
    assert shape(document) == [
        ("heading1", "Osallisuusohjelma"),
        ("paragraph", "Kunta kuulee asukkaita."),
        ("heading2", "Seuranta"),
        ("paragraph", "Ohjelmakaudella:"),
        ("list_item1", "raati"),
        ("list_item1", "kysely"),
        ("list_item2", "verkossa"),
        ("list_item2", "keväällä"),
        ("table_row", "Tavoite: Kuuleminen\nVastuu: Viestintä"),
        ("paragraph", "Kunta kuulee."),
    ]
    assert texts(document, Role.FOOTNOTE) == ["Kuntalaki 22 §."]
    assert document.format == "md"


def test_html_in_markdown_is_cleaned_like_any_page(markdown):
    document = markdown(
        "Kunta<br>kuulee <b>asukkaita</b>.\n\n<script>alert(1)</script>\n\n<p hidden>Luonnos</p>\n\nLoppu."
    )
    assert texts(document) == ["Kunta kuulee asukkaita.", "Loppu."]


words = st.sampled_from(["Kunta", "kuulee", "asukkaita.", "Raati", "2026", "\n", "\n\n", "\n- ", "\n1. ", "\n## "])


@given(st.lists(words, min_size=1, max_size=30))
def test_no_word_of_markdown_is_lost(parts):
    from osallisuus_nlp.reading.formats.flow import build
    from osallisuus_nlp.reading.formats.web import read_markdown

    text = " ".join(["Alku", *parts])
    made = build(read_markdown(text, "x.md"), name="x.md", title="x.md", format="md", sha256="")
    assert [w for w in made.text.split() if w[0].isalpha()] == [w for w in text.split() if w[0].isalpha()]
