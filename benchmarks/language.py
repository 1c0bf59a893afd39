"""How often the language of a passage is right, told alone and in its document: by language, length and source.

Measured on text that nothing was trained or tuned on: the test documents of corpora/passages and corpora/languages,
and real documents that must be given: --texts (a JSONL of documents, see corpora/standoff/README.md), --pdf (any
number, Swedish) and --parsed (a folder of UD treebanks' test files). Passages of real documents in another language
than their document's are listed, stand-off, in corpora/languages/exceptions.jsonl.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from _table import parser, show, write
from osallisuus_nlp import read
from osallisuus_nlp.document import Cell, Document, Kind, Passage, assemble
from osallisuus_nlp.language import identify, with_languages

LANGUAGES = Path(__file__).parents[1] / "corpora" / "languages"
PASSAGES = LANGUAGES.parent / "passages"
MAIN = ("fi", "sv", "en", "other", "und")
BANDS = ((15, "<15"), (30, "15-29"), (60, "30-59"), (sys.maxsize, "60+"))
SWEDISH = ("strategia/Korsnäs_2018_2025",)
TREEBANKS = {"fi_tdt_test.conllu.gz": "fi", "sv_talbanken_test.conllu.gz": "sv"}


@dataclass(frozen=True)
class Sample:
    """A document with the true language of each passage, or nothing for one that is of no one language."""

    source: str
    document: Document
    truth: tuple[str | None, ...]


def of(tag: str) -> str:
    return tag if tag in MAIN else "other"


def made(source: str, name: str, entries: list[tuple[Passage, str | None]]) -> Sample:
    document = assemble([passage for passage, _ in entries], name=name, format="txt", sha256="")
    return Sample(source, document, tuple(tag for _, tag in entries))


def lines(path: Path) -> Iterator[dict]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def draft(entry: dict) -> Passage:
    kind = Kind(entry.get("kind", "paragraph"))
    cells = tuple(Cell(header, text) for header, text in entry.get("cells", ()))
    return Passage(0, kind, entry["text"], 0, 0, 0, level=int(kind is Kind.HEADING), cells=cells)


def authored(split: str) -> Iterator[Sample]:
    if split == "test":
        yield from grouped("authored passages", sorted(PASSAGES.glob("*.jsonl")), split)
    for name in ("english", "names", "short", "other"):
        yield from grouped(f"authored {name}", [LANGUAGES / f"{name}.jsonl"], split)
    for entry in lines(LANGUAGES / "mixed.jsonl"):
        if entry["split"] == split:
            entries = [(draft(passage), of(passage["language"])) for passage in entry["passages"]]
            yield made("authored mixed", entry["document"], entries)


def grouped(source: str, paths: list[Path], split: str) -> Iterator[Sample]:
    documents: dict[str, list[tuple[Passage, str | None]]] = defaultdict(list)
    for path in paths:
        for entry in lines(path):
            if entry["split"] == split:
                documents[entry["document"]].append((draft(entry), of(entry["language"])))
    for name, entries in documents.items():
        yield made(source, name, entries)


def exceptions() -> dict[tuple[str, int | str], str | None]:
    """Return the true language of passages in another than their document's, by document and sentence or hash."""
    return {
        (entry["document"], place): None if entry["language"] == "mixed" else entry["language"]
        for entry in lines(LANGUAGES / "exceptions.jsonl")
        for place in entry["passages"]
    }


def municipal(path: Path) -> Iterator[Sample]:
    other = exceptions()
    for entry in lines(path):
        tag = "sv" if entry["id"] in SWEDISH else "fi"
        entries = []
        for number, sentence in enumerate(entry["sentences"]):
            text = " ".join(sentence.split())
            if text:
                gold = other.get((entry["id"], number), tag)
                entries.append((draft({"text": text}), gold if any(map(str.isalpha, text)) else "und"))
        yield made(f"real {tag}", entry["id"], entries)


def swedish_pdf(path: Path) -> Sample:
    document, other = read(path), exceptions()
    truth = []
    for passage in document.passages:
        gold = other.get((path.name, hashlib.sha256(passage.text.encode()).hexdigest()[:16]), "sv")
        truth.append(gold if any(map(str.isalpha, passage.text)) else "und")
    return Sample("real sv", document, tuple(truth))


