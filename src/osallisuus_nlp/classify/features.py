"""A passage as a sparse row of numbers: hashed character and word n-grams, headings, and the kinds of its words.

What can be told of a word alone, its n-grams and kinds, is told once a word and remembered; the rest is arithmetic on
arrays. That is what makes the default tier quick.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .. import _data
from ..document import Passage, around
from ..entities import WORD_KINDS, kinds_of_word

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

CHAR_BITS, WORD_BITS, ABOVE_BITS = 19, 18, 14
_GRAMS = range(3, 6)  # lengths of character n-grams
_TOKEN = re.compile(r"\w+(?:[-:’'–]\w+)*|[^\w\s]")
_DIGIT = re.compile(r"\d")
_BEGIN, _END = "<", ">"  # where a passage begins and ends, as words of their own
_ROOT = 6  # letters by which a word is known in all its cases, alone and in pairs
_REMEMBERED = 200_000  # words whose n-grams and kinds are kept
_MIX = tuple(np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xFF51AFD7ED558CCD))
WEIGHT_OF_FLAGS = 0.2


@dataclass(frozen=True, slots=True)
class Example:
    """What the classifier sees of a passage.

    Attributes
    ----------
    above : str
        Headings and stem.
    before, after : str
        What stands around a fragment in its document, a line or two; an encoder reads them with it.
    """

    text: str
    language: str = "fi"
    above: str = ""
    kind: str = "paragraph"
    before: str = ""
    after: str = ""

    @classmethod
    def of(cls, passage: Passage, title: str = "", document: str = "") -> Example:
        """Return what the classifier sees of a passage of a document with that title and text.

        The title stands above all passages alike: it tells nothing of one.
        """
        headings = [heading for heading in passage.headings if heading != title]
        above = " / ".join([*headings[-2:], passage.stem])
        before, after = around(document, passage.start, passage.end)
        return cls(passage.text, passage.language, above, passage.kind.value, before, after)


# Flags: kinds of single words, kinds near one another, then the passage's shape.
_FORMS = (
    "passive_present", "passive_past", "participle", "be", "negation", "conditional", "definition", "figures", "wish",
    "law", "reason",
)  # fmt: skip
_VERBS = ("acts_passive", "acts_active", "opinions", "states")
_SHAPES = ("year", "number", "currency", "colon")
_KINDS = (*WORD_KINDS, *_FORMS, *_VERBS, *_SHAPES)
_BITS = {kind: 1 << place for place, kind in enumerate(_KINDS)}
_NEAR = (
    ("actor", "acting", 3), ("acting", "actor", 2), ("label", "colon", 2), ("be", "participle", 1),
    ("number", "currency", 1), ("passive_present", "party", 2), ("party", "passive_present", 3),
)  # fmt: skip
_SECTIONS = ("background", "plan")
_OF_PASSAGE = (
    "stem above", "heading above", "list item", "table row", "under 8 words", "8 to 13 words", "over 25 words",
    "over 45 words", "ends in a colon", "ends without a stop", "begins small", "Swedish",
)  # fmt: skip
FLAG_NAMES = (
    *_KINDS,
    *(f"{one} … {other}" for one, other, _ in _NEAR),
    *(f"section: {name}" for name in _SECTIONS),
    *_OF_PASSAGE,
)
COUNTS = 2**CHAR_BITS + 2**WORD_BITS + 2**ABOVE_BITS
FLAGS = len(FLAG_NAMES)
FEATURES = COUNTS + FLAGS


class Words(NamedTuple):
    """The words of passages: the different ones, and for each word of the passages its place among them and its row."""

    known: list[str]
    places: NDArray[np.intp]
    rows: NDArray[np.intp]
    passages: int


def words_of(text: str) -> list[str]:
    """Return the words and marks of a text in lower case; every digit is a nought."""
    return _TOKEN.findall(_DIGIT.sub("0", text.lower()))


def blocks(examples: Sequence[Example]) -> list[csr_matrix]:
    """Return the features of passages, one row a passage, in four blocks.

    Returns
    -------
    list of csr_matrix of shape (n_passages, size of the block)
        Counts of character n-grams, of words and pairs of words, of words in headings and stem; flags of 0 or 1.
    """
    text = _gathered([_BEGIN, *words_of(example.text), _END] for example in examples)
    above = _gathered(words_of(example.above) for example in examples)
    return [
        _characters(text),
        _words_and_pairs(text, WORD_BITS),
        _words_and_pairs(above, ABOVE_BITS),
        _flags(examples, text),
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
    from scipy.sparse import csr_matrix, hstack

    made = []
    offset = 0
    for block in counts[:-1]:
        data = (1.0 + np.log(block.data)) * idf[offset + block.indices]
        rows = np.repeat(np.arange(block.shape[0]), np.diff(block.indptr))
        lengths = np.sqrt(np.bincount(rows, weights=data * data, minlength=block.shape[0]))
        data = (data / np.maximum(lengths, 1e-9)[rows]).astype(np.float32)
        made.append(csr_matrix((data, block.indices, block.indptr), shape=block.shape))
        offset += block.shape[1]
    return csr_matrix(hstack([*made, counts[-1] * np.float32(WEIGHT_OF_FLAGS)], format="csr"))


def _gathered(passages: Iterable[list[str]]) -> Words:
    known: dict[str, int] = {}
    places: list[int] = []
    lengths: list[int] = []
    for passage in passages:
        places += [known.setdefault(word, len(known)) for word in passage]
        lengths.append(len(passage))
    rows = np.repeat(np.arange(len(lengths), dtype=np.intp), lengths)
    return Words(list(known), np.array(places, dtype=np.intp), rows, passages=len(lengths))


@lru_cache(_REMEMBERED)
def grams_of(word: str) -> NDArray[np.int64]:
    """Return the places of a word's character n-grams, the spaces around it included."""
    padded = f" {word} "
    found = [padded[at : at + size] for size in _GRAMS for at in range(max(len(padded) - size + 1, 0))]
    mask = 2**CHAR_BITS - 1
    return np.array([zlib.crc32(gram.encode()) & mask for gram in found or [padded]], dtype=np.int64)


