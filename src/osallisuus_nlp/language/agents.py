"""Who does what a verb says, or that no one is said to: the component ``osallisuus_agents``.

Each verb of a parsed `Doc` gets an `Agent` as ``token._.agent``. The agent is whom the clause names as the one who
acts: the subject of an active verb, what stands with *av* or before *toimesta* in a passive one, the genitive of an
agent participle (*lautakunnan järjestämä*). The Finnish passive and zero person, imperatives and verbs whose *we* is
in the ending name no one, nor do the Swedish passives without *av*, and *man*.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from spacy.language import Language

from .. import _data
from .extensions import register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

_SUBJECTS = ("nsubj", "csubj")
_FAR = 12  # heads that are followed at most
_VERBS = ("fi", "sv")


@dataclass(frozen=True)
class Agent:
    """Who acts: positions of tokens in the `Doc`.

    Attributes
    ----------
    head
        The head word of the one who acts, or nothing if no one is named.
    kind
        ``active``, ``passive``, ``generic`` (zero person, *man*), ``imperative``, ``we`` (first and second person
        without a pronoun), ``participle``, ``nominal``, ``infinitive``.
    cue
        The words that say so: the verb's own form, *toimesta*, *av*, *man*; none for an ordinary subject.
    """

    head: int | None
    kind: str
    cue: tuple[int, ...] = ()


class Agents:
    """Sets ``token._.agent`` on the verbs of a parsed `Doc`."""

    def __init__(self, language: str) -> None:
        register()
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        """Set the agents of all verbs; a `Doc` without heads is left as it is."""
        if not doc.has_annotation("DEP"):
            return doc
        found: dict[int, Agent] = {}
        for token in doc:
            if token.dep:
                agent = _Clause(self.language, found).agent(token)
                if agent is not None:
                    token._.agent = agent
        return doc


@Language.factory("osallisuus_agents", assigns=["token._.agent"], requires=["token.dep", "token.lemma", "token.morph"])
def make_agents(nlp: Language, name: str) -> Agents:
    """Make the component for the pipeline's language."""
    return Agents(nlp.lang)


