"""Files that are broken or mean harm: each is read, or refused with a typed error; none hangs, crashes or writes.

The files are made on the spot by the modules in ``hostile``. All are read by one worker process, so that a reader
that hangs or dies of one fails that one test.
"""

import hashlib
import os
import re
import unicodedata
from pathlib import Path

import pytest

from hostile import office, pdf_broken, pdf_hostile, text, web
from hostile.case import SAYS, TEXT, UNREADABLE
from hostile.faults import read_to_json
from osallisuus_nlp import Analysis, Document, Limits, analyse_many
from osallisuus_nlp.batch.pool import Failure, Pool

LIMITS = Limits(max_seconds=20.0, max_memory=1_500_000_000)
CASES = [*pdf_broken.CASES, *pdf_hostile.CASES, *office.CASES, *web.CASES, *text.CASES]


@pytest.fixture(scope="module")
def pool():
    with Pool(read_to_json, limits=LIMITS) as made:
        yield made


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A working folder of its own, so that what reading writes there is seen."""
    made = tmp_path_factory.mktemp("vihamieliset")
    before = Path.cwd()
    os.chdir(made)
    yield made
    os.chdir(before)


@pytest.fixture
def read_hostile(pool, folder):
    """Return a function that reads a file in the worker and checks what is true of every outcome."""

    def read(path):
        before = listing(folder)
        ((_, outcome),) = pool.run([path])
        assert listing(folder) == before, "reading wrote a file"
        if isinstance(outcome, Failure):
            check_refusal(outcome)
            return outcome
        document = Document.from_json(outcome)
        check_document(document)
        return document

    return read


def listing(folder):
    around = {path: path.lstat().st_mtime_ns for path in folder.parent.iterdir() if path != folder}
    return around | {path: path.lstat().st_mtime_ns for path in folder.rglob("*")}


def check_refusal(failure):
    assert failure.error in {*UNREADABLE, "ReaderCrashed", "ResourceMissing"}, f"{failure.error}: {failure.message}"
    assert len(failure.message.splitlines()) == 1
    assert len(failure.message) < 600
    assert not re.search(r"0x[0-9a-f]{6}|Traceback|Error\(", failure.message)


def check_document(document):
    """What is true of any document that has been read."""
    assert document.passages
    assert document.text.strip()
    for number, passage in enumerate(document.passages):
        assert passage.id == number
        assert passage.text.strip()
        assert document.text[passage.start : passage.end] == passage.text
        assert 0 <= passage.page <= len(document.pages)
        if passage.box:
            assert passage.box.x0 <= passage.box.x1
            assert passage.box.top <= passage.box.bottom
    assert [page.number for page in document.pages] == list(range(1, len(document.pages) + 1))
    for table in document.tables:
        assert table.rows
    strange = {char for char in document.text if unicodedata.category(char) in {"Cc", "Cs"}} - {"\n"}
    assert not strange, f"control characters in the text: {strange!r}"


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_file(case, read_hostile, folder):
    path = folder / case.name
    path.write_bytes(case.make())
    try:
        outcome = read_hostile(path)
    finally:
        path.unlink()
    if isinstance(outcome, Failure):
        assert outcome.error in case.errors, f"{outcome.error}: {outcome.message}"
        assert outcome.message.startswith(str(path))
        return
    assert case.words is not None, f"read, but should be refused: {outcome.text[:200]!r}"
    said = " ".join(outcome.text.split())
    for word in case.words:
        assert word in said
    for word in case.never:
        assert word not in said


def test_no_pattern_of_the_analysis_searches_for_ever(place):
    path = place / "jonot.txt"
    path.write_text("\n\n".join([TEXT, *(unit * 500 for unit, _ in text.RUNS.values())]), encoding="utf-8")
    (outcome,) = analyse_many([path], limits=Limits(max_seconds=60.0))
    assert isinstance(outcome, Analysis), outcome


def test_names_are_not_given_twice():
    names = [case.name for case in CASES]
    assert sorted(names) == sorted(set(names))


# What stands in the folder is not a file, or has a strange name


@pytest.fixture
def place(tmp_path):
    """A folder for one test, beside the worker's."""
    return tmp_path


def test_a_pipe_is_refused(read_hostile, place):
    os.mkfifo(place / "putki.pdf")
    assert read_hostile(place / "putki.pdf").error == "UnreadableDocument"


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/tty", "/dev/full"])
def test_a_device_is_refused(read_hostile, place, device):
    (place / "laite.txt").symlink_to(device)
    assert read_hostile(place / "laite.txt").error == "UnreadableDocument"
    assert read_hostile(device).error in {"UnreadableDocument", "UnsupportedFormat"}


def test_a_folder_is_refused(read_hostile, place):
    (place / "kansio.docx").mkdir()
    assert read_hostile(place / "kansio.docx").error == "UnreadableDocument"


def test_a_loop_of_links_is_refused(read_hostile, place):
    (place / "a.txt").symlink_to(place / "b.txt")
    (place / "b.txt").symlink_to(place / "a.txt")
    assert read_hostile(place / "a.txt").error == "UnreadableDocument"


def test_a_link_to_nothing_is_refused(read_hostile, place):
    (place / "linkki.txt").symlink_to(place / "poissa.txt")
    assert read_hostile(place / "linkki.txt").error == "UnreadableDocument"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every file")
def test_a_file_without_permission_is_refused(read_hostile, place):
    (place / "salainen.txt").write_text(TEXT, encoding="utf-8")
    (place / "salainen.txt").chmod(0)
    assert read_hostile(place / "salainen.txt").error == "UnreadableDocument"


@pytest.mark.parametrize(
    "name",
    [
        os.fsdecode(b"k\xe4ytt\xf6.txt"),
        "rivi\nrivi.txt",
        "-rf.txt",
        "=cmd().txt",
        "\u202etxt.exe.txt",
        " .txt",
        f"{'a' * 240}.txt",
    ],
)
def test_strange_names_are_read(read_hostile, place, name):
    (place / name).write_text(TEXT, encoding="utf-8")
    outcome = read_hostile(place / name)
    assert isinstance(outcome, Document), outcome
    assert SAYS in outcome.text
    assert outcome.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


@pytest.mark.parametrize(
    "name", ["puuttuu\n.pdf", "puuttuu\udce4.pdf", "\ud800.txt", "nolla\0.txt", "a" * 5000 + ".txt"]
)
def test_strange_names_of_missing_files_are_refused(pool, name):
    ((_, outcome),) = pool.run([name])
    assert outcome.error == "UnreadableDocument"
    assert len(outcome.message.splitlines()) == 1
