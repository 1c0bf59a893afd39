"""PDF files put together object by object, so that any part of them can be wrong."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from .case import TEXT

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
MEDIABOX = b"/MediaBox[0 0 595 842]"


def show(text: str = TEXT, y: float = 720, size: float = 11) -> bytes:
    """Return the operators that set a line of text."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
    return b"BT /F1 %g Tf 72 %g Td (%s) Tj ET\n" % (size, y, escaped)


def stream(data: bytes, entries: bytes = b"", length: int | None = None) -> bytes:
    """Return a stream object; `length` is what it claims."""
    claimed = len(data) if length is None else length
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, claimed, data)


def flate(data: bytes, entries: bytes = b"") -> bytes:
    """Return a compressed stream object."""
    return stream(zlib.compress(data), b"/Filter/FlateDecode" + entries)


def zeros(count: int) -> bytes:
    """Return the zlib form of `count` (in whole megabytes) zero bytes, made without compressing them all."""
    block = bytes(1_000_000)
    times = count // len(block)
    packer = zlib.compressobj(9)
    head = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 1
    for _ in range(times):
        checksum = zlib.adler32(block, checksum)
    return head + again * (times - 1) + b"\x03\x00" + checksum.to_bytes(4, "big")


def write(objects: Sequence[bytes], trailer: bytes = b"", header: bytes = HEADER) -> bytes:
    """Return a file of `objects`, numbered from 1; the first is its catalog."""
    out = bytearray(header)
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def page(
    content: bytes | None = None,
    *more: bytes,
    page: bytes = MEDIABOX,
    resources: bytes = b"/Font<</F1 5 0 R>>",
    catalog: bytes = b"",
    pages: bytes = b"/Kids[3 0 R]/Count 1",
    stream_object: bytes | None = None,
    trailer: bytes = b"",
) -> bytes:
    """Return a file of one page: catalog 1, page tree 2, page 3, content 4, font 5, then `more` from 6 on."""
    return write(
        [
            b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
            b"<</Type/Pages%s>>" % pages,
            b"<</Type/Page/Parent 2 0 R%s/Resources<<%s>>/Contents 4 0 R>>" % (page, resources),
            stream_object or stream(show() if content is None else content),
            FONT,
            *more,
        ],
        trailer,
    )
