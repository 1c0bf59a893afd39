"""Who does what a verb says, or that no one is said to: the component ``osallisuus_agents``.

Each verb of a parsed `Doc` gets an `Agent` as ``token._.agent``. The agent is whom the clause names as the one who
acts: the subject of an active verb, what stands with *av* or before *toimesta* in a passive one, the genitive of an
agent participle (*lautakunnan järjestämä*). The Finnish passive and zero person, imperatives and verbs whose *we* is
in the ending name no one, nor do the Swedish passives without *av*, and *man*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.language import Language

from .clause import (
    CANDIDATES,
    NAMES,
    antecedent_of,
    before,
    is_genitive,
    is_subject,
    like_agent_participle,
    near,
    onwards,
    words_of,
)
from .extensions import register
from .marks import has
from .subjects import Subjects

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FAR = 12  # heads that are followed at most
_LANGUAGES = ("fi", "sv")
_PARTICIPLES = ("ad", "at", "ade", "dd", "tt", "d", "t", "en", "na")
_OF_PASSIVE = ("nsubj:pass", "obl:agent")
_LOOKED_AT = frozenset(["VERB", "AUX", "NOUN", "ADJ"])


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
        clauses = _Clauses(self.language)
        for token in doc:
            if token.dep and token.pos_ in _LOOKED_AT:
                agent = clauses.agent(token)
                if agent is not None:
                    token._.agent = agent
        return doc


@Language.factory("osallisuus_agents", assigns=["token._.agent"], requires=["token.dep", "token.lemma", "token.morph"])
def make_agents(nlp: Language, name: str) -> Agents:
    """Make the component for the pipeline's language."""
    return Agents(nlp.lang or "xx")


