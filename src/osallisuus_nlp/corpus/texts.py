"""The texts that stand-off labels refer to: a JSONL of documents, or the R data files that they were published in.

The public R package StranMax/rfintext (MIT licence, commit fc1db4820e4ade7083ad0f0aa7f0fe1241729527) holds the data
frames ``strategia`` and ``aspol``: one row a token, in the columns of CoNLL-U, with the document in ``doc``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import InvalidCorpus, ResourceMissing
from .records import lines_of

FILES = ("strategia.rda", "aspol.rda")
_ESCAPED = {"\\s": " ", "\\t": "\t", "\\r": "\r", "\\n": "\n", "\\p": "|", "\\\\": "\\"}


def read_texts(path: Path) -> dict[str, str]:
    """Return the text of every document, by its id.

    Parameters
    ----------
    path : Path
        A JSONL file with ``id`` and ``sentences`` (which join to the text) a line; an ``.rda`` file of tokens; or a
        folder with both of `FILES`.

    Raises
    ------
    InvalidCorpus
        If the file is none of these.
    ResourceMissing
        For ``.rda`` files, if the extra ``rda`` is not installed.
    """
    if path.is_dir():
        return {name: text for file in FILES for name, text in _rda(path / file).items()}
    if path.suffix.lower() == ".rda":
        return _rda(path)
    documents = {}
    for number, line in lines_of(path):
        try:
            content = json.loads(line)
            documents[content["id"]] = "".join(content["sentences"])
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidCorpus(f"{path}: line {number}: not a document with id and sentences") from error
    return documents


def _rda(path: Path) -> dict[str, str]:
    try:
        import rdata
    except ImportError as error:
        raise ResourceMissing("reading .rda files needs the extra: pip install 'osallisuus_nlp[rda]'") from error
    try:
        frames: dict[str, Any] = rdata.read_rda(path)
        (name, frame), *others = frames.items()
        rows = zip(frame["doc"], frame["FORM"], frame["MISC"], strict=True)
    except OSError as error:
        raise InvalidCorpus(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, EOFError, NotImplementedError) as error:
        raise InvalidCorpus(f"{path}: not an R data file with one data frame of tokens (doc, FORM, MISC)") from error
    if others:
        raise InvalidCorpus(f"{path}: holds {len(frames)} data sets, and one is wanted")
    return _texts_of(name, rows)


def _texts_of(data_set: str, rows: Iterable[tuple[Any, Any, Any]]) -> dict[str, str]:
    """Join tokens (document, FORM, MISC) to texts: a token is followed by what MISC says, else by a space.

    A multi-word token stands in the text twice, whole and as its words: so do the texts that were labelled.
    """
    parts: dict[str, list[str]] = {}
    for document, form, misc in rows:
        name = f"{data_set}/{str(document).removesuffix('.conllu')}"
        parts.setdefault(name, []).append(str(form) + _after(str(misc)))
    return {name: "".join(words) for name, words in parts.items()}


def _after(misc: str) -> str:
    fields = dict(field.partition("=")[::2] for field in misc.split("|"))
    if "SpacesAfter" in fields:
        spaces = re.sub(r"\\.", lambda match: _ESCAPED.get(match[0], match[0]), fields["SpacesAfter"])
        return spaces.replace("\r", "")
    return "" if fields.get("SpaceAfter") == "No" else " "
