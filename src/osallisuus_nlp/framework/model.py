"""The entries of the framework, one dataclass a kind.

Field names are the keys of the TOML files; a key that is not named here is an error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import ConfigDict, Field

Language = Literal["fi", "sv", "en"]
Organisation = Literal["municipality", "wellbeing_services_county"]
NonEmpty = Annotated[str, Field(min_length=1)]
Sources = Annotated[tuple[NonEmpty, ...], Field(min_length=1)]


class _Strict:
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Text(_Strict):
    """A text in the three languages of reports."""

    fi: NonEmpty
    sv: NonEmpty
    en: NonEmpty

    def in_language(self, language: str) -> str:
        """Return the text in `language` (``fi``, ``sv`` or ``en``)."""
        return {"fi": self.fi, "sv": self.sv, "en": self.en}[language]


@dataclass(frozen=True)
class Terms(_Strict):
    """Lower-case word beginnings by which something is recognised, Finnish and Swedish."""

    fi: tuple[NonEmpty, ...] = ()
    sv: tuple[NonEmpty, ...] = ()


@dataclass(frozen=True)
class Entry(_Strict):
    """What every entry has: an id and a name in three languages."""

    id: NonEmpty
    fi: NonEmpty
    sv: NonEmpty
    en: NonEmpty

    def name(self, language: str) -> str:
        """Return the entry's name in `language` (``fi``, ``sv`` or ``en``)."""
        return {"fi": self.fi, "sv": self.sv, "en": self.en}[language]


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Source(Entry):
    """A publication that entries rest on."""

    publisher: NonEmpty
    note: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Perspective(Entry):
    """One of the three perspectives on participation."""

    source: Sources
    description: Text
    guidance: Text


@dataclass(frozen=True)
class HouseLevel(Entry):
    """One of the six levels of the client-participation house, counted from the ground."""

    source: Sources
    level: Annotated[int, Field(strict=True, ge=1, le=6)]
    description: Text
    guidance: Text


@dataclass(frozen=True)
class Method(Entry):
    """A method of participation and the house level that it belongs to."""

    source: Sources
    house_level: NonEmpty
    terms: Terms


@dataclass(frozen=True)
class Element(Entry):
    """A column of the planning table."""

    source: Sources
    description: Text


@dataclass(frozen=True)
class CriteriaGroup(Entry):
    """A group of criteria and its weight in the total."""

    source: Sources
    weight: Annotated[float, Field(gt=0)] = 1.0


@dataclass(frozen=True)
class Criterion(Entry):
    """A question that a reader answers from the text, with the highest level that makes sense.

    ``terms`` are word beginnings by which passages on the matter are found; the criteria that ship with the
    library have finer rules and leave it empty, a criterion of a user's own needs it to be judged at all.
    """

    source: Sources
    group: NonEmpty
    max: Annotated[int, Field(strict=True, ge=1, le=3)]
    question: Text
    guidance: Text
    organisation: tuple[Organisation, ...] = ("municipality", "wellbeing_services_county")
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True)
class GapKind(Entry):
    """A kind of gap: how it is stated, how grave it is, and what to write."""

    source: Sources
    severity: Literal["high", "medium", "low"]
    finding: Text
    guidance: Text


@dataclass(frozen=True)
class TargetGroup(Entry):
    """A group of people whose participation a programme may name."""

    source: Sources
    terms: Terms


@dataclass(frozen=True)
class FinlexAddress(_Strict):
    """Where Finlex holds an act, in Finnish and Swedish."""

    fi: Annotated[str, Field(pattern=r"^https://www\.finlex\.fi/")]
    sv: Annotated[str, Field(pattern=r"^https://www\.finlex\.fi/")]


@dataclass(frozen=True)
class Statute(Entry):
    """An act of Finnish law: names in both languages, the sections that matter here, and its Finlex address."""

    source: Sources
    number: Annotated[int, Field(strict=True, gt=0)]
    year: Annotated[int, Field(strict=True, ge=1734, le=2100)]
    sections: tuple[NonEmpty, ...]
    short: Terms
    finlex: FinlexAddress


@dataclass(frozen=True)
class Framework:
    """All that is looked for. Each tuple keeps the order of its file."""

    sources: tuple[Source, ...]
    perspectives: tuple[Perspective, ...]
    house_levels: tuple[HouseLevel, ...]
    methods: tuple[Method, ...]
    elements: tuple[Element, ...]
    criteria_groups: tuple[CriteriaGroup, ...]
    criteria: tuple[Criterion, ...]
    gaps: tuple[GapKind, ...]
    target_groups: tuple[TargetGroup, ...]
    statutes: tuple[Statute, ...]

    @property
    def label_sets(self) -> dict[str, tuple[Perspective | HouseLevel | Element, ...]]:
        """The labels of passages, by set."""
        return {"perspectives": self.perspectives, "house": self.house_levels, "elements": self.elements}

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion of that id; KeyError where there is none."""
        return _by_id(self.criteria, criterion_id)

    def gap(self, gap_id: str) -> GapKind:
        """Return the kind of gap of that id; KeyError where there is none."""
        return _by_id(self.gaps, gap_id)

    def perspective(self, perspective_id: str) -> Perspective:
        """Return the perspective of that id; KeyError where there is none."""
        return _by_id(self.perspectives, perspective_id)

    def house_level(self, level_id: str) -> HouseLevel:
        """Return the house level of that id; KeyError where there is none."""
        return _by_id(self.house_levels, level_id)


def _by_id(entries: tuple[E, ...], entry_id: str) -> E:
    for entry in entries:
        if entry.id == entry_id:
            return entry
    raise KeyError(entry_id)
