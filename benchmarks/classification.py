"""How well each classifier labels passages of documents that it was not trained on, how fast it is and how soon loaded.

The authored test documents, single passages and whole programmes, are in corpora/; the real ones are the test documents
of the stand-off labels, whose text must be given with --texts (a JSONL of documents, see corpora/standoff/README.md).
Speed is counted in seconds of one processor, so that other work on the machine does not show.
"""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import time
from pathlib import Path

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"  # one core; before NumPy is loaded

import numpy as np  # noqa: E402

from _table import parser, show, write  # noqa: E402
from osallisuus_nlp import ResourceMissing  # noqa: E402
from osallisuus_nlp.classify import Classifier, load_model  # noqa: E402
from osallisuus_nlp.classify.evaluate import by_source, figures_of_groups, label_rows, summary_rows  # noqa: E402
from osallisuus_nlp.classify.features import Example  # noqa: E402
from osallisuus_nlp.classify.model import Both  # noqa: E402
from osallisuus_nlp.classify.train import example_of  # noqa: E402
from osallisuus_nlp.corpus import read_corpus  # noqa: E402

CORPORA = Path(__file__).parents[1] / "corpora"
LOADED = """
import sys, time
import numpy
from osallisuus_nlp.classify import load_model
from osallisuus_nlp.classify.features import Example
start = time.process_time()
load_model(sys.argv[1]).probabilities([Example("Asukasraati kokoontuu.")])
print(time.process_time() - start)
"""
RUNS = 3
AGAIN = 500  # passages that are read a second time


def timed(name: str, model: Classifier, examples: list[Example]) -> tuple[np.ndarray, dict[str, object]]:
    """Return the probabilities, and how fast they came."""
    model.probabilities([Example("Talkoot.")])  # libraries and lexicons are loaded: counted below
    start = time.process_time()
    probabilities = model.probabilities(examples)
    first = time.process_time() - start
    start = time.process_time()
    model.probabilities(examples[:AGAIN])
    again = time.process_time() - start
    loaded = [
        float(subprocess.run([sys.executable, "-c", LOADED, name], capture_output=True, text=True, check=True).stdout)
        for _ in range(RUNS)
    ]
    return probabilities, {
        "model": name,
        "passages a second, words unseen": len(examples) / first,
        "words seen": len(examples[:AGAIN]) / again,
        "seconds to load and label one": min(loaded),
        "share sent on": None,
    }


def main() -> int:
    given = parser(__doc__)
    given.add_argument("--texts", type=Path, help="JSONL of the documents that the stand-off labels refer to")
    given.add_argument("--model", nargs="+", default=["default", "accurate", "both"], help="tiers and model files")
    options = given.parse_args()
    records = read_corpus([CORPORA], texts=options.texts, split="test")
    examples = [example_of(record) for record in records]
    found, speeds, all_summaries = {}, [], []
    for name in options.model:
        try:
            model = load_model(name)
            probabilities, seconds = timed(name, model, examples)
        except ResourceMissing as error:
            print(f"{name} is left out: {error}")
            continue
        speeds.append(seconds)
        if isinstance(model, Both):
            seconds["share sent on"] = float(model.unsure(model.first.probabilities(examples)).mean())
        found[name] = figures_of_groups(records, probabilities, model.threshold, by_source(records))
        for figures in found[name]:
            show(f"{name}, {figures.group}, each label", label_rows(figures))
        all_summaries += [{"model": name, **row} for row in summary_rows(found[name])]
    show(
        "Macro-F1 over labels with 5 and more positives, with 95 % intervals by document; passages without a"
        " perspective that were given one; mean calibration error of the same labels",
        all_summaries,
    )
    show("Speed on one core", speeds)
    plain = {name: [dataclasses.asdict(figures) for figures in those] for name, those in found.items()}
    write(options.json, {"figures": plain, "speed": speeds})
    return 0


if __name__ == "__main__":
    sys.exit(main())
