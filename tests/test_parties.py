"""Who answers: how parties are known by their words, by what a sentence says, by its parse, and tied to a measure."""

from __future__ import annotations

import pytest

from osallisuus_nlp import analyse_document, parse_text
from osallisuus_nlp.document import Kind, Passage, assemble
from osallisuus_nlp.entities import ends_in_party, find_actors, find_agents, split_parties
from osallisuus_nlp.entities.heads import kind_of, mended
from osallisuus_nlp.language import Span
from osallisuus_nlp.plan.answering import told_below
from osallisuus_nlp.plan.loose import loose_cells, parties_below
from osallisuus_nlp.plan.parts import Part
from osallisuus_nlp.plan.reach import told_of
from osallisuus_nlp.plan.sections import states_section
from osallisuus_nlp.plan.ties import ties_of_text
from osallisuus_nlp.plan.units import units_of


def acting(text: str, language: str) -> list[str]:
    return [actor.text for actor in find_actors(text, language)]


# ---------------------------------------------------------------- words that name parties


@pytest.mark.parametrize(
    ("word", "language", "kind"),
    [
        ("kehittämisyhtiö", "fi", "party"),
        ("hyvinvointikoordinaattorille", "fi", "party"),
        ("kaupungingeodeetti", "fi", "party"),
        ("hyresgästkommittén", "sv", "party"),
        ("stadsgeodeten", "sv", "party"),
        ("viestintä", "fi", "field"),
        ("småbarnspedagogiken", "sv", "field"),
        # "-are" without its last letter before "-na"; abbreviations written small, where they are no other word.
        ("hälsovårdarna", "sv", "party"),
        ("avdelningssköterskorna", "sv", "party"),
        ("utvärderar", "sv", ""),
        ("kst", "sv", "party"),
        ("jory", "fi", "party"),
        ("kv", "fi", ""),
        ("viestintäpäivystäjä", "fi", "party"),
        ("vapaaehtoiset", "fi", "people"),
        ("ry:n", "fi", "firm"),
        ("kirjastokortti", "fi", ""),
        ("strategi", "sv", ""),
    ],
)
def test_a_word_is_known_by_its_head(word, language, kind):
    assert kind_of(word, language) == kind


@pytest.mark.parametrize(
    ("damaged", "language", "word"),
    [
        ("osallisuuskoordinaatt0ri", "fi", "osallisuuskoordinaattori"),
        ("osallisuuskoord1naattori", "fi", "osallisuuskoordinaattori"),
        ("hyvinvointikoordlnaattori", "fi", "hyvinvointikoordinaattori"),
        ("johtoryhrnä", "fi", "johtoryhmä"),
        ("delaktighetskoordlnator", "sv", "delaktighetskoordinator"),
        # Other words that are nearly a head stay what they are, and so do short ones.
        ("utvecklingsdirekt6ren", "sv", "utvecklingsdirektören"),
        ("valmentava", "fi", "valmentava"),
        ("samordnade", "sv", "samordnade"),
        ("hoitaia", "fi", "hoitaia"),
    ],
)
def test_a_head_damaged_by_recognition_is_mended_where_it_is_long(damaged, language, word):
    assert mended(damaged, language) == word


def test_a_damaged_party_is_given_as_it_is_written():
    assert acting("Osallisuuskoordlnaattori kokoaa vastaukset.", "fi") == ["Osallisuuskoordlnaattori"]


# ---------------------------------------------------------------- what a sentence says of them


