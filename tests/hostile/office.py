"""Word, LibreOffice and PowerPoint files: bombs, entities, paths that lead out, structure without end."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterable

from .case import SAYS, TEXT, Case, either, fails, reads

_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_A = b'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = b'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = b'<?xml version="1.0" encoding="UTF-8"?>'
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LAUGHS = b'<!DOCTYPE x [<!ENTITY l0 "naurua">%s]>' % b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10)
)
_QUADRATIC = b'<!DOCTYPE x [<!ENTITY q "%s">]>' % (b"q" * 100_000)
_PASSWD = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
_OUTSIDE = b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]>'
_LEAK = ("root:", "/bin/")


def pack(entries: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive; a name may come twice."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def relations(*targets: tuple[bytes, bytes, bytes]) -> bytes:
    """Return a part of relations; each is (last word of its kind, target, further attributes)."""
    body = b"".join(
        b'<Relationship Id="r%d" Type="%s/%s" Target="%s"%s/>' % (number, _OFFICE, kind, target, more)
        for number, (kind, target, more) in enumerate(targets, start=1)
    )
    return b'%s<Relationships xmlns="%s/relationships">%s</Relationships>' % (_XML, _PACKAGE, body)


# Word


def _types(main: bytes = b"wordprocessingml.document.main") -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument." + main + b"+xml"
    return (
        b'%s<Types xmlns="%s/content-types"><Default Extension="rels" ContentType="application/'
        b'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        b'<Override PartName="/word/document.xml" ContentType="%s"/></Types>' % (_XML, _PACKAGE, kind)
    )


def para(text: str = TEXT, properties: bytes = b"") -> bytes:
    """Return a paragraph of a Word document."""
    return b'<w:p>%s<w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>' % (properties, text.encode())


def word(body: bytes, head: bytes = _XML) -> bytes:
    """Return a Word document's main part."""
    return b"%s<w:document %s %s><w:body>%s</w:body></w:document>" % (head, _W, _R, body)


def parts(document: bytes | None = None, *more: tuple[str, bytes]) -> list[tuple[str, bytes]]:
    """Return the parts of a Word file."""
    return [
        ("[Content_Types].xml", _types()),
        ("_rels/.rels", relations((b"officeDocument", b"word/document.xml", b""))),
        ("word/document.xml", word(para()) if document is None else document),
        *more,
    ]


def docx(body: bytes, *more: tuple[str, bytes]) -> bytes:
    """Return a Word file."""
    return pack(parts(word(body), *more))


def _with(*more: tuple[str, bytes]) -> Callable[[], bytes]:
    return lambda: pack(parts(None, *more))


def _related(kind: bytes, target: bytes, part: bytes, more: bytes = b"") -> Callable[[], bytes]:
    links = relations((kind, target, more))
    return lambda: pack(parts(None, ("word/_rels/document.xml.rels", links), (f"word/{target.decode()}", part)))


def _main_part(target: bytes, more: bytes = b"") -> Callable[[], bytes]:
    def make() -> bytes:
        entries = dict(parts())
        entries["_rels/.rels"] = relations((b"officeDocument", target, more))
        return pack(entries.items())

    return make


def _patched(old: bytes, new: bytes, content: Callable[[], bytes]) -> Callable[[], bytes]:
    def make() -> bytes:
        made = content()
        assert old in made
        return made.replace(old, new)

    return make


def _flagged(offset: int, value: int) -> Callable[[], bytes]:
    """Return a Word file with a field of each entry's local and central head changed (offsets of the local head)."""

    def make() -> bytes:
        made = bytearray(docx(para()))
        for magic, shift in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
            at = made.find(magic)
            while at >= 0:
                made[at + shift + offset] = value
                at = made.find(magic, at + 4)
        return bytes(made)

    return make


def _lying_size() -> bytes:
    """The directory says that a part of 50 MB has 900 bytes."""
    size = 50_000_000
    made = docx(para() + b" " * (size - len(word(para()))))
    return made.replace(size.to_bytes(4, "little"), (900).to_bytes(4, "little"))


