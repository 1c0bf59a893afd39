"""Find times: years and ranges of years, dates, quarters, rhythms and terms of office."""

from __future__ import annotations

import re

from .spans import Entity, apart, matches, pattern

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


def find_times(text: str, language: str) -> list[Entity]:
    """Return the words of `text` that say when; vague times ("säännöllisesti", "på sikt") are none."""
    return _joined(apart([*matches(_DIGITS, text), *matches(pattern("time", language, "time"), text)]), text)


def _joined(times: list[Entity], text: str) -> list[Entity]:
    """Join times that stand side by side: "lokakuussa" and "2025" are one."""
    joined: list[Entity] = []
    for time in times:
        if joined and text[joined[-1].end : time.start] == " ":
            start = joined.pop().start
            time = Entity(start, time.end, text[start : time.end])
        joined.append(time)
    return joined
