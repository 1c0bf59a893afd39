"""The command line: what it writes, what it says on standard error, and its exit codes."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from osallisuus_nlp import Analysis, __version__, load_framework
from osallisuus_nlp.cli import app

FINNISH = "Osallisuusohjelma\n\nAsukasilta järjestetään kaksi kertaa vuodessa.\n"
SWEDISH = "Delaktighetsprogram\n\nInvånarkvällar ordnas två gånger om året.\n"


def run(*arguments: str | Path) -> Result:
    runner = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1", "FORCE_COLOR": None})
    return runner.invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "ohjelma.txt"
    path.write_text(FINNISH, encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> list[Path]:
    """Files that cannot be read, one way each."""
    contents = {"empty.txt": b"", "cut.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type", "letter.docx": b"PK\x03\x04"}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents] + [tmp_path / "nowhere.pdf"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "results" / "today"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# ---------------------------------------------------------------- analyse


def test_html_is_what_is_written_if_nothing_is_asked(good: Path, out: Path) -> None:
    result = run("analyse", good, "--out", out)
    assert (result.exit_code, result.stderr) == (0, "")
    assert names(out) == ["ohjelma.html"]
    assert '<html lang="fi">' in (out / "ohjelma.html").read_text(encoding="utf-8")
    assert result.stdout.startswith("ohjelma.txt: ")
    assert str(out / "ohjelma.html") in result.stdout.replace("\n", "")


def test_formats_that_are_asked_for(good: Path, out: Path) -> None:
    result = run("analyse", good, "--out", out, "--format", "JSON, csv", "--language", "sv")
    assert result.exit_code == 0
    assert names(out) == [
        "ohjelma.criteria.csv",
        "ohjelma.gaps.csv",
        "ohjelma.json",
        "ohjelma.named.csv",
        "ohjelma.passages.csv",
        "ohjelma.plan.csv",
        "ohjelma.planning.csv",
    ]
    analysis = Analysis.from_json((out / "ohjelma.json").read_bytes())
    assert analysis.document.name == "ohjelma.txt"


@pytest.mark.parametrize(("formats", "table"), [("xlsx", "ohjelma.xlsx"), ("csv", "ohjelma.planning.csv")])
def test_a_planning_table_is_written_completed_and_analysed(good: Path, out: Path, formats: str, table: str) -> None:
    """The programme names no one who answers for its residents' evening; its authors write it into the table."""
    assert run("analyse", good, "--out", out, "--format", formats).exit_code == 0
    lacking = run("analyse", out / table, "--out", out / "before", "--format", "json")
    assert (lacking.exit_code, lacking.stderr) == (0, "")

    _complete(out / table, {"Vastuutaho": "hyvinvointikoordinaattori", "Rahoitus": "500 €"})
    result = run("analyse", out / table, "--out", out / "after", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")

    name = Path(table).stem
    before, after = (Analysis.from_json((out / when / f"{name}.json").read_bytes()) for when in ("before", "after"))
    assert [row.responsible for row in after.plan.measures] == [("hyvinvointikoordinaattori",)]
    assert {"measure_without_responsible", "measure_without_funding"} == _kinds(before) - _kinds(after)


def _kinds(analysis: Analysis) -> set[str]:
    return {gap.kind for gap in analysis.gaps if gap.row is not None}


def _complete(table: Path, cells: dict[str, str]) -> None:
    """Fill the cells of the row that has a measure, as an author would in a spreadsheet."""
    if table.suffix == ".xlsx":
        book = load_workbook(table)
        header = [cell.value for cell in book.active[1]]
        row = next(row for row in book.active.iter_rows(min_row=2) if row[header.index("Toimenpide")].value)
        for column, text in cells.items():
            row[header.index(column)].value = text
        book.save(table)
        return
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    next(row for row in rows if row["Toimenpide"] != "–").update(cells)
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_a_spreadsheet_of_other_things_is_no_planning_table(tmp_path: Path, good: Path, out: Path) -> None:
    other = tmp_path / "prices.csv"
    other.write_text("Paikka,Aukiolo\nKirjasto,10-18\n", encoding="utf-8")
    result = run("analyse", other, good, "--out", out)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"osallisuus: {other}: is no planning table")
    assert names(out) == ["ohjelma.html"]


def test_language_of_the_report(good: Path, out: Path) -> None:
    assert run("analyse", good, "--out", out, "--language", "en").exit_code == 0
    assert '<html lang="en">' in (out / "ohjelma.html").read_text(encoding="utf-8")


def test_quiet_says_nothing_when_all_is_well(good: Path, out: Path) -> None:
    result = run("analyse", good, "--out", out, "--quiet")
    assert (result.exit_code, result.output) == (0, "")
    assert names(out) == ["ohjelma.html"]


def test_bad_files_do_not_stop_the_good_one(good: Path, bad: list[Path], out: Path) -> None:
    result = run("analyse", *bad[:2], good, *bad[2:], "--out", out)
    assert result.exit_code == 1
    assert names(out) == ["ohjelma.html"]
    lines = result.stderr.splitlines()
    assert len(lines) == len(bad)
    for line, path in zip(lines, bad, strict=True):
        assert line.startswith(f"osallisuus: {path}: ")
    assert "Traceback" not in result.output


def test_only_bad_files(bad: list[Path], out: Path) -> None:
    result = run("analyse", *bad, "--out", out)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == len(bad)
    assert result.stdout == ""
    assert names(out) == []


