"""The planning table: filled from a programme, completed in a spreadsheet, read back and analysed again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import osallisuus_nlp as onlp
from osallisuus_nlp.errors import CorruptDocument, UnsupportedFormat
from osallisuus_nlp.plan import read_planning
from osallisuus_nlp.report import planning_frame, write_planning

TEXT = """# Osallisuusohjelma

Tavoitteena on, että asukkaat vaikuttavat ennen päätöksiä.

Asukasilta järjestetään keväällä 2026 asukkaiden kuulemiseksi.

Sivistysjohtaja kutsuu asukasraadin koolle neljä kertaa vuodessa.
"""


@pytest.fixture(scope="module")
def analysis():
    return onlp.analyse_document(onlp.parse_text(TEXT))


def test_frame_has_a_row_for_each_measure_and_each_perspective_without_one(analysis):
    frame = planning_frame(analysis)
    assert list(frame.columns) == [
        "perspective", "goal", "measure", "responsible", "resources", "funding", "timetable", "indicator", "page",
    ]  # fmt: skip
    assert set(frame["perspective"]) == {
        "Osallisuus omassa elämässä", "Osallisuus vaikuttamisen prosesseissa",
        "Osallisuus paikallisesti (yhteisestä hyvästä)",
    }  # fmt: skip
    council = frame[frame["measure"].str.contains("asukasraadin")].iloc[0]
    assert (council["responsible"], council["funding"]) == ("Sivistysjohtaja", "")


def test_empty_cells_of_the_workbook_are_coloured(analysis, tmp_path):
    sheet = load_workbook(write_planning(analysis, tmp_path / "table.xlsx", language="sv")).active
    header = [cell.value for cell in sheet[1]]
    assert header[:4] == ["Delområde för delaktighet", "Mål", "Åtgärd", "Ansvarig"]
    for row in sheet.iter_rows(min_row=2, max_col=8):
        for cell in row[1:]:
            assert (cell.value is None) == (cell.fill.fill_type == "solid")


def test_empty_cells_of_csv_are_dashes(analysis, tmp_path):
    path = write_planning(analysis, tmp_path / "table.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][5] == "Rahoitus"
    assert all(row[5] for row in rows[1:]), "no cell to fill is left without its mark"


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_what_is_written_is_read_back(analysis, tmp_path, suffix):
    path = write_planning(analysis, tmp_path / f"table.{suffix}")
    again = onlp.analyse_document(read_planning(path))
    written = {text for text in planning_frame(analysis)["measure"] if text}
    assert {row.text for row in again.plan.measures} == written


def test_a_measure_beneath_two_perspectives_is_completed_once(tmp_path):
    """A measure is written beneath each of its perspectives; what its author fills in beneath one is said of it."""
    table = tmp_path / "table.csv"
    table.write_text(
        "Osallisuuden osa-alue,Tavoite,Toimenpide,Vastuutaho\n"
        "Osallisuus vaikuttamisen prosesseissa,–,Asukasilta järjestetään.,–\n"
        "Osallisuus paikallisesti,–,Asukasilta järjestetään.,kuntajohtaja\n",
        encoding="utf-8",
    )
    (row,) = read_planning(table).tables[0].rows
    assert row == (
        "Osallisuus vaikuttamisen prosesseissa; Osallisuus paikallisesti",
        "",
        "Asukasilta järjestetään.",
        "kuntajohtaja",
    )


def test_a_completed_table_loses_its_gaps(tmp_path):
    book = Workbook()
    header = ["Tavoite", "Toimenpide", "Vastuutaho", "Rahoitus", "Aikataulu", "Mittari"]
    filled = [
        "Asukkaat kuullaan",
        "Asukasilta kylillä asukkaiden kuulemiseksi",
        "kuntajohtaja",
        "500 €",
        "2026",
        "osallistujat",
    ]
    book.active.append(header)
    book.active.append([*filled[:3], None, *filled[4:]])
    book.save(tmp_path / "before.xlsx")
    book.active.delete_rows(2)
    book.active.append(filled)
    book.save(tmp_path / "after.xlsx")

    def lacks(name: str) -> set[str]:
        analysis = onlp.analyse_document(read_planning(tmp_path / name))
        return {gap.kind for gap in analysis.gaps if gap.row is not None}

    assert lacks("before.xlsx") == {"measure_without_funding"}
    assert lacks("after.xlsx") == set()


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3"])
def test_no_cell_becomes_a_formula(tmp_path, text):
    source = tmp_path / "hostile.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ["Tavoite", "Toimenpide", "Vastuutaho"],
                ["Asukkaat kuullaan päätöksissä", text + " asukasilta", "kuntajohtaja"],
            ]
        )
    analysis = onlp.analyse_document(read_planning(source))
    sheet = load_workbook(write_planning(analysis, tmp_path / "out.xlsx")).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    with write_planning(analysis, tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not [cell for row in csv.reader(file) for cell in row if cell.startswith(("=", "+", "@", "-"))]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"no workbook"])
def test_a_broken_workbook_is_a_typed_error(tmp_path, content):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(content)
    with pytest.raises(CorruptDocument):
        read_planning(path)


def test_another_format_is_refused(analysis, tmp_path):
    with pytest.raises(UnsupportedFormat):
        write_planning(analysis, tmp_path / "table.docx")
    (tmp_path / "table.txt").write_text("x")
    with pytest.raises(UnsupportedFormat):
        read_planning(tmp_path / "table.txt")


def test_completed_tables_are_files_like_others(tmp_path: Path) -> None:
    """Among programmes, in worker processes; a missing one ends nothing."""
    programme = tmp_path / "ohjelma.txt"
    programme.write_text("Osallisuusohjelma\n\nAsukasilta järjestetään keväällä 2027.\n", encoding="utf-8")
    table = onlp.write_planning(onlp.analyse(programme), tmp_path / "ohjelma.xlsx")
    results = list(onlp.analyse_many([tmp_path / "none.csv", table, programme]))
    assert isinstance(results[0], onlp.Failure)
    assert results[0].error == "UnreadableDocument"
    assert [len(one.plan.measures) for one in results[1:] if isinstance(one, onlp.Analysis)] == [1, 1]


def test_a_table_is_opened_as_carefully_as_a_programme(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(onlp.UnreadableDocument, match="is a folder"):
        onlp.analyse(tmp_path / "folder.csv")
    table = tmp_path / "table.csv"
    table.write_text("Tavoite,Toimenpide\nKuullaan,Asukasilta\n", encoding="utf-8")
    with pytest.raises(onlp.LimitExceeded, match="over the limit of 10"):
        onlp.analyse(table, limits=onlp.Limits(max_bytes=10))
