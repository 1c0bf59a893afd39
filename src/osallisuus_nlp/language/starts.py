"""The component ``osallisuus_starts``: where a sentence begins or not, as far as marks tell.

A capital behind a mark that ends a word begins one; a small letter behind a word without a mark begins none, nor what
is written together with a quotation mark before it. The parser and the recogniser of sentences keep what is set before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.language import Language

from .split import sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ENDED = re.compile(r"\w{3,}[.!?…][\"”’»)]*\s+$")
_BEGUN = re.compile(r"[\"”’»]?[A-ZÅÄÖ]")
_OPENING = frozenset('"”’»(')
_LOOKED_AT = 30  # characters before a word


class Starts:
    """Sets ``token.is_sent_start`` where marks and letters tell it, and leaves it open elsewhere."""

    def __call__(self, doc: Doc) -> Doc:
        """Set what is sure."""
        text = doc.text
        starts = {span.start for span in sentences(text)}
        for token in doc[1:]:
            earlier = token.nbor(-1)
            opened = earlier.text in _OPENING and not earlier.whitespace_
            if opened or (token.text[0].islower() and earlier.is_alpha):
                token.is_sent_start = False
                continue
            before = text[max(0, token.idx - _LOOKED_AT) : token.idx]
            if token.idx in starts and _BEGUN.match(text, token.idx) and _ENDED.search(before):
                token.is_sent_start = True
        return doc


@Language.factory("osallisuus_starts", assigns=["token.is_sent_start"])
def make_starts(nlp: Language, name: str) -> Starts:
    """Make the component."""
    return Starts()
