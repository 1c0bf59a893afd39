"""Files that cannot be read: each with the error of its kind and one line that says what to do."""

import io
import random
import zipfile

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from osallisuus_nlp import (
    CorruptDocument,
    EmptyDocument,
    EncryptedDocument,
    LimitExceeded,
    Limits,
    UnreadableDocument,
    UnsupportedFormat,
    read,
)

TEXT = [(72, 120, 11, "Asukasraati kokoontuu neljä kertaa vuodessa.")]


def refusal(path, **options):
    """Read a file that cannot be read, check what is true of every error, and return it."""
    with pytest.raises(UnreadableDocument) as caught:
        read(path, **options)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert len(message.splitlines()) == 1
    return caught.value


def noise(count):
    return random.Random(7).randbytes(count)


def container(parts):
    """Return the bytes of a zip container with those parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office_file():
    return container({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"})


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_file(body="<w:p><w:r><w:t>Kunta kuulee asukkaita.</w:t></w:r></w:p>", before="", **parts):
    """Return the smallest Word file with that body, and with other parts in place or beside it."""
    document = f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return container({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **parts})


def odt_file(content="", **parts):
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    text = f'<o:document-content xmlns:o="{office}office:1.0" xmlns:t="{office}text:1.0">{content}</o:document-content>'
    return container({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": text, **parts})


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)


# The file itself


def test_a_missing_file(tmp_path):
    error = refusal(tmp_path / "ohjelma.pdf")
    assert type(error) is UnreadableDocument
    assert "no such file" in str(error)


def test_a_folder(tmp_path):
    folder = tmp_path / "ohjelmat.pdf"
    folder.mkdir()
    error = refusal(folder)
    assert type(error) is UnreadableDocument
    assert "is a folder" in str(error)


def test_a_path_through_a_file(tmp_path):
    (tmp_path / "ohjelma.pdf").write_bytes(b"%PDF-1.7")
    assert "cannot be opened" in str(refusal(tmp_path / "ohjelma.pdf" / "liite.pdf"))


def test_a_path_may_be_a_string(tmp_path):
    with pytest.raises(UnreadableDocument, match="no such file"):
        read(str(tmp_path / "ohjelma.pdf"))


# What is in it


UNREADABLE = [
    ("tyhja.pdf", b"", EmptyDocument, "the file is empty"),
    ("tom.txt", b"", EmptyDocument, "the file is empty"),
    ("valeja.txt", b" \r\n\t\n", EmptyDocument, "the file is empty"),
    ("kohina.pdf", noise(5000), CorruptDocument, "not a PDF"),
    ("kohina-alku.pdf", b"%PDF-1.7\n" + noise(5000), CorruptDocument, "damaged or cut short"),
    ("kuva.pdf", PNG, CorruptDocument, "a PNG picture"),
    ("bild.pdf", b"\xff\xd8\xff\xe0" + noise(100), CorruptDocument, "a JPEG picture"),
    ("bild.txt", PNG, CorruptDocument, "a PNG picture"),
    ("word.pdf", office_file(), CorruptDocument, "an office document"),
    ("gammal.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(100), CorruptDocument, "an old office document"),
    ("rikas.txt", rb"{\rtf1\ansi Ohjelma}", CorruptDocument, "an RTF document"),
    ("sivu.pdf", b"<!DOCTYPE html><title>404</title>", CorruptDocument, "not a PDF"),
    ("nollia.txt", b"Osallisuus\x00ohjelma", CorruptDocument, "the content is not text"),
    ("kohina.txt", noise(5000), CorruptDocument, "the content is not text"),
    ("puolikas.txt", "Ohjelma".encode("utf-16")[:-1], CorruptDocument, "encoding is not known"),
    ("esitys.pdf", container({"ppt/presentation.xml": "<x/>"}), CorruptDocument, "rename it to .pptx"),
    ("ohjelma.docx", office_file(), CorruptDocument, "not sound XML"),
    ("ohjelma.odt", office_file(), CorruptDocument, "not sound XML"),
    ("pdf.docx", b"%PDF-1.7\n" + noise(100), CorruptDocument, "rename it to .pdf"),
    ("pdf.html", b"%PDF-1.7\n" + noise(100), CorruptDocument, "rename it to .pdf"),
    ("teksti.docx", b"Kunta kuulee asukkaita.", CorruptDocument, "not an office document"),
    ("gammal.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(100), CorruptDocument, "an old office document"),
    ("taulukko.docx", container({"xl/workbook.xml": "<x/>"}), CorruptDocument, "office document of another kind"),
    ("paketti.pptx", container({"a.txt": "x"}), CorruptDocument, "a zip archive"),
    ("bild.html", PNG, CorruptDocument, "a PNG picture"),
    ("bild.md", PNG, CorruptDocument, "a PNG picture"),
    ("kohina.html", b"<html>" + noise(5000), CorruptDocument, "the content is not text"),
    ("kohina.md", noise(5000), CorruptDocument, "the content is not text"),
    ("arkisto.html", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", CorruptDocument, "a web archive"),
    (
        "runko.html",
        b"<html><head><title>Mallit</title></head><body><nav>Etusivu</nav></body></html>",
        EmptyDocument,
        "there is no text",
    ),
    ("vanha.doc", b"\xd0\xcf\x11\xe0" + noise(100), UnsupportedFormat, "save it as .docx or PDF"),
    ("uusi.doc", office_file(), UnsupportedFormat, "rename it to .docx"),
    ("rikas.rtf", rb"{\rtf1 Ohjelma}", UnsupportedFormat, "save it as .docx or PDF"),
    ("budjetti.xlsx", container({"xl/workbook.xml": "<x/>"}), UnsupportedFormat, "is a spreadsheet"),
    ("esitys.odp", noise(10), UnsupportedFormat, "PDF or .pptx"),
    ("kuva.png", PNG, UnsupportedFormat, "run OCR"),
    ("paketti.zip", container({"a.pdf": "x"}), UnsupportedFormat, "unpack it"),
    ("ohjelma.pages", noise(10), UnsupportedFormat, "save it as PDF"),
    ("pdf", b"%PDF-1.7\n", UnsupportedFormat, "rename it to .pdf"),
    ("ohjelma", b"Kunta kuulee asukkaita.", UnsupportedFormat, "without an ending"),
]


@pytest.mark.parametrize(("name", "content", "kind", "words"), UNREADABLE, ids=[name for name, *_ in UNREADABLE])
def test_content_that_cannot_be_read(tmp_path, name, content, kind, words):
    path = tmp_path / name
    path.write_bytes(content)
    error = refusal(path)
    assert type(error) is kind
    assert words in str(error)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_pdf_that_is_cut_short(make_pdf, part):
    path = make_pdf([TEXT] * 3, name="katkennut.pdf")
    content = path.read_bytes()
    path.write_bytes(content[: int(part * len(content))])
    error = refusal(path)
    assert type(error) is CorruptDocument
    assert "damaged or cut short" in str(error)


def test_a_pdf_whose_page_is_missing(make_pdf):
    path = make_pdf([TEXT])
    path.write_bytes(path.read_bytes().replace(b"/Kids", b"/Kidx"))
    error = refusal(path)
    assert type(error) is CorruptDocument
    assert "page 1 cannot be opened" in str(error)


def test_a_pdf_named_txt(make_pdf):
    error = refusal(make_pdf([TEXT], name="ohjelma.txt"))
    assert type(error) is CorruptDocument
    assert "rename it to .pdf" in str(error)


def test_a_pdf_after_some_other_bytes_is_read(make_pdf):
    """Some web servers put lines in front of the file."""
    path = make_pdf([TEXT])
    path.write_bytes(b"\r\n\r\n" + path.read_bytes())
    assert read(path).text == "Asukasraati kokoontuu neljä kertaa vuodessa."


def test_a_pdf_without_text(tmp_path):
    path = tmp_path / "skannattu.pdf"
    canvas = Canvas(str(path))
    canvas.line(72, 700, 500, 700)
    canvas.showPage()
    canvas.save()
    error = refusal(path)
    assert type(error) is EmptyDocument
    assert "no text in its 1 pages" in str(error)


def test_plain_text_without_a_letter(tmp_path):
    path = tmp_path / "luvut.txt"
    path.write_text("2025\n2026\n")
    with pytest.raises(EmptyDocument, match=r"^.*luvut\.txt: there is no text in it$"):
        read(path)


# Passwords


@pytest.mark.parametrize("strength", [40, 128])
def test_a_pdf_that_asks_for_a_password(make_pdf, strength):
    lock = StandardEncryption("salasana", ownerPassword="omistaja", strength=strength)
    error = refusal(make_pdf([TEXT], encrypt=lock))
    assert type(error) is EncryptedDocument
    assert "save a copy without one" in str(error)


def test_a_pdf_that_is_only_protected_against_changes_is_read(make_pdf):
    lock = StandardEncryption("", ownerPassword="omistaja", canModify=0, canCopy=0, strength=128)
    assert read(make_pdf([TEXT], encrypt=lock)).text == "Asukasraati kokoontuu neljä kertaa vuodessa."


# Limits


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(max_pages=2), "3 pages, over the limit of 2"),
        (Limits(max_bytes=1000), "bytes, over the limit of 1,000"),
    ],
    ids=["pages", "bytes"],
)
def test_a_pdf_over_the_limits(make_pdf, limits, words):
    error = refusal(make_pdf([TEXT] * 3), limits=limits)
    assert type(error) is LimitExceeded
    assert words in str(error)


def test_a_text_over_the_limits(tmp_path):
    path = tmp_path / "ohjelma.txt"
    path.write_text("Kunta kuulee asukkaita. " * 10)
    assert type(refusal(path, limits=Limits(max_bytes=100))) is LimitExceeded


def test_a_pdf_just_inside_the_limits_is_read(make_pdf):
    path = make_pdf([TEXT] * 3)
    document = read(path, limits=Limits(max_pages=3, max_bytes=path.stat().st_size))
    assert len(document.pages) == 3


# Office files: passwords


def ole(*names):
    """Return the beginning of an old compound file with entries of those names."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + b"".join(name.encode("utf-16-le") for name in names)


