"""Count the letters of Finnish, Swedish and English again, for telling text from garbage.

``.venv/bin/python tools/letter_statistics.py`` reads the passages in corpora/passages (Finnish and Swedish) and the
project's own documentation (English), and writes src/osallisuus_nlp/reading/data/letters.npz: for each language, how
likely a letter is after the two before it, in halves of a bit, with spaces around words.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from osallisuus_nlp.reading.letters.quality import ALPHABET, coded

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src" / "osallisuus_nlp" / "reading" / "data" / "letters.npz"
STEPS = 2  # steps to a bit
MOST = 12.0  # bits; nothing is held for less likely


def passages(language: str) -> Iterator[str]:
    for file in sorted((ROOT / "corpora" / "passages").glob(f"{language}-*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            passage = json.loads(line)
            yield from [passage["text"], *passage["heading"]]


def documentation() -> Iterator[str]:
    for file in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                yield from (ast.get_docstring(node) or "").splitlines()
    for file in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)", " ", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        yield from (line for line in text.splitlines() if not line.startswith("|"))


def surprise(texts: Iterator[str]) -> np.ndarray:
    """Return the bits of each letter after two others, smoothed by shorter contexts (Witten and Bell)."""
    size = len(ALPHABET)
    three = np.zeros((size, size, size))
    for text in texts:
        codes = coded(text)
        np.add.at(three, (codes[:-2], codes[1:-1], codes[2:]), 1)
    two, one = three.sum(axis=0), three.sum(axis=(0, 1))
    likely = (one + 0.5) / (one + 0.5).sum()
    for counts in (two, three):
        total = counts.sum(axis=-1, keepdims=True)
        kinds = np.maximum((counts > 0).sum(axis=-1, keepdims=True), 1)
        likely = (counts + kinds * likely) / (total + kinds)
    return np.minimum(-np.log2(likely), MOST)


def main() -> int:
    TARGET.parent.mkdir(exist_ok=True)
    tables = {"fi": surprise(passages("fi")), "sv": surprise(passages("sv")), "en": surprise(documentation())}
    np.savez_compressed(TARGET, **{name: np.rint(table * STEPS).astype(np.uint8) for name, table in tables.items()})
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
