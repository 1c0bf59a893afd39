"""The process that reads: it runs one task for path after path and answers over a pipe.

It is started by :mod:`osallisuus_nlp.batch.pool` as ``python -c``, not by `multiprocessing`, so that a script or
notebook that calls `analyse_many` needs no ``if __name__ == "__main__":``. What comes from the parent is trusted
(a pickle of the task); what goes back is text only, since this process has parsed files of strangers.

A frame is one byte of kind, eight of length, and the body.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable
from typing import BinaryIO

from ..errors import OsallisuusError

READY = b"!"  # the task is loaded
BROKEN = b"?"  # it could not be loaded; the body says why
RESULT = b"="  # the task's text
FAILURE = b"-"  # JSON: the kind of error and its message
MEMORY = b"m"  # out of memory

Task = Callable[[str], str]
Frame = tuple[bytes, bytes]

_HEAD = struct.Struct(">cQ")
_ORPHAN_SECONDS = 5.0  # after the time limit, where the parent is gone or busy


def write_frame(stream: BinaryIO, kind: bytes, body: bytes) -> None:
    """Write one frame."""
    stream.write(_HEAD.pack(kind, len(body)) + body)
    stream.flush()


def read_frame(stream: BinaryIO, most: int) -> Frame | None:
    """Return the next frame; None where the stream has ended, or the frame claims more than `most` bytes."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    if length > most:
        return None
    body = stream.read(length)
    return (kind, body) if len(body) == length else None


def main() -> None:
    """Load the task and run it for each path that arrives, until the parent closes the pipe."""
    inbox, outbox = _take_pipes()
    setup = read_frame(inbox, sys.maxsize)
    if setup is None:
        return
    try:
        task, seconds, memory = pickle.loads(setup[1])  # noqa: S301 (from the parent, ours)
        _hold_memory(memory)
    except Exception as error:  # noqa: BLE001 (whatever the task's import raises is told to the parent)
        write_frame(outbox, BROKEN, repr(error).encode("utf-8", "replace"))
        return
    write_frame(outbox, READY, b"")
    while (job := read_frame(inbox, sys.maxsize)) is not None:
        _alarm(seconds + _ORPHAN_SECONDS)
        kind, body = _outcome(task, json.loads(job[1]))
        _alarm(0)
        write_frame(outbox, kind, body)


def _outcome(task: Task, path: str) -> Frame:
    try:
        return RESULT, task(path).encode("utf-8")
    except MemoryError:
        return MEMORY, b""
    except OsallisuusError as error:
        failure = type(error).__name__, str(error)
    except Exception as error:  # noqa: BLE001 (a fault of our own must not cost the other files their results)
        what = repr(error)[:500]
        failure = type(error).__name__, f"{path}: the analysis failed: {what}; please report it"
    return FAILURE, json.dumps(failure).encode("ascii")


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep standard input and output for the frames alone: what a library prints goes to standard error."""
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return inbox, outbox


def _hold_memory(most: int) -> None:
    """Let the kernel refuse memory beyond `most` bytes, and write no core file.

    RLIMIT_DATA counts what the process may write to. RLIMIT_AS would count address space, of which threads and
    numpy's libraries reserve gigabytes that they never touch. Linux holds it; macOS does not, Windows has none.
    """
    if sys.platform == "win32":
        return
    import resource

    for what, wanted in ((resource.RLIMIT_DATA, most), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _alarm(seconds: float) -> None:
    """Die in so many seconds (0: no longer), even inside a C library and with no parent left to see to it."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, min(seconds, 1e8))
