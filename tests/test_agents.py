"""Who acts: the agent of a verb, or that no one is named, with the words that say so."""

import json

import pytest

from conftest import ROOT
from osallisuus_nlp.language import annotate

CLAUSES = ROOT / "corpora" / "language"


def agent(language, text, verb):
    """Return the agent's head, the kind and the cue of a verb, as words."""
    [doc] = annotate([text], language)
    found = next(token for token in doc if token.text == verb)._.agent
    assert found is not None, f"{verb} is taken for no verb"
    return (None if found.head is None else doc[found.head].text, found.kind, [doc[i].text for i in found.cue])


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Hyvinvointikoordinaattori järjestää asukasillan.", "järjestää", ("Hyvinvointikoordinaattori", "active", [])),
        ("Asukasilta järjestetään syksyllä.", "järjestetään", (None, "passive", ["järjestetään"])),
        ("Palaute on käsitelty johtoryhmässä.", "käsitelty", (None, "passive", ["käsitelty"])),
        ("Ranta kunnostetaan kunnan toimesta.", "kunnostetaan", ("kunnan", "passive", ["toimesta"])),
        ("Lautakunnan järjestämä tilaisuus pidetään keväällä.", "järjestämä", ("Lautakunnan", "participle", [])),
        ("Koulutuksen toteuttaa kansalaisopisto.", "toteuttaa", ("kansalaisopisto", "active", [])),
        ("Aloitteen voi jättää kirjastoon.", "jättää", (None, "generic", ["jättää"])),
        ("Kehitämme palautejärjestelmää.", "Kehitämme", (None, "we", ["Kehitämme"])),
        ("Rehtori kokoaa palautteen ja esittelee sen.", "esittelee", ("Rehtori", "active", [])),
        ("Palautteen kerääminen aloitetaan.", "kerääminen", (None, "nominal", ["kerääminen"])),
    ],
)
def test_finnish(text, verb, expected):
    assert agent("fi", text, verb) == expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Välfärdskoordinatorn ordnar en invånarkväll.", "ordnar", ("Välfärdskoordinatorn", "active", [])),
        ("Invånarkvällar ordnas varje höst.", "ordnas", (None, "passive", ["ordnas"])),
        ("Klientrådet sammankallas av servicechefen.", "sammankallas", ("servicechefen", "passive", ["av"])),
        ("Man får ett svar inom tio dagar.", "får", (None, "generic", ["Man"])),
        ("Kulturproducenten bokar lokalen och informerar alla.", "informerar", ("Kulturproducenten", "active", [])),
        # What had been told wrong: an object before its verb, *männen* taken for *man*, a deponent that is none with
        # a particle, *av* behind a time, a pronoun beside its verb, a list's line break taken for a name.
        ("Den nya appen utvecklar informationsenheten.", "utvecklar", ("informationsenheten", "active", [])),
        ("Förslag som gäller trafiken bereder trafikplaneraren.", "bereder", ("trafikplaneraren", "active", [])),
        ("Där leder männen en egen grupp.", "leder", ("männen", "active", [])),
        ("Responsen samlas in med pekplattor.", "samlas", (None, "passive", ["samlas"])),
        ("Budgeten bereds under hösten av ekonomiavdelningen.", "bereds", ("ekonomiavdelningen", "passive", ["av"])),
        ("Den rätten har vi haft sedan länge.", "haft", ("vi", "active", [])),
        ("Vårt mål är att alla ska ha möjlighet att påverka.", "är", ("mål", "active", [])),
        ("Insats: kontakt, takten bestäms av den unga\nVem: stödet", "bestäms", ("unga", "passive", ["av"])),
    ],
)  # fmt: skip
def test_swedish(text, verb, expected):
    assert agent("sv", text, verb) == expected


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_clauses_are_well_formed_and_half_have_no_agent(language):
    entries = [
        json.loads(line) for line in (CLAUSES / f"clauses_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(entries) >= 300
    assert len({entry["id"] for entry in entries}) == len(entries)
    for entry in entries:
        for key in ("verb", "agent", "cue"):
            if entry[key]:
                start, end = entry[key]
                found = entry["text"][start:end]
                assert found == found.strip() and found, entry
        if entry["agent"] is None:
            assert entry["cue"], entry
    assert 0.4 < sum(entry["agent"] is None for entry in entries) / len(entries) < 0.6
    splits = {}
    for entry in entries:
        assert splits.setdefault(entry["text"], entry["split"]) == entry["split"]


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_clause_was_labelled_twice(language):
    first = [
        json.loads(line)["id"]
        for line in (CLAUSES / f"clauses_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    second = [
        json.loads(line)["id"]
        for line in (CLAUSES / f"clauses_{language}_second.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert first == second
