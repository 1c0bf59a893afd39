"""Plain text: encodings, control characters, and lines that make a careless pattern search for ever."""

from __future__ import annotations

import random
from collections.abc import Callable

from .case import TEXT, Case, either, fails, reads

# What a line is made of, and how often. Patterns for contents lines, page numbers, list marks, hyphenation, spaced-out
# headings and money all look for runs of such things.
RUNS: dict[str, tuple[str, int]] = {
    "dots": (".", 200_000),
    "dots-spaced": (". ", 100_000),
    "underscores": ("_", 200_000),
    "digits": ("7", 200_000),
    "digits-dotted": ("1.", 100_000),
    "digits-spaced": ("1 ", 100_000),
    "thousands": ("1 000 ", 30_000),
    "money": ("1 000 € ", 20_000),
    "years": ("2024\u20132026 ", 20_000),
    "dates": ("1.2.2024 ", 20_000),
    "dashes": ("-", 200_000),
    "dashes-spaced": ("- ", 100_000),
    "long-dashes": ("\u2013 ", 100_000),
    "spaces": (" ", 500_000),
    "spaces-hard": ("\u00a0", 200_000),
    "tabs": ("\t", 200_000),
    "letters-spaced": ("O ", 100_000),
    "capitals": ("A", 200_000),
    "compound": ("a-", 100_000),
    "hyphens-soft": ("a\u00ad", 100_000),
    "joiners": ("\u200b\u200d\ufeff", 50_000),
    "accents": ("\u0301", 100_000),
    "overrides": ("\u202e\u202d", 50_000),
    "brackets": ("(", 100_000),
    "brackets-in-pairs": ("()[]", 50_000),
    "quotes": ("\u201d", 100_000),
    "sections": ("§ 1 mom. ", 20_000),
    "bullets": ("\u2022 ", 100_000),
    "colons": ("a: ", 50_000),
    "semicolons": ("a; ", 50_000),
    "commas-and": ("a, b ja ", 30_000),
    "slashes": ("/", 100_000),
    "addresses": ("https://a.fi/?", 20_000),
    "mails": ("a@", 50_000),
    "numbers-of-chapters": ("1.1.1.1.1.1.1 ", 20_000),
    "pipes": ("|", 100_000),
    "vowels": ("äöå", 70_000),
    "roman": ("i) ii) iii) iv) ", 10_000),
    "percent": ("100 % ", 30_000),
    "stops": ("esim. ", 30_000),
}


def _line(unit: str, times: int) -> Callable[[], bytes]:
    return lambda: f"{TEXT}\n\n{unit * (times // 3)}\n\n{unit * 60}x\n\n{TEXT}\n".encode()


def _lines(unit: str, times: int) -> Callable[[], bytes]:
    return lambda: f"{TEXT}\n\n{(unit + chr(10)) * times}".encode()


RUN_CASES: list[Case] = [reads(f"run-of-{name}.txt", _line(*run)) for name, run in RUNS.items()]

CASES: list[Case] = [
    reads("sound.txt", TEXT.encode),
    fails("empty.txt", bytes, "EmptyDocument"),
    fails("white-space.txt", lambda: b" \t\r\n\x0c\x0b" * 50_000, "EmptyDocument"),
    fails("white-space-wide.txt", lambda: "\u00a0\u2003\u2028\u3000\u200b".encode() * 1000, "EmptyDocument"),
    fails("mark-only.txt", lambda: b"\xef\xbb\xbf", "EmptyDocument"),
    fails("mark-only-utf-16.txt", lambda: b"\xff\xfe", "EmptyDocument"),
    fails("controls-only.txt", lambda: bytes(range(1, 9)) * 50, "EmptyDocument", "CorruptDocument"),
    fails("nulls.txt", lambda: TEXT.encode() + bytes(500), "CorruptDocument"),
    fails("noise.txt", lambda: random.Random(2).randbytes(20_000), "CorruptDocument"),
    fails("pdf.txt", lambda: b"%PDF-1.7\n%%EOF", "CorruptDocument"),
    fails("picture.txt", lambda: b"\x89PNG\r\n\x1a\n" + bytes(40), "CorruptDocument"),
    fails("utf-16-odd.txt", lambda: TEXT.encode("utf-16")[:-1], "CorruptDocument"),
    fails("ending-unknown.kunta", TEXT.encode, "UnsupportedFormat"),
    fails("ending-missing", TEXT.encode, "UnsupportedFormat"),
    fails("ending-of-a-program.exe", lambda: b"MZ" + bytes(99), "UnsupportedFormat"),
    reads("utf-16.txt", lambda: TEXT.encode("utf-16")),
    reads("utf-8-mark.txt", lambda: TEXT.encode("utf-8-sig")),
    either("utf-32.txt", lambda: TEXT.encode("utf-32")),
    either("utf-16-surrogate.txt", lambda: TEXT.encode("utf-16-le") + b"\x00\xd8" + "a".encode("utf-16-le")),
    either("surrogates.txt", lambda: TEXT.encode() + b" \xed\xa0\x80 \xed\xbf\xbf"),
    either("utf-8-overlong.txt", lambda: TEXT.encode() + b" \xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\x80"),
    reads("invalid-utf-8.txt", lambda: TEXT.encode() + b" k\xe4ytt\xf6 \x80\x9d\xa0"),
    reads("noncharacters.txt", lambda: f"{TEXT} \ufdd0\ufffe\U0010ffff\ue000\ufffd".encode()),
    either("controls.txt", lambda: f"{TEXT}\n\na\x1b[31mpunainen\x07\x08\x7f\x85b\n".encode()),
    reads("line-ends-mixed.txt", lambda: f"{TEXT}\r\n\r\na\r\rb\n\nc\u2028d\u2029e\x0cf\x0bg".encode()),
    reads("line-of-5-megabytes.txt", lambda: (TEXT + "\n\n" + "Kunta kuulee asukkaita. " * 210_000).encode()),
    reads("word-of-2-megabytes.txt", lambda: (TEXT + "\n\n" + "asukas" * 350_000).encode()),
    reads("lines-empty-500000.txt", _lines("", 500_000)),
    reads("lines-of-bullets.txt", _lines("\u2013 a", 5_000)),
    reads("lines-of-numbers.txt", _lines("1.1 Luku ........ 5", 4_000)),
    reads("lines-nested.txt", lambda: (TEXT + "\n\n" + "".join(" " * n + "- a\n" for n in range(2000))).encode()),
    reads(
        "lines-deeply-numbered.txt",
        lambda: (TEXT + "\n\n" + "".join("1." * n + " a\n\n" for n in range(1, 800))).encode(),
    ),
    reads("lines-with-hyphens.txt", _lines("osallisuus-", 3_000)),
    reads("pages-2000.txt", lambda: (TEXT + "\x0cSivu 1 (3)\n\n" * 2_000).encode()),
    *RUN_CASES,
]
