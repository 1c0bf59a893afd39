"""The words that belong to a party's name, and the parties that stand joined to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from . import finnish
from .heads import is_subject, listed
from .parties import can_act
from .spans import lexicon
from .tokens import REACH, Word, behind, half_of_compound

PREDICATIVE = ("är", "var", "som", "on", "oli")  # what follows is said of a party, and is none itself
_OF_POST = ("för", "inom", "vid")
_ANSWERS = re.compile(r"(?:an)?svara(?:r|de|s)", re.IGNORECASE)
_FIELD = 4  # words after "chefen för" that name what a Swedish post is for
_FIELD_WORD = re.compile(r"\w+(?:a|e|s|-|t|am|ig|sk)|och|samt", re.IGNORECASE)
_ATTRIBUTE = {
    "fi": re.compile(r"[\w-]{3,}(?:n|inen|va|vä|vat|vät|ttu|tty|t)"),
    "sv": re.compile(r"[\w-]+(?:s|a|e)|en|ett|\d+"),
}


def phrase_start(words: list[Word], place: int, language: str) -> int:
    """Return where a party's phrase begins: "kansalaisopiston rehtori", "kommunens ledningsgrupp", "Kylät ry"."""
    before = words[place - 1] if place else None
    if before is None or before.barrier or before.text.lower() in _circumstance():
        return words[place].start
    if words[place].kind == "firm":
        return words[_first_of_name(words, place, language)].start
    genitive = r"[\w-]{3,}(?:n|jen|den|ien)" if language == "fi" else r"[\w-]{3,}s"
    if re.fullmatch(finnish.PASSIVE, before.text):
        return words[place].start
    if halved := half_of_compound(words, place, language):
        return words[halved].start
    led = re.fullmatch(genitive, before.text) and not listed(language, "verbs").fullmatch(before.text)
    return before.start if led else words[place].start


def phrase_end(words: list[Word], place: int, language: str) -> int:
    """Return the place behind a party's phrase: names, "(2 htv)" and what a Swedish post is for are stepped over."""
    return max(behind(words, place), named_to(words, place, language))


def named_to(words: list[Word], place: int, language: str) -> int:
    """Return the place behind a party's name, with what a Swedish post is for: "direktören för gemensam service"."""
    at = place + 1
    if language != "sv" or at + 1 >= len(words) or words[at].text not in _OF_POST:
        return at
    if any(_ANSWERS.fullmatch(near.text) for near in words[max(0, place - REACH) : place]):
        return at  # "i dag svarar rektorn för lokalerna"
    for end in range(at + 1, min(at + 1 + _FIELD, len(words))):
        if words[end].barrier or words[end].text == ".":
            return at
        if not _FIELD_WORD.fullmatch(words[end].text) or words[end].kind or _closes(words, end + 1):
            return end + 1 if len(words[end].text) > _FIELD else at
    return at


def _closes(words: list[Word], place: int) -> bool:
    """Whether nothing that goes on with a phrase stands at `place`: a mark, a verb, or the sentence's end."""
    if place >= len(words) or words[place].barrier or words[place].text == ".":
        return True
    return any(listed("sv", key).match(words[place].text) for key in ("verbs", "inverted", "modals"))


def beside(words: list[Word], place: int, language: str) -> Iterator[int]:
    """Give the places of the parties joined before one that acts: "kunnanjohtaja, rehtori ja puheenjohtaja pitävät"."""
    joints = [
        at for at in range(max(0, place - REACH - 1), place) if listed(language, "joints").fullmatch(words[at].text)
    ]
    joint = joints[-1] if joints else 0
    while joint:
        other = words[joint - 1]
        alike = can_act(other.text, language) and _is_alike(other.text, words[place].text, language)
        if not other.kind or not alike or (joint > 1 and words[joint - 2].text in PREDICATIVE):
            return
        yield joint - 1
        attributes = range(joint - 2, max(-1, joint - 2 - REACH), -1)
        first = next((at for at in attributes if not _ATTRIBUTE[language].fullmatch(words[at].text)), 0)
        joint = first if first and words[first].text == "," else 0


def following(words: list[Word], place: int, language: str) -> Iterator[int]:
    """Give the places of the parties joined behind one that follows its verb: "vetävät rehtori ja opettaja"."""
    found: list[int] = []
    at = phrase_end(words, place, language)
    while at < len(words) and (words[at].text == "," or listed(language, "joints").fullmatch(words[at].text)):
        last = words[at].text != ","
        other = next(
            (
                near
                for near in range(at + 1, min(at + 2 + REACH, len(words)))
                if words[near].kind or not _ATTRIBUTE[language].fullmatch(words[near].text)
            ),
            None,
        )
        if other is None or not words[other].kind or not can_act(words[other].text, language):
            return
        if not _is_alike(words[other].text, words[place].text, language):
            return
        found.append(other)
        at = phrase_end(words, other, language)
        if last:
            if at >= len(words) or not listed(language, "verbs").fullmatch(words[at].text):
                yield from found
            return


def _is_alike(word: str, other: str, language: str) -> bool:
    """Whether two parties may be joined: both stand as subjects, or both in the genitive ("rehtorin ja opettajan")."""
    if language == "sv":
        return word.endswith("s") == other.endswith("s")
    return is_subject(word, "fi") or (word.endswith("n") and other.endswith("n"))


def _first_of_name(words: list[Word], place: int, language: str) -> int:
    """Return where a firm's name begins: "Niemen kylät ry", "Sydkustens ekonomitjänst Ab"."""
    first = place - 1
    while (
        first and words[first - 1].text[:1].isupper() and not listed(language, "verbs").fullmatch(words[first - 1].text)
    ):
        first -= 1
    return first


@cache
def _circumstance() -> frozenset[str]:
    """Return words that look like genitives and are none."""
    return frozenset(word for language in ("fi", "sv") for word in lexicon("actors", language)["not_genitives"])
