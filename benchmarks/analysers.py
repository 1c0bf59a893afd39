"""How good and how fast the analysers are, beside the peers that are installed: one thread, raw text.

Measured on the documents of the Finnish silver that are kept out of training, on the test parts of two treebanks,
and beside: the baselines in --models (a folder of unpacked spaCy pipelines), spacy_fi_experimental_web_md where it
and libvoikko are installed, stanza where --stanza names a folder of its models, simplemma (lemmas only). Text is fed by
paragraphs, line breaks inside them kept.
"""

from __future__ import annotations

import importlib.util
import os
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from _parsing_scores import Parsed, Tally, Token, of_doc, of_gold, row
from _table import parser, show, write
from osallisuus_nlp.language.treebank import Paragraph, Source, kept_out, load, text_of

FULL = ("words", "upos", "feats", "passive", "lemma", "uas", "las", "sentences")
LEMMAS = ("words", "lemma")


@dataclass
class System:
    """One analyser: what it is called, what it does, how it is run, and its size on disk."""

    name: str
    language: str
    asked: tuple[str, ...]
    run: Callable[[list[str]], Iterator[Parsed]]
    fast: Callable[[list[str]], object] | None = None
    size: float | None = None


def sets(folder: Path) -> dict[str, tuple[str, list[Source]]]:
    silver = load(folder / "fi_municipal_silver.conllu.gz")
    return {
        "Finnish, municipal, kept out": ("fi", kept_out(silver)),
        "Finnish, TDT test": ("fi", load(folder / "fi_tdt_test.conllu.gz")),
        "Swedish, Talbanken test": ("sv", load(folder / "sv_talbanken_test.conllu.gz")),
    }


def megabytes(path: Path) -> float:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / 1e6


def pipeline(name: str, language: str, nlp: object, path: Path) -> System:
    def run(texts: list[str]) -> Iterator[Parsed]:
        return (of_doc(doc) for doc in nlp.pipe(texts))

    def fast(texts: list[str]) -> object:
        with nlp.select_pipes(disable=[name for name in ("parser", "ner") if name in nlp.pipe_names]):
            return sum(len(doc) for doc in nlp.pipe(texts))

    return System(name, language, FULL, run, fast, megabytes(path))


def simple(language: str) -> System:
    import simplemma

    def run(texts: list[str]) -> Iterator[Parsed]:
        import spacy

        nlp = spacy.blank(language)
        for text in texts:
            doc = nlp.make_doc(text)
            words = [token for token in doc if not token.is_space]
            yield Parsed(
                [Token((t.idx, t.idx + len(t)), simplemma.lemmatize(t.text, lang=language)) for t in words]
            )  # fmt: skip

    path = Path(simplemma.__file__).parent
    return System("simplemma", language, LEMMAS, run, size=megabytes(path))


def by_stanza(language: str, folder: Path) -> System:
    from osallisuus_nlp.language import backend_for

    backend = backend_for(language, "stanza", folder)

    def run(texts: list[str]) -> Iterator[Parsed]:
        return (of_doc(doc) for doc in backend.pipe(texts, heads="all"))

    def fast(texts: list[str]) -> object:
        return sum(len(doc) for doc in backend.pipe(texts, heads="none"))

    return System("stanza", language, FULL, run, fast, megabytes(folder / language))


def systems(models: Path | None, own: Path | None, stanza: Path | None) -> Iterator[System]:
    import spacy

    from osallisuus_nlp.language.pipelines import load_pipeline, shipped

    for language in ("fi", "sv"):
        path = own / language if own else shipped(language)
        if (path / "meta.json").is_file():
            yield pipeline("ours", language, load_pipeline(path), path)
    for path in sorted(models.iterdir()) if models else ():
        folder = next(iter(sorted(path.rglob("meta.json"))), None)
        if folder is not None:
            nlp = spacy.load(folder.parent)
            yield pipeline(f"baseline {path.name}", nlp.lang, nlp, folder.parent)
    if importlib.util.find_spec("spacy_fi_experimental_web_md") and importlib.util.find_spec("libvoikko"):
        import spacy_fi_experimental_web_md as web

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nlp = web.load(exclude=["ner"])
        yield pipeline("spacy_fi_experimental_web_md", "fi", nlp, Path(web.__file__).parent)
    for language in ("fi", "sv"):
        if stanza and (stanza / language).is_dir():
            yield by_stanza(language, stanza)
        if importlib.util.find_spec("simplemma"):
            yield simple(language)


def measure(system: System, sources: list[Source]) -> dict[str, object]:
    paragraphs: list[Paragraph] = [paragraph for source in sources for paragraph in source.paragraphs]
    texts = [text_of(paragraph) for paragraph in paragraphs]
    words = sum(source.words for source in sources)
    list(system.run(texts[:20]))  # loads what is loaded late
    tally = Tally()
    start = time.process_time()
    answers = list(system.run(texts))
    rate = words / (time.process_time() - start)
    for paragraph, answer in zip(paragraphs, answers, strict=True):
        tally.add(of_gold(paragraph), answer)
    fast = 0.0
    if system.fast:
        start = time.process_time()
        system.fast(texts)
        fast = words / (time.process_time() - start)
    return {
        "system": system.name,
        **row(tally, system.asked),
        "words/s": f"{rate:.0f}",
        "without parser": f"{fast:.0f}" if fast else "–",
        "MB": f"{system.size:.1f}" if system.size else "–",
    }


def main() -> int:
    given = parser(__doc__)
    given.add_argument("--parsed", type=Path, required=True, help="folder of treebanks")
    given.add_argument("--models", type=Path, help="folder of unpacked baselines to compare with")
    given.add_argument("--own", type=Path, help="our models, by default those that ship")
    given.add_argument("--stanza", type=Path, help="folder of stanza's models to compare with")
    given.add_argument("--dev", action="store_true", help="the documents that choices are made on instead")
    options = given.parse_args()
    figures: dict[str, list[dict[str, object]]] = {}
    present = list(systems(options.models, options.own, options.stanza))
    for title, (language, sources) in (development if options.dev else sets)(options.parsed).items():
        figures[title] = [measure(system, sources) for system in present if system.language == language]
        words = sum(source.words for source in sources)
        show(f"{title}: {len(sources)} documents, {words} words", figures[title])
    write(options.json, figures)
    return 0


def development(folder: Path) -> dict[str, tuple[str, list[Source]]]:
    silver = load(folder / "fi_municipal_silver.conllu.gz")
    return {
        "Finnish, municipal, for choosing": ("fi", kept_out(silver, turn=1)),
        "Swedish, Talbanken dev": ("sv", load(folder / "sv_talbanken_dev.conllu.gz")),
    }


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    raise SystemExit(main())
