"""Parses held against gold the way the CoNLL-2018 shared task did: words are aligned by their characters.

A word counts as found where one of the same span stands in both. Features are the universal ones of that task
(``Derivation`` or ``InfForm`` are not among them); relations are compared without their subtypes. Marks between the
parts of a compound's lemma are not compared, hyphens either: the treebanks have ``vapaa#aika`` for ``vapaa-aika``. A
word written as one (``ettei``) counts as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from osallisuus_nlp.language.treebank import Paragraph

UNIVERSAL = frozenset(
    [
        *(
            "PronType",
            "NumType",
            "Poss",
            "Reflex",
            "Foreign",
            "Abbr",
            "Gender",
            "Animacy",
            "Number",
            "Case",
            "Definite",
        ),
        *("Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident", "Polarity", "Person", "Polite"),
    ]
)


@dataclass(frozen=True)
class Token:
    """A word with its analysis: `head` is the span of its head, its own for the root."""

    span: tuple[int, int]
    lemma: str = ""
    upos: str = ""
    feats: str = ""
    head: tuple[int, int] | None = None
    relation: str = ""


@dataclass
class Parsed:
    """A paragraph as a system or a treebank has it."""

    tokens: list[Token]
    sentences: set[tuple[int, int]] = field(default_factory=set)


@dataclass
class Tally:
    """Counts over paragraphs: how many in gold, in the system's answer, and right."""

    gold: Counter = field(default_factory=Counter)
    system: Counter = field(default_factory=Counter)
    right: Counter = field(default_factory=Counter)

    def add(self, gold: Parsed, system: Parsed) -> None:
        there = {token.span: token for token in system.tokens}
        for name in ("words", "upos", "feats", "lemma", "uas", "las"):
            self.gold[name] += len(gold.tokens)
            self.system[name] += len(system.tokens)
        self.gold["passive"] += sum(passive(token) for token in gold.tokens)
        self.system["passive"] += sum(passive(token) for token in system.tokens)
        self.gold["sentences"] += len(gold.sentences)
        self.system["sentences"] += len(system.sentences)
        self.right["sentences"] += len(gold.sentences & system.sentences)
        for one in gold.tokens:
            other = there.get(one.span)
            if other is None:
                continue
            self.right["words"] += 1
            self.right["upos"] += one.upos == other.upos
            self.right["feats"] += universal(one.feats) == universal(other.feats)
            self.right["lemma"] += unmarked(one.lemma) == unmarked(other.lemma)
            self.right["passive"] += passive(one) and passive(other)
            attached = one.head == other.head
            self.right["uas"] += attached
            self.right["las"] += attached and plain(one.relation) == plain(other.relation)

    def f1(self, name: str) -> float:
        whole = self.gold[name] + self.system[name]
        return 200 * self.right[name] / whole if whole else 0.0


def universal(feats: str) -> frozenset[str]:
    return frozenset(item for item in feats.split("|") if item.partition("=")[0] in UNIVERSAL)


def unmarked(lemma: str) -> str:
    return lemma.replace("-", "").replace("#", "") or lemma


def passive(token: Token) -> bool:
    return "Voice=Pass" in token.feats


def plain(relation: str) -> str:
    return relation.partition(":")[0].lower()


def of_gold(paragraph: Paragraph) -> Parsed:
    parsed = Parsed([])
    at = 0
    for sentence in paragraph:
        spans = []
        for word in sentence:
            spans.append((at, at + len(word.form)))
            at += len(word.form) + len(word.after)
        parsed.sentences.add((spans[0][0], spans[-1][1]))
        parsed.tokens += [
            Token(span, word.lemma, word.upos, word.feats, spans[word.head], word.relation)
            for span, word in zip(spans, sentence, strict=True)
        ]
    return parsed


def of_doc(doc: Iterable) -> Parsed:
    """Return what a spaCy `Doc` says, without its white space."""
    parsed = Parsed([])
    spans = [(token.idx, token.idx + len(token)) for token in doc]
    for token in doc:
        if not token.is_space:
            parsed.tokens.append(
                Token(spans[token.i], token.lemma_, token.pos_, str(token.morph), spans[token.head.i], token.dep_)
            )
    for sentence in doc.sents:
        words = [token for token in sentence if not token.is_space]
        if words:
            parsed.sentences.add((spans[words[0].i][0], spans[words[-1].i][1]))
    return parsed


def row(tally: Tally, asked: Sequence[str]) -> dict[str, object]:
    """Return the figures of a table's line; what a system does not do is a dash."""
    names = {
        "tokens": "words",
        "UPOS": "upos",
        "features": "feats",
        "Voice=Pass": "passive",
        "lemma": "lemma",
        "UAS": "uas",
        "LAS": "las",
        "sentences": "sentences",
    }
    return {shown: f"{tally.f1(name):.1f}" if name in asked else "–" for shown, name in names.items()}
