"""Find resources (people, working time, premises) and the ways of measuring and following up, with their values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .spans import Entity, apart, matches, pattern

_STAFF = re.compile(
    r"""(?<![\w.,])(?P<number>\d+(?:[.,]\d+)?)\s?(?:
        (?P<year>htv\w*|henkilötyövuo\w+|årsverk\w*|åv\b)
      | (?P<month>htkk|henkilötyökuukau\w+|personmånad\w*)
      | (?P<day>htp|henkilötyöpäiv\w+|työpäivä\w*|arbetsdag\w*)
      | (?P<share>%:?\w*\ (?:työ\w+|av\ (?:en\ )?(?:heltids)?tjänst\w*|av\ arbets\w+|tjänst\w*)))
      (?P<yearly>\s?(?:/\s?v\b|/\s?år|vuodessa|per\ år|om\ året))?""",
    re.VERBOSE | re.IGNORECASE,
)
_TARGET = re.compile(
    r"(?:lähtö(?:taso|arvo|tilanne)|nyt|utgångs(?:nivå|läge|värde)|nu)\W{0,3}(?P<baseline>\d+(?:[.,]\d+)?)|"
    r"(?:tavoite(?:taso|arvo)?|mål(?:nivå|värde|et)?)\W{0,3}(?:on |är |vähintään |minst )?(?P<target>\d+(?:[.,]\d+)?)|"
    r"(?P<from>\d+(?:[.,]\d+)?)\s?%?\s?(?:→|->|–>)\s?(?P<to>\d+(?:[.,]\d+)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Resource(Entity):
    """Resources named in a text.

    Attributes
    ----------
    amount : float or None
        How many of `unit`; None where only words speak of them.
    unit : str
        ``person_year``, ``person_month``, ``person_day``, ``share_of_post`` (per cent), or empty.
    period : str
        ``year`` where it is said to be yearly, else empty.
    """

    amount: float | None = None
    unit: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Indicator(Entity):
    """A way of following up; `baseline` and `target` are the values that stand with it, if any."""

    baseline: float | None = None
    target: float | None = None


def find_resources(text: str, language: str) -> list[Resource]:
    """Return the words of `text` that set people, working time, skills or premises aside."""
    staff = [_staff(hit) for hit in _STAFF.finditer(text)]
    words = [
        Resource(word.start, word.end, word.text)
        for word in matches(pattern("followup", language, "resources"), text)
        if not any(one.start < word.end and word.start < one.end for one in staff)
    ]
    return apart([*staff, *words])


def _staff(hit: re.Match[str]) -> Resource:
    unit = "share_of_post" if hit["share"] else next(f"person_{name}" for name in ("year", "month", "day") if hit[name])
    return Resource(
        hit.start(),
        hit.end(),
        hit.group().strip(),
        amount=float(hit["number"].replace(",", ".")),
        unit=unit,
        period="year" if hit["yearly"] else "",
    )


def find_indicators(text: str, language: str) -> list[Indicator]:
    """Return the words of `text` that measure, follow up or evaluate something, with baseline and target."""
    baseline, target = _values(text)
    return apart(
        Indicator(word.start, word.end, word.text, baseline=baseline, target=target)
        for word in matches(pattern("followup", language, "indicator"), text)
    )


def _values(text: str) -> tuple[float | None, float | None]:
    baseline = target = None
    for hit in _TARGET.finditer(text):
        for name in ("baseline", "from"):
            baseline = _number(hit[name]) if hit[name] else baseline
        for name in ("target", "to"):
            target = _number(hit[name]) if hit[name] else target
    return baseline, target


def _number(digits: str) -> float:
    return float(digits.replace(",", "."))
