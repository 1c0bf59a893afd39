"""Goals and measures of a document, from planning tables and from prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..classify import LabelledPassage, LabelledPassages
from ..classify.structure import stated_perspectives
from ..document import Document, Kind, Passage, Role
from ..entities import Money, Resource, Time
from ..framework import default_framework
from .answering import told_below
from .columns import Columns, headed_columns, plan_columns
from .loose import LooseCell, loose_cells, parties_below
from .merge import merged
from .parts import Part, parts_of
from .sections import Section, answers_for, sections_of
from .statements import Statements
from .status import looks_ahead, sets_goals, status_of
from .ties import Ties, ties_of_row, ties_of_text

if TYPE_CHECKING:
    import pandas as pd

_PROGRAMME = re.compile(r"osallisu|osallistu|delaktighet|deltagande", re.IGNORECASE)
_TITLE_PASSAGES = 6
_PROGRAMME_EASES = 0.7
MIN_PLAN_COLUMNS = 2  # a table with a measure or goal column and one more plan column is a planning table


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A goal or a measure.

    Attributes
    ----------
    id : int
        Its place in the plan, from 0.
    kind : str
        ``goal`` or ``measure``.
    text : str
    start, end : int
        Character span in ``Document.text`` (of its cell, for a table row).
    passage, page : int
    heading : str
        Heading path, joined by " / ".
    perspectives, house : tuple of str
        Ids of the framework.
    responsible, funding, resources, timetable, indicator : tuple of str
        What the text names, in its own words; empty where it names none.
    vague : tuple of str
        Parties that are no one in particular ("kunta", "alla sektorer").
    goal : int or None
        Id of the goal that a measure serves.
    source : str
        ``table``, ``list`` or ``prose``.
    probability : float
        How sure it is that it is what `kind` says; 1.0 where a table's column says it.
    status : str
        Of a measure: ``planned``, ``existing`` (it runs already) or ``past``; empty for a goal.
    money, staff, times : tuple of Money, Resource, Time
        The sums, working time and times that it names, with their values.
    language : str
    empty : tuple of str
        Plan elements for which its table has a column, and its row an empty cell.
    """

    id: int
    kind: str
    text: str
    start: int
    end: int
    passage: int
    page: int
    heading: str
    perspectives: tuple[str, ...] = ()
    house: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    timetable: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    goal: int | None = None
    source: str = "prose"
    probability: float = 1.0
    status: str = ""
    money: tuple[Money, ...] = ()
    staff: tuple[Resource, ...] = ()
    times: tuple[Time, ...] = ()
    language: str = "und"
    empty: tuple[str, ...] = ()

    @property
    def on_participation(self) -> bool:
        """Whether it is about participation: it has a perspective or a house level."""
        return bool(self.perspectives or self.house)

    @property
    def anchored(self) -> bool:
        """Whether it is tied to a named party, to money, or to a time and a way of following it up."""
        return bool(self.responsible or self.funding or (self.timetable and self.indicator))


