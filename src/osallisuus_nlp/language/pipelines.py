"""The analysers as spaCy pipelines: where they ship, how they are kept small on disk, how they are loaded."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

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
    """Return the pipeline in folder `path`, as `spacy.load` does.

    Raises
    ------
    ResourceMissing
        If no pipeline stands there.
    """
    import spacy

    if not (path / "meta.json").is_file():
        raise ResourceMissing(f"no analyser in {path}: reinstall osallisuus_nlp, or run `make models`")
    return spacy.load(path)


@cache
def own(language: str) -> Language:
    """Return the analyser that ships for `language`: one for all who ask, not to be changed."""
    return load_pipeline(shipped(language))


def save_pipeline(nlp: Language, path: Path) -> None:
    """Write a pipeline to folder `path` with its numbers in half precision, to be made single by `spacy.load`."""
    from .precision import NAME, cast

    if NAME not in nlp.component_names:
        nlp.add_pipe(NAME)
    cast(nlp, "float16")
    path.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(path)
    cast(nlp, "float32")


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