def _overlapping() -> bytes:
    """A thousand entries of the directory share the bytes of one."""
    made = docx(para("Pommi " * 20_000))
    start, end = made.index(b"PK\x01\x02"), made.index(b"PK\x05\x06")
    last = made[made.rindex(b"PK\x01\x02") : end]
    size = end - start + 999 * len(last)
    directory = made[start:end] + last * 999
    tail = bytearray(made[end:])
    tail[8:12] = (1002).to_bytes(2, "little") * 2
    tail[12:16] = size.to_bytes(4, "little")
    return made[:start] + directory + bytes(tail)


def _nested_tables(depth: int) -> bytes:
    return docx(b"<w:tbl><w:tr><w:tc>" * depth + para() + b"</w:tc></w:tr></w:tbl>" * depth)


def _cell(properties: bytes = b"", text: str = "solu") -> bytes:
    return b"<w:tc><w:tcPr>%s</w:tcPr>%s</w:tc>" % (properties, para(text))


def _table(*rows: bytes) -> bytes:
    return b"<w:tbl>%s</w:tbl>" % b"".join(b"<w:tr>%s</w:tr>" % row for row in rows)


def _numbered(form: bytes, start: bytes) -> Callable[[], bytes]:
    level = b'<w:lvl w:ilvl="0"><w:start w:val="%s"/><w:numFmt w:val="%s"/><w:lvlText w:val="%%1."/></w:lvl>' % (
        start,
        form,
    )
    numbering = b'%s<w:numbering %s><w:abstractNum w:abstractNumId="1">%s</w:abstractNum><w:num w:numId="1">' % (
        _XML,
        _W,
        level,
    )
    numbering += b'<w:abstractNumId w:val="1"/></w:num></w:numbering>'
    body = para(properties=b'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>')
    links = ("word/_rels/document.xml.rels", relations((b"numbering", b"numbering.xml", b"")))
    return lambda: docx(body * 3, ("word/numbering.xml", numbering), links)


def _levels(level: bytes) -> bytes:
    return docx(para(properties=b'<w:pPr><w:numPr><w:ilvl w:val="%s"/><w:numId w:val="1"/></w:numPr></w:pPr>' % level))


def _styles(styles: bytes) -> Callable[[], bytes]:
    part = b"%s<w:styles %s>%s</w:styles>" % (_XML, _W, styles)
    links = ("word/_rels/document.xml.rels", relations((b"styles", b"styles.xml", b"")))
    return lambda: docx(para(properties=b'<w:pPr><w:pStyle w:val="A"/></w:pPr>'), ("word/styles.xml", part), links)


def _style_chain(count: int) -> bytes:
    one = b'<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="%s"/></w:style>'
    names = [b"A", *(b"S%d" % number for number in range(count))]
    return b"".join(one % (name, name, after) for name, after in zip(names, [*names[1:], b"A"], strict=True))


def _footnote_of_itself() -> bytes:
    mark = b'<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = b'<w:footnote w:id="2"><w:p><w:r><w:t>Viite</w:t></w:r>%s</w:p></w:footnote>' % mark
    part = b"%s<w:footnotes %s>%s</w:footnotes>" % (_XML, _W, note)
    links = ("word/_rels/document.xml.rels", relations((b"footnotes", b"footnotes.xml", b"")))
    return docx(para() + b'<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>', ("word/footnotes.xml", part), links)


_FIELD = (
    b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText></w:r>'
    b'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>vanha</w:t></w:r></w:p>'
)
_DELETED = b'<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>Poistettu salaisuus</w:delText></w:r></w:del></w:p>'
_CHUNK = (
    "word/a.html",
    b"<html><body><script>alert(1)</script><iframe src='file:///etc/passwd'></iframe></body></html>",
)
_BOMB = b" " * 50_000_000

