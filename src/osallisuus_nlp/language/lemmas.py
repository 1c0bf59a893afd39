"""The component ``osallisuus_lemmas``: the lemma of a word, by its form and its part of speech.

Three tables, tried in this order: words met in the treebanks, with their part of speech; endings learnt from a
dictionary's forms (`edits`), which the vocabulary keeps; and for participles that are verbs there (``valittu`` →
``valita``) endings learnt from the treebanks. What they hold is made by `train_analysers`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language

from .. import _data
from .edits import Edits, edit, endings, kept, learn
from .marks import has

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from .treebank import Source, Word

_TABLES = ("words", "participles")
_KEPT = 100_000  # words that are remembered
_ACRONYM = 3  # letters
_NONE = Edits.of({})


class Lemmas:
    """Sets ``token.lemma_``, by tables from `learnt` or from disk."""

    def __init__(self, vocab: Vocab, words: Edits = _NONE, participles: Edits = _NONE) -> None:
        self.vocab, self.words, self.participles = vocab, words, participles
        self._known: dict[tuple[str, str, bool], str] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of a `Doc` whose parts of speech are set."""
        for token in doc:
            if token.is_space:
                token.lemma_ = token.text
                continue
            participle = token.pos_ == "VERB" and has(token, "VerbForm", "Part")
            token.lemma_ = self.lemma(token.text, token.pos_, participle=participle)
        return doc

    def lemma(self, form: str, pos: str, *, participle: bool = False) -> str:
        """Return the lemma of a form with part of speech `pos`."""
        key = form, pos, participle
        found = self._known.get(key)
        if found is None:
            if len(self._known) > _KEPT:
                self._known.clear()
            found = self._known[key] = self._found(form, pos, participle=participle)
        return found

    def _found(self, form: str, pos: str, *, participle: bool) -> str:
        small = form.lower()
        exact = self.words.find([f"{small}|{pos}"], small)
        if exact is not None:
            return exact
        if any(map(str.isdigit, form)) or not any(map(str.isalpha, form)) or (form.isupper() and len(form) <= _ACRONYM):
            return form
        if ":" in form[1:-1]:
            return form.partition(":")[0]
        if len(small) > _ACRONYM and small[0] in "-–":
            return self._found(form[1:], pos, participle=participle)
        if small.endswith("-"):
            return _cased(small.strip("-") or small, form, pos)
        lemma = (kept(self.vocab) or _NONE).find(endings(small), small) or small
        verbs, same, own = _rules(self.vocab.lang)
        if small in own:
            lemma = small
        elif pos == "VERB":
            for pattern, instead in verbs:
                lemma = pattern.sub(instead, lemma)
        elif pos == "ADJ" and same.search(small):
            lemma = small
        if participle:
            lemma = self.participles.find(endings(lemma), lemma) or lemma
        return _cased(lemma, form, pos)

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the tables into folder `path`."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name in _TABLES:
            (folder / f"{name}.npz").write_bytes(getattr(self, name).to_bytes())

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> Lemmas:
        """Read the tables from folder `path`."""
        for name in _TABLES:
            setattr(self, name, Edits.from_bytes((Path(path) / f"{name}.npz").read_bytes()))
        self._known.clear()
        return self


@Language.factory("osallisuus_lemmas", assigns=["token.lemma"], requires=["token.pos"])
def make_lemmas(nlp: Language, name: str) -> Lemmas:
    """Make the component, empty until it is read from disk."""
    return Lemmas(nlp.vocab)


def _cased(lemma: str, form: str, pos: str) -> str:
    """Return the lemma of a name with its capital, and of a word such as ``ARA-asunto`` with the capitals inside."""
    if pos == "PROPN":
        return lemma[:1].upper() + lemma[1:] if form[:1].isupper() else lemma
    if form.isupper() or form[1:].lower() == form[1:]:
        return lemma
    same = len(_common(lemma, form.lower()))
    return form[:same] + lemma[same:]


@cache
def _rules(language: str) -> tuple[list[tuple[re.Pattern[str], str]], re.Pattern[str], frozenset[str]]:
    content = _data.data_toml("language", "lemmas.toml")
    rules = content.get(language, content["fi"])
    verbs = [(re.compile(pattern), instead) for pattern, instead in rules["verbs"]]
    return verbs, re.compile(rules["kept"]), frozenset(rules["own"])


def _common(one: str, other: str) -> str:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return one[:same]


def learnt(sources: Iterable[Source], general: Edits) -> tuple[Edits, Edits]:
    """Return the tables of words and of participles, from treebanks and a dictionary's endings.

    A treebank's lemma is not taken where it lacks the form's hyphen (``vapaa#aika`` for ``vapaa-aika``), nor where
    only a minority of the form's lemmas agrees.
    """
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    participles: dict[str, Counter[str]] = defaultdict(Counter)
    for word in _words(sources):
        small = word.form.lower()
        if word.lemma == "_" or ("-" in small.strip("-") and "-" not in word.lemma) or small.endswith("-"):
            continue
        seen[small, word.upos][word.lemma] += 1
        if word.upos == "VERB" and "VerbForm=Part" in word.feats:
            participles[general.find(endings(small), small) or small][word.lemma] += 1
    edits = {
        f"{form}|{pos}": edit(form, lemma)
        for (form, pos), counts in seen.items()
        for lemma, count in counts.most_common(1)
        if count * 2 >= counts.total()
    }
    verbs = {form: counts.most_common(1)[0][0] for form, counts in participles.items()}
    return Edits.of(edits), learn(verbs)


def _words(sources: Iterable[Source]) -> Iterable[Word]:
    return (
        word for source in sources for paragraph in source.paragraphs for sentence in paragraph for word in sentence
    )
