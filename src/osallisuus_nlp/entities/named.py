"""Find channels through which residents are heard, and steering documents that a text names."""

from __future__ import annotations

from .spans import Entity, any_of, apart, lexicon


def find_channels(text: str, language: str) -> list[Entity]:
    """Return the channels named in `text`: surveys, hearings, initiatives …; ``id`` tells which kind."""
    return _named(text, language, "channel_")


def find_steering_documents(text: str, language: str) -> list[Entity]:
    """Return the steering documents named in `text`: strategy, welfare report …; ``id`` tells which kind."""
    return _named(text, language, "document_")


def _named(text: str, language: str, prefix: str) -> list[Entity]:
    return apart(
        Entity(hit.start(), hit.end(), hit.group(), name.removeprefix(prefix))
        for name, expressions in lexicon("named", language).items()
        if name.startswith(prefix)
        for hit in any_of(tuple(expressions)).finditer(text)
    )
