"""What a Finnish sentence says of a party in it: that it acts, or answers."""

from __future__ import annotations

import re

from .heads import is_subject, listed
from .tokens import REACH, Word, behind, half_of_compound, reach

PASSIVE = r"\w+(?:[td]aan|[td]ään|laan|lään|naan|nään|raan|rään|ttiin|tiin)"
_NECESSIVE = re.compile(
    r"(?:on|oli) (?:\w+ ){0,4}?\w+t(?:ava|ävä)\b|"
    r"(?:tulee|pitää|täytyy) (?:\w+ ){0,4}?\w{3,}(?:da|dä|ta|tä|aa|ää|ia|iä)\b"
)
_OBJECT = re.compile(r"\w+(?:n|t|ta|tä|ja|jä|ia|iä|aa|ää)")
_ATTRIBUTE = re.compile(r"[\w-]{3,}(?:n|inen|va|vä|ttu|tty)")
_DOER = re.compile(
    r"(?!\w*(?:rahoitta|osallistu|käyttä|edusta|kuul|kuunteli|vastaanotta|saa|maksa|seuraa)j)"
    r"(?:\w+(?:[aeiouyäö]j[aä](?:na|nä)|j(?:oi|öi|i)n[aä]|mieh[ei]nä)|oppaa?ina|oppaana|kuskina|kummeina|parina)",
    re.IGNORECASE,
)
_BEING = ("on", "ovat", "oli", "olivat", "toimii", "toimi", "toimivat")
_THIRD = re.compile(r"[a-zåäö]{3,}(?:oi|ee|ii|uu|yy|ttaa|ttää)")
_NUMBER = re.compile(r"\d+|yhden|kahden|kolmen|neljän|viiden")
_RELATIVE = re.compile(r", jo(?:ka|ta|nka|hon|ssa|sta|lla|lle|tka|ita|iden)\b[^,.]*, ")


def says(sentence: str, words: list[Word], place: int) -> str:
    """Return how the party at `place` is said to act or answer: ``verb``, ``agent``, ``answers``, or not at all."""
    word = words[place]
    after = sentence[word.end :].lstrip()
    if word.text.endswith("n") and (behind_it := re.split(r"[ .,;]", after)[0]):
        if listed("fi", "after_genitive").match(behind_it) and not _NUMBER.fullmatch(words[place - 1].text):
            return "agent"
        if listed("fi", "tasks").fullmatch(behind_it) and re.search(
            r"\b(?:on|ovat|oli) (?:[\w:-]+ ){0,3}$", sentence[: word.start]
        ):
            return "agent"  # "ryhmän kutsuminen on rehtorin tehtävä"
    if re.search(r"n$", word.text) and _NECESSIVE.match(after) and not listed("fi", "no_verbs").match(after):
        return "verb"  # "lautakunnan on käsiteltävä"
    first = first_of_phrase(words, place)
    if first and is_subject(word.text, "fi") and _DOER.fullmatch(words[first - 1].text):
        return "answers"  # "vetäjänä palveluesihenkilö"
    if word.text.endswith(("lla", "llä", "lle")):
        given = re.match(r"annetaan (?:tehtäväksi|vastuulle)", after)
        return (
            "answers"
            if given or listed("fi", "adessive").search(sentence[max(0, word.start - 40) : word.start])
            else ""
        )
    if not is_subject(word.text, "fi"):
        return ""
    if word.text.endswith("t") and _object(words, place):
        return ""
    verb = listed("fi", "verbs")
    relative = _RELATIVE.match(sentence, word.end)
    if relative and _opens(words, place) and _finite_at(sentence[relative.end() :].split(" ")[0]):
        return "verb"
    beside = re.match(r"(?:ja|sekä)\b", after) or re.search(r"\b(?:ja|sekä)(?: \w+){0,3} $", sentence[: word.start])
    plural = word.text.endswith("t") or beside is not None
    following = behind(words, place)
    for _, near in reach(words, range(following, len(words))):
        if verb.fullmatch(near.text) or (plural and _plural_verb(near.text)):
            return "verb"
    if _looks_like_verb(words, following) or (_opens(words, place) and _perfect(words, following)):
        return "verb"
    if first == 1 and (verb.fullmatch(words[0].text) or (word.text.islower() and _looks_like_verb(words, 0))):
        return "answers"  # "(kesällä) hakee varikko": a clause that goes on with its verb
    if first > 1 and _looks_like_verb(words, first - 1) and _OBJECT.fullmatch(words[first - 2].text):
        return "answers"  # "luonnoksen kirjoitti vapaa-aikasihteeri"
    for before, near in reach(words, range(first - 1, -1, -1)):
        if near.text.lower() in _BEING:
            role = words[before - 1].text if before else ""
            return "answers" if _DOER.fullmatch(role) or listed("fi", "roles").fullmatch(role) else ""
        if verb.fullmatch(near.text) or (plural and _plural_verb(near.text)):
            return "answers"
    return "answers" if word.kind != "field" and _verb_before(words, place, first, plural=plural) else ""


