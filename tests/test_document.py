"""The document model: spans, heading paths, and the way to JSON and back."""

import json
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osallisuus_nlp import Document, InvalidResult
from osallisuus_nlp.document import Box, Cell, Kind, Page, Passage, Role, Table, assemble


def heading(level, text):
    return Passage(0, Kind.HEADING, text, 0, 0, 1, level=level)


def paragraph(text):
    return Passage(0, Kind.PARAGRAPH, text, 0, 0, 1)


def document(*drafts, **more):
    return assemble(drafts, name="ohjelma.pdf", format="pdf", sha256="0" * 64, **more)


PROGRAMME = document(
    heading(1, "Kuusijoen osallisuusohjelma"),
    paragraph("Ohjelma on voimassa vuosina 2026–2029."),
    heading(2, "Toimenpiteet"),
    Passage(
        0,
        Kind.TABLE_ROW,
        "Toimenpide: Asukasraati\nAikataulu: 2026",
        0,
        0,
        2,
        box=Box(72.0, 120.5, 523.25, 138.0),
        cells=(Cell("Toimenpide", "Asukasraati"), Cell("Vastuutaho", ""), Cell("Aikataulu", "2026")),
        table=0,
        language="fi",
    ),
    Passage(0, Kind.PARAGRAPH, "1 Toimenpiteet ........ 2", 0, 0, 1, role=Role.CONTENTS),
    pages=[Page(1, 595.0, 842.0, removed=("Kuusijoen kunta", "1 (2)")), Page(2, 842.0, 595.0)],
    tables=[Table(0, 2, ("Toimenpide", "Vastuutaho", "Aikataulu"), (("Asukasraati", "", "2026"),))],
)

boxes = st.builds(Box, *[st.floats(allow_nan=False, allow_infinity=False)] * 4)
cells = st.lists(st.builds(Cell, st.text(), st.text()), max_size=3).map(tuple)
headings = st.builds(heading, st.integers(1, 4), st.text(min_size=1))
others = st.builds(
    Passage,
    id=st.integers(),
    kind=st.sampled_from([Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.TABLE_ROW]),
    text=st.text(min_size=1),
    start=st.integers(),
    end=st.integers(),
    page=st.integers(0, 400),
    box=st.none() | boxes,
    language=st.sampled_from(["fi", "sv", "en", "und"]),
    stem=st.text(),
    cells=cells,
    table=st.none() | st.integers(0, 9),
    role=st.sampled_from(Role),
)
documents = st.lists(headings | others, max_size=8).map(lambda drafts: document(*drafts))


def test_text_is_the_passages_parted_by_blank_lines():
    made = document(heading(1, "Mål"), paragraph("Invånarna deltar."), paragraph("Rådet möts i maj."))
    assert made.text == "Mål\n\nInvånarna deltar.\n\nRådet möts i maj."
    assert [(p.id, p.start, p.end) for p in made.passages] == [(0, 0, 3), (1, 5, 22), (2, 24, 41)]


@given(documents)
def test_every_span_points_at_its_passage(made):
    assert all(made.text[p.start : p.end] == p.text for p in made.passages)
    assert [p.id for p in made.passages] == list(range(len(made.passages)))


def test_heading_path_follows_the_levels():
    made = document(
        paragraph("Johdanto ennen otsikoita."),
        heading(1, "1 Tavoitteet"),
        heading(2, "1.1 Nuoret"),
        paragraph("Nuoria kuullaan."),
        heading(2, "1.2 Ikäihmiset"),
        paragraph("Vanhusneuvostoa kuullaan."),
        heading(1, "2 Seuranta"),
        paragraph("Seurataan vuosittain."),
    )
    assert [p.headings for p in made.passages] == [
        (),
        (),
        ("1 Tavoitteet",),
        ("1 Tavoitteet", "1.1 Nuoret"),
        ("1 Tavoitteet",),
        ("1 Tavoitteet", "1.2 Ikäihmiset"),
        (),
        ("2 Seuranta",),
    ]


