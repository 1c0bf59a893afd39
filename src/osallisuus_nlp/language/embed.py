"""What the networks see of a word: its beginning, its endings of several lengths, its shape.

Finnish words are seldom met twice in one form, but their endings are: spaCy's own embedding knows one suffix of three
letters, this one six of up to eight, enough for a case ending with its stem, or for the last part of a compound. It
also knows what a dictionary makes of the word (`edits`), which tells a rare verb's form from a noun's.
Registered as the architecture ``osallisuus.WordForms.v1`` by an entry point, so that `spacy.load` finds it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import HashEmbed, Maxout, Model, chain, concatenate, list2ragged, ragged2list, with_array

from .edits import Edits, edit, endings, kept
from .marks import hash_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

_OTHERS = 4  # features beside prefixes and suffixes
_KEPT = 100_000  # words whose features are remembered
_BREAK, _BLANK = "\\n", "\\s"
_DIGITS = str.maketrans("0123456789", "0" * 10)


def features(word: str, prefixes: list[int], suffixes: list[int], edits: Edits | None = None) -> list[str]:
    """Return the features of a word: what the dictionary makes of it, its beginnings and endings, and its shape.

    The dictionary, or what is like it there, gives the word's lemma and how its ending changes. Digits are all alike,
    and so is white space, but for line breaks.
    """
    if word.isspace():
        return [_BREAK if "\n" in word or "\f" in word else _BLANK] * (_OTHERS + len(prefixes) + len(suffixes))
    small = word.lower().translate(_DIGITS)
    lemma = (edits.find(endings(small), small) if edits is not None and small.isalpha() else None) or small
    cut, add = edit(small, lemma)
    return [
        small,
        lemma,
        f"{cut} {add} {lemma[-1:]}",
        *(small[:size] for size in prefixes),
        *(small[-size:] for size in suffixes),
        shape(word),
    ]


def shape(word: str) -> str:
    """Return the kinds of a word's characters, runs of one kind as at most two."""
    made = ""
    for char in word[:30]:
        kind = "x" if char.islower() else "X" if char.isupper() else "d" if char.isdigit() else char
        if not made.endswith(kind * 2):
            made += kind
    return made


def word_forms(
    width: int, size: int, prefixes: list[int], suffixes: list[int], rows: list[int]
) -> Model[list[Doc], list[Any]]:
    """Return a layer from `Doc`s to arrays of floats, (tokens, `width`) for each.

    Parameters
    ----------
    width
        Columns of what comes out.
    size
        Columns of each feature's table.
    prefixes, suffixes
        Lengths in characters.
    rows
        Rows of the tables: of the word, its lemma, its edit, of each prefix, of each suffix, of the shape.
    """
    if len(rows) != _OTHERS + len(prefixes) + len(suffixes):
        raise ValueError("rows must have one number for the word, lemma, edit, each prefix, each suffix and the shape")
    tables: list[Model[Any, Any]] = [
        HashEmbed(size, count, column=at, seed=at + 7, dropout=0.0) for at, count in enumerate(rows)
    ]
    mixed: Any = Maxout(width, size * len(rows), nP=3, dropout=0.0, normalize=True)
    return chain(
        _extractor(prefixes, suffixes),
        list2ragged(),
        with_array(concatenate(*tables)),
        with_array(mixed),
        ragged2list(),
    )


def _extractor(prefixes: list[int], suffixes: list[int]) -> Model[list[Doc], list[Any]]:
    known: dict[int, NDArray[np.uint64]] = {}
    used: list[Edits | None] = [None]

    def keys(doc: Doc) -> Any:
        edits = kept(doc.vocab)
        if len(known) > _KEPT or edits is not used[0]:
            known.clear()
            used[0] = edits
        rows = []
        for token in doc:
            row = known.get(token.orth)
            if row is None:
                hashed = [hash_of(feature) for feature in features(token.text, prefixes, suffixes, edits)]
                row = known[token.orth] = np.array(hashed, dtype=np.uint64)
            rows.append(row)
        return np.stack(rows) if rows else np.zeros((0, _OTHERS + len(prefixes) + len(suffixes)), dtype=np.uint64)

    def forward(model: Model[list[Doc], list[Any]], docs: list[Doc], is_train: bool) -> tuple[list[Any], Callable]:  # type: ignore[type-arg]
        return [model.ops.asarray(keys(doc)) for doc in docs], lambda d_output: []

    return Model("word_forms", forward)
