"""Figures of a classifier, on probabilities that are known."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from osallisuus_nlp.classify.evaluate import calibration_error, figures
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


def test_the_command_prints_and_writes_the_figures(records: list[Record], tmp_path: Path) -> None:
    corpus, target = tmp_path / "own.jsonl", tmp_path / "figures.json"
    write_records(records, corpus)
    done = CliRunner().invoke(app, ["evaluate", str(corpus), "--json", str(target)])
    assert done.exit_code == 0, done.output
    assert "authored fi: each label" in done.output
    (found,) = json.loads(target.read_text())
    assert found["summary"]["passages"] == 24


def test_a_corpus_without_test_passages_is_refused(records: list[Record], tmp_path: Path) -> None:
    corpus = tmp_path / "own.jsonl"
    write_records(records, corpus)
    done = CliRunner().invoke(app, ["evaluate", str(corpus), "--split", "train"])
    assert done.exit_code == 2