@pytest.mark.parametrize(
    ("language", "text", "parties"),
    [
        ("fi", "Hakemukset ratkaisee vapaa-aikalautakunnan avustusjaosto.", ["vapaa-aikalautakunnan avustusjaosto"]),
        ("fi", "Talkoita välittää Niemen kylät ry vuoden ympäri.", ["Niemen kylät ry"]),
        ("fi", "Kyläkoordinaattorit (2 htv) auttavat yhdistyksiä luvissa.", ["Kyläkoordinaattorit"]),
        ("fi", "Hyvinvointikoordinaattori Aino Salo kokoaa vastaukset.", ["Hyvinvointikoordinaattori"]),
        ("fi", "Lautakunnan on käsiteltävä palaute neljännesvuosittain.", ["Lautakunnan"]),
        ("fi", "Raati kokoontuu palvelupäällikön kutsumana.", ["palvelupäällikön"]),
        ("fi", "Viestintä julkaisee tulokset.", ["Viestintä"]),
        ("fi", "Vapaaehtoiset vetävät ryhmää tiistaisin.", ["Vapaaehtoiset"]),
        ("sv", "Kvällen ordnas i maj, och fritidschefen håller i programmet.", ["fritidschefen"]),
        ("sv", "Talkot arrangeras av byns hembygdsförening.", ["byns hembygdsförening"]),
        ("sv", "Granskningen görs av fyra tidigare klienter.", ["klienter"]),
        ("sv", "30 000 euro i potten, kultursektionen avgör i mars.", ["kultursektionen"]),
    ],
)
def test_who_acts(language, text, parties):
    assert acting(text, language) == parties


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # Taking a course, being paid, being permitted.
        ("fi", "Esihenkilöt käyvät keväällä kahden iltapäivän kurssin."),
        ("fi", "Ohjaajat saavat tehtävästä korvauksen."),
        ("fi", "Asiakas saa pitää saman käyntiajan."),
        ("sv", "Föredragandena går våren 2026 en kurs i att höra invånarna."),
        # In a phrase of something else, or in a clause that tells when.
        ("sv", "Klienterna i sysselsättningsenheten utser två medlemmar."),
        ("sv", "Äldrerådet hörs innan nämnden behandlar frågan."),
        ("fi", "Neuvostoja kuullaan, ennen kuin lautakunta ottaa asian käsittelyyn."),
        ("fi", "Ilta on niille, jotka eivät kyselyyn vastaa: työmailla oleville."),
        # Words of residents and fields of work name no one by themselves.
        ("fi", "Nuoret äänestävät marraskuussa."),
        ("fi", "Varhaiskasvatus on maksutonta."),
    ],
)
def test_who_does_not(language, text):
    assert acting(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "parties"),
    [
        ("sv", "Dit bjuder delaktighetskoordinatorn klienter och yrkespersoner.", ["delaktighetskoordinatorn"]),
        ("fi", "Vuokrataloyhtiö ei enää häädä nuorta ilman neuvontaa.", ["Vuokrataloyhtiö"]),
        ("fi", "Kirjastossa annetaan digineuvontaa.", []),
        ("fi", "Valtuusto hyväksyi ohjelman.", []),
        ("en", "The board decides.", []),
    ],
)
def test_the_parse_tells_whom_neighbouring_words_do_not(language, text, parties):
    assert [actor.text for actor in find_agents(text, language)] == parties


