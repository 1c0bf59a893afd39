"""stanza as an accurate, slower backend, from a folder of models that the user names; nothing is downloaded.

The folder is as ``stanza.download("fi", model_dir=DIR)`` makes it::

    DIR/resources.json                    which package of each processor is the default
    DIR/fi/tokenize/PACKAGE.pt            likewise pos, lemma, depparse, and mwt where the language has it
    DIR/fi/pretrain/, forward_charlm/ …   what those refer to

stanza tells tokens, sentences, lemmas, parts of speech, features, heads and relations; our components find parts of
compounds and agents. Its files are read as plain numbers (``torch.load`` with ``weights_only``), not as programs.
The library requires neither stanza nor torch; stanza itself (Apache 2.0) requires udtools and udapi, under GPL.
"""

from __future__ import annotations

import pickle  # for the name of an error
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ResourceMissing
from .gold import features_of
from .pipelines import own
from .run import run
from .treebank import sentence_of

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from .annotate import Heads

_TAGGING = ("tokenize", "pos", "lemma")
_PARSING = (*_TAGGING, "depparse")
_OURS = ("osallisuus_compounds", "osallisuus_agents")
_UNREADABLE = (OSError, ValueError, LookupError, RuntimeError, EOFError, ImportError, pickle.UnpicklingError)


class StanzaBackend:
    """stanza's analysis of one language as `Doc`s; its models are loaded when first used, and never pickled.

    Parameters
    ----------
    language
        ``fi`` or ``sv``.
    folder
        Where stanza's models stand.
    """

    name = "stanza"

    def __init__(self, language: str, folder: Path) -> None:
        self.language = language
        self.folder = folder

    def __getstate__(self) -> dict[str, Any]:
        return {"language": self.language, "folder": self.folder}

    def pipe(self, texts: Iterable[str], *, heads: Heads) -> Iterator[Doc]:
        """Yield one `Doc` a text; heads are found in all sentences unless ``none`` are wanted.

        Raises
        ------
        ResourceMissing
            If stanza is not installed, or the folder lacks what it needs.
        """
        nlp = own(self.language)
        analysed = self._stanza.stream(iter(texts), processors=_PARSING if heads != "none" else _TAGGING)
        docs = (to_doc(document, nlp.vocab, heads=heads != "none") for document in analysed)
        return run(nlp, docs, _OURS)

    @cached_property
    def _stanza(self) -> Any:
        try:
            import stanza
        except ImportError as error:
            raise ResourceMissing("stanza is not installed: pip install 'osallisuus_nlp[stanza]'") from error
        try:
            return stanza.Pipeline(
                self.language,
                dir=str(self.folder),
                processors=",".join(_PARSING),
                download_method=None,
                logging_level="CRITICAL",
            )
        except _UNREADABLE as error:
            reason = str(error).partition("\n")[0] or type(error).__name__
            raise ResourceMissing(
                f"no models of stanza for {self.language} can be read in {self.folder} ({reason}): make the folder by "
                f'stanza.download("{self.language}", model_dir="{self.folder}") where the net can be reached'
            ) from error


def to_doc(document: Any, vocab: Vocab, *, heads: bool) -> Doc:
    """Return stanza's `Document` as a `Doc` of the same text.

    A token of several words (``ettei``) has the analysis of the first, as in the treebanks of `treebank`; white space
    that spaCy does not hold as part of a token is a token that hangs on the one before.
    """
    from spacy.tokens import Doc
    from spacy.util import get_words_and_spaces

    text: str = document.text
    tokens = (token for sentence in document.sentences for token in sentence.tokens)
    words, spaces = get_words_and_spaces([text[token.start_char : token.end_char] for token in tokens], text)
    place = [at for at, word in enumerate(words) if not word.isspace()]
    lemmas, features, parts_of_speech = list(words), [""] * len(words), ["SPACE"] * len(words)
    governors = [at - 1 if at else min(1, len(words) - 1) for at in range(len(words))]
    relations = ["dep"] * len(words)
    starts = [at == 0 for at in range(len(words))]
    first = 0
    for sentence in document.sentences:
        found = sentence_of(f"{sentence:C}")
        for order, word in enumerate(found):
            at = place[first + order]
            lemmas[at], features[at], parts_of_speech[at] = word.lemma, features_of(word), word.upos
            governors[at] = place[first + word.head]
            relations[at] = "ROOT" if word.head == order else word.relation
            starts[at] |= order == 0 and first > 0
        first += len(found)
    tree: dict[str, Any] = {"heads": governors, "deps": relations} if heads else {"sent_starts": starts}
    return Doc(vocab, words=words, spaces=spaces, pos=parts_of_speech, morphs=features, lemmas=lemmas, **tree)