@pytest.mark.parametrize("name", ["ohjelma.docx", "esitys.pptx"])
def test_an_office_file_that_asks_for_a_password(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(ole("EncryptionInfo", "EncryptedPackage"))
    error = refusal(path)
    assert type(error) is EncryptedDocument
    assert "save a copy without one" in str(error)


@pytest.mark.parametrize(
    "parts",
    [
        {"META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"},
        {"encrypted-package": "x"},
    ],
    ids=["parts", "whole"],
)
def test_a_libreoffice_file_that_asks_for_a_password(tmp_path, parts):
    path = tmp_path / "ohjelma.odt"
    path.write_bytes(odt_file(**parts))
    assert type(refusal(path)) is EncryptedDocument


def test_a_zip_with_encrypted_entries(tmp_path):
    content = bytearray(word_file())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := content.find(mark, place + 1)) >= 0:
            content[place + offset] |= 1
    path = tmp_path / "ohjelma.docx"
    path.write_bytes(bytes(content))
    assert type(refusal(path)) is EncryptedDocument


# Office files: damaged and hostile


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
DEEP = "<w:sdt><w:sdtContent>" * 2000 + "</w:sdtContent></w:sdt>" * 2000


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        pytest.param(word_file("&l9;", BOMB), CorruptDocument, "declares a document type", id="billion laughs"),
        pytest.param(
            container({"word/document.xml": (BOMB + "<x>&l9;</x>").encode("utf-16")}),
            CorruptDocument,
            "declares a document type",
            id="billion laughs in UTF-16",
        ),
        pytest.param(word_file("&f;", OUTSIDE), CorruptDocument, "declares a document type", id="a file from outside"),
        pytest.param(word_file(DEEP), CorruptDocument, "", id="very deep"),
        pytest.param(container({"word/styles.xml": "<x/>"}), CorruptDocument, "is missing", id="no document"),
        pytest.param(word_file("<w:p>"), CorruptDocument, "not sound XML", id="broken XML"),
        pytest.param(word_file(" " * 20_000_000), LimitExceeded, "unpacks to", id="zip bomb"),
        pytest.param(
            word_file(**{f"word/media/{n}": "" for n in range(20_001)}), LimitExceeded, "parts, over", id="many entries"
        ),
        pytest.param(word_file("<w:tbl/>"), EmptyDocument, "there is no text", id="empty table"),
        pytest.param(odt_file(), EmptyDocument, "there is no text", id="empty ODT"),
        pytest.param(container({"ppt/presentation.xml": "<x/>"}), EmptyDocument, "there is no text", id="no slides"),
    ],
)
def test_hostile_and_broken_office_files(tmp_path, content, kind, words):
    path = tmp_path / "ohjelma.docx"
    path.write_bytes(content)
    error = refusal(path)
    assert type(error) is kind
    assert words in str(error)


