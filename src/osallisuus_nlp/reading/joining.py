"""Lines into running text that remembers where each of its words stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..document import move_layout, pack_line
from .clean import join_two
from .words import Line


@dataclass(frozen=True, slots=True)
class Text:
    """Clean text and, packed, where its words stand (see `Passage.layout`)."""

    text: str = ""
    layout: str = ""

    def joined(self, other: Text) -> Text:
        """Return both as one paragraph, a word broken between them mended."""
        if not self.text or not other.text:
            return other if other.text else self
        text, offset = join_two(self.text, other.text)
        lost = max(0, len(self.text) - offset)  # a hyphen that went
        first = _shortened(self.layout, len(self.text) - lost) if lost else self.layout
        return Text(text, ";".join(filter(None, (first, move_layout(other.layout, offset)))))

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


def _shortened(layout: str, end: int) -> str:
    before, _, last = layout.rpartition(";")
    start, _, rest = last.split(",", 2)
    return f"{before};{start},{end},{rest}" if before else f"{start},{end},{rest}"


def text_of(lines: Sequence[Line]) -> Text:
    """Return the lines of one paragraph as text, words broken at a line's end mended."""
    whole = Text()
    for line in lines:
        words = [word for word in line.words if word.text.strip()]
        if not words:
            continue
        text = " ".join(word.text for word in words)
        sure = [word.confidence for word in words if word.confidence is not None]
        entry = pack_line(0, len(text), line.page, line.box, [word.x0 for word in words], sure)
        whole = whole.joined(Text(text, entry))
    return whole


def stack(parts: Sequence[tuple[str, Text]], separator: str = "\n") -> Text:
    """Return prefixed parts one under the other: the cells of a table's row, each after its heading."""
    text, layout = "", []
    for prefix, part in parts:
        text += (separator if text else "") + prefix
        layout.append(move_layout(part.layout, len(text)))
        text += part.text
    return Text(text, ";".join(filter(None, layout)))
