"""``osallisuus corpus`` and ``osallisuus train``: a researcher's way from a document to a classifier of their own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from conftest import ROOT
from osallisuus_nlp.classify.model import read_model
from osallisuus_nlp.cli import app
from osallisuus_nlp.corpus import read_records

PROGRAMME = """Kuusijoen osallisuusohjelma

1 Tavoitteet

Ohjelmakaudella:

- asukasraati kokoontuu neljä kertaa vuodessa
- hyvinvointikoordinaattori kutsuu kylät koolle keväällä 2027

2 Muuta

Kunnan taseessa on alijäämää, joka katetaan vuoteen 2029 mennessä.
"""


def run(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1"}).invoke(app, [str(argument) for argument in arguments])


def good(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def bad(*arguments: object) -> str:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    return line


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    path = tmp_path / "kuusijoki.txt"
    path.write_text(PROGRAMME, encoding="utf-8")
    return path


@pytest.fixture
def tasks(programme: Path, tmp_path: Path) -> Path:
    """The programme's passages, labelled by two people in Label Studio."""
    path = tmp_path / "tasks.json"
    good("corpus", "export", programme, "--out", path)
    content = json.loads(path.read_text(encoding="utf-8"))
    for number, task in enumerate(content):
        measure = [{"from_name": "elements", "to_name": "text", "type": "choices", "value": {"choices": ["measure"]}}]
        task["annotations"] = [
            {"completed_by": {"id": 1, "email": "maija@kunta.example"}, "result": measure if number < 2 else []},
            {"completed_by": {"id": 2, "email": "veikko@kunta.example"}, "result": measure if number < 1 else []},
        ]
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_document_becomes_tasks_to_be_labelled(programme: Path, tmp_path: Path) -> None:
    path = tmp_path / "tasks.json"
    assert good("corpus", "export", programme, "--out", path).startswith(f"{path}: 3 passages of 1 documents")
    first, *_ = json.loads(path.read_text(encoding="utf-8"))
    assert first["data"]["text"] == "asukasraati kokoontuu neljä kertaa vuodessa"
    assert first["data"]["above"].endswith("Ohjelmakaudella:")
    assert (tmp_path / "tasks.config.xml").is_file()


def test_what_was_labelled_comes_back_one_file_an_annotator(tasks: Path, tmp_path: Path) -> None:
    said = good("corpus", "import", tasks, "--out", tmp_path / "own.jsonl")
    assert "own.maija-kunta-example.jsonl: 3 passages, 2 with labels" in said
    (first, *_) = read_records([tmp_path / "own.veikko-kunta-example.jsonl"])
    assert (first.labels.elements, first.author) == (("measure",), "veikko@kunta.example")


def test_agreement_of_the_corpora_here() -> None:
    """Every pair of labellings in the folder is compared, and plans, which are no labels of passages, are left out."""
    said = good("corpus", "agreement", ROOT / "corpora")
    assert re.findall(r"Agreement: (\w+)", said) == ["passages", "programmes", "standoff", "standoff_hard"]


def test_agreement_of_annotators(tasks: Path, tmp_path: Path) -> None:
    """Two of three agree; 2/3 - 4/9 over 5/9 is 0.4."""
    figures = tmp_path / "agreement.json"
    said = good("corpus", "agreement", tasks, "--json", figures)
    assert "Agreement: maija@kunta.example and veikko@kunta.example" in said
    (rows,) = json.loads(figures.read_text(encoding="utf-8")).values()
    measure = next(row for row in rows if row["label"] == "measure")
    assert (measure["first"], measure["second"], measure["kappa"]) == (2, 1, pytest.approx(0.4))


def test_a_corpus_is_parted_and_a_classifier_trained_on_it(tmp_path: Path) -> None:
    source = ROOT / "corpora" / "passages" / "fi-b.jsonl"
    parted, model = tmp_path / "parted.jsonl", tmp_path / "own.npz"
    good("corpus", "split", source, "--out", parted, "--test", "0.3")
    said = good("train", parted, "--out", model)
    trained = read_records([parted])
    assert (
        said == f"{model}: trained on {len(trained)} passages of {len({one.document for one in trained})} documents\n"
    )
    assert read_model(model).card["passages"] == len(trained) < len(read_records([parted], split=None))


