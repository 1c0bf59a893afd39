"""Some components of a pipeline, in an order that is asked for, whatever is switched on in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_BATCH = 128  # documents


def run(nlp: Language, texts: Iterable[str | Doc], names: Sequence[str]) -> Iterator[Doc]:
    """Yield texts, or `Doc`s, led through the components `names` that `nlp` has, in that order."""
    docs: Iterator[Doc] = (nlp.make_doc(text) if isinstance(text, str) else text for text in texts)
    for name in names:
        if name in nlp.component_names:
            component: Any = nlp.get_pipe(name)
            docs = component.pipe(docs, batch_size=_BATCH) if hasattr(component, "pipe") else map(component, docs)
    return docs
