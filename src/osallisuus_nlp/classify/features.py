"""A passage as a sparse row of numbers: hashed character and word n-grams, headings, and what entities it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from .. import _data
from ..document import Passage
from ..entities import find_actors, find_funding, find_indicators, find_resources, find_terms, find_times
from ..framework import default_framework

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

CHAR_BITS, WORD_BITS, ABOVE_BITS = 16, 15, 12
# What kind of statement a text makes, by the forms of its verbs; each is a flag.
_FORMS = {
    "fi": (
        r"\w{3,}(?:taan|tään|daan|dään|laan|lään|naan|nään|raan|rään)",  # passive, present: järjestetään
        r"\w{2,}(?:ttiin|tiin)",  # passive, past: järjestettiin
        r"(?:on|ovat) \w+(?:ttu|tty|tu|ty|nut|nyt|neet)",  # perfect
        r"(?:on|ovat|oli|olivat|ole|olla)",
        r"(?:ei|eivät|eikä|emme|ettei|eikä)",
        r"\w{3,}(?:isi|isivat|isivät|isimme)",  # conditional
        r"(?:tarkoit\w+|merkit\w+|määritel\w+|käsite\w*|sana|termi\w*|menetelmä|jolla|jossa)",
        r"(?:prosent\w+|vastaaji\w+|vastann\w+|asukasta|keskimäärin|kyselyssä|yleisin|eniten|vähiten)",
        r"(?:tavoitteena|tavoite|pyritään|pyrimme|haluamme|visio\w*)",
        r"(?:\w*laki|\w*lain|\w*laissa|velvoittaa|säädetään|edellyttää|pykälä\w*)",
        r"(?:koska|sillä|siksi|silti|kuitenkin|helposti|usein|toisaalta)",
    ),
    "sv": (
        r"\w{3,}(?:as|es|rs|ls|ts)",  # s-passive, present: ordnas
        r"\w{3,}(?:ades|des|tes|ts)",  # s-passive, past: ordnades
        r"(?:har|hade) \w+(?:t|ts|its|ats)",
        r"(?:är|var|vara|varit)",
        r"(?:inte|ingen|inga|inget|varken|utan)",
        r"(?:skulle|borde|kunde)",
        r"(?:avses|betyder|innebär|kallas|menas|begrepp\w*|ordet|samlingsnamn|metod)",
        r"(?:procent|svarande|svarade|invånare|genomsnitt\w*|enkäten|flest|vanligaste)",
        r"(?:målet|mål|strävar|vill|ambition\w*|vision\w*)",
        r"(?:\w*lag|\w*lagen|enligt|föreskrivs|förutsätter|skyldig\w*|paragraf\w*)",
        r"(?:eftersom|därför|ändå|lätt|ofta|däremot|dock)",
    ),
}  # fmt: skip
_WEIGHT_OF_FLAGS = 0.2
COUNTS = 2**CHAR_BITS + 2**WORD_BITS + 2**ABOVE_BITS
FLAGS = 40  # of form, then of topic
FEATURES = COUNTS + FLAGS
_VERB_KINDS = 4
TOPIC_FLAGS = 7  # the last flags: target groups and the methods of each house level


@cache
def _forms(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(rf"(?<!\w){expression}(?!\w)", re.IGNORECASE) for expression in _FORMS.get(language, _FORMS["fi"])
    )


@dataclass(frozen=True, slots=True)
class Example:
    """What the classifier sees of a passage."""

    text: str
    language: str = "fi"
    above: str = ""
    kind: str = "paragraph"

    @classmethod
    def of(cls, passage: Passage, title: str = "") -> Example:
        """Return what the classifier sees of a passage of a document with that title.

        The title stands above all passages alike: it tells nothing of one.
        """
        headings = [heading for heading in passage.headings if heading != title]
        above = " / ".join([*headings[-2:], passage.stem])
        return cls(passage.text, passage.language, above, passage.kind.value)


def blocks(examples: Sequence[Example]) -> list[csr_matrix]:
    """Return the features of passages, one row a passage, in four blocks.

    Returns
    -------
    list of csr_matrix of shape (n_passages, size of the block)
        Counts of character n-grams, of words and pairs of words, of words in headings and stem; flags of 0 or 1.
    """
    from scipy.sparse import csr_matrix

    return [
        _chars().transform(example.text for example in examples),
        _words(WORD_BITS).transform(example.text for example in examples),
        _words(ABOVE_BITS).transform(example.above for example in examples),
        csr_matrix([_flags(example) for example in examples], dtype="float64"),
    ]


def weigh(counts: Sequence[csr_matrix], idf: NDArray[np.float32]) -> csr_matrix:
    """Return one row a passage: counts dampened (1 + log), weighed, each block scaled to unit length, and flags.

    Parameters
    ----------
    counts : sequence of csr_matrix
        What :func:`blocks` gives.
    idf : array of float, shape (n_features,)
        Weight of each feature of all blocks but the last.
    """
    import numpy as np
    from scipy.sparse import csr_matrix, diags, hstack

    made = []
    offset = 0
    for block in counts[:-1]:
        rows = csr_matrix(block, copy=True)
        rows.data = 1.0 + np.log(rows.data)
        rows = rows @ diags(idf[offset : offset + block.shape[1]].astype(np.float64))
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        made.append(diags(1.0 / np.maximum(lengths, 1e-9)) @ rows)
        offset += block.shape[1]
    return csr_matrix(hstack([*made, counts[-1] * _WEIGHT_OF_FLAGS]))


@cache
def _verbs(language: str) -> tuple[re.Pattern[str], ...]:
    kinds: dict[str, list[str]] = _data.data_toml("classify", "verbs.toml").get(language, {})
    return (
        tuple(re.compile(rf"(?<!\w)(?:{'|'.join(stems)})", re.IGNORECASE) for stems in kinds.values())
        or (re.compile("(?!)"),) * _VERB_KINDS
    )


@cache
def _sections() -> tuple[re.Pattern[str], ...]:
    kinds: dict[str, list[str]] = _data.data_toml("classify", "headings.toml")["sections"]
    return tuple(re.compile(rf"^[\d. ]*(?:{'|'.join(expressions)})\b", re.IGNORECASE) for expressions in kinds.values())


def _chars() -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), n_features=2**CHAR_BITS, alternate_sign=False, norm=None
    )


def _words(bits: int) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        ngram_range=(1, 2),
        n_features=2**bits,
        alternate_sign=False,
        norm=None,
        token_pattern=r"(?u)\b\w+\b",  # noqa: S106 (no password)
    )


def _flags(example: Example) -> list[float]:
    text, language = example.text, example.language
    words = len(text.split())
    methods = {hit.id for hit in find_terms(text, language, default_framework().methods)}
    levels = {method.house_level for method in default_framework().methods if method.id in methods}
    actors = find_actors(text, language)
    of_form = (
        actors,
        any(actor.how == "label" for actor in actors),
        find_funding(text, language),
        find_times(text, language),
        find_resources(text, language),
        find_indicators(text, language),
        *(form.search(text) for form in _forms(language)),
        *(verb.search(text) for verb in _verbs(language)),
        *(any(section.search(part) for part in example.above.split(" / ")) for section in _sections()),
        text.endswith(":"),
        not text.endswith((".", "!", "?", ":")),
        text[:1].islower(),
        re.search(r"\d", text),
        example.above.rstrip().endswith(":"),
        example.kind == "list_item",
        example.kind == "table_row",
        words < 8,
        words > 40,
        language == "sv",
    )
    of_topic = (
        find_terms(text, language, default_framework().target_groups),
        *(level.id in levels for level in default_framework().house_levels),
    )
    assert len(of_topic) == TOPIC_FLAGS and len(of_form) + len(of_topic) == FLAGS
    return [float(bool(value)) for value in (*of_form, *of_topic)]
