"""How parties are named: in labels ("Vastuu: …"), in cells, alone; and which of them are no one in particular."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from .heads import is_subject, kind_of, listed, may_be_party
from .spans import lexicon

_MOST = 6  # words of a party's name
_PARTNER = (
    r"(?:yhteistyössä|yhteistyötaho\w*|(?:yhteistyö)?kumppani\w*|"
    r"i samarbete|samarbetspart\w*|tillsammans med|partner\w*)"
)
_PARTNERS = re.compile(rf"\s*\({_PARTNER}\b[^)]*\)|(?:(?<=[,;\n])\s*|^\s*|\s+){_PARTNER}\b[^\n;]*", re.IGNORECASE)
_PAIR = re.compile(r"(?<!-)\s(?:ja|sekä|och|samt)\s", re.IGNORECASE)
_CAPTION = re.compile(r"(?:kuva|kuvio|taulukko|kartta|figur|bild|tabell|karta|lähde|källa)\b", re.IGNORECASE)
_AT_END = re.compile(r"\((?P<inside>[^()]{2,90})\)\W*$|(?:,|\s[–—-])\s(?P<behind>[^,()–—/.:]{2,60})$")
_NAMED = ("party", "firm", "field")


class Labelled(NamedTuple):
    """A label ("Vastuu:") and what follows it, as offsets."""

    start: int
    end: int
    value: str


def _ignoring_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _label(language: str) -> re.Pattern[str]:
    words = lexicon("actors", language)
    labels, opening = (
        "|".join(map(re.escape, sorted(words.get(key, ()), key=len, reverse=True))) or "(?!)"
        for key in ("labels", "opening_labels")
    )
    return _ignoring_case(
        rf"(?:(?:^|(?<=[\s(.;|•–-]))(?:{labels})|(?:^|(?<=[\n.;|•]\s)|(?<=[\n|(•]))(?:{opening}))\??\s*[:：]\s*"
        r"(?P<value>[^\n|;.]*(?:\.(?=\w)[^\n|;.]*)*)"
    )


@cache
def _label_words(language: str) -> frozenset[str]:
    return frozenset(
        label.lower() for key in ("labels", "opening_labels") for label in lexicon("actors", language).get(key, ())
    )


@cache
def _vague(language: str) -> re.Pattern[str]:
    return _ignoring_case(rf"\W*(?:{'|'.join(lexicon('actors', language).get('vague', ())) or '(?!)'})\W*")


def is_vague(party: str, language: str) -> bool:
    """Whether a party is no one in particular ("kunta", "kaikki toimialat", "alla sektorer")."""
    return bool(_vague(language).fullmatch(party))


def can_act(word: str, language: str, *, alone: bool = False) -> bool:
    """Whether a word with a party's head may act by itself: it is no thing of theirs, and someone in particular.

    With `alone`, also one that names no one until it is told what it does ("verkosto").
    """
    if listed(language, "not_actors").match(word) or is_vague(word, language):
        return False
    return alone or word.lower() not in lexicon("actors", language)["not_alone"]


def is_party(text: str, language: str) -> bool:
    """Whether a short text (a table's cell) is the name of a party, or of parties, and nothing else."""
    parties = split_parties(text)
    return bool(parties) and all(
        len(party.split()) <= _MOST and (is_vague(party, language) or names_party(party, language)) for party in parties
    )


def word_hints(word: str, language: str) -> set[str]:
    """Return what a word alone may be: an ``actor``, another ``party``, a verb of ``acting``, a ``label``."""
    found = set()
    if may_be_party(word, language):
        found.add("actor" if is_subject(word, language) and can_act(word, language) else "party")
    if listed(language, "verbs").fullmatch(word):
        found.add("acting")
    if word in _label_words(language):
        found.add("label")
    return found


def names_party(text: str, language: str) -> bool:
    """Whether a few words hold the name of a party, be it the only thing in them or not."""
    words = re.findall(r"[\w-]+", text)
    return language in ("fi", "sv") and any(kind_of(word, language) in _NAMED for word in words)


def ends_in_party(text: str, language: str) -> bool:
    """Whether a few words are the name of a post, body or firm alone: "opiston rehtori", not "rehtorin kokous"."""
    words = re.findall(r"[\w-]+", text)
    return (
        language in ("fi", "sv")
        and 0 < len(words) <= _MOST
        and kind_of(words[-1], language) in ("party", "firm")
        and is_subject(words[-1], language)
        and can_act(words[-1], language)
        and not listed(language, "gatherings").fullmatch(words[-1])
    )


def split_parties(cell: str) -> list[str]:
    """Return the parties that a cell or label names, parted by commas, semicolons, slashes or lines; no partners."""
    parts = re.split(r"[,;\n]|\s/\s|(?<=\w)/(?=[A-ZÅÄÖa-zåäö]{4,})", _PARTNERS.sub("", cell))
    return [part for raw in parts if (part := raw.strip(" .–-•")) and re.search(r"\w", part)]


def find_labels(text: str, language: str) -> list[Labelled]:
    """Return the labels of responsibility in `text` with what they name; an empty value names no one."""
    return [
        Labelled(hit.start("value"), hit.end("value"), hit["value"].strip()) for hit in _label(language).finditer(text)
    ]


def party_at_end(text: str, language: str) -> Labelled | None:
    """Return the parties that end a measure and are no part of its sentence: "Kysely joka toinen vuosi (rehtori)".

    Behind a comma or a dash they are known only where the text has no stop; councils and panels, and what tells who a
    party just named is, are left out, and so is the source of a figure.
    """
    hit = _AT_END.search(text)
    if hit is None or language not in ("fi", "sv") or _CAPTION.match(text):
        return None
    group = "inside" if hit["inside"] else "behind"
    before = re.findall(r"[\w-]+", text[: hit.start()])
    names = [name for part in split_parties(hit[group]) for name in _PAIR.split(part)]
    if not before or kind_of(before[-1], language) or not names:
        return None
    if not all(ends_in_party(name, language) and not _takes_part(name, language) for name in names):
        return None
    return Labelled(hit.start(group), hit.end(group), hit[group])


def _takes_part(name: str, language: str) -> bool:
    return bool(listed(language, "participants").fullmatch(name.split()[-1]))
