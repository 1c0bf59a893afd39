"""Figures of a classifier, on probabilities that are known."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from osallisuus_nlp.classify.evaluate import calibration_error, figures, groups_of, label_rows, reliability
from osallisuus_nlp.classify.model import label_scheme
from osallisuus_nlp.classify.train import group_of, parted, truth_of
from osallisuus_nlp.cli import app
from osallisuus_nlp.corpus import Labels, Record, write_records

LABELS = [label for labels in label_scheme().values() for label in labels]


def record(number: int, **labels: tuple[str, ...]) -> Record:
    return Record(
        f"a-{number}", f"a/{number // 4}", "fi", f"Teksti {number}.", Labels(**labels), "osallisuus_nlp", "test", "CC"
    )


@pytest.fixture
def records() -> list[Record]:
    return [record(n, perspectives=("local",) if n % 2 else ()) for n in range(24)]


def test_one_who_is_always_right_scores_one(records: list[Record]) -> None:
    found = figures("authored fi", records, truth_of(records).astype(float), np.full(len(LABELS), 0.5))
    local = next(row for row in found.labels if row["label"] == "local")
    assert (local["positives"], local["precision"], local["recall"], local["average_precision"]) == (12, 1, 1, 1)
    assert found.summary["perspectives"] == 1
    assert found.summary["perspectives 95 %"] == [1, 1]
    assert found.summary["false perspective"] == 0
    assert found.summary["house"] is None, "no house level has positives"
    assert found.confusion == []


def test_what_is_taken_for_what_is_counted(records: list[Record]) -> None:
    truth = truth_of(records)
    wrong = np.zeros(truth.shape)
    wrong[:, LABELS.index("own_life")] = 0.9
    found = figures("authored fi", records, wrong, np.full(len(LABELS), 0.5))
    assert found.confusion == [{"set": "perspectives", "missed": "local", "given": "own_life", "passages": 12}]
    assert found.summary["false perspective"] == 1


def test_calibration_error_is_what_was_said_less_what_was_true() -> None:
    assert calibration_error(np.array([True, False]), np.array([0.5, 0.5])) == 0
    assert calibration_error(np.array([False, False]), np.array([0.75, 0.75])) == 0.75


def test_documents_are_held_out_whole(records: list[Record]) -> None:
    fit, held = parted(records, 0.25)
    assert held and not {r.document for r in fit} & {r.document for r in held}
    assert sorted(r.id for r in fit + held) == sorted(r.id for r in records)


def test_the_source_of_a_passage_is_told() -> None:
    assert group_of(record(1)) == "authored fi"


def test_groups_are_counted_once() -> None:
    several = [record(n) for n in range(3)] + [replace(record(3), language="sv", kind="list_item")]
    assert groups_of(several[:3]) == {"authored fi": [0, 1, 2]}
    assert groups_of(several) == {"authored fi": [0, 1, 2], "authored sv": [3], "all": [0, 1, 2, 3]}
    several[0] = replace(several[0], kind="list_item")
    assert {"kind list_item": [0, 3], "kind paragraph": [1, 2]}.items() <= groups_of(several).items()


def test_intervals_come_from_drawing_documents(records: list[Record]) -> None:
    guess = np.zeros((24, len(LABELS)))
    guess[:8, LABELS.index("local")] = 1  # right in half of the passages of the first two of six documents
    row = figures("authored fi", records, guess, np.full(len(LABELS), 0.5)).labels[LABELS.index("local")]
    assert row["precision 95 %"] == [0.5, 0.5], "it is the same in every document"
    low, high = row["recall 95 %"]
    assert low < row["recall"] == 4 / 12 < high
    assert label_rows(figures("authored fi", records, guess, np.full(len(LABELS), 0.5)))[2]["precision"] == (
        "0.500 [0.50–0.50]"
    )


def test_reliability_is_what_was_said_and_what_was_true_of_ten_bins() -> None:
    passages, said, true = reliability(np.array([True, False, True]), np.array([0.21, 0.29, 1.0]))
    assert passages.tolist() == [0, 0, 2, 0, 0, 0, 0, 0, 0, 1]
    assert (said[2], true[2], said[9], true[9]) == (0.25, 0.5, 1.0, 1.0)


def test_the_command_prints_the_figures_and_writes_them_with_charts(records: list[Record], tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    corpus, target = tmp_path / "own.jsonl", tmp_path / "figures"
    write_records(records, corpus)
    done = CliRunner().invoke(app, ["evaluate", "--corpus", str(corpus), "--out", str(target)])
    assert done.exit_code == 0, done.output
    assert "authored fi: each label" in done.output
    assert (target / "figures.txt").read_text(encoding="utf-8") in done.output
    (found,) = json.loads((target / "figures.json").read_text())
    assert found["summary"]["passages"] == 24
    for name in ("f1", "precision-recall", "reliability"):
        assert (target / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_charts_say_which_extra_they_need(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    corpus, target = tmp_path / "own.jsonl", tmp_path / "figures"
    write_records(records, corpus)
    done = CliRunner().invoke(app, ["evaluate", str(corpus), "-o", str(target)])
    assert done.exit_code == 2
    assert "pip install 'osallisuus_nlp[figures]'" in done.output
    assert (target / "figures.json").is_file(), "the figures are written all the same"


def test_a_command_without_a_corpus_asks_for_one() -> None:
    done = CliRunner().invoke(app, ["evaluate"])
    assert done.exit_code == 2
    assert "no corpus" in done.output


def test_a_corpus_without_test_passages_is_refused(records: list[Record], tmp_path: Path) -> None:
    corpus = tmp_path / "own.jsonl"
    write_records(records, corpus)
    done = CliRunner().invoke(app, ["evaluate", str(corpus), "--split", "train"])
    assert done.exit_code == 2
