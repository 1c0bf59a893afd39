"""Values: sums of money and statutes, read from the gold by another way than the library's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from _plan_scores import Count, Match
from osallisuus_nlp.entities import find_statutes
from osallisuus_nlp.framework import default_framework

NUMBER = re.compile(r"\d{1,3}(?: \d{3})+(?:,\d+)?|\d+(?:,\d+)?")
YEARLY = re.compile(r"vuodessa|/v\b|/vuosi|per år|om året|årligen|vuosittain")
OTHERWISE = re.compile(r"kerra|tunni|timme|per |päiväl|kohde|kohti|/k|kullekin| ilta|kumpana|prosent|%")


@dataclass(frozen=True)
class Sum:
    amount: float
    yearly: bool


def gold_sum(words: str) -> Sum | None:
    """Return the one sum that the gold's words state, or None where they state none, several, or a share."""
    numbers = NUMBER.findall(words)
    if len(numbers) != 1 or not re.search(r"€|euro", words) or re.search(r"prosent|%", words):
        return None
    amount = float(numbers[0].replace(" ", "").replace(",", "."))
    if re.search(r"milj", words):
        amount *= 1e6
    if re.search(r"\dt€|t€", words):
        amount *= 1e3
    return Sum(amount, bool(YEARLY.search(words)))


def sums(found: Match) -> Count:
    """Count the sums of measures that were found, right where amount and period are exact."""
    count = Count()
    for measure, row in found.pairs:
        if row is None:
            continue
        wanted = [value for words in measure.funding if (value := gold_sum(words))]
        read = [Sum(money.amount, money.period == "year") for money in row.money if money.amount is not None]
        hit = [value for value in wanted if value in read]
        count.add(Count(len(hit), 0, len(wanted) - len(hit)))
        if len(hit) < len(wanted):
            count.wrong.append(f"{measure.funding} – {row.funding}: {row.text[:80]}")
    return count


NUMBERED = re.compile(r"\((\d{1,4})/((?:19|20)\d\d)\)")


def statutes(text: str, language: str) -> Count:
    """Count the acts that the text gives by number and year: each is found, with its number."""
    del language
    known = {entry.id: (entry.number, entry.year) for entry in default_framework().statutes}
    there = {(int(hit[1]), int(hit[2])) for hit in NUMBERED.finditer(text)} & set(known.values())
    read = {known[entity.id] for entity in find_statutes(text, default_framework().statutes)}
    return Count(len(there & read), 0, len(there - read))
