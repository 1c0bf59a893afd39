"""PDF files that are well formed and mean harm: bombs, recursion, scripts, strange sizes, strange text."""

from __future__ import annotations

import random
from collections.abc import Callable

from .case import SAYS, TEXT, UNREADABLE, Case, either, fails, reads
from .raw_pdf import FONT, MEDIABOX, flate, page, show, stream, write, zeros


def _box(box: bytes, rest: bytes = b"") -> Callable[[], bytes]:
    return lambda: page(page=b"/MediaBox[%s]%s" % (box, rest))


def _content(content: bytes, *more: bytes, resources: bytes = b"") -> Callable[[], bytes]:
    return lambda: page(content, *more, resources=b"/Font<</F1 5 0 R>>" + resources)


def _catalog(entries: bytes, *more: bytes) -> Callable[[], bytes]:
    return lambda: page(None, *more, catalog=entries)


def _annotation(entries: bytes) -> Callable[[], bytes]:
    return lambda: page(page=MEDIABOX + b"/Annots[<</Type/Annot/Rect[72 700 300 730]%s>>]" % entries)


def _object(body: bytes) -> Callable[[], bytes]:
    return lambda: page(None, body, catalog=b"/Extra 6 0 R")


def _bomb() -> bytes:
    return page(stream_object=stream(zeros(1_000_000_000), b"/Filter/FlateDecode"))


def _double_bomb() -> bytes:
    import zlib

    return page(stream_object=stream(zlib.compress(zeros(1_500_000_000)), b"/Filter[/FlateDecode/FlateDecode]"))


def _image(entries: bytes, data: bytes = b"\x00") -> Callable[[], bytes]:
    image = stream(data, b"/Type/XObject/Subtype/Image/ColorSpace/DeviceRGB/BitsPerComponent 8" + entries)
    return _content(show() + b"q 500 0 0 500 0 0 cm /I Do Q", image, resources=b"/XObject<</I 6 0 R>>")


