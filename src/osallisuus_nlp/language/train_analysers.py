"""Train the analysers: ``python -m osallisuus_nlp.language.train_analysers --data DIR`` writes models/fi and models/sv.

`DIR` holds the treebanks that are named in ``SOURCES``. Finnish is learnt from silver parses of municipal documents,
less those that are kept out, and a treebank's development part; Swedish from a treebank's training part. Test parts
are never read here.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import _data
from .._version import __version__
from . import compounds, edits, lemmas
from .gold import to_doc, training_paragraphs
from .pipelines import save_pipeline
from .treebank import Source, kept_out, load

if TYPE_CHECKING:
    from spacy.language import Language
    from thinc.api import Config

SILVER = "fi_municipal_silver.conllu.gz"
SOURCES = {"fi": (SILVER, "fi_tdt_dev.conllu.gz"), "sv": ("sv_talbanken_train.conllu.gz", "sv_talbanken_dev.conllu.gz")}
STEPS = {"fi": 2500, "sv": 2000}  # of about a thousand words
RATE_ENDS = {"fi": 3675, "sv": 2100}  # the step at which the learning rate would be nothing
EVALUATED = 500  # steps between two looks at the documents for choosing
GOLD_COUNTS = 2  # how often the Finnish gold is seen for each time that the silver is
EVERY, TEST, DEV = 8, 0, 1  # of the silver documents: one in eight is kept for measuring, one in eight for choosing


def split(language: str, folder: Path) -> tuple[list[Source], list[Source]]:
    """Return the documents to learn from and those to choose the best state by."""
    if language == "sv":
        train, dev = (load(folder / name) for name in SOURCES["sv"])
        return train, dev
    silver, gold = (load(folder / name) for name in SOURCES["fi"])
    test, dev = kept_out(silver, every=EVERY, turn=TEST), kept_out(silver, every=EVERY, turn=DEV)
    out = {source.name for source in (*test, *dev)}
    return [source for source in silver if source.name not in out] + gold * GOLD_COUNTS, dev


def tokenizer(nlp: Language) -> None:
    """Keep ordinals (``3.``) and words joined by a stroke (``ja/tai``) whole, as treebanks do."""
    from spacy.util import compile_infix_regex

    settings = _data.data_toml("language", "tokens.toml")
    made: Any = nlp.tokenizer
    made.token_match = re.compile(settings["whole"]).match
    infixes = [
        pattern
        for pattern in nlp.Defaults.infixes or ()
        if "/" not in str(pattern) or nlp.lang not in settings["stroke"]
    ]
    made.infix_finditer = compile_infix_regex(infixes).finditer


def main(arguments: list[str] | None = None) -> int:
    """Train what is asked for and write it to the models of the source tree."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--data", type=Path, required=True, help="folder of the treebanks")
    given.add_argument("--language", choices=sorted(SOURCES), action="append", help="by default both")
    given.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[3] / "models")
    options = given.parse_args(arguments)
    for language in options.language or sorted(SOURCES):
        train(language, options.data, options.out / language)
    return 0


def train(language: str, folder: Path, out: Path) -> Language:
    """Train the analyser of `language` on the treebanks in `folder` and write it to `out`."""
    import spacy
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train as loop

    learnt, chosen = split(language, folder)
    with tempfile.TemporaryDirectory() as scratch:
        nlp = init_nlp(_config(language, learnt, chosen, Path(scratch)))
        tokenizer(nlp)
        forms = dictionary(language)
        edits.keep(nlp.vocab, edits.learn(forms))
        best = Path(scratch) / "out"
        best.mkdir()
        loop(nlp, best, stdout=sys.stdout)
        nlp = spacy.load(best / "model-best")
    finish(nlp, learnt, forms.values())
    nlp.meta.update(_meta(language, folder))
    save_pipeline(nlp, out)
    return nlp


def finish(nlp: Language, learnt: list[Source], known: Iterable[str]) -> None:
    """Put our components into a trained pipeline, with their tables; the helper task of lemmas is dropped."""
    nlp.remove_pipe("trainable_lemmatizer")
    nlp.disable_pipe("senter")
    put: Any = nlp.add_pipe("osallisuus_lemmas", after="morphologizer")
    put.words, put.participles = lemmas.learnt(learnt, edits.kept(nlp.vocab) or edits.Edits.of({}))
    if nlp.lang == "fi":
        nlp.add_pipe("osallisuus_voice", before="osallisuus_lemmas")
    put = nlp.add_pipe("osallisuus_compounds", after="osallisuus_lemmas")
    put.splitter = compounds.built(nlp.lang or "", learnt, known).splitter
    nlp.add_pipe("osallisuus_starts", before="parser")
    nlp.add_pipe("osallisuus_agents")
    config = nlp.config.copy()
    config["paths"] = dict.fromkeys(config["paths"])  # they were of this run
    config["training"]["max_steps"] = STEPS[nlp.lang or ""]
    nlp.config = config


def dictionary(language: str) -> dict[str, str]:
    """Return simplemma's forms with their lemmas, in small letters; where capitals differ, the small form's lemma."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    forms: dict[str, str] = {}
    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        small = form.lower()
        if (form.isalpha() or "-" in form) and (small not in forms or form == small):
            forms[small] = lemma.lower()
    return forms


def _config(language: str, learnt: list[Source], chosen: list[Source], scratch: Path) -> Config:
    import spacy
    from spacy.tokens import DocBin
    from thinc.api import Config

    config = Config().from_str(_data.data_text("language", "analyser.cfg"), interpolate=False)
    config["nlp"]["lang"] = language
    config["training"]["max_steps"] = STEPS[language]
    config["training"]["eval_frequency"] = EVALUATED
    config["training"]["optimizer"]["learn_rate"]["total_steps"] = RATE_ENDS[language]
    blank = spacy.blank(language)
    whole = [paragraph for source in chosen for paragraph in source.paragraphs]
    for name, paragraphs in (("train", training_paragraphs(learnt)), ("dev", iter(whole))):
        path = scratch / f"{name}.spacy"
        DocBin(docs=(to_doc(paragraph, blank) for paragraph in paragraphs), store_user_data=False).to_disk(path)
        config["paths"][name] = str(path)
    return config


def _meta(language: str, folder: Path) -> dict[str, Any]:
    names = SOURCES[language]
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    return {
        "name": "osallisuus",
        "version": __version__,
        "description": "Small analyser of municipal text: parts of speech, features, lemmas, compounds, heads, agents",
        "author": "The osallisuus_nlp authors",
        "license": "CC BY-SA 4.0",
        "sources": [*hashes, "simplemma (dictionary of forms)"],
        "sha256": hashes,
    }


if __name__ == "__main__":
    sys.exit(main())
