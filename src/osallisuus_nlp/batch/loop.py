"""Analyse many files in worker processes; what cannot be read becomes a value and ends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from ..analysis import Analysis, analyse
from ..classify import load_model
from ..errors import InvalidResult
from ..framework import Framework, load_framework
from ..reading import Limits
from .pool import Failure, Pool


def analyse_many(
    paths: Iterable[str | Path],
    *,
    workers: int = 1,
    language: str | None = None,
    framework: Framework | str | Path | None = None,
    organisation: str | None = None,
    model: str | Path | None = None,
    limits: Limits | None = None,
) -> Iterator[Analysis | Failure]:
    """Analyse files and give a value for each, in the order of the paths.

    The files are read in processes of their own, so that one that hangs, crashes or takes too much memory costs
    no other its result. Paths are taken as results are asked for, a few ahead; to leave the loop early ends the
    processes.

    Parameters
    ----------
    paths : iterable of path
    workers : int
        Number of processes; each takes 0.3-0.6 GB of memory for a common programme.
    language, framework, organisation, model
        As for :func:`osallisuus_nlp.analyse`.
    limits : Limits, optional
        What one document may cost. All of it is held here: a process that takes longer than ``max_seconds`` or
        more than ``max_memory`` is ended (memory is held on Linux only).

    Yields
    ------
    Analysis or Failure
        A `Failure` for a file that cannot be read, that exceeds the limits, that needs a program or an extra
        which is not installed, and for one on which the analysis itself fails.

    Raises
    ------
    InvalidFramework
        Before the first file, if the framework file breaks the format.
    ResourceMissing
        Before the first file, if the model file is none.
    """
    if isinstance(paths, str | Path):
        raise ValueError(f"paths is one path, {paths}; give a list of paths")
    if workers < 1:
        raise ValueError(f"workers is {workers}; at least 1 is needed")
    chosen = framework if isinstance(framework, Framework) else load_framework(framework)
    if model:
        load_model(model)  # what is wrong with it is said now, not once a file
    task = partial(
        _analysis, language=language, framework=chosen, organisation=organisation, model=model, limits=limits
    )
    return _run(Pool(task, limits=limits, workers=workers), paths)


def _run(pool: Pool, paths: Iterable[str | Path]) -> Iterator[Analysis | Failure]:
    with pool:
        for path, outcome in pool.run(paths):
            yield outcome if isinstance(outcome, Failure) else _load(outcome, path)


def _load(text: str, path: str | Path) -> Analysis | Failure:
    try:
        return Analysis.from_json(text)
    except InvalidResult as error:
        return Failure(Path(path), "ReaderCrashed", f"{path}: the analysis came back broken: {error}; please report it")


def _analysis(
    path: str,
    *,
    language: str | None,
    framework: Framework,
    organisation: str | None,
    model: str | Path | None,
    limits: Limits | None,
) -> str:
    return analyse(
        path, language=language, framework=framework, organisation=organisation, model=model, limits=limits
    ).to_json()
