"""The parts of compounds: ``sivistyslautakunta`` is ``sivistys`` and ``lautakunta``.

A word is parted where that is likelier than that it is one: parts have costs by how often they begin or end marked
compounds of the treebanks and possible ones of a dictionary. The component ``osallisuus_compounds`` sets
``token._.compound``; in suspended ones (``sosiaali- ja terveyslautakunta``, ``kulttuuripalvelut ja -tilat``) the first
gets its head from the other, and the other way round.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language

from .. import _data
from .extensions import register
from .marks import hash_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc, Token

    from .treebank import Source

_SHORTEST, _SHORTEST_HEAD = 2, 3  # characters of a part
_BETWEEN = 5  # words that may stand between the halves of a suspended compound
_OPEN = frozenset(["NOUN", "PROPN", "ADJ", "X"])
_KEPT = 100_000

# Costs, in nats, chosen on the documents that choices are made on (docs/decisions/0010).
_OF_ONE, _OF_UNKNOWN = 3.5, 30.0  # the least of a word that is one, and the cost of one that nothing knows
_OF_MET = 3.0  # less for each time that it is met as one, on a scale of logarithms
_OF_SHORT = 3.0  # more for a last part of three letters
_OF_STRANGE = 18.0  # a first part that nothing knows, before a head met often
_STRANGE_FROM, _OFTEN = 3, 5  # its least length, and what often is
_OF_DERIVED = 9.5  # a part that only the dictionary knows
_OF_CUT = 1.0  # each boundary
_DOMAIN = 20  # occurrences that a head of the data file counts for


class Splitter:
    """Parts words of one language.

    Parameters
    ----------
    language
        ``fi`` or ``sv``: which part of ``compounds.toml`` holds.
    firsts, heads, simple
        How often a part begins or ends a compound, and a word is met as one.
    words
        Sorted hashes of a dictionary's lemmas.
    """

    def __init__(
        self,
        language: str,
        firsts: Mapping[str, int],
        heads: Mapping[str, int],
        simple: Mapping[str, int],
        words: NDArray[np.uint64],
    ) -> None:
        rules = _rules(language)
        self.language = language
        self.firsts = dict(firsts)
        self.heads = dict(heads)
        self.simple = dict(simple)
        self.words = words
        self._domain = frozenset(rules["heads"])
        self._not_heads = frozenset(rules["not_heads"])
        self._not_first = frozenset(rules["not_first"])
        self._particles = frozenset(rules["particles"])
        self._derived = tuple(rules["derived"])
        self._whole = frozenset(rules["whole"]) | (frozenset() if rules["deep"] else self._domain)
        self._as_known = float(rules["known"])
        self._deep = bool(rules["deep"])
        self._more = frozenset(rules["firsts"])
        self._linked = [(re.compile(pattern), instead) for pattern, instead in rules["links"]]
        self._genitives = [(re.compile(pattern), instead) for pattern, instead in rules["genitives"]]
        self._first_total = math.log(sum(self.firsts.values()) + 1)
        self._head_total = math.log(sum(self.heads.values()) + _DOMAIN * len(self._domain) + 1)
        self._known: dict[str, tuple[str, ...]] = {}

    def split(self, lemma: str) -> tuple[str, ...]:
        """Return the parts of a lemma in small letters, links left out; one part if it is simple."""
        found = self._known.get(lemma)
        if found is None:
            if len(self._known) > _KEPT:
                self._known.clear()
            found = self._known[lemma] = self._hyphened(lemma.lower())
        return found

    def head(self, parts: tuple[str, ...]) -> int:
        """Return how many of the last parts are the head: ``lauta`` and ``kunta`` are one that matters here."""
        return next((size for size in range(len(parts), 1, -1) if "".join(parts[-size:]) in self._domain), 1)

    def _hyphened(self, lemma: str) -> tuple[str, ...]:
        pieces = [piece for piece in lemma.split("-") if piece]
        if len(pieces) < 2:
            return self._parts(lemma)
        return tuple(part for piece in pieces for part in self._parts(piece))

    def _parts(self, word: str) -> tuple[str, ...]:
        if word in self._whole or len(word) < _SHORTEST + _SHORTEST_HEAD:
            return (word,)
        best = self._as_one(word)
        parts: tuple[str, ...] = (word,)
        for cost, found in self._cuts(word):
            if cost < best:
                best, parts = cost, found
        if parts[0] in self._particles and word.endswith(self._derived):
            parts = (word,)
        if len(parts) == 1 or not self._deep:
            return parts
        return tuple(smaller for part in parts for smaller in self._parts(part))

    def _as_one(self, word: str) -> float:
        count = self.simple.get(word, 0)
        if count:
            return max(_OF_ONE, self._as_known - _OF_MET * math.log(count + 1))
        return self._as_known if self._in_words(word) else _OF_UNKNOWN

    def _cuts(self, word: str) -> Iterator[tuple[float, tuple[str, ...]]]:
        """Yield the cost and the parts of every way to part a word."""
        costs: list[list[tuple[float, tuple[str, ...]]]] = [[] for _ in range(len(word) + 1)]
        costs[0] = [(0.0, ())]
        for end in range(_SHORTEST, len(word)):
            options = []
            for start in range(end - _SHORTEST + 1):
                if costs[start]:
                    first, shown = self._first(word[start:end])
                    if first < math.inf:
                        before, parts = costs[start][0]
                        options.append((before + first + _OF_CUT, (*parts, shown)))
            costs[end] = sorted(options)[:1]
        for start in range(_SHORTEST, len(word) - _SHORTEST_HEAD + 1):
            if costs[start]:
                last = self._head(word[start:])
                if last < math.inf:
                    before, parts = costs[start][0]
                    yield before + last, (*parts, word[start:])
            elif start >= _STRANGE_FROM and self._often(word[start:]):
                yield _OF_STRANGE + self._head(word[start:]), (word[:start], word[start:])

    def _first(self, part: str) -> tuple[float, str]:
        if part in self._not_first:
            return math.inf, part
        count = self.firsts.get(part, 0) + (_DOMAIN if part in self._more else 0)
        if count:
            return self._first_total - math.log(count), self._unlinked(part)
        if len(part) >= 4 and self._can_begin(part):
            return _OF_DERIVED, self._unlinked(part)
        if part.isdigit():
            return _OF_ONE, part
        return math.inf, part

    def _can_begin(self, part: str) -> bool:
        if self._in_words(part):
            return True
        if self.language == "fi":
            return (part.endswith("s") and self._in_words(part[:-1] + "nen")) or (
                part.endswith("n") and any(map(self._in_words, self._nominatives(part[:-1])))
            )
        return any(map(self._in_words, self._bare(part)))

    def _nominatives(self, stem: str) -> Iterator[str]:
        return (pattern.sub(instead, stem) for pattern, instead in self._genitives if pattern.search(stem))

    def _bare(self, part: str) -> Iterator[str]:
        """Yield what a first part may be as a word of its own, in Swedish: ``arbets`` is ``arbete``."""
        return (pattern.sub(instead, part) for pattern, instead in self._linked if pattern.search(part))

    def _unlinked(self, part: str) -> str:
        if self._in_words(part):
            return part
        return next((bare for bare in self._bare(part) if len(bare) >= _SHORTEST and self._in_words(bare)), part)

    def _head(self, part: str) -> float:
        if part in self._not_heads:
            return math.inf
        count = self.heads.get(part, 0) + (_DOMAIN if part in self._domain else 0)
        if count:
            return self._head_total - math.log(count)
        if not self._in_words(part):
            return math.inf
        return _OF_DERIVED if len(part) > _SHORTEST_HEAD else _OF_DERIVED + _OF_SHORT

    def _often(self, head: str) -> bool:
        return len(head) > _SHORTEST_HEAD and (head in self._domain or self.heads.get(head, 0) >= _OFTEN)

    def _in_words(self, word: str) -> bool:
        key = np.uint64(hash_of(word))
        at = int(np.searchsorted(self.words, key))
        return at < len(self.words) and bool(self.words[at] == key)


class Compounds:
    """Sets ``token._.compound`` by a `Splitter`."""

    def __init__(self, splitter: Splitter) -> None:
        register()
        self.splitter = splitter

    def __call__(self, doc: Doc) -> Doc:
        """Set the parts of the nouns and adjectives of a `Doc` whose lemmas are set, and of its suspended halves."""
        for token in doc:
            if token.pos_ in _OPEN and not token.is_space:
                self._set(token, self.splitter.split(token.lemma_))
        for token in doc:
            if len(token) > 2 and token.text[-1] in "-–":
                self._give_head(token)
            elif len(token) > 2 and token.text[0] in "-–":
                self._give_first(token)
        return doc

    def _set(self, token: Token, parts: tuple[str, ...]) -> None:
        token._.compound = parts
        token._.head_lemma = "".join(parts[-self.splitter.head(parts) :])

    def _give_head(self, token: Token) -> None:
        """Give ``sosiaali-`` the head of the compound that follows."""
        doc = token.doc
        own = token._.compound or (token.lemma_.strip("-–").lower(),)
        for at in range(token.i + 1, min(token.i + 2 + _BETWEEN, len(doc))):
            other = doc[at]
            parts = other._.compound
            if len(parts) > 1 and other.text[-1] not in "-–":
                self._set(token, (*own, *parts[-self.splitter.head(parts) :]))
                return
        self._set(token, own)

    def _give_first(self, token: Token) -> None:
        """Give ``-tilat`` the first parts of the compound before it."""
        own = token._.compound or (token.lemma_.strip("-–").lower(),)
        for at in range(token.i - 1, max(token.i - 2 - _BETWEEN, -1), -1):
            parts = token.doc[at]._.compound
            if len(parts) > 1:
                self._set(token, (*parts[: -self.splitter.head(parts)], *own))
                return
        self._set(token, own)

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the splitter's tables into folder `path`."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        made = self.splitter
        content = {"language": made.language, "firsts": made.firsts, "heads": made.heads, "simple": made.simple}
        (folder / "parts.json").write_text(
            json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True), encoding="utf-8"
        )
        np.save(folder / "words.npy", made.words, allow_pickle=False)

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> Compounds:
        """Read the splitter's tables from folder `path`."""
        content = json.loads((Path(path) / "parts.json").read_text(encoding="utf-8"))
        words = np.load(Path(path) / "words.npy", allow_pickle=False)
        self.splitter = Splitter(words=words, **content)
        return self


