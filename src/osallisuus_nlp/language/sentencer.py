"""The component ``osallisuus_sentences``: sentences by rules for marks, abbreviations and lines (`split`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

from .split import sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Sentences:
    """Sets sentence boundaries where `split.sentences` has them."""

    def __call__(self, doc: Doc) -> Doc:
        """Set ``token.is_sent_start`` of every token."""
        starts = {span.start for span in sentences(doc.text)}
        for token in doc:
            token.is_sent_start = token.i == 0 or token.idx in starts
        return doc


@Language.factory("osallisuus_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    """Make the component."""
    return Sentences()
