"""The analysers as spaCy pipelines: where they ship, how they are kept small on disk, how they are loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import _data
from ..errors import ResourceMissing

if TYPE_CHECKING:
    from spacy.language import Language


def shipped(language: str) -> Path:
    """Return the folder of the analyser that ships for `language`.

    Raises
    ------
    ResourceMissing
        If none ships for it.
    """
    return _data.model_path(f"{language}/meta.json").parent


def load_pipeline(path: Path) -> Language:
    """Return the pipeline in folder `path`, its numbers in single precision again.

    Raises
    ------
    ResourceMissing
        If no pipeline stands there.
    """
    import spacy

    if not (path / "meta.json").is_file():
        raise ResourceMissing(f"no analyser in {path}: reinstall osallisuus_nlp, or run `make models`")
    nlp = spacy.load(path)
    _cast(nlp, "float32")
    return nlp


def save_pipeline(nlp: Language, path: Path) -> None:
    """Write a pipeline to folder `path` with its numbers in half precision, which halves its size."""
    _cast(nlp, "float16")
    nlp.to_disk(path)
    _cast(nlp, "float32")


def blank(language: str) -> Language:
    """Return a pipeline for a language without an analyser: tokens by spaCy's rules, sentences by `split`."""
    import spacy
    from spacy.util import get_lang_class

    try:
        get_lang_class(language)
    except ImportError:
        language = "xx"
    nlp = spacy.blank(language)
    nlp.add_pipe("osallisuus_sentences")
    return nlp


def _cast(nlp: Language, kind: str) -> None:
    for _, component in nlp.components:
        model: Any = getattr(component, "model", None)
        if model is None or not hasattr(model, "walk"):
            continue
        for node in model.walk():
            for name in node.param_names:
                if node.has_param(name):
                    node.set_param(name, node.get_param(name).astype(kind))