@lru_cache(_REMEMBERED)
def _hash(word: str) -> int:
    return zlib.crc32(word[:_ROOT].encode(), 1)


def _characters(words: Words) -> csr_matrix:
    from scipy.sparse import csr_matrix

    grams = [grams_of(word) for word in words.known]
    ends = np.concatenate([[0], np.cumsum([len(those) for those in grams], dtype=np.int64)])
    of_word = csr_matrix(
        (np.ones(ends[-1], np.float32), np.concatenate(grams) if grams else np.zeros(0, np.int64), ends),
        shape=(len(grams), 2**CHAR_BITS),
    )
    return csr_matrix(_incidence(words) @ of_word)


def _incidence(words: Words) -> csr_matrix:
    """Return how often each passage holds each of the different words."""
    from scipy.sparse import csr_matrix

    ones = np.ones(len(words.places), np.float32)
    return csr_matrix((ones, (words.rows, words.places)), shape=(words.passages, len(words.known)))


def _words_and_pairs(words: Words, bits: int) -> csr_matrix:
    from scipy.sparse import csr_matrix

    hashes = np.array([_hash(word) for word in words.known], dtype=np.uint64)[words.places]
    single, paired = places_of_words(hashes, bits)
    together = words.rows[1:] == words.rows[:-1]
    rows = np.concatenate([words.rows, words.rows[1:][together]])
    columns = np.concatenate([single, paired[together]])
    return csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=(words.passages, 2**bits))


