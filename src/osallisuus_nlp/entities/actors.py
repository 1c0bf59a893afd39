"""Find who acts or answers: by label ("Vastuu: …"), by verb, by "…n toimesta" or "av …".

Finnish and Swedish posts and bodies are compounds without end, so an actor is known by the head of the word
(-lautakunta, -koordinaattori, -nämnd, -direktör). One that only takes part, approves, or is a partner
("yhteistyössä X:n kanssa") does not act; a passive without an agent names no one (codebook, rules 8, 19, 24).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ..language import sentences
from .spans import Entity, apart, lexicon

_TOKEN = re.compile(r"[^\W_]+(?:[:'’.-][^\W_]+)*-?|[^\w\s]")
_BARRIER = frozenset(",;:()–—|•")
_PARTNER = {
    "fi": re.compile(r"(?:yhteistyössä|kumppanina)$", re.IGNORECASE),
    "sv": re.compile(r"(?:tillsammans med|i samarbete med|i samråd med)$", re.IGNORECASE),
}
_REACH = 3  # words between a party and the verb that makes it act


@dataclass(frozen=True, slots=True)
class Actor(Entity):
    """A named party that acts; `how` tells what says so: ``label``, ``verb``, ``agent`` or ``answers``."""

    how: str = "verb"


class Labelled(NamedTuple):
    """A label ("Vastuu:") and what follows it, as offsets."""

    start: int
    end: int
    value: str


class Word(NamedTuple):
    """A word or mark of a sentence."""

    start: int
    end: int
    text: str

    @property
    def barrier(self) -> bool:
        """Whether no phrase reaches over it."""
        return self.text in _BARRIER


def _flags(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _list(language: str, key: str) -> re.Pattern[str]:
    """Return one list of the lexicon as a pattern for a whole word or phrase."""
    entries = sorted(lexicon("actors", language).get(key, ()), key=len, reverse=True)
    return _flags("|".join(entries) or "(?!)")


@cache
def _head(language: str) -> re.Pattern[str]:
    """Return a pattern for a word that ends in one of the heads, inflected or not."""
    words = lexicon("actors", language)
    stems = sorted({stem for head in words["heads"] for stem in head.split("|")}, key=len, reverse=True)
    endings = "[a-zåäö]{0,7}" if language == "fi" else _SWEDISH_ENDINGS
    bare = "|".join(map(re.escape, stems))
    whole = "|".join(map(re.escape, words["plural_heads"])) or "(?!)"
    short = "|".join(map(re.escape, words["abbreviations"]))
    return _flags(
        rf"[\w.-]*(?:{bare}){endings}|[\w-]{{2,}}(?:{whole})|(?-i:{short.upper()})|(?:{short}):\w+|(?-i:{short.title()})"
    )


_SWEDISH_ENDINGS = (
    "(?:e?n|e?t|a|na|s|ens|ets|er|ers|erna|ernas|or|orna|ornas|ar|ars|arna|arnas|are|ares|aren|arens|ns|nas|es)?"
)


@cache
def _nominative() -> re.Pattern[str]:
    """Return what a Finnish subject looks like: the head itself, or its plural in -t."""
    words = lexicon("actors", "fi")
    first = "|".join(re.escape(head.split("|")[0]) for head in words["heads"])
    plural = "|".join(re.escape(stem) for head in words["heads"] for stem in head.split("|"))
    short = "|".join(re.escape(word.upper()) for word in words["abbreviations"])
    return _flags(rf".*(?:(?:{first})|(?:{plural})(?:[aeiouyäö])?t|palvelut)|(?-i:{short})")


@cache
def _label(language: str) -> re.Pattern[str]:
    labels = "|".join(map(re.escape, sorted(lexicon("actors", language).get("labels", ()), key=len, reverse=True)))
    return _flags(rf"(?:^|(?<=[\s(.;|•–-]))(?:{labels})\??\s*[:：]\s*(?P<value>[^\n|;.]*(?:\.(?=\w)[^\n|;.]*)*)")


@cache
def _label_words(language: str) -> frozenset[str]:
    return frozenset(label.lower() for label in lexicon("actors", language).get("labels", ()))


@cache
def _vague(language: str) -> re.Pattern[str]:
    return _flags(rf"\W*(?:{'|'.join(lexicon('actors', language).get('vague', ())) or '(?!)'})\W*")


def is_vague(party: str, language: str) -> bool:
    """Whether a party is no one in particular ("kunta", "kaikki toimialat", "alla sektorer")."""
    return bool(_vague(language).fullmatch(party))


def is_party(text: str, language: str) -> bool:
    """Whether a short text (a table's cell) is the name of a party, or of parties, and nothing else."""
    parties = split_parties(text)
    return bool(parties) and all(
        len(party.split()) <= 6 and (is_vague(party, language) or _names_party(party, language)) for party in parties
    )


def word_hints(word: str, language: str) -> set[str]:
    """Return what a word alone may be: an ``actor``, another ``party``, a verb of ``acting``, a ``label``."""
    found = set()
    if _head(language).fullmatch(word):
        subject = _nominative().fullmatch(word) if language == "fi" else not word.endswith("s")
        found.add("actor" if subject and _can_act(word, language) else "party")
    if _list(language, "verbs").fullmatch(word):
        found.add("acting")
    if word in _label_words(language):
        found.add("label")
    return found


def _names_party(party: str, language: str) -> bool:
    words = re.findall(r"[\w-]+", party)
    return any(_head(language).fullmatch(word) for word in words) if language in ("fi", "sv") else False


def split_parties(cell: str) -> list[str]:
    """Return the parties that a cell or label names, parted by commas, semicolons, slashes or lines."""
    parts = re.split(r"[,;\n]|\s/\s|(?<=\w)/(?=[A-ZÅÄÖa-zåäö]{4,})", cell)
    return [part for raw in parts if (part := raw.strip(" .–-•")) and re.search(r"\w", part)]


def find_labels(text: str, language: str) -> list[Labelled]:
    """Return the labels of responsibility in `text` with what they name; an empty value names no one."""
    return [
        Labelled(hit.start("value"), hit.end("value"), hit["value"].strip()) for hit in _label(language).finditer(text)
    ]


def find_actors(text: str, language: str) -> list[Actor]:
    """Return the named parties that act or answer in `text`; vague ones are left out."""
    if language not in ("fi", "sv"):
        return []
    found = list(_labelled(text, language))
    for span in sentences(text):
        found += _acting(text[span.start : span.end], span.start, language)
    return apart(found)


def _labelled(text: str, language: str) -> Iterator[Actor]:
    for label in find_labels(text, language):
        for party in split_parties(label.value):
            start = text.find(party, label.start)
            if not is_vague(party, language):
                yield Actor(start, start + len(party), party, how="label")


def _acting(sentence: str, offset: int, language: str) -> Iterator[Actor]:
    if _list(language, "sets_terms").search(sentence):
        return
    words = [Word(hit.start(), hit.end(), hit.group()) for hit in _TOKEN.finditer(sentence)]
    says = _finnish if language == "fi" else _swedish
    for place, word in enumerate(words):
        if not _head(language).fullmatch(word.text) or not _can_act(word.text, language):
            continue
        if _subordinate(words, place, language):
            continue
        if _list(language, "participants").fullmatch(word.text) and _takes_part(sentence, language):
            continue
        how = says(sentence, words, place)
        if how and not _PARTNER[language].search(sentence[: word.start].rstrip()):
            start = _phrase_start(words, place, language)
            yield from _beside(sentence, words, words.index(word), offset, language, how)
            yield Actor(offset + start, offset + word.end, sentence[start : word.end], how=how)


def _beside(sentence: str, words: list[Word], place: int, offset: int, language: str, how: str) -> Iterator[Actor]:
    """Give the party joined to one that acts: "kaupunginjohtaja ja hallituksen puheenjohtaja pitävät"."""
    joints = [
        at for at in range(max(0, place - _REACH - 1), place) if _list(language, "joints").fullmatch(words[at].text)
    ]
    if not joints or joints[-1] == 0:
        return
    other = joints[-1] - 1
    word = words[other]
    if not _head(language).fullmatch(word.text) or not _can_act(word.text, language):
        return
    if language == "fi" and not _nominative().fullmatch(word.text):
        return
    start = _phrase_start(words, other, language)
    yield Actor(offset + start, offset + word.end, sentence[start : word.end], how=how)


def _subordinate(words: list[Word], place: int, language: str) -> bool:
    """Whether the word stands in a clause that tells a circumstance: one is open, and no verb has come yet."""
    opens = _list(language, "subordinators")
    for before in range(place, -1, -1):
        text = words[before].text
        if opens.fullmatch(text):
            return True
        if before < place and (_list(language, "verbs").fullmatch(text) or text in ";:.–"):
            return False
    return False


def _takes_part(sentence: str, language: str) -> bool:
    return bool(re.search(rf"(?<!\w)(?:{_list(language, 'takes_part').pattern})(?!\w)", sentence, re.IGNORECASE))


def _can_act(word: str, language: str) -> bool:
    if _list(language, "not_actors").match(word) or is_vague(word, language):
        return False
    return word.lower() not in lexicon("actors", language)["not_alone"]


def _reach(words: list[Word], places: Iterable[int], limit: int = _REACH) -> Iterator[tuple[int, Word]]:
    """Give the words at `places` up to a barrier, at most `limit` of them."""
    for count, place in enumerate(places):
        if count >= limit or words[place].barrier:
            return
        yield place, words[place]


def _finnish(sentence: str, words: list[Word], place: int) -> str:
    word = words[place]
    after = sentence[word.end :].lstrip()
    if re.search(r"(?:n|den|jen|ien)$", word.text) and _list("fi", "after_genitive").match(
        after.split(" ")[0].rstrip(".,;")
    ):
        return "agent"
    if place and _list("fi", "alone_roles").fullmatch(words[place - 1].text) and _nominative().fullmatch(word.text):
        return "answers"  # "vetäjänä palveluesihenkilö"
    if word.text.endswith(("lla", "llä", "lle")):
        return "answers" if _list("fi", "adessive").search(sentence[max(0, word.start - 40) : word.start]) else ""
    if not _nominative().fullmatch(word.text):
        return ""
    if word.text.endswith("t") and _object(words, place):
        return ""
    verb = _list("fi", "verbs")
    relative = _RELATIVE["fi"].match(sentence, word.end)
    if relative and _opens(words, place) and _finite_at(sentence[relative.end() :].split(" ")[0]):
        return "verb"
    beside = re.match(r"(?:ja|sekä)\b", after) or re.search(r"\b(?:ja|sekä)(?: \w+){0,3} $", sentence[: word.start])
    plural = word.text.endswith("t") or beside is not None
    for _, near in _reach(words, range(place + 1, len(words))):
        if verb.fullmatch(near.text) or (plural and re.fullmatch(r"\w{3,}(?:vat|vät)", near.text)):
            return "verb"
    if _looks_like_verb(words, place + 1) or (_opens(words, place) and _perfect(words, place + 1)):
        return "verb"
    if place == 1 and verb.fullmatch(words[0].text):
        return "answers"  # "(kesällä) hakee varikko": a clause that goes on with its verb
    if (
        place > 1
        and _looks_like_verb(words, place - 1)
        and re.fullmatch(r"\w+(?:n|t|ta|tä|ja|jä|ia|iä)", words[place - 2].text)
    ):
        return "answers"  # "luonnoksen kirjoitti vapaa-aikasihteeri"
    for before, near in _reach(words, range(place - 1, -1, -1)):
        if near.text.lower() in ("toimii", "on", "toimi", "ovat", "toimivat"):
            role = words[before - 1].text if before else ""
            return "answers" if _list("fi", "roles").fullmatch(role) else ""
        if verb.fullmatch(near.text) or re.fullmatch(r"\w{3,}(?:aavat|äävät|oivat|ttavat|ttävät)", near.text):
            return "answers"
    return ""


_RELATIVE = {
    "fi": re.compile(r", jo(?:ka|ta|nka|hon|ssa|sta|lla|lle|tka|ita|iden)\b[^,.]*, "),
    "sv": re.compile(r", som\b[^,.]*,"),
}


def _object(words: list[Word], place: int) -> bool:
    """Whether a plural is what another acts upon: "koordinaattori kutsuu yhdyshenkilöt", "kutsutaan puheenjohtajat"."""
    verb = _list("fi", "verbs")
    for before in range(place - 1, max(-1, place - _REACH - 1), -1):
        text = words[before].text
        if words[before].barrier:
            return False
        if re.fullmatch(_PASSIVE, text):
            return True
        if verb.fullmatch(text) and not text.endswith(("vat", "vät")):
            return any(_head("fi").fullmatch(word.text) for word in words[:before])
    return False


def _finite_at(word: str) -> bool:
    return bool(re.fullmatch(r"[a-zåäö]+(?:i|y|aa|ää|oo|öö|uu|yy|ee|vat|vät)", word))


def _perfect(words: list[Word], place: int) -> bool:
    """Whether "on … pitänyt" follows: the perfect of doing."""
    if place >= len(words) or words[place].text not in ("on", "ovat"):
        return False
    return any(
        re.fullmatch(r"\w{2,}(?:nut|nyt|neet)", near.text) for _, near in _reach(words, range(place + 1, len(words)), 5)
    )


def _opens(words: list[Word], place: int) -> bool:
    """Whether the word at `place`, with a genitive or an adjective before it, opens the sentence."""
    return place == 0 or (place <= 2 and all(re.fullmatch(r"\w+(?:n|inen|tava)", word.text) for word in words[:place]))


def _looks_like_verb(words: list[Word], place: int) -> bool:
    """Whether a word looks like a Finnish verb in the third person: "ajoi", "välittää", "tapaavat"."""
    if not 0 <= place < len(words) or words[place].barrier:
        return False
    return bool(re.fullmatch(r"[a-zåäö]{1,}(?:i|aa|ää|oo|öö|uu|yy|ee|vat|vät|ut|yt)", words[place].text)) and (
        words[place].text not in lexicon("actors", "fi")["no_verbs"]
    )


def _swedish(sentence: str, words: list[Word], place: int) -> str:
    word = words[place]
    if word.text.endswith("s"):
        following = words[place + 1].text if place + 1 < len(words) else ""
        if (
            following
            and following not in _BARRIER
            and not _list("sv", "verbs").fullmatch(following)
            and following != "."
        ):
            return ""  # a genitive: "nämndens möte"
    relative = _RELATIVE["sv"].match(sentence, word.end)
    after = sentence[relative.end() if relative else word.end :]
    if re.match(r"\s+som\b", after):
        return ""  # "arbetsgruppen som utvecklar …" tells which group
    if re.match(rf"(?:\s+\w+)?\s+(?:{_list('sv', 'modals').pattern})(?!\w)", after, re.IGNORECASE):
        return "verb"
    for _, near in _reach(words, range(place + 1, len(words)), 2):
        if _list("sv", "verbs").fullmatch(near.text):
            return "verb"
    if _first(words, place) and _swedish_verb(after.split()):
        return "verb"
    before = sentence[: word.start]
    if re.search(
        rf"(?<!\w)(?:{_list('sv', 'before_nominative').pattern})(?:\s+[\w-]+){{0,3}}\s+$",
        before,
        re.IGNORECASE,
    ):
        return "answers"
    if re.search(
        r"(?:\w+s|\w+[td]|\w+na|\w+da|regi|ledning|försorg)(?:\s+\w+){0,3}\s+av(?:\s+[\w-]+){0,3}\s+$", before
    ) and not _list("sv", "approvals").search(before):
        return "agent"
    for earlier, near in _reach(words, range(place - 1, -1, -1), 2):
        if _list("sv", "inverted").fullmatch(near.text):
            led = [other.text for other in words[:earlier]]
            subject = any(_head("sv").fullmatch(text) for text in led)  # it acts, and the word is its object
            return "" if not led or subject or led[-1] in ("som", "och") or len(led) > _REACH + 1 else "verb"
    return ""


def _first(words: list[Word], place: int) -> bool:
    """Whether a Swedish party, with a genitive or an adjective before it, opens the sentence."""
    return place == 0 or (
        place <= 2 and all(re.fullmatch(r"\w+(?:s|a|e)|[Ee]n|[Ee]tt", word.text) for word in words[:place])
    )


def _swedish_verb(after: list[str]) -> bool:
    """Whether a verb of doing stands where a Swedish main clause has its verb, after what opens it."""
    while len(after) > 2 and after[0] in ("för", "vid", "på", "i", "och"):  # "chefen för barnskyddet leder"
        after = after[2:]
    if not after:
        return False
    if after[0] in ("har", "hade"):
        return any(re.fullmatch(r"\w{3,}(?:at|it|ett|tt|dt|lt)", word) for word in after[1:7])
    return bool(re.fullmatch(r"\w{2,}(?:r|de|te)|\w+(?:ev|og|av|öll|ick|jöd)", after[0])) and not _list(
        "sv", "no_verbs"
    ).fullmatch(after[0])


def _phrase_start(words: list[Word], place: int, language: str) -> int:
    """Return where a party's phrase begins: "kansalaisopiston rehtori", "kommunens ledningsgrupp"."""
    before = words[place - 1] if place else None
    if before is None or before.barrier or before.text.lower() in _circumstance():
        return words[place].start
    genitive = r"\w{3,}(?:n|jen|den|ien)" if language == "fi" else r"\w{3,}s"
    if re.fullmatch(_PASSIVE, before.text):
        return words[place].start
    led = re.fullmatch(genitive, before.text) and not _list(language, "verbs").fullmatch(before.text)
    return before.start if led else words[place].start


_PASSIVE = r"\w+(?:[td]aan|[td]ään|laan|lään|naan|nään|raan|rään|ttiin|tiin)"


@cache
def _circumstance() -> frozenset[str]:
    """Return words that look like genitives and are none."""
    return frozenset(word for language in ("fi", "sv") for word in lexicon("actors", language)["not_genitives"])
