"""Find times: years and ranges of years, dates, quarters, rhythms and terms of office, with their values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .spans import Entity, apart, lexicon, matches, pattern

_DIGITS = re.compile(
    r"""(?<![\d/§])(?:
        \d{1,2}\.\s?(?:\d{1,2}\.)?\s?[–-]\s?\d{1,2}\.\d{1,2}\.(?:20\d\d)?   # 19.–25.9.2022
      | \d{1,2}\.\d{1,2}\.20\d\d
      | (?:Q[1-4]|[1-4]/4|[IV]{1,3}/)\s?/?\s?(?:20\d\d)?
      | \d{1,2}/20(?:1[5-9]|[2-4]\d)(?!\d)                                     # 5/2026
      | 20[0-4]\d\s?[–-]\s?(?:20)?\d\d(?!\d)
      | 20[0-4]\d(?=[\s.,;:)–-]|$|:)
    )""",
    re.VERBOSE,
)
_YEARS = re.compile(r"(?<!\d)(20\d\d)(?:\s?[–-]\s?(?:20)?(\d\d)(?!\d))?")
_QUARTER = re.compile(r"Q([1-4])|([1-4])/4|(?<!\w)(I{1,3}|IV)/", re.IGNORECASE)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(20\d\d)")
_MONTHLY = 12.0


@dataclass(frozen=True, slots=True)
class Time(Entity):
    """A time named in a text.

    Attributes
    ----------
    kind : str
        ``date``, ``month``, ``quarter``, ``season``, ``year``, ``years`` (a range), ``term`` (of a council or a
        programme), ``rhythm``, ``continuous``, or ``other``.
    first, last : int or None
        The first and last year that it names.
    quarter : int or None
        1–4.
    a_year : float or None
        How many times a year, of a rhythm.
    deadline : bool
        Whether it is the time by which, not at which.
    """

    kind: str = "other"
    first: int | None = None
    last: int | None = None
    quarter: int | None = None
    a_year: float | None = None
    deadline: bool = False


def find_times(text: str, language: str) -> list[Time]:
    """Return the words of `text` that say when; vague times ("säännöllisesti", "på sikt") are none."""
    spans = _joined(apart([*matches(_DIGITS, text), *matches(pattern("time", language, "time"), text)]), text)
    return [_valued(span, text, language) for span in spans]


def _joined(times: list[Entity], text: str) -> list[Entity]:
    """Join times that stand side by side: "lokakuussa" and "2025" are one."""
    joined: list[Entity] = []
    for time in times:
        if joined and text[joined[-1].end : time.start] == " ":
            start = joined.pop().start
            time = Entity(start, time.end, text[start : time.end])
        joined.append(time)
    return joined


def _valued(span: Entity, text: str, language: str) -> Time:
    years = [(int(hit[1]), int(hit[1][:2] + hit[2]) if hit[2] else int(hit[1])) for hit in _YEARS.finditer(span.text)]
    quarter = _QUARTER.search(span.text)
    around = text[max(0, span.start - 25) : span.end + 25]
    return Time(
        span.start,
        span.end,
        span.text,
        kind=_kind(span.text, language, years),
        first=min((first for first, _ in years), default=None),
        last=max((last for _, last in years), default=None),
        quarter=_quarter(quarter) if quarter else None,
        a_year=_a_year(span.text, language),
        deadline=bool(pattern("time", language, "deadline").search(around)),
    )


def _quarter(hit: re.Match[str]) -> int:
    return int(hit[1] or hit[2]) if hit[1] or hit[2] else _ROMAN[hit[3].lower()]


def _kind(words: str, language: str, years: list[tuple[int, int]]) -> str:
    if _DATE.search(words) or re.search(r"\d\.\s?[–-]\s?\d", words):
        return "date"
    if _QUARTER.search(words):
        return "quarter"
    for kind in ("rhythm", "continuous", "term", "month", "season"):
        if pattern("time", language, f"kind_{kind}").search(words):
            return kind
    if re.fullmatch(r"\d{1,2}/20\d\d", words):
        return "month"
    if years:
        return "years" if any(first != last for first, last in years) else "year"
    return "other"


def _a_year(words: str, language: str) -> float | None:
    """Return how often a rhythm comes round in a year."""
    for times, expressions in lexicon("time", language).items():
        if times.startswith("a_year_") and any(
            re.search(rf"(?<!\w)(?:{expression})(?!\w)", words, re.IGNORECASE) for expression in expressions
        ):
            return float(times.removeprefix("a_year_").replace("_", "."))
    counted = re.search(pattern("time", language, "counted"), words)
    if not counted:
        return None
    number = next((group for group in counted.groups() if group), "")
    value = float(number) if number.isdigit() else _spelt(number, language)
    monthly = bool(pattern("time", language, "monthly").search(words))
    return value * (_MONTHLY if monthly else 1.0) or None


def _spelt(number: str, language: str) -> float:
    """Return the value of a number in words ("kahdesti", "två")."""
    return next(
        (
            float(place)
            for place, word in enumerate(lexicon("time", language)["numbers"])
            if number.lower() in word.split("|")
        ),
        0.0,
    )
