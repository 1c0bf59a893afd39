"""PDF files that are damaged: by a bad disk, a cut download, a mail gateway, a faulty program."""

from __future__ import annotations

import io
import random
import re
import zlib
from collections.abc import Callable

from .case import Case, either, fails, reads
from .raw_pdf import FONT, HEADER, MEDIABOX, flate, page, show, stream, write


def _changed(pattern: bytes, by: bytes) -> Callable[[], bytes]:
    def make() -> bytes:
        made, count = re.subn(pattern, by, page(), flags=re.DOTALL)
        assert count, pattern
        return made

    return make


def _cut(percent: int) -> Callable[[], bytes]:
    return lambda: page()[: len(page()) * percent // 100]


def _flipped(seed: int) -> Callable[[], bytes]:
    def make() -> bytes:
        chance = random.Random(seed)
        lines = b"".join(show(f"Asukasraati kokoontuu {number}. kerran.", 720 - 14 * number) for number in range(20))
        content = bytearray(page(stream_object=flate(lines)) if seed % 2 else page(lines))
        for _ in range(len(content) // 100):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        content[:8] = HEADER[:8]
        return bytes(content)

    return make


def _encrypted(user: str, strength: int) -> Callable[[], bytes]:
    def make() -> bytes:
        import pikepdf

        buffer = io.BytesIO()
        with pikepdf.open(io.BytesIO(page())) as pdf:
            lock = pikepdf.Encryption(owner="avain", user=user, R=strength, aes=strength >= 4, metadata=strength >= 4)
            pdf.save(buffer, encryption=lock)
        return buffer.getvalue()

    return make


def _tree(kids: bytes, count: bytes) -> Callable[[], bytes]:
    return lambda: page(pages=b"/Kids[%s]/Count %s" % (kids, count))


def _deep_tree(depth: int) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 5 0 R>>",
        b"<</Type/Page/Parent %d 0 R%s/Resources<</Font<</F1 4 0 R>>>>/Contents 3 0 R>>" % (depth + 4, MEDIABOX),
        stream(show()),
        FONT,
        *(b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 6) for number in range(depth - 1)),
        b"<</Type/Pages/Kids[2 0 R]/Count 1>>",
    ]
    return write(objects)


def _many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(count))
    one = b"<</Type/Page/Parent 2 0 R%s/Resources<</Font<</F1 4 0 R>>>>/Contents 3 0 R>>" % MEDIABOX
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return write([b"<</Type/Catalog/Pages 2 0 R>>", tree, stream(show()), FONT, *([one] * count)])


def _xref_stream(entries: bytes, data: bytes) -> bytes:
    body = page()
    body = body[: body.index(b"xref\n")]
    start = len(body)
    return body + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        stream(data, b"/Type/XRef/Root 1 0 R" + entries),
        start,
    )


def _prev_loop() -> bytes:
    made = page()
    return made.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % made.rindex(b"xref\n0 "))


