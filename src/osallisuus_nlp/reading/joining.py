"""Lines into running text that remembers where each of its words stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..document import move_layout, pack_line
from .clean import joint
from .words import Line


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
        first, _, rest = self.layout.partition(";")
        words = len(self.text[:count].split())
        text = self.text[count:]
        moved = []
        if first:
            start, end, page, top, bottom, edges, sure = first.split(",")
            edges = " ".join(edges.split()[words:])
            sure = " ".join(sure.split()[words:])
            if int(end) > count:
                moved.append(f"{max(int(start) - count, 0)},{int(end) - count},{page},{top},{bottom},{edges},{sure}")
        return Text(text, ";".join(filter(None, (*moved, move_layout(rest, -count)))))


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
    return join(_text_of(line) for line in lines)


def _text_of(line: Line) -> Text:
    words = [word for word in line.words if word.text.strip()]
    if not words:
        return Text()
    text = " ".join(word.text for word in words)
    sure = [word.confidence for word in words if word.confidence is not None]
    return Text(text, pack_line(0, len(text), line.page, line.box, [word.x0 for word in words], sure))


def stack(parts: Sequence[tuple[str, Text]], separator: str = "\n") -> Text:
    """Return prefixed parts one under the other: the cells of a table's row, each after its heading."""
    text, layout = "", []
    for prefix, part in parts:
        text += (separator if text else "") + prefix
        layout.append(move_layout(part.layout, len(text)))
        text += part.text
    return Text(text, ";".join(filter(None, layout)))
