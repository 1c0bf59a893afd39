"""Word, LibreOffice and PowerPoint files: what a reader of the finished document sees, and nothing else."""

import io
import zipfile

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt
from odfdo import Document as Odf
from odfdo import Element
from pptx import Presentation
from pptx.util import Inches

from osallisuus_nlp import EmptyDocument, LimitExceeded, Limits, read
from osallisuus_nlp.document import Cell, Kind, Role

W = nsdecls("w")


def shape(document):
    """Kind with level, and text, of every passage of the body."""
    return [(f"{p.kind}{p.level or ''}", p.text) for p in document.passages if p.role is Role.BODY]


def texts(document, role=Role.BODY):
    return [p.text for p in document.passages if p.role is role]


@pytest.fixture
def word(tmp_path):
    """Return a reader of a Word document that a function fills: ``word(fill, name=...)``."""

    def made(fill, name="ohjelma.docx"):
        document = docx.Document()
        fill(document)
        document.save(tmp_path / name)
        return read(tmp_path / name)

    return made


@pytest.fixture
def word_xml(word):
    """Return a reader of a Word document whose body is given as XML."""

    def made(body):
        def fill(document):
            root = parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a')}>{body}</w:body>")
            for element in reversed(list(root)):
                document.element.body.insert(0, element)

        return word(fill)

    return made


def p(text, settings=""):
    return f"<w:p><w:pPr>{settings}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


# Word: paragraphs and headings


def test_a_word_document(word):
    def fill(d):
        d.add_paragraph("Osallisuusohjelma", style="Title")
        d.add_heading("Tavoitteet", 1)
        d.add_paragraph("Kunta kuulee asukkaita.")
        d.add_heading("Nuoret", 2)
        d.add_paragraph("Ohjelmakaudella:")
        d.add_paragraph("Nuorisovaltuusto kokoontuu", style="List Bullet")
        d.add_paragraph("kuukausittain", style="List Bullet 2")
        d.add_paragraph("Kysely tehdään", style="List Number")

    document = word(fill)
    assert shape(document) == [
        ("heading1", "Osallisuusohjelma"),
        ("heading1", "Tavoitteet"),
        ("paragraph", "Kunta kuulee asukkaita."),
        ("heading2", "Nuoret"),
        ("paragraph", "Ohjelmakaudella:"),
        ("list_item1", "Nuorisovaltuusto kokoontuu"),
        ("list_item2", "kuukausittain"),
        ("list_item1", "Kysely tehdään"),
    ]
    assert document.passages[5].headings == ("Tavoitteet", "Nuoret")
    assert document.passages[7].stem == "Ohjelmakaudella:"
    assert (document.name, document.format, document.pages) == ("ohjelma.docx", "docx", ())
    assert {passage.page for passage in document.passages} == {0}


def test_headings_by_the_outline_level_of_a_style_of_ones_own(word):
    def fill(d):
        own = d.styles.add_style("Kunnan väliotsikko", 1)
        own.base_style = d.styles["Heading 2"]
        plain = d.styles.add_style("Kunnan leipäteksti", 1)
        plain.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="2"/>'))
        d.add_paragraph("Kuuleminen", style=own)
        d.add_paragraph("Raadit", style=plain)
        d.add_paragraph("Raati kokoontuu.")

    assert shape(word(fill))[:2] == [("heading2", "Kuuleminen"), ("heading3", "Raadit")]


@pytest.mark.parametrize(("name", "level"), [("Otsikko 2", 2), ("Rubrik 3", 3)])
def test_headings_by_the_names_of_styles_in_finnish_and_swedish(word, name, level):
    def fill(d):
        d.styles.add_style(name, 1)
        d.add_paragraph("Mål", style=name)
        d.add_paragraph("Invånarna hörs.")

    assert shape(word(fill))[0] == (f"heading{level}", "Mål")


def test_a_style_that_is_body_text_by_its_outline_level_is_no_heading(word):
    def fill(d):
        style = d.styles.add_style("Ingress", 1)
        style.base_style = d.styles["Heading 1"]
        style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="9"/>'))
        d.add_paragraph("Kommunen hör invånarna", style=style)

    assert shape(word(fill)) == [("paragraph", "Kommunen hör invånarna")]