def treebanks(folder: Path) -> Iterator[Sample]:
    other = exceptions()
    for name, tag in TREEBANKS.items():
        content = gzip.decompress((folder / name).read_bytes()).decode("utf-8")
        texts = [line.removeprefix("# text = ") for line in content.splitlines() if line.startswith("# text = ")]
        entries = [(draft({"text": text}), other.get((name, number), tag)) for number, text in enumerate(texts)]
        yield made(f"treebank {tag}", name, entries)


def tally(samples: list[Sample], wrong: list[str] | None) -> tuple[Counter, Counter]:
    """Return counts of passages by source, language and band, and of those told right alone and in the document."""
    there: Counter = Counter()
    right: Counter = Counter()
    for sample in samples:
        passages = with_languages(sample.document).passages
        for passage, gold in zip(passages, sample.truth, strict=True):
            if gold is None:
                continue
            key = (sample.source, gold, next(name for limit, name in BANDS if len(passage.text) < limit))
            alone = identify(passage.text)
            there[key] += 1
            right[(*key, "alone")] += alone == gold
            right[(*key, "in document")] += passage.language == gold
            if wrong is not None and passage.language != gold:
                wrong.append(f"{sample.document.name}\t{passage.id}\t{gold}\t{alone}\t{passage.language}")
    return there, right


def table(there: Counter, right: Counter, names: tuple[str, ...], places: tuple[int, ...]) -> list[dict[str, object]]:
    groups = dict.fromkeys(tuple(key[place] for place in places) for key in sorted(there, key=order))
    rows = []
    for group in groups:
        keys = [key for key in there if tuple(key[place] for place in places) == group]
        count = sum(there[key] for key in keys)
        row: dict[str, object] = dict(zip(names, group, strict=True)) | {"passages": count}
        for way in ("alone", "in document"):
            row[f"{way} %"] = f"{100 * sum(right[(*key, way)] for key in keys) / count:.2f}"
        rows.append(row)
    return rows


def order(key: tuple[str, str, str]) -> tuple[int, int, str]:
    return MAIN.index(key[1]), [name for _, name in BANDS].index(key[2]), key[0]


def long_enough(counts: Counter) -> Counter:
    return Counter({key: count for key, count in counts.items() if key[2] in ("30-59", "60+")})


def speed(samples: list[Sample]) -> dict[str, float]:
    """Return passages told in a second of processor time."""
    texts = [passage.text for sample in samples for passage in sample.document.passages]
    start = time.process_time()
    for text in texts:
        identify(text)
    alone = len(texts) / (time.process_time() - start)
    start = time.process_time()
    for sample in samples:
        with_languages(sample.document)
    return {"alone": alone, "in document": len(texts) / (time.process_time() - start)}


def main() -> int:
    given = parser(__doc__)
    given.add_argument("--texts", type=Path, help="JSONL of real documents, Finnish and one in Swedish")
    given.add_argument("--pdf", type=Path, nargs="*", default=[], help="real documents in Swedish")
    given.add_argument("--parsed", type=Path, help="folder of treebanks")
    given.add_argument("--split", choices=["dev", "test"], default="test", help="which authored documents")
    given.add_argument("--wrong", type=Path, help="write document, passage, truth and what was told of each mistake")
    options = given.parse_args()
    samples = list(authored(options.split))
    samples += municipal(options.texts) if options.texts else []
    samples += [swedish_pdf(path) for path in options.pdf]
    samples += treebanks(options.parsed) if options.parsed else []
    wrong: list[str] = []
    there, right = tally(samples, wrong)
    banded = table(there, right, ("language", "characters"), (1, 2))
    sourced = table(long_enough(there), right, ("source", "language"), (0, 1))
    whole = table(long_enough(there), right, ("language",), (1,))
    show("Right, by language and length", banded)
    show("Right, passages of 30 characters and more, by source", sourced)
    show("Right, passages of 30 characters and more", whole)
    rates = speed(samples)
    print(f"\npassages a second (one core): {rates['alone']:.0f} alone, {rates['in document']:.0f} in their documents")
    if options.wrong:
        options.wrong.write_text("\n".join(wrong) + "\n", encoding="utf-8")
    write(options.json, {"length": banded, "source": sourced, "long": whole, "passages_per_second": rates})
    return 0


if __name__ == "__main__":
    sys.exit(main())