WORD: list[Case] = [
    reads("sound.docx", lambda: docx(para())),
    fails("empty.docx", bytes, "EmptyDocument"),
    fails("not-a-zip.docx", lambda: b"Asukasraati kokoontuu vuosittain.", "CorruptDocument"),
    fails("empty-zip.docx", lambda: pack([]), "CorruptDocument"),
    *(
        fails(f"cut-at-{percent}.docx", lambda percent=percent: docx(para() * 9)[: percent * 5], "CorruptDocument")
        for percent in (10, 50, 90)
    ),
    fails(
        "password.docx",
        lambda: _OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(900),
        "EncryptedDocument",
    ),
    fails("old.docx", lambda: _OLE + bytes(2000), "CorruptDocument", "UnsupportedFormat"),
    fails("other-zip.docx", lambda: pack([("kirje.txt", TEXT.encode())]), "CorruptDocument", "UnsupportedFormat"),
    fails("document-missing.docx", lambda: pack(parts()[:2]), "CorruptDocument"),
    fails("document-empty.docx", lambda: pack(parts(b"")), "CorruptDocument", "EmptyDocument"),
    fails("document-without-text.docx", lambda: docx(b""), "EmptyDocument"),
    fails("document-not-xml.docx", lambda: pack(parts(b"<<<&&&")), "CorruptDocument"),
    fails("document-cut.docx", lambda: pack(parts(word(para())[:-30])), "CorruptDocument"),
    either("document-of-another-kind.docx", lambda: pack(parts(b"<x>Asukasraati</x>"))),
    either("document-without-namespaces.docx", lambda: pack(parts(word(para()).replace(_W, b"")))),
    fails(
        "document-invalid-utf-8.docx",
        lambda: pack(parts(word(b"<w:p><w:r><w:t>\xff\xfe\xe4</w:t></w:r></w:p>"))),
        "CorruptDocument",
    ),
    fails(
        "document-control-characters.docx",
        lambda: docx(b"<w:p><w:r><w:t>a&#0;b&#7;c</w:t></w:r></w:p>"),
        "CorruptDocument",
    ),
    reads("document-utf-16.docx", lambda: pack(parts(word(para(), b"").decode().encode("utf-16")))),
    either("types-wrong.docx", lambda: pack([("[Content_Types].xml", _types(b"kunta.kirje")), *parts()[1:]])),
    either("types-missing.docx", lambda: pack(parts()[1:])),
    either("relations-missing.docx", lambda: pack([parts()[0], parts()[2]])),
    either("twice-the-same-part.docx", lambda: pack([*parts(), ("word/document.xml", word(para("Toinen. " + TEXT)))])),
    fails(
        "checksum-wrong.docx",
        _patched(b"kokoontuu", b"kokoontui", lambda: pack(parts(), zipfile.ZIP_STORED)),
        "CorruptDocument",
    ),
    fails("entries-encrypted.docx", _flagged(6, 1), "EncryptedDocument", "CorruptDocument"),
    fails("compression-unknown.docx", _flagged(8, 97), "CorruptDocument"),
    fails("bomb-in-document.docx", lambda: docx(para() + _BOMB), "LimitExceeded", "CorruptDocument"),
    either("bomb-in-picture.docx", _with(("word/media/a.png", _BOMB))),
    either(
        "bomb-in-styles.docx", lambda: _related(b"styles", b"styles.xml", b"<w:styles %s>%s</w:styles>" % (_W, _BOMB))()
    ),
    either("size-lies.docx", _lying_size),
    either("entries-overlap.docx", _overlapping),
    fails("entries-25000.docx", lambda: pack([*parts(), *((f"x{n}", b"") for n in range(25_000))]), "LimitExceeded"),
    reads("zip-in-zip.docx", _with(("word/embeddings/a.zip", pack([("b.zip", pack([("c", bytes(99_999))]))])))),
    reads(
        "names-that-lead-out.docx",
        _with(("../../../ulos.txt", b"x"), ("..\\..\\ulos.txt", b"x"), ("word/../../../ulos.txt", b"x")),
    ),
    reads("names-absolute.docx", _with(("/tmp/ulos.txt", b"x"), ("C:\\ulos.txt", b"x"), ("\\\\palvelin\\ulos", b"x"))),
    reads("names-strange.docx", _with(("a\nb", b"x"), ("con", b"x"), ("n" * 60_000, b"x"), ("\u202e", b"x"))),
    fails(
        "billion-laughs.docx",
        lambda: pack(parts(word(para() + b"<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", _LAUGHS))),
        "CorruptDocument",
        "LimitExceeded",
    ),
    fails(
        "quadratic-laughs.docx",
        lambda: pack(parts(word(para() + b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % (b"&q;" * 50_000), _QUADRATIC))),
        "CorruptDocument",
        "LimitExceeded",
    ),
    either(
        "entity-to-file.docx",
        lambda: pack(parts(word(para() + b"<w:p><w:r><w:t>&f;</w:t></w:r></w:p>", _PASSWD))),
        never=_LEAK,
    ),
    either(
        "entity-to-file-utf-16.docx",
        lambda: pack(parts(word(b"<w:p><w:r><w:t>&f;</w:t></w:r></w:p>", _PASSWD).decode().encode("utf-16-be"))),
        never=_LEAK,
    ),
    either("entity-from-outside.docx", lambda: pack(parts(word(para(), _OUTSIDE))), never=_LEAK),
    reads(
        "template-from-outside.docx",
        _related(b"attachedTemplate", b"settings.xml", b"<w:settings %s/>" % _W, b' TargetMode="External"'),
    ),
    either("main-part-is-a-file.docx", _main_part(b"file:///etc/passwd"), never=_LEAK),
    either("main-part-leads-out.docx", _main_part(b"../../../../../../etc/passwd"), never=_LEAK),
    either("main-part-is-absolute.docx", _main_part(b"/etc/passwd", b' TargetMode="External"'), never=_LEAK),
    either("main-part-is-the-relations.docx", _main_part(b"_rels/.rels")),
    reads("include-text.docx", lambda: docx(para() + _FIELD), never=_LEAK),
    reads(
        "chunk-of-html.docx",
        lambda: docx(
            para() + b'<w:altChunk r:id="r1"/>',
            _CHUNK,
            ("word/_rels/document.xml.rels", relations((b"aFChunk", b"a.html", b""))),
        ),
        never=(*_LEAK, "alert"),
    ),
    reads("deleted-text.docx", lambda: docx(para() + _DELETED), never=("salaisuus",)),
    either("tables-nested-60.docx", lambda: _nested_tables(60)),
    either("tables-nested-10000.docx", lambda: _nested_tables(10_000)),
    either(
        "controls-nested-5000.docx",
        lambda: docx(b"<w:sdt><w:sdtContent>" * 5000 + para() + b"</w:sdtContent></w:sdt>" * 5000),
    ),
    either("elements-nested-200000.docx", lambda: docx(b"<w:x>" * 200_000 + b"</w:x>" * 200_000)),
    reads("paragraphs-empty-500000.docx", lambda: docx(para() + b"<w:p/>" * 500_000)),
    reads("paragraphs-5000.docx", lambda: docx(para() + para("Kunta kuulee asukkaita.") * 5_000)),
    reads("paragraph-of-a-megabyte.docx", lambda: docx(para() + para("Kunta kuulee asukkaita. " * 40_000))),
    reads("runs-30000.docx", lambda: docx(para() + b"<w:p>%s</w:p>" % (b"<w:r><w:t>a</w:t></w:r>" * 30_000))),
    either(
        "cell-spans-billions.docx",
        lambda: docx(para() + _table(_cell(b'<w:gridSpan w:val="2000000000"/>'), _cell() * 3)),
    ),
    either(
        "cell-spans-a-million.docx", lambda: docx(para() + _table(*[_cell(b'<w:gridSpan w:val="1000000"/>') * 2] * 50))
    ),
    reads(
        "cell-spans-nonsense.docx",
        lambda: docx(para() + _table(_cell(b'<w:gridSpan w:val="-3"/>'), _cell(b'<w:gridSpan w:val="x"/>'))),
    ),
    reads(
        "cells-merged-without-start.docx",
        lambda: docx(para() + _table(_cell(b"<w:vMerge/>") * 3, _cell(b"<w:vMerge/>") * 2)),
    ),
    reads("rows-without-cells.docx", lambda: docx(para() + _table(b"", b"", _cell()) + _table() + b"<w:tbl/>")),
    either("columns-5000.docx", lambda: docx(para() + _table(*[_cell() * 5000] * 4))),
    reads("rows-of-different-length.docx", lambda: docx(para() + _table(*(_cell() * (n % 7) for n in range(300))))),
    reads("numbers-roman-huge.docx", _numbered(b"upperRoman", b"999999999")),
    reads("numbers-letters-huge.docx", _numbered(b"lowerLetter", b"999999999")),
    reads("numbers-too-long.docx", _numbered(b"decimal", b"9" * 5000)),
    reads("numbers-not-numbers.docx", _numbered(b"decimal", b"x")),
    reads("numbers-negative.docx", _numbered(b"lowerRoman", b"-7")),
    reads("level-huge.docx", lambda: _levels(b"999999999")),
    reads("level-negative.docx", lambda: _levels(b"-1")),
    reads("level-nonsense.docx", lambda: _levels(b"x")),
    reads("style-of-itself.docx", _styles(_style_chain(0))),
    reads("styles-in-a-ring.docx", _styles(_style_chain(5000))),
    reads("footnote-of-itself.docx", _footnote_of_itself),
    reads("docm-in-docx.docx", _with(("word/vbaProject.bin", _OLE + bytes(2000)))),
]

