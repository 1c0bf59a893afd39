"""Which sentences need heads and agents, told without a parse; and the parse of those alone.

Heads say who acts. A heading, a name, a list of nouns has no verb, and a sentence whose only verbs are finite Finnish
passives has no subject to be found: the form alone says that no one is named.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import _data
from .agents import Agent
from .clause import like_agent_participle
from .marks import has
from .run import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token


def needs_heads(sentence: Span) -> bool:
    """Whether a tagged sentence has a verb whose agent cannot be told from its form alone.

    True for an active verb, a participle and what looks like one behind a genitive, a Swedish passive, and a word
    such as *toimesta*.
    """
    finnish = sentence.doc.lang_ == "fi"
    beside = _beside()
    return any(
        (token.pos_ in ("VERB", "AUX") and not (finnish and says_none(token)))
        or token.lower_ in beside
        or (finnish and like_agent_participle(token))
        for token in sentence
    )


def says_none(token: Token) -> bool:
    """Whether a Finnish word is a finite passive, which has no subject."""
    return has(token, "Voice", "Pass") and has(token, "VerbForm", "Fin")


def parse_needed(nlp: Language, docs: Sequence[Doc]) -> None:
    """Set heads, relations and agents on the sentences of tagged `docs` that need them, in place.

    In the others each word hangs on the first of its sentence, without a relation, and finite Finnish passives have
    the agent that their form tells.
    """
    if "parser" not in nlp.component_names:
        return
    wanted = [[needs_heads(sentence) for sentence in doc.sents] for doc in docs]
    parts = [
        sentence.as_doc()
        for doc, marks in zip(docs, wanted, strict=True)
        for sentence, mark in zip(doc.sents, marks, strict=True)
        if mark
    ]
    parsed = iter(list(run(nlp, parts, ("tok2vec", "parser"))))
    for doc, marks in zip(docs, wanted, strict=True):
        plain = _set_heads(doc, [next(parsed) if mark else None for mark in marks])
        if "osallisuus_agents" in nlp.component_names:
            nlp.get_pipe("osallisuus_agents")(doc)
        for token in plain:
            if says_none(token):
                token._.agent = Agent(None, "passive", (token.i,))


def _set_heads(doc: Doc, parses: Sequence[Doc | None]) -> list[Token]:
    """Write the parses of a document's sentences into it; return the words of those without one."""
    rows = np.zeros((len(doc), 2), dtype=np.int64)
    plain: list[Token] = []
    for sentence, parse in zip(list(doc.sents), parses, strict=True):
        if parse is None:
            rows[sentence.start : sentence.end, 0] = sentence.start - np.arange(sentence.start, sentence.end)
            plain += list(sentence)
        else:
            rows[sentence.start : sentence.end, 0] = [token.head.i - token.i for token in parse]
            rows[sentence.start : sentence.end, 1] = [
                token.dep - 2**64 if token.dep >= 2**63 else token.dep for token in parse
            ]
    values: Any = rows.view(np.uint64)
    doc.from_array(["HEAD", "DEP"], values)
    return plain


@cache
def _beside() -> frozenset[str]:
    rules = _data.data_toml("language", "agents.toml")
    return frozenset(word for language in rules.values() for word in language["behind"])
