"""Web pages and Markdown: scripts, files that are asked for, structure without end, wrong encodings."""

from __future__ import annotations

import random
from collections.abc import Callable

from .case import TEXT, Case, either, fails, long, reads

_P = f"<p>{TEXT}</p>".encode()
_LEAK = ("root:", "/bin/")


def html(body: bytes = _P, head: bytes = b"<meta charset=utf-8>") -> bytes:
    """Return a web page."""
    return b'<!DOCTYPE html><html lang="fi"><head>%s<title>Ohjelma</title></head><body>%s</body></html>' % (head, body)


def _body(body: bytes) -> Callable[[], bytes]:
    return lambda: html(_P + body)


def _head(head: bytes) -> Callable[[], bytes]:
    return lambda: html(head=head)


def _nested(tag: bytes, depth: int) -> Callable[[], bytes]:
    return lambda: html(_P + b"<%s>" % tag * depth + b"loppu" + b"</%s>" % tag * depth)


def _entities(levels: int) -> bytes:
    declared = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, levels))
    return b'<!DOCTYPE html [<!ENTITY l0 "naurua">%s]>' % declared + html(_P + b"<p>&l%d;</p>" % (levels - 1))


_XXE = b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
_XHTML = b'<html xmlns="http://www.w3.org/1999/xhtml"><body>%s<p>&f;</p></body></html>'

