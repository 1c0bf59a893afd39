"""Tasks for worker processes that do what a hostile file would make a reader do; the file's name says which."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path

from osallisuus_nlp.errors import EncryptedDocument, ResourceMissing
from osallisuus_nlp.reading import read


def fault(path: str) -> str:
    """Answer ``name pid``, or fail in the way that the file's name says."""
    name = Path(path).stem
    match name:
        case "crash":
            ctypes.string_at(0)
        case "killed":
            os.kill(os.getpid(), 9)
        case "exit":
            os._exit(3)
        case "leave":
            sys.exit(0)
        case "hang":
            while True:
                pass
        case "doze":
            time.sleep(3600)
        case "slow":
            time.sleep(0.5)
        case "swell":
            bytearray(1 << 40)
        case "grow":
            kept = []
            while True:
                kept.append(b"x" * (64 << 20))
        case "deep":
            return fault(path)
        case "bug":
            raise AttributeError("'NoneType' object has no attribute 'text'")
        case "locked":
            raise EncryptedDocument(f"{path}: protected by a password; save a copy without one")
        case "missing":
            raise ResourceMissing(f"{path}: scanned, and Tesseract is not installed: apt install tesseract-ocr")
        case "chatter":
            print("a library prints to standard output")
            os.write(1, b"and so does C\n")
    return f"{name} {os.getpid()}"


def note_and_hang(path: str) -> str:
    """Write the process's id into the file, then hang."""
    Path(path).write_text(str(os.getpid()), encoding="ascii")
    return fault("hang.txt")


def start_program(path: str) -> str:
    """Start a program, as a reader starts Tesseract, write its id into the file, and hang."""
    with subprocess.Popen(["sleep", "3600"]) as program:
        Path(path).write_text(str(program.pid), encoding="ascii")
        return fault("hang.txt")


def temporary(path: str) -> str:
    """Leave a file in the temporary folder, and hang if the file's name says so."""
    import tempfile

    handle, name = tempfile.mkstemp()
    os.close(handle)
    if Path(path).stem == "hang":
        fault(path)
    return name


def read_to_json(path: str) -> str:
    """Read a document, as a worker does that is only to read."""
    return read(path).to_json()