@pytest.mark.parametrize(
    ("language", "text", "parties"),
    [
        # A clause that opens with when, where or for whom: the subject stands behind the verb.
        ("sv", "På mottagningen i Norrby möter en erfarenhetsexpert nya klienter.", ["erfarenhetsexpert"]),
        ("sv", "Till den som saknar service ringer en servicehandledare i mars.", ["servicehandledare"]),
        ("sv", "I oktober håller kst en öppen kväll.", ["kst"]),
        ("sv", "lånar fritidsbyrån ut båtar", ["fritidsbyrån"]),
        # A passive and its agent may stand far apart; what only stands before "av" is no agent's.
        ("sv", "I Norrby drivs mötesplatsen Båken av byaföreningen.", ["byaföreningen"]),
        (
            "sv",
            "Läsecirkeln leds sedan i fjol i par av bibliotekarien och en låntagare.",
            ["bibliotekarien", "låntagare"],
        ),
        ("sv", "Gården är öppen under ledning av ungdomsledaren.", ["ungdomsledaren"]),
        ("sv", "Skolan samlar in respons av föräldrar.", ["Skolan"]),
        ("sv", "Gruppen görs av hälften av rådet.", []),
        ("sv", "Under våren ordnas kaffe i byarna, elevkåren höll en verkstad för alla.", ["elevkåren"]),
        # Posts with what they are for; roles.
        ("sv", "Direktören för gemensam service leder gruppen.", ["Direktören för gemensam service"]),
        ("sv", "Arbetet görs av en grupp med rektorn som ordförande.", ["rektorn"]),
        ("sv", "Det är kanslichefens sak att svara.", ["kanslichefens"]),
        # The last of a list that a preposition governs is no subject.
        ("sv", "En patrull med två närvårdare och en socialhandledare besöker hemmen.", []),
        # Verbs of telling are none of doing.
        ("sv", "Ordföranden tackade för det goda arbetet.", []),
        ("fi", "Puheenjohtaja kertoi matkastaan.", []),
        # The verb, an object before it, and much between them and the subject.
        ("fi", "Palautteista keskustelee oppilaiden kanssa opiskeluhuollon päällikkö.", ["opiskeluhuollon päällikkö"]),
        ("fi", "Foorumin järjestää kaksi kertaa vuodessa johtajaylilääkäri.", ["johtajaylilääkäri"]),
        # Joined parties, and halves of compounds.
        (
            "fi",
            "Tekstin laativat asiakkuus- ja osallisuuspäällikkö sekä viestintäsuunnittelija.",
            ["asiakkuus- ja osallisuuspäällikkö", "viestintäsuunnittelija"],
        ),
        ("fi", "Rehtori, kuraattori ja nuorisosihteeri kokoavat ideat.", ["Rehtori", "kuraattori", "nuorisosihteeri"]),
        # Whose task it is, and to whom it is given.
        ("fi", "Ryhmien kutsuminen on katupäällikön työtä.", ["katupäällikön"]),
        ("fi", "Kaupunkikehityksen tehtävänä on laatia ohje.", ["Kaupunkikehityksen"]),
        ("fi", "Laadusta huolehtiminen kuuluu sivistyslautakunnalle.", ["sivistyslautakunnalle"]),
        ("fi", "Pajan pyörittäminen annetaan Paja Kajo ry:lle.", ["Paja Kajo ry:lle"]),
        ("fi", "Raati kokoontuu ruokapäällikön kutsusta.", ["ruokapäällikön"]),
        ("fi", "Etsivä työ hoidetaan yhden työntekijän voimin.", []),
        # Roles that people have.
        ("fi", "Ryhmässä ohjaajana toimii toipunut potilas.", ["potilas"]),
        ("fi", "Soitoista huolehtivat koulutetut vapaaehtoiset.", ["vapaaehtoiset"]),
        # Behind a measure without being a part of its sentence.
        ("fi", "Kysely joka toinen vuosi (lautakuntien sihteerit)", ["lautakuntien sihteerit"]),
        ("fi", "Kuuleminen kirjataan ohjeeseen, hankintapäällikkö", ["hankintapäällikkö"]),
        ("sv", "Respons samlas varje vår (rektorn och kuratorn)", ["rektorn och kuratorn"]),
        ("fi", "Lausunto pyydetään neuvostoilta (vanhusneuvosto, nuorisovaltuusto)", []),
        ("fi", "Kuva 4. Muuttajat iän mukaan (Tilastokeskus)", []),
        # What is done to someone; a noun of doing.
        ("fi", "Kunta kutsuu sidosryhmät kerran vuodessa pohtimaan.", []),
        ("fi", "Varhaiskasvatuksen järjestäminen perheiden arjen tueksi", []),
        # Those who choose, answer questions or talk use their influence.
        ("sv", "Bänkarnas platser väljs av äldrerådet.", []),
        ("sv", "Panelen svarar på frågor fyra gånger om året.", []),
    ],
)
def test_ways_of_saying_who_acts(language, text, parties):
    assert acting(text, language) == parties


# ---------------------------------------------------------------- tied to a measure


