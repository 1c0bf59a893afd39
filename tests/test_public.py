"""The public face: what `import osallisuus_nlp` gives, and what a caller may rely on."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import osallisuus_nlp as onlp

ROOT = Path(__file__).parents[1]
SAMPLES = ("fi-vuorelanniemi", "sv-granholmen", "fi-jarvilakeus")
HEAVY = ("sklearn", "scipy", "pandas", "pdfplumber", "pypdfium2", "jinja2", "stanza", "spacy")


def in_a_fresh_process(code: str) -> str:
    """Return what a new interpreter prints; warnings are errors there too."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_all_is_sorted_and_every_name_is_there() -> None:
    assert onlp.__all__ == sorted(set(onlp.__all__))
    for name in onlp.__all__:
        assert hasattr(onlp, name), name


def test_every_error_has_the_one_root() -> None:
    errors = [value for name in onlp.__all__ if isinstance(value := getattr(onlp, name), type)]
    errors = [kind for kind in errors if issubclass(kind, BaseException)]
    assert len(errors) == 12
    assert all(issubclass(kind, onlp.OsallisuusError) for kind in errors)


def test_import_is_light() -> None:
    loaded = in_a_fresh_process("import sys, osallisuus_nlp; print(*sys.modules)").split()
    assert "osallisuus_nlp.analysis" in loaded
    assert not set(HEAVY) & set(loaded)


def test_functions_are_not_shadowed_by_the_modules_of_their_name(tmp_path: Path) -> None:
    """``classify`` and ``report`` are functions and sub-packages: loading the latter must not hide the former."""
    printed = in_a_fresh_process(
        "import osallisuus_nlp as onlp\n"
        "import osallisuus_nlp.classify.train, osallisuus_nlp.report.html\n"
        "analysis = onlp.analyse_document(onlp.parse_text('Asukasilta järjestetään vuosittain.'))\n"
        f"onlp.report(analysis, {str(tmp_path / 'report.html')!r})\n"
        "print(callable(onlp.classify), callable(onlp.report), len(onlp.classify(['Asukasilta.'])))\n"
    )
    assert printed == "True True 1"
    assert (tmp_path / "report.html").is_file()


