"""Measures in prose: clauses, who acts in them, who answers for a section, and whether they are new."""

from __future__ import annotations

import pytest

import osallisuus_nlp as onlp
from osallisuus_nlp.classify import LabelledPassage
from osallisuus_nlp.document import Kind, Passage, assemble
from osallisuus_nlp.entities import find_actors
from osallisuus_nlp.language import with_languages
from osallisuus_nlp.plan.gaps import whole_gaps
from osallisuus_nlp.plan.rows import Plan, PlanRow
from osallisuus_nlp.plan.sections import answers_for, sections_of
from osallisuus_nlp.plan.status import sets_goals, status_of
from osallisuus_nlp.plan.units import tells_more, units_of


def parted(text: str, language: str) -> list[str]:
    return [text[unit.start : unit.end] for unit in units_of(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "clauses"),
    [
        (
            "fi",
            "Sihteeri kokoaa raadin ja kutsuu sen koolle keväällä.",
            ["Sihteeri kokoaa raadin", "kutsuu sen koolle keväällä."],
        ),
        (
            "fi",
            "Ohjelmasta laaditaan lyhennelmä keväällä, ja lyhennelmä käännetään englanniksi.",
            ["Ohjelmasta laaditaan lyhennelmä keväällä", "lyhennelmä käännetään englanniksi."],
        ),
        # One clause: what is joined are its objects, or it only tells more by a subordinate clause.
        (
            "fi",
            "Nuorille tarjotaan kesäseteleitä ja harrastuksia.",
            ["Nuorille tarjotaan kesäseteleitä ja harrastuksia."],
        ),
        (
            "fi",
            "Raati kokoontuu, ja jos se haluaa, se kutsuu kuntajohtajan.",
            ["Raati kokoontuu, ja jos se haluaa, se kutsuu kuntajohtajan."],
        ),
        (
            "sv",
            "Gruppen följer upp programmet varje år och rapporterar till styrelsen.",
            ["Gruppen följer upp programmet varje år", "rapporterar till styrelsen."],
        ),
        ("sv", "Kommunen ordnar kvällar och kurser för unga.", ["Kommunen ordnar kvällar och kurser för unga."]),
        # A row of clauses, parted by commas alone but for the last.
        (
            "fi",
            "Muistio viedään johtoryhmälle, esihenkilöille järjestetään iltapäivä ja kortti painetaan keväällä.",
            [
                "Muistio viedään johtoryhmälle",
                "esihenkilöille järjestetään iltapäivä ja kortti painetaan keväällä.",
            ],
        ),
        (
            "sv",
            "Stigen märks ut av talkofolk, kartan förs in i appen och skyltarna hyrs av grannkommunen.",
            ["Stigen märks ut av talkofolk", "kartan förs in i appen", "skyltarna hyrs av grannkommunen."],
        ),
        ("sv", "Byn får en bod, medan staden sköter vägen dit.", ["Byn får en bod", "staden sköter vägen dit."]),
        # A comma that ends a relative clause parts nothing.
        (
            "fi",
            "Raati, jota johtaja ohjaa, on kutsuttu koolle kahdesti.",
            ["Raati, jota johtaja ohjaa, on kutsuttu koolle kahdesti."],
        ),
        (
            "sv",
            "På gården finns ett rum där unga, gamla och grannar kan träffas.",
            ["På gården finns ett rum där unga, gamla och grannar kan träffas."],
        ),
        # A genitive is no passive.
        (
            "sv",
            "Byns hus målas av talkofolk och stadens park med dess bänkar av parkens vänner.",
            ["Byns hus målas av talkofolk och stadens park med dess bänkar av parkens vänner."],
        ),
    ],
)
def test_a_sentence_is_parted_at_clauses_that_stand_on_their_own(language, text, clauses):
    assert parted(text, language) == clauses


def test_quotations_are_not_parted():
    text = "Seinällä lukee ”kysytään ensin ja tehdään sitten yhdessä”."
    assert parted(text, "fi") == [text]


@pytest.mark.parametrize(
    ("language", "clause", "expected"),
    [
        ("fi", "Raadista vastaa osallisuuskoordinaattori.", True),
        ("fi", "Siihen on varattu 4 000 euroa.", True),
        ("fi", "Vastauksia tuli 684.", True),
        ("fi", "Asukasraati kootaan keväällä.", False),
        ("sv", "För panelen ansvarar fritidschefen.", True),
        ("sv", "Arvodet är 50 euro.", True),
        ("sv", "En panel tillsätts våren 2026.", False),
    ],
)
def test_what_only_tells_more_is_no_measure(language, clause, expected):
    assert tells_more(clause, language) is expected


@pytest.mark.parametrize(
    ("language", "text", "parties"),
    [
        (
            "fi",
            "Kuntajohtaja ja hallituksen puheenjohtaja pitävät kyselytunnin.",
            ["Kuntajohtaja", "hallituksen puheenjohtaja"],
        ),
        ("fi", "Hyvinvointiryhmä, jota johtaa kuntajohtaja, käy ohjelman läpi.", ["Hyvinvointiryhmä", "kuntajohtaja"]),
        ("fi", "Kyläyhdistys on pitänyt kahvilaa vuodesta 2019.", ["Kyläyhdistys"]),
        ("fi", "digineuvonta kirjastossa, vetäjänä palveluesihenkilö", ["palveluesihenkilö"]),
        # Those who are called together do not act: they are the object.
        ("fi", "Koordinaattori kutsuu palvelulinjojen yhdyshenkilöt koolle.", ["Koordinaattori"]),
        ("sv", "Hamnkaptenen sammanställer uppgifterna till en karta.", ["Hamnkaptenen"]),
        ("sv", "Koordinatorn har sedan 2024 hållit världskök i biblioteket.", ["Koordinatorn"]),
        ("sv", "Äldrerådet hörs om ändringarna.", []),
    ],
)
def test_who_acts_in_a_clause(language, text, parties):
    assert [actor.text for actor in find_actors(text, language)] == parties


