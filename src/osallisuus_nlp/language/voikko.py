"""Lemmas and compound parts of Finnish by libvoikko, where it is installed: the component ``osallisuus_voikko``.

libvoikko and its dictionary come from the system (on Debian ``python3-libvoikko`` and ``voikko-fi``, or the wheel
``libvoikko`` and the library); they are not required. A handle is opened once a process and never pickled.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language

from ..errors import ResourceMissing
from .extensions import register

if TYPE_CHECKING:
    from spacy.tokens import Doc

_CLASSES = {
    "NOUN": ("nimisana", "nimisana_laatusana"),
    "PROPN": ("nimi", "etunimi", "sukunimi", "paikannimi"),
    "ADJ": ("laatusana", "nimisana_laatusana"),
    "VERB": ("teonsana",),
    "AUX": ("teonsana", "kieltosana"),
    "ADV": ("seikkasana",),
    "NUM": ("lukusana",),
    "PRON": ("asemosana",),
}


class Voikko:
    """Sets ``token.lemma_`` and ``token._.compound`` where libvoikko knows the word."""

    def __init__(self) -> None:
        register()
        _handle()

    def __call__(self, doc: Doc) -> Doc:
        """Set lemmas and parts; words that libvoikko does not know keep what they have."""
        for token in doc:
            found = _analysed(token.text, token.pos_)
            if found is not None:
                token.lemma_, token._.compound = found
        return doc

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing: all is in libvoikko."""

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> Voikko:
        """Read nothing."""
        return self


@Language.factory("osallisuus_voikko", assigns=["token.lemma", "token._.compound"], requires=["token.pos"])
def make_voikko(nlp: Language, name: str) -> Voikko:
    """Make the component.

    Raises
    ------
    ResourceMissing
        If libvoikko or its Finnish dictionary is not installed.
    """
    return Voikko()


@cache
def _handle() -> Any:
    try:
        import libvoikko

        return libvoikko.Voikko("fi")
    except (ImportError, OSError) as error:
        raise ResourceMissing(
            "libvoikko is not installed: pip install libvoikko, and on Debian apt-get install libvoikko1 voikko-fi"
        ) from error
    except Exception as error:
        if type(error).__name__ != "VoikkoException":
            raise
        raise ResourceMissing("libvoikko has no Finnish dictionary: on Debian apt-get install voikko-fi") from error


@cache
def _analysed(form: str, pos: str) -> tuple[str, tuple[str, ...]] | None:
    wanted = _CLASSES.get(pos)
    if wanted is None:
        return None
    found = [analysis for analysis in _handle().analyze(form) if "BASEFORM" in analysis]
    fitting = [analysis for analysis in found if analysis.get("CLASS") in wanted]
    if not fitting:
        return None
    best = fitting[0]
    return best["BASEFORM"], _parts(best["BASEFORM"].lower(), best["STRUCTURE"])


def _parts(lemma: str, structure: str) -> tuple[str, ...]:
    """Return the parts of a lemma by the boundaries (``=``) in the structure of one of its forms."""
    sizes = [len(part) for part in structure.split("=") if part]
    parts = []
    for size in sizes[:-1]:
        parts.append(lemma[:size].strip("-"))
        lemma = lemma[size:]
    return (*filter(None, parts), lemma)
