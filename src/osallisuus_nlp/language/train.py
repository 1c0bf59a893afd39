"""Train the model of letter sequences: ``python -m osallisuus_nlp.language.train`` writes data/letters.json.

Learnt from the words of corpora/passages (training documents) and corpora/languages (development documents): one
logistic regression a language over the letter sequences of each word, sparse, every language weighing the same.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from .judge import TAGS, WORD, Letters, sequences

C = 1.0  # inverse strength of regularisation, chosen by cross-validation on the development documents
LEARNT = ("english", "other", "short")  # of corpora/languages
_DIGITS = 3
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")


def training_texts(corpora: Path) -> list[tuple[str, str]]:
    """Return pairs of language and text: all but the test documents and what mixes languages."""
    own = corpora / "languages"
    paths = [*sorted((corpora / "passages").glob("*.jsonl")), *(own / f"{name}.jsonl" for name in LEARNT)]
    pairs = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record["split"] in ("train", "dev"):
                tag = record["language"] if record["language"] in TAGS else "other"
                pairs.append((tag, record["text"]))
    return pairs


def train(pairs: Iterable[tuple[str, str]], *, c: float = C) -> Letters:
    """Train on pairs of language and text; `c` is the inverse strength of regularisation."""
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen: Counter[tuple[str, str]] = Counter()
    for tag, text in pairs:
        seen.update((tag, word.lower()) for word in WORD.findall(text) if not _LATIN.isdisjoint(word.lower()))
    truth = np.array([TAGS.index(tag) for tag, _ in seen])
    often = np.array([1 + math.log(count) for count in seen.values()])
    vectorizer = DictVectorizer()
    rows = vectorizer.fit_transform([dict.fromkeys(sequences(word), 1.0) for _, word in seen])
    rows.indices, rows.indptr = rows.indices.astype(np.int32), rows.indptr.astype(np.int32)
    weights, bias = [], []
    for place in range(len(TAGS)):
        here = truth == place
        weight = often * np.where(here, 1 / often[here].sum(), 1 / often[~here].sum())
        fitted = LogisticRegression(solver="liblinear", l1_ratio=1.0, C=c, random_state=0)
        fitted.fit(rows, here, sample_weight=weight / weight.mean())
        weights.append(np.round(fitted.coef_[0], _DIGITS))
        bias.append(round(float(fitted.intercept_[0]), _DIGITS))
    table = np.array(weights).T
    names = vectorizer.get_feature_names_out()
    kept = {str(name): _four(row.tolist()) for name, row in zip(names, table, strict=True) if row.any()}
    return Letters(_four(bias), kept)


def main() -> int:
    """Train on the corpora of the source tree and write the model."""
    here = Path(__file__).resolve()
    pairs = training_texts(here.parents[3] / "corpora")
    model = train(pairs)
    digest = hashlib.sha256(repr(pairs).encode()).hexdigest()
    content = {"languages": TAGS, "texts": len(pairs), "corpus_sha256": digest, "bias": model.bias}
    lines = [f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(value)}" for key, value in model.weights.items()]
    head = json.dumps(content, indent=1).removesuffix("\n}")
    text = head + ',\n "weights": {\n' + ",\n".join(lines) + "\n }\n}\n"
    (here.parent / "data" / "letters.json").write_text(text, encoding="utf-8")
    print(f"{len(pairs)} texts, {len(model.weights)} letter sequences")  # noqa: T201
    return 0


def _four(values: list[float]) -> tuple[float, float, float, float]:
    fi, sv, en, other = values
    return fi, sv, en, other


if __name__ == "__main__":
    sys.exit(main())