CASES: list[Case] = [
    fails("empty.pdf", bytes, "EmptyDocument"),
    fails("header-only.pdf", lambda: HEADER, "CorruptDocument"),
    fails("noise.pdf", lambda: HEADER + random.Random(5).randbytes(20_000), "CorruptDocument"),
    fails("html.pdf", lambda: b"<!DOCTYPE html><html><body><p>404</p></body></html>", "CorruptDocument"),
    fails("plain-text.pdf", lambda: b"Asukasraati kokoontuu.", "CorruptDocument"),
    reads("sound.pdf", page),
    reads("xref-offsets-wrong.pdf", _changed(rb"(?<=\n)\d{10} 00000 n", b"0000000007 00000 n")),
    reads("xref-offsets-beyond.pdf", _changed(rb"(?<=\n)\d{10} 00000 n", b"9999999999 00000 n")),
    reads("xref-missing.pdf", _changed(rb"xref\n0.*(?=trailer)", b"")),
    either("xref-and-trailer-missing.pdf", _changed(rb"xref\n0.*", b"")),
    reads("startxref-wrong.pdf", _changed(rb"startxref\n\d+", b"startxref\n123456789")),
    reads("startxref-negative.pdf", _changed(rb"startxref\n\d+", b"startxref\n-5")),
    either("xref-prev-loop.pdf", _prev_loop),
    either("xref-size-huge.pdf", _changed(rb"/Size 6", b"/Size 2147483647")),
    either("xref-count-huge.pdf", _changed(rb"xref\n0 6", b"xref\n0 99999999")),
    either("xref-stream-w-huge.pdf", lambda: _xref_stream(b"/Size 9/W[99999999 99999999 99999999]", bytes(64))),
    either("xref-stream-index-lies.pdf", lambda: _xref_stream(b"/Size 9/W[1 2 1]/Index[0 999999999]", bytes(64))),
    *(either(f"cut-at-{percent}.pdf", _cut(percent)) for percent in (10, 50, 90, 99)),
    reads("junk-before-header.pdf", lambda: b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" * 5 + page()),
    reads("junk-after-end.pdf", lambda: page() + random.Random(1).randbytes(5000)),
    reads("zeros-after-end.pdf", lambda: page() + bytes(100_000)),
    either("twice.pdf", lambda: page() + page()),
    either("line-ends-changed.pdf", lambda: page(stream_object=flate(show() * 20)).replace(b"\n", b"\r\n")),
    either("seven-bits.pdf", lambda: bytes(byte & 0x7F for byte in page(stream_object=flate(show() * 20)))),
    *(either(f"bits-flipped-{seed}.pdf", _flipped(seed)) for seed in range(10)),
    fails("password.pdf", _encrypted("salaisuus", 3), "EncryptedDocument"),
    fails("password-aes-256.pdf", _encrypted("salaisuus", 6), "EncryptedDocument"),
    reads("owner-password-only.pdf", _encrypted("", 3)),
    reads("owner-password-only-aes-128.pdf", _encrypted("", 4)),
    reads("owner-password-only-aes-256.pdf", _encrypted("", 6)),
    fails(
        "unknown-security-handler.pdf",
        lambda: page(None, b"<</Filter/Kunta.Lukko/V 9/R 9>>", trailer=b"/Encrypt 6 0 R/ID[<00><00>]"),
        "EncryptedDocument",
        "CorruptDocument",
    ),
    fails("no-pages.pdf", _tree(b"", b"0"), "EmptyDocument", "CorruptDocument"),
    fails("no-page-tree.pdf", _changed(rb"/Pages 2 0 R", b""), "EmptyDocument", "CorruptDocument"),
    either("root-is-a-page.pdf", _changed(rb"/Root 1 0 R", b"/Root 3 0 R")),
    either("root-missing.pdf", _changed(rb"/Root 1 0 R", b"/Root 77 0 R")),
    either("page-tree-cycle.pdf", _tree(b"2 0 R 3 0 R", b"2")),
    either("page-tree-only-itself.pdf", _tree(b"2 0 R", b"1")),
    either("page-tree-5000-deep.pdf", lambda: _deep_tree(5000)),
    either("same-page-again.pdf", _tree(b"3 0 R 3 0 R 3 0 R", b"3")),
    fails("ten-thousand-pages.pdf", lambda: _many_pages(10_000), "LimitExceeded"),
    either("count-too-high.pdf", _tree(b"3 0 R", b"1000")),
    either("count-enormous.pdf", _tree(b"3 0 R", b"2147483647")),
    either("count-negative.pdf", _tree(b"3 0 R", b"-1")),
    either("count-zero.pdf", _tree(b"3 0 R", b"0")),
    either("kids-of-other-kinds.pdf", _tree(b"null 5 0 R (x) 99 0 R 3 0 R", b"5")),
    fails(
        "contents-missing.pdf", _changed(rb"/Contents 4 0 R", b"/Contents 44 0 R"), "EmptyDocument", "CorruptDocument"
    ),
    reads("contents-with-nulls.pdf", _changed(rb"/Contents 4 0 R", b"/Contents[null 44 0 R 4 0 R null]")),
    either("length-too-short.pdf", lambda: page(stream_object=stream(show(), length=5))),
    either("length-too-long.pdf", lambda: page(stream_object=stream(show(), length=5_000_000))),
    either("length-negative.pdf", lambda: page(stream_object=stream(show(), length=-1))),
    either("length-loop.pdf", _changed(rb"/Length \d+", b"/Length 4 0 R")),
    either(
        "flate-cut.pdf", lambda: page(stream_object=stream(zlib.compress(show() * 50)[:60], b"/Filter/FlateDecode"))
    ),
    either("flate-not-flate.pdf", lambda: page(stream_object=stream(show(), b"/Filter/FlateDecode"))),
    either("filter-unknown.pdf", lambda: page(stream_object=stream(show(), b"/Filter/Kunta"))),
    either(
        "filter-chain.pdf", lambda: page(stream_object=stream(b"00" * 500, b"/Filter[%s]" % (b"/ASCIIHexDecode" * 500)))
    ),
    either(
        "predictor-huge.pdf",
        lambda: page(stream_object=flate(show(), b"/DecodeParms<</Predictor 15/Columns 2147483647>>")),
    ),
    either("object-number-huge.pdf", _changed(rb"5 0 obj", b"4294967295 0 obj")),
    either("resources-loop.pdf", _changed(rb"/Resources<<.*?>>>>", b"/Resources 3 0 R")),
    either("version-9.pdf", _changed(rb"%PDF-1.7", b"%PDF-9.9")),
]
