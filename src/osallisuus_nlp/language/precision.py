"""The component ``osallisuus_precision``: weights that rest in half precision are made single when they are loaded.

Half the size on disk, and no difference in what is told. It stands last in a pipeline, where all others are loaded
before it, and leaves documents as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAME = "osallisuus_precision"


class Precision:
    """Makes the numbers of a pipeline's networks single precision."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        """Return the `Doc` as it is."""
        return doc

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing."""

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> Precision:
        """Make what was loaded before single precision."""
        cast(self._nlp, "float32")
        return self


@Language.factory(NAME)
def make_precision(nlp: Language, name: str) -> Precision:
    """Make the component."""
    return Precision(nlp)


def cast(nlp: Language, kind: str) -> None:
    """Make the numbers of all networks of a pipeline ``float16`` or ``float32``."""
    for _, component in nlp.components:
        model: Any = getattr(component, "model", None)
        if model is None or not hasattr(model, "walk"):
            continue
        for node in model.walk():
            for name in node.param_names:
                if node.has_param(name):
                    node.set_param(name, node.get_param(name).astype(kind))