def responsible(text: str, measure: str, language: str = "fi") -> tuple[str, ...]:
    """Return whom the first measure of a passage, `measure`, is tied to where nothing else in it is one."""
    start = text.index(measure)
    units = units_of(text, language)
    (told,) = told_of(text, units, [Span(start, start + len(measure))], language)
    part = Part(measure, start, start + len(measure), 1.0, "measure", told)
    return ties_of_text(Passage(0, Kind.PARAGRAPH, text, 0, len(text), 1, language=language), part).responsible


@pytest.mark.parametrize(
    ("language", "measure", "after", "parties"),
    [
        # A doer of something else is no doer of the measure.
        ("fi", "Asukasilta järjestetään keväällä.", "Sivistysjohtaja uusii liikuntasalin varaukset.", ()),
        ("sv", "Invånarkvällen ordnas i maj.", "Bildningschefen förnyar gymnastiksalens bokningar.", ()),
        # One who answers for it, or does something to what it names, is.
        ("fi", "Kyläraati kootaan keväällä.", "Raadin kutsuu koolle kyläkoordinaattori.", ("kyläkoordinaattori",)),
        ("fi", "Nuoret saavat kesäsetelin.", "Elinkeinoasiamies jakaa setelit toukokuussa.", ("Elinkeinoasiamies",)),
        ("fi", "Ilta järjestetään.", "Siitä vastaa rehtori.", ("rehtori",)),
        ("sv", "Äldrerådet hörs två gånger.", "Mötena sammankallas av kanslichefen.", ("kanslichefen",)),
        ("sv", "Mötesplatsen öppnas i mars.", "Lokalchefen ser till att den hålls ren.", ("Lokalchefen",)),
        # Nor does who tells, wishes or only has a title that sounds so.
        ("fi", "Työjaksoja tarjotaan keittiöissä.", "Henkilöstöjohtaja haluaa jaksoista väylän.", ()),
        ("fi", "Lausunto pyydetään ajoissa.", "Puheenjohtaja kertoi, että lausuntoja oli neljä.", ()),
        ("sv", "En delaktighetsgrupp tillsätts.", "I gruppen sitter en sektordirektör.", ()),
        # Who pays, helps or belongs to it does not answer for it.
        ("fi", "Tulokahvit keitetään syyskuussa.", "Kahvit maksaa elinvoimayksikkö.", ()),
        ("fi", "Ohjelmaa valmisteli työryhmä.", "Siihen kuuluivat sivistysjohtaja ja rehtori.", ("työryhmä",)),
        ("sv", "Välkomstkaffe kokas i september.", "Kaffet bekostas av näringslivsenheten.", ()),
    ],
)
def test_what_follows_a_measure(language, measure, after, parties):
    assert responsible(f"{measure} {after}", measure, language) == parties


def test_a_clause_without_a_subject_has_that_of_the_clause_before():
    text = "Kaupunginjohtaja vastaa ohjelmasta ja tuo ehdotuksen johtoryhmälle maaliskuussa."
    assert responsible(text, "tuo ehdotuksen johtoryhmälle maaliskuussa.") == ("Kaupunginjohtaja",)


def test_a_passive_clause_has_no_one_to_share():
    text = "Satamamestari kokoaa veneilijöiden tiedot kartaksi, ja viitat siirretään kesäksi."
    assert responsible(text, "viitat siirretään kesäksi.") == ()


# ---------------------------------------------------------------- tables that were lost


def flat(*lines: str) -> list[Passage]:
    return [Passage(0, Kind.PARAGRAPH, line, 0, 0, 1, language="fi") for line in lines]


def test_parties_of_a_flattened_table_stand_below_their_measure():
    lines = flat(
        "Toimenpide Vastuuhenkilö",
        "Kyläfoorumi",
        "Kunnanjohtaja, tiedottaja",
        "Sivistyspalvelut",
        "Osallistujien määrä",
    )
    document = assemble(lines, name="x.txt", format="txt", sha256="0" * 64)
    cells = loose_cells(document, ())
    assert [cell.parties for cell in cells] == [("Kunnanjohtaja", "tiedottaja"), ("Sivistyspalvelut",)]
    assert parties_below(document.passages[1], cells) == ("Kunnanjohtaja", "tiedottaja", "Sivistyspalvelut")


