"""The source of a rendered test document, in a dialect of Markdown, and what a reader should find in the rendering.

The dialect is CommonMark with pipe tables, footnotes, front matter and containers::

    ---
    title: Kuusijoen osallisuusohjelma
    language: fi
    running_head: Kuusijoen kunta
    footer: Sivu {page} ({pages})
    ---
    # Heading                     one to four marks
    A paragraph.[^1]
    - an item                     nested by four spaces; "1." for numbered ones
    | Toimenpide | Vastuu |       a cell "^^" is merged with the one above it
    > Emme tarvitse lisää kahvia. a quotation is set as a paragraph
    Kuva 1. Osallistujat.         a caption, by its first word and number
    ::: columns 2 … :::           also sidebar, box, slide, landscape
    :::: parallel … ::::          with two "::: side … :::" inside
    [^1]: A footnote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from ..errors import InvalidCorpus, ResourceMissing

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

__all__ = ["MERGED", "Block", "Gold", "Group", "GroupKind", "Source", "filled", "gold_of", "parse_source", "words_of"]

MERGED = "^^"
BULLETS = "•–◦"  # by nesting
_CAPTION = re.compile(r"(?:Kuva|Taulukko|Kuvio|Figur|Tabell|Bild) \d{1,3}[.:] ")
_WORD = re.compile(r"[^\W_]+")
_FIELDS = ("title", "language", "running_head", "footer")

GroupKind = Literal["columns", "sidebar", "box", "slide", "parallel", "landscape"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, table or caption.

    Attributes
    ----------
    text : str
        Plain text, without inline marks; empty for a table.
    level : int
        Level of a heading, or nesting of a list item, from 1.
    marker : str
        Of a list item: a bullet, or its number ("3.").
    header, rows : tuple
        Of a table; a cell that is `MERGED` is one with the cell above.
    notes : tuple of str
        Numbers of the footnotes it refers to; the marks stand at the end of its text.
    """

    kind: Literal["heading", "paragraph", "list_item", "table", "caption"]
    text: str = ""
    level: int = 0
    marker: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A container: `count` columns or sides; one part, but for a parallel group, which has one a side."""

    kind: GroupKind
    count: int
    parts: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A whole document before it is set; `footer` may hold ``{page}`` and ``{pages}``."""

    title: str
    language: str
    running_head: str
    footer: str
    items: tuple[Block | Group, ...]
    footnotes: tuple[tuple[str, str], ...] = ()

    def blocks(self) -> Iterator[Block]:
        """Give all blocks in reading order."""
        for item in self.items:
            if isinstance(item, Block):
                yield item
            else:
                for part in item.parts:
                    yield from part


@dataclass(frozen=True, slots=True)
class Gold:
    """What a reader should find.

    Attributes
    ----------
    words : tuple of str
        In reading order, tables row by row with merged cells filled down; footnotes are left out.
    headings : tuple of (level, text)
    items : tuple of (nesting, text)
        List items.
    stems : tuple of str
        Of each list item, the words that govern it; empty where none do.
    tables : tuple of (header, rows)
        With merged cells filled down.
    notes, captions : tuple of str
    running : tuple of str
        The running head and the footer's pattern.
    """

    words: tuple[str, ...]
    headings: tuple[tuple[int, str], ...]
    items: tuple[tuple[int, str], ...]
    stems: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...]
    notes: tuple[str, ...]
    captions: tuple[str, ...]
    running: tuple[str, str]


def words_of(text: str) -> list[str]:
    """Return the words and numbers of `text`, without punctuation."""
    return _WORD.findall(text)


