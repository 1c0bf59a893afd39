"""The recognisers: who acts, with what money, when, how followed up, and which act of law is named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osallisuus_nlp.entities import (
    Entity,
    column_elements,
    find_actors,
    find_funding,
    find_indicators,
    find_labels,
    find_resources,
    find_statutes,
    find_terms,
    find_times,
    is_vague,
    split_parties,
)
from osallisuus_nlp.framework import default_framework


def words(entities: list[Entity]) -> list[str]:
    return [entity.text for entity in entities]


# ---------------------------------------------------------------- who acts or answers

ACTORS = [
    # A label names them, one or several.
    ("fi", "Vastuu: hyvinvointikoordinaattori.", [("hyvinvointikoordinaattori", "label")]),
    (
        "fi",
        "Vastuutaho: sivistyslautakunta, nuorisovaltuusto",
        [("sivistyslautakunta", "label"), ("nuorisovaltuusto", "label")],
    ),
    ("sv", "Ansvarig: bildningsdirektören.", [("bildningsdirektören", "label")]),
    (
        "sv",
        "Ansvar: välfärdskoordinatorn, ungdomsfullmäktige",
        [("välfärdskoordinatorn", "label"), ("ungdomsfullmäktige", "label")],
    ),
    # They are the subject of a verb, with what belongs to their name.
    (
        "fi",
        "Hyvinvointikoordinaattori kokoaa vastaukset vuosittain.",
        [("Hyvinvointikoordinaattori", "verb")],
    ),
    ("fi", "Osallisuusryhmä järjestää kaksi asukasiltaa.", [("Osallisuusryhmä", "verb")]),
    ("fi", "Kansalaisopiston rehtori vastaa kursseista.", [("Kansalaisopiston rehtori", "verb")]),
    ("sv", "Bildningsnämnden ska ordna en kväll.", [("Bildningsnämnden", "verb")]),
    ("sv", "Varje höst ordnar bildningsnämnden en kväll.", [("bildningsnämnden", "verb")]),
    ("sv", "Kommunens ledningsgrupp följer upp programmet.", [("Kommunens ledningsgrupp", "verb")]),
    # They answer for it, after the verb.
    ("fi", "Asukasraadista vastaa sivistysjohtaja.", [("sivistysjohtaja", "answers")]),
    ("fi", "Kokoonkutsujana toimii hyvinvointikoordinaattori.", [("hyvinvointikoordinaattori", "answers")]),
    ("fi", "Vastuu on sivistysjohtajalla.", [("sivistysjohtajalla", "answers")]),
    ("sv", "Ansvarig för enkäten är välfärdskoordinatorn.", [("välfärdskoordinatorn", "answers")]),
    ("sv", "Ansvaret ligger hos kommundirektören.", [("kommundirektören", "answers")]),
    # They are the agent of a passive.
    ("fi", "Asukasraati kootaan syksyllä nuorisotoimen toimesta.", [("nuorisotoimen", "agent")]),
    ("sv", "Enkäten görs av fritidsbyrån.", [("fritidsbyrån", "agent")]),
    ("sv", "Panelen leds av delaktighetskoordinatorn.", [("delaktighetskoordinatorn", "agent")]),
]


@pytest.mark.parametrize(("language", "text", "expected"), ACTORS)
def test_party_that_acts_is_found(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(actor.text, actor.how) for actor in find_actors(text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # A passive without an agent.
        ("fi", "Asukasilta järjestetään kaksi kertaa vuodessa."),
        ("sv", "Invånarkvällar ordnas två gånger om året."),
        # No one in particular.
        ("fi", "Kunta edistää asukkaiden osallisuutta."),
        ("fi", "Kaikki toimialat huolehtivat viestinnästä."),
        ("fi", "Vastuu: kunta"),
        ("sv", "Kommunen främjar delaktighet."),
        ("sv", "Ansvarig: alla sektorer"),
        # A label without a name.
        ("fi", "Vastuu: –"),
        ("sv", "Ansvarig:"),
        # A partner.
        ("fi", "Tapahtuma järjestetään yhteistyössä vapaa-aikalautakunnan kanssa."),
        ("sv", "Kvällen ordnas i samarbete med byaföreningen."),
        # One who approves, or takes part.
        ("fi", "Kunnanhallitus hyväksyy ohjelman."),
        ("fi", "Ohjelman hyväksyy kunnanvaltuusto."),
        ("fi", "Nuorisovaltuusto osallistuu kokouksiin."),
        ("sv", "Fullmäktige godkänner programmet."),
        ("sv", "Ungdomsfullmäktige deltar i mötena."),
        # A circumstance, or a genitive.
        ("fi", "Kun lautakunta päättää, asukkaille kerrotaan."),
        ("sv", "Nämndens möte är öppet."),
    ],
)
def test_no_party_acts(language: str, text: str) -> None:
    assert find_actors(text, language) == []


def test_language_without_a_lexicon_has_no_actors() -> None:
    assert find_actors("Vastuu: sivistysjohtaja", "en") == []


def test_label_tells_where_its_value_stands() -> None:
    text = "Asukasilta. Vastuu: kunta. Kyläilta. Vastuutaho:"
    labels = find_labels(text, "fi")
    assert [label.value for label in labels] == ["kunta", ""]
    assert text[labels[0].start : labels[0].end] == "kunta"


@pytest.mark.parametrize(
    ("language", "party", "vague"),
    [
        ("fi", "kunta", True),
        ("fi", "Hyvinvointialue", True),
        ("fi", "Kaupunki.", True),
        ("fi", "kaikki toimialat", True),
        ("fi", "kunnan toimialat", True),
        ("fi", "koko henkilöstö", True),
        ("fi", "sivistyslautakunta", False),
        ("fi", "kunnanhallitus", False),
        ("fi", "osallisuuskoordinaattori", False),
        ("sv", "kommunen", True),
        ("sv", "Välfärdsområdet", True),
        ("sv", "alla sektorer", True),
        ("sv", "respektive sektor", True),
        ("sv", "bildningsnämnden", False),
        ("sv", "kommunstyrelsen", False),
    ],
)
def test_no_one_in_particular_is_vague(language: str, party: str, vague: bool) -> None:
    assert is_vague(party, language) is vague


@pytest.mark.parametrize(
    ("cell", "parties"),
    [
        ("sivistyslautakunta", ["sivistyslautakunta"]),
        ("sivistyslautakunta, nuorisotoimi", ["sivistyslautakunta", "nuorisotoimi"]),
        ("välfärdskoordinatorn; biblioteket", ["välfärdskoordinatorn", "biblioteket"]),
        ("kirjasto\nkansalaisopisto", ["kirjasto", "kansalaisopisto"]),
        ("kirjasto / nuorisotoimi", ["kirjasto", "nuorisotoimi"]),
        ("rehtori/opettajat", ["rehtori", "opettajat"]),
        ("• rehtori.", ["rehtori"]),
        ("–", []),
        ("", []),
    ],
)
def test_cell_is_split_into_its_parties(cell: str, parties: list[str]) -> None:
    assert split_parties(cell) == parties


# ---------------------------------------------------------------- money

SUMS = [
    ("fi", "Varataan 5 000 €/v.", "5 000 €/v", 5_000.0, "EUR", "year"),
    ("fi", "Kulut ovat 5.000 euroa.", "5.000 euroa", 5_000.0, "EUR", ""),
    ("fi", "Kulut ovat 5\u00a0000 €.", "5\u00a0000 €", 5_000.0, "EUR", ""),
    ("fi", "Avustus on 5 000 euroa vuodessa.", "5 000 euroa vuodessa", 5_000.0, "EUR", "year"),
    ("fi", "Avustus on 5 000 e/v.", "5 000 e/v", 5_000.0, "EUR", "year"),
    ("fi", "Avustus on 200 €/kk.", "200 €/kk", 200.0, "EUR", "month"),
    ("fi", "Hanke saa 1,5 milj. €.", "1,5 milj. €", 1_500_000.0, "EUR", ""),
    ("fi", "Hanke saa 1,5 miljoonaa euroa.", "1,5 miljoonaa euroa", 1_500_000.0, "EUR", ""),
    ("fi", "Hanke saa 3 M€.", "3 M€", 3_000_000.0, "EUR", ""),
    ("fi", "Varataan 10 t€.", "10 t€", 10_000.0, "EUR", ""),
    ("fi", "Varataan 10 tuhatta euroa.", "10 tuhatta euroa", 10_000.0, "EUR", ""),
    ("fi", "Käytettiin 24 248,80 euroa.", "24 248,80 euroa", 24_248.8, "EUR", ""),
    ("fi", "Vuosina 2026–2027 5 000 €.", "5 000 €", 5_000.0, "EUR", ""),
    ("sv", "Reservera 5 000 euro per år.", "5 000 euro per år", 5_000.0, "EUR", "year"),
    ("sv", "Reservera 5 000 €/år.", "5 000 €/år", 5_000.0, "EUR", "year"),
    ("sv", "Reservera 200 euro/mån.", "200 euro/mån", 200.0, "EUR", "month"),
    ("sv", "Projektet får 2 miljoner euro.", "2 miljoner euro", 2_000_000.0, "EUR", ""),
    ("sv", "Projektet får 1,5 mn euro.", "1,5 mn euro", 1_500_000.0, "EUR", ""),
    ("sv", "Projektet får 10 tkr.", "10 tkr", 10_000.0, "SEK", ""),
    ("sv", "Projektet får 2 mnkr.", "2 mnkr", 2_000_000.0, "SEK", ""),
    ("sv", "Projektet får 500 kronor.", "500 kronor", 500.0, "SEK", ""),
]


@pytest.mark.parametrize(("language", "text", "quote", "amount", "currency", "period"), SUMS)
def test_sum_is_read_with_its_amount(
    language: str, text: str, quote: str, amount: float, currency: str, period: str
) -> None:
    sums = [money for money in find_funding(text, language) if money.amount is not None]
    assert [(money.text, money.amount, money.currency, money.period) for money in sums] == [
        (quote, amount, currency, period)
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fi", "Toteutetaan talousarvion puitteissa.", "talousarvion puitteissa"),
        ("fi", "Toimesta ei synny lisäkustannuksia.", "ei synny lisäkustannuksia"),
        ("fi", "Tehdään omana työnä.", "omana työnä"),
        ("fi", "Haetaan Stea-avustus.", "Stea-avustus"),
        ("sv", "Genomförs inom ramen för budgeten.", "inom ramen för budgeten"),
        (
            "sv",
            "Genomförs inom ramen för den befintliga budgeten.",
            "inom ramen för den befintliga budgeten",
        ),
        ("sv", "Inga extra kostnader.", "Inga extra kostnader"),
    ],
)
def test_words_may_speak_of_money_without_a_sum(language: str, text: str, expected: str) -> None:
    found = find_funding(text, language)
    assert words(found) == [expected]
    assert (found[0].amount, found[0].currency, found[0].period) == (None, "", "")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # Prices asked of residents.
        ("fi", "Osallistumismaksu on 15 euroa."),
        ("fi", "Kirjastokortin hinta on 5 €."),
        ("fi", "Tilan vuokra on 20 €/kk."),
        ("sv", "Deltagaravgiften är 15 euro."),
        ("sv", "Hyran är 200 euro."),
        # A deficit.
        ("fi", "Alijäämä on 300 000 euroa."),
        # Money that is lacking.
        ("fi", "Rahaa ei ole varattu."),
        ("fi", "Toimenpiteelle ei ole varattu määrärahaa."),
        ("fi", "Rahoitus ratkaistaan myöhemmin."),
        ("sv", "Inga medel har reserverats."),
        ("sv", "Finansieringen är öppen."),
        # Numbers of other things.
        ("fi", "Asukasiltaan tuli 5 000 ihmistä vuonna 2025."),
        ("sv", "År 2025 kom 5 000 invånare."),
        # A board for notices.
        ("sv", "Tiderna sätts upp på anslagstavlan."),
    ],
)
def test_no_money_is_set_aside(language: str, text: str) -> None:
    assert find_funding(text, language) == []


# ---------------------------------------------------------------- time, resources, follow-up


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fi", "Raati aloittaa vuonna 2026.", ["2026"]),
        ("fi", "Ohjelma on voimassa 2026–2028.", ["2026–2028"]),
        ("fi", "Kysely päättyy 15.3.2026.", ["15.3.2026"]),
        ("fi", "Viikko on 19.–25.9.2022.", ["19.–25.9.2022"]),
        ("fi", "Valmis 5/2026.", ["5/2026"]),
        ("fi", "Kysely tehdään vuosittain.", ["vuosittain"]),
        ("fi", "Raati kokoontuu kaksi kertaa vuodessa.", ["kaksi kertaa vuodessa"]),
        ("fi", "Raati aloittaa syksyllä 2026.", ["syksyllä 2026"]),
        ("fi", "Valitaan valtuustokauden alussa.", ["valtuustokauden"]),
        ("sv", "Rådet börjar år 2026.", ["2026"]),
        ("sv", "Programmet gäller 2026–2028.", ["2026–2028"]),
        ("sv", "Enkäten görs årligen.", ["årligen"]),
        ("sv", "Rådet möts två gånger om året.", ["två gånger om året"]),
        ("sv", "Rådet börjar hösten 2026.", ["hösten 2026"]),
        ("sv", "Rapporteras i maj.", ["maj"]),
        # Vague times, clock times, and years that are numbers of an act.
        ("fi", "Raati kokoontuu säännöllisesti.", []),
        ("fi", "Asia etenee tulevina vuosina.", []),
        ("fi", "Ovet avataan klo 17.", []),
        ("fi", "Kuntalaki (410/2015) velvoittaa.", []),
        ("sv", "Rådet möts regelbundet.", []),
        ("sv", "På sikt blir det bättre.", []),
        ("sv", "Kommunallagen (410/2015) förpliktar.", []),
    ],
)
def test_times(language: str, text: str, expected: list[str]) -> None:
    assert words(find_times(text, language)) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fi", "Varataan 0,5 htv.", ["0,5 htv"]),
        ("fi", "Koordinaattori käyttää 20 % työajasta.", ["20 % työajasta"]),
        ("fi", "Tilat annetaan yhdistyksille.", ["Tilat annetaan"]),
        ("sv", "Arbetstid reserveras.", ["Arbetstid"]),
        ("sv", "Koordinatorn använder 20 % av arbetstiden.", ["20 % av arbetstiden"]),
        ("sv", "Utrymmen upplåts åt föreningar.", ["Utrymmen upplåts"]),
        ("fi", "Asukasilta järjestetään.", []),
        ("sv", "Invånarkvällen ordnas.", []),
    ],
)
def test_resources(language: str, text: str, expected: list[str]) -> None:
    assert words(find_resources(text, language)) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fi", "Mittari: osallistujamäärä.", ["Mittari", "osallistujamäärä"]),
        ("fi", "Toteutumista seurataan.", ["seurataan"]),
        ("fi", "Kirjataan palautteiden määrä.", ["palautteiden määrä"]),
        ("fi", "Käytetään TEAviisaria.", ["TEAviisaria"]),
        ("sv", "Indikator: deltagarantal.", ["Indikator", "deltagarantal"]),
        ("sv", "Programmet följs upp.", ["följs upp"]),
        ("sv", "Vi räknar antalet initiativ.", ["antalet initiativ"]),
        ("fi", "Raati kokoontuu.", []),
        ("fi", "Läheinen kutsutaan arviointikäynnille.", []),
        ("sv", "Rådet möts.", []),
    ],
)
def test_indicators(language: str, text: str, expected: list[str]) -> None:
    assert words(find_indicators(text, language)) == expected


# ---------------------------------------------------------------- law, and terms of the framework


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kuntalain 22 §", [("kuntalain", "local_government_act")]),
        (
            "kommunallagen (410/2015)",
            [("kommunallagen", "local_government_act"), ("410/2015", "local_government_act")],
        ),
        ("22 § i kommunallagen", [("kommunallagen", "local_government_act")]),
        ("perustuslain 2 ja 14 §", [("perustuslain", "constitution")]),
        ("laki hyvinvointialueesta", [("laki hyvinvointialueesta", "wellbeing_services_counties_act")]),
        ("611/2021", [("611/2021", "wellbeing_services_counties_act")]),
        ("socialvårdslagen", [("socialvårdslagen", "social_welfare_act")]),
        # Numbers that are no act's, or another's.
        ("1410/2015", []),
        ("12/2026", []),
        ("vuonna 2015", []),
    ],
)
def test_acts_are_known_by_name_and_number(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_statutes(text, default_framework().statutes)
    assert [(entity.text, entity.id) for entity in found] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fi", "Asiakasraati kokoontuu.", [("Asiakasraati", "client_panel")]),
        ("fi", "Aloite annetaan nuorisovaltuustolle.", [("nuorisovaltuustolle", "youth_council")]),
        (
            "fi",
            "Vertaistukea ja kokemusasiantuntijoita",
            [("Vertaistukea", "peer_support"), ("kokemusasiantuntijoita", "expert_by_experience")],
        ),
        ("sv", "Vi hör äldrerådet.", [("äldrerådet", "older_peoples_council")]),
        ("sv", "Kamratstöd ges.", [("Kamratstöd", "peer_support")]),
        # Finnish words are not looked for in other languages.
        ("sv", "Asiakasraati", []),
        ("en", "Asiakasraati", []),
        ("fi", "Katu päällystetään.", []),
    ],
)
def test_methods_are_known_by_the_beginnings_of_words(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    found = find_terms(text, language, default_framework().methods)
    assert [(entity.text, entity.id) for entity in found] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fi", "nuorten ja vanhusten", ["youth", "elderly"]),
        ("fi", "vammaiset ja omaishoitajat", ["disabled", "carers"]),
        ("sv", "unga, äldre och invandrare", ["youth", "elderly", "immigrants"]),
    ],
)
def test_target_groups(language: str, text: str, expected: list[str]) -> None:
    assert [entity.id for entity in find_terms(text, language, default_framework().target_groups)] == expected


# ---------------------------------------------------------------- columns of a planning table


@pytest.mark.parametrize(
    ("header", "elements"),
    [
        ("Toimenpide", {"measure"}),
        ("TOIMENPITEET", {"measure"}),
        ("Toimen- piteet", {"measure"}),
        ("Ratkaisuehdotus", {"measure"}),
        ("Miten?", {"measure"}),
        ("Åtgärder:", {"measure"}),
        ("Tavoite", {"goal"}),
        ("Mål", {"goal"}),
        ("Delmål", {"goal"}),
        ("Vastuutaho", {"responsibility"}),
        ("Vastuuhenkilö/-taho", {"responsibility"}),
        ("Kuka?", {"responsibility"}),
        ("Ansvarig", {"responsibility"}),
        ("Aikataulu", {"timetable"}),
        ("Tidtabell", {"timetable"}),
        ("När?", {"timetable"}),
        ("Mittarit ja seuranta", {"indicator"}),
        ("Seuranta ja arviointi", {"indicator"}),
        ("Uppföljning och utvärdering", {"indicator"}),
        ("Kustannukset, €", {"funding"}),
        ("Finansiering", {"funding"}),
        # One column for two elements.
        ("Resurssi ja rahoitus", {"resources", "funding"}),
        ("Resurssit ja rahoitus", {"resources", "funding"}),
        ("Resurser och finansiering", {"resources", "funding"}),
        ("Vastuutahot ja aikataulu", {"responsibility", "timetable"}),
        ("Ansvar och tidtabell", {"responsibility", "timetable"}),
        ("Tavoite/toimenpide", {"goal", "measure"}),
        # A slip of the pen.
        ("Aikatalu", {"timetable"}),
        # Other columns.
        ("Kohderyhmä", set()),
        ("Målgrupp", set()),
        ("Yhteistyökumppanit", set()),
        ("Nro", set()),
        ("Sää", set()),
        ("", set()),
    ],
)
def test_column_is_known_by_its_heading(header: str, elements: set[str]) -> None:
    assert column_elements(header) == elements


# ---------------------------------------------------------------- what holds for any text

WORDS = (
    "Vastuu: Ansvarig: kunta , ; sivistyslautakunta lautakunnan bildningsnämnden av ansvarar vastaa 5 000 € /v "
    "euroa 1,5 milj. 2026 – 2028 vuosittain årligen htv kuntalain § 410/2015 ( ) nuoret asiakasraati toimesta "
    "toimii vastuussa seurataan . anslag t€ sihteeri \n"
)
PIECES = st.sampled_from(WORDS.split(" "))
ANY_TEXT = st.text(max_size=60) | st.lists(PIECES, max_size=14).map(" ".join) | st.lists(PIECES).map("".join)


@settings(deadline=None, max_examples=300)
@given(text=ANY_TEXT, language=st.sampled_from(["fi", "sv", "en", "und"]))
def test_entities_stand_where_they_say_and_apart(text: str, language: str) -> None:
    framework = default_framework()
    for entities in (
        find_actors(text, language),
        find_funding(text, language),
        find_times(text, language),
        find_resources(text, language),
        find_indicators(text, language),
        find_statutes(text, framework.statutes),
        find_terms(text, language, framework.methods),
        find_terms(text, language, framework.target_groups),
    ):
        end = 0
        for entity in entities:
            assert end <= entity.start < entity.end
            assert text[entity.start : entity.end] == entity.text
            end = entity.end


@settings(deadline=None)
@given(header=st.text(max_size=40))
def test_any_heading_gives_known_elements(header: str) -> None:
    assert column_elements(header) <= {element.id for element in default_framework().elements}
