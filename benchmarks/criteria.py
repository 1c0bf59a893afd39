"""How near the criteria's levels come to the gold levels of the sample programmes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from _table import parser, show, write
from osallisuus_nlp import analyse

PROGRAMMES = Path(__file__).parents[1] / "corpora" / "programmes"


def main() -> int:
    options = parser(__doc__).parse_args()
    summary, differences = [], []
    for folder in sorted(PROGRAMMES.iterdir()):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        judged = {entry.criterion: entry.level for entry in analyse(folder / "programme.pdf").assessment.criteria}
        levels = [(name, level, judged[name]) for name, level in gold["criteria"].items()]
        known = [(name, level, given) for name, level, given in levels if given is not None]
        summary.append(
            {
                "programme": gold["id"],
                "criteria": len(levels),
                "judged": len(known),
                "same level": sum(level == given for _, level, given in known),
                "within one": sum(abs(level - given) <= 1 for _, level, given in known),
            }
        )
        differences += [
            {"programme": gold["id"], "criterion": name, "gold": level, "judged": given}
            for name, level, given in known
            if level != given
        ]
    show("Levels of the criteria against the gold", summary)
    show("Where they differ", differences)
    write(options.json, {"summary": summary, "differences": differences})
    return 0


if __name__ == "__main__":
    sys.exit(main())