@dataclass(frozen=True, slots=True)
class Plan:
    """All goals and measures of a document, in its order."""

    rows: tuple[PlanRow, ...]

    @property
    def goals(self) -> tuple[PlanRow, ...]:
        """The goals."""
        return tuple(row for row in self.rows if row.kind == "goal")

    @property
    def measures(self) -> tuple[PlanRow, ...]:
        """The measures."""
        return tuple(row for row in self.rows if row.kind == "measure")

    def measures_of(self, goal: PlanRow) -> tuple[PlanRow, ...]:
        """Return the measures that serve a goal."""
        return tuple(row for row in self.rows if row.goal == goal.id)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a goal or measure.

        Columns: kind, text, start, end, page, heading, perspective (list of ids), house (list of ids),
        responsible, funding, resources, timetable, indicator (lists of strings, empty where the text names
        none), vague (list), goal (text of the goal that a measure serves, or missing), source, probability,
        status (planned, existing or past; empty for a goal), amount (list of the sums named, in their currency).
        """
        import pandas as pd

        columns = (
            "kind", "text", "start", "end", "page", "heading", "perspective", "house", "responsible", "funding",
            "resources", "timetable", "indicator", "vague", "goal", "source", "probability", "status", "amount",
        )  # fmt: skip
        rows = [
            {
                "kind": row.kind,
                "text": row.text,
                "start": row.start,
                "end": row.end,
                "page": row.page,
                "heading": row.heading,
                "perspective": list(row.perspectives),
                "house": list(row.house),
                "responsible": list(row.responsible),
                "funding": list(row.funding),
                "resources": list(row.resources),
                "timetable": list(row.timetable),
                "indicator": list(row.indicator),
                "vague": list(row.vague),
                "goal": None if row.goal is None else self.rows[row.goal].text,
                "source": row.source,
                "probability": row.probability,
                "status": row.status,
                "amount": [money.amount for money in row.money],
            }
            for row in self.rows
        ]
        return pd.DataFrame(rows, columns=list(columns))


def build_plan(document: Document, labels: LabelledPassages, statements: Statements | None = None) -> Plan:
    """Return the goals and measures of a labelled document.

    Parameters
    ----------
    statements : Statements, optional
        What tells which clauses state them; by default the model that ships with the library.
    """
    tables = plan_columns(document)
    builder = _Builder(
        document,
        parts_of(document, labels, statements),
        _limits(document, labels),
        tables,
        sections_of(document),
        loose_cells(document, tables.values()),
        plans=looks_ahead(document) or sets_goals(labels),
    )
    for passage, label in zip(document.passages, labels, strict=True):
        builder.add(passage, label)
    return Plan(merged(builder.rows))


def _limits(document: Document, labels: LabelledPassages) -> dict[str, float]:
    """Return the eased threshold of each perspective: less is needed in a programme of participation."""
    titles = " ".join(p.text for p in document.passages[:_TITLE_PASSAGES] if p.kind is Kind.HEADING) or document.name
    ease = _PROGRAMME_EASES if _PROGRAMME.search(titles) else 1.0
    limits = dict(zip(labels.model.labels, labels.model.threshold.tolist(), strict=True))
    return {entry.id: ease * limits[entry.id] for entry in default_framework().perspectives}


class _Builder:
    """Goes through a document once and remembers which goal is being served."""

    def __init__(
        self,
        document: Document,
        parts: dict[int, list[Part]],
        limits: dict[str, float],
        tables: dict[int, Columns],
        sections: Sequence[Section],
        loose: Sequence[LooseCell],
        *,
        plans: bool,
    ) -> None:
        self.document = document
        self.parts = parts
        self.limits = limits
        self.tables = tables
        self.sections = sections
        self.loose = loose
        self.plans = plans
        self.passage: Passage
        self.columns: Columns = {}
        self.rows: list[PlanRow] = []
        self.open_goals: list[int] = []  # goals of this section that measures may still serve
        self.table_goals: dict[tuple[int, str], int] = {}
        self.last_table_goal: tuple[int, int] | None = None  # table, goal

    def add(self, passage: Passage, label: LabelledPassage) -> None:
        self.passage = passage
        if passage.kind is Kind.HEADING:
            self.open_goals = []
            return
        if passage.role is not Role.BODY:
            return
        columns = headed_columns(cell.header for cell in passage.cells)
        if passage.table in self.tables:
            columns = self.tables[passage.table]
        if len(columns) >= MIN_PLAN_COLUMNS and ("measure" in columns or "goal" in columns):
            self.columns = columns
            self._table_row(passage, label, columns)
        else:
            self.columns = {}
            self._prose(passage, label)

    def _new(self, passage: Passage, label: LabelledPassage, kind: str, part: Part, source: str) -> PlanRow:
        stated = stated_perspectives(passage)
        order = [entry.id for entry in default_framework().perspectives]
        stated |= set(label.perspectives) or (self._nearly(label) if not label.house else set())
        perspectives = tuple(name for name in order if name in stated)
        row = PlanRow(
            id=len(self.rows),
            kind=kind,
            text=part.text,
            start=passage.start + part.start,
            end=passage.start + part.end,
            passage=passage.id,
            page=passage.page,
            heading=" / ".join(passage.headings),
            perspectives=perspectives,
            house=label.house,
            source=source,
            probability=part.probability,
            language=passage.language,
        )
        self.rows.append(row)
        return row

    def _nearly(self, label: LabelledPassage) -> set[str]:
        """Return the likeliest perspective, if it reaches the eased threshold."""
        known = {name: (label.probabilities or {}).get(name, 0.0) for name in self.limits}
        best = max(known, key=lambda name: known[name] / self.limits[name])
        return {best} if known[best] >= self.limits[best] else set()

    def _table_row(self, passage: Passage, label: LabelledPassage, columns: Columns) -> None:
        goal_text = _cells(passage, columns.get("goal", ()))
        measure_text = _cells(passage, columns.get("measure", ()))
        table = passage.table if passage.table is not None else -1
        goal: int | None = None
        if goal_text:
            key = (table, goal_text)
            if key not in self.table_goals:
                made = self._new(passage, label, "goal", _cell_part(passage, goal_text, columns["goal"]), "table")
                self.table_goals[key] = made.id
            goal = self.table_goals[key]
            self.last_table_goal = (table, goal)
        elif "goal" in columns and self.last_table_goal and self.last_table_goal[0] == table:
            goal = self.last_table_goal[1]
        elif "goal" not in columns and self.open_goals:
            goal = self.open_goals[-1]
        if measure_text:
            row = self._new(passage, label, "measure", _cell_part(passage, measure_text, columns["measure"]), "table")
            self._finish(row, ties_of_row(passage, columns), goal)

    def _prose(self, passage: Passage, label: LabelledPassage) -> None:
        source = "list" if passage.kind is Kind.LIST_ITEM else "prose"
        parts = self.parts.get(passage.id, [])
        for part in (part for part in parts if part.kind == "goal"):
            self.open_goals.append(self._new(passage, label, "goal", part, source).id)
        for part in (part for part in parts if part.kind == "measure"):
            row = self._new(passage, label, "measure", part, source)
            self._finish(
                row,
                ties_of_text(passage, part),
                self.open_goals[-1] if self.open_goals else None,
            )

    def _named_elsewhere(self) -> tuple[str, ...]:
        """Return who answers by a passage below, a statement for the section, or a cell of a table that was lost."""
        passage = self.passage
        below = () if passage.cells else told_below(self.document.passages, passage.id, self.parts)
        section = below or answers_for(passage, self.sections)
        return section or (() if passage.cells else parties_below(passage, self.loose))

    def _finish(self, row: PlanRow, ties: Ties, goal: int | None) -> None:
        passage, responsible = self.passage, ties.responsible
        if not responsible and not ties.vague:
            responsible = self._named_elsewhere()
        self.rows[row.id] = replace(
            row,
            responsible=responsible,
            vague=ties.vague,
            funding=ties.funding,
            resources=ties.resources,
            timetable=ties.timetable,
            indicator=ties.indicator,
            goal=goal,
            status=status_of(
                row.text, passage.language, passage.headings, stem=passage.stem, plans=self.plans or bool(passage.cells)
            ),
            money=ties.money,
            staff=ties.staff,
            times=ties.times,
            empty=tuple(element for element, places in self.columns.items() if not _cells(passage, places)),
        )


def _cell_part(passage: Passage, text: str, columns: Sequence[int]) -> Part:
    """Return where a row's cells of some columns stand in its passage, whose lines are ``heading: cell``."""
    at, spans = 0, []
    for place, cell in enumerate(passage.cells):
        line = f"{cell.header}: {cell.text}" if cell.header else cell.text
        start = passage.text.find(line, at) if cell.text else -1
        if start >= 0:
            at = start + len(line)
            if place in columns:
                spans.append((at - len(cell.text), at))
    if not spans:
        return Part(text, 0, len(passage.text), 1.0)
    return Part(text, spans[0][0], spans[-1][1], 1.0)


def _cells(passage: Passage, columns: Sequence[int]) -> str:
    texts = [passage.cells[column].text for column in columns]
    return " – ".join(text for text in texts if text.strip(" –-.?"))
