"""The headings of a planning table's columns, as officers write them: each must give its plan element, or none."""

import pytest

from osallisuus_nlp.entities import column_elements

# One heading an entry; what a column holds, then how it is headed.
HEADINGS = {
    "goal": """
        Tavoite | Tavoitteet | TAVOITE | Tavoite: | Tavoitteita | Tavotie | Osatavoitteet | Päämäärä | Päämäärät
        Tavoite 2026–2029 | Strateginen tavoite | Tahtotila | Mihin pyritään? | Mitä tavoitellaan?
        Mitä halutaan saada aikaan? | Toiminnan tavoite | Ta- voite | Tavoite¹ | Kehittämistavoitteet | Mål | MÅL
        Målsättning | Målsättningar | Mål- sättning | Delmål | Målbild | Syfte | Övergripande mål
        Vad vill vi uppnå? | Mål för perioden | Strategiska mål
        """,
    "measure": """
        Toimenpide | Toimenpiteet | TOIMENPITEET | Toimen- pide | Toi-menpide | Toimenpiteitä | Toimenpite | Keinot
        Keino | Mitä tehdään? | Miten? | Mitä? | Miten toteutetaan? | Konkreettiset toimenpiteet
        Kehittämistoimenpiteet | Toimenpide-ehdotus | Toimenpiteet 2026 | Teot | Ratkaisuehdotus
        Toimenpiteet tavoitteen saavuttamiseksi | Toimenpide* | Åtgärd | Åtgärder | ÅTGÄRDER | Åtgär- der
        Åtgärdsförslag | Vad? | Hur? | Vad görs? | Vad ska göras? | Hur gör vi? | Konkreta åtgärder | Insatser
        Metoder | Åtgärder för att nå målet | Åtgarder
        """,
    "responsibility": """
        Vastuutaho | VASTUUTAHO | Vastuutahot | Vastuu- taho | Vas-tuutaho | Vastuu taho | Vastutaho | Vastuutaho1
        Vastuutaho 1) | Vastuuhenkilö | Vastuuhenkilö/-taho | Vastuuhenkilöt | Vastuu | Vastuullinen
        Vastuullinen taho | Vastuuyksikkö | Kuka? | Kuka tekee? | Kuka vastaa? | Ketkä toteuttavat? | Toteuttaja
        Toteuttajat | Toteuttaja(t) | Toteuttava taho | Toteutuksesta vastaa | Toimenpiteen vastuutaho | Tekijä
        Kenen vastuulla? | Vastuutoimiala | Ansvarig | Ansvariga | ANSVARIG | Ansvarsinstans | Ansvars- instans
        Ansvarig part | Ansvarig instans | Ansvarsperson | Ansvarig förvaltning | Ansvarig tjänsteinnehavare
        Vem gör? | Vem ansvarar? | Vem? | Vem gör vad? | Ansvar | Huvudansvar | Ansvarigt organ
        Ansvar för genomförandet | Genomförare | Ansvarsintans
        """,
    "funding": """
        Kustannukset | Kustannus | KUSTANNUKSET | Kustan- nukset | Kustannukset (€) | Kustannukset, €
        Kustannukset € | € | Euroa | Kustannusarvio | Arvioidut kustannukset | Kustannusvaikutukset | Budjetti
        Rahoitus | Rahoituslähde | Määräraha | Talousarvio | Mitä maksaa? | Kustannukset: 2026 | Kustannuset
        €/vuosi | Kustannukset yhteensä | Kostnader | Kostnad | Kostnader (€) | Kost- nader | Beräknade kostnader
        Finansiering | Budget | Anslag | Vad kostar det? | Finansieringskälla | Kostnadskalkyl | Kostnader per år
        Kustannukset/vuosi | KOSTNADER
        """,
    "timetable": """
        Aika | Aikataulu | AIKATAULU | Aika- taulu | Ai-kataulu | Aikatalu | Milloin? | Milloin tehdään? | Ajankohta
        Vuosi | Toteutusaikataulu | Toteutuksen aikataulu | Määräaika | Mihin mennessä? | Toteutusvuosi | Ajoitus
        Aikataulu* | Aikaväli | Tidtabell | Tid- tabell | Tidtabel | När? | När genomförs? | Tidsplan | Tidpunkt
        Tid | År | Tidsram | Tidtabell för genomförandet | TIDTABELL | Klart senast
        """,
    "indicator": """
        Seuranta | Mittarit | Mittari | MITTARIT | Mitta- rit | Mittari(t) | Seurantamittarit | Indikaattori
        Indikaattorit | Indikaatori | Arviointi | Seuranta ja arviointi | Seuranta/mittari | Seurannan mittarit
        Miten seurataan? | Miten toteutumista seurataan? | Mistä tiedämme onnistuneemme? | Toteutumisen seuranta
        Tunnusluvut | Arviointikriteerit | Uppföljning | Upp-följning | Uppföljning och utvärdering | Indikator
        Indikator(er) | Indikatorer | Mätare | MÄTARE | Nyckeltal | Utvärdering | Hur följs det upp?
        Hur mäts resultatet? | Uppfölning
        """,
    "resources": """
        Resurssit | Resurssi | RESURSSIT | Resurs- sit | Resursit | Tarvittavat resurssit | Henkilöstöresurssit
        Resurssitarve | Resurser | Resurs | Resursbehov | Personalresurser | Millä resursseilla?
        """,
    "resources funding": "Resurssit ja rahoitus | Resurssit/kustannukset | Resurser och finansiering",
    "responsibility timetable": "Vastuu ja aikataulu | Kuka ja milloin? | Ansvar och tidtabell | Vem och när?",
    "goal measure": "Tavoite ja toimenpide | Mål/åtgärd",
    # What is no plan element.
    "": """
        Kunta | Sivu | Nimi | Puhelin | Versio | Datum | Version | Organ | Beskrivning | Toimielin | Kohderyhmä
        Kohderyhmät | Målgrupp | Målgrupper | Nro | Nr | Kuvaus | Päivämäärä | Muutos | Laatija | Hyväksytty
        Kommun | Sida | Namn | Telefon | Asukasluku | Invånarantal | Sähköposti | E-post | Palvelu | Kanava | Riski
        Kenen kanssa? | Yhteistyökumppanit | Samarbetspartner | Lisätietoja | Anmärkningar | Huom. | Nykytila
        Nuläge | Status | Kenelle? | För vem? | Teema | Perspektiv | Puheenjohtaja | Ordförande | Vastausprosentti
        Vastaukset | Svar | Toimenpiteen nimi | Åtgärdens nummer | Seura | Kurssi | Rajoitus | Miksi? | Varför?
        Missä? | Kokous | Möte | Ikäryhmä | Muuta | Övrigt | 12 | – | ?
        """,
}
CASES = [
    (heading.strip(), set(elements.split()))
    for elements, headings in HEADINGS.items()
    for line in headings.strip().splitlines()
    for heading in line.split("|")
]


@pytest.mark.parametrize(("heading", "elements"), CASES, ids=[heading for heading, _ in CASES])
def test_heading_gives_what_its_column_holds(heading, elements):
    assert column_elements(heading) == elements


def test_the_headings_above_are_many_and_all_different():
    assert len(CASES) == len({heading for heading, _ in CASES}) >= 250


def test_what_is_known_to_be_something_else_can_be_told_from_the_unknown():
    assert column_elements("Kohderyhmä", others=True) == {"other"}
    assert column_elements("Målgrupp", others=True) == {"other"}
    assert column_elements("Sää", others=True) == set()
