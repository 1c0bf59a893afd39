"""Find money for the thing at hand: sums with currency and period, and words such as "within the budget"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .spans import Entity, apart, matches, pattern

_SUM = re.compile(
    r"""(?<![\w.,/])(?P<number>\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d+)?)\s?
        (?:(?P<scale>milj(?:\.|oona\w*|oner?|ardi\w*|arder?)?|mn|mrd\.?|tuhat(?:ta)?|tuhannen|tusen)\s?)?
        (?P<unit>€|euro\w{0,4}|eur\b|e(?=/v)|M€|k€|t€|kr\b|kronor|tkr|mnkr)
        (?:\s?(?P<period>/\s?(?:v\b|vuosi|år|kk\b|mån\w*)
                       |(?:vuodessa|per\ vuosi|per\ år|om\ året|årligen|vuosittain)))?""",
    re.VERBOSE | re.IGNORECASE,
)
_SCALES = {"miljard": 1e9, "mrd": 1e9, "milj": 1e6, "mn": 1e6, "tuha": 1e3, "tusen": 1e3}  # by their beginnings
_UNITS = {"m€": 1e6, "k€": 1e3, "t€": 1e3, "tkr": 1e3, "mnkr": 1e6}
_NEAR = 40  # characters around a sum in which it is told to be a price or a deficit


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
        ``year``, ``month``, or empty.
    """

    amount: float | None = None
    currency: str = ""
    period: str = ""


def find_funding(text: str, language: str) -> list[Money]:
    """Return the money that `text` sets aside: not prices asked of residents, nor what is said to be lacking."""
    negated = list(pattern("money", language, "negated").finditer(text))
    prices = list(pattern("money", language, "not_funding").finditer(text))
    found = []
    for hit in _SUM.finditer(text):
        if not any(price.start() < hit.end() + _NEAR and hit.start() - _NEAR < price.end() for price in prices):
            found.append(_money(hit))
    for word in matches(pattern("money", language, "funding"), text):
        if not any(no.start() <= word.start < no.end() or no.start() < word.end <= no.end() for no in negated):
            found.append(Money(word.start, word.end, word.text))
    return apart(found)


def _money(hit: re.Match[str]) -> Money:
    digits = re.sub(r"[ .\u00a0\u202f](?=\d{3}(?:\D|$))", "", hit["number"]).replace(",", ".")
    unit = hit["unit"].lower()
    said = (hit["scale"] or "").lower()
    scale = next((value for word, value in _SCALES.items() if said.startswith(word)), 1.0)
    period = (hit["period"] or "").lower()
    return Money(
        hit.start(),
        hit.end(),
        hit.group().strip(),
        amount=round(float(digits) * scale * _UNITS.get(unit, 1.0), 2),
        currency="SEK" if "kr" in unit else "EUR",
        period="" if not period else "month" if re.search(r"kk|mån", period) else "year",
    )
