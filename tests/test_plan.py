"""The plan: goals and measures of tables and prose, what belongs to each, and what is missing.

The labels are made by hand, so that nothing here depends on how the classifier was trained.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pytest

from osallisuus_nlp import Gap, parse_text
from osallisuus_nlp.classify import LabelledPassage, LabelledPassages
from osallisuus_nlp.document import Cell, Document, Kind, Passage, Role, assemble
from osallisuus_nlp.language import with_languages
from osallisuus_nlp.plan import Plan, build_plan, plan_gaps

FI = ("Tavoite", "Toimenpide", "Vastuutaho", "Resurssi ja rahoitus", "Aikataulu", "Mittari")
SV = ("Mål", "Åtgärd", "Ansvarig", "Resurser och finansiering", "Tidtabell", "Uppföljning")
LACKS = {
    "measure_without_responsible",
    "measure_without_funding",
    "measure_without_timetable",
    "measure_without_indicator",
}


@dataclass
class Labelled:
    """A passage and the labels that a reader would give it."""

    passage: Passage
    elements: tuple[str, ...] = ()
    perspectives: tuple[str, ...] = ("influencing",)
    house: tuple[str, ...] = ()


def row(
    *cells: str, header: tuple[str, ...] = FI, language: str = "fi", table: int = 0, on_participation: bool = True
) -> Labelled:
    filled = tuple(Cell(name, text) for name, text in zip(header, cells, strict=True))
    text = "\n".join(f"{cell.header}: {cell.text}" for cell in filled if cell.text)
    passage = Passage(0, Kind.TABLE_ROW, text, 0, 0, 1, cells=filled, table=table, language=language)
    return Labelled(passage, perspectives=("influencing",) if on_participation else ())


def prose(
    text: str, *elements: str, language: str = "fi", perspectives: tuple[str, ...] = ("influencing",)
) -> Labelled:
    return Labelled(Passage(0, Kind.PARAGRAPH, text, 0, 0, 1, language=language), elements, perspectives)


def item(text: str, *elements: str, stem: str, language: str = "fi") -> Labelled:
    return Labelled(Passage(0, Kind.LIST_ITEM, text, 0, 0, 1, language=language, stem=stem), elements)


def heading(text: str, level: int = 1) -> Labelled:
    return Labelled(Passage(0, Kind.HEADING, text, 0, 0, 1, level=level, language="fi"), perspectives=())


def plan_of(*labelled: Labelled) -> tuple[Document, Plan, list[Gap]]:
    document = assemble([one.passage for one in labelled], name="x.txt", format="txt", sha256="0" * 64)
    labels = tuple(
        LabelledPassage(place, one.perspectives, one.house, one.elements, probabilities={})
        for place, one in enumerate(labelled)
    )
    plan = build_plan(document, LabelledPassages(document, labels))
    return document, plan, plan_gaps(plan)


def kinds(gaps: list[Gap], number: int) -> set[str]:
    """Return the kinds of gap of one row of the plan."""
    return {gap.kind for gap in gaps if gap.row == number}


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize(
    ("header", "language", "cells"),
    [
        (FI, "fi", ("Asukkaat kuullaan", "Asukasilta", "sivistyslautakunta", "5 000 €/v", "2026", "osallistujamäärä")),
        (SV, "sv", ("Invånarna hörs", "Invånarkväll", "bildningsnämnden", "5 000 €/år", "2026", "antal deltagare")),
    ],
)
def test_row_of_a_planning_table_is_a_goal_and_its_measure(
    header: tuple[str, ...], language: str, cells: tuple[str, ...]
) -> None:
    _, plan, gaps = plan_of(row(*cells, header=header, language=language))
    goal, measure = plan.rows
    assert (goal.kind, goal.text, goal.source) == ("goal", cells[0], "table")
    assert (measure.kind, measure.text, measure.source) == ("measure", cells[1], "table")
    assert measure.goal == goal.id
    assert plan.measures_of(goal) == (measure,)
    assert measure.responsible == (cells[2],)
    assert measure.funding == (cells[3],)
    assert measure.timetable == (cells[4],)
    assert measure.indicator == (cells[5],)
    assert measure.resources == ()
    assert measure.anchored
    assert gaps == []


@pytest.mark.parametrize("nothing", ["", "–", "-", "...", "?"])
def test_empty_cell_is_a_gap(nothing: str) -> None:
    _, plan, gaps = plan_of(row("Asukkaat kuullaan", "Asukasilta", nothing, nothing, nothing, nothing))
    measure = plan.measures[0]
    assert not (measure.responsible or measure.funding or measure.timetable or measure.indicator)
    assert not measure.anchored
    assert kinds(gaps, measure.id) == LACKS


def test_gap_has_a_place_and_a_reason() -> None:
    _, plan, gaps = plan_of(row("Asukkaat kuullaan", "Asukasilta", "–", "5 000 €", "2026", "osallistujamäärä"))
    assert gaps == [
        Gap(
            kind="measure_without_responsible",
            row=plan.measures[0].id,
            page=1,
            quote="Asukasilta",
            reason=("looked_in_row", "empty_cell", "section_names_no_one"),
            severity="high",
        )
    ]


def test_goal_is_filled_down_over_empty_cells() -> None:
    _, plan, gaps = plan_of(
        row("Asukkaat kuullaan", "Asukasilta", "sivistyslautakunta", "", "2026", ""),
        row("", "Verkkokysely", "viestintäpäällikkö", "", "2027", ""),
        row("Kylät toimivat", "Kyläraha", "kyläkoordinaattori", "", "2026", ""),
    )
    assert [goal.text for goal in plan.goals] == ["Asukkaat kuullaan", "Kylät toimivat"]
    first, second = plan.goals
    assert [measure.text for measure in plan.measures_of(first)] == ["Asukasilta", "Verkkokysely"]
    assert [measure.text for measure in plan.measures_of(second)] == ["Kyläraha"]
    assert "goal_without_measure" not in {gap.kind for gap in gaps}


def test_goal_is_not_filled_down_into_another_table() -> None:
    _, plan, _ = plan_of(
        row("Asukkaat kuullaan", "Asukasilta", "sivistyslautakunta", "", "", "", table=0),
        row("", "Verkkokysely", "viestintäpäällikkö", "", "", "", table=1),
    )
    assert [measure.goal for measure in plan.measures] == [plan.goals[0].id, None]


def test_goal_repeated_on_every_row_is_one_goal() -> None:
    _, plan, _ = plan_of(
        row("Asukkaat kuullaan", "Asukasilta", "sivistyslautakunta", "", "", ""),
        row("Asukkaat kuullaan", "Verkkokysely", "viestintäpäällikkö", "", "", ""),
    )
    assert [goal.text for goal in plan.goals] == ["Asukkaat kuullaan"]
    assert len(plan.measures_of(plan.goals[0])) == 2


def test_goal_of_a_table_without_a_measure() -> None:
    _, plan, gaps = plan_of(row("Asukkaat kuullaan", "–", "", "", "", ""))
    assert plan.measures == ()
    assert [(gap.kind, gap.row, gap.quote) for gap in gaps] == [("goal_without_measure", 0, "Asukkaat kuullaan")]


@pytest.mark.parametrize(
    ("cell", "funding", "resources"),
    [
        ("5 000 €/v", ("5 000 €/v",), ()),
        ("talousarvion puitteissa", ("talousarvion puitteissa",), ()),
        ("nuorisotyöntekijän työaikaa", (), ("nuorisotyöntekijän työaikaa",)),
        ("–", (), ()),
    ],
)
def test_column_of_resources_and_funding_is_parted_by_what_its_cell_says(
    cell: str, funding: tuple[str, ...], resources: tuple[str, ...]
) -> None:
    _, plan, _ = plan_of(row("Asukkaat kuullaan", "Asukasilta", "kirjasto", cell, "2026", ""))
    assert (plan.measures[0].funding, plan.measures[0].resources) == (funding, resources)


def test_cell_of_several_parties_names_each() -> None:
    _, plan, _ = plan_of(row("Asukkaat kuullaan", "Asukasilta", "kirjasto, nuorisotoimi", "", "", ""))
    assert plan.measures[0].responsible == ("kirjasto", "nuorisotoimi")


@pytest.mark.parametrize(
    ("party", "header", "language"), [("kunta", FI, "fi"), ("kaikki toimialat", FI, "fi"), ("kommunen", SV, "sv")]
)
def test_party_that_is_no_one_in_particular(party: str, header: tuple[str, ...], language: str) -> None:
    cells = ("Asukkaat kuullaan", "Asukasilta", party, "5 000 €", "2026", "osallistujamäärä")
    _, plan, gaps = plan_of(row(*cells, header=header, language=language))
    assert plan.measures[0].vague == (party,)
    assert plan.measures[0].responsible == ()
    assert [(gap.kind, gap.reason) for gap in gaps] == [("vague_responsible", ("looked_in_row", "only_vague"))]


def test_named_party_beside_a_vague_one_is_enough() -> None:
    _, plan, gaps = plan_of(row("Asukkaat kuullaan", "Asukasilta", "kunta, kirjasto", "5 000 €", "2026", "määrä"))
    assert (plan.measures[0].responsible, plan.measures[0].vague) == (("kirjasto",), ("kunta",))
    assert gaps == []


def test_measure_cell_may_itself_name_party_money_and_time() -> None:
    header = ("Toimenpide", "Vastuutaho")
    text = "Kyläkoordinaattori järjestää kyläillan vuonna 2026, rahoitus 2 000 €"
    _, plan, gaps = plan_of(row(text, "", header=header))
    measure = plan.measures[0]
    assert measure.responsible == ("Kyläkoordinaattori",)
    assert measure.funding == ("2 000 €",)
    assert measure.timetable == ("2026",)
    assert kinds(gaps, measure.id) == {"measure_without_indicator"}


def test_table_of_other_things_is_no_plan() -> None:
    _, plan, gaps = plan_of(row("Kirjasto", "ma–pe 10–18", header=("Paikka", "Aukiolo")))
    assert plan.rows == ()
    assert gaps == []


def test_row_on_other_matters_is_in_the_plan_but_has_no_gaps() -> None:
    _, plan, gaps = plan_of(row("Tiet kuntoon", "Katu päällystetään", "", "", "", "", on_participation=False))
    assert [entry.text for entry in plan.rows] == ["Tiet kuntoon", "Katu päällystetään"]
    assert gaps == []


def test_heading_states_the_perspective_of_the_rows_below() -> None:
    _, plan, _ = plan_of(
        heading("Osallisuus omassa elämässä"),
        row("Asiakas valitsee", "Palveluseteli", "perusturvajohtaja", "", "", "", on_participation=False),
    )
    assert [entry.perspectives for entry in plan.rows] == [("own_life",), ("own_life",)]
    assert {entry.heading for entry in plan.rows} == {"Osallisuus omassa elämässä"}


# ---------------------------------------------------------------- prose and lists


@pytest.mark.parametrize(
    ("text", "language"),
    [("Asukasilta järjestetään kaksi kertaa vuodessa.", "fi"), ("Invånarkvällar ordnas två gånger om året.", "sv")],
)
def test_passive_without_an_agent_names_no_one(text: str, language: str) -> None:
    _, plan, gaps = plan_of(prose(text, "measure", language=language))
    assert plan.measures[0].responsible == ()
    assert plan.measures[0].timetable
    assert kinds(gaps, 0) == LACKS - {"measure_without_timetable"}
    assert gaps[0].reason == ("looked_in_passage", "passive", "section_names_no_one")


@pytest.mark.parametrize(
    ("text", "language", "party"),
    [
        ("Hyvinvointikoordinaattori kokoaa asukasraadin.", "fi", "Hyvinvointikoordinaattori"),
        ("Välfärdskoordinatorn sammanställer svaren.", "sv", "Välfärdskoordinatorn"),
    ],
)
def test_party_that_acts_answers_for_the_measure(text: str, language: str, party: str) -> None:
    _, plan, gaps = plan_of(prose(text, "measure", "responsibility", language=language))
    assert plan.measures[0].responsible == (party,)
    assert kinds(gaps, 0) == LACKS - {"measure_without_responsible"}


def test_municipality_as_the_one_who_acts_is_vague() -> None:
    _, plan, gaps = plan_of(prose("Kunta järjestää kyselyn asukkaille.", "measure"))
    assert plan.measures[0].responsible == ()
    assert plan.measures[0].vague
    assert "vague_responsible" in kinds(gaps, 0)
    assert "measure_without_responsible" not in kinds(gaps, 0)


def test_measure_serves_the_goal_above_it_in_its_section() -> None:
    _, plan, gaps = plan_of(
        heading("Kuuleminen"),
        prose("Asukkaiden vaikutusmahdollisuudet vahvistuvat.", "goal"),
        prose("Asukasilta järjestetään vuosittain.", "measure"),
        heading("Palvelut"),
        prose("Verkkokysely tehdään vuosittain.", "measure"),
    )
    evening, survey = plan.measures
    assert evening.goal == plan.goals[0].id
    assert survey.goal is None
    assert "goal_without_measure" not in {gap.kind for gap in gaps}


def test_goal_without_a_measure_in_its_section() -> None:
    _, _, gaps = plan_of(
        heading("Kuuleminen"),
        prose("Asukkaiden vaikutusmahdollisuudet vahvistuvat.", "goal"),
        heading("Palvelut"),
        prose("Verkkokysely tehdään vuosittain.", "measure"),
    )
    assert [gap.quote for gap in gaps if gap.kind == "goal_without_measure"] == [
        "Asukkaiden vaikutusmahdollisuudet vahvistuvat."
    ]


def test_one_passage_may_be_a_goal_and_a_measure() -> None:
    text = "Asukkaiden osallisuutta vahvistetaan järjestämällä kyläiltoja."
    _, plan, _ = plan_of(prose(text, "goal", "measure"))
    assert [(entry.kind, entry.text) for entry in plan.rows] == [("goal", text), ("measure", text)]
    assert plan.measures[0].goal == plan.goals[0].id


def test_passage_without_goal_or_measure_is_not_in_the_plan() -> None:
    _, plan, gaps = plan_of(prose("Osallisuus on kokemus siitä, että on mukana.", "responsibility"))
    assert plan.rows == ()
    assert gaps == []


def test_passage_on_other_matters_has_no_gaps() -> None:
    _, plan, gaps = plan_of(prose("Katu päällystetään.", "measure", perspectives=()))
    assert not plan.measures[0].on_participation
    assert gaps == []


def test_house_level_alone_makes_a_measure_one_on_participation() -> None:
    asked = prose("Asiakkailta kysytään palautetta.", "measure", perspectives=())
    asked.house = ("feedback",)
    _, plan, gaps = plan_of(asked)
    assert plan.measures[0].on_participation
    assert "measure_without_responsible" in kinds(gaps, 0)


@pytest.mark.parametrize(
    ("stem", "text", "language", "party"),
    [
        ("Hyvinvointikoordinaattori järjestää vuonna 2027:", "kyläillan", "fi", "Hyvinvointikoordinaattori"),
        ("Bildningsnämnden ordnar år 2027:", "en bykväll", "sv", "Bildningsnämnden"),
    ],
)
def test_stem_of_a_list_holds_for_its_items(stem: str, text: str, language: str, party: str) -> None:
    _, plan, _ = plan_of(prose(stem, "measure", language=language), item(text, "measure", stem=stem, language=language))
    assert [measure.text for measure in plan.measures] == [text]  # the stem alone is no measure
    measure = plan.measures[0]
    assert measure.source == "list"
    assert measure.responsible == (party,)
    assert measure.timetable == ("2027",)


def test_stem_is_carried_from_plain_text() -> None:
    text = "Hyvinvointikoordinaattori järjestää:\n\n- asukasraadin\n- verkkokyselyn nuorille\n"
    document = with_languages(parse_text(text), language="fi")
    labels = tuple(
        LabelledPassage(passage.id, ("influencing",), (), ("measure",), probabilities={})
        for passage in document.passages
    )
    plan = build_plan(document, LabelledPassages(document, labels))
    assert [(measure.text, measure.responsible) for measure in plan.measures] == [
        ("asukasraadin", ("Hyvinvointikoordinaattori",)),
        ("verkkokyselyn nuorille", ("Hyvinvointikoordinaattori",)),
    ]


def test_contents_page_is_not_in_the_plan() -> None:
    contents = prose("Asukasilta järjestetään 4", "measure")
    contents.passage = Passage(0, Kind.PARAGRAPH, contents.passage.text, 0, 0, 1, language="fi", role=Role.CONTENTS)
    _, plan, _ = plan_of(contents, prose("Asukasilta järjestetään.", "measure"))
    assert [measure.passage for measure in plan.measures] == [1]


# ---------------------------------------------------------------- spans and the frame


def test_rows_of_the_plan_point_into_the_document() -> None:
    document, plan, _ = plan_of(
        prose("Johdanto."),
        prose("Asukasilta järjestetään.", "measure"),
        row("Kylät toimivat", "Kyläraha", "kirjasto", "", "", ""),
    )
    prose_row, goal, measure = plan.rows
    assert document.text[prose_row.start : prose_row.end] == "Asukasilta järjestetään."
    for entry in (goal, measure):
        assert document.text[entry.start : entry.end] == entry.text, "the cell, not the row"
    assert [entry.id for entry in plan.rows] == [0, 1, 2]


def test_frame_has_the_columns_that_the_design_names() -> None:
    _, plan, _ = plan_of(row("Asukkaat kuullaan", "Asukasilta", "kirjasto, nuorisotoimi", "–", "2026", ""))
    frame = plan.to_frame()
    named = "kind text start end page heading perspective responsible funding resources timetable indicator"
    assert set(named.split()) <= set(frame.columns)
    goal, measure = frame.to_dict("records")
    assert goal["kind"] == "goal"
    assert pd.isna(goal["goal"])
    assert (measure["kind"], measure["goal"]) == ("measure", "Asukkaat kuullaan")
    assert measure["perspective"] == ["influencing"]
    assert measure["responsible"] == ["kirjasto", "nuorisotoimi"]
    assert measure["funding"] == []
    assert measure["timetable"] == ["2026"]


def test_empty_plan_has_the_same_columns() -> None:
    _, empty, gaps = plan_of(prose("Osallisuus on kokemus."))
    _, filled, _ = plan_of(prose("Asukasilta järjestetään.", "measure"))
    assert gaps == []
    assert empty.to_frame().empty
    assert list(empty.to_frame().columns) == list(filled.to_frame().columns)


# ---------------------------------------------------------------- table and prose


def test_a_measure_of_table_and_prose_is_one_row_filled_from_both() -> None:
    _, plan, _ = plan_of(
        prose("Sivistysjohtaja kokoaa asukasraadin jokaiseen kouluun.", "measure"),
        row("Asukkaat kuullaan", "Sivistysjohtaja kokoaa asukasraadin jokaiseen kouluun", "–", "500 €", "2026", ""),
    )
    goal, measure = plan.rows
    assert (goal.id, measure.id, measure.goal) == (0, 1, 0)
    assert (measure.source, measure.responsible, measure.funding) == ("table", ("Sivistysjohtaja",), ("500 €",))


def test_short_measures_that_are_alike_stay_two() -> None:
    _, plan, _ = plan_of(
        prose("Asukasilta.", "measure"),
        row("Asukkaat kuullaan", "Asukasilta", "kirjasto", "", "", ""),
    )
    assert len(plan.measures) == 2