def test_lines_of_parties_mean_nothing_where_no_column_is_headed():
    document = assemble(flat("Kyläfoorumi", "Kunnanjohtaja, tiedottaja"), name="x.txt", format="txt", sha256="0" * 64)
    assert loose_cells(document, ()) == []


@pytest.mark.parametrize(
    ("text", "party"), [("opiston rehtori", True), ("rehtorin kokous", False), ("", False), ("kaavoitus", False)]
)
def test_a_name_ends_in_its_head(text, party):
    assert ends_in_party(text, "fi") is party


def test_the_document_as_a_whole():
    text = (
        "# Osallisuusohjelma\n\nKyläraati kootaan keväällä 2026 asukkaiden kuulemiseksi. "
        "Raadin kutsuu koolle kyläkoordinaattori."
    )
    (measure,) = analyse_document(parse_text(text)).plan.measures
    assert measure.responsible == ("kyläkoordinaattori",)


def passages(*texts: str, kind: Kind = Kind.PARAGRAPH) -> list[Passage]:
    return [Passage(place, kind, text, 0, len(text), 1, language="fi") for place, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "kind", "parties"),
    [
        (("Kyläilta pidetään.", "Vastuu: kyläkoordinaattori"), Kind.PARAGRAPH, ("kyläkoordinaattori",)),
        (("Kyläilta", "Verkkokysely", "Näistä vastaa viestintäpäällikkö."), Kind.LIST_ITEM, ("viestintäpäällikkö",)),
        # Another measure, or text on other things, stands between.
        (("Kyläilta pidetään.", "Kysely tehdään.", "Vastuu: rehtori"), Kind.PARAGRAPH, ()),
        (("Kyläilta pidetään.", "Rehtori kertoi koulusta."), Kind.PARAGRAPH, ()),
    ],
)
def test_who_answers_may_stand_in_a_passage_below(texts, kind, parties):
    stating = {place for place, text in enumerate(texts) if not text.startswith(("Vastuu", "Näistä", "Rehtori"))}
    assert told_below(passages(*texts, kind=kind), 0, stating) == parties


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Ellei toisin mainita, toimenpiteistä vastaa kehittämisjohtaja."),
        ("fi", "Luvun toimien toteutusta johtaa kehittämisjohtaja."),
        ("fi", "Tästä luvusta vastaa kehittämisjohtaja."),
        ("fi", "Luvun vastuuhenkilö on kehittämisjohtaja."),
        ("sv", "Om inte annat nämns svarar utvecklingsdirektören för åtgärderna nedan."),
        ("sv", "Ansvarig för kapitlets åtgärder är utvecklingsdirektören."),
        ("sv", "För samtliga åtgärder i kapitlet svarar utvecklingsdirektören."),
        ("sv", "För det här kapitlet ansvarar utvecklingsdirektören."),
    ],
)
def test_who_answers_for_a_section_is_said_in_many_ways(language, sentence):
    assert states_section(sentence, language)
    assert acting(sentence, language) in (["kehittämisjohtaja"], ["utvecklingsdirektören"])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Ohjelmasta vastaa kunnanhallitus."),
        ("fi", "Tästä asiasta vastaa rehtori."),
        ("sv", "Rektorn ansvarar för kvällen."),
    ],
)
def test_who_answers_for_one_thing_or_for_all_answers_for_no_section(language, sentence):
    assert not states_section(sentence, language)


@pytest.mark.parametrize(
    ("cell", "parties"),
    [
        ("Kirjasto (kumppanina Martat)", ["Kirjasto"]),
        ("Sivistystoimi, yhteistyössä kyläyhdistykset", ["Sivistystoimi"]),
        ("Biblioteket i samarbete med byalaget", ["Biblioteket"]),
        ("Yhteistyöryhmä, kirjasto", ["Yhteistyöryhmä", "kirjasto"]),
    ],
)
def test_partners_in_a_cell_do_not_answer(cell, parties):
    assert split_parties(cell) == parties


