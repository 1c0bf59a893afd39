"""What a Swedish sentence says of a party in it: that it acts, or answers."""

from __future__ import annotations

import re

from .heads import listed
from .tokens import REACH, Word, behind, reach

_AGENT = re.compile(r"(?:\w+s|\w+[td]|\w+na|\w+da|regi|ledning|försorg)(?:\s+\w+){0,3}\s+av(?:\s+[\w-]+){0,3}\s+$")
_OF = re.compile(
    r"(?<![a-zåäö]s )\b(?:en|et|ning|ande|del|tal|hälften|antalet|\w+(?:en|et|ning|ningar|ande|tion|tioner))"
    r"\s+av(?:\s+[\w-]+){0,3}\s+$"
)
_PREPOSITIONS = frozenset(["i", "med", "av", "vid", "hos", "på", "till", "från", "under", "bland", "genom"])
_ATTRIBUTE = re.compile(r"(?!\w+(?:de|te|as)$)\w+(?:a|e|s)|en|ett|två|tre|fyra|fem|sex|\d+")
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
        ):
            return ""  # a genitive: "nämndens möte"
    inside = _in_phrase(words, place)
    relative = _RELATIVE.match(sentence, word.end)
    following_at = behind(words, place)
    ends = words[following_at].start if following_at < len(words) else len(sentence)
    after = sentence[relative.end() :] if relative else f" {sentence[ends:]}"
    if re.match(r"\s+som\b", after):
        return ""  # "arbetsgruppen som utvecklar …" tells which group
    if re.match(rf"(?:\s+\w+)?\s+(?:{listed('sv', 'modals').pattern})(?!\w)", after, re.IGNORECASE):
        return "verb"
    before = sentence[: word.start]
    if re.search(
        rf"(?<!\w)(?:{listed('sv', 'before_nominative').pattern})(?:\s+[\w-]+){{0,3}}\s+$",
        before,
        re.IGNORECASE,
    ):
        return "answers"
    if inside:
        return _behind_passive(before)
    for _, near in reach(words, range(following_at, len(words)), 2):
        if listed("sv", "verbs").fullmatch(near.text):
            return "verb"
    if _first(words, place) and _swedish_verb(after.split()):
        return "verb"
    if agent := _behind_passive(before):
        return agent
    for earlier, near in reach(words, range(place - 1, -1, -1), 2):
        if listed("sv", "inverted").fullmatch(near.text):
            led = words[:earlier]
            subject = any(other.kind == "party" for other in led)  # it acts, and the word is its object
            return "" if not led or subject or led[-1].text in ("som", "och") or len(led) > REACH + 1 else "verb"
    return ""


def _behind_passive(before: str) -> str:
    """Return ``agent`` where what stands before a party is a passive and "av": "leds av", "ordnas varje höst av"."""
    agent = _AGENT.search(before) and not _OF.search(before) and not listed("sv", "approvals").search(before)
    return "agent" if agent else ""


def _in_phrase(words: list[Word], place: int) -> bool:
    """Whether a preposition governs the party: "med två närvårdare", "i enheten", "av rådet"."""
    for before in range(place - 1, max(-1, place - REACH - 1), -1):
        text = words[before].text.lower()
        if text in _PREPOSITIONS:
            return True
        if not _ATTRIBUTE.fullmatch(text):
            return False
    return False


def _first(words: list[Word], place: int) -> bool:
    """Whether a Swedish party, with a genitive or an adjective before it, opens a sentence or a clause after a mark."""
    opening = next((at + 1 for at in range(place - 1, -1, -1) if words[at].barrier), 0)
    before = words[opening:place]
    return len(before) <= 2 and all(re.fullmatch(r"\w+(?:s|a|e|-)|[Ee]n|[Ee]tt", word.text) for word in before)


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