def chapter(*texts: tuple[Kind, int, str], language: str = "fi"):
    drafts = [Passage(0, kind, text, 0, 0, 1, level=level, language=language) for kind, level, text in texts]
    return assemble(drafts, name="x.txt", format="txt", sha256="0" * 64)


@pytest.mark.parametrize(
    ("language", "statement", "party"),
    [
        ("fi", "Tämän luvun toimista vastaa tilapäällikkö, ellei muuta sanota.", "tilapäällikkö"),
        ("fi", "Luvun toimenpiteistä vastaa hyvinvointikoordinaattori.", "hyvinvointikoordinaattori"),
        ("sv", "För åtgärderna i det här avsnittet ansvarar lokalitetschefen.", "lokalitetschefen"),
    ],
)
def test_who_answers_for_a_section_answers_for_its_measures_alone(language, statement, party):
    document = chapter(
        (Kind.HEADING, 1, "Tilat"),
        (Kind.PARAGRAPH, 0, statement),
        (Kind.PARAGRAPH, 0, "Salit avataan."),
        (Kind.HEADING, 1, "Muut"),
        (Kind.PARAGRAPH, 0, "Kysely tehdään."),
        language=language,
    )
    sections = sections_of(document)
    assert answers_for(document.passages[2], sections) == (party,)
    assert answers_for(document.passages[4], sections) == ()


def test_a_section_s_party_is_that_of_a_measure_without_its_own():
    text = (
        "# Osallisuusohjelma\n\n## Tilat\n\nTämän luvun toimista vastaa tilapäällikkö, ellei muuta sanota.\n\n"
        "Koulujen liikuntasalit avataan asukkaiden omille ryhmille keväällä 2026.\n\n"
        "Kirjastonjohtaja avaa lukusalin asukkaiden ryhmille syksyllä 2026.\n"
    )
    plan = onlp.analyse_document(onlp.parse_text(text)).plan
    assert [row.responsible for row in plan.measures] == [("tilapäällikkö",), ("Kirjastonjohtaja",)]


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        ("fi", "Asukasraati perustetaan vuonna 2026.", "planned"),
        ("fi", "Asukasilta järjestetään keväällä.", "planned"),
        ("fi", "Kohtaamispaikka on käytössä.", "existing"),
        ("fi", "Kirjastokortilla voi jo nyt lainata onget.", "existing"),
        ("fi", "Asukaskysely järjestettiin keväällä 2025.", "past"),
        ("sv", "En invånarpanel grundas 2026.", "planned"),
        ("sv", "En invånarkväll ska hållas i varje by.", "planned"),
        ("sv", "I dag träffas språkcaféet på biblioteket.", "existing"),
        ("sv", "Invånarkvällarna ordnades i mars 2025.", "past"),
    ],
)
def test_a_measure_is_planned_runs_or_is_past(language, text, status):
    assert status_of(text, language) == status


def test_the_present_tense_tells_what_runs_where_the_document_plans_nothing():
    assert status_of("Raati kokoontuu kirjastossa.", "fi", plans=False) == "existing"
    assert status_of("Raati kokoontuu kirjastossa.", "fi", ["Nykytila"]) == "existing"
    assert status_of("Raati aiotaan kutsua koolle.", "fi", plans=False) == "planned"


def test_a_strategy_that_sets_goals_in_the_present_tense_is_a_plan():
    goal, talk = (LabelledPassage(0, elements=elements, probabilities={"goal": 0.5}) for elements in (("goal",), ()))
    assert sets_goals([goal, *[talk] * 7])
    assert not sets_goals([goal, *[talk] * 9])
    assert not sets_goals([*[LabelledPassage(0)] * 9, talk]), "headings are no passages that could name goals"


def measure(number: int, status: str, perspectives: tuple[str, ...] = ("local",)) -> PlanRow:
    return PlanRow(number, "measure", "Talkoot", 0, 7, 0, 1, "", perspectives, status=status)


def test_a_list_of_what_is_done_today_is_a_gap_of_the_whole():
    document = chapter((Kind.PARAGRAPH, 0, "Talkoot."))
    today = Plan(tuple(measure(number, "existing") for number in range(5)))
    assert [gap.kind for gap in whole_gaps(today, document)] == ["existing_only"]
    new = Plan((*today.rows, measure(5, "planned")))
    assert whole_gaps(new, document) == []


def test_client_centredness_without_influence_is_a_gap_with_its_place():
    document = with_languages(
        chapter((Kind.PARAGRAPH, 0, "Palvelumme ovat asiakaslähtöisiä, ja asiakkaan tarpeet tunnetaan.")), language="fi"
    )
    (gap,) = whole_gaps(Plan((measure(0, "planned"),)), document)
    assert (gap.kind, gap.page, gap.reason) == ("client_centred_only", 1, ("looked_in_document", "no_influence"))
    assert whole_gaps(Plan((measure(0, "planned", ("influencing",)),)), document) == []