def _verb_before(words: list[Word], place: int, first: int, *, plural: bool) -> bool:
    """Whether the verb of a clause stands anywhere before a phrase that begins at `first`, and has no other subject.

    "Palautteista keskustelee oppilaiden kanssa opiskeluhuollon päällikkö": in front of the verb stands its object.
    """
    for _, near in reach(words, range(first - 1, -1, -1), first):
        text = near.text
        if re.fullmatch(PASSIVE, text) or text.lower() in _BEING or (near.kind and is_subject(text, "fi")):
            return False
        if listed("fi", "no_verbs").fullmatch(text):
            return False
        if listed("fi", "verbs").fullmatch(text) or _THIRD.fullmatch(text):
            return not words[place].text.endswith("t")  # a plural is its object
        if plural and _plural_verb(text):
            return True
    return False


def first_of_phrase(words: list[Word], place: int) -> int:
    """Return where the phrase of a party begins: before its genitives, adjectives and participles, or a firm's name."""
    first = place - 1 if words[place].kind == "firm" and place else place
    while first and place - first < REACH:
        if _ATTRIBUTE.fullmatch(words[first - 1].text):
            first -= 1
        elif half := half_of_compound(words, first, "fi"):
            first = half
        else:
            break
    return first


def _object(words: list[Word], place: int) -> bool:
    """Whether a plural is what another acts upon: "koordinaattori kutsuu yhdyshenkilöt", "kutsutaan puheenjohtajat"."""
    verb = listed("fi", "verbs")
    for before in range(place - 1, max(-1, place - REACH - 1), -1):
        text = words[before].text
        if words[before].barrier:
            return False
        if re.fullmatch(PASSIVE, text):
            return True
        if text.endswith(("vat", "vät")) and before and words[before - 1].text.lower() in ("he", "ne", "jotka"):
            return True
        if verb.fullmatch(text) and not text.endswith(("vat", "vät")):
            return not words[place].text.endswith("palvelut") or any(word.kind == "party" for word in words[:before])
    return False


def _plural_verb(word: str) -> bool:
    return bool(re.fullmatch(r"\w{3,}(?:vat|vät)", word)) and not listed("fi", "no_verbs").fullmatch(word)


def _finite_at(word: str) -> bool:
    return bool(re.fullmatch(r"[a-zåäö]+(?:i|y|aa|ää|oo|öö|uu|yy|ee|vat|vät)", word))


def _perfect(words: list[Word], place: int) -> bool:
    """Whether "on … pitänyt" follows: the perfect of doing."""
    if place >= len(words) or words[place].text not in ("on", "ovat"):
        return False
    return any(
        re.fullmatch(r"\w{2,}(?:nut|nyt|neet)", near.text) for _, near in reach(words, range(place + 1, len(words)), 5)
    )


def _opens(words: list[Word], place: int) -> bool:
    """Whether the word at `place`, with a genitive or an adjective before it, opens the sentence."""
    return place == 0 or (place <= 2 and all(re.fullmatch(r"\w+(?:n|inen|tava)", word.text) for word in words[:place]))


def _looks_like_verb(words: list[Word], place: int) -> bool:
    """Whether a word looks like a Finnish verb in the third person: "ajoi", "välittää", "tapaavat"."""
    if not 0 <= place < len(words) or words[place].barrier:
        return False
    return bool(re.fullmatch(r"[a-zåäö]{1,}(?:i|aa|ää|oo|öö|uu|yy|ee|vat|vät|ut|yt)", words[place].text)) and (
        not listed("fi", "no_verbs").fullmatch(words[place].text)
    )
