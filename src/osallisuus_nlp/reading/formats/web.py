"""HTML and Markdown: the main content of a page as blocks and tables.

Nothing is fetched and nothing is run: a page is what its bytes say. The main content is ``<main>`` or, where there is
none, the one ``<article>``, or else the part of the page that holds most of the text that is no link. Menus, heads and
feet of the page, cookie notices, forms, scripts and hidden text are left out; panels that open with a button are read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from ..._data import data_toml
from ...document import Kind, Role
from ...errors import CorruptDocument
from .flow import Block, Grid, GridCell, Piece

_MAX_DEPTH = 150  # elements deeper than this are read as plain text
_MAIN_SHARE = 0.25  # of the page's text must stand in <main> or <article> for it to be believed
_CORE_SHARE = 0.7  # of the text must stand in a part for it to be the main content
_JOINED = ("p", "div", "section", "article", "button", "header")
_SPACES = {"cm": 5.67, "mm": 0.567, "in": 14.4, "pt": 0.2, "px": 0.15}  # in a unit of length
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    "html", "body", "main", "article", "section", "div", "p", "ul", "ol", "li", "dl", "dt", "dd", "table", "blockquote",
    "pre", "figure", "figcaption", "address", "details", "summary", "fieldset", "form", "center", "header", "footer",
    "aside", "hgroup", "hr", "button", "menu", "dir", "caption", "legend", "td", "th", "tr", "tbody", "thead", "tfoot",
    *_HEADINGS,
}  # fmt: skip
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_\-]{2,20})|<\?xml[^>]{0,80}?encoding=["']([a-z0-9_\-]{2,20})""", re.IGNORECASE)  # fmt: skip # noqa: E501
_SAFE_CHARSET = re.compile(r"iso8859|cp125|cp437|cp850|mac-|utf-|latin|ascii|koi8")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BACK = re.compile(r"footnote-?back", re.IGNORECASE)
_MARK = re.compile(r"(?:foot|end)note|sd(?:foot|end)note", re.IGNORECASE)
_FOOTNOTES = re.compile(r"foot-?notes?|endnotes?|alaviitteet|fotnoter", re.IGNORECASE)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(data_toml("reading", "web.toml")[name])


def decode_html(content: bytes) -> str:
    """Return the text of a page: by its byte-order mark, as UTF-8, by what it declares, else as Windows-1252."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    declared = _CHARSET.search(content[:4096])
    names = ["utf-8"]
    if declared:
        name = (declared.group(1) or declared.group(2)).decode("ascii").lower()
        try:
            found = codecs.lookup(name).name
        except LookupError:
            found = ""
        if _SAFE_CHARSET.match(found) and not found.startswith(("utf-16", "utf-32", "utf-7")):
            names.append("cp1252" if found in ("iso8859-1", "ascii") else found)
    for encoding in names:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", "replace")


def read_html(text: str, name: str, *, whole: bool = False) -> list[Piece]:
    """Return what a page's main content holds, or all of it where it is `whole`.

    Raises
    ------
    CorruptDocument
        If the page's elements are nested deeper than the parser goes.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    text = text.replace("\x00", "")
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    if any("depth" in entry.message for entry in parser.error_log.filter_from_errors()):
        raise CorruptDocument(f"{name}: what is in it is nested too deeply; save the page as PDF")
    opened = {found for value in root.xpath("//@aria-controls") for found in str(value).split()}
    body = next(iter(root.iter("body")), root)
    if whole:
        return _Walker(opened, inside=True).read(body)
    main, inside = _main(body, opened)
    pieces = _Walker(opened, inside).read(main)
    if inside and not any(
        isinstance(piece, Block) and piece.kind is Kind.HEADING and piece.level == 1 for piece in pieces
    ):
        pieces = [*_title(body, main), *pieces]
    return pieces


