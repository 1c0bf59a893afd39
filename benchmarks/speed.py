"""How long the parts take: import, loading the model, reading and analysing each sample; each in a fresh process."""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

from _table import parser, show, write

PROGRAMMES = Path(__file__).parents[1] / "corpora" / "programmes"
RUNS = 5
TIMED = """
import time, sys
start = time.perf_counter()
import osallisuus_nlp as onlp
imported = time.perf_counter()
from osallisuus_nlp.classify import default_model
default_model()
loaded = time.perf_counter()
document = onlp.read(sys.argv[1])
read = time.perf_counter()
onlp.analyse_document(document)
done = time.perf_counter()
print(imported - start, loaded - imported, read - loaded, done - read, len(document.pages))
"""


def main() -> int:
    options = parser(__doc__).parse_args()
    rows = []
    for pdf in sorted(PROGRAMMES.glob("*/programme.pdf")):
        runs = []
        for _ in range(RUNS):
            done = subprocess.run([sys.executable, "-c", TIMED, str(pdf)], capture_output=True, text=True, check=True)
            runs.append([float(value) for value in done.stdout.split()])
        names = ("import s", "load model s", "read s", "analyse s", "pages")
        rows.append(
            {"programme": pdf.parent.name}
            | {name: statistics.median(run[place] for run in runs) for place, name in enumerate(names)}
        )
    show(f"Median of {RUNS} runs, first use in a fresh process", rows)
    write(options.json, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