def test_names_of_parts_mean_nothing_outside(tmp_path):
    """Nothing is unpacked: parts that would land elsewhere, and containers in the container, do no harm."""
    folder = tmp_path / "sisalla"
    folder.mkdir()
    path = folder / "ohjelma.docx"
    odd = {"../ulos.txt": "x", "/tmp/ulos.txt": "x", "word/media/sisempi.zip": word_file(" " * 1000)}
    path.write_bytes(word_file(**odd))
    assert read(path).text == "Kunta kuulee asukkaita."
    assert sorted(found.name for found in tmp_path.rglob("*")) == ["ohjelma.docx", "sisalla"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr>'
            "<w:p><w:r><w:t>Kunta</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            id="a cell over a million columns",
        ),
        pytest.param(
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="-5"/><w:numId w:val="99999999999"/></w:numPr>'
            '<w:ind w:left="1e9"/><w:outlineLvl w:val="77"/></w:pPr><w:r><w:rPr><w:sz w:val="x"/></w:rPr>'
            "<w:t>Kunta</w:t>"
            '<w:sym w:char="FFFFFFFF"/></w:r></w:p>',
            id="numbers that are none",
        ),
        pytest.param(
            '<w:p><w:r><w:fldChar w:fldCharType="end"/><w:t>Kunta</w:t><w:footnoteReference w:id="7"/></w:r></w:p>',
            id="ends and notes without beginnings",
        ),
    ],
)
def test_odd_word_files_are_read(tmp_path, body):
    path = tmp_path / "ohjelma.docx"
    path.write_bytes(word_file(body))
    assert set(read(path).text.split()) == {"Kunta"}


