"""Candidates of `candidates.py`: how scores are learnt from rows."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import hstack
from sklearn.linear_model import LogisticRegression

from _candidate_rows import ROOT, Rows
from osallisuus_nlp import entities
from osallisuus_nlp.classify.features import Example, words_of
from osallisuus_nlp.classify.model import label_scheme
from osallisuus_nlp.framework import default_framework

SCHEME = label_scheme()
LABELS = [label for labels in SCHEME.values() for label in labels]
EPOCHS, RATE = 12, 0.01  # of the text categoriser; at spaCy's own rate, 0.001, it learns next to nothing in that time

Scorer = Callable[[Rows], np.ndarray]
Fit = Callable[[Rows, np.ndarray, Sequence[str]], Scorer]


def _regressions(rows: Rows, truth: np.ndarray, **how: Any) -> tuple[np.ndarray, np.ndarray]:
    weights, bias = np.zeros((rows.shape[1], truth.shape[1])), np.full(truth.shape[1], -4.0)
    for label in range(truth.shape[1]):
        if truth[:, label].any() and not truth[:, label].all():
            fitted = LogisticRegression(random_state=0, class_weight="balanced", **how).fit(rows, truth[:, label])
            weights[:, label], bias[label] = fitted.coef_[0], fitted.intercept_[0]
    return weights, bias


def sparse(blocks_of: Sequence[int], flags: int = 0) -> Fit:
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