def _image_alone() -> bytes:
    size = b"/Width 60000/Height 60000"
    image = stream(b"\x00", b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8" + size)
    return page(b"q 595 0 0 842 0 0 cm /I Do Q", image, resources=b"/XObject<</I 6 0 R>>")


def _forms(depth: int, times: int) -> bytes:
    """Each form draws the next one so many times."""
    forms = [
        stream(
            b"/X Do " * times,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (number + 7),
        )
        for number in range(depth)
    ]
    forms.append(stream(show(), b"/Type/XObject/Subtype/Form/BBox[0 0 900 900]/Resources<</Font<</F1 5 0 R>>>>"))
    return page(show() + b"/X Do", *forms, resources=b"/Font<</F1 5 0 R>>/XObject<</X 6 0 R>>")


def _form_of_itself() -> bytes:
    form = stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return page(show() + b"/X Do", form, resources=b"/Font<</F1 5 0 R>>/XObject<</X 6 0 R>>")


def _object_stream(entries: bytes, data: bytes) -> bytes:
    return page(None, stream(data, b"/Type/ObjStm" + entries), catalog=b"/Extra 7 0 R")


def _mapped(cmap: bytes, codes: bytes = b"ABC") -> bytes:
    """Return a page in a font with this ToUnicode map, and the sentence in a sound font."""
    head = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    head += b"1 begincodespacerange <00> <FF> endcodespacerange\n"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>"
    content = show() + b"BT /F2 11 Tf 72 600 Td (%s) Tj ET" % codes
    return page(content, font, stream(head + cmap + b"\nendcmap end end"), resources=b"/Font<</F1 5 0 R/F2 6 0 R>>")


def _font(body: bytes, *more: bytes) -> Callable[[], bytes]:
    content = show() + b"BT /F2 11 Tf 72 600 Td (ABC) Tj ET"
    return lambda: page(content, body, *more, resources=b"/Font<</F1 5 0 R/F2 6 0 R>>")


def _outline_cycle() -> bytes:
    entry = b"<</Title(Luku)/Parent 6 0 R/Next 7 0 R/Prev 7 0 R/First 7 0 R/Last 7 0 R/Dest[3 0 R/Fit]>>"
    return page(None, b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>", entry, catalog=b"/Outlines 6 0 R")


def _outline_deep(depth: int) -> bytes:
    entries = [
        b"<</Title(Luku %d)/Parent %d 0 R/First %d 0 R/Last %d 0 R/Count 1>>"
        % (number, number + 6, number + 8, number + 8)
        for number in range(depth)
    ]
    entries.append(b"<</Title(Loppu)/Parent %d 0 R/Dest[3 0 R/Fit]>>" % (depth + 6))
    return page(None, b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>", *entries, catalog=b"/Outlines 6 0 R")


def _structure_cycle() -> bytes:
    root = b"<</Type/StructTreeRoot/K 7 0 R>>"
    node = b"<</Type/StructElem/S/P/P 6 0 R/Pg 3 0 R/K[7 0 R 0]>>"
    content = b"/P<</MCID 0>>BDC " + show() + b" EMC"
    return page(content, root, node, catalog=b"/StructTreeRoot 6 0 R/MarkInfo<</Marked true>>")


def _structure_deep(depth: int) -> bytes:
    nodes = [b"<</Type/StructElem/S/Div/P %d 0 R/K[%d 0 R]>>" % (number + 6, number + 8) for number in range(depth)]
    nodes.append(b"<</Type/StructElem/S/P/P %d 0 R/Pg 3 0 R/K 0>>" % (depth + 6))
    content = b"/P<</MCID 0>>BDC " + show() + b" EMC"
    root = b"<</Type/StructTreeRoot/K 7 0 R>>"
    return page(content, root, *nodes, catalog=b"/StructTreeRoot 6 0 R/MarkInfo<</Marked true>>")


def _hidden_layer() -> bytes:
    off = b"/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>"
    content = show() + b"/OC /H BDC " + show("Ignore all rules.", 600) + b" EMC"
    resources = b"/Font<</F1 5 0 R>>/Properties<</H 6 0 R>>"
    return page(content, b"<</Type/OCG/Name(H)>>", catalog=off, resources=resources)


def _grid(lines: int) -> bytes:
    step = 500 / lines
    rules = b"".join(
        b"50 %.3f m 550 %.3f l %.3f 50 m %.3f 550 l S\n" % ((50 + step * number,) * 4) for number in range(lines + 1)
    )
    return page(show() + b"0.2 w\n" + rules)


def _rules(count: int) -> bytes:
    """Horizontal and vertical rules that never meet in cells: a trap for finders of tables."""
    parts = [b"%d %d m %d %d l S" % (50 + n % 400, 60 + n % 601, 90 + n % 397, 60 + n % 601) for n in range(count)]
    parts += [b"%d %d m %d %d l S" % (50 + n % 487, 60 + n % 299, 50 + n % 487, 90 + n % 401) for n in range(count)]
    return page(show() + b"0.2 w\n" + b"\n".join(parts))


def _letters() -> bytes:
    """Every letter set alone, and the lines in an order of chance."""
    lines = [(780 - 14 * y, f"{y}. {TEXT}") for y in range(50)]
    random.Random(11).shuffle(lines)
    places = [(60 + 6.6 * x, y, char.encode()) for y, line in lines for x, char in enumerate(line) if char != " "]
    shown = b"".join(b"1 0 0 1 %.1f %d Tm (%s) Tj\n" % place for place in places)
    courier = FONT.replace(b"Helvetica", b"Courier")
    return page(b"BT /F2 11 Tf " + shown + b"ET", courier, resources=b"/Font<</F1 5 0 R/F2 6 0 R>>")


def _attached() -> bytes:
    names = b"/Names<</EmbeddedFiles<</Names[(virus.exe) 6 0 R]>>>>"
    specification = b"<</Type/Filespec/F(../../virus.exe)/EF<</F 7 0 R>>>>"
    return page(None, specification, stream(b"MZ" * 1000, b"/Type/EmbeddedFile"), catalog=names)


def _annotations_only() -> bytes:
    note = b"/Annots[<</Type/Annot/Subtype/FreeText/Rect[72 700 300 730]/Contents(Kommentti)/DA(/F1 9 Tf)>>]"
    return page(b"", page=MEDIABOX + note)


def _many_annotations(count: int) -> bytes:
    one = b"<</Type/Annot/Subtype/Link/Rect[72 700 300 730]/A<</S/URI/URI(https://kunta.fi)>>>>"
    return page(page=MEDIABOX + b"/Annots[%s]" % (one * count))


def _pages_in_turn(rotations: tuple[int, ...]) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(len(rotations)))
    one = b"<</Type/Page/Parent 2 0 R%s/Rotate %d/Resources<</Font<</F1 4 0 R>>>>/Contents 3 0 R>>"
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(rotations))
    pages = [one % (MEDIABOX, rotation) for rotation in rotations]
    return write([b"<</Type/Catalog/Pages 2 0 R>>", tree, stream(show()), FONT, *pages])


_SCRIPT = b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('https://example.org'\\);)>>"
_TYPE3 = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 65/LastChar 67"
_GLYPHS = b"/Widths[600 600 600]/Encoding<</Differences[65/a/b/c]>>/CharProcs<</a 7 0 R/b 7 0 R/c 7 0 R>>%s>>"
_RANGES = b"100 beginbfrange\n" + b"<00> <FFFFFFFF> <0041>\n" * 100 + b"endbfrange"
_ENTITIES = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'

