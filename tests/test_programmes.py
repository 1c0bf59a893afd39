"""Whole programmes with gold: what is refused, what follows from the gold, and that ours are whole."""

import json
from dataclasses import replace

import pytest

from conftest import PROGRAMMES
from osallisuus_nlp import InvalidCorpus
from osallisuus_nlp.corpus import Labels, read_records
from osallisuus_nlp.corpus.programmes import (
    Gap,
    Goal,
    Lack,
    Measure,
    Programme,
    Rendering,
    Uncovered,
    gaps_of,
    passages_of,
    read_programme,
    spans_of,
    write_programme,
)
from osallisuus_nlp.corpus.source import parse_source
from osallisuus_nlp.framework import default_framework

FOLDERS = sorted(path.parent for path in PROGRAMMES.glob("*/gold.json"))

SOURCE = """---
title: Kuusijoen osallisuusohjelma
language: fi
---
# Kuusijoen osallisuusohjelma

Asukkaat ovat mukana päätöksissä. Asukasraati kokoontuu neljä kertaa vuodessa, ja sitä vetää hallintojohtaja.

Kunnan toimialat:

- järjestävät kyläiltoja

| Toimenpide | Vastuu |
|---|---|
| Osallistuva budjetointi, 5 000 € | |
"""

PANEL = Measure(
    quote="Asukasraati kokoontuu",
    place="prose",
    status="planned",
    goal="Asukkaat ovat mukana",
    perspectives=("influencing",),
    house=(),
    responsible=("hallintojohtaja",),
    vague=False,
    funding=(),
    resources=(),
    timetable=("neljä kertaa vuodessa",),
    indicator=(),
)
EVENINGS = replace(PANEL, quote="järjestävät kyläiltoja", goal="", responsible=(), vague=True, timetable=())
BUDGETING = replace(EVENINGS, quote="Osallistuva budjetointi", vague=False, funding=("5 000 €",))
PROGRAMME = Programme(
    id="fi-kuusijoki",
    language="fi",
    organisation="municipality",
    title="Kuusijoen osallisuusohjelma",
    author="us",
    licence="CC0",
    split="train",
    rendering=Rendering("weasyprint"),
    measures=(PANEL, EVENINGS, BUDGETING),
    goals=(Goal("Asukkaat ovat mukana", ("influencing",)), Goal("Asukasraati", ())),
    document_gaps=(),
    uncovered=Uncovered(("own_life",), ("feedback",)),
    criteria={criterion.id: 0 for criterion in default_framework().criteria} | {"influencing": 3},
    evidence={"influencing": ("Asukasraati kokoontuu",)},
)
PROGRAMME = replace(PROGRAMME, goals=PROGRAMME.goals[:1])


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "source.md").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def records():
    return list(passages_of(parse_source(SOURCE), "fi-kuusijoki"))