@Language.factory("osallisuus_compounds", assigns=["token._.compound"], requires=["token.lemma", "token.pos"])
def make_compounds(nlp: Language, name: str) -> Compounds:
    """Make the component, which knows the heads of the data file only until it is read from disk."""
    language = nlp.lang if nlp.lang in ("fi", "sv") else "fi"
    return Compounds(Splitter(language, {}, {}, {}, np.array([], dtype=np.uint64)))


@cache
def _rules(language: str) -> dict[str, Any]:
    found: dict[str, Any] = _data.data_toml("language", "compounds.toml")[language]
    return found


def built(language: str, sources: Iterable[Source], lemmas: Iterable[str]) -> Compounds:
    """Return the component learnt from the compounds that treebanks mark and from a dictionary's lemmas.

    A part of a silver treebank counts if the dictionary knows it or something like it. Without marked compounds the
    dictionary's own are guessed: a lemma that two of its lemmas make up, with a link or without.
    """
    known = {lemma.lower() for lemma in lemmas if lemma.isalpha()}
    words = np.array(sorted(hash_of(lemma) for lemma in known), dtype=np.uint64)
    marked: Counter[tuple[str, ...]] = Counter()
    simple: Counter[str] = Counter()
    for source in sources:
        for paragraph in source.paragraphs:
            for sentence in paragraph:
                for word in sentence:
                    if len(word.parts) > 1:
                        marked[tuple(part.lower().strip("-") for part in word.parts)] += 1
                    elif word.lemma.isalpha() and word.upos in _OPEN | {"VERB", "ADV", "PRON"}:
                        simple[word.lemma.lower()] += 1
    if not marked:
        return Compounds(Splitter(language, *_guessed(language, known), _not_made(simple, known), words))
    firsts: Counter[str] = Counter()
    heads: Counter[str] = Counter()
    for parts, count in marked.items():
        if parts[-1] not in known or not all(len(part) >= _SHORTEST for part in parts):
            continue
        heads[parts[-1]] += count
        for part in parts[:-1]:
            firsts[part] += count
    kept = {part: count for part, count in firsts.items() if count > 1 or part in known or part[:-1] in known}
    return Compounds(Splitter(language, kept, heads, simple, words))


def _guessed(language: str, known: set[str]) -> tuple[dict[str, int], dict[str, int]]:
    rules = _rules(language)
    linked = [(re.compile(pattern), instead) for pattern, instead in rules["links"]]
    firsts: Counter[str] = Counter()
    heads: Counter[str] = Counter()
    for word in known:
        for cut in range(3, len(word) - 3):
            first, head = word[:cut], word[cut:]
            if head not in known or head in rules["not_heads"]:
                continue
            forms = [first, *(pattern.sub(instead, first) for pattern, instead in linked if pattern.search(first))]
            if first not in rules["not_first"] and any(form in known and len(form) > 2 for form in forms):
                firsts[first] += 1
                heads[head] += 1
    return ({part: n for part, n in firsts.items() if n > 2}, {part: n for part, n in heads.items() if n > 2})


def _not_made(simple: Counter[str], known: set[str]) -> dict[str, int]:
    """Return the words of a treebank without marks that no two words of the dictionary make up, or short ones."""
    return {
        word: count
        for word, count in simple.items()
        if not any(
            word[cut:] in known and (word[:cut] in known or word[: cut - 1] in known) for cut in range(3, len(word) - 2)
        )
    }
