"""Analyse files one after another; what cannot be read becomes a value and ends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..analysis import Analysis, analyse
from ..errors import UnreadableDocument
from ..framework import Framework, load_framework
from ..reading import Limits


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no analysis: its path, the kind of error, and what to do about it in one line."""

    path: Path
    error: str
    message: str


def analyse_many(
    paths: Iterable[str | Path],
    *,
    workers: int = 1,
    language: str | None = None,
    framework: Framework | str | Path | None = None,
    organisation: str | None = None,
    limits: Limits | None = None,
) -> Iterator[Analysis | Failure]:
    """Analyse files in their order and give a value for each.

    Parameters
    ----------
    paths : iterable of path
    workers : int
        Number of processes; only 1 for now.
    language, framework, organisation, limits
        As for :func:`osallisuus_nlp.analyse`.

    Yields
    ------
    Analysis or Failure
        A `Failure` for a file that cannot be read, and for one on which the analysis itself fails.

    Raises
    ------
    InvalidFramework
        Before the first file, if the framework file breaks the format.
    """
    if isinstance(paths, str | Path):
        raise ValueError(f"paths is one path, {paths}; give a list of paths")
    if workers < 1:
        raise ValueError(f"workers is {workers}; at least 1 is needed")
    chosen = framework if isinstance(framework, Framework) else load_framework(framework)
    return _run(paths, language, chosen, organisation, limits)


def _run(
    paths: Iterable[str | Path],
    language: str | None,
    framework: Framework,
    organisation: str | None,
    limits: Limits | None,
) -> Iterator[Analysis | Failure]:
    for path in paths:
        try:
            yield analyse(path, language=language, framework=framework, organisation=organisation, limits=limits)
        except UnreadableDocument as error:
            yield Failure(Path(path), type(error).__name__, str(error))
        except (
            ValueError,
            TypeError,
            KeyError,
            IndexError,
            ArithmeticError,
            RecursionError,
            MemoryError,
        ) as error:
            # A fault of our own must not cost the other files their results.
            yield Failure(Path(path), type(error).__name__, f"{path}: the analysis failed: {error!r}; please report it")