def test_a_whole_paragraph_in_a_heading_style_is_text(word):
    sentence = "Kunta kuulee asukkaita ja julkaisee tulokset. " * 8
    assert shape(word(lambda d: d.add_heading(sentence, 1))) == [("paragraph", sentence.strip())]


def test_short_bold_paragraphs_are_headings_below_the_styled_one(word):
    def fill(d):
        d.add_heading("Toimenpiteet", 2)
        d.add_paragraph().add_run("Asukasraati").bold = True
        d.add_paragraph("Raati kokoontuu neljästi.")
        d.add_paragraph().add_run("2.1 Kyselyt").bold = True
        d.add_paragraph("Kysely tehdään vuosittain.")

    assert shape(word(fill)) == [
        ("heading2", "Toimenpiteet"),
        ("heading3", "Asukasraati"),
        ("paragraph", "Raati kokoontuu neljästi."),
        ("heading2", "2.1 Kyselyt"),
        ("paragraph", "Kysely tehdään vuosittain."),
    ]


def test_a_document_without_styles_has_headings_by_size(word):
    def fill(d):
        for text, size, bold in [
            ("Delaktighetsprogram", 20, True),
            ("Mål", 14, True),
            ("Invånarna hörs i alla större ärenden som rör deras vardag.", 11, False),
            ("Unga", 12, True),
            ("Ungdomsfullmäktige ger utlåtanden om ärenden som rör unga.", 11, False),
        ]:
            run = d.add_paragraph().add_run(text)
            run.bold, run.font.size = bold, Pt(size)

    assert [kind for kind, _ in shape(word(fill))] == ["heading1", "heading2", "paragraph", "heading3", "paragraph"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Kunta kuulee asukkaita."], id="a sentence"),
        pytest.param(["Ohjelmakaudella:"], id="a stem"),
        pytest.param(["Anna Virtanen", "Osallisuuskoordinaattori", "Vuorelanniemi"], id="three in a row"),
    ],
)
def test_bold_paragraphs_that_are_no_headings(word, lines):
    def fill(d):
        for line in lines:
            d.add_paragraph().add_run(line).bold = True
        d.add_paragraph("Raati kokoontuu neljästi vuodessa.")

    assert {kind for kind, _ in shape(word(fill))} == {"paragraph"}


def test_the_last_paragraph_is_no_heading_however_bold(word):
    assert shape(word(lambda d: d.add_paragraph().add_run("Kunnanhallitus").__setattr__("bold", True))) == [
        ("paragraph", "Kunnanhallitus")
    ]


def test_spaces_hyphens_and_breaks(word):
    def fill(d):
        run = d.add_paragraph().add_run("Sosi\u00adaali-\tja  ter")
        run._r.append(parse_xml(f"<w:softHyphen {W}/>"))
        run._r.append(parse_xml(f"<w:t {W}>veys</w:t>"))
        run._r.append(parse_xml(f"<w:noBreakHyphen {W}/>"))
        run.add_text("ohjelma")
        run.add_break()
        run.add_text("on voimassa")
        run.add_break(WD_BREAK.PAGE)

    assert shape(word(fill)) == [("paragraph", "Sosiaali- ja terveys-ohjelma on voimassa")]


# Word: lists


def test_lists_by_numbering_with_levels(word_xml):
    item = "<w:numPr><w:ilvl w:val='{}'/><w:numId w:val='1'/></w:numPr>"
    document = word_xml(
        p("Kunta:") + p("kuulee", item.format(0)) + p("kyselyin", item.format(1)) + p("raadeissa", item.format(2))
        + p("raportoi", item.format(0)) + p("Ei luettelossa.", "<w:numPr><w:numId w:val='0'/></w:numPr>")
    )  # fmt: skip
    assert shape(document) == [
        ("paragraph", "Kunta:"),
        ("list_item1", "kuulee"),
        ("list_item2", "kyselyin"),
        ("list_item3", "raadeissa"),
        ("list_item1", "raportoi"),
        ("paragraph", "Ei luettelossa."),
    ]


