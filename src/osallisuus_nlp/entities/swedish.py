"""What a Swedish sentence says of a party in it: that it acts, or answers."""

from __future__ import annotations

import re
from functools import cache

from .heads import listed
from .parties import can_act
from .phrases import PREDICATIVE, phrase_end
from .tokens import REACH, Word, reach

_PASSIVE = re.compile(r"\w+s|\w+[td]|\w+na|\w+da|regi|ledning|försorg")
_FINITE_PASSIVE = re.compile(r"(?!\w+(?:ens|ets|arnas|ernas|ornas|ings)$)\w+(?:[lrvgdtnkpm]|a|å|ö|e)s")
_FAR_VERB = 5  # words between a party and its verb, where a preposition tells more of the party
_OPENING = re.compile(r"\w+(?:s|a|e|-)|en|ett|varje|två|tre|fyra|\d+", re.IGNORECASE)
_DEFINITE = re.compile(r"[\w-]+(?:n|na|et)")
_NEAR, _FAR = 3, 9  # words between a passive and "av"
_PART = re.compile(r"en|ett|del|delar|andel|tal|hälften|antalet?|majoritet(?:en)?|grupp|fråga|respons")
_NOMINAL = re.compile(r"\w+(?:en|et|ning|ningar|ande|tion|tioner)")
_PREPOSITIONS = frozenset(
    ["i", "med", "av", "vid", "hos", "på", "till", "från", "under", "bland", "genom", "inom", "för", "mot", "mellan",
     "efter", "före", "enligt", "kring", "utöver", "över", "via", "per"]
)  # fmt: skip
_ATTRIBUTE = re.compile(r"(?!\w+(?:de|te|as)$)\w+(?:a|e|s)|en|ett|två|tre|fyra|fem|sex|\d+")
_FINITE = re.compile(r"[a-zåäö]{2,}(?:r|de|te)|[a-zåäö]+(?:ev|og|öll|ick|jöd)|ska|skall|bör")
_RELATIVE = re.compile(r", som\b[^,.]*,")


def says(sentence: str, words: list[Word], place: int) -> str:
    """Return how the party at `place` is said to act or answer: ``verb``, ``agent``, ``answers``, or not at all."""
    word = words[place]
    if word.text.endswith("s"):
        following = words[place + 1] if place + 1 < len(words) else None
        if not (
            following is None
            or following.barrier
            or following.text == "."
            or listed("sv", "verbs").fullmatch(following.text)
        ):  # a genitive: "nämndens möte", but "under rektorns ledning"
            return "agent" if following and listed("sv", "after_genitive").fullmatch(following.text) else ""
    before = sentence[: word.start]
    first = _first_of_phrase(words, place)
    if first and words[first - 1].text == "av":
        return _behind_passive(words, first - 1, before)
    following_at = phrase_end(words, place, "sv")
    relative = _RELATIVE.match(sentence, word.end)
    ends = words[following_at].start if following_at < len(words) else len(sentence)
    after = sentence[relative.end() :] if relative else f" {sentence[ends:]}"
    if first and words[first - 1].text == "med" and _leading().match(after):
        return "answers"  # "med rektorn som ordförande"
    if re.match(r"\s+som\b", after):
        return ""  # "arbetsgruppen som utvecklar …" tells which group
    if re.match(rf"(?:\s+\w+)?\s+(?:{listed('sv', 'modals').pattern})(?!\w)", after, re.IGNORECASE):
        return "verb"
    if re.search(
        rf"(?<!\w)(?:{listed('sv', 'before_nominative').pattern})(?:\s+[\w-]+){{0,3}}\s+$",
        before,
        re.IGNORECASE,
    ):
        return "answers"
    if _in_phrase(words, place) or (first and words[first - 1].text in PREDICATIVE):
        return ""
    told = following_at < len(words) and words[following_at].text in _PREPOSITIONS  # "två elever per klass leder"
    for verb, near in reach(words, range(following_at, len(words)), _FAR_VERB if told else 2):
        if near.text in ("som", "att"):
            break
        if listed("sv", "verbs").fullmatch(near.text):
            return "" if _subject_behind(words, verb) else "verb"
    if _first(words, place) and _swedish_verb(after.split()):
        return "verb"
    if _fronted(words, first):
        return "verb"
    for earlier, near in reach(words, range(place - 1, -1, -1), 2):
        known = _DEFINITE.fullmatch(word.text) and listed("sv", "verbs").fullmatch(near.text)
        if known or listed("sv", "inverted").fullmatch(near.text):
            led = words[:earlier]
            subject = any(other.kind == "party" for other in led)  # it acts, and the word is its object
            return "" if not led or subject or led[-1].text in ("som", "och") or len(led) > REACH + 1 else "verb"
    return ""


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:som\s+(?:{listed('sv', 'roles').pattern})|i spetsen)(?!\w)", re.IGNORECASE)


