"""The component ``osallisuus_voice``: Finnish passives told by their form, where the network errs.

A rare verb's passive is often taken for a noun (*tuotettaisiin*, *säänneltyjä*), a noun for a passive (*budjettiin*).
The ending and the dictionary's lemma say what it is; the patterns stand in ``voice.toml``. Participles that the
treebanks have as nouns or adjectives stay that.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from spacy.language import Language

from .. import _data
from .edits import endings, kept
from .marks import has

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MISTAKEN = frozenset(["NOUN", "PROPN", "ADJ", "ADV", "VERB", "X"])
_DECLINED = frozenset(["NOUN", "PROPN", "ADJ", "VERB"])
_INFLECTION = ("Case", "Number")  # what a participle keeps of what it was taken for
_SHORTEST = 6  # letters of a form that is looked at
_KEPT = 100_000  # forms that are remembered

_Pairs = list[tuple[re.Pattern[str], re.Pattern[str]]]


class _Patterns(NamedTuple):
    negations: frozenset[str]
    negated: str
    clitic: re.Pattern[str]
    finite: list[tuple[re.Pattern[str], re.Pattern[str], str]]
    participles: list[tuple[str, re.Pattern[str], str]]
    endings: re.Pattern[str]
    doubtful: _Pairs
    nouns: list[tuple[re.Pattern[str], str]]


class _Found(NamedTuple):
    """What a form may be: the features of a finite passive or a participle, and whether it can be a finite one."""

    finite: str
    participle: str
    possible: bool
    noun: str


class Voice:
    """Corrects which words of a tagged `Doc` are verbs in the passive."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._known: dict[str, _Found] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Correct the parts of speech and features of a `Doc` in place."""
        patterns = _patterns()
        for token in doc:
            if has(token, "InfForm", "1") and token.i and token.nbor(-1).lower_ in patterns.negations:
                self._set(token, token.pos_, patterns.negated)
            if len(token) < _SHORTEST or token.pos_ not in _MISTAKEN or not token.is_alpha:
                continue
            if not has(token, "Voice", "Pass"):
                self._make_passive(token)
            elif has(token, "VerbForm", "Fin") and not has(token, "Connegative", "Yes"):
                self._make_active(token)
        return doc

    def _make_passive(self, token: Token) -> None:
        found = self._found(token.lower_)
        if found.finite:
            self._set(token, "VERB", found.finite)
        elif found.participle and token.pos_ in _DECLINED and not self._is_met(token):
            inflection = [f"{name}={value}" for name in _INFLECTION for value in token.morph.get(name, [])]
            self._set(token, "VERB", "|".join([*inflection, found.participle]))

    def _make_active(self, token: Token) -> None:
        found = self._found(token.lower_)
        if found.possible:
            return
        if found.participle:
            self._set(token, "VERB", found.participle)
        elif found.noun:
            self._set(token, "NOUN", found.noun)
        else:
            self._set(token, token.pos_, str(token.morph).replace("Voice=Pass", "Voice=Act"))

    @staticmethod
    def _set(token: Any, pos: str, features: str) -> None:
        token.pos_ = pos
        token.set_morph(features)

    def _found(self, form: str) -> _Found:
        found = self._known.get(form)
        if found is None:
            if len(self._known) > _KEPT:
                self._known.clear()
            found = self._known[form] = self._looked_up(form)
        return found

    def _looked_up(self, form: str) -> _Found:
        patterns = _patterns()
        bare = patterns.clitic.sub("", form)
        edits = kept(self._nlp.vocab)
        lemma = bare if edits is None else edits.find(endings(bare), bare) or bare
        told = {"form": bare, "lemma": lemma}
        denied = any(form.search(bare) and not verb.search(lemma) for form, verb in patterns.doubtful)
        return _Found(
            next(
                (features for form, verb, features in patterns.finite if form.search(bare) and verb.search(lemma)), ""
            ),
            next((features for key, ending, features in patterns.participles if ending.search(told[key])), ""),
            patterns.endings.search(bare) is not None and not denied,
            next((features for form, features in patterns.nouns if form.search(bare)), ""),
        )

    def _is_met(self, token: Token) -> bool:
        """Whether the treebanks have this word as a noun or an adjective."""
        if token.pos_ == "VERB" or "osallisuus_lemmas" not in self._nlp.component_names:
            return False
        lemmas: Any = self._nlp.get_pipe("osallisuus_lemmas")
        return lemmas.words.find([f"{token.lower_}|{token.pos_}"], token.lower_) is not None


@Language.factory("osallisuus_voice", assigns=["token.pos", "token.morph"], requires=["token.pos", "token.morph"])
def make_voice(nlp: Language, name: str) -> Voice:
    """Make the component."""
    return Voice(nlp)


@cache
def _patterns() -> _Patterns:
    content = _data.data_toml("language", "voice.toml")
    none = content["none"]
    return _Patterns(
        frozenset(content["negations"]),
        content["negated"],
        re.compile(content["clitic"]),
        [(re.compile(row["form"]), re.compile(row["lemma"]), row["features"]) for row in content["finite"]],
        [
            (key, re.compile(row[key]), row["features"])
            for row in content["participles"]
            for key in ("lemma", "form")
            if key in row
        ],
        re.compile(none["endings"]),
        [(re.compile(row["form"]), re.compile(row["lemma"])) for row in none["doubtful"]],
        [(re.compile(row["form"]), row["features"]) for row in none["nouns"]],
    )
