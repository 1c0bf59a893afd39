"""Treebanks as spaCy's training examples."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from .treebank import Paragraph, Sentence, Source, Word

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_DROPPED = frozenset(["Derivation", "Style", "Typo"])  # features that nothing here asks for
_RUN = (1, 2, 4, 7)  # sentences that are taken together where a treebank tells of no paragraphs
_LONG = 12  # sentences from which a paragraph is no real one


def to_doc(paragraph: Paragraph, nlp: Language) -> Doc:
    """Return a paragraph as a `Doc` with all its annotation; a line break is a token that hangs on the one before."""
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    pos: list[str] = []
    feats: list[str] = []
    lemmas: list[str] = []
    heads: list[int] = []
    relations: list[str] = []
    starts: list[bool] = []
    last = len(paragraph) - 1
    for number, sentence in enumerate(paragraph):
        place: list[int] = []
        at = len(words)
        for word in sentence:
            place.append(at)
            at += 2 if word.after == "\n" else 1
        for order, word in enumerate(sentence):
            words.append(word.form)
            spaces.append(word.after == " ")
            pos.append(word.upos)
            feats.append(features_of(word))
            lemmas.append(word.lemma)
            heads.append(place[word.head])
            relations.append("ROOT" if word.head == order else word.relation)
            starts.append(order == 0)
            if word.after == "\n" and not (number == last and order == len(sentence) - 1):
                words.append("\n")
                spaces.append(False)
                pos.append("SPACE")
                feats.append("")
                lemmas.append("\n")
                heads.append(place[order])
                relations.append("dep")
                starts.append(False)
    return Doc(
        nlp.vocab, words=words, spaces=spaces, pos=pos, morphs=feats, lemmas=lemmas, heads=heads, deps=relations
    )  # fmt: skip


def features_of(word: Word) -> str:
    """Return the features of a word that the analysers learn."""
    kept = [item for item in word.feats.split("|") if item.partition("=")[0] not in _DROPPED]
    return "" if kept == ["_"] else "|".join(kept)


def training_paragraphs(sources: Iterable[Source]) -> Iterator[Paragraph]:
    """Yield paragraphs as they may be met: with their line breaks, and some together in one line.

    A document without paragraphs is cut into runs of a few sentences. Headings that run on into text teach that a
    sentence may end without a mark.
    """
    for source in sources:
        together: list[Sentence] = []
        for paragraph in source.paragraphs:
            for run in _runs(paragraph):
                yield run
                together += run
                if len(source.paragraphs) > 1 and len(together) >= _RUN[_digest(run[0]) % len(_RUN)]:
                    yield tuple(_joined(sentence) for sentence in together)
                    together = []


def _runs(paragraph: Paragraph) -> Iterator[Paragraph]:
    if len(paragraph) < _LONG:
        yield paragraph
        return
    start = 0
    while start < len(paragraph):
        size = _RUN[_digest(paragraph[start]) % len(_RUN)]
        yield paragraph[start : start + size]
        start += size


def _digest(sentence: Sentence) -> int:
    return hashlib.sha256(" ".join(word.form for word in sentence).encode()).digest()[0]


def _joined(sentence: Sentence) -> Sentence:
    """Return the sentence with spaces for its line breaks, and one behind it."""
    last = len(sentence) - 1
    return tuple(
        replace(word, after=" ") if word.after == "\n" or place == last else word for place, word in enumerate(sentence)
    )