def test_a_classifier_of_ones_own_labels_a_programme(programme: Path, tmp_path: Path) -> None:
    model = tmp_path / "own.npz"
    good("train", ROOT / "corpora" / "passages" / "fi-b.jsonl", "--out", model)
    for name, options in (("own", ["--model", model]), ("ours", [])):
        good("analyse", programme, "--out", tmp_path / name, "--format", "json", *options)
    own, ours = ((tmp_path / name / "kuusijoki.json").read_bytes() for name in ("own", "ours"))
    assert json.loads(own)["labels"] != json.loads(ours)["labels"]


def test_our_own_corpora_are_valid() -> None:
    said = good("corpus", "validate", ROOT / "corpora")
    assert "whole programmes with" in said
    assert "stand-off labels" in said


def test_statistics_are_printed_and_written(tmp_path: Path) -> None:
    figures = tmp_path / "stats.json"
    said = good("corpus", "stats", ROOT / "corpora" / "passages" / "sv-a.jsonl", "--json", figures)
    assert "hard negatives" in said
    assert "distinct 4-grams" in said
    (text,) = json.loads(figures.read_text(encoding="utf-8"))["Text"]
    assert text["near-duplicates"] == 0


def test_stand_off_labels_are_counted_without_their_text() -> None:
    said = good("corpus", "stats", ROOT / "corpora")
    assert "stand-off passages (without their text)" in said


@pytest.mark.parametrize("suffix", ["csv", "spacy", "json"])
def test_a_corpus_goes_out_and_comes_back(suffix: str, tmp_path: Path) -> None:
    source = ROOT / "corpora" / "passages" / "sv-a.jsonl"
    good("corpus", "export", source, "--out", tmp_path / f"corpus.{suffix}")
    good("corpus", "import", tmp_path / f"corpus.{suffix}", "--out", tmp_path / "back.jsonl")
    assert read_records([tmp_path / "back.jsonl"], split=None) == read_records([source], split=None)


@pytest.mark.shared
def test_labels_of_real_text_are_joined(shared: Path, tmp_path: Path) -> None:
    texts, labels = shared / "data" / "municipal_dev.jsonl", ROOT / "corpora" / "standoff"
    said = good("corpus", "join", "--from", texts, "--labels", labels, "--out", tmp_path / "real.jsonl")
    assert "passages, of which" in said
    assert len(read_records([tmp_path / "real.jsonl"], split=None)) > 6_000


def test_joined_text_is_not_written_into_the_project(tmp_path: Path) -> None:
    labels = ROOT / "corpora" / "standoff"
    line = bad("corpus", "join", "--from", tmp_path / "x.jsonl", "--labels", labels, "--out", labels / "real.jsonl")
    assert "not ours to publish" in line


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        (["corpus", "validate", "{tmp}"], "no corpus: "),
        (["corpus", "stats", "{tmp}"], "no corpus: "),
        (["corpus", "stats", "{tmp}/nothing.jsonl"], "nothing.jsonl: cannot be read"),
        (["corpus", "agreement", "{tmp}"], "no labellings: "),
        (["corpus", "agreement", "{tmp}/one.jsonl"], "one labelling, and two are wanted"),
        (["corpus", "import", "{tmp}/one.xlsx", "--out", "{tmp}/x.jsonl"], "told by the name's ending"),
        (["corpus", "export", "{tmp}/one.docx", "--out", "{tmp}/x.json"], "one.docx"),
        (["corpus", "export", "{tmp}/one.jsonl", "{tmp}/kuusijoki.txt", "--out", "{tmp}/x.json"], "not both"),
        (["train", "{tmp}/held_out.jsonl", "--out", "{tmp}/x.npz"], "no training passage"),
        (["analyse", "{tmp}/kuusijoki.txt", "--model", "{tmp}/one.jsonl", "--out", "{tmp}"], "not a model"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else value,
)
def test_what_is_wrong_is_said_in_one_line(programme: Path, tmp_path: Path, command: list[str], complaint: str) -> None:
    record = {
        "id": "x-1", "document": "x", "language": "fi", "text": "Asukkaita kuullaan.", "labels": {}, "author": "us",
        "split": "train", "licence": "CC0",
    }  # fmt: skip
    for name, split in (("one", "train"), ("held_out", "test")):
        line = json.dumps(record | {"split": split}) + "\n"
        (tmp_path / f"{name}.jsonl").write_text(line, encoding="utf-8")
    assert complaint in bad(*(argument.replace("{tmp}", str(tmp_path)) for argument in command))