class _Clause:
    """Finds agents, verb by verb, remembering those that are found."""

    def __init__(self, language: str, found: dict[int, Agent]) -> None:
        self.found = found
        self.finnish = language == "fi"
        self.words = _words(language if language in _VERBS else "fi")

    def agent(self, verb: Token, depth: int = 0) -> Agent | None:
        """Return the agent of a verb, or nothing if the word is none."""
        if verb.i in self.found:
            return self.found[verb.i]
        if depth > _FAR:
            return None
        made = self._made(verb, depth)
        if made is not None:
            self.found[verb.i] = made
        return made

    def _made(self, verb: Token, depth: int) -> Agent | None:
        if self._nominal(verb):
            return self._of_nominal(verb)
        group = [verb, *(child for child in verb.children if child.dep_.startswith("aux"))]
        if verb.pos_ not in ("VERB", "AUX") and not self._bli(group):
            return None
        if verb.pos_ == "AUX" and verb.dep_.startswith(("aux", "cop")):
            return None
        by = self._by_phrase(verb)
        if by is not None:
            return by
        if self.finnish and "Agt" in verb.morph.get("PartForm"):
            return self._of_participle(verb)
        if self._passive(verb, group):
            return self._of_passive(verb, group)
        return self._of_active(verb, group, depth)

    def _nominal(self, token: Token) -> bool:
        return token.pos_ == "NOUN" and token.lemma_.endswith(tuple(self.words["nominal"])) and len(token) > 7

    def _of_nominal(self, token: Token) -> Agent:
        for child in token.children:
            if child.dep_ == "nmod:gsubj" or (not self.finnish and _genitive(child) and child.i < token.i):
                return Agent(child.i, "nominal")
        return Agent(None, "nominal", (token.i,))

    def _bli(self, group: list[Token]) -> bool:
        return any(word.lemma_ in self.words["auxiliaries"] for word in group[1:])

    def _passive(self, verb: Token, group: list[Token]) -> bool:
        if verb.lemma_ in self.words["deponents"] or verb.lemma_ + "s" in self.words["deponents"]:
            return False
        if any("Pass" in word.morph.get("Voice") for word in group):
            return True
        return self._bli(group) or any(word.dep_ == "aux:pass" for word in group[1:])

    def _by_phrase(self, verb: Token) -> Agent | None:
        """Return the agent of ``kunnan toimesta`` or ``på nämndens försorg``."""
        for word in _near(verb):
            if word.lower_ not in self.words["behind"]:
                continue
            for genitive in (*word.children, word.head, *_before(word)):
                if genitive.i != verb.i and genitive.i < word.i and _genitive(genitive):
                    return Agent(genitive.i, "passive", (word.i,))
        return None

    def _of_participle(self, verb: Token) -> Agent:
        for child in verb.children:
            if _subject(child) and _genitive(child):
                return Agent(child.i, "participle")
        for word in _before(verb):
            if _genitive(word):
                return Agent(word.i, "participle")
        return Agent(None, "participle", (verb.i,))

    def _of_passive(self, verb: Token, group: list[Token]) -> Agent:
        cue = tuple(sorted(word.i for word in group if "Pass" in word.morph.get("Voice") or word is verb))
        for child in verb.children:
            cases = [word for word in child.children if word.lower_ in self.words["before"] and word.i < child.i]
            if child.dep_ == "obl:agent" or (child.dep_.startswith("obl") and cases and child.pos_ in _NAMES):
                return Agent(child.i, "passive", tuple(word.i for word in cases) or cue)
        return Agent(None, "passive", cue)

    def _of_active(self, verb: Token, group: list[Token], depth: int) -> Agent | None:
        own = (verb.i,)
        forms = [word.morph for word in group]
        if any("Imp" in form.get("Mood") for form in forms):
            return Agent(None, "imperative", own)
        subject = self._subject(verb)
        if subject is not None:
            if subject.lemma_ in self.words["generic"]:
                return Agent(None, "generic", (subject.i,))
            if subject.lemma_ in self.words["relative"] or "Rel" in subject.morph.get("PronType"):
                antecedent = _antecedent(verb)
                return Agent(subject.i if antecedent is None else antecedent.i, "active")
            return Agent(subject.i, "active")
        if any(person in form.get("Person") for form in forms for person in ("1", "2")):
            return Agent(None, "we", own)
        finite = any("Fin" in form.get("VerbForm") for form in forms)
        shared = self._shared(verb, depth, finite=finite)
        if shared is not None:
            return shared
        if finite:
            return Agent(None, "generic", own)
        if verb.dep_.startswith("acl") and not self.finnish:
            return None
        return Agent(None, "infinitive", own)

    def _subject(self, verb: Token) -> Token | None:
        return next((child for child in verb.children if _subject(child)), None)

    def _shared(self, verb: Token, depth: int, *, finite: bool) -> Agent | None:
        """Return the agent of the verb that this one is coordinated with, or that governs this infinitive."""
        head = verb.head
        if head is verb:
            return None
        coordinated = verb.dep_ == "conj"
        governed = not finite and verb.dep_ in ("xcomp", "xcomp:ds", "advcl", "ccomp", "obj", "acl", "obl")
        if not coordinated and not governed:
            return None
        if coordinated and head.i > verb.i:
            return None
        above = self.agent(head, depth + 1)
        if above is None or (coordinated and above.kind == "passive"):
            return None
        return above


_NAMES = frozenset(["NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"])


def _subject(token: Token) -> bool:
    return token.dep_.startswith(_SUBJECTS) and not token.dep_.endswith(":pass")


def _genitive(token: Token) -> bool:
    return "Gen" in token.morph.get("Case")


def _antecedent(verb: Token) -> Token | None:
    """Return the noun that the relative clause of `verb` belongs to."""
    clause = verb
    for _ in range(_FAR):
        if clause.dep_.startswith("acl"):
            return clause.head
        if clause.dep_ != "conj" and not clause.dep_.startswith("aux"):
            return None
        clause = clause.head
    return None


def _near(verb: Token) -> Iterator[Token]:
    """Yield what hangs on a verb, and what hangs on that."""
    for child in verb.children:
        if child.pos_ == "VERB":
            continue
        yield child
        yield from child.children


def _before(token: Token) -> tuple[Token, ...]:
    return (token.doc[token.i - 1],) if token.i > token.sent.start else ()


@cache
def _words(language: str) -> dict[str, Any]:
    found: dict[str, Any] = _data.data_toml("language", "agents.toml")[language]
    return {key: frozenset(values) if key != "nominal" else values for key, values in found.items()}