def read_markdown(text: str, name: str) -> list[Piece]:
    """Return what a Markdown text holds (CommonMark with pipe tables and footnotes)."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    text = re.sub(r"\A---\n.*?\n(?:---|\.\.\.)\n", "", text.replace("\r\n", "\n"), count=1, flags=re.DOTALL)
    made = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    return read_html(f"<body>{made.render(text)}</body>", name, whole=True)


# Where the main content stands


def _main(body: Any, opened: set[str]) -> tuple[Any, bool]:
    """Return the element that holds the main content, and whether the page says itself that it does."""
    weights = _weights(body, opened)
    whole = weights[body] or 1
    marked = [found for found in body.iter("main") if found in weights]
    marked += [found for found in body.iter() if found in weights and found.get("role") == "main"]
    articles = [found for found in body.iter("article") if found in weights]
    for found in (marked, articles if len(articles) == 1 else []):
        best = max(found, key=lambda element: weights[element], default=None)
        if best is not None and weights[best] >= _MAIN_SHARE * whole:
            return best, True
    best = body
    while True:
        heaviest = max((child for child in best if child in weights), key=lambda child: weights[child], default=None)
        if heaviest is None or weights[heaviest] < _CORE_SHARE * whole or heaviest.tag not in _BLOCKS - {"p", "ul"}:
            return best, False
        if heaviest.tag in ("table", "tbody", "tr", "li", "ol", "blockquote"):
            return best, False
        best = heaviest


def _weights(body: Any, opened: set[str]) -> dict[Any, int]:
    """Return how many letters outside of links stand in each element that is read."""
    weights: dict[Any, int] = {}
    order: list[Any] = []
    stack: list[tuple[Any, bool]] = [(body, False)]
    while stack:
        element, linked = stack.pop()
        order.append(element)
        weights[element] = 0 if linked else len((element.text or "").strip())
        for child in element:
            if isinstance(child.tag, str):
                weights[element] += 0 if linked else len((child.tail or "").strip())
                if not _is_left_out(child, opened, inside=False):
                    stack.append((child, linked or child.tag == "a"))
    for element in reversed(order):
        if element is not body:
            weights[element.getparent()] += weights[element]
    return weights


def _title(body: Any, main: Any) -> list[Piece]:
    """Return the page's first ``<h1>`` where it stands outside of the main content."""
    for found in body.iter("h1"):
        around = [found, *found.iterancestors()]
        if main not in around and not any(element.tag in ("nav", "footer") for element in around):
            text = " ".join(found.itertext())
            if text.strip():
                return [Block(Kind.HEADING, text, 1)]
    return []


@cache
def _name_parts(names: str) -> frozenset[str]:
    """Return the words of a class or id: ``site-header siteNav`` → site-header, site, header, sitenav, nav."""
    parts: set[str] = set()
    for name in names.split()[:30]:
        split = re.split(r"[-_:]+|(?<=[a-zåäö])(?=[A-ZÅÄÖ])", name)
        parts |= {name.lower(), *(part.lower() for part in split)}
    return frozenset(parts)


def _is_left_out(element: Any, opened: set[str], *, inside: bool) -> bool:
    tag = element.tag
    if tag in _words("skipped_tags"):
        return True
    if tag in ("html", "body", "main", *_HEADINGS):
        return False
    if element.get("role") in _words("skipped_roles") and not (inside and element.get("role") == "complementary"):
        return True
    if tag in ("header", "footer", "aside") and not inside:
        return True
    if tag == "button":
        opens = element.get("aria-controls") in opened and element.get("aria-haspopup") is None
        return not opens and not any(parent.tag in (*_HEADINGS, "summary") for parent in element.iterancestors())
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:400]
    classes = set(names.lower().split())
    if classes & _words("hidden_classes"):
        return True
    if _is_hidden(element, opened):
        return True
    if not names.strip() or tag in ("a", "span", "strong", "b", "em", "i", "td", "th", "p", "li"):
        return False
    parts = _name_parts(names)
    if parts & _words("skipped_names_everywhere"):
        return True
    return bool(parts & _words("skipped_names")) and (not inside or _is_links(element))


