"""Who acts by the parse of a clause: for clauses that name a party of which word rules cannot tell what it does.

"Nästa vecka ber chefen för biblioteket läsarna om råd", "Vuokrataloyhtiö ei enää häädä ketään": the verb stands where
rules on neighbouring words do not look for it. Only such clauses are parsed, since it costs some milliseconds each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..language import sentences
from ..language.annotate import annotate
from .actors import Actor, may_act
from .heads import is_subject
from .parties import can_act
from .phrases import beside, named_to, phrase_start
from .spans import apart, lexicon
from .tokens import Word, words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ACTING = ("active", "passive")
_SUBORDINATE = ("advcl", "ccomp")


def find_agents(text: str, language: str) -> list[Actor]:
    """Return the parties that are agents of verbs in `text` by its parse; vague ones and those of states are left out.

    Nothing is parsed where no word of it names a party that could be a subject.

    Raises
    ------
    ResourceMissing
        If the analyser of the language is not installed.
    """
    if language not in ("fi", "sv"):
        return []
    found: list[Actor] = []
    for span in sentences(text):
        sentence = text[span.start : span.end]
        words = words_of(sentence, language)
        places = [
            place
            for place, word in enumerate(words)
            if word.kind in ("party", "firm")
            and can_act(word.text, language)
            and is_subject(word.text, language)
            and may_act(sentence, words, place, language)
        ]
        if places:
            [doc] = annotate([sentence], language, heads="needed")
            found += _agents(doc, sentence, words, places, span.start, language)
    return apart(found)


def _agents(
    doc: Doc, sentence: str, words: list[Word], places: list[int], offset: int, language: str
) -> Iterator[Actor]:
    heads = {doc[verb._.agent.head].idx: verb for verb in reversed(doc) if _does(verb, language)}
    for place in places:
        verb = heads.get(words[place].start)
        if verb is None:
            continue
        how = "verb" if verb._.agent.kind == "active" and verb.idx > words[place].start else "answers"
        for one in (*beside(words, place, language), place):
            start, end = phrase_start(words, one, language), words[named_to(words, one, language) - 1].end
            yield Actor(offset + start, offset + end, sentence[start:end], how=how)


def _does(verb: Token, language: str) -> bool:
    """Whether a verb has a named agent, and is one of doing: not of being, having, approving or taking part."""
    agent = verb._.agent
    if agent is None or agent.head is None or agent.kind not in _ACTING:
        return False
    states = lexicon("actors", language)["states"]
    return verb.lemma_ not in states and verb.pos_ == "VERB" and not _circumstance(verb)


def _circumstance(verb: Token) -> bool:
    """Whether a verb's clause tells a circumstance of another's."""
    return verb.dep_.startswith(_SUBORDINATE) and any(child.dep_ == "mark" for child in verb.children)