def _first_of_phrase(words: list[Word], place: int) -> int:
    """Return where the phrase of a party begins: before its articles, numbers, adjectives and genitives."""
    first = place
    while first and place - first < REACH and _ATTRIBUTE.fullmatch(words[first - 1].text):
        first -= 1
    return first


def _behind_passive(words: list[Word], av: int, before: str) -> str:
    """Return ``agent`` where a passive stands before "av": "leds av", "ordnas varje höst av"; not "en del av"."""
    if listed("sv", "approvals").search(before) or (av and _PART.fullmatch(words[av - 1].text)):
        return ""
    if av and words[av - 1].text in ("ledning", "regi", "försorg"):
        return "agent"
    nominal = av > 0 and _NOMINAL.fullmatch(words[av - 1].text)
    for distance, (_, near) in enumerate(reach(words, range(av - 1, -1, -1), _FAR)):
        if _FINITE_PASSIVE.fullmatch(near.text) and not (nominal and listed("sv", "light").fullmatch(near.text)):
            return "agent"
        if distance <= _NEAR and not nominal and _PASSIVE.fullmatch(near.text):
            return "agent"
        if listed("sv", "verbs").fullmatch(near.text):
            return ""  # "samlar in svar av eleverna"
    return ""


def _subject_behind(words: list[Word], verb: int) -> bool:
    """Whether a party stands behind a verb as its subject: "till den som saknar service ringer en handledare"."""
    behind = next((at for at, near in reach(words, range(verb + 1, len(words))) if near.kind), None)
    return behind is not None and _fronted(words, _first_of_phrase(words, behind))


def _fronted(words: list[Word], first: int) -> bool:
    """Whether a clause opens with when, where or for whom, and its verb stands at once before the phrase at `first`.

    "På mottagningen möter en erfarenhetsexpert nya patienter": the subject comes behind the verb.
    """
    verb = first - 2 if first > 1 and words[first - 1].text == "sig" else first - 1
    if verb == 0 and _FINITE.fullmatch(words[0].text):  # an item of a list: "(varje vår) lånar fritidsbyrån ut båtar"
        return not listed("sv", "no_verbs").fullmatch(words[0].text)
    opening = next((at + 1 for at in range(verb - 1, -1, -1) if words[at].text in ";:–•"), 0)
    if verb <= opening or not listed("sv", "fronting").fullmatch(words[opening].text):
        return False
    text = words[verb].text
    if not _FINITE.fullmatch(text) or listed("sv", "no_verbs").fullmatch(text):
        return False
    led = words[opening:verb]
    if led[-1].kind and can_act(led[-1].text, "sv") and not _in_phrase(words, verb - 1):
        return False  # it is the subject, and what follows the verb its object
    if led[-1].text.lower() in ("som", "och", "att", "inte") or led[-1].text.lower() in _PREPOSITIONS:
        return False
    return not any(listed("sv", "inverted").fullmatch(word.text) for word in led)


def _in_phrase(words: list[Word], place: int, *, listed_before: bool = False) -> bool:
    """Whether a preposition governs the party: "med två närvårdare", "i enheten", "av rådet".

    So it does the last of a list in front of the verb: "en grupp med en närvårdare och två elever besöker".
    """
    for before in range(place - 1, max(-1, place - REACH - 1), -1):
        text = words[before].text.lower()
        if text in _PREPOSITIONS:
            return True
        if before and ((listed_before and text == ",") or listed("sv", "joints").fullmatch(text)):
            verb = any(_is_verb(word.text) for word in words[:before])
            return not verb and _in_phrase(words, before - 1, listed_before=True)
        if not _ATTRIBUTE.fullmatch(text):
            return False
    return False


def _is_verb(word: str) -> bool:
    return bool(listed("sv", "verbs").fullmatch(word) or _FINITE_PASSIVE.fullmatch(word))


def _first(words: list[Word], place: int) -> bool:
    """Whether a Swedish party, with a genitive or an adjective before it, opens a sentence or a clause after a mark."""
    opening = next((at + 1 for at in range(place - 1, -1, -1) if words[at].barrier), 0)
    if opening < place and words[opening].text in ("och", "men", "samt"):
        opening += bool(opening)  # ", och nämnden behandlar den"
    before = words[opening:place]
    return len(before) <= 2 and all(_OPENING.fullmatch(word.text) for word in before)


def _swedish_verb(after: list[str]) -> bool:
    """Whether a verb of doing stands where a Swedish main clause has its verb, after what opens it."""
    while len(after) > 2 and after[0] in ("för", "vid", "på", "i", "och"):  # "chefen för barnskyddet leder"
        after = after[2:]
    if not after:
        return False
    if after[0] in ("har", "hade"):
        return any(re.fullmatch(r"\w{3,}(?:at|it|ett|tt|dt|lt|ft)", word) for word in after[1:7])
    return bool(re.fullmatch(r"\w{2,}(?:r|de|te)|\w+(?:ev|og|av|öll|ick|jöd)", after[0])) and not listed(
        "sv", "no_verbs"
    ).fullmatch(after[0])