def _is_links(element: Any) -> bool:
    """Whether most of an element's text is links, as in a menu."""
    linked = sum(len("".join(link.itertext()).strip()) for link in element.iter("a"))
    return linked > 0.6 * len("".join(element.itertext()).strip())


def _is_hidden(element: Any, opened: set[str]) -> bool:
    """Whether an element is hidden, and is no panel that a button opens."""
    hidden = element.get("hidden") is not None or bool(_HIDDEN_STYLE.search((element.get("style") or "")[:500]))
    if not hidden and element.get("aria-hidden") == "true":  # an open dialog hides the whole page so
        hidden = len("".join(element.itertext())) < 200
    panel = element.get("id") in opened or element.get("role") == "tabpanel" or element.get("hidden") == "until-found"
    return hidden and not panel


# From elements to blocks


@dataclass(slots=True)
class _State:
    """What the text that is gathered now will be."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    role: Role = Role.BODY
    indent: float = 0.0
    parts: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0


class _Walker:
    def __init__(self, opened: set[str], inside: bool) -> None:
        self._opened = opened
        self._inside = inside
        self._out: list[Piece] = []
        self._state = _State()

    def read(self, element: Any) -> list[Piece]:
        """Return the pieces of an element."""
        self._children(element, 0, bold=False, lists=0)
        self._flush()
        return self._out

    def _flush(self) -> None:
        state = self._state
        text = re.sub(r" *\n *", "\n", "".join(state.parts)).strip()
        if text:
            bold = bool(state.letters) and state.bold == state.letters
            self._out.append(Block(state.kind, text, state.level, state.role, bold, indent=state.indent))
            if state.kind is Kind.LIST_ITEM:  # what follows in the item, after a list or table in it, is no new item
                state.kind, state.level = Kind.PARAGRAPH, 0
        state.parts, state.letters, state.bold = [], 0, 0

    def _text(self, text: str | None, bold: bool, preformatted: bool = False) -> None:
        if text:
            self._state.parts.append(text if preformatted else re.sub(r"\s+", " ", text))
            letters = sum(map(str.isalnum, text))
            self._state.letters += letters
            self._state.bold += letters if bold else 0

    def _children(self, element: Any, depth: int, *, bold: bool, lists: int) -> None:
        preformatted = element.tag == "pre"
        self._text(element.text, bold, preformatted)
        for child in element:
            if isinstance(child.tag, str) and not _is_left_out(child, self._opened, inside=self._inside):
                self._element(child, depth + 1, bold=bold, lists=lists)
            self._text(child.tail, bold, preformatted)

    def _element(self, element: Any, depth: int, *, bold: bool, lists: int) -> None:
        tag = element.tag
        if depth > _MAX_DEPTH:
            self._text(" ".join(element.itertext("p", "span", "div", "b", "i", "li", "td", "a", "font", "em")), bold)
        elif tag == "br":
            self._state.parts.append("\n")
        elif _is_mark(element):
            return
        elif tag not in _BLOCKS:
            weight = tag in ("b", "strong") or "font-weight:bold" in (element.get("style") or "").replace(" ", "")[:500]
            self._children(element, depth, bold=bold or weight, lists=lists)
        elif tag == "table":
            self._flush()
            self._out += self._table(element)
        else:
            self._block(element, tag, depth, lists, bold)

    def _block(self, element: Any, tag: str, depth: int, lists: int, bold: bool) -> None:
        outer = self._state
        if outer.kind is not Kind.PARAGRAPH and tag in _JOINED:  # the paragraphs of one item or heading are one
            if outer.parts:
                outer.parts.append("\n")
            self._children(element, depth, bold=bold, lists=lists)
            return
        self._flush()
        role = (
            Role.FOOTNOTE
            if _FOOTNOTES.search(f"{element.get('class') or ''} {element.get('role') or ''}")
            else outer.role
        )
        if tag in ("figcaption", "caption"):
            role = Role.CAPTION
        elif tag in ("ul", "ol") and not lists and _is_contents(element):
            role = Role.CONTENTS
        deeper = lists + (tag in ("ul", "ol", "menu", "dir"))
        if tag == "p" and (element.get("class") or "").lower() in (
            "title",
            "msotitle",
        ):  # as Word and LibreOffice save it
            self._state = _State(Kind.HEADING, 1, role)
        elif tag in _HEADINGS:
            self._state = _State(Kind.HEADING, _HEADINGS[tag], role)
        elif tag == "li" and role is not Role.FOOTNOTE:
            self._state = _State(Kind.LIST_ITEM, max(1, lists), role)
        else:
            self._state = _State(role=role, indent=_indent(element))
        bold = bold or tag in ("summary", "button")
        self._children(element, depth, bold=bold, lists=deeper)
        self._flush()
        self._state = outer if outer.kind is not Kind.HEADING else _State(outer.kind, outer.level, outer.role)

    def _table(self, table: Any) -> list[Piece]:
        rows: list[list[GridCell]] = []
        header: int | None = 0
        captions: list[Piece] = []
        heads = []
        for row, in_head in _table_rows(table, captions, self._opened):
            cells = [
                found
                for found in row
                if found.tag in ("td", "th") and not _is_left_out(found, self._opened, inside=True)
            ]
            rows.append([_cell(found, self._opened, in_head) for found in cells])
            heads.append(in_head or (bool(cells) and all(found.tag == "th" for found in cells)))
        header = next((place for place, head in enumerate(heads) if not head), len(heads))
        by_rows = bool(rows) and all(found.tag == "th" for found in table.xpath(".//tr/*[1]")) and not header
        count = 0 if by_rows else header or None
        grid = Grid(rows, count, layout=table.get("role") in ("presentation", "none"))
        return [*captions, grid]


def _table_rows(table: Any, captions: list[Piece], opened: set[str]) -> Iterator[tuple[Any, bool]]:
    for child in table:
        if child.tag == "caption":
            captions += [replace(piece, role=Role.CAPTION, kind=Kind.PARAGRAPH, bold=False)
                         for piece in _Walker(opened, inside=True).read(child) if isinstance(piece, Block)]  # fmt: skip
        elif child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in child:
                if row.tag == "tr":
                    yield row, child.tag == "thead"


def _cell(element: Any, opened: set[str], in_head: bool) -> GridCell:
    pieces = _Walker(opened, inside=True).read(element)
    if in_head or element.tag == "th":
        pieces = [replace(piece, kind=Kind.PARAGRAPH) if isinstance(piece, Block) else piece for piece in pieces]
    return GridCell(pieces, _span(element, "colspan"), _span(element, "rowspan"))


def _span(element: Any, name: str) -> int:
    text = element.get(name) or "1"
    return max(1, min(int(text), 1000)) if re.fullmatch(r"\s*\d{1,6}\s*", text) else 1


def _indent(element: Any) -> float:
    """Return the left margin that an element's style sets, in spaces, roughly."""
    found = re.search(r"margin-left\s*:\s*(\d{1,4}(?:\.\d{1,4})?)(cm|mm|in|pt|px)", (element.get("style") or "")[:500])
    return float(found.group(1)) * _SPACES[found.group(2)] if found else 0.0


def _is_mark(element: Any) -> bool:
    """Whether an element is the mark of a footnote, or the way back from one: a raised number that is a link."""
    if element.tag not in ("a", "sup"):
        return False
    if _BACK.search(element.get("class") or ""):
        return True
    other = "sup" if element.tag == "a" else "a"
    raised = element.find(f".//{other}") is not None or _MARK.search(element.get("class") or "") is not None
    return raised and bool(re.fullmatch(r"\W*(?:\d{1,3}|[ivx]{1,5})\W*", "".join(element.itertext())))


def _is_contents(element: Any) -> bool:
    """Whether a list holds nothing but links to places on the page itself."""
    links = element.findall(".//a[@href]")
    if len(links) < 3 or any(not (link.get("href") or "").startswith("#") for link in links):
        return False
    linked = sum(len("".join(link.itertext()).split()) for link in links)
    return linked >= len("".join(element.itertext()).split()) - len(links)