class _Clauses:
    """Finds agents, verb by verb, remembering those that are found."""

    def __init__(self, language: str) -> None:
        self.found: dict[int, Agent] = {}
        known = language if language in _LANGUAGES else "fi"
        self.finnish = known == "fi"
        self.words = words_of(known)
        self.subjects = Subjects(known)

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
        if self._agent_participle(verb):
            return self._of_participle(verb)
        if self._nominal(verb):
            return self._of_nominal(verb)
        group = [verb, *(child for child in verb.children if child.dep_.startswith("aux"))]
        if verb.pos_ not in ("VERB", "AUX") and not any(word.dep_.startswith("aux") for word in group[1:]):
            return None
        if verb.dep_.startswith(("aux", "cop")) and (self.finnish or verb.lemma_ in self.words["helpers"]):
            return self._of_auxiliary(verb, depth)
        by = self._by_phrase(verb)
        if by is not None:
            return by
        if self._like_finite(verb):
            return Agent(verb.head.i, "active")
        if self._necessive_participle(verb, group):
            return self._of_necessive(verb)
        if self._passive(verb, group):
            return self._of_passive(verb, group)
        return self._of_active(verb, group, depth)

    def _of_auxiliary(self, verb: Token, depth: int) -> Agent | None:
        if not verb.dep_.startswith("cop"):
            return self.agent(verb.head, depth + 1)
        if verb.lemma_ in self.words["auxiliaries"] and verb.head.lower_.endswith(_PARTICIPLES):
            return Agent(None, "passive", (verb.i, verb.head.i))
        subject = next((child for child in verb.head.children if is_subject(child)), None)
        if subject is not None and subject.dep_ == "csubj" and verb.head.pos_ in CANDIDATES and verb.head.i < verb.i:
            subject = verb.head  # målet är att alla hörs
        return None if subject is None else Agent(subject.i, "active")

    def _agent_participle(self, token: Token) -> bool:
        """Whether a word is the participle of ``lautakunnan järjestämä``, whatever the analyser takes it for."""
        if not self.finnish or token.i == token.sent.start or token.i + 1 >= token.sent.end:
            return False
        return has(token, "PartForm", "Agt") or like_agent_participle(token)

    def _like_finite(self, verb: Token) -> bool:
        """Whether ``vastaavat toimialajohtajat`` is a clause: nothing else in its sentence is a finite verb."""
        return (
            self.finnish
            and has(verb, "PartForm", "Pres")
            and has(verb, "Case", "Nom")
            and has(verb, "Number", "Plur")
            and verb.head.i > verb.i
            and verb.head.pos_ in CANDIDATES
            and not any(has(token, "VerbForm", "Fin") for token in verb.sent)
        )

    def _necessive_participle(self, verb: Token, group: list[Token]) -> bool:
        """Whether the clause is ``johtajan on annettava``."""
        return (
            self.finnish
            and has(verb, "Voice", "Pass")
            and has(verb, "PartForm", "Pres")
            and any(word.lemma_ == "olla" and word.i < verb.i for word in group[1:])
        )

    def _of_necessive(self, verb: Token) -> Agent:
        first = min(child.i for child in verb.children if child.dep_.startswith("aux"))
        earlier = [token for token in verb.children if is_genitive(token) and token.i < first]
        return Agent(earlier[-1].i, "active") if earlier else Agent(None, "generic", (verb.i,))

    def _nominal(self, token: Token) -> bool:
        return token.pos_ == "NOUN" and token.lemma_.endswith(self.words["nominal"]) and len(token) > 7

    def _of_nominal(self, token: Token) -> Agent:
        for child in token.children:
            if child.dep_ == "nmod:gsubj" or (not self.finnish and is_genitive(child) and child.i < token.i):
                return Agent(child.i, "nominal")
        return Agent(None, "nominal", (token.i,))

    def _bli(self, group: list[Token]) -> bool:
        return any(word.lemma_ in self.words["auxiliaries"] for word in group[1:])

    def _passive(self, verb: Token, group: list[Token]) -> bool:
        if self.subjects.is_deponent(verb):
            return False
        if any(has(word, "Voice", "Pass") for word in group):
            return True
        if not self.finnish and verb.lower_.endswith("s") and any(child.dep_ in _OF_PASSIVE for child in verb.children):
            return True
        return self._bli(group) or any(word.dep_ == "aux:pass" for word in group[1:])

    def _by_phrase(self, verb: Token) -> Agent | None:
        """Return the agent of ``kunnan toimesta`` or ``på nämndens försorg``."""
        for word in near(verb):
            if word.lower_ not in self.words["behind"]:
                continue
            for genitive in (*word.children, word.head, *before(word)):
                if genitive.i != verb.i and genitive.i < word.i and is_genitive(genitive):
                    return Agent(genitive.i, "passive", (word.i,))
        return None

    def _of_participle(self, verb: Token) -> Agent:
        for child in verb.children:
            if is_subject(child) and is_genitive(child):
                return Agent(child.i, "participle")
        for word in before(verb):
            if is_genitive(word):
                return Agent(word.i, "participle")
        return Agent(None, "participle", (verb.i,))

    def _of_passive(self, verb: Token, group: list[Token]) -> Agent:
        told = self.words["auxiliaries"]
        cue = tuple(sorted(w.i for w in group if w is verb or has(w, "Voice", "Pass") or w.lemma_ in told))
        for child in (child for child in verb.children if child.i > verb.i):
            nearby = {word.i: word for word in (child.left_edge, *child.children)}.values()
            cases = [word for word in nearby if word.lower_ in self.words["before"] and word.i < child.i]
            if child.dep_.startswith("obl") and cases and child.pos_ in NAMES:
                named = child.nbor(-1) if child.text.isspace() else self.subjects.named(child)
                return Agent(named.i, "passive", tuple(word.i for word in cases))
        for word in onwards(verb, verb, 1):
            if word.pos_ in ("VERB", "AUX"):
                break
            if word.lower_ in self.words["before"] and word.head.i > word.i and self._by(word.head):
                return Agent(word.head.i, "passive", (word.i,))
        return Agent(None, "passive", cue)

    def _by(self, named: Token) -> bool:
        """Whether a noun behind *av* that hangs on another noun acts: ``under hösten av rådgivare``."""
        return self.subjects.acts(named) or self.subjects.is_person(named) or self._between(named.head)

    def _between(self, noun: Token) -> bool:
        return noun.dep_.startswith("obl") and noun.lemma_ in self.words["adverbial"]

    def _of_active(self, verb: Token, group: list[Token], depth: int) -> Agent | None:
        own = (verb.i,)
        if any(has(word, "Mood", "Imp") for word in group) and (self.finnish or not self._is_behind_subject(verb)):
            return Agent(None, "imperative", own)
        finite = next((word for word in group if has(word, "VerbForm", "Fin")), None)
        if not self.finnish and self._bare_start(verb):
            return Agent(None, "imperative", own)
        done = next((child for child in verb.children if child.dep_ == "xcomp" and has(child, "Voice", "Pass")), None)
        if done is not None and verb.lemma_ in self.words["modal"]:
            return Agent(None, "passive", (done.i,))
        subject = self.subjects.of(verb, finite, group)
        if subject is not None:
            if subject.lower_ in self.words["generic"]:
                return Agent(None, "generic", (subject.i,))
            if subject.lemma_ in self.words["relative"] or has(subject, "PronType", "Rel"):
                antecedent = antecedent_of(verb) or self.subjects.noun_before(subject)
                return Agent(subject.i if antecedent is None else antecedent.i, "active")
            return Agent(self.subjects.named(subject).i, "active")
        if any(has(word, "Person", person) for word in group for person in ("1", "2")):
            return Agent(None, "we", own)
        noun = None if finite is None else self.subjects.own(verb, finite)
        if noun is not None:
            return Agent(noun.i, "active")
        shared = self._shared(verb, depth, finite=finite is not None)
        if shared is not None:
            return shared
        if finite is not None:
            shared = self._shared_over_distance(finite, depth)
            if shared is not None:
                return shared
            late = self.subjects.late(verb, finite)
            if late is None or late.lower_ in self.words["generic"]:
                return Agent(None, "generic", own if late is None else (late.i,))
            return Agent(self.subjects.named(late).i, "active")
        if verb.dep_.startswith("acl") and not self.finnish:
            return None
        return Agent(None, "infinitive", own)

    def _is_behind_subject(self, verb: Token) -> bool:
        """Whether a verb follows what the parse has for its subject, which no Swedish imperative does."""
        return any(is_subject(child) and child.i < verb.i for child in verb.children)

    def _bare_start(self, verb: Token) -> bool:
        """Whether a Swedish verb opens a sentence that is no question, with nothing like a subject behind it."""
        sentence = verb.sent
        if verb.i != sentence.start or verb.i + 1 >= sentence.end or sentence[-1].text == "?":
            return False
        return verb.nbor().pos_ not in ("PRON", "NOUN", "PROPN", "DET", "ADJ", "NUM") or verb.nbor().lower_ in (
            "dig",
            "er",
        )

    def _shared_over_distance(self, finite: Token, depth: int) -> Agent | None:
        """Return the agent of the sentence's main verb for one right behind a conjunction: ``och föreslår``."""
        root = finite.sent.root
        if self.finnish or finite.i == finite.sent.start or finite.nbor(-1).pos_ != "CCONJ" or root.i >= finite.i:
            return None
        above = self.agent(root, depth + 1)
        return above if above is not None and above.kind == "active" else None

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
        if verb.dep_ == "acl" and head.pos_ == "NOUN" and not self.finnish:  # har möjlighet att svara
            above = self.agent(head.head, depth + 1)
            return above if above is not None and above.kind == "active" else None
        if above is None or (coordinated and above.kind == "passive"):
            return None
        return above