# ---------------------------------------------------------------- many files


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two programmes among files that cannot be read."""
    contents = {
        "good.txt": "Asukasilta järjestetään kaksi kertaa vuodessa.\n".encode(),
        "empty.txt": b"",
        "cut.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type",
        "letter.docx": b"PK\x03\x04",
        "picture.pdf": b"\x89PNG\r\n",
        "another.txt": "Invånarkvällar ordnas två gånger om året.\n".encode(),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents] + [tmp_path / "nowhere.pdf", tmp_path]


def test_every_file_gives_one_value_in_order(files: list[Path]) -> None:
    results = list(onlp.analyse_many(files))
    assert len(results) == len(files)
    assert [type(result).__name__ for result in results] == [
        "Analysis",
        "Failure",
        "Failure",
        "Failure",
        "Failure",
        "Analysis",
        "Failure",
        "Failure",
    ]
    for path, result in zip(files, results, strict=True):
        if isinstance(result, onlp.Failure):
            assert result.path == path
            assert str(path) in result.message
            assert "\n" not in result.message
            assert issubclass(getattr(onlp, result.error), onlp.UnreadableDocument)
        else:
            assert result.document.name == path.name
    kinds = [result.error for result in results if isinstance(result, onlp.Failure)]
    assert kinds[:4] == ["EmptyDocument", "CorruptDocument", "CorruptDocument", "CorruptDocument"]


def test_results_are_the_same_alone_and_among_others(files: list[Path]) -> None:
    among = [result for result in onlp.analyse_many(map(str, files)) if isinstance(result, onlp.Analysis)]
    assert among == [onlp.analyse(files[0]), onlp.analyse(files[5])]


def test_limits_hold_for_every_file(files: list[Path]) -> None:
    (result,) = onlp.analyse_many(files[:1], limits=onlp.Limits(max_bytes=10))
    assert isinstance(result, onlp.Failure)
    assert result.error == "LimitExceeded"


def never() -> Iterator[Path]:
    pytest.fail("a file was asked for")
    yield Path()


def test_bad_framework_is_told_before_the_first_file(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("[[criterium]]\n", encoding="utf-8")
    with pytest.raises(onlp.InvalidFramework, match=r"own\.toml: unknown table"):
        onlp.analyse_many(never(), framework=path)


def test_no_workers_are_too_few() -> None:
    with pytest.raises(ValueError, match="workers is 0"):
        onlp.analyse_many(never(), workers=0)


def test_no_files_give_no_results() -> None:
    assert list(onlp.analyse_many([])) == []


# ---------------------------------------------------------------- one file


def test_framework_may_be_a_path_or_a_value(files: list[Path], tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        """
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
terms = { fi = ["asukasilta"], sv = ["invånarkväll"] }
""",
        encoding="utf-8",
    )
    by_path = onlp.analyse(files[0], framework=path)
    assert by_path == onlp.analyse(files[0], framework=onlp.load_framework(path))
    assert by_path.assessment.criteria[-1].criterion == "evenings"
    assert by_path.assessment.criteria[-1].level == 1


def test_language_may_be_told(files: list[Path]) -> None:
    analysis = onlp.analyse(files[0], language="sv")
    assert analysis.document.language == "sv"
    assert {passage.language for passage in analysis.document.passages} == {"sv"}
    assert onlp.analyse(files[0]).document.language == "fi"


@pytest.mark.parametrize("sample", SAMPLES)
def test_analysis_comes_back_from_json(sample: str, analyses: dict[str, onlp.Analysis]) -> None:
    analysis = analyses[sample]
    again = onlp.Analysis.from_json(analysis.to_json())
    assert again == analysis
    assert again.to_json() == analysis.to_json()
    assert onlp.Document.from_json(analysis.document.to_json()) == analysis.document


@pytest.mark.parametrize("sample", SAMPLES)
def test_frames_of_a_sample(sample: str, analyses: dict[str, onlp.Analysis]) -> None:
    analysis = analyses[sample]
    passages, plan, criteria = (part.to_frame() for part in (analysis.passages, analysis.plan, analysis.assessment))
    for frame, columns in (
        (passages, "passage page kind heading text start end language perspectives house elements own_life measure"),
        (
            plan,
            "kind text start end page heading perspective responsible funding resources timetable indicator goal",
        ),
        (criteria, "criterion group level max confidence page evidence note"),
    ):
        assert set(columns.split()) <= set(frame.columns)
    assert len(passages) == len(analysis.document.passages)
    assert len(plan) == len(analysis.plan.rows) > 0
    assert len(criteria) == 40
    text = analysis.document.text
    for row in passages.itertuples():
        assert text[row.start : row.end] == row.text
    labelled = passages[(passages["kind"] != "heading") & passages["measure"].notna()]
    assert labelled["measure"].between(0, 1).all()
    assert passages.loc[passages["kind"] == "heading", "measure"].isna().all()


@pytest.mark.parametrize("sample", SAMPLES)
def test_scores_and_gaps_of_a_sample(sample: str, analyses: dict[str, onlp.Analysis]) -> None:
    analysis = analyses[sample]
    assessment = analysis.assessment
    assert assessment.total is None or 0 <= assessment.total <= 100
    assert all(0 <= score <= 100 for score in assessment.groups.values())
    known = {gap.id for gap in onlp.load_framework().gaps}
    for gap in analysis.gaps:
        assert gap.kind in known
        assert (gap.row is None) is bool(gap.subject)
        if gap.row is not None:
            assert gap.quote == analysis.plan.rows[gap.row].text
            assert gap.page == analysis.plan.rows[gap.row].page


@pytest.mark.parametrize("suffix", ["html", "json", "csv"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_report_of_a_sample_is_written(
    sample: str, suffix: str, analyses: dict[str, onlp.Analysis], tmp_path: Path
) -> None:
    written = onlp.report(analyses[sample], tmp_path / f"report.{suffix}", language=sample[:2])
    assert written
    assert all(path.stat().st_size > 0 for path in written)


# ---------------------------------------------------------------- nothing leaves the machine


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was tried")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
def test_no_connection_is_opened(make_pdf: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="a connection was tried"):  # the guard itself works
        socket.create_connection(("127.0.0.1", 9))
    programme = make_pdf([[(60, 80, 11, "Asukasilta järjestetään vuosittain.")]])
    analysis = onlp.analyse(programme)
    assert "Asukasilta" in analysis.document.text
    for suffix in ("html", "json", "csv"):
        onlp.report(analysis, tmp_path / f"report.{suffix}")
