r"""Parsed text in CoNLL-U: what the analysers are trained from and measured on.

The white space of the source is kept as far as it says something: a line break inside a paragraph is ``"\n"``, and an
empty line begins a new paragraph, as in the text that the library reads.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_ESCAPES = {r"\s": " ", r"\t": "\t", r"\r": "\r", r"\n": "\n"}
_PAGE = "\f"
_BOUNDARY = "#"  # between the parts of a compound's lemma


@dataclass(frozen=True)
class Word:
    """One token of a treebank: `head` is a position in its sentence, its own for the root."""

    form: str
    lemma: str
    parts: tuple[str, ...]
    upos: str
    feats: str
    head: int
    relation: str
    after: str  # white space behind it: nothing, a space, or a line break


Sentence = tuple[Word, ...]
Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True)
class Source:
    """A document of a treebank, by paragraphs."""

    name: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def words(self) -> int:
        """How many tokens it has."""
        return sum(len(sentence) for paragraph in self.paragraphs for sentence in paragraph)


def text_of(paragraph: Paragraph) -> str:
    """Return the text of a paragraph."""
    return "".join(word.form + word.after for sentence in paragraph for word in sentence).rstrip()


def load(path: Path) -> list[Source]:
    """Return the documents of a CoNLL-U file, which may be packed by gzip.

    Documents are told by ``# newdoc``, else by what the sentences' ids begin with (``b104.1``); paragraphs by
    ``# newpar`` and by empty lines between sentences.
    """
    raw = path.read_bytes()
    content = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    marked = "# newdoc" in content
    gathered: dict[str, list[list[Sentence]]] = {}
    name = path.name
    fresh = True
    for block in content.split("\n\n"):
        comments = dict(_comments(block))
        if marked:
            name = comments.get("newdoc id", name)
        elif "." in comments.get("sent_id", ""):
            name = comments["sent_id"].partition(".")[0]
        sentence = sentence_of(block)
        if not sentence:
            continue
        paragraphs = gathered.setdefault(name, [])
        if fresh or not paragraphs or "newpar id" in comments or _PAGE in sentence[0].form:
            paragraphs.append([])
        paragraphs[-1].append(tuple(_within(word) for word in sentence))
        fresh = sentence[-1].after.count("\n") > 1
    return [Source(name, tuple(tuple(sentences) for sentences in paragraphs)) for name, paragraphs in gathered.items()]


def _comments(block: str) -> Iterator[tuple[str, str]]:
    for line in block.split("\n"):
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            yield key.strip(), value.strip()


def _within(word: Word) -> Word:
    """Return the word with a line break of any length as one."""
    after = "\n" if "\n" in word.after else " " if word.after else ""
    form = word.form.replace(_PAGE, "") or word.form
    return Word(
        form, word.lemma.replace(_PAGE, "") or form, word.parts, word.upos, word.feats, word.head, word.relation, after
    )


def sentence_of(block: str) -> Sentence:
    """Return the sentence of a block of CoNLL-U: its words as they are written."""
    rows = [line.split("\t") for line in block.split("\n") if line[:1].isdigit()]
    rows = [row for row in rows if "." not in row[0]]
    ranges = {
        int(row[0].partition("-")[0]): (int(row[0].partition("-")[2]), row[1], row[9]) for row in rows if "-" in row[0]
    }
    plain = {int(row[0]): row for row in rows if "-" not in row[0]}
    return tuple(_words(plain, ranges))


def _words(rows: dict[int, list[str]], ranges: dict[int, tuple[int, str, str]]) -> Iterator[Word]:
    """Yield the words as they are written: ``ettei`` is one, with the analysis of its first part."""
    written: list[tuple[int, str, str]] = []
    place: dict[int, int] = {}
    number = 1
    while number in rows:
        last, form, misc = ranges.get(number, (number, rows[number][1], rows[number][9]))
        for inner in range(number, last + 1):
            place[inner] = len(written)
        written.append((number, form, misc))
        number = last + 1
    for at, (number, form, misc) in enumerate(written):
        row = rows[number]
        head, relation = _outside(rows, place, number, at)
        lemma = _clean(row[2])
        pieces = tuple(part for part in lemma.split(_BOUNDARY) if part) if len(lemma) > 1 else (lemma,)
        yield Word(
            _clean(form), "".join(pieces) or lemma, pieces, row[3], row[5], head, relation, _after(misc)
        )  # fmt: skip


def _outside(rows: dict[int, list[str]], place: dict[int, int], number: int, at: int) -> tuple[int, str]:
    """Return the head of a written word, followed out of the word itself."""
    relation = rows[number][7]
    head = int(rows[number][6])
    for _ in rows:
        if head == 0 or place.get(head) != at:
            break
        relation, head = rows[head][7], int(rows[head][6])
    return (place[head], relation) if head else (at, "root")


def _clean(text: str) -> str:
    return text.replace("\ufeff", "") or text


def _after(misc: str) -> str:
    for item in misc.split("|"):
        if item == "SpaceAfter=No":
            return ""
        if item.startswith("SpacesAfter="):
            text = item.removeprefix("SpacesAfter=")
            for escape, char in _ESCAPES.items():
                text = text.replace(escape, char)
            return text or " "
    return " "


def kept_out(sources: Sequence[Source], *, every: int = 8, turn: int = 0) -> list[Source]:
    """Return the documents to keep out of training: by kind and length, one in `every`, whatever their order.

    Documents are grouped by the folder in their name and put in order of length; of each run of `every` neighbours
    the one at `turn` in the order of the hashes of their names is taken.
    """
    import hashlib

    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(source.name.rpartition("/")[0], []).append(source)
    chosen = []
    for _, group in sorted(groups.items()):
        ordered = sorted(group, key=lambda source: (source.words, source.name))
        for start in range(0, len(ordered), every):
            run = sorted(
                ordered[start : start + every], key=lambda source: hashlib.sha256(source.name.encode()).hexdigest()
            )
            if turn < len(run):
                chosen.append(run[turn])
    return chosen