def test_lists_typed_by_hand(word):
    def fill(d):
        d.add_paragraph("Ohjelmakaudella:")
        d.add_paragraph("-\tRaati kokoontuu")
        d.add_paragraph("• Kysely tehdään")
        d.add_paragraph("– verkossa").paragraph_format.left_indent = Cm(2)
        d.add_paragraph("1) Tulokset julkaistaan")

    document = word(fill)
    assert shape(document)[1:] == [
        ("list_item1", "Raati kokoontuu"),
        ("list_item1", "Kysely tehdään"),
        ("list_item2", "verkossa"),
        ("list_item1", "1) Tulokset julkaistaan"),
    ]
    assert [p.stem for p in document.passages if p.level == 1] == ["Ohjelmakaudella:"] * 3


def test_a_list_typed_with_line_breaks_in_one_paragraph(word):
    document = word(lambda d: d.add_paragraph("Kunta:\n- kuulee asukkaita\n- julkaisee tulokset\n  verkossa"))
    assert shape(document) == [
        ("paragraph", "Kunta:"),
        ("list_item1", "kuulee asukkaita"),
        ("list_item1", "julkaisee tulokset verkossa"),
    ]


# Word: tables


def test_a_table_with_merged_cells(word):
    def fill(d):
        t = d.add_table(4, 3)
        for column, text in enumerate(["Tavoite", "Toimenpide", "Vastuu"]):
            t.cell(0, column).text = text
        t.cell(1, 0).merge(t.cell(2, 0)).text = "Kuuleminen"
        t.cell(1, 1).text, t.cell(1, 2).text = "Kysely", "Viestintä"
        t.cell(2, 1).text, t.cell(2, 2).text = "Raati", "Kirjaamo"
        t.cell(3, 0).text = "Nuoret"
        t.cell(3, 1).merge(t.cell(3, 2)).text = "Nuorisovaltuusto"

    document = word(fill)
    assert shape(document) == [
        ("table_row", "Tavoite: Kuuleminen\nToimenpide: Kysely\nVastuu: Viestintä"),
        ("table_row", "Tavoite: Kuuleminen\nToimenpide: Raati\nVastuu: Kirjaamo"),
        ("table_row", "Tavoite: Nuoret\nToimenpide: Nuorisovaltuusto"),
    ]
    (table,) = document.tables
    assert table.header == ("Tavoite", "Toimenpide", "Vastuu")
    assert table.rows[2] == ("Nuoret", "Nuorisovaltuusto", "")
    assert document.passages[1].cells[0] == Cell("Tavoite", "Kuuleminen")


def test_heading_rows_title_row_and_lists_in_cells(word):
    def fill(d):
        t = d.add_table(3, 2)
        t.cell(0, 0).merge(t.cell(0, 1)).text = "Åtgärder 2026"
        t.cell(1, 0).text, t.cell(1, 1).text = "Mål", "Åtgärd"
        t.cell(2, 0).text = "Unga hörs"
        t.cell(2, 1).text = "Under året:"
        t.cell(2, 1).add_paragraph("enkät", style="List Bullet")
        t.cell(2, 1).add_paragraph("råd", style="List Bullet")

    document = word(fill)
    assert texts(document, Role.CAPTION) == ["Åtgärder 2026"]
    assert shape(document) == [("table_row", "Mål: Unga hörs\nÅtgärd: Under året: • enkät • råd")]


def test_two_rows_marked_as_headings_are_both_column_headings(word):
    def fill(d):
        t = d.add_table(3, 3)
        for row in t.rows[:2]:
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {W}/>"))
        t.cell(0, 0).text = "Tavoite"
        t.cell(0, 1).merge(t.cell(0, 2)).text = "Aikataulu"
        t.cell(1, 1).text, t.cell(1, 2).text = "alkaa", "päättyy"
        for column, text in enumerate(["Kysely", "2025", "2026"]):
            t.cell(2, column).text = text

    assert shape(word(fill)) == [("table_row", "Tavoite: Kysely\nAikataulu alkaa: 2025\nAikataulu päättyy: 2026")]


