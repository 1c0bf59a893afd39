"""What money, working time, times and acts of law are worth: their values, in the spellings of real papers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osallisuus_nlp.entities import (
    find_channels,
    find_citations,
    find_funding,
    find_indicators,
    find_resources,
    find_steering_documents,
    find_sums,
    find_times,
)
from osallisuus_nlp.framework import default_framework

STATUTES = default_framework().statutes

# ---------------------------------------------------------------- money


@pytest.mark.parametrize(
    ("language", "text", "amount", "upto", "period"),
    [
        ("fi", "Varataan 5 000–8 000 €/v.", 5_000.0, 8_000.0, "year"),
        ("fi", "Avustus on 12 000 euron avustus vuodessa.", 12_000.0, None, "year"),
        ("fi", "Vuosittain 3 000 euroa.", 3_000.0, None, "year"),
        ("fi", "Palkkio on 42 euroa tunnilta.", 42.0, None, "hour"),
        ("fi", "Palkkio on 50 euroa kerralta.", 50.0, None, "occasion"),
        ("fi", "€ 5 000 hankkeelle", 5_000.0, None, ""),
        ("sv", "Arvodet är 45 euro i timmen.", 45.0, None, "hour"),
        ("sv", "Arvodet är 50 euro per gång.", 50.0, None, "occasion"),
        ("sv", "Stödet är 24 000 euro om året.", 24_000.0, None, "year"),
    ],
)
def test_sum_has_a_range_and_a_period(language, text, amount, upto, period):
    (money,) = [found for found in find_funding(text, language) if found.amount is not None]
    assert (money.amount, money.upto, money.period) == (amount, upto, period)


@pytest.mark.parametrize(
    ("language", "text", "kind", "source"),
    [
        ("fi", "Toimesta ei synny lisäkustannuksia.", "no_cost", ""),
        ("fi", "Tehdään virkatyönä.", "own_work", ""),
        ("fi", "Kokemusasiantuntijan palkkio on 35 euroa.", "fee", ""),
        ("fi", "Haetaan STEA-avustusta.", "grant", "stea"),
        ("fi", "Hankerahoitus 12 000 €.", "project", "project"),
        ("fi", "Toteutetaan talousarvion puitteissa.", "budget", "own_budget"),
        ("fi", "Valtionavustus 20 000 €.", "grant", "state"),
        ("sv", "Statsunderstöd på 140 000 euro.", "grant", "state"),
        ("sv", "Inom ramen för budgeten.", "budget", "own_budget"),
        ("sv", "Projektmedel 9 000 euro.", "project", "project"),
    ],
)
def test_money_has_a_kind_and_a_source(language, text, kind, source):
    money = find_funding(text, language)[0]
    assert (money.kind, money.source) == (kind, source)


def test_words_over_a_sum_do_not_hide_it():
    found = find_funding("Talousarviossa on 58 000 euroa tähän.", "fi")
    assert 58_000.0 in [money.amount for money in found]


def test_a_large_price_is_what_the_measure_costs_and_a_small_one_is_asked_of_residents():
    assert [money.amount for money in find_funding("Kurssin hinta on 3 200 euroa.", "fi")] == [3_200.0]
    assert find_funding("Kurssin hinta on 32 euroa.", "fi") == []


def test_every_sum_of_a_cell_on_funding_counts_even_a_rent():
    assert [money.amount for money in find_sums("Vuokra 8 400 €/v", "fi")] == [8_400.0]
    assert find_funding("Tilan vuokra on 8 400 €/v.", "fi") == []


@given(st.integers(1_000, 999_999), st.sampled_from([" ", ".", "\u00a0", ""]), st.sampled_from(["€", "euroa", "eur"]))
def test_an_amount_is_the_same_however_its_thousands_are_parted(amount, parting, unit):
    written = f"{amount:,}".replace(",", parting)
    (money,) = find_sums(f"Varataan {written} {unit} tähän", "fi")
    assert (money.amount, money.currency) == (float(amount), "EUR")


# ---------------------------------------------------------------- working time, follow-up


@pytest.mark.parametrize(
    ("language", "text", "amount", "unit"),
    [
        ("fi", "Työhön on 2 htv.", 2.0, "person_year"),
        ("fi", "Työhön on 0,25 henkilötyövuotta.", 0.25, "person_year"),
        ("sv", "För arbetet finns 0,5 årsverken.", 0.5, "person_year"),
        ("fi", "Koordinaattori käyttää 20 % työajasta.", 20.0, "share_of_post"),
        ("fi", "Siihen käytetään 30 työpäivää.", 30.0, "person_day"),
        ("sv", "Det tar 12 arbetsdagar.", 12.0, "person_day"),
    ],
)
def test_working_time_has_an_amount(language, text, amount, unit):
    (staff,) = find_resources(text, language)
    assert (staff.amount, staff.unit) == (amount, unit)


@pytest.mark.parametrize(
    ("language", "text", "baseline", "target"),
    [
        ("fi", "Mittari: kokemus osallisuudesta, lähtötaso 58, tavoite 70 %", 58.0, 70.0),
        ("fi", "Osallisuusindikaattori 58 → 70", 58.0, 70.0),
        ("sv", "Indikator: nöjdhet, utgångsnivå 3,1, mål 3,8", 3.1, 3.8),
        ("fi", "Mittari: osallistujamäärä", None, None),
    ],
)
def test_indicator_has_baseline_and_target(language, text, baseline, target):
    indicator = find_indicators(text, language)[0]
    assert (indicator.baseline, indicator.target) == (baseline, target)


@pytest.mark.parametrize(
    ("language", "text", "followed"),
    [
        ("fi", "Vastauksia saatiin 412.", True),
        ("fi", "Kyselyyn tuli 1 146 vastausta.", True),
        ("fi", "Illan kävijät lasketaan.", True),
        ("fi", "Palvelutarpeen arviointi tehdään kotona.", False),
        ("sv", "På enkäten kom 514 svar.", True),
        ("sv", "Det gavs 1 148 röster.", True),
        ("sv", "Kvällen ordnas i maj.", False),
    ],
)
def test_a_reported_result_is_follow_up(language, text, followed):
    assert bool(find_indicators(text, language)) is followed


# ---------------------------------------------------------------- time


@pytest.mark.parametrize(
    ("language", "text", "kind", "first", "last", "a_year", "deadline"),
    [
        ("fi", "Toteutetaan 2026–2028.", "years", 2026, 2028, None, False),
        ("fi", "Valmis vuonna 2026.", "year", 2026, 2026, None, False),
        ("fi", "Valmis 31.12.2026 mennessä.", "date", 2026, 2026, None, True),
        ("fi", "Aloitetaan Q2/2026.", "quarter", 2026, 2026, None, False),
        ("fi", "Kysely tehdään vuosittain.", "rhythm", None, None, 1.0, False),
        ("fi", "Raati kokoontuu kaksi kertaa vuodessa.", "rhythm", None, None, 2.0, False),
        ("fi", "Raati kokoontuu kerran kuukaudessa.", "rhythm", None, None, 12.0, False),
        ("fi", "Kysely tehdään joka toinen vuosi.", "rhythm", None, None, 0.5, False),
        ("fi", "Valitaan valtuustokauden alussa.", "term", None, None, None, False),
        ("sv", "Panelen möts fyra gånger per år.", "rhythm", None, None, 4.0, False),
        ("sv", "Rapporten görs halvårsvis.", "rhythm", None, None, 2.0, False),
        ("sv", "Programmet följs under fullmäktigeperioden.", "term", None, None, None, False),
        ("sv", "Färdigt senast 2027.", "year", 2027, 2027, None, True),
    ],
)
def test_time_has_a_value(language, text, kind, first, last, a_year, deadline):
    (time,) = find_times(text, language)
    assert (time.kind, time.first, time.last, time.a_year, time.deadline) == (kind, first, last, a_year, deadline)


# ---------------------------------------------------------------- acts of law


@pytest.mark.parametrize(
    ("text", "number", "year", "sections"),
    [
        ("kuntalain 22 §:n mukaan", 410, 2015, ("22",)),
        ("KuntaL 22 §", 410, 2015, ("22",)),
        ("22 § i kommunallagen (410/2015)", 410, 2015, ("22",)),
        ("HyvinvointialueL 29 §", 611, 2021, ("29",)),
        ("Perustuslain (731/1999) 2 ja 14 §", 731, 1999, ("2", "14")),
        ("hyvinvointialueesta annetun lain (611/2021) 29–32 §", 611, 2021, ("29", "30", "31", "32")),
        ("laki 1234/2020", 1234, 2020, ()),
    ],
)
def test_act_is_normalised_to_number_and_sections(text, number, year, sections):
    (act,) = find_citations(text, STATUTES)
    assert (act.number, act.year, act.sections) == (number, year, sections)


def test_act_has_its_address_at_finlex():
    (act,) = find_citations("kuntalaki", STATUTES)
    assert act.address("fi") == "https://www.finlex.fi/fi/lainsaadanto/2015/410"
    assert act.address("sv") == "https://www.finlex.fi/sv/lagstiftning/2015/410"


# ---------------------------------------------------------------- channels and steering documents


@pytest.mark.parametrize(
    ("language", "text", "kinds"),
    [
        ("fi", "Asukaskysely ja kuntalaisaloite", ["survey", "initiative"]),
        ("fi", "Vanhusneuvosto kuullaan osallistuvassa budjetoinnissa", ["council", "hearing", "budgeting"]),
        ("sv", "Invånarenkäten och äldrerådet", ["survey", "council"]),
    ],
)
def test_channels(language, text, kinds):
    assert [channel.id for channel in find_channels(text, language)] == kinds


@pytest.mark.parametrize(
    ("language", "text", "kinds"),
    [
        (
            "fi",
            "Kuntastrategia, palvelustrategia ja laaja hyvinvointikertomus",
            ["strategy", "service_strategy", "welfare"],
        ),
        ("sv", "kommunstrategin och välfärdsberättelsen", ["strategy", "welfare"]),
    ],
)
def test_steering_documents(language, text, kinds):
    assert [document.id for document in find_steering_documents(text, language)] == kinds