def filled(rows: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return table rows with every merged cell given the text of the cell above it."""
    out: list[tuple[str, ...]] = []
    for row in rows:
        above = out[-1] if out else ("",) * len(row)
        out.append(tuple(up if cell == MERGED else cell for up, cell in zip(above, row, strict=True)))
    return tuple(out)


def gold_of(source: Source) -> Gold:
    """Return what a reader should find in a rendering of `source`."""
    blocks = list(source.blocks())
    words: list[str] = []
    for block in blocks:
        texts = [block.text, *block.header, *(cell for row in filled(block.rows) for cell in row)]
        words += [word for text in texts for word in words_of(text)]
    items = [(block.level, block.text) for block in blocks if block.kind == "list_item"]
    return Gold(
        words=tuple(words),
        headings=tuple((block.level, block.text) for block in blocks if block.kind == "heading"),
        items=tuple(items),
        stems=tuple(_stems(source)),
        tables=tuple((block.header, filled(block.rows)) for block in blocks if block.kind == "table"),
        notes=tuple(text for _, text in source.footnotes),
        captions=tuple(block.text for block in blocks if block.kind == "caption"),
        running=(source.running_head, source.footer),
    )


def _stems(source: Source) -> Iterator[str]:
    """Give each list item its stem: the open sentence above its list, or the open item that it is nested in."""
    runs: list[tuple[Block, ...]] = []
    loose: list[Block] = []
    for item in source.items:
        if isinstance(item, Block):
            loose.append(item)
        else:
            runs += [tuple(loose), *item.parts]
            loose = []
    for run in [*runs, tuple(loose)]:
        stem = ""
        parents: list[Block] = []
        for block in run:
            if block.kind != "list_item":
                stem = block.text if block.kind == "paragraph" and _open(block.text) else ""
                parents = []
                continue
            parents = parents[: block.level - 1]
            yield next((parent.text for parent in reversed(parents) if _open(parent.text)), stem)
            parents.append(block)


def _open(text: str) -> bool:
    """Whether `text` waits for what follows: nothing ends its sentence."""
    return not text.endswith((".", "!", "?"))


def parse_source(text: str, *, title: str = "", language: str = "") -> Source:
    """Return the source that `text` holds.

    Parameters
    ----------
    text : str
        Markdown, in the dialect of this module.
    title, language : str
        For a text without front matter.

    Raises
    ------
    InvalidCorpus
        If the text breaks the dialect.
    ResourceMissing
        If the extra ``render`` is not installed.
    """
    try:
        from markdown_it import MarkdownIt
        from markdown_it.tree import SyntaxTreeNode
        from mdit_py_plugins.container import container_plugin
        from mdit_py_plugins.footnote import footnote_plugin
        from mdit_py_plugins.front_matter import front_matter_plugin
    except ImportError as error:
        raise ResourceMissing("rendering needs the extra: pip install 'osallisuus_nlp[render]'") from error
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").use(front_matter_plugin)
    parser.use(footnote_plugin, inline=False)
    for name in (*get_args(GroupKind), "side"):
        parser.use(container_plugin, name)
    env: dict[str, Any] = {}
    tree = SyntaxTreeNode(parser.parse(text, env))
    for label, number in env.get("footnotes", {}).get("refs", {}).items():
        if number < 0:
            raise InvalidCorpus(f"the footnote {label.lstrip(':')} is never referred to; refer to it as [^label]")

    fields: dict[str, str] = {}
    items: list[Block | Group] = []
    footnotes: list[tuple[str, str]] = []
    for node in tree.children:
        if node.type == "front_matter":
            fields = _front_matter(node.content)
        elif node.type == "footnote_block":
            footnotes = [(str(note.meta["id"] + 1), _note(note)) for note in node.children]
        elif node.type.startswith("container_"):
            items.append(_group(node))
        else:
            items += _blocks(node)
    title, language = fields.get("title", title), fields.get("language", language)
    if not title or not language:
        raise InvalidCorpus("a source needs a title and a language in its front matter")
    return Source(
        title=title,
        language=language,
        running_head=fields.get("running_head", title),
        footer=fields.get("footer", "{page} ({pages})"),
        items=tuple(items),
        footnotes=tuple(footnotes),
    )


def _front_matter(text: str) -> dict[str, str]:
    fields = {}
    for line in filter(str.strip, text.splitlines()):
        name, colon, value = line.partition(":")
        if not colon or name.strip() not in _FIELDS:
            raise InvalidCorpus(f"front matter: {line!r} is none of {', '.join(_FIELDS)}")
        fields[name.strip()] = value.strip().strip('"')
    return fields


def _group(node: SyntaxTreeNode) -> Group:
    kind, _, number = node.info.strip().partition(" ")
    if kind == "side":
        raise InvalidCorpus(f"line {_line(node)}: '::: side' stands in ':::: parallel' only")
    if kind == "parallel":
        if [child.type for child in node.children] != ["container_side"] * 2:
            raise InvalidCorpus(f"line {_line(node)}: ':::: parallel' holds two '::: side … :::' and nothing else")
        return Group("parallel", 2, tuple(_part(side) for side in node.children))
    count = int(number) if number.isdigit() else 1
    if kind == "columns" and count not in (2, 3):
        raise InvalidCorpus(f"line {_line(node)}: '::: columns' has 2 or 3 columns, as in '::: columns 2'")
    return Group(cast("GroupKind", kind), count, (_part(node),))


def _part(node: SyntaxTreeNode) -> tuple[Block, ...]:
    blocks = tuple(block for child in node.children for block in _blocks(child))
    if not blocks:
        raise InvalidCorpus(f"line {_line(node)}: the container is empty")
    return blocks


def _blocks(node: SyntaxTreeNode) -> list[Block]:
    if node.type in ("bullet_list", "ordered_list"):
        return list(_list(node, 1))
    if node.type == "table":
        return [_table(node)]
    if node.type == "blockquote":
        return [block for child in node.children for block in _blocks(child)]
    if node.type not in ("heading", "paragraph"):
        raise InvalidCorpus(f"line {_line(node)}: a {node.type.replace('_', ' ')} is not part of the dialect here")
    text, notes = _inline(node)
    if node.type == "heading":
        level = int(node.tag[1:])
        if level > 4:
            raise InvalidCorpus(f"line {_line(node)}: headings have four levels at most")
        return [Block("heading", text, level, notes=notes)]
    return [Block("caption" if _CAPTION.match(text) else "paragraph", text, notes=notes)]


def _list(node: SyntaxTreeNode, level: int) -> Iterator[Block]:
    start = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, start=start):
        marker = f"{number}." if node.type == "ordered_list" else BULLETS[min(level, len(BULLETS)) - 1]
        first, *rest = item.children or [item]
        if first.type != "paragraph" or any(not child.type.endswith("_list") for child in rest):
            raise InvalidCorpus(f"line {_line(item)}: a list item is one paragraph, and lists nested in it")
        text, notes = _inline(first)
        yield Block("list_item", text, level, marker, notes=notes)
        for nested in rest:
            yield from _list(nested, level + 1)


def _table(node: SyntaxTreeNode) -> Block:
    rows: list[tuple[str, ...]] = []
    for row in (row for part in node.children for row in part.children):
        cells = [_inline(cell) for cell in row.children]
        if any(notes for _, notes in cells):
            raise InvalidCorpus(f"line {_line(node)}: no footnote marks in tables")
        rows.append(tuple(text for text, _ in cells))
    header, *body = rows
    if not body or MERGED in (*header, *body[0]):
        raise InvalidCorpus(f"line {_line(node)}: a table has a row, and the first has no cell above to merge with")
    return Block("table", header=header, rows=tuple(body))


def _note(node: SyntaxTreeNode) -> str:
    return " ".join(_inline(child)[0] for child in node.children if child.type == "paragraph")


def _inline(node: SyntaxTreeNode) -> tuple[str, tuple[str, ...]]:
    """Return the plain text below `node`, and the numbers of its footnotes."""
    text: list[str] = []
    notes: list[str] = []
    for part in node.walk():
        if part.type in ("text", "code_inline", "text_special"):
            text.append(part.content)
        elif part.type in ("softbreak", "hardbreak"):
            text.append(" ")
        elif part.type == "footnote_ref":
            notes.append(str(part.meta["id"] + 1))
        elif part.type == "image":
            raise InvalidCorpus("no pictures in a source")
    joined = " ".join("".join(text).split())
    if "[^" in joined:
        raise InvalidCorpus(f"a footnote that is never defined, in {joined[:60]!r}")
    return joined, tuple(notes)


def _line(node: SyntaxTreeNode) -> int:
    span = node.map
    return span[0] + 1 if span else 0
