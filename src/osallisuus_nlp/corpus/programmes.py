"""The passages of a programme's source: what is labelled, numbered as the labels of a programme name them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

from .records import Labels, Record
from .source import Source, filled, gold_of

LICENCE = "CC-BY-4.0"
AUTHOR = "osallisuus_nlp"


def passages_of(source: Source, name: str, split: Literal["train", "test"] = "test") -> Iterator[Record]:
    """Give the paragraphs, list items and table rows of `source` as records without labels.

    A table row's text holds a line for each cell, after the heading of its column. Headings are the context of what
    stands beneath them; captions and footnotes are left out.

    Parameters
    ----------
    name : str
        The document that the records belong to; their ids are ``NAME:NUMBER``, numbered from 1.
    """
    stems = iter(gold_of(source).stems)
    headings: list[tuple[int, str]] = []
    number = 0
    for block in source.blocks():
        if block.kind == "heading":
            headings = [entry for entry in headings if entry[0] < block.level] + [(block.level, block.text)]
            continue
        stem = next(stems) if block.kind == "list_item" else ""
        if block.kind == "table":
            texts = [_row_text(block.header, row) for row in filled(block.rows)]
            kind = "table_row"
        else:
            texts = [block.text] if block.kind in ("paragraph", "list_item") else []
            kind = block.kind
        for text in texts:
            number += 1
            yield Record(
                id=f"{name}:{number}",
                document=name,
                language=cast(Literal["fi", "sv"], source.language),
                text=text,
                labels=Labels(),
                author=AUTHOR,
                split=split,
                licence=LICENCE,
                kind=cast(Literal["paragraph", "list_item", "table_row"], kind),
                heading=tuple(text for _, text in headings),
                stem=stem,
            )


def _row_text(header: tuple[str, ...], row: tuple[str, ...]) -> str:
    return "\n".join(f"{column}: {cell}" if column else cell for column, cell in zip(header, row, strict=True))
