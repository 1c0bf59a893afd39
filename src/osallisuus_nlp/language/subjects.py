"""Which noun is the subject of a verb: what the parse says, corrected by case, number, order and who can act.

The parse takes the noun before the verb for its subject too often (*Planen förnyar välfärdsgruppen*).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .clause import CANDIDATES, MODIFIERS, NAMES, before, is_genitive, is_several, is_subject, onwards, words_of
from .marks import has

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEXT = ("obj", "nsubj")


class Subjects:
    """Finds subjects in clauses of one language, ``fi`` or ``sv``."""

    def __init__(self, language: str) -> None:
        self.finnish = language == "fi"
        self.words = words_of(language)
        self._open = {*NAMES, "SYM"} if self.finnish else {*NAMES, "SYM", "DET"}

    def of(self, verb: Token, finite: Token | None, group: list[Token]) -> Token | None:
        """Return the subject that the parse has, if it can be one, or another noun that can."""
        there = [child for child in verb.children if is_subject(child)]
        if self.is_deponent(verb):
            there = [child for child in verb.children if child.dep_.startswith("nsubj")]
        if finite is None:
            return there[0] if there else None
        beside = None if self.finnish else self._pronoun_beside(finite)
        if beside is not None:
            return beside
        if any(word.lemma_ in self.words["necessive"] for word in group[1:]):
            return next((child for child in there if is_genitive(child)), None)
        possible = [child for child in there if self._can_be_subject(child, finite)]
        if possible and self.finnish:
            return possible[0]
        if possible:
            ahead = [child for child in possible if child.i < finite.i]
            return self._rather(verb, finite, ahead[-1] if ahead else possible[0])
        if not there:
            return None
        late = self.late(verb, finite)
        if late is not None or not self.finnish or any(word.lemma_ in self.words["modal"] for word in group):
            return late
        return next((child for child in there if not is_genitive(child)), None)

    def is_deponent(self, verb: Token) -> bool:
        """Whether a verb that looks passive is not; one with a particle is (``responsen samlas in``)."""
        listed = {verb.lemma_, f"{verb.lemma_}s"} & self.words["deponents"]
        return bool(listed) and not any(child.dep_ == "compound:prt" for child in verb.children)

    def noun_before(self, relative: Token) -> Token | None:
        """Return the noun right before a Swedish *som*, or before the comma there."""
        near = relative.doc[max(relative.i - 2, relative.sent.start) : relative.i]
        noun = next((word for word in reversed(near) if word.text != ","), relative)
        return noun if not self.finnish and noun.i < relative.i and noun.pos_ in CANDIDATES else None

    def own(self, verb: Token, finite: Token) -> Token | None:
        """Return the noun right before a coordinated Swedish verb, where it can be its subject and no object."""
        noun = finite.nbor(-1) if finite.i > finite.sent.start else finite
        if self.finnish or verb.dep_ != "conj" or noun.pos_ not in CANDIDATES or noun.dep_.startswith(("obl", "obj")):
            return None
        determined = has(noun, "Definite", "Def") or any(is_genitive(child) for child in noun.children)
        return noun if determined and self._can_be_subject(noun, finite) else None

    def named(self, token: Token) -> Token:
        """Return the noun behind a title or a number that the parse has for its head."""
        following = token.doc[token.i + 1 : min(token.i + 3, token.sent.end)]
        if token.lower_.rstrip(".") in self.words["titles"]:
            return next((word for word in following if word.pos_ in CANDIDATES and word.is_alpha), token)
        if self.finnish and token.pos_ == "NUM" and len(following) and has(following[0], "Case", "Par"):
            return following[0]
        return token

    def acts(self, token: Token) -> bool:
        """Whether a word is for an office or a body that acts."""
        named = {token._.head_lemma, token.lemma_} & self.words["actors"]
        return bool(named) or token.lemma_.endswith(self.words["endings"])

    def is_person(self, token: Token) -> bool:
        """Whether a word is for people, who may act."""
        return self.words["people"].search(token.lemma_) is not None

    def late(self, verb: Token, finite: Token) -> Token | None:
        """Return the noun near a finite verb that can be its subject.

        In Finnish the first behind it, or else before it; in Swedish the one before it, unless the one behind can act
        and this one cannot.
        """
        behind, ahead = (self._first(verb, finite, step) for step in (1, -1))
        if self.finnish or ahead is None:
            return behind or ahead
        if behind is not None and self.acts(behind) and not self.acts(ahead) and ahead.pos_ != "PRON":
            return behind
        return ahead

    def _pronoun_beside(self, finite: Token) -> Token | None:
        """Return the Swedish pronoun in the nominative right behind a finite verb, or right before it."""
        sentence = finite.sent
        for at in (finite.i + 1, finite.i - 1):
            token = finite.doc[at] if sentence.start <= at < sentence.end else finite
            if token.pos_ == "PRON" and (has(token, "Case", "Nom") or token.lower_ in self.words["generic"]):
                return token
        return None

    def _behind_preposition(self, token: Token) -> bool:
        """Whether a noun stands right behind a preposition; one taken for a conjunction needs a clause of its own."""
        earlier = before(token)
        if not earlier or earlier[0].lower_ not in self.words["prepositions"]:
            return False
        preposition = earlier[0].pos_ == "ADP" and earlier[0].dep_ != "mark"
        return preposition or sum(has(word, "VerbForm", "Fin") for word in token.sent) == 1

    def _can_be_subject(self, token: Token, finite: Token) -> bool:
        if token.pos_ not in self._open or any(child.dep_ == "case" for child in token.children):
            return False
        if not self.finnish:
            oblique = has(token, "Case", "Gen") or has(token, "Case", "Acc")
            return not oblique and not self._behind_preposition(token)
        if (
            token.morph.get("Person[psor]", [])
            and is_subject(token)
            and (is_genitive(token) or has(token, "Case", "Nom"))
        ):
            return True  # linjauksemme is nominative and genitive, one and many
        number = finite.morph.get("Number", ["Sing"])[0]
        case = token.morph.get("Case", [])
        if not case or "Nom" in case:
            own = token.morph.get("Number", [number])[0]
            return is_several(token) or own == number or (own == "Plur" and number == "Sing" and token.pos_ == "PRON")
        counted = any(child.pos_ == "NUM" for child in token.children) or any(
            word.pos_ == "NUM" for word in before(token)
        )
        return "Par" in case and counted and number == "Sing"

    def _rather(self, verb: Token, finite: Token, subject: Token) -> Token:
        """Return the subject, or in an inverted clause the one behind the verb who can act where it cannot."""
        if verb.lemma_ in self.words["inverted"]:
            return subject
        if subject.i > finite.i:
            if self.acts(subject):
                return subject
            ahead, behind = (self._first(verb, finite, step, within=subject) for step in (-1, 1))
            return next((noun for noun in (ahead, behind) if noun is not None and self.acts(noun)), subject)
        if self.acts(subject) or subject.pos_ not in ("NOUN", "PROPN") or self.is_person(subject):
            return subject
        behind = next((child for child in verb.children if child.i > finite.i and child.dep_ in _NEXT), None)
        return behind if behind is not None and self.acts(behind) else subject

    def _first(self, verb: Token, finite: Token, step: int, within: Token | None = None) -> Token | None:
        """Return the noun nearest to a finite verb that can be its subject; `within` is a word that may hold it."""
        for token in onwards(finite, verb, step):
            modifies = token.dep_.startswith(MODIFIERS) and token.i != verb.head.i and token.head != within
            if modifies or token.pos_ not in CANDIDATES:
                continue
            if is_subject(token) and token.head.i not in (verb.i, finite.i) and self.finnish:
                continue
            if token.dep_.startswith("nsubj") and token.i < token.head.i < finite.i:
                continue  # of a clause that has ended
            if self._can_be_subject(token, finite):
                found: Token = token
                return found
        return None