# LibreOffice

_ODF = b" ".join(
    b'xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (name, name)
    for name in (b"office", b"text", b"table", b"style", b"script")
)
_XLINK = b'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
_MIME = b"application/vnd.oasis.opendocument.text"
_PARA = b"<text:p>%s</text:p>" % TEXT.encode()


def odt(body: bytes, *more: tuple[str, bytes], head: bytes = _XML, styles: bytes = b"", mime: bytes = _MIME) -> bytes:
    """Return a LibreOffice text file."""
    manifest = (
        b'%s<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        b'<manifest:file-entry manifest:full-path="/" manifest:media-type="%s"/></manifest:manifest>' % (_XML, _MIME)
    )
    content = (
        b"%s<office:document-content %s %s><office:automatic-styles>%s</office:automatic-styles><office:body>"
        b"<office:text>%s</office:text></office:body></office:document-content>" % (head, _ODF, _XLINK, styles, body)
    )
    entries = [("mimetype", mime), ("META-INF/manifest.xml", manifest), ("content.xml", content), *more]
    return pack(dict(entries).items())


def _odt_table(columns: bytes, row: bytes, cell: bytes) -> Callable[[], bytes]:
    table = b"<table:table><table:table-column %s/><table:table-row %s><table:table-cell %s>%s</table:table-cell>"
    table += b"</table:table-row></table:table>"
    return lambda: odt(_PARA + table % (columns, row, cell, _PARA))


