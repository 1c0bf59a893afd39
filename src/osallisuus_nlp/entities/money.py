"""Find money for the thing at hand: sums with currency and period, and words such as "within the budget"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .spans import Entity, apart, lexicon, matches, pattern

_SUM = re.compile(
    r"""(?<![\w.,/])(?P<number>\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d+)?)
        (?:\s?[–-]\s?(?P<upto>\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d+)?))?[ \u00a0\u202f]?
        (?:(?P<scale>milj(?:\.|oona\w*|oner?|ardi\w*|arder?)?|mn|mrd\.?|tuhat(?:ta)?|tuhannen|tusen)[ \u00a0\u202f]?)?
        (?P<unit>€|euro\w{0,4}|eur\b|e(?=/v)|M€|k€|t€|teur\b|kr\b|kronor|tkr|mnkr|mkr)
        (?:\s?(?P<period>/\s?(?:v\b|vuosi|år|kk\b|mån\w*|h\b|t\b|tunti|timme|kerta|gång|krt)
            |(?:(?:[\w-]+\ )?
                (?:vuodessa|kuukaudessa|tunnilta|kerralta|kerrassa|kokoukselta|päivältä|lukukaudessa|lukuvuodessa)
            |per\ (?:år|månad|timme|gång|möte|dag|termin|läsår)|om\ året|i\ månaden|i\ timmen|årligen|vuosittain)))?""",
    re.VERBOSE | re.IGNORECASE,
)
_LEADING = re.compile(r"€\s?(?P<number>\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d+(?:,\d{1,2})?)(?![\d\w])")  # "€ 5 000"
_YEARLY_BEFORE = re.compile(
    r"(?:vuosittain|vuodessa|joka vuosi|årligen|varje år|per år)\s(?:\w+\s){0,2}$", re.IGNORECASE
)
_SCALES = {"miljard": 1e9, "mrd": 1e9, "milj": 1e6, "mn": 1e6, "tuha": 1e3, "tusen": 1e3}  # by their beginnings
_UNITS = {"m€": 1e6, "k€": 1e3, "t€": 1e3, "teur": 1e3, "tkr": 1e3, "mnkr": 1e6, "mkr": 1e6}
_PERIODS = (
    ("month", r"kk|mån|kuukaude"),
    ("hour", r"/\s?[ht]\b|tun(?:ti|nilta)|timme"),
    ("occasion", r"ker(?:ta|ralta|rassa)|krt|gång|möte|kokoukselta"),
    ("day", r"päivältä|dag"),
    ("term", r"lukukaude|termin"),
    ("year", r"/\s?v|vuo|år|läsår"),
)
_LARGE = 1_000.0  # euros from which a price is not one asked of residents
_NEAR = 40  # characters around a sum in which it is told to be a price or a deficit
_ABOUT = 60  # characters around it that tell its kind and its source


@dataclass(frozen=True, slots=True)
class Money(Entity):
    """Money named in a text.

    Attributes
    ----------
    amount : float or None
        In euros or kronor; None where only words speak of money.
    currency : str
        ``EUR``, ``SEK``, or empty.
    period : str
        ``year``, ``term``, ``month``, ``day``, ``hour``, ``occasion``, or empty.
    upto : float or None
        The upper end of a range ("5 000–8 000 €").
    kind : str
        ``no_cost``, ``own_work``, ``fee``, ``grant``, ``project``, ``budget``, or ``sum`` where only a sum is named.
    source : str
        Who pays: ``stea``, ``leader``, ``eu``, ``state``, ``project``, ``own_budget``, or empty.
    """

    amount: float | None = None
    currency: str = ""
    period: str = ""
    upto: float | None = None
    kind: str = "sum"
    source: str = ""


def find_sums(text: str, language: str) -> list[Money]:
    """Return every sum of money in `text`, whatever it is for; where a text is known to speak of funding."""
    return [_told(money, text, language) for money in _sums(text)]


def find_funding(text: str, language: str) -> list[Money]:
    """Return the money that `text` sets aside: not prices asked of residents, nor what is said to be lacking.

    Words that run over a sum ("talousarviossa 58 000 euroa") are one with it.
    """
    negated = list(pattern("money", language, "negated").finditer(text))
    others = list(pattern("money", language, "not_funding").finditer(text))
    prices = list(pattern("money", language, "price").finditer(text))
    sums = [
        money
        for money in _sums(text)
        if not any(_near(money, hit, text) for hit in others)
        and not ((money.amount or 0.0) < _LARGE and any(_near(money, hit, text) for hit in prices))
    ]
    found = list(sums)
    for word in matches(pattern("money", language, "funding"), text):
        if any(no.start() <= word.start < no.end() or no.start() < word.end <= no.end() for no in negated):
            continue
        over = [money for money in sums if money.start < word.end and word.start < money.end]
        if not over:
            found.append(Money(word.start, word.end, word.text))
    return [_told(money, text, language) for money in apart(found)]


def _near(money: Money, word: re.Match[str], text: str) -> bool:
    """Whether a word that tells what a sum is stands near it, in the same sentence."""
    between = text[word.end() : money.start] if word.end() <= money.start else text[money.end : word.start()]
    return len(between) < _NEAR and not re.search(r"[.!?]\s", between)


def _sums(text: str) -> Iterator[Money]:
    for hit in _SUM.finditer(text):
        yield _money(hit, text)
    for hit in _LEADING.finditer(text):
        yield Money(hit.start(), hit.end(), hit.group(), amount=_number(hit["number"]), currency="EUR")


def _number(digits: str) -> float:
    return float(re.sub(r"[ .\u00a0\u202f](?=\d{3}(?:\D|$))", "", digits).replace(",", "."))


def _money(hit: re.Match[str], text: str) -> Money:
    unit = hit["unit"].lower()
    said = (hit["scale"] or "").lower()
    scale = next((value for word, value in _SCALES.items() if said.startswith(word)), 1.0) * _UNITS.get(unit, 1.0)
    period = (hit["period"] or "").lower()
    named = next((name for name, words in _PERIODS if period and re.search(words, period)), "")
    if not named and _YEARLY_BEFORE.search(text[: hit.start()]):
        named = "year"
    return Money(
        hit.start(),
        hit.end(),
        hit.group().strip(),
        amount=round(_number(hit["number"]) * scale, 2),
        currency="SEK" if "kr" in unit else "EUR",
        period=named,
        upto=round(_number(hit["upto"]) * scale, 2) if hit["upto"] else None,
    )


def _told(money: Money, text: str, language: str) -> Money:
    """Return the money with its kind and source, as it or the words around it tell them."""
    around = text[max(0, money.start - _ABOUT) : money.end + _ABOUT]
    kind = _first("kind", money.text, language) or (
        _first("kind", around, language) if money.amount is not None else ""
    )
    source = _first("source", money.text, language) or _first("source", around, language)
    return replace(money, kind=kind or ("sum" if money.amount is not None else "budget"), source=source)


def _first(prefix: str, text: str, language: str) -> str:
    return next(
        (
            name.removeprefix(f"{prefix}_")
            for name in lexicon("money", language)
            if name.startswith(f"{prefix}_") and pattern("money", language, name).search(text)
        ),
        "",
    )
