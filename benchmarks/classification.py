"""How well the shipped classifier labels passages that it was not trained on: per label, language and source.

The authored test documents, single passages and whole programmes, are in corpora/; the real ones are the test documents
of the stand-off labels, whose text must be given with --texts (a JSONL of documents, see corpora/standoff/README.md).
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from _table import parser, show, write
from osallisuus_nlp.classify import Model, default_model
from osallisuus_nlp.classify.model import label_scheme
from osallisuus_nlp.classify.train import example_of, truth_of
from osallisuus_nlp.corpus import Record, join_standoff, read_records

CORPORA = Path(__file__).parents[1] / "corpora"


def figures(model: Model, records: list[Record], source: str) -> list[dict[str, object]]:
    truth = truth_of(records)
    guess = model.probabilities([example_of(record) for record in records]) >= model.threshold
    rows: list[dict[str, object]] = []
    names = [(name, label) for name, labels in label_scheme().items() for label in labels]
    for column, (name, label) in enumerate(names):
        hits = int((truth[:, column] & guess[:, column]).sum())
        found, there = int(guess[:, column].sum()), int(truth[:, column].sum())
        rows.append(
            {
                "source": source, "set": name, "label": label, "positives": there,
                "precision": hits / found if found else 0.0,
                "recall": hits / there if there else 0.0,
                "f1": 2 * hits / (found + there) if found + there else 0.0,
            }
        )  # fmt: skip
    return rows


def macro(rows: list[dict[str, object]], model: Model, records: list[Record], source: str) -> dict[str, object]:
    made: dict[str, object] = {"source": source, "passages": len(records)}
    for name in label_scheme():
        scored = [row["f1"] for row in rows if row["set"] == name and int(str(row["positives"])) >= 5]
        made[f"{name} (labels)"] = f"{np.mean(scored):.3f} ({len(scored)})" if scored else "-"
    empty = [record for record in records if not record.labels.perspectives]
    first = len(label_scheme()["perspectives"])
    guess = (model.probabilities([example_of(r) for r in empty]) >= model.threshold)[:, :first].any(axis=1)
    made["false perspective"] = float(guess.mean()) if len(empty) else 0.0
    return made


def main() -> int:
    given = parser(__doc__)
    given.add_argument("--texts", type=Path, help="JSONL of the documents that the stand-off labels refer to")
    given.add_argument("--model", type=Path, help="another model file")
    options = given.parse_args()
    model = Model.load(options.model) if options.model else default_model()
    sources: dict[str, list[Record]] = {}
    for name, pattern in (("authored", "passages/*.jsonl"), ("programmes", "programmes/*/passages.jsonl")):
        test = read_records(sorted(CORPORA.glob(pattern)), split="test")
        sources |= {f"{name} {tag}": [r for r in test if r.language == tag] for tag in ("fi", "sv")}
    if options.texts:
        sources["real fi"] = join_standoff(CORPORA / "standoff", options.texts, split="test")
    detail, summary = [], []
    for source, records in sources.items():
        rows = figures(model, records, source)
        detail += rows
        summary.append(macro(rows, model, records, source))
    show("Per label", detail)
    show(
        "Macro-F1 over labels with 5 and more positives; passages without a perspective that were given one",
        summary,
    )
    examples = [example_of(record) for records in sources.values() for record in records]
    start = time.perf_counter()
    model.probabilities(examples)
    speed = len(examples) / (time.perf_counter() - start)
    print(f"\n{speed:.0f} passages a second, text to labels")
    write(options.json, {"labels": detail, "summary": summary, "passages_per_second": speed})
    return 0


if __name__ == "__main__":
    sys.exit(main())
