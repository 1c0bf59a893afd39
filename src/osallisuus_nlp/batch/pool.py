"""Worker processes that are watched: one that hangs, dies or takes too much memory costs its own file only."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from ..reading import Limits
from .worker import BROKEN, FAILURE, MEMORY, READY, RESULT, Frame, Task, read_frame, write_frame

_AHEAD = 2  # paths taken from the caller before their turn, for each worker
_RENEW = 200  # documents after which a worker is started anew
_TICK = 0.1  # seconds between two looks at the clock and at memory
_START_SECONDS = 120.0
_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from osallisuus_nlp.batch.worker import main; main()"
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_THREAD_LIMIT")


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no result: its path, the kind of error, and what to do about it in one line."""

    path: Path
    error: str
    message: str


@dataclass(slots=True, eq=False)
class _Job:
    path: str | Path
    outcome: str | Failure | None = None

    def fail(self, error: str, message: str) -> None:
        self.outcome = Failure(Path(self.path), error, message)


class _Worker:
    """One process and the thread that reads what it sends."""

    def __init__(self, setup: bytes, most: int, events: queue.SimpleQueue[tuple[_Worker, Frame | None]]) -> None:
        self.job: _Job | None = None
        self.done = 0
        self.ready = False
        self.deadline = time.monotonic() + _START_SECONDS
        self._folder = tempfile.TemporaryDirectory(prefix="osallisuus-", ignore_cleanup_errors=True)
        places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._folder.name)
        self._process = subprocess.Popen(  # noqa: S603 (our own code)
            [sys.executable, "-P", "-c", _BOOT, *map(str, sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict.fromkeys(_THREADS, "1") | os.environ | places,
            start_new_session=True,  # the terminal's Ctrl-C is for the parent, and programs it starts die with it
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self._inbox = cast("BinaryIO", self._process.stdin)
        self._thread = threading.Thread(target=self._listen, args=(setup, most, events), daemon=True)
        self._thread.start()

    def _listen(self, setup: bytes, most: int, events: queue.SimpleQueue[tuple[_Worker, Frame | None]]) -> None:
        with contextlib.suppress(OSError):
            write_frame(self._inbox, b"s", setup)
            while frame := read_frame(cast("BinaryIO", self._process.stdout), most):
                events.put((self, frame))
        events.put((self, None))

    def begin(self, seconds: float) -> None:
        """Send the path of the job that is waiting; its clock starts."""
        if self.job is not None:
            self.deadline = time.monotonic() + seconds
            with contextlib.suppress(OSError):  # it has died: the thread says so
                write_frame(self._inbox, b"p", json.dumps(str(self.job.path)).encode("ascii"))

    def memory(self) -> int:
        """Return the resident memory in bytes; 0 where the system does not tell."""
        try:
            pages = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1]
            return int(pages) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            return 0

    def end(self, patience: float = 0.0) -> int:
        """End the process and all it has started, and return its exit code; negative for a signal."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        if self._process.returncode is None:
            if sys.platform == "win32":
                self._process.kill()
            else:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._thread.join()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                cast("BinaryIO", stream).close()
        self._folder.cleanup()
        return self._process.returncode


class Pool:
    """Processes that run a task for files, each within the limits.

    Use it as a context manager: at its end no process is left.

    Parameters
    ----------
    task : callable
        Takes a path and returns text; a function of an importable module, or a `functools.partial` of one.
    limits : Limits, optional
        ``max_seconds`` and ``max_memory`` are held here, for each file.
    workers : int
        Number of processes.
    """

    def __init__(self, task: Task, *, limits: Limits | None = None, workers: int = 1) -> None:
        self._limits = limits or Limits()
        self._count = workers
        self._setup = pickle.dumps((task, self._limits.max_seconds, self._limits.max_memory))
        self._workers: list[_Worker] = []
        self._events: queue.SimpleQueue[tuple[_Worker, Frame | None]] = queue.SimpleQueue()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, busy ones too."""
        while self._workers:
            self._workers.pop().end()

    def run(self, paths: Iterable[str | Path]) -> Iterator[tuple[str | Path, str | Failure]]:
        """Yield each path with the task's text or a `Failure`, in the order of the paths.

        Paths are taken as they are needed, a few ahead. Stays usable for other paths afterwards, but for one
        call at a time.

        Raises
        ------
        RuntimeError
            If the task cannot be loaded in a new process.
        """
        source = iter(paths)
        window: deque[_Job] = deque()
        try:
            while True:
                self._fill(source, window)
                if not window:
                    return
                if window[0].outcome is None:
                    self._wait()
                else:
                    job = window.popleft()
                    yield job.path, cast("str | Failure", job.outcome)
        finally:
            for worker in [worker for worker in self._workers if worker.job]:
                self._drop(worker)

    def _fill(self, source: Iterator[str | Path], window: deque[_Job]) -> None:
        while len(window) < _AHEAD * self._count:
            idle = next((worker for worker in self._workers if worker.job is None), None)
            if idle is None and len(self._workers) >= self._count:
                return
            try:
                job = _Job(next(source))
            except StopIteration:
                return
            window.append(job)
            if idle is None:
                idle = _Worker(self._setup, self._limits.max_memory, self._events)
                self._workers.append(idle)
            idle.job = job
            if idle.ready:
                idle.begin(self._limits.max_seconds)

    def _wait(self) -> None:
        """Take in what the workers have sent, then look at the clock and at memory."""
        with contextlib.suppress(queue.Empty):
            self._take(*self._events.get(timeout=_TICK))
            while True:
                self._take(*self._events.get_nowait())
        for worker in [worker for worker in self._workers if worker.job]:
            if time.monotonic() > worker.deadline:
                self._out_of_time(worker)
            elif worker.ready and worker.memory() > self._limits.max_memory:
                self._out_of_memory(worker)

    def _take(self, worker: _Worker, frame: Frame | None) -> None:
        if worker not in self._workers:
            return
        kind, body = frame or (b"", b"")
        job = worker.job
        if kind == READY:
            worker.ready = True
            worker.begin(self._limits.max_seconds)
        elif kind == BROKEN or not worker.ready:
            code = self._drop(worker, patience=2.0)
            raise RuntimeError(f"a worker process could not start: {body.decode() or f'exit code {code}'}")
        elif kind == MEMORY and job:
            self._out_of_memory(worker)
        elif kind == RESULT and job:
            job.outcome = body.decode("utf-8", "replace")
            self._finish(worker)
        elif kind == FAILURE and job:
            error, message = json.loads(body)
            job.fail(error, message)
            self._finish(worker)
        else:
            self._died(worker)

    def _finish(self, worker: _Worker) -> None:
        worker.job = None
        worker.done += 1
        if worker.done >= _RENEW:
            self._drop(worker)

    def _died(self, worker: _Worker) -> None:
        code = self._drop(worker, patience=2.0)
        if worker.job is None:
            return
        if sys.platform != "win32" and code == -signal.SIGALRM:
            self._out_of_time(worker)
            return
        how = f"exit code {code}" if code >= 0 else signal.strsignal(-code) or f"signal {-code}"
        worker.job.fail(
            "ReaderCrashed",
            f"{worker.job.path}: the process that read it died ({how}): it is damaged or needs more memory than "
            "max_memory; export it again",
        )

    def _out_of_time(self, worker: _Worker) -> None:
        self._drop(worker)
        if not worker.ready:
            raise RuntimeError(f"a worker process did not start in {_START_SECONDS:g} seconds")
        if worker.job:
            seconds = self._limits.max_seconds
            worker.job.fail(
                "LimitExceeded",
                f"{worker.job.path}: not done in the limit of {seconds:g} seconds; split it or raise max_seconds",
            )

    def _out_of_memory(self, worker: _Worker) -> None:
        self._drop(worker)
        if worker.job:
            most = self._limits.max_memory / 1e9
            worker.job.fail(
                "LimitExceeded",
                f"{worker.job.path}: needs more memory than the limit of {most:.2g} GB; split it or raise max_memory",
            )

    def _drop(self, worker: _Worker, patience: float = 0.0) -> int:
        if worker in self._workers:
            self._workers.remove(worker)
        return worker.end(patience)
