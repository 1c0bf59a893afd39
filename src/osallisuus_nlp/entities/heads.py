"""Whether a word names someone who may act: by the head of the compound, inflected or damaged.

Finnish and Swedish posts and bodies are compounds without end (-lautakunta, -koordinaattori, -nämnd, -direktör), so no
list of every post is needed. Besides these *parties* there are *fields* of work that stand for the unit that does it
("viestintä julkaisee"), *people* who answer only for what they carry out themselves ("vapaaehtoiset vetävät"), and
*firms*, known by what is written behind their name ("Kylät ry").
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .spans import lexicon

KINDS = ("party", "firm", "field", "people")
# Vowel of the stem or plural, case, possessive or particle: "-(i)lle(kin)".
_ENDINGS = {
    "fi": (
        "[aeiouyäö]{0,2}(?:n|t|a|ä|s[st][aä]|t[aä]|tt[aä]|h[aeiouyäö]n|l[lt][aä]|lle|n[aä]|ks[ie]|j[aä]|jen|den|tten|"
        "iden|ihin)?(?:ns[aä]|mme|ni|en|kin|k[aä][aä]n|[aä]n)?"
    ),
    "sv": (
        "(?:e?n|e?t|a|as|na|nas|nen|nens|s|ens|ets|er|ers|erna|ernas|or|orna|ornas|ar|ars|arna|arnas|are|ares|aren|"
        "arens|ns|es)?"
    ),
}
_DAMAGED = 10  # letters from which a head is known though a letter of it is wrong: shorter ones are like other words
_SEEN_FOR = (str.maketrans("0156", "olsö"), str.maketrans("0156", "oisö"))  # what recognition takes for letters
_OPENING = 4  # letters of a head by which a word is looked at more closely
_REMEMBERED = 50_000  # words


@cache
def listed(language: str, key: str) -> re.Pattern[str]:
    """Return one list of the lexicon as a pattern for a whole word or phrase."""
    entries = sorted(lexicon("actors", language).get(key, ()), key=len, reverse=True)
    return re.compile("|".join(entries) or "(?!)", re.IGNORECASE)


@lru_cache(_REMEMBERED)
def kind_of(word: str, language: str) -> str:
    """Return which of `KINDS` a word is; empty for any other."""
    if not word[:1].isalnum():
        return ""
    if may_be_party(word, language):
        return "party"
    return next((kind for kind in KINDS[1:] if _pattern(language, kind).fullmatch(word)), "")


def may_be_party(word: str, language: str) -> bool:
    """Whether a word ends in the head of a post or body: the first of `KINDS` alone, which is quicker to tell."""
    heads, others = _openings(language)
    letters = word.lower()
    there = any(letters[at : at + _OPENING] in heads for at in range(len(letters))) or any(w in letters for w in others)
    return there and bool(_pattern(language, "party").fullmatch(word))


@cache
def _openings(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the letters that heads begin with, and what is shorter: most words hold neither; no pattern is tried."""
    words = lexicon("actors", language)
    stems = {stem.lower() for head in (*words["heads"], *words["plural_heads"]) for stem in head.split("|")}
    short = {stem for stem in stems if len(stem) < _OPENING} | {word.lower() for word in words["abbreviations"]}
    return frozenset(stem[:_OPENING] for stem in stems), tuple(sorted(short))


@lru_cache(_REMEMBERED)
def mended(word: str, language: str) -> str:
    """Return a word whose head is damaged as it was: "osallisuuskoordlnaattori", "johtoryhrnä"; others as they are."""
    if len(word) < _DAMAGED or kind_of(word, language):
        return word
    for letters in _SEEN_FOR:
        read = word.translate(letters).replace("rn", "m")
        if read != word and kind_of(read, language) == "party":
            return read
    return _nearly(word, language)


def _nearly(word: str, language: str) -> str:
    from rapidfuzz.distance import OSA

    if listed(language, "not_damaged").fullmatch(word):
        return word
    for head in _long_heads(language).get(word[-3:].lower(), ()):
        for length in (len(head), len(head) + 1, len(head) - 1):
            if len(word) >= length and OSA.distance(word[-length:].lower(), head, score_cutoff=1) == 1:
                return word[:-length] + head
    return word


@cache
def _long_heads(language: str) -> dict[str, list[str]]:
    """Return the heads that are long enough to be known damaged, by their last three letters."""
    heads: dict[str, list[str]] = {}
    for head in lexicon("actors", language)["heads"]:
        first = head.split("|")[0]
        if len(first) >= _DAMAGED and " " not in first:
            heads.setdefault(first[-3:], []).append(first)
    return heads


@cache
def _pattern(language: str, kind: str) -> re.Pattern[str]:
    """Return a pattern for a word that ends in one of the heads of a kind, inflected or not."""
    words = lexicon("actors", language)
    if kind == "firm":
        return re.compile(rf"(?:{'|'.join(map(re.escape, words['firms']))})(?::\w+|s)?", re.IGNORECASE)
    if kind == "people":
        return re.compile(rf"[\w-]*(?:{_stems(words['people'])}){_ENDINGS[language]}", re.IGNORECASE)
    if kind == "field":
        return re.compile(rf"[\w-]*(?:{_stems(words['fields'])}){_ENDINGS[language]}", re.IGNORECASE)
    whole = "|".join(map(re.escape, words["plural_heads"])) or "(?!)"
    short = "|".join(map(re.escape, words["abbreviations"]))
    small = "|".join(map(re.escape, words["small_abbreviations"]))
    return re.compile(
        rf"[\w.-]*(?:{_stems(words['heads'])}){_ENDINGS[language]}|[\w-]{{2,}}(?:{whole})|(?-i:{short.upper()})|"
        rf"(?:{short}):\w+|(?-i:{short.title()})|{small}",
        re.IGNORECASE,
    )


def _stems(heads: list[str]) -> str:
    stems = {stem for head in heads for stem in head.split("|")}
    stems |= {f"{stem[:-1]}n" for stem in stems if stem.endswith("are")}  # "skötare", "skötarna"
    return "|".join(map(re.escape, sorted(stems, key=len, reverse=True)))


@lru_cache(_REMEMBERED)
def is_subject(word: str, language: str) -> bool:
    """Whether a party's word looks like a subject: in Finnish the head itself or its plural in -t, in Swedish no -s."""
    return bool(_nominative().fullmatch(word)) if language == "fi" else not word.endswith("s")


@cache
def _nominative() -> re.Pattern[str]:
    words = lexicon("actors", "fi")
    heads = [*words["heads"], *words["fields"], *words["people"]]
    first = "|".join(re.escape(head.split("|")[0]) for head in heads)
    short = "|".join(map(re.escape, [*map(str.upper, words["abbreviations"]), *words["small_abbreviations"]]))
    firms = "|".join(map(re.escape, words["firms"]))
    return re.compile(
        rf".*(?:(?:{first})|(?:{_stems(heads)})(?:[aeiouyäö])?t|palvelut)|(?-i:{short})|{firms}", re.IGNORECASE
    )