def test_a_body_that_is_one_layout_table_is_read_as_text(word):
    def fill(d):
        cell = d.add_table(1, 2).cell(0, 1)
        cell.paragraphs[0].text = "Osallisuusohjelma"
        cell.paragraphs[0].style = "Heading 1"
        cell.add_paragraph("Kunta kuulee asukkaita.")
        cell.add_paragraph("Raati kokoontuu", style="List Bullet")
        inner = cell.add_table(2, 2)
        for place, text in enumerate(["Tavoite", "Vastuu", "Kysely", "Viestintä"]):
            inner.cell(place // 2, place % 2).text = text

    assert shape(word(fill)) == [
        ("heading1", "Osallisuusohjelma"),
        ("paragraph", "Kunta kuulee asukkaita."),
        ("list_item1", "Raati kokoontuu"),
        ("table_row", "Tavoite: Kysely\nVastuu: Viestintä"),
    ]


# Word: what a finished document shows


def test_tracked_changes_are_accepted(word_xml):
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    gone = "<w:r><w:delText>{}</w:delText></w:r>"
    mark = "w:id='1' w:author='x' w:date='2025-01-01T00:00:00Z'"
    document = word_xml(
        f"<w:p>{run.format('Kunta kuulee ')}<w:del {mark}>{gone.format('kuntalaisia')}</w:del>"
        f"<w:ins {mark}>{run.format('asukkaita.')}</w:ins></w:p>"
        f"<w:p><w:moveFrom {mark}>{run.format('Siirretty lause.')}</w:moveFrom></w:p>"
        f"<w:p><w:moveTo {mark}>{run.format('Siirretty lause.')}</w:moveTo></w:p>"
        f"<w:p><w:pPr><w:rPr><w:del {mark}/></w:rPr></w:pPr>{run.format('Raati kokoontuu ')}</w:p>"
        f"<w:p>{run.format('neljästi.')}</w:p>"
        f"<w:tbl><w:tr><w:trPr><w:del {mark}/></w:trPr><w:tc>{p('Poistettu rivi')}</w:tc></w:tr></w:tbl>"
    )
    assert texts(document) == ["Kunta kuulee asukkaita.", "Siirretty lause.", "Raati kokoontuu neljästi."]


def test_comments_hidden_text_heads_and_feet_are_left_out(word):
    def fill(d):
        run = d.add_paragraph("Kunta kuulee asukkaita. ").add_run("Luonnos!")
        run.font.hidden = True
        d.add_comment(d.paragraphs[0].runs, text="Tarkista tämä.", author="x")
        d.sections[0].header.paragraphs[0].text = "Vuorelanniemen kaupunki"
        d.sections[0].footer.paragraphs[0].text = "Sivu 1"

    assert word(fill).text == "Kunta kuulee asukkaita."


def test_a_text_box_is_read_once_and_a_placeholder_not_at_all(word_xml):
    box = f"<w:txbxContent>{p('Ota yhteyttä kirjaamoon.')}</w:txbxContent>"
    document = word_xml(
        "<w:p><w:r><w:t>Kunta kuulee asukkaita.</w:t></w:r><w:r>"
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing><a:graphic>{box}</a:graphic></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + p("Kirjoita tähän.") + "</w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtPr/><w:sdtContent>" + p("Säilyvä lause.") + "</w:sdtContent></w:sdt>"
    )
    assert texts(document) == ["Kunta kuulee asukkaita.", "Ota yhteyttä kirjaamoon.", "Säilyvä lause."]


def test_a_table_of_contents_and_links(word_xml):
    def field(kind):
        return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"

    begin = f'{field("begin")}<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>{field("separate")}'
    document = word_xml(
        f"<w:p>{begin}<w:hyperlink w:anchor='x'><w:r><w:t>Tavoitteet</w:t><w:tab/><w:t>3</w:t></w:r>"
        "</w:hyperlink></w:p>"
        f"<w:p><w:r><w:t>Seuranta</w:t><w:tab/><w:t>5</w:t></w:r>{field('end')}</w:p>"
        f'<w:p>{field("begin")}<w:r><w:instrText> HYPERLINK "http://x" </w:instrText></w:r>{field("separate")}'
        f"<w:r><w:t>Lue lisää verkosta.</w:t></w:r>{field('end')}</w:p>"
    )
    assert texts(document, Role.CONTENTS) == ["Tavoitteet 3", "Seuranta 5"]
    assert texts(document) == ["Lue lisää verkosta."]


def test_contents_by_style(word):
    def fill(d):
        d.styles.add_style("toc 1", 1)
        d.add_paragraph("Sisällys", style="TOC Heading")
        d.add_paragraph("Tavoitteet\t3", style="toc 1")
        d.add_heading("Tavoitteet", 1)

    document = word(fill)
    assert texts(document, Role.CONTENTS) == ["Sisällys", "Tavoitteet 3"]
    assert shape(document) == [("heading1", "Tavoitteet")]


def test_footnotes_stand_at_the_end_of_their_section(tmp_path, word):
    def fill(d):
        d.add_heading("Tavoitteet", 1)
        d.add_paragraph("Kunta kuulee asukkaita").runs[0]._r.append(parse_xml(f'<w:footnoteReference {W} w:id="2"/>'))
        d.add_paragraph("Raati kokoontuu.")
        d.add_heading("Seuranta", 1)

    word(fill)
    document = read(with_footnotes(tmp_path / "ohjelma.docx", {"2": "Kuntalaki 22 §."}))
    assert [(passage.role, passage.text) for passage in document.passages] == [
        (Role.BODY, "Tavoitteet"),
        (Role.BODY, "Kunta kuulee asukkaita"),
        (Role.BODY, "Raati kokoontuu."),
        (Role.FOOTNOTE, "Kuntalaki 22 §."),
        (Role.BODY, "Seuranta"),
    ]
    assert document.passages[3].headings == ("Tavoitteet",)


def with_footnotes(path, notes):
    """Add a part with footnotes to a Word file, as Word writes it."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    body = "".join(f'<w:footnote w:id="{key}">{p(text)}</w:footnote>' for key, text in notes.items())
    separator = f'<w:footnote w:type="separator" w:id="-1">{p("---")}</w:footnote>'
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    rels = "word/_rels/document.xml.rels"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    parts[rels] = parts[rels].replace(b"</Relationships>", relation.encode())
    parts["word/footnotes.xml"] = f"<w:footnotes {W}>{separator}{body}</w:footnotes>".encode()
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return path


def test_captions_by_style_and_by_form(word):
    def fill(d):
        d.add_paragraph("Osallistumisen tavat", style="Caption")
        d.add_paragraph("Kuva 2. Asukasraadin vuosi")
        d.add_paragraph("Kuvassa 2 on raadin vuosi.")

    document = word(fill)
    assert texts(document, Role.CAPTION) == ["Osallistumisen tavat", "Kuva 2. Asukasraadin vuosi"]
    assert texts(document) == ["Kuvassa 2 on raadin vuosi."]


def test_the_strict_edition_of_the_standard(tmp_path, word):
    word(lambda d: d.add_heading("Tavoitteet", 1) and d.add_paragraph("Kunta kuulee asukkaita."))
    path = tmp_path / "ohjelma.docx"
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    usual, strict = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content.replace(usual, strict))
    assert shape(read(path)) == [("heading1", "Tavoitteet"), ("paragraph", "Kunta kuulee asukkaita.")]


def test_a_word_document_without_text(word):
    with pytest.raises(EmptyDocument, match="there is no text in it; if it holds pictures of text, run OCR"):
        word(lambda d: d.add_paragraph(" "))


# LibreOffice


@pytest.fixture
def odt(tmp_path):
    """Return a reader of a LibreOffice document whose text is given as XML."""

    def made(body, styles=""):
        document = Odf("text")
        document.body.clear()
        for text in _elements(body):
            document.body.append(Element.from_tag(text))
        for text in _elements(styles):
            document.insert_style(Element.from_tag(text), automatic=True)
        document.save(str(tmp_path / "ohjelma.odt"))
        return read(tmp_path / "ohjelma.odt")

    def _elements(xml):
        return [part for part in xml.split("\n") if part.strip()]

    return made


def test_a_libreoffice_document(odt):
    document = odt("""
<text:h text:outline-level="1">Tavoitteet</text:h>
<text:p>Kunta  kuulee<text:s text:c="2"/>asukkaita<text:line-break/>ja<text:tab/><text:span>yrityksiä</text:span>.</text:p>
<text:p>Ohjelmakaudella:</text:p>
<text:list><text:list-item><text:p>Raati</text:p><text:list><text:list-item><text:p>neljästi</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Kysely</text:p><text:p>verkossa</text:p></text:list-item></text:list>
""")  # noqa: E501
    assert shape(document) == [
        ("heading1", "Tavoitteet"),
        ("paragraph", "Kunta kuulee asukkaita ja yrityksiä."),
        ("paragraph", "Ohjelmakaudella:"),
        ("list_item1", "Raati"),
        ("list_item2", "neljästi"),
        ("list_item1", "Kysely verkossa"),
    ]
    assert (document.format, document.passages[5].stem) == ("odt", "Ohjelmakaudella:")


def test_a_libreoffice_table(odt):
    def cell(text, settings=""):
        return f"<table:table-cell {settings}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    rows = [
        cell("Kuuleminen", 'table:number-rows-spanned="2"') + cell("Kysely") + cell("Viestintä"),
        covered + cell("Raati") + cell("Kirjaamo"),
        cell("Nuoret") + cell("Nuorisovaltuusto", 'table:number-columns-spanned="2"') + covered,
    ]
    head = "".join(map(cell, ["Tavoite", "Toimenpide", "Vastuu"]))
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    document = odt(
        '<table:table table:name="T"><table:table-column table:number-columns-repeated="3"/><table:table-header-rows>'
        f"<table:table-row>{head}</table:table-row></table:table-header-rows>{body}</table:table>"
    )
    assert document.tables[0].rows == (
        ("Kuuleminen", "Kysely", "Viestintä"),
        ("Kuuleminen", "Raati", "Kirjaamo"),
        ("Nuoret", "Nuorisovaltuusto", ""),
    )


def test_what_a_finished_libreoffice_document_shows(odt):
    document = odt("""
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>Poistettu lause.</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:table-of-content text:name="S"><text:index-body><text:index-title text:name="t"><text:p>Sisällys</text:p></text:index-title><text:p>Tavoitteet<text:tab/>3</text:p></text:index-body></text:table-of-content>
<text:section text:name="a"><text:p>Kunta kuulee<office:annotation><text:p>Tarkista!</text:p></office:annotation> asukkaita<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Kuntalaki 22 §.</text:p></text:note-body></text:note>.</text:p></text:section>
<text:section text:name="b" text:display="none"><text:p>Piilotettu osa.</text:p></text:section>
<text:p><draw:frame><draw:text-box><text:p>Ota yhteyttä kirjaamoon.</text:p></draw:text-box><svg:desc>Kuva raadista</svg:desc></draw:frame></text:p>
""")  # noqa: E501
    assert texts(document) == ["Kunta kuulee asukkaita.", "Ota yhteyttä kirjaamoon."]
    assert texts(document, Role.CONTENTS) == ["Sisällys", "Tavoitteet 3"]
    assert texts(document, Role.FOOTNOTE) == ["Kuntalaki 22 §."]


# PowerPoint


@pytest.fixture
def slides(tmp_path):
    """Return a reader of a presentation that a function fills."""

    def made(fill, **options):
        presentation = Presentation()
        fill(presentation)
        presentation.save(tmp_path / "esitys.pptx")
        return read(tmp_path / "esitys.pptx", **options)

    return made


def slide(presentation, layout, title, *lines):
    made = presentation.slides.add_slide(presentation.slide_layouts[layout])
    made.shapes.title.text = title
    frame = made.placeholders[1].text_frame if lines else None
    for place, (level, text) in enumerate(lines):
        paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    return made


def box(made, text, left, top, width=3, height=1):
    made.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height)).text_frame.text = text


def test_a_presentation(slides):
    def fill(deck):
        slide(deck, 0, "Osallisuusohjelma", (0, "Vuorelanniemi 2025–2028"))
        made = slide(deck, 1, "Tavoitteet", (0, "Kunta kuulee"), (1, "kyselyin"), (0, "Kunta raportoi"))
        made.notes_slide.notes_text_frame.text = "Muista kertoa esimerkki."
        hidden = slide(deck, 1, "Piilotettu", (0, "Vanha tavoite"))
        hidden._element.set("show", "0")

    document = slides(fill)
    assert [(p.page, f"{p.kind}{p.level or ''}", p.text) for p in document.passages] == [
        (1, "heading1", "Osallisuusohjelma"),
        (1, "paragraph", "Vuorelanniemi 2025–2028"),
        (2, "heading2", "Tavoitteet"),
        (2, "list_item1", "Kunta kuulee"),
        (2, "list_item2", "kyselyin"),
        (2, "list_item1", "Kunta raportoi"),
    ]
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.pages[0].width == pytest.approx(720)


def test_shapes_are_read_as_the_eye_does(slides):
    def fill(deck):
        made = slide(deck, 5, "Osallistumisen tavat")
        box(made, "Oikean palstan teksti.", 5.5, 3)
        box(made, "Vasemman palstan teksti.", 0.5, 3)
        box(made, "Oikea palsta.", 5.5, 2)
        box(made, "Vasen palsta.", 0.5, 2)

    assert texts(slides(fill))[1:] == [
        "Vasen palsta.", "Vasemman palstan teksti.", "Oikea palsta.", "Oikean palstan teksti.",
    ]  # fmt: skip


def test_tables_and_groups_on_slides(slides):
    def fill(deck):
        made = slide(deck, 5, "Toimenpiteet")
        table = made.shapes.add_table(3, 2, Inches(1), Inches(2), Inches(6), Inches(2)).table
        for place, text in enumerate(["Tavoite", "Vastuu", "Kuuleminen", "Viestintä", "", "Kirjaamo"]):
            table.cell(place // 2, place % 2).text = text
        table.cell(1, 0).merge(table.cell(2, 0))
        group = made.shapes.add_group_shape()
        inner = group.shapes.add_group_shape().shapes.add_textbox(Inches(1), Inches(5), Inches(3), Inches(1))
        inner.text_frame.text = "Ryhmän teksti."

    document = slides(fill)
    assert shape(document) == [
        ("heading1", "Toimenpiteet"),
        ("table_row", "Tavoite: Kuuleminen\nVastuu: Viestintä"),
        ("table_row", "Tavoite: Kuuleminen\nVastuu: Kirjaamo"),
        ("paragraph", "Ryhmän teksti."),
    ]
    assert (document.tables[0].page, document.passages[1].page) == (1, 1)


def test_more_slides_than_the_limits_allow(slides):
    def fill(deck):
        for number in range(3):
            slide(deck, 1, f"Dia {number}", (0, "Kunta kuulee"))

    with pytest.raises(LimitExceeded, match="3 slides, over the limit of 2"):
        slides(fill, limits=Limits(max_pages=2))


# Names that do not fit


def test_an_office_file_of_another_kind_is_read_as_what_it_is(tmp_path):
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Kunta kuulee asukkaita.")
    document.save(buffer)
    (tmp_path / "ohjelma.odt").write_bytes(buffer.getvalue())
    read_back = read(tmp_path / "ohjelma.odt")
    assert (read_back.format, read_back.text) == ("docx", "Kunta kuulee asukkaita.")
    assert all(passage.kind is Kind.PARAGRAPH for passage in read_back.passages)