def test_errors_stand_on_standard_error_of_a_real_process(bad: list[Path], out: Path) -> None:
    code = "from osallisuus_nlp.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, "analyse", *map(str, bad), "--out", str(out)],
        capture_output=True,
        env={name: value for name, value in os.environ.items() if name != "FORCE_COLOR"},
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == len(bad)


def test_files_of_one_name_do_not_overwrite_each_other(tmp_path: Path, out: Path) -> None:
    files = []
    for folder, name, text in (
        ("a", "ohjelma.txt", FINNISH),
        ("b", "ohjelma.txt", SWEDISH),
        ("c", "Ohjelma.txt", FINNISH),
        ("d", "ohjelma-2.txt", SWEDISH),
    ):
        path = tmp_path / folder / name
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        files.append(path)
    assert run("analyse", *files, "--out", out, "--format", "json").exit_code == 0
    assert names(out) == ["Ohjelma-3.json", "ohjelma-2-2.json", "ohjelma-2.json", "ohjelma.json"]
    languages = {path.stem: Analysis.from_json(path.read_bytes()).document.language for path in out.iterdir()}
    assert languages == {"ohjelma": "fi", "ohjelma-2": "sv", "Ohjelma-3": "fi", "ohjelma-2-2": "sv"}


@pytest.mark.parametrize("formats", ["docx", "html,pdf", "", ","])
def test_unknown_format(formats: str, good: Path, out: Path) -> None:
    result = run("analyse", good, "--out", out, "--format", formats)
    assert result.exit_code == 2
    assert result.stderr == f"osallisuus: --format {formats}: choose from html, json, csv, xlsx, parted by commas\n"
    assert not out.exists()


@pytest.mark.parametrize("arguments", [["--language", "de"], ["--organisation", "parish"], ["--colour", "red"]])
def test_unknown_option_or_value(arguments: list[str], good: Path, out: Path) -> None:
    result = run("analyse", good, "--out", out, *arguments)
    assert result.exit_code == 2
    assert arguments[0] in result.stderr
    assert not out.exists()


def test_no_files_at_all() -> None:
    result = run("analyse")
    assert result.exit_code == 2
    assert "files" in result.stderr


def test_out_that_is_a_file(good: Path) -> None:
    before = good.read_bytes()
    result = run("analyse", good, "--out", good)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"osallisuus: --out {good}: the folder cannot be made: ")
    assert len(result.stderr.splitlines()) == 1
    assert good.read_bytes() == before


def test_report_that_cannot_be_written(good: Path, out: Path) -> None:
    (out / "ohjelma.html").mkdir(parents=True)
    result = run("analyse", good, "--out", out)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"osallisuus: {out / 'ohjelma'}: cannot be written: ")
    assert len(result.stderr.splitlines()) == 1


# ---------------------------------------------------------------- frameworks


OWN = """
[[criterion]]
id = "evenings"
fi = "Illat"
sv = "Kvällar"
en = "Evenings"
source = ["sokra-johtaminen"]
group = "E"
max = 1
question = { fi = "Onko iltoja?", sv = "Ordnas kvällar?", en = "Are there evenings?" }
guidance = { fi = "Kirjatkaa illat.", sv = "Skriv in kvällarna.", en = "Write down the evenings." }
organisation = ["municipality"]
terms = { fi = ["asukasilta"], sv = ["invånarkväll"] }
"""


@pytest.mark.parametrize(("organisation", "asked"), [("municipality", True), ("wellbeing_services_county", False)])
def test_own_framework_and_organisation(organisation: str, asked: bool, good: Path, out: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN, encoding="utf-8")
    result = run("analyse", good, "-o", out, "-f", "html,json", "--framework", own, "--organisation", organisation)
    assert result.exit_code == 0
    analysis = Analysis.from_json((out / "ohjelma.json").read_bytes())
    assert ("evenings" in {entry.criterion for entry in analysis.assessment.criteria}) is asked
    assert ("Onko iltoja?" in (out / "ohjelma.html").read_text(encoding="utf-8")) is asked


@pytest.mark.parametrize("command", [["analyse", "x.txt"], ["framework"]])
@pytest.mark.parametrize("text", [OWN.replace("max = 1\n", ""), "[[criterium]]\n", "not TOML", None])
def test_bad_framework_is_told_in_one_line(command: list[str], text: str | None, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    if text is not None:
        own.write_text(text, encoding="utf-8")
    result = run(*command, "--framework", own)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"osallisuus: {own}: ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_framework_lists_all_that_is_looked_for(language: str) -> None:
    result = run("framework", "--language", language)
    assert (result.exit_code, result.stderr) == (0, "")
    framework = load_framework()
    words = set(result.stdout.replace("│", " ").split())
    for entries in (
        framework.perspectives,
        framework.house_levels,
        framework.elements,
        framework.criteria,
        framework.gaps,
    ):
        assert {entry.id for entry in entries} <= words


def test_framework_lists_own_entries_too(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN, encoding="utf-8")
    assert "evenings" in run("framework", "--framework", own).stdout
    assert "evenings" not in run("framework").stdout


# ---------------------------------------------------------------- the rest


def test_version() -> None:
    result = run("version")
    assert result.exit_code == 0
    first, second = result.stdout.splitlines()
    assert first == f"osallisuus_nlp {__version__}"
    assert second.startswith("model: ")


def test_help_names_the_commands() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for command in ("analyse", "framework", "version"):
        assert command in result.stdout