def test_he_who_acts_is_whom_the_sentence_before_names():
    text = "Hyvinvointikoordinaattori kerää ideat kylistä. Hän julkaisee ne verkossa toukokuussa."
    assert responsible(text, "Hän julkaisee ne verkossa toukokuussa.") == ("Hyvinvointikoordinaattori",)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        # A clause tells of the measure whose words it takes up, or of all; else of the one before it.
        ("Kyläilta pidetään. Kysely tehdään. Kyläillan kahviin on 300 euroa.", 1, 0),
        ("Kyläilta pidetään. Kysely tehdään. Näihin on varattu 300 euroa.", 1, 1),
        ("Kyläilta pidetään. Kysely tehdään. Varattu on 300 euroa.", 0, 1),
        # What has been told of a measure is its own as well.
        ("Kyläilta pidetään. Kahvi keitetään. Kysely tehdään. Kahvista vastaa rehtori.", 2, 0),
        # "This" takes up all that the sentence before states; words that stand in any sentence take up nothing.
        ("Kyläilta pidetään koululla, ja kysely tehdään verkossa. Tästä vastaa rehtori.", 1, 1),
        ("Kyläilta pidetään ennen joulua. Kysely tehdään. Tulokset tulevat ennen juhannusta.", 0, 1),
    ],
)
def test_a_clause_tells_of_the_measure_that_it_takes_up(text, first, second):
    units = units_of(text, "fi")
    measures = [
        unit for unit in units if "Kyläilta" in text[unit.start : unit.end] or "ysely" in text[unit.start : unit.end]
    ]
    assert [len(told) for told in told_of(text, units, measures, "fi")] == [first, second]


@pytest.mark.parametrize(
    ("stem", "item", "parties"),
    [
        ("Kyläkoordinaattori:", "kokoaa ideat kylistä", ("Kyläkoordinaattori",)),
        ("Kyläkoordinaattori järjestää vuonna 2027:", "kyläillat", ("Kyläkoordinaattori",)),
        ("Näistä vastaa kyläkoordinaattori:", "ideat kootaan kylistä", ("kyläkoordinaattori",)),
        ("Palvelujohtajat huolehtivat siitä, että", "viesti lähtee kahdella kielellä", ("Palvelujohtajat",)),
        # An item that is a sentence of its own is not done by the one who acts in the stem.
        ("Kyläkoordinaattori kysyy joka kevät ideoita:", "ideat luetaan kylittäin", ()),
    ],
)
def test_a_stem_governs_the_items_of_its_list(stem, item, parties):
    passage = Passage(0, Kind.LIST_ITEM, item, 0, len(item), 1, language="fi", stem=stem)
    assert ties_of_text(passage, Part(item, 0, len(item), 1.0, "measure")).responsible == parties


def test_who_answers_for_one_measure_of_a_passage_answers_for_no_other():
    text = "Tilat suunnitellaan vanhempien kanssa. Testaajia värvätään kolmekymmentä. Testauksesta vastaa digijohtaja."
    first, second, answering = units_of(text, "fi")
    passage = Passage(0, Kind.PARAGRAPH, text, 0, len(text), 1, language="fi")
    told = told_of(text, [first, second, answering], [first, second], "fi")
    named = [
        ties_of_text(passage, Part(text[one.start : one.end], one.start, one.end, 1.0, "measure", of)).responsible
        for one, of in zip((first, second), told, strict=True)
    ]
    assert named == [(), ("digijohtaja",)]


def test_who_answers_for_what_tells_nothing_of_the_measure_is_none_of_it():
    text = "Polku piirretään keväällä. Digipalvelut saavat kokeilijoita. Kokeilijoista vastaa digijohtaja."
    assert responsible(text, "Polku piirretään keväällä.") == ()
