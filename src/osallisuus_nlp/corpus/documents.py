"""The passages of a document that was read, as records to be labelled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

from ..document import Document, Kind, Role
from .records import Labels, Record

__all__ = ["records_of"]

LEAST = 3  # words; what is shorter and no table row is left out


def records_of(document: Document, *, author: str, licence: str = "not stated") -> Iterator[Record]:
    """Give the body passages of `document` in Finnish and Swedish, without labels; headings are context.

    Parameters
    ----------
    author : str
        Who labels them.
    """
    for passage in document.passages:
        short = len(passage.text.split()) < LEAST and passage.kind is not Kind.TABLE_ROW
        if (
            passage.kind is Kind.HEADING
            or passage.role is not Role.BODY
            or short
            or passage.language not in ("fi", "sv")
        ):
            continue
        yield Record(
            id=f"{document.name}:{passage.id}",
            document=document.name,
            language=cast("Literal['fi', 'sv']", passage.language),
            text=passage.text,
            labels=Labels(),
            author=author,
            split="train",
            licence=licence,
            kind=cast("Literal['paragraph', 'list_item', 'table_row']", passage.kind.value),
            heading=passage.headings,
            stem=passage.stem,
        )
