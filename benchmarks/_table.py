"""Print a benchmark's figures as a table, and write the same as JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path


def parser(description: str | None) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--json", type=Path, help="also write the figures to this file")
    return made


def show(title: str, rows: Sequence[dict[str, object]]) -> None:
    print(f"\n{title}")
    if not rows:
        print("  (nothing to show)")
        return
    names = list(rows[0])
    cells = [[_text(row.get(name, "")) for name in names] for row in rows]
    widths = [max(len(name), *(len(row[i]) for row in cells)) for i, name in enumerate(names)]
    print("  " + "  ".join(name.ljust(width) for name, width in zip(names, widths, strict=True)))
    for row in cells:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))


def _text(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def write(path: Path | None, figures: object) -> None:
    if path is not None:
        path.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
