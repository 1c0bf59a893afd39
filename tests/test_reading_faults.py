"""Files that cannot be read: each with the error of its kind and one line that says what to do."""

import io
import random
import zipfile

import pytest
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


def office_file():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
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
    ("ohjelma.docx", office_file(), UnsupportedFormat, ".docx is not read"),
    ("ohjelma.odt", office_file(), UnsupportedFormat, ".odt is not read"),
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
    assert "run OCR" in str(error)


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
