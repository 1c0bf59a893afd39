"""Paragraphs in, analysed `Doc`s out: the same call for every language and every backend.

>>> from osallisuus_nlp.language import annotate
>>> [doc] = annotate(["Sivistyslautakunta nimeää asukasraadin."], "fi")  # doctest: +SKIP
>>> [(token.text, token.lemma_, token.pos_, token._.compound) for token in doc]  # doctest: +SKIP

A paragraph gives one `Doc` whose text is the paragraph's, so that offsets are the same in both. What is in it beside
spaCy's own attributes is listed in `extensions`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from ..errors import ResourceMissing
from .extensions import register
from .run import run

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Heads = Literal["all", "needed", "none"]

_REMEMBERED = 4096  # paragraphs of a language, backend and way of finding heads
_KNOWN: dict[tuple[str, str, Path | None, Heads], OrderedDict[str, Doc]] = {}
_BACKENDS = ("osallisuus", "stanza", "voikko")


class Backend(Protocol):
    """What analyses text of one language."""

    name: str

    def pipe(self, texts: Iterable[str], *, heads: Heads) -> Iterator[Doc]:
        """Yield one `Doc` a text, in order."""
        ...


_TAGGING = (
    "tok2vec",
    "morphologizer",
    "osallisuus_voice",
    "osallisuus_lemmas",
    "osallisuus_compounds",
    "osallisuus_voikko",
    "osallisuus_starts",
)
_SENTENCES = ("senter", "osallisuus_sentences")
_PARSING = ("parser", "osallisuus_agents")


class SpacyBackend:
    """A backend that is a spaCy pipeline.

    Parameters
    ----------
    name
        What ``doc._.backend`` says.
    nlp
        The pipeline; of its components those named here are used.
    """

    def __init__(self, name: str, nlp: Language) -> None:
        self.name = name
        self.nlp = nlp

    def pipe(self, texts: Iterable[str], *, heads: Heads) -> Iterator[Doc]:
        """Yield one `Doc` a text; heads and relations where they are asked for."""
        if heads == "all" and "parser" in self.nlp.component_names:
            yield from run(self.nlp, texts, (*_TAGGING, *_PARSING))
            return
        docs = list(run(self.nlp, texts, (*_TAGGING, *_SENTENCES)))
        if heads == "needed":
            from .needed import parse_needed

            parse_needed(self.nlp, docs)
        yield from docs


def annotate(
    texts: Iterable[str],
    language: str,
    *,
    heads: Heads = "all",
    backend: str = "osallisuus",
    models: str | Path | None = None,
) -> list[Doc]:
    """Return one analysed `Doc` for each text.

    Parameters
    ----------
    texts
        Paragraphs, list items, headings; cells of a table row on lines of their own.
    language
        ``fi`` or ``sv``; any other gives tokens and sentences only.
    heads
        Whether heads, relations and agents are found: in all sentences, in those that `needed.needs_heads` asks for,
        or in none.
    backend
        ``osallisuus``, the analysers that ship; ``voikko``: the Finnish one with lemmas and compound parts by
        libvoikko; or ``stanza``, with models of the user's (`by_stanza`), which are more accurate and slower.
    models
        The folder of stanza's models, which no other backend asks for.

    Raises
    ------
    ResourceMissing
        If the backend or its model is not installed.
    """
    register()
    folder = None if models is None else Path(models)
    found = backend_for(language, backend, folder)
    known = _KNOWN.setdefault((language, backend, folder, heads), OrderedDict())
    asked = list(texts)
    fresh = list(dict.fromkeys(text for text in asked if text not in known))
    made = dict(zip(fresh, found.pipe(fresh, heads=heads), strict=True))
    for doc in made.values():
        doc._.language, doc._.backend = language, found.name
    answer = [made[text] if text in made else known[text] for text in asked]
    for text, doc in zip(asked, answer, strict=True):
        known[text] = doc
        known.move_to_end(text)
    while len(known) > _REMEMBERED:
        known.popitem(last=False)
    return answer


@cache
def backend_for(language: str, name: str = "osallisuus", models: Path | None = None) -> Backend:
    """Return the backend `name` for `language`, loaded when first asked for; `models` as for `annotate`."""
    from .pipelines import blank, load_pipeline, own, shipped

    if name not in _BACKENDS:
        raise ResourceMissing(f"no backend is called {name}: there are {', '.join(_BACKENDS)}")
    if language not in ("fi", "sv"):
        return SpacyBackend("blank", blank(language))
    if name == "stanza":
        from .by_stanza import StanzaBackend

        if models is None:
            raise ResourceMissing(
                "stanza needs the folder of its models (models=DIR), as "
                f'stanza.download("{language}", model_dir=DIR) makes it'
            )
        return StanzaBackend(language, models)
    if name == "voikko" and language == "fi":
        from . import voikko  # noqa: F401

        nlp = load_pipeline(shipped("fi"))
        nlp.add_pipe("osallisuus_voikko", after="osallisuus_compounds")
        return SpacyBackend(name, nlp)
    return SpacyBackend(name, own(language))
