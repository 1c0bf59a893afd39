"""Who acts: agents and the lack of them on the clauses of corpora/language, and what the pre-filter lets through.

An agent counts as found if the word that is told as its head lies in the gold's span; *none* as found if the verb is
seen and no agent is told. The test half was kept out of sight while the rules were made. With --parsed, the filter is
measured too: how many words of the Finnish documents kept out of training are parsed, and how many of their verbs
with a subject lie in sentences that are; and how often the agent of a verb is the subject that treebanks have.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from _table import parser, show, write
from osallisuus_nlp.language import annotate
from osallisuus_nlp.language.needed import needs_heads
from osallisuus_nlp.language.treebank import Source, Word, kept_out, load, text_of

_SUBJECTS = ("nsubj", "nsubj:cop")
CLAUSES = Path(__file__).parents[1] / "corpora" / "language"


def clauses(language: str) -> list[dict]:
    path = CLAUSES / f"clauses_{language}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def told(doc, clause: dict) -> tuple[bool, int | None, bool]:
    """Return whether a clause's verb is seen as one, where its agent's head begins, and whether the cue is right."""
    start, end = clause["verb"]
    seen = [token for token in doc if start <= token.idx < end and token._.agent is not None]
    if not seen:
        return False, None, False
    agent = seen[-1]._.agent
    first, last = clause["cue"] or (0, 0)
    cue = not clause["cue"] or any(first <= doc[place].idx < last for place in agent.cue)
    return True, None if agent.head is None else doc[agent.head].idx, cue


def tally(language: str, split: str, heads: str) -> dict[str, object]:
    right: Counter = Counter()
    said: Counter = Counter()
    gold: Counter = Counter()
    cues = 0
    chosen = [clause for clause in clauses(language) if clause["split"] == split]
    docs = annotate([clause["text"] for clause in chosen], language, heads=heads)
    for clause, doc in zip(chosen, docs, strict=True):
        seen, at, cue = told(doc, clause)
        span = clause["agent"]
        gold["agent" if span else "none"] += 1
        if at is not None:
            kind, ok = "agent", span is not None and span[0] <= at < span[1]
        elif seen:
            kind, ok = "none", span is None
        else:
            continue
        said[kind] += 1
        right[kind] += ok
        cues += ok and cue
    f1 = {kind: f"{200 * right[kind] / (gold[kind] + said[kind]):.1f}" for kind in ("agent", "none")}
    accuracy = 100 * right.total() / len(chosen)
    row = {"language": language, "part": split, "heads": heads, "clauses": len(chosen)}
    return (
        row
        | {"agent F1": f1["agent"], "none F1": f1["none"], "right %": f"{accuracy:.1f}"}
        | {"with the cue %": f"{100 * cues / len(chosen):.1f}"}
    )


def filtered(folder: Path) -> dict[str, object]:
    sources = kept_out(load(folder / "fi_municipal_silver.conllu.gz"))
    words = parsed = verbs = kept = 0
    for paragraph in (paragraph for source in sources for paragraph in source.paragraphs):
        [doc] = annotate([text_of(paragraph)], "fi", heads="none")
        asked = [(sentence.start_char, sentence.end_char) for sentence in doc.sents if needs_heads(sentence)]
        at = 0
        for sentence in paragraph:
            subjects = {word.head for word in sentence if word.relation.startswith("nsubj")}
            for place, word in enumerate(sentence):
                inside = any(start <= at < end for start, end in asked)
                words += 1
                parsed += inside
                if place in subjects and word.upos == "VERB":
                    verbs += 1
                    kept += inside
                at += len(word.form) + len(word.after)
    return {
        "words": words,
        "parsed %": f"{100 * parsed / words:.1f}",
        "verbs with a subject": verbs,
        "in parsed sentences %": f"{100 * kept / verbs:.1f}",
    }


def subjects(language: str, sources: list[Source]) -> dict[str, object]:
    """Return how often the agent of an active verb is the subject that a treebank has, relative pronouns left out."""
    verbs = agents = parsed = 0
    for paragraph in (paragraph for source in sources for paragraph in source.paragraphs):
        [doc] = annotate([text_of(paragraph)], language)
        there = {token.idx: token for token in doc}
        at = 0
        for sentence in paragraph:
            starts = [at := at + size for size in (0, *(len(word.form) + len(word.after) for word in sentence))]
            at = starts[-1]
            for place, word in enumerate(sentence):
                gold = next(
                    (n for n, w in enumerate(sentence) if w.head == place != n and w.relation in _SUBJECTS), None
                )
                if word.upos != "VERB" or "Voice=Pass" in word.feats or gold is None or pronoun(sentence[gold]):
                    continue
                verbs += 1
                token = there.get(starts[place])
                if token is None:
                    continue
                agent = token._.agent
                agents += agent is not None and agent.head is not None and doc[agent.head].idx == starts[gold]
                parsed += any(child.dep_ in _SUBJECTS and child.idx == starts[gold] for child in token.children)
    return {
        "language": language,
        "verbs with a subject": verbs,
        "agent is the subject %": f"{100 * agents / verbs:.1f}",
        "the parse alone %": f"{100 * parsed / verbs:.1f}",
    }


def pronoun(word: Word) -> bool:
    return "PronType=Rel" in word.feats or word.form.lower() in ("som", "man", "joka", "jotka", "mikä", "mitkä")


def main() -> int:
    given = parser(__doc__)
    given.add_argument("--parsed", type=Path, help="folder of treebanks")
    options = given.parse_args()
    rows = [
        tally(language, split, heads)
        for language in ("fi", "sv")
        for split, heads in (("dev", "all"), ("test", "all"), ("test", "needed"))
    ]
    show("Agent or none", rows)
    figures: dict[str, object] = {"agents": rows}
    if options.parsed:
        figures["filter"] = [filtered(options.parsed)]
        show("Sentences that are parsed with heads='needed', Finnish documents kept out", figures["filter"])
        figures["subjects"] = [
            subjects("fi", kept_out(load(options.parsed / "fi_municipal_silver.conllu.gz"))),
            subjects("sv", load(options.parsed / "sv_talbanken_test.conllu.gz")),
        ]
        show(
            "Agents against the subjects of treebanks: municipal documents kept out, Talbanken test",
            figures["subjects"],
        )
    write(options.json, figures)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