_LOCKED = (
    b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    b'manifest:full-path="content.xml" manifest:media-type="text/xml"><manifest:encryption-data/></manifest:file-entry>'
    b"</manifest:manifest>"
)
_LINKED = b'<text:section text:name="a"><text:section-source xlink:href="file:///etc/passwd"/></text:section>'
_CHANGED = (
    b"<text:tracked-changes><text:changed-region><text:deletion><text:p>Poistettu salaisuus</text:p></text:deletion>"
    b"</text:changed-region></text:tracked-changes>"
)
_RING = b'<style:style style:name="A" style:family="paragraph" style:parent-style-name="A"/>'

LIBRE: list[Case] = [
    reads("sound.odt", lambda: odt(_PARA)),
    fails("not-a-zip.odt", lambda: TEXT.encode(), "CorruptDocument"),
    fails("cut.odt", lambda: odt(_PARA)[:300], "CorruptDocument"),
    fails("content-missing.odt", lambda: pack([("mimetype", _MIME)]), "CorruptDocument"),
    fails("content-cut.odt", lambda: odt(b"</text:p>"), "CorruptDocument"),
    fails("content-without-text.odt", lambda: odt(b"<text:p/>"), "EmptyDocument"),
    either("mimetype-wrong.odt", lambda: odt(_PARA, mime=b"application/kunta")),
    either("mimetype-missing.odt", lambda: odt(_PARA, mime=b"")),
    fails(
        "password.odt",
        lambda: odt(_PARA, ("META-INF/manifest.xml", _LOCKED), ("content.xml", bytes(range(256)) * 9)),
        "EncryptedDocument",
        "CorruptDocument",
    ),
    fails("bomb-in-content.odt", lambda: odt(_PARA + _BOMB), "LimitExceeded", "CorruptDocument"),
    either("bomb-in-picture.odt", lambda: odt(_PARA, ("Pictures/a.png", _BOMB))),
    fails(
        "billion-laughs.odt",
        lambda: odt(_PARA + b"<text:p>&l9;</text:p>", head=_LAUGHS),
        "CorruptDocument",
        "LimitExceeded",
    ),
    either("entity-to-file.odt", lambda: odt(_PARA + b"<text:p>&f;</text:p>", head=_PASSWD), never=_LEAK),
    either("entity-from-outside.odt", lambda: odt(_PARA, head=_OUTSIDE), never=_LEAK),
    reads("names-that-lead-out.odt", lambda: odt(_PARA, ("../../ulos.txt", b"x"), ("/tmp/ulos.txt", b"x"))),
    reads("section-from-file.odt", lambda: odt(_PARA + _LINKED), never=_LEAK),
    reads(
        "script.odt",
        lambda: odt(b"<office:script><text:p/></office:script>" + _PARA, ("Scripts/python/a.py", b"import os")),
    ),
    reads("deleted-text.odt", lambda: odt(_CHANGED + _PARA), never=("salaisuus",)),
    either("spaces-two-billion.odt", lambda: odt(_PARA + b'<text:p>a<text:s text:c="2147483647"/>b</text:p>')),
    reads("spaces-nonsense.odt", lambda: odt(_PARA + b'<text:p>a<text:s text:c="x"/>b<text:s text:c="-9"/></text:p>')),
    either("columns-two-billion.odt", _odt_table(b'table:number-columns-repeated="2147483647"', b"", b"")),
    either("rows-two-billion.odt", _odt_table(b"", b'table:number-rows-repeated="2147483647"', b"")),
    either("cells-two-billion.odt", _odt_table(b"", b"", b'table:number-columns-repeated="2147483647"')),
    either(
        "cells-spanning-billions.odt",
        _odt_table(b"", b"", b'table:number-columns-spanned="2147483647" table:number-rows-spanned="2147483647"'),
    ),
    either(
        "rows-and-cells-many.odt",
        _odt_table(b"", b'table:number-rows-repeated="9999"', b'table:number-columns-repeated="9999"'),
    ),
    either(
        "tables-nested-5000.odt",
        lambda: odt(
            b"<table:table><table:table-row><table:table-cell>" * 5000
            + _PARA
            + b"</table:table-cell></table:table-row></table:table>" * 5000
        ),
    ),
    either(
        "lists-nested-10000.odt",
        lambda: odt(b"<text:list><text:list-item>" * 10_000 + _PARA + b"</text:list-item></text:list>" * 10_000),
    ),
    either(
        "spans-nested-10000.odt",
        lambda: odt(_PARA + b"<text:p>" + b"<text:span>" * 10_000 + b"</text:span>" * 10_000 + b"</text:p>"),
    ),
    reads("level-huge.odt", lambda: odt(b'<text:h text:outline-level="999999999">Luku</text:h>' + _PARA)),
    reads(
        "level-nonsense.odt",
        lambda: odt(
            b'<text:h text:outline-level="x">Luku</text:h><text:h text:outline-level="-1">Toinen</text:h>' + _PARA
        ),
    ),
    reads("style-of-itself.odt", lambda: odt(b'<text:p text:style-name="A">%s</text:p>' % TEXT.encode(), styles=_RING)),
    reads("paragraphs-empty-100000.odt", lambda: odt(_PARA + b"<text:p/>" * 100_000)),
    reads("docx-named.odt", lambda: docx(para())),
]