def test_what_is_written_is_read_again(folder):
    write_programme(PROGRAMME, folder)
    assert read_programme(folder) == PROGRAMME


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"measures": (replace(PANEL, quote="Kuusijoen"),)}, "stands 2 times in the source"),
        ({"measures": (replace(PANEL, quote="Kansalaisraati"),)}, "stands 0 times in the source"),
        ({"measures": (replace(PANEL, goal="Asukasraati"),)}, "its goal is none of the goals"),
        ({"measures": (replace(PANEL, vague=True),)}, "a vague party is no responsible party"),
        ({"measures": (replace(PANEL, funding=("6 000 €",)),)}, "funding '6 000 €' does not stand in the source"),
        ({"criteria": {}}, "are missing or unknown"),
        ({"criteria": PROGRAMME.criteria | {"definition": 3}}, "definition is at most 2, not 3"),
        ({"criteria": PROGRAMME.criteria | {"definition": 2}}, "definition has level 2 and 0 quotes as evidence"),
        ({"evidence": {"influencing": ("Asukkaita kuullaan",)}}, "'Asukkaita kuullaan' does not stand in the source"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_gold_that_does_not_fit_its_source_is_refused(folder, change, complaint):
    write_programme(replace(PROGRAMME, **change), folder)
    with pytest.raises(InvalidCorpus) as caught:
        read_programme(folder)
    assert str(caught.value).startswith(f"{folder / 'gold.json'}: ")
    assert complaint in str(caught.value)


def test_a_gold_of_another_form_is_refused(folder):
    (folder / "gold.json").write_text('{"id": "x"}', encoding="utf-8")
    with pytest.raises(InvalidCorpus, match=r"gold\.json: language: Field required"):
        read_programme(folder)
    with pytest.raises(InvalidCorpus, match="cannot be read"):
        read_programme(folder / "nowhere")


def test_passages_are_numbered_and_know_their_stem_and_their_columns():
    assert [(one.id, one.kind, one.stem) for one in records()] == [
        ("fi-kuusijoki:1", "paragraph", ""),
        ("fi-kuusijoki:2", "paragraph", ""),
        ("fi-kuusijoki:3", "list_item", "Kunnan toimialat:"),
        ("fi-kuusijoki:4", "table_row", ""),
    ]
    assert records()[3].text == "Toimenpide: Osallistuva budjetointi, 5 000 €\nVastuu: "


def test_gaps_follow_from_the_gold():
    """The panel has everything but money and an indicator; nobody in particular answers for the evenings."""
    gaps = gaps_of(PROGRAMME)
    assert [gap for gap in gaps if gap.subject == PANEL.quote] == [
        Gap("measure_without_funding", PANEL.quote),
        Gap("measure_without_indicator", PANEL.quote),
    ]
    assert Gap("vague_responsible", EVENINGS.quote) in gaps
    assert Gap("measure_without_responsible", EVENINGS.quote) not in gaps
    assert Gap("measure_without_responsible", BUDGETING.quote) in gaps
    assert Gap("measure_without_funding", BUDGETING.quote) not in gaps
    assert Gap("perspective_uncovered", "own_life") in gaps
    assert Gap("house_level_uncovered", "feedback") in gaps
    assert Gap("criterion_absent", "definition") in gaps
    assert Gap("criterion_absent", "influencing") not in gaps


def test_a_measure_of_another_matter_has_no_gap():
    roads = replace(BUDGETING, perspectives=())
    assert not [gap for gap in gaps_of(replace(PROGRAMME, measures=(roads,))) if gap.subject == roads.quote]


def test_a_goal_without_measure_is_a_gap():
    assert Gap("goal_without_measure", "Asukkaat ovat mukana") in gaps_of(replace(PROGRAMME, measures=(EVENINGS,)))
    assert Gap("goal_without_measure", "Asukkaat ovat mukana") not in gaps_of(PROGRAMME)


def test_a_mere_list_of_what_is_done_is_a_gap_of_the_whole():
    assert gaps_of(replace(PROGRAMME, document_gaps=("existing_only",)))[-1] == Gap("existing_only")


def test_what_the_gold_names_is_marked_in_the_passages():
    marked = [spans_of(PROGRAMME, record) for record in records()]
    assert [[(one.label, one.text) for one in record.spans] for record in marked] == [
        [
            ("goal", "Asukkaat ovat mukana"),
            ("measure", "Asukasraati kokoontuu"),
            ("timetable", "neljä kertaa vuodessa"),
            ("responsibility", "hallintojohtaja"),
        ],
        [],
        [("measure", "järjestävät kyläiltoja")],
        [("measure", "Osallistuva budjetointi"), ("funding", "5 000 €")],
    ]


# Ours


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_our_programmes_are_whole(folder):
    programme = read_programme(folder)
    assert programme.id == folder.name
    assert (folder / "programme.pdf").read_bytes().startswith(b"%PDF")
    assert programme.gaps == gaps_of(programme), "make samples derives them"
    assert all(entry.page >= 1 for entry in (*programme.measures, *programme.goals)), "make samples finds them"
    assert (programme.author, programme.licence) == ("osallisuus_nlp", "CC-BY-4.0")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_passage_of_our_programmes_is_labelled(folder):
    programme = read_programme(folder)
    text = (folder / "source.md").read_text(encoding="utf-8")
    source = parse_source(text, title=programme.title, language=programme.language)
    found = read_records([folder / "passages.jsonl"], split=programme.split)
    bare = [replace(record, labels=Labels(), spans=()) for record in found]
    assert bare == list(passages_of(source, folder.name, programme.split))
    assert [spans_of(programme, record) for record in found] == found, "make samples marks them"


def test_the_pairs_are_pairs():
    """Two programmes in both languages: one faithful, one whose Swedish version lacks what is listed."""
    programmes = {programme.id: programme for programme in map(read_programme, FOLDERS)}
    pairs = {name: one for name, one in programmes.items() if one.pair}
    assert len(pairs) == 4
    for name, one in pairs.items():
        other = programmes[one.pair.id]
        assert other.pair.id == name
        assert one.language != other.language
        assert one.split == other.split
        assert one.pair.faithful == other.pair.faithful
        if one.pair.faithful:
            assert len(one.measures) == len(other.measures)
            assert [m.status for m in one.measures] == [m.status for m in other.measures]
            assert one.criteria == other.criteria
        source = (PROGRAMMES / other.id / "source.md").read_text(encoding="utf-8")
        assert [lack for lack in one.pair.lacks if source.count(lack.quote) != 1] == []
    assert {name for name, one in pairs.items() if one.pair.lacks} == {"sv-rannikko"}
    assert isinstance(programmes["sv-rannikko"].pair.lacks[0], Lack)


def test_there_are_programmes_of_every_kind():
    programmes = [read_programme(folder) for folder in FOLDERS]
    alone = [one.language for one in programmes if not one.pair]
    assert (alone.count("fi"), alone.count("sv")) >= (9, 5)
    assert {one.organisation for one in programmes} == {"municipality", "wellbeing_services_county", "joint"}
    assert {one.split for one in programmes if one.language == "fi"} == {"train", "test"}
    assert {one.split for one in programmes if one.language == "sv"} == {"train", "test"}
    assert len({one.rendering for one in programmes}) >= 8
    assert {one.rendering.scan for one in programmes} == {"", "clean", "damaged"}
    assert any(one.document_gaps for one in programmes)


def test_the_pdf_of_a_programme_has_4_to_25_pages():
    import pypdfium2

    for folder in FOLDERS:
        with pypdfium2.PdfDocument(folder / "programme.pdf") as pdf:
            assert 4 <= len(pdf) <= 25, folder.name
            programme = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
            assert all(entry["page"] <= len(pdf) for entry in programme["measures"])