def places_of_words(hashes: NDArray[np.uint64], bits: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of words, and of each word with the next."""
    down = np.uint64(64 - bits)
    first = hashes * _MIX[0]
    pairs = ((first[:-1] ^ (hashes[1:] * _MIX[1])) * _MIX[2]) >> down
    return (first >> down).astype(np.int64), pairs.astype(np.int64)


def named_features(example: Example) -> Iterator[tuple[int, str, str]]:
    """Give the place of each feature of a passage with its part (word, pair, heading, feature) and its name."""
    text, above = [_BEGIN, *words_of(example.text), _END], words_of(example.above)
    for word in text:
        yield from ((place, "word", word) for place in grams_of(word).tolist())
    offset = 2**CHAR_BITS
    for words, bits, (one, two) in ((text, WORD_BITS, ("word", "pair")), (above, ABOVE_BITS, ("heading", "heading"))):
        single, paired = places_of_words(np.array([_hash(word) for word in words], dtype=np.uint64), bits)
        yield from ((offset + place, one, word) for place, word in zip(single.tolist(), words, strict=True))
        pairs = (f"{a} {b}" for a, b in pairwise(words))
        yield from ((offset + place, two, pair) for place, pair in zip(paired.tolist(), pairs, strict=True))
        offset += 2**bits
    yield from ((offset + place, "feature", name) for place, name in enumerate(FLAG_NAMES))


class Forms(NamedTuple):
    """The forms of words of a language, and a pattern for any of them, since most words have none."""

    any: re.Pattern[str]
    each: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _forms(language: str) -> Forms:
    forms: dict[str, list[str]] = _data.data_toml("classify", "words.toml").get(language, {})
    verbs: dict[str, list[str]] = _data.data_toml("classify", "verbs.toml").get(language, {})
    expressions = {name: "|".join(those) for name, those in forms.items()}
    expressions |= {name: rf"(?:{'|'.join(stems)})\w*" for name, stems in verbs.items()}
    return Forms(
        re.compile("|".join(expressions.values()) or "(?!)"),
        tuple((name, re.compile(expression)) for name, expression in expressions.items()),
    )


@lru_cache(_REMEMBERED)
def _kinds_of(word: str, language: str) -> int:
    """Return the kinds of a word as bits, in the order of `_KINDS`."""
    if word == ":":
        return _BITS["colon"]
    found = set(kinds_of_word(word, language))
    forms = _forms(language)
    if forms.any.fullmatch(word):
        found |= {name for name, form in forms.each if form.fullmatch(word)}
    if word.isdigit():
        found.add("year" if len(word) == 4 else "number")
    if word == "€" or word.startswith(("euro", "kronor")):
        found.add("currency")
    return sum(_BITS[kind] for kind in found)


@cache
def _sections() -> tuple[re.Pattern[str], ...]:
    kinds: dict[str, list[str]] = _data.data_toml("classify", "headings.toml")["sections"]
    return tuple(re.compile(rf"^[\d. ]*(?:{'|'.join(kinds[name])})\b", re.IGNORECASE) for name in _SECTIONS)


@lru_cache(_REMEMBERED)
def _sections_of(above: str) -> tuple[bool, ...]:
    return tuple(any(section.search(part) for part in above.split(" / ")) for section in _sections())


def _flags(examples: Sequence[Example], words: Words) -> csr_matrix:
    from scipy.sparse import csr_matrix

    swedish = np.array([example.language == "sv" for example in examples], dtype=bool)
    of_word = np.zeros(len(words.places), dtype=np.int64)
    for tag, chosen in (("fi", ~swedish[words.rows]), ("sv", swedish[words.rows])):
        there = np.unique(words.places[chosen])
        bits = np.zeros(len(words.known), dtype=np.int64)
        bits[there] = [_kinds_of(words.known[place], tag) for place in there]
        of_word[chosen] = bits[words.places[chosen]]
    made = np.zeros((len(examples), FLAGS), np.float32)
    for place in range(len(_KINDS)):
        made[words.rows[(of_word >> place) & 1 == 1], place] = 1
    for place, (one, other, reach) in enumerate(_NEAR, start=len(_KINDS)):
        first = (of_word >> _KINDS.index(one)) & 1 == 1
        second = (of_word >> _KINDS.index(other)) & 1 == 1
        for step in range(1, reach + 1):
            near = first[:-step] & second[step:] & (words.rows[:-step] == words.rows[step:])
            made[words.rows[:-step][near], place] = 1
    lengths = np.bincount(words.rows, minlength=len(examples)).tolist()
    made[:, len(_KINDS) + len(_NEAR) :] = [
        _of_passage(example, length - 2) for example, length in zip(examples, lengths, strict=True)
    ]
    return csr_matrix(made)


def _of_passage(example: Example, words: int) -> tuple[bool, ...]:
    text, above = example.text, example.above.rstrip()
    return (
        *_sections_of(above),
        above.endswith(":"),
        bool(above),
        example.kind == "list_item",
        example.kind == "table_row",
        words < 8,
        8 <= words < 14,
        words > 25,
        words > 45,
        text.endswith(":"),
        not text.endswith((".", "!", "?", ":")),
        text[:1].islower(),
        example.language == "sv",
    )