# PowerPoint

_SLIDE_TEXT = (
    b"<p:sp><p:nvSpPr/><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>%s</a:t></a:r></a:p></p:txBody></p:sp>"
    % TEXT.encode()
)


def slide(body: bytes = _SLIDE_TEXT, head: bytes = _XML) -> bytes:
    """Return a slide."""
    return b"%s<p:sld %s %s %s><p:cSld><p:spTree>%s</p:spTree></p:cSld></p:sld>" % (head, _P, _A, _R, body)


def pptx(*slides: bytes, more: Iterable[tuple[str, bytes]] = (), targets: Iterable[bytes] = ()) -> bytes:
    """Return a presentation; `targets` are where its relations lead, if not to its slides."""
    named = list(targets) or [b"slides/slide%d.xml" % number for number in range(1, len(slides) + 1)]
    links = relations(*((b"slide", target, b"") for target in named))
    ids = b"".join(b'<p:sldId id="%d" r:id="r%d"/>' % (255 + number, number) for number in range(1, len(named) + 1))
    head = b'%s<p:presentation %s %s><p:sldIdLst>%s</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/></p:presentation>'
    types = _types().replace(b"/word/document.xml", b"/ppt/presentation.xml")
    return pack(
        [
            ("[Content_Types].xml", types.replace(b"wordprocessingml.document", b"presentationml.presentation")),
            ("_rels/.rels", relations((b"officeDocument", b"ppt/presentation.xml", b""))),
            ("ppt/presentation.xml", head % (_XML, _P, _R, ids)),
            ("ppt/_rels/presentation.xml.rels", links),
            *((f"ppt/slides/slide{number}.xml", body) for number, body in enumerate(slides, start=1)),
            *more,
        ]
    )