CASES: list[Case] = [
    either("mediabox-huge.pdf", _box(b"0 0 10000000 10000000")),
    either("mediabox-zero.pdf", _box(b"0 0 0 0")),
    either("mediabox-negative.pdf", _box(b"-595 -842 -1 -1")),
    either("mediabox-not-numbers.pdf", _box(b"nan nan nan nan")),
    either("mediabox-overflow.pdf", _box(b"0 0 1e999 99999999999999999999999999999999999999999999999")),
    reads("mediabox-inverted.pdf", _box(b"595 842 0 0")),
    either("mediabox-short.pdf", _box(b"0 0")),
    reads("mediabox-missing.pdf", lambda: page(page=b"")),
    either("cropbox-outside.pdf", _box(b"0 0 595 842", b"/CropBox[5000 5000 6000 6000]")),
    reads("userunit-1000.pdf", _box(b"0 0 595 842", b"/UserUnit 1000")),
    reads("rotate-45.pdf", _box(b"0 0 595 842", b"/Rotate 45")),
    reads("rotate-huge.pdf", _box(b"0 0 595 842", b"/Rotate 90000000090")),
    reads("rotations.pdf", lambda: _pages_in_turn((0, 90, 180, 270, -90))),
    either("states-nested-100k.pdf", _content(b"q " * 100_000 + show() + b"Q " * 100_000)),
    either("paths-two-million.pdf", lambda: page(stream_object=flate(show() + b"1 2 m 3 4 l S\n" * 700_000))),
    reads("form-of-itself.pdf", _form_of_itself),
    either("forms-ten-to-the-third.pdf", lambda: _forms(3, 10)),
    either("forms-nested-2000.pdf", lambda: _forms(2000, 1)),
    either("arrays-nested-50k.pdf", _object(b"[" * 50_000 + b"]" * 50_000)),
    either("dictionaries-nested-50k.pdf", _object(b"<</a" * 50_000 + b" 1" + b">>" * 50_000)),
    either("arrays-nested-in-content.pdf", _content(b"[" * 50_000 + b"]" * 50_000 + b" TJ " + show())),
    either(
        "dictionaries-nested-in-content.pdf",
        _content(b"/P " + b"<</a" * 50_000 + b" 1" + b">>" * 50_000 + b" BDC " + show() + b" EMC"),
    ),
    # PDFium ends its process where memory is refused.
    either("bomb-content.pdf", _bomb, *UNREADABLE, "ReaderCrashed"),
    either("bomb-content-twice-packed.pdf", _double_bomb, *UNREADABLE, "ReaderCrashed"),
    either("bomb-image.pdf", _image(b"/Width 60000/Height 60000")),
    either(
        "bomb-image-packed.pdf", lambda: _image(b"/Width 30000/Height 30000/Filter/FlateDecode", zeros(900_000_000))()
    ),
    either("bomb-image-alone.pdf", _image_alone, *UNREADABLE, "ResourceMissing"),  # where there is no Tesseract
    reads("image-size-zero.pdf", _image(b"/Width 0/Height 0")),
    reads("image-size-negative.pdf", _image(b"/Width -5/Height -5")),
    reads("image-jpeg-broken.pdf", _image(b"/Width 50/Height 50/Filter/DCTDecode", b"\xff\xd8\xff\xe0" + bytes(99))),
    reads(
        "image-jpx-broken.pdf", _image(b"/Width 50/Height 50/Filter/JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(99))
    ),
    reads("image-jbig2-broken.pdf", _image(b"/Width 50/Height 50/Filter/JBIG2Decode", bytes(99))),
    either("object-stream-count-huge.pdf", lambda: _object_stream(b"/N 2147483647/First 10", b"7 0 8 5 <</a 1>>")),
    either("object-stream-bomb.pdf", lambda: _object_stream(b"/N 9/First 9/Filter/FlateDecode", zeros(500_000_000))),
    either("object-stream-of-itself.pdf", lambda: _object_stream(b"/N 1/First 4/Extends 6 0 R", b"6 0 <</a 6 0 R>>")),
    reads("font-missing.pdf", _font(b"null")),
    reads("font-of-another-kind.pdf", _font(b"<</Type/Font/Subtype/Kunta>>")),
    reads(
        "font-file-broken.pdf",
        _font(
            b"<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor 7 0 R>>",
            b"<</Type/FontDescriptor/FontName/X/Flags 4/FontFile2 8 0 R>>",
            stream(bytes(range(256)) * 20),
        ),
    ),
    reads(
        "font-file-loop.pdf",
        _font(b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>"),
    ),
    reads("font-type3.pdf", _font(_TYPE3 + _GLYPHS % b"", stream(b"600 0 0 0 500 500 d1 0 0 500 500 re f"))),
    reads(
        "font-type3-of-itself.pdf",
        _font(_TYPE3 + _GLYPHS % b"/Resources<</Font<</F2 6 0 R>>>>", stream(b"600 0 d0 BT /F2 99 Tf (A) Tj ET")),
    ),
    reads(
        "font-matrix-zero.pdf", _font(_TYPE3.replace(b".001 0 0 .001", b"0 0 0 0") + _GLYPHS % b"", stream(b"600 0 d0"))
    ),
    reads(
        "font-widths-huge.pdf",
        _font(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 65/LastChar 2147483647/Widths[1e30 -1e30]>>"),
    ),
    either("tounicode-huge-range.pdf", lambda: _mapped(_RANGES)),
    either("tounicode-uses-itself.pdf", lambda: _mapped(b"/Self usecmap\n1 beginbfchar <41> <0041> endbfchar")),
    either("tounicode-unclosed.pdf", lambda: _mapped(b"1 beginbfchar <41> <" + b"0041" * 100_000)),
    reads(
        "tounicode-surrogates.pdf", lambda: _mapped(b"3 beginbfchar <41> <D800> <42> <DFFF> <43> <DC00D800> endbfchar")
    ),
    reads("tounicode-controls.pdf", lambda: _mapped(b"3 beginbfchar <41> <0000> <42> <0007> <43> <FFFE> endbfchar")),
    reads("tounicode-long.pdf", lambda: _mapped(b"1 beginbfchar <41> <%s> endbfchar" % (b"0061" * 500), b"A" * 100)),
    reads(
        "text-controls.pdf", _content(show() + b"BT /F1 11 Tf 72 600 Td (a\\000b\\001c\\007d\\033[31me\\177f) Tj ET")
    ),
    reads(
        "text-right-to-left-override.pdf",
        lambda: _mapped(b"3 beginbfchar <41> <202E> <42> <2066> <43> <200B> endbfchar"),
    ),
    either("text-one-megabyte.pdf", lambda: page(show() + b"BT /F1 1 Tf 72 600 Td (%s) Tj ET" % (b"sana " * 200_000))),
    either("text-in-one-place.pdf", lambda: page(show() + b"BT /F1 9 Tf 1 0 0 1 72 600 Tm (aaaaa) Tj ET\n" * 20_000)),
    reads("letters-one-by-one.pdf", _letters),
    reads("text-size-zero.pdf", lambda: page(show() + show("Nolla", 600, 0))),
    either("text-size-huge.pdf", lambda: page(show() + show("Suuri", 600, 1e9))),
    reads("text-far-away.pdf", _content(show() + b"BT /F1 9 Tf 1 0 0 1 1e30 -1e30 Tm (kaukana) Tj ET")),
    reads("text-matrix-zero.pdf", _content(show() + b"BT /F1 9 Tf 0 0 0 0 0 0 Tm (litistetty) Tj ET")),
    either("text-matrix-overflow.pdf", _content(show() + b"1e38 0 0 1e38 0 0 cm 1e38 0 0 1e38 0 0 cm " + show("Yli"))),
    reads("text-unbalanced.pdf", _content(show() + b"BT (a Tj BT BT ET ET ET Q Q Q EMC EMC")),
    reads("text-in-rules.pdf", lambda: _grid(10)),
    either("grid-300.pdf", lambda: _grid(300)),
    either("rules-without-cells.pdf", lambda: _rules(5000)),
    reads("script-at-opening.pdf", _catalog(_SCRIPT), never=("launchURL",)),
    reads("launch-at-opening.pdf", _catalog(b"/OpenAction<</S/Launch/F(/bin/sh)>>")),
    reads("launch-in-link.pdf", _annotation(b"/Subtype/Link/A<</S/Launch/Win<</F(cmd.exe)/P(/c calc)>>>>")),
    reads(
        "link-to-file.pdf", _annotation(b"/Subtype/Link/A<</S/GoToR/F(file:///etc/passwd)/D[0/Fit]>>"), never=("root:",)
    ),
    reads("link-to-script.pdf", _annotation(b"/Subtype/Link/A<</S/URI/URI(javascript:alert\\(1\\))>>")),
    reads(
        "link-rect-huge.pdf",
        _annotation(b"/Subtype/Link/Rect[-1e30 -1e30 1e30 1e30]/A<</S/URI/URI(https://kunta.fi)>>"),
    ),
    reads("links-20000.pdf", lambda: _many_annotations(20_000)),
    reads("embedded-file.pdf", _attached),
    reads("xfa.pdf", _catalog(b"/AcroForm<</XFA 6 0 R/Fields[]>>", stream(_ENTITIES))),
    reads("metadata-entities.pdf", _catalog(b"/Metadata 6 0 R", stream(_ENTITIES, b"/Type/Metadata/Subtype/XML"))),
    reads("form-field-cycle.pdf", _catalog(b"/AcroForm<</Fields[6 0 R]>>", b"<</T(a)/Kids[6 0 R]/Parent 6 0 R>>")),
    fails("annotations-only.pdf", _annotations_only, "EmptyDocument"),
    reads("outline-cycle.pdf", _outline_cycle),
    reads("outline-20k-deep.pdf", lambda: _outline_deep(20_000)),
    either("structure-cycle.pdf", _structure_cycle),
    either("structure-5000-deep.pdf", lambda: _structure_deep(5000)),
    reads("page-labels-cycle.pdf", _catalog(b"/PageLabels 6 0 R", b"<</Kids[6 0 R]>>")),
    reads("names-cycle.pdf", _catalog(b"/Names<</Dests 6 0 R>>", b"<</Kids[6 0 R]/Limits[(a)(z)]>>")),
    reads("hidden-layer.pdf", _hidden_layer),
    fails("white-space-only.pdf", _content(show("   ")), "EmptyDocument"),
    reads("said-thrice.pdf", _content(show() + show(y=600) + show(TEXT, y=500)), SAYS),
]