def test_heading_path_where_a_level_is_left_out():
    made = document(heading(1, "Mål"), heading(3, "Unga"), paragraph("a"), heading(2, "Äldre"), paragraph("b"))
    assert [p.headings for p in made.passages if p.kind is Kind.PARAGRAPH] == [("Mål", "Unga"), ("Mål", "Äldre")]


@given(documents)
def test_heading_path_is_that_of_the_nearest_heading_above_and_that_heading(made):
    """For a heading, the nearest one of a higher level."""
    for passage in made.passages:
        above = [
            p
            for p in made.passages[: passage.id]
            if p.kind is Kind.HEADING and (passage.kind is not Kind.HEADING or p.level < passage.level)
        ]
        assert passage.headings == ((*above[-1].headings, above[-1].text) if above else ())


def test_assembling_keeps_what_is_known_of_a_draft():
    row = PROGRAMME.passages[3]
    assert row.page == 2
    assert row.box == Box(72.0, 120.5, 523.25, 138.0)
    assert [cell.text for cell in row.cells] == ["Asukasraati", "", "2026"]
    assert row.headings == ("Kuusijoen osallisuusohjelma", "Toimenpiteet")


def test_a_document_without_passages_has_no_text():
    assert document().text == ""
    assert document().passages == ()


def test_union_of_boxes_holds_both():
    assert Box(72, 100, 300, 112).union(Box(90, 114, 320, 126)) == Box(72, 100, 320, 126)


def test_documents_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        PROGRAMME.passages[0].text = "Toinen otsikko"


def test_json_round_trip_of_a_programme():
    assert Document.from_json(PROGRAMME.to_json()) == PROGRAMME
    assert Document.from_json(PROGRAMME.to_json(indent=2).encode()) == PROGRAMME


@given(documents)
def test_json_round_trip_of_any_document(made):
    assert Document.from_json(made.to_json()) == made


def test_json_is_plain_to_other_programs():
    row = json.loads(PROGRAMME.to_json())["passages"][3]
    assert row["kind"] == "table_row"
    assert row["box"] == {"x0": 72.0, "top": 120.5, "x1": 523.25, "bottom": 138.0}
    assert row["headings"] == ["Kuusijoen osallisuusohjelma", "Toimenpiteet"]


def test_json_holds_the_text_once():
    """In the passages; joined by blank lines they are the text that spans refer to."""
    saved = json.loads(PROGRAMME.to_json())
    assert "text" not in saved
    assert "\n\n".join(passage["text"] for passage in saved["passages"]) == PROGRAMME.text


def test_json_of_earlier_versions_with_the_text_beside_the_passages_is_read():
    assert Document.from_json(changed(text=PROGRAMME.text)) == PROGRAMME


def changed(**fields):
    return json.dumps(json.loads(PROGRAMME.to_json()) | fields)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("", "value: Invalid JSON", id="nothing"),
        pytest.param(PROGRAMME.to_json()[:-40], "value: Invalid JSON", id="cut short"),
        pytest.param(b"\xff\xfe{}", "value: Invalid JSON", id="not UTF-8"),
        pytest.param("[]", "value: ", id="a list"),
        pytest.param("{}", "name: Field required", id="no fields"),
        pytest.param(changed(passages=None), "passages: ", id="no passages"),
        pytest.param(changed(name=2026), "name: ", id="a number for the name"),
        pytest.param(changed(passages=[{"text": 2026}]), "passages.0.", id="a number for a text"),
        pytest.param(changed(pages=[{"number": 1}]), "pages.0.width: Field required", id="half a page"),
        pytest.param(changed(passages=[{"kind": "footnote"}]), "passages.0.", id="an unknown kind of passage"),
    ],
)
def test_wrong_json_is_refused_with_the_place_of_the_fault(text, complaint):
    with pytest.raises(InvalidResult) as caught:
        Document.from_json(text)
    message = str(caught.value)
    assert message.startswith(f"not the JSON of a document: {complaint}")
    assert "\n" not in message