_FRAME = (
    b"<p:graphicFrame><p:xfrm/><a:graphic><a:graphicData><a:tbl>%s</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
)
_WIDE = (
    b'<a:tr><a:tc gridSpan="2000000000" rowSpan="2000000000"><a:txBody><a:p><a:r><a:t>a</a:t></a:r></a:p></a:txBody>'
    b"</a:tc></a:tr>"
)
_FAR = b'<a:xfrm><a:off x="%s" y="-9"/><a:ext cx="x" cy="1e9"/></a:xfrm>' % (b"9" * 400)

POINT: list[Case] = [
    reads("sound.pptx", lambda: pptx(slide(), slide())),
    fails("cut.pptx", lambda: pptx(slide())[:700], "CorruptDocument"),
    fails("no-slides.pptx", pptx, "EmptyDocument", "CorruptDocument"),
    fails("slides-without-text.pptx", lambda: pptx(slide(b""), slide(b"")), "EmptyDocument"),
    fails("bomb-in-slide.pptx", lambda: pptx(slide(_SLIDE_TEXT + _BOMB)), "LimitExceeded", "CorruptDocument"),
    either("bomb-in-picture.pptx", lambda: pptx(slide(), more=[("ppt/media/a.png", _BOMB)])),
    fails(
        "billion-laughs.pptx",
        lambda: pptx(slide(_SLIDE_TEXT.replace(SAYS.encode(), b"&l9;"), _LAUGHS)),
        "CorruptDocument",
        "LimitExceeded",
    ),
    either(
        "entity-to-file.pptx", lambda: pptx(slide(_SLIDE_TEXT.replace(SAYS.encode(), b"&f;"), _PASSWD)), never=_LEAK
    ),
    fails("slides-5000.pptx", lambda: pptx(*[slide()] * 5000), "LimitExceeded"),
    either("same-slide-2000-times.pptx", lambda: pptx(slide(), targets=[b"slides/slide1.xml"] * 2000)),
    either("slide-missing.pptx", lambda: pptx(slide(), targets=[b"slides/slide1.xml", b"slides/slide2.xml"])),
    either(
        "slide-leads-out.pptx",
        lambda: pptx(slide(), targets=[b"../../../etc/passwd", b"slides/slide1.xml"]),
        never=_LEAK,
    ),
    either(
        "slide-is-the-presentation.pptx", lambda: pptx(slide(), targets=[b"presentation.xml", b"slides/slide1.xml"])
    ),
    either("groups-nested-5000.pptx", lambda: pptx(slide(b"<p:grpSp>" * 5000 + _SLIDE_TEXT + b"</p:grpSp>" * 5000))),
    either("groups-nested-80.pptx", lambda: pptx(slide(b"<p:grpSp>" * 80 + _SLIDE_TEXT + b"</p:grpSp>" * 80))),
    either("cells-spanning-billions.pptx", lambda: pptx(slide(_SLIDE_TEXT + _FRAME % _WIDE))),
    either("table-without-rows.pptx", lambda: pptx(slide(_SLIDE_TEXT + _FRAME % b""))),
    reads("place-nonsense.pptx", lambda: pptx(slide(_SLIDE_TEXT.replace(b"<p:spPr/>", b"<p:spPr>%s</p:spPr>" % _FAR)))),
    reads("shapes-1000.pptx", lambda: pptx(slide(_SLIDE_TEXT * 1000))),
]

CASES: list[Case] = [*WORD, *LIBRE, *POINT]
