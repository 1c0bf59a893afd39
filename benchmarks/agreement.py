"""Agreement of the two labellings of the authored passages: Cohen's kappa, per label and language, with counts."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sklearn.metrics import cohen_kappa_score

from _table import parser, show, write
from osallisuus_nlp.classify.model import label_scheme

FOLDER = Path(__file__).parents[1] / "corpora" / "labellings"


def labels(name: str) -> dict[str, dict[str, list[str]]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return {entry["id"]: entry["labels"] for entry in map(json.loads, lines)}


def main() -> int:
    options = parser(__doc__).parse_args()
    first, second = labels("first.jsonl"), labels("second.jsonl")
    rows = []
    for name, known in label_scheme().items():
        for label in known:
            row: dict[str, object] = {"set": name, "label": label}
            for language in ("fi", "sv"):
                ids = [key for key in first if key.startswith(language)]
                a = [label in first[key][name] for key in ids]
                b = [label in second[key][name] for key in ids]
                row |= {f"{language} passages": len(ids), f"{language} positives": sum(a)}
                row[f"{language} kappa"] = float(cohen_kappa_score(a, b))
            rows.append(row)
    show("Cohen's kappa of two independent labellings", rows)
    write(options.json, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