CASES: list[Case] = [
    reads("sound.html", html),
    fails("empty.html", lambda: b" \n ", "EmptyDocument"),
    fails("no-text.html", lambda: html(b"<p> </p><br><hr>"), "EmptyDocument"),
    fails("only-script.html", lambda: html(b"<script>document.write('Asukasraati')</script>"), "EmptyDocument"),
    fails("noise.html", lambda: random.Random(3).randbytes(20_000), "CorruptDocument"),
    fails("pdf.html", lambda: b"%PDF-1.7\n" + bytes(99), "CorruptDocument"),
    fails("zip.html", lambda: b"PK\x03\x04" + bytes(99), "CorruptDocument"),
    either("null-bytes.html", lambda: html(_P.replace(b" ", b" \x00"))),
    either("null-references.html", _body(b"<p>a&#0;b&#xD800;c&#x110000;d&#99999999999999;e&#7;f</p>")),
    reads("no-body.html", lambda: b"<html>" + _P),
    reads("no-html.html", lambda: _P),
    reads("unclosed.html", lambda: html(b"<div><ul><li><b><i>" + _P + b"<table><tr><td>solu")),
    reads("closed-only.html", _body(b"</div></p></body></html></table></tr>" * 500)),
    reads("text-after-end.html", lambda: html() + b"<p>loppu</p>"),
    reads("script.html", _body(b"<script>var salaisuus='<p>x</p>'</script>"), never=("salaisuus",)),
    reads("script-unclosed.html", _body(b"<script>var salaisuus=1;<!-- <script>"), never=("salaisuus",)),
    reads(
        "style.html", _body(b"<style>@import url(file:///etc/passwd);.salaisuus{}</style>"), never=("salaisuus", *_LEAK)
    ),
    reads("template.html", _body(b"<template><p>salaisuus</p></template>"), never=("salaisuus",)),
    reads("comment.html", _body(b"<!-- salaisuus --><!--[if IE]><p>salaisuus</p><![endif]-->"), never=("salaisuus",)),
    reads("comment-unclosed.html", _body(b"<!-- " + b"a" * 100_000)),
    reads("handlers.html", _body(b"<p onclick='salaisuus()' onload=salaisuus()>Kunta</p>"), never=("salaisuus",)),
    reads(
        "frame-of-file.html",
        _body(b"<iframe src='file:///etc/passwd'></iframe><object data='/etc/passwd'></object>"),
        never=_LEAK,
    ),
    reads("refresh-to-file.html", _head(b"<meta http-equiv=refresh content='0;url=file:///etc/passwd'>"), never=_LEAK),
    reads("base-of-file.html", _head(b"<base href='file:///etc/'><link rel=stylesheet href=passwd>"), never=_LEAK),
    reads("links.html", _body(b"<a href='javascript:alert(1)'>a</a><a href='data:text/html;base64,PHA+'>b</a>")),
    reads("picture-data.html", lambda: html(_P + b"<img alt='' src='data:image/png;base64,%s'>" % (b"A" * 3_000_000))),
    reads(
        "svg.html",
        _body(b"<svg><script>salaisuus</script><foreignObject><p>x</p></foreignObject></svg>"),
        never=("salaisuus",),
    ),
    either("entity-bomb.html", lambda: _entities(9)),
    either("entity-to-file.html", lambda: _XXE + _XHTML % _P, never=_LEAK),
    either("entity-to-file.xhtml", lambda: _XXE + _XHTML % _P, never=_LEAK),
    either("divs-nested-100000.html", _nested(b"div", 100_000)),
    either("lists-nested-20000.html", _nested(b"ul><li", 20_000)),
    either("quotes-nested-20000.html", _nested(b"blockquote", 20_000)),
    either("spans-nested-100000.html", _nested(b"span", 100_000)),
    either("tables-nested-5000.html", _nested(b"table><tr><td", 5000)),
    either("bold-unclosed-50000.html", _body(b"<p><b><i>" * 20_000)),
    reads("tags-cut.html", _body(b"<" * 200_000)),
    reads("tags-open.html", _body(b"<a " * 100_000)),
    reads("attribute-huge.html", lambda: html(_P + b"<p title='%s'>Kunta</p>" % (b"a" * 5_000_000))),
    reads(
        "attributes-many.html", lambda: html(_P + b"<p %s>Kunta</p>" % b" ".join(b"a%d=1" % n for n in range(8_000)))
    ),
    reads("ampersands.html", _body(b"&" * 200_000 + b"&amp" * 50_000)),
    reads("name-of-tag-huge.html", lambda: html(_P + b"<" + b"a" * 1_000_000 + b">")),
    either(
        "cell-spans-billions.html",
        _body(b"<table><tr><td colspan=2000000000 rowspan=2000000000>a<td>b<tr><td>c</table>"),
    ),
    either(
        "cell-spans-1000.html",
        _body(b"<table>" + b"<tr><td colspan=1000 rowspan=65534>a<td colspan=1000>b" * 60 + b"</table>"),
    ),
    reads(
        "cell-spans-nonsense.html",
        _body(b"<table><tr><td colspan=-1 rowspan=x>a<td colspan=0>b<tr></table><table></table>"),
    ),
    reads(
        "list-starts-nonsense.html", _body(b"<ol start=99999999999999999999 type=i><li value=x>a<li value=-5>b</ol>")
    ),
    reads("list-starts-huge-roman.html", _body(b"<ol start=999999999 type=I><li>a<li>b</ol>")),
    reads("headings-500.html", _body(b"<h1>a</h1><h6>b</h6><h3>c</h3>" * 500)),
    reads("paragraphs-4000.html", lambda: html(_P * 4_000)),
    reads("line-breaks-20000.html", lambda: html(_P + b"<p>" + b"<br>" * 20_000 + b"</p>")),
    reads("spaces-2-megabytes.html", lambda: html(_P + b"<p>a" + b" " * 2_000_000 + b"b</p>")),
    either("charset-wrong.html", _head(b"<meta charset=utf-16>")),
    reads("charset-unknown.html", _head(b"<meta charset=kunta-1>")),
    either(
        "charset-utf-7.html",
        lambda: html(_P + b"<p>+ADw-script+AD4-salaisuus+ADw-/script+AD4-</p>", b"<meta charset=utf-7>"),
    ),
    either("charset-of-codecs.html", _head(b"<meta charset=zlib>")),
    either("charset-rot13.html", _head(b"<meta charset=rot13>")),
    reads("charset-twice.html", _head(b"<meta charset=utf-8><meta charset=koi8-r>")),
    reads("utf-16.html", lambda: html().decode().encode("utf-16")),
    reads("invalid-utf-8.html", _body(b"<p>\xff\xfe\xc3\x28\xe4</p>")),
    reads("sound.md", lambda: f"# Ohjelma\n\n{TEXT}\n\n- a\n- b\n".encode()),
    reads(
        "html.md",
        lambda: f"{TEXT}\n\n<script>salaisuus</script>\n\n<iframe src=file:///etc/passwd>\n".encode(),
        never=_LEAK,
    ),
    reads("links.md", lambda: f"{TEXT} [a](javascript:alert(1)) ![b](file:///etc/passwd)\n".encode(), never=_LEAK),
    reads("quotes-nested.md", lambda: f"{TEXT}\n\n{'>' * 5000} loppu\n".encode()),
    reads("lists-nested.md", lambda: (TEXT + "\n\n" + "".join(" " * (2 * n) + "- a\n" for n in range(300))).encode()),
    reads("brackets.md", lambda: (TEXT + "\n\n" + "[" * 20_000 + "\n").encode()),
    reads("brackets-and-bangs.md", lambda: (TEXT + "\n\n" + "![[](" * 5000 + "\n").encode()),
    reads("stars.md", lambda: (TEXT + "\n\n" + "*a **b " * 10_000 + "\n").encode()),
    reads("backticks.md", lambda: (TEXT + "\n\n" + "".join("`" * (n % 99) + "a" for n in range(3000)) + "\n").encode()),
    reads(
        "pipes.md", lambda: (TEXT + "\n\n" + "|a" * 2000 + "|\n" + "|-" * 2000 + "|\n" + "|b" * 2000 + "|\n").encode()
    ),
    reads("references.md", lambda: (TEXT + "\n\n" + "[a]: b\n" * 20_000).encode()),
    reads("angles.md", lambda: (TEXT + "\n\n" + "<a" * 20_000 + "\n").encode()),
    fails("only-comment.md", lambda: b"<!-- a -->\n", "EmptyDocument"),
    either("noise.md", long(b"#>-*`|[](!<&\\\n", 3000)),
]
