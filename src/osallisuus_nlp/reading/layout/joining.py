"""Lines into running text that remembers where each of its words stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...document import cut_layout, move_layout, pack_line
from ..letters.clean import joint
from .words import Line, Word


@dataclass(frozen=True, slots=True)
class Text:
    """Clean text and, packed, where its words stand (see `Passage.layout`)."""

    text: str = ""
    layout: str = ""

    def joined(self, other: Text) -> Text:
        """Return both as one paragraph, a word broken between them mended."""
        return join([self, other])

    def without_start(self, count: int) -> Text:
        """Return the text without its first `count` characters, which must be whole words."""
        words = len(self.text[:count].split())
        return Text(self.text[count:], cut_layout(self.layout, count, words))


def join(parts: Iterable[Text]) -> Text:
    """Return the parts of one paragraph as one, words broken between them mended."""
    texts: list[str] = []
    layouts: list[str] = []
    length = 0
    for part in parts:
        if not part.text:
            continue
        if texts:
            dropped, between = joint(texts[-1], part.text)
            if dropped:
                texts[-1] = texts[-1][:-dropped]
                layouts[-1] = _shortened(layouts[-1], length - dropped)
            texts[-1] += between
            length += len(between) - dropped
        texts.append(part.text)
        layouts.append(move_layout(part.layout, length))
        length += len(part.text)
    return Text("".join(texts), ";".join(filter(None, layouts)))


def _shortened(layout: str, end: int) -> str:
    """Return a packed layout whose last line ends at `end`."""
    if not layout:
        return layout
    before, _, last = layout.rpartition(";")
    start, _, rest = last.split(",", 2)
    return f"{before};{start},{end},{rest}" if before else f"{start},{end},{rest}"


def text_of(lines: Sequence[Line]) -> Text:
    """Return the lines of one paragraph as text, words broken at a line's end mended."""
    texts: list[str] = []
    spans: list[tuple[int, int]] = []
    kept: list[tuple[Line, list[Word]]] = []
    length = 0
    for line in lines:
        words = [word for word in line.words if word.text.strip()]
        if not words:
            continue
        text = " ".join([word.text for word in words])
        if texts:
            dropped, between = joint(texts[-1], text)
            if dropped:
                texts[-1] = texts[-1][:-dropped]
                spans[-1] = (spans[-1][0], length - dropped)
            texts[-1] += between
            length += len(between) - dropped
        texts.append(text)
        spans.append((length, length + len(text)))
        kept.append((line, words))
        length += len(text)
    packed = (
        pack_line(
            span,
            line.page,
            line.box,
            [word.x0 for word in words],
            [word.confidence for word in words if word.confidence is not None],
        )
        for span, (line, words) in zip(spans, kept, strict=True)
    )
    return Text("".join(texts), ";".join(packed))


def stack(parts: Sequence[tuple[str, Text]], separator: str = "\n") -> Text:
    """Return prefixed parts one under the other: the cells of a table's row, each after its heading."""
    text, layout = "", []
    for prefix, part in parts:
        text += (separator if text else "") + prefix
        layout.append(move_layout(part.layout, len(text)))
        text += part.text
    return Text(text, ";".join(filter(None, layout)))
