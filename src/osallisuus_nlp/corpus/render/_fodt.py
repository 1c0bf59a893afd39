"""A source as a flat OpenDocument text: real headings, lists, tables, sections, frames, footnotes and page styles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import Template
from typing import TypeGuard
from xml.sax.saxutils import escape

from ..._data import data_text
from ..layouts import CONTENTS_TITLES, Layout
from ..source import MERGED, Block, Group, Source
from ._setting import merged_heights, needs_side, runs, soft_hyphenated

__all__ = ["to_fodt"]

_COUNTRIES = {"fi": "FI", "sv": "FI", "en": "GB"}
_STYLES = {"paragraph": "Text_20_body", "list_item": "List_20_Text", "caption": "Caption"}
_LEVELS = range(1, 7)  # of lists
_BULLETS = "•–◦"
_SIDEBAR = "6cm"
_LINE = "0.5pt solid #44546a"
_LETTER = 0.19  # width of a letter in a table's cell, in centimetres


def to_fodt(source: Source, layout: Layout, *, balanced: bool = True, alone: bool = False) -> str:
    """Return `source`, set as `layout` says, as the text of a flat OpenDocument file.

    Parameters
    ----------
    balanced : bool
        Whether columns are made equally long.
    alone : bool
        Whether one line of a paragraph may stand alone in a column.
    """
    return _Writer(source, layout).document(balanced, alone)


class _Writer:
    """Writes the body of one document, and the styles that depend on what is in it."""

    def __init__(self, source: Source, layout: Layout) -> None:
        self.source, self.layout = source, layout
        self.notes = dict(source.footnotes)
        self.automatic: list[str] = []
        self.tables = self.headings = self.frames = 0
        # LibreOffice drops footnotes in frames: write them at the frame's foot, and number all by hand then.
        self.framed: list[str] | None = None
        self.numbered = any(block.notes for item in source.items if _is_frame(item) for block in item.parts[0])
        self.sheet = "ToMain"
        # Text width: A4 less margins of two centimetres.
        self.width = 25.7 if layout.landscape else 17.0

    def document(self, balanced: bool, alone: bool) -> str:
        """Return the whole file."""
        body = "\n".join([*self._contents(), *self._body()])
        layout, language = self.layout, self.source.language
        across, down = ("29.7cm", "21cm") if layout.landscape else ("21cm", "29.7cm")
        return Template(data_text("corpus", "office.xml")).substitute(
            title=escape(self.source.title),
            language=language,
            country=_COUNTRIES.get(language, "FI"),
            size="10.5",
            lines="0" if alone else "2",
            unbalanced=str(not balanced).lower(),
            cell=f"{self._cell_size():g}",
            align="justify" if layout.justified else "start",
            spacing="4pt" if layout.letter_spaced else "normal",
            contents="".join(self._contents_style(level) for level in (1, 2, 3)),
            automatic="\n".join([_list_style("Bullets"), _list_style("Numbers"), self._cell_styles(), *self.automatic]),
            width=across,
            height=down,
            orientation="landscape" if layout.landscape else "portrait",
            head=escape(self.source.running_head),
            foot=_footer(self.source.footer),
            body=body,
        )

    def _body(self) -> Iterator[str]:
        loose: list[Block] = []
        for item in [*self.source.items, None]:
            if isinstance(item, Block) and not needs_side(item, self.layout):
                loose.append(item)
                continue
            captions: list[Block] = []
            if isinstance(item, Block) and loose and loose[-1].kind == "caption":
                captions.append(loose.pop())
            if loose:
                yield from self._turn("ToMain")
                yield from self._flow(loose, self.layout.columns)
                loose = []
            if item is None:
                break
            yield from self._turn("ToSide" if needs_side(item, self.layout) else "ToMain")
            if isinstance(item, Block):
                yield from self._blocks([*captions, item])
            else:
                yield from self._group(item)

    def _turn(self, sheet: str) -> Iterator[str]:
        """Begin a page of the other kind, where the document is on one that is not `sheet`."""
        if sheet != self.sheet:
            self.sheet = sheet
            yield f'<text:p text:style-name="{sheet}"/>'

    def _flow(self, blocks: Sequence[Block], columns: int) -> Iterator[str]:
        if columns == 1:
            yield from self._blocks(blocks)
            return
        for across, run in runs(blocks):
            yield from self._blocks(run) if across else self._section(list(self._blocks(run)), columns)

    def _section(self, content: Sequence[str], columns: int) -> Iterator[str]:
        self.frames += 1
        yield f'<text:section text:style-name="Section{columns}" text:name="Section{self.frames}">'
        yield from content
        yield "</text:section>"

    def _group(self, group: Group) -> Iterator[str]:
        if group.kind == "columns":
            yield from self._flow(group.parts[0], group.count)
        elif group.kind == "parallel":
            first, second = (list(self._blocks(part)) for part in group.parts)
            yield from self._section([*first, '<text:p text:style-name="ColumnBreak"/>', *second], 2)
        elif _is_frame(group):
            yield from self._frame(group)
        else:
            yield from self._flow(group.parts[0], self.layout.columns)

    def _frame(self, group: Group) -> Iterator[str]:
        self.frames += 1
        style = group.kind.capitalize()
        width = f'svg:width="{_SIDEBAR}"' if group.kind == "sidebar" else f'svg:width="{self.width:g}cm"'
        yield (
            f'<text:p text:style-name="Anchor"><draw:frame draw:style-name="{style}" draw:name="{style}{self.frames}"'
            f' text:anchor-type="paragraph" {width} draw:z-index="{self.frames}"><draw:text-box fo:min-height="0.6cm">'
        )
        self.framed = []
        yield from self._blocks(group.parts[0])
        yield from self.framed
        self.framed = None
        yield "</draw:text-box></draw:frame></text:p>"

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        at = 0
        while at < len(blocks):
            block = blocks[at]
            if block.kind == "list_item":
                end = at + 1
                while end < len(blocks) and blocks[end].kind == "list_item":
                    end += 1
                yield from self._lists(blocks[at:end], 1)
                at = end
                continue
            at += 1
            if block.kind == "table":
                yield self._table(block)
            elif block.kind == "heading":
                self.headings += 1
                mark = f'<text:bookmark text:name="h{self.headings}"/>' if self.layout.contents else ""
                level = f'text:style-name="Heading_20_{block.level}" text:outline-level="{block.level}"'
                yield f"<text:h {level}>{mark}{self._inline(block)}</text:h>"
            else:
                yield f'<text:p text:style-name="{_STYLES[block.kind]}">{self._inline(block)}</text:p>'

    def _lists(self, items: Sequence[Block], level: int) -> Iterator[str]:
        """Give list items as lists: one for each run of bullets or numbers, nested lists inside their items."""
        at = 0
        while at < len(items):
            numbered = _is_number(items[at])
            yield f'<text:list text:style-name="{"Numbers" if numbered else "Bullets"}">'
            first = True
            while at < len(items) and _is_number(items[at]) == numbered:
                end = at + 1
                while end < len(items) and items[end].level > level:
                    end += 1
                start = f' text:start-value="{int(items[at].marker.rstrip("."))}"' if numbered and first else ""
                words = self._inline(items[at])
                yield f'<text:list-item{start}><text:p text:style-name="List_20_Text">{words}</text:p>'
                yield from self._lists(items[at + 1 : end], level + 1)
                yield "</text:list-item>"
                at, first = end, False
            yield "</text:list>"

    def _inline(self, block: Block) -> str:
        hyphenated = self.layout.hyphenated and block.kind != "heading"
        words = soft_hyphenated(block.text, self.source.language) if hyphenated else block.text
        return escape(words) + "".join(map(self._note, block.notes))

    def _note(self, key: str) -> str:
        """Return a footnote at its first mark, and the mark alone afterwards."""
        if key not in self.notes:
            return f'<text:note-ref text:note-class="footnote" text:ref-name="ftn{key}">{key}</text:note-ref>'
        text = escape(self.notes.pop(key))
        if self.framed is not None:
            mark = f'<text:span text:style-name="Footnote_20_anchor">{key}</text:span>'
            self.framed.append(f'<text:p text:style-name="Footnote">{mark} {text}</text:p>')
            return mark
        label = f' text:label="{key}"' if self.numbered else ""
        return (
            f'<text:note text:id="ftn{key}" text:note-class="footnote">'
            f"<text:note-citation{label}>{key}</text:note-citation>"
            f'<text:note-body><text:p text:style-name="Footnote">{text}</text:p></text:note-body></text:note>'
        )

    def _table(self, block: Block) -> str:
        self.tables += 1
        name = f"Table{self.tables}"
        weights = _weights(block)
        for at, weight in enumerate(weights):
            properties = f'<style:table-column-properties style:rel-column-width="{weight}*"/>'
            self.automatic.append(
                f'<style:style style:name="{name}.{at}" style:family="table-column">{properties}</style:style>'
            )
        out = [f'<table:table table:name="{name}" table:style-name="Table">']
        out += [f'<table:table-column table:style-name="{name}.{at}"/>' for at in range(len(weights))]
        head = "".join(_cell(text, "CellHead", "Table_20_Heading") for text in block.header)
        out.append(f"<table:table-header-rows>{_row(head)}</table:table-header-rows>")
        heights = merged_heights(block.rows)
        for y, row in enumerate(block.rows):
            cells = [
                "<table:covered-table-cell/>"
                if text == MERGED
                else _cell(text, "Cell", "Table_20_Contents", heights.get((y, x), 1))
                for x, text in enumerate(row)
            ]
            out.append(_row("".join(cells)))
        return "".join([*out, "</table:table>"])

    def _cell_size(self) -> float:
        """Return the size of type at which the widest table has room for its longest words."""
        size = 9.0
        for block in self.source.blocks():
            if block.kind == "table":
                room = 25.7 if needs_side(block, self.layout) else self.width
                size = min(size, 9.0 * room / (sum(_longest(block)) * _LETTER + 0.3 * len(block.header)))
        return max(7.0, round(size * 2 - 0.5) / 2)

    def _cell_styles(self) -> str:
        rules = self.layout.rules
        side = {"all": f'="{_LINE}"', "rows": f'-bottom="{_LINE}"', "none": '="none"'}[rules]
        ground = ' fo:background-color="#d9e2f3"' if rules == "all" else ""
        return "".join(
            f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties'
            f' fo:padding="0.1cm" style:vertical-align="top" fo:border{side}{fill}/></style:style>'
            for name, fill in (("CellHead", ground), ("Cell", ""))
        )

    def _contents_style(self, level: int) -> str:
        tab = f'style:position="{self.width:g}cm" style:type="right" style:leader-style="dotted" style:leader-text="."'
        return (
            f'<style:style style:name="Contents_20_{level}" style:display-name="Contents {level}"'
            f' style:family="paragraph" style:parent-style-name="Standard" style:class="index">'
            f'<style:paragraph-properties fo:margin-left="{(level - 1) * 0.5:g}cm" loext:tab-stop-relative="false">'
            f"<style:tab-stops><style:tab-stop {tab}/></style:tab-stops></style:paragraph-properties></style:style>"
        )

    def _contents(self) -> Iterator[str]:
        """Give the contents page: headings of levels 1 to 3, each with its page by reference."""
        if not self.layout.contents:
            return
        title = CONTENTS_TITLES.get(self.source.language, CONTENTS_TITLES["en"])
        yield '<text:table-of-content text:style-name="Contents" text:name="Contents1">'
        yield '<text:table-of-content-source text:outline-level="3"/><text:index-body>'
        yield '<text:index-title text:style-name="Contents" text:name="Contents1_Head">'
        yield f'<text:p text:style-name="Contents_20_Heading">{escape(title)}</text:p></text:index-title>'
        headings = [block for block in self.source.blocks() if block.kind == "heading"]
        for number, block in enumerate(headings, start=1):
            if block.level <= 3:
                place = f'text:reference-format="page" text:ref-name="h{number}"'
                words = f"{escape(block.text)}<text:tab/><text:bookmark-ref {place}>1</text:bookmark-ref>"
                yield f'<text:p text:style-name="Contents_20_{block.level}">{words}</text:p>'
        yield '</text:index-body></text:table-of-content><text:p text:style-name="PageBreak"/>'


def _is_frame(item: Block | Group) -> TypeGuard[Group]:
    return isinstance(item, Group) and item.kind in ("sidebar", "box")


def _is_number(block: Block) -> bool:
    return block.marker[:1].isdigit()


def _row(cells: str) -> str:
    return f'<table:table-row table:style-name="Row">{cells}</table:table-row>'


def _cell(text: str, style: str, paragraph: str, height: int = 1) -> str:
    span = f' table:number-rows-spanned="{height}"' if height > 1 else ""
    content = f'<text:p text:style-name="{paragraph}">{escape(text)}</text:p>'
    return f'<table:table-cell table:style-name="{style}" office:value-type="string"{span}>{content}</table:table-cell>'


def _longest(block: Block) -> list[int]:
    """Return how many letters the longest word of each column has."""
    columns = zip(block.header, *block.rows, strict=True)
    return [max(len(word) for cell in column for word in (cell.split() or [""])) for column in columns]


def _weights(block: Block) -> list[int]:
    """Return the widths of a table's columns: room for the longest word, and more where the text is longer."""
    columns = zip(block.header, *block.rows, strict=True)
    text = [max(map(len, column)) ** 0.5 for column in columns]
    return [round(100 * (2 + word + length)) for word, length in zip(_longest(block), text, strict=True)]


def _footer(pattern: str) -> str:
    text = escape(pattern)
    text = text.replace("{page}", '<text:page-number text:select-page="current">1</text:page-number>')
    return text.replace("{pages}", "<text:page-count>1</text:page-count>")


def _list_style(name: str) -> str:
    levels = []
    for level in _LEVELS:
        if name == "Numbers":
            kind, mark = "number", 'style:num-format="1" style:num-suffix="."'
        else:
            kind, mark = "bullet", f'text:bullet-char="{_BULLETS[min(level, len(_BULLETS)) - 1]}"'
        left = 0.7 * level
        levels.append(
            f'<text:list-level-style-{kind} text:level="{level}" {mark}><style:list-level-properties'
            ' text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment'
            f' text:label-followed-by="listtab" text:list-tab-stop-position="{left:g}cm" fo:text-indent="-0.6cm"'
            f' fo:margin-left="{left:g}cm"/></style:list-level-properties></text:list-level-style-{kind}>'
        )
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'
