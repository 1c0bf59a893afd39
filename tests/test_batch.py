"""Many files in worker processes: in order, within the limits, and whatever one file does to its process."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

import osallisuus_nlp as onlp
from hostile.faults import fault, start_program, temporary
from osallisuus_nlp.batch import pool as pools
from osallisuus_nlp.batch.pool import Failure, Pool

LIMITS = onlp.Limits(max_seconds=0.8, max_memory=400_000_000)


def run(names, workers=1, limits=LIMITS, task=fault):
    with Pool(task, limits=limits, workers=workers) as pool:
        return [outcome for _, outcome in pool.run(names)]


def pid_of(outcome):
    return int(outcome.split()[1])


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ohjelmat")
    for number in range(3):
        text = f"Osallisuusohjelma {number}\n\nKunta järjestää vuosittain {number + 2} asukasiltaa."
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def pool():
    with Pool(fault, limits=LIMITS) as made:
        yield made


# Results


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_the_order_is_that_of_the_paths_whatever_the_number_of_workers(workers):
    names = [f"{number}.txt" for number in range(9)]
    outcomes = run([*names[:2], "slow.txt", *names[2:]], workers=workers)
    assert [outcome.split()[0] for outcome in outcomes] == ["0", "1", "slow", *map(str, range(2, 9))]
    assert len({pid_of(outcome) for outcome in outcomes}) == workers


def test_the_results_are_those_of_analyse(texts):
    paths = [texts[0], "puuttuu.txt", *texts[1:]]
    results = list(onlp.analyse_many(paths, workers=2))
    assert [result for result in results if isinstance(result, onlp.Analysis)] == [onlp.analyse(path) for path in texts]
    names = [result.path.name if isinstance(result, onlp.Failure) else result.document.name for result in results]
    assert names == [Path(path).name for path in paths]
    assert [result.error for result in results if isinstance(result, onlp.Failure)] == ["UnreadableDocument"]


def test_the_options_reach_the_workers(texts):
    framework = onlp.load_framework()
    (result,) = onlp.analyse_many(texts[:1], language="sv", framework=framework, organisation="municipality")
    assert result == onlp.analyse(texts[0], language="sv", framework=framework, organisation="municipality")
    assert result.document.language == "sv"


def test_a_process_is_used_again(pool):
    assert len({pid_of(outcome) for _, outcome in pool.run(["a.txt", "b.txt", "c.txt"])}) == 1


def test_a_process_is_renewed_after_a_while(monkeypatch):
    monkeypatch.setattr(pools, "_RENEW", 2)
    pids = [pid_of(outcome) for outcome in run(["a.txt", "b.txt", "c.txt", "d.txt"])]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_paths_are_taken_as_they_are_needed():
    taken = []

    def paths():
        for number in count():
            taken.append(number)
            yield f"{number}.txt"

    with Pool(fault, workers=2) as pool:
        results = pool.run(paths())
        assert [next(results)[0] for _ in range(3)] == ["0.txt", "1.txt", "2.txt"]
        results.close()
    assert len(taken) <= 8


def test_a_pool_serves_several_lists(pool):
    first = [outcome for _, outcome in pool.run(["a.txt"])]
    assert list(pool.run([])) == []
    second = [outcome for _, outcome in pool.run(["b.txt"])]
    assert pid_of(first[0]) == pid_of(second[0])


def test_what_a_library_prints_does_not_mix_with_the_results(capfd):
    assert [outcome.split()[0] for outcome in run(["chatter.txt", "a.txt"])] == ["chatter", "a"]
    captured = capfd.readouterr()
    assert captured.out == ""
    assert "and so does C" in captured.err


# A file that costs its process


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("crash.pdf", "ReaderCrashed", "Segmentation fault"),
        ("killed.pdf", "ReaderCrashed", "Killed"),
        ("exit.pdf", "ReaderCrashed", "exit code 3"),
        ("leave.pdf", "ReaderCrashed", "exit code 0"),
        ("hang.pdf", "LimitExceeded", "not done in the limit of 0.8 seconds; split it or raise max_seconds"),
        ("doze.pdf", "LimitExceeded", "limit of 0.8 seconds"),
        ("swell.pdf", "LimitExceeded", "more memory than the limit of 0.4 GB; split it or raise max_memory"),
        ("grow.pdf", "LimitExceeded", "more memory than the limit"),
        ("deep.pdf", "RecursionError", "please report it"),
        ("bug.pdf", "AttributeError", "the analysis failed: AttributeError(\"'NoneType'"),
        ("locked.pdf", "EncryptedDocument", "protected by a password"),
        ("missing.pdf", "ResourceMissing", "Tesseract is not installed"),
    ],
)
def test_one_file_fails_and_the_others_do_not(pool, name, error, words):
    (_, before), (_, failure), (_, after) = pool.run(["a.txt", name, "b.txt"])
    assert isinstance(failure, Failure)
    assert (failure.path, failure.error) == (Path(name), error)
    assert failure.message.startswith(f"{name}: ")
    assert words in failure.message
    assert len(failure.message.splitlines()) == 1
    survives = error not in {"ReaderCrashed", "LimitExceeded"}
    assert (pid_of(before) == pid_of(after)) is survives


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="resident memory is read from /proc")
def test_memory_is_watched_from_outside_too(monkeypatch):
    monkeypatch.setattr(pools._Worker, "memory", lambda worker: 900_000_000)
    (failure,) = run(["slow.txt"])
    assert failure.error == "LimitExceeded"
    assert "more memory" in failure.message


def test_the_clock_starts_anew_with_each_file(pool):
    outcomes = [outcome for _, outcome in pool.run(["slow.txt", "slow.txt", "slow.txt"])]
    assert [outcome.split()[0] for outcome in outcomes] == ["slow", "slow", "slow"]


def test_a_result_that_is_waiting_is_not_too_late(pool):
    results = pool.run(["a.txt", "slow.txt"])
    next(results)
    time.sleep(1.0)
    assert next(results)[1].startswith("slow")


def test_limits_without_end():
    assert run(["a.txt"], limits=onlp.Limits(max_seconds=float("inf")))[0].startswith("a ")


@pytest.mark.parametrize("name", ["mikä ä.txt", "rivi\nrivi.txt", "nolla\0.txt"])
def test_strange_names_reach_the_task(pool, name):
    ((path, outcome),) = pool.run([name])
    assert path == name
    assert outcome.startswith(Path(name).stem)


# Processes end


def test_leaving_early_ends_the_processes():
    with Pool(fault, workers=2) as pool:
        results = pool.run(["a.txt", "b.txt", "doze.txt", "doze.txt"])
        pids = [pid_of(next(results)[1]) for _ in range(2)]
        results.close()
    assert not any(map(lives, pids))


def test_an_analysis_that_is_left_early_ends_its_processes():
    before = children()
    results = onlp.analyse_many(["a.txt", "b.txt", "c.txt"], workers=2)
    next(results)
    assert len(children() - before) == 2
    results.close()
    assert children() == before


def children():
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            pid, rest = stat.read_text(encoding="utf-8", errors="replace").split(" (", 1)
            if int(rest.rsplit(")", 1)[1].split()[1]) == os.getpid():
                found.add(int(pid))
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="no process groups")
def test_programs_that_a_process_started_end_with_it(tmp_path):
    (failure,) = run([tmp_path / "pid"], task=start_program)
    assert failure.error == "LimitExceeded"
    until(lambda: not lives(int((tmp_path / "pid").read_text(encoding="ascii"))))


def test_what_a_killed_process_left_in_the_temporary_folder_is_removed():
    kept, failure = run(["a.txt", "hang.txt"], task=temporary)
    assert failure.error == "LimitExceeded"
    assert not Path(kept).parent.exists()


SCRIPT = """
import sys
sys.path.insert(0, {tests!r})
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores Ctrl-C
from hostile.faults import note_and_hang
from osallisuus_nlp.batch.pool import Pool
for _ in Pool(note_and_hang).run([{note!r}]):
    pass
"""


def test_ctrl_c_ends_the_processes(tmp_path):
    """In a script from standard input, with no ``if __name__ == "__main__":``."""
    note = tmp_path / "pid"
    script = SCRIPT.format(tests=str(Path(__file__).parent), note=str(note))
    with subprocess.Popen([sys.executable, "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as parent:
        parent.stdin.write(script)
        parent.stdin.close()
        until(lambda: note.exists() and note.read_text(encoding="ascii"))
        parent.send_signal(signal.SIGINT)
        errors = parent.stderr.read()
    assert errors.count("Traceback") == 1
    assert errors.strip().endswith("KeyboardInterrupt")
    assert not lives(int(note.read_text(encoding="ascii")))


def until(true):
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_task_that_cannot_be_loaded_is_told_at_once(tmp_path, monkeypatch):
    (tmp_path / "passing.py").write_text("def task(path):\n    return path\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    import passing

    with Pool(passing.task) as pool:
        (tmp_path / "passing.py").write_text("raise OSError('levy on täynnä')\n", encoding="utf-8")
        with pytest.raises(RuntimeError, match="could not start: OSError"):
            next(pool.run(["a.txt"]))
