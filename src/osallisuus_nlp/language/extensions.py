"""What the library adds to spaCy's objects, set once.

==========================  ==========================================================================================
``doc._.language``          the tag that was asked for: ``fi``, ``sv`` or another
``doc._.backend``           what analysed it: ``osallisuus``, ``blank``, ``voikko`` …
``span._.parsed``           of a sentence: whether its heads and relations were found. Where not, they are empty
``token._.compound``        parts of the lemma, the head last: ``("sivistys", "lauta", "kunta")``; one part if simple
``token._.head_lemma``      what it is a kind of: the last part, or more of them where `compounds.toml` has them as one,
                            ``lautakunta``; of nouns and adjectives, else empty
``token._.agent``           of a verb: an `Agent`, or nothing where it was not looked for
==========================  ==========================================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span


def register() -> None:
    """Set the extensions; does nothing when they are there."""
    from spacy.tokens import Doc, Span, Token

    if Doc.has_extension("backend"):
        return
    Doc.set_extension("language", default="")
    Doc.set_extension("backend", default="")
    Span.set_extension("parsed", getter=_parsed)
    Token.set_extension("compound", default=())
    Token.set_extension("head_lemma", default="")
    Token.set_extension("agent", default=None)


def _parsed(span: Span) -> bool:
    return any(token.dep for token in span)
