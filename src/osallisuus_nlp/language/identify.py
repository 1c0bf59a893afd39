"""The language of a text, and of every passage of a document: ``fi``, ``sv``, ``en``, ``other`` or ``und``.

A sentence tells its language itself. A heading such as "Budget", a name or a cell does not: in a document it is read
in the language of what stands around it. Each passage is judged alone first; then each language that is rare near a
passage must be clearer there than one that is common.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..document import Document, Kind, Passage
from .judge import TAGS, Scores, letters_that_tell, scores

_ENOUGH = 30  # letters from which a text tells its language itself, and a row without the columns' headings
_REACH = 6  # passages on either side that are looked at
_FADE = 0.6  # what each step away takes from a neighbour's weight
_BEHIND_A_HEADING = 0.3  # and each heading between
_BEFORE_A_HEADING = 0.1  # a heading belongs to what follows it
_ALIKE = 2.0  # how much more a row of the same table weighs, or an item of the same list
_WHOLE = 0.2  # share of the whole document in what is expected of a passage
_MOST = 40.0  # nats from which a passage says nothing more of its neighbours
_RARE, _STRENGTH = 0.02, 4.0  # least share of a language, and nats of evidence against one unit of log-share


def identify(text: str) -> str:
    """Return ``fi``, ``sv``, ``en`` or ``other``, or ``und`` for a text without letters.

    A few letters are told as well as they can be: a name or an abbreviation alone is a guess.
    """
    found = scores(text)
    return "und" if found is None else _best(found)


def with_languages(document: Document, *, language: str | None = None) -> Document:
    """Return the document with a language on each passage and on the whole.

    A passage that says little of its language has that of its neighbours: of the rows of its table, the items of its
    list, what stands under a heading, the document. A passage without letters is ``und``. `language` sets all of them.
    """
    if language is not None:
        passages = tuple(replace(passage, language=language) for passage in document.passages)
        return replace(document, passages=passages, language=language)
    found = [_evidence(_judged(passage)) for passage in document.passages]
    told = [("und", 0.0) if score is None else _told(score) for score in found]
    whole = _shares(told)
    tags = [
        "und" if score is None else _best(_expected(score, _around(document.passages, told, place), whole))
        for place, score in enumerate(found)
    ]
    passages = tuple(replace(passage, language=tag) for passage, tag in zip(document.passages, tags, strict=True))
    return replace(document, passages=passages, language=_most(passages))


def _judged(passage: Passage) -> str:
    """Return what tells a passage's language: of a table row its cells, with the columns' headings if they are few."""
    filled = [cell for cell in passage.cells if cell.text]
    cells = "\n".join(cell.text for cell in filled)
    if sum(char.isalpha() for char in cells) >= _ENOUGH:
        return cells
    return passage.text


def _evidence(text: str) -> Scores | None:
    """Return the scores of a text, the less of them the fewer its letters: a place or a name is of any language."""
    found = scores(text)
    if found is None:
        return None
    share = min(1.0, letters_that_tell(text) / _ENOUGH)
    fi, sv, en, other = (share * score for score in found)
    return fi, sv, en, other


def _best(found: Scores) -> str:
    return TAGS[found.index(max(found))]


def _told(found: Scores) -> tuple[str, float]:
    """Return the best language of a passage and how clearly it is told, in nats."""
    best, second = sorted(found, reverse=True)[:2]
    return _best(found), min(best - second, _MOST)


def _shares(weights: Iterable[tuple[str, float]]) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for tag, weight in weights:
        total[tag] += weight
    whole = sum(total.values())
    return {tag: weight / whole for tag, weight in total.items()} if whole else {}


def _around(passages: Sequence[Passage], told: Sequence[tuple[str, float]], place: int) -> dict[str, float]:
    """Return the share of each language near the passage at `place`, clear and near ones weighing most."""
    own = passages[place]
    weights = []
    for step in (1, -1):
        factor = _BEFORE_A_HEADING if step < 0 and own.kind is Kind.HEADING else 1.0
        for other in range(place + step, place + step * (_REACH + 1), step):
            if not 0 <= other < len(passages):
                break
            factor *= _FADE
            passage, (tag, clear) = passages[other], told[other]
            weights.append((tag, clear * factor * (_ALIKE if _alike(own, passage) else 1.0)))
            if passage.kind is Kind.HEADING and own.kind is not Kind.HEADING:
                factor *= _BEHIND_A_HEADING
    return _shares(weights)


def _alike(one: Passage, other: Passage) -> bool:
    if one.kind is Kind.TABLE_ROW:
        return other.kind is Kind.TABLE_ROW and one.table == other.table
    return one.kind is other.kind is Kind.LIST_ITEM


def _expected(found: Scores, near: dict[str, float], whole: dict[str, float]) -> Scores:
    """Return the scores with what is expected where the passage stands."""
    if not whole:
        return found
    share = {tag: (1 - _WHOLE) * (near or whole).get(tag, 0.0) + _WHOLE * whole.get(tag, 0.0) for tag in TAGS}
    fi, sv, en, other = (
        score + _STRENGTH * math.log(max(share[tag], _RARE)) for tag, score in zip(TAGS, found, strict=True)
    )
    return fi, sv, en, other


def _most(passages: Sequence[Passage]) -> str:
    weights: Counter[str] = Counter()
    for passage in passages:
        weights[passage.language] += sum(char.isalpha() for char in passage.text)
    del weights["und"]
    return weights.most_common(1)[0][0] if weights else "und"
