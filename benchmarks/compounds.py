"""How often the head of a compound is found, and how often a simple word is parted.

Finnish: nouns and adjectives of the parsed treebanks whose lemmas have their parts marked, and those without marks, on
the TDT test part and the silver documents that are kept out of training. Swedish: words written for this
(corpora/language/compounds_sv.jsonl); those that the rules were made with in view are told from those that were first
met afterwards. libvoikko is measured beside, on the Finnish ones, where it is installed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from _table import parser, show, write
from osallisuus_nlp import ResourceMissing
from osallisuus_nlp.language import backend_for
from osallisuus_nlp.language.treebank import Source, Word, kept_out, load

WORDS = Path(__file__).parents[1] / "corpora" / "language" / "compounds_sv.jsonl"
Split = Callable[[str], tuple[str, ...]]


def hyphened(word: Word) -> str:
    """Return a lemma with the hyphens that its form has: the treebanks drop them."""
    made = ""
    for part in word.parts[:-1]:
        made += part.lower().strip("-")
        made += "-" if word.form.lower().startswith(f"{made}-") else ""
    return made + word.parts[-1].lower().strip("-")


def words(sources: Iterable[Source]) -> tuple[Counter, Counter]:
    """Return the compounds with their parts, and the simple words, each with how often it is met."""
    compounds: Counter = Counter()
    simple: Counter = Counter()
    for word in (
        w for source in sources for paragraph in source.paragraphs for sentence in paragraph for w in sentence
    ):
        if word.upos not in ("NOUN", "ADJ"):
            continue
        if len(word.parts) > 1:
            compounds[tuple(part.lower().strip("-") for part in word.parts), hyphened(word)] += 1
        elif word.lemma.isalpha():
            simple[word.lemma.lower()] += 1
    return compounds, simple


def measured(name: str, split: Split, compounds: Counter, simple: Counter) -> dict[str, object]:
    heads = whole = 0
    for (parts, word), count in compounds.items():
        found = split(word)
        heads += count * (len(found) > 1 and found[-1] == parts[-1])
        whole += count * (found == parts)
    false = sum(count for word, count in simple.items() if len(split(word)) > 1)
    return {
        "by": name,
        "compounds": compounds.total(),
        "head right %": f"{100 * heads / compounds.total():.1f}",
        "all parts right %": f"{100 * whole / compounds.total():.1f}",
        "simple words": simple.total(),
        "parted %": f"{100 * false / simple.total():.1f}",
    }


def ours(language: str) -> Split:
    return backend_for(language).nlp.get_pipe("osallisuus_compounds").splitter.split


def voikko() -> Split | None:
    from osallisuus_nlp.language.voikko import _analysed, _handle

    try:
        _handle()
    except ResourceMissing:
        return None
    return lambda word: (_analysed(word, "NOUN") or _analysed(word, "ADJ") or ("", (word,)))[1]


def swedish(seen: bool) -> tuple[Counter, Counter]:
    compounds: Counter = Counter()
    simple: Counter = Counter()
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["seen"] == seen and entry["compound"]:
            compounds[(entry["word"].removesuffix(entry["head"]), entry["head"]), entry["word"]] += 1
        elif entry["seen"] == seen:
            simple[entry["word"]] += 1
    return compounds, simple


def main() -> int:
    given = parser(__doc__)
    given.add_argument("--parsed", type=Path, help="folder of treebanks; without it, Swedish only")
    options = given.parse_args()
    figures: dict[str, list[dict[str, object]]] = {}
    if options.parsed:
        sets = {
            "Finnish, TDT test": load(options.parsed / "fi_tdt_test.conllu.gz"),
            "Finnish, municipal, kept out": kept_out(load(options.parsed / "fi_municipal_silver.conllu.gz")),
        }
        for title, sources in sets.items():
            met = words(sources)
            rows = [measured("ours", ours("fi"), *met)]
            other = voikko()
            rows += [measured("libvoikko", other, *met)] if other else []
            figures[title] = rows
    for title, seen in (("Swedish, with the rules in view", True), ("Swedish, first met afterwards", False)):
        row = measured("ours", ours("sv"), *swedish(seen))
        del row["all parts right %"]
        figures[title] = [row]
    for title, rows in figures.items():
        show(title, rows)
    write(options.json, figures)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