def test_styles_that_are_based_on_each_other(tmp_path):
    style = '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{0}"/><w:basedOn w:val="{1}"/></w:style>'
    styles = f'<w:styles xmlns:w="{W}">{style.format("A", "B")}{style.format("B", "A")}</w:styles>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
    rels = f'<r><Relationship Id="r1" Type="{kind}" Target="styles.xml"/></r>'
    path = tmp_path / "ohjelma.docx"
    path.write_bytes(
        word_file(
            '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>Kunta kuulee.</w:t></w:r></w:p>',
            **{"word/styles.xml": styles, "word/_rels/document.xml.rels": rels},
        )
    )
    assert read(path).text == "Kunta kuulee."


def word_sample():
    document = docx.Document()
    document.add_heading("Tavoitteet", 1)
    document.add_paragraph("Raati kokoontuu", style="List Bullet")
    document.add_table(2, 2).cell(0, 0).text = "Vastuu"
    return saved(document)


def slide_sample():
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "Tavoitteet"
    return saved(deck)


SAMPLES = {"docx": word_sample(), "pptx": slide_sample(), "odt": odt_file("<o:body><t:p>Kunta kuulee.</t:p></o:body>")}


@pytest.mark.parametrize("kind", SAMPLES)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_office_file_is_read_or_refused(tmp_path, kind, data):
    """Whatever byte is changed, and wherever the file is cut, there is a document or an error of ours."""
    content = bytearray(SAMPLES[kind])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    path = tmp_path / f"ohjelma.{kind}"
    path.write_bytes(bytes(content[: data.draw(st.integers(1, len(content)))]) if data.draw(st.booleans()) else content)
    try:
        assert read(path).passages
    except UnreadableDocument as error:
        assert len(str(error).splitlines()) == 1


@pytest.mark.parametrize("kind", SAMPLES)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_office_file_with_changed_parts_is_read_or_refused(tmp_path, kind, data):
    """The same for what is inside: parts are taken out, emptied or exchanged."""
    with zipfile.ZipFile(io.BytesIO(SAMPLES[kind])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = sorted(name for name in parts if name.endswith((".xml", ".rels")))
    for name in data.draw(st.lists(st.sampled_from(xml), min_size=1, max_size=2, unique=True)):
        other = data.draw(st.sampled_from([None, b"", b"<x/>", *(parts[name] for name in xml if name in parts)]))
        parts.pop(name, None)
        if other is not None:
            parts[name] = other
    path = tmp_path / f"ohjelma.{kind}"
    path.write_bytes(container(parts))
    try:
        assert read(path).passages
    except UnreadableDocument as error:
        assert len(str(error).splitlines()) == 1


# Web pages that go deep or wide


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div>" * 5000 + "Kunta kuulee asukkaita.", id="deep"),
        pytest.param("<table><tr><td>" * 1000 + "Kunta kuulee asukkaita.", id="tables in tables"),
        pytest.param("<ul><li>" * 2000 + "Kunta kuulee asukkaita.", id="lists in lists"),
        pytest.param("<b>" * 3000 + "Kunta kuulee asukkaita.", id="bold in bold"),
    ],
)
def test_deep_web_pages_are_read_or_refused(tmp_path, page):
    path = tmp_path / "sivu.html"
    path.write_text(f"<html><body><p>Ohjelma on voimassa.</p>{page}</body></html>", encoding="utf-8")
    try:
        assert "Ohjelma on voimassa." in read(path).text
    except UnreadableDocument as error:
        assert type(error) is CorruptDocument


def test_spans_without_measure_do_not_grow(tmp_path):
    path = tmp_path / "sivu.html"
    cell = f"<td rowspan=65000 colspan=900>{'kunta ' * 1000}</td><td>kuulee</td>"
    path.write_text(f"<table>{f'<tr>{cell}</tr>' * 50}</table>", encoding="utf-8")
    assert len(read(path).text) < 3 * path.stat().st_size
