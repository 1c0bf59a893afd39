"""How well scans are read and broken text layers are told: ``python benchmarks/ocr.py [--texts municipal_dev.jsonl]``.

Prints character error rates on pages of the sample programmes, drawn at 200 dpi, clean and damaged (askew by a degree,
blurred, unevenly lit, grainy, with specks, JPEG quality 35), words put in order by their places on both sides; then
how often text is taken for garbage and garbage for text.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2 as pdfium
from PIL import Image, ImageFilter
from rapidfuzz.distance import Levenshtein

from osallisuus_nlp.reading.letters.quality import usable
from osallisuus_nlp.reading.scans import ocr

ROOT = Path(__file__).parents[1]
DPI = 200
CHOSEN_ON = [
    ("fi-jarvilakeus", 3),
    ("fi-jarvilakeus", 7),
    ("fi-vuorelanniemi", 3),
    ("fi-vuorelanniemi", 7),
    ("fi-lumisalo", 4),
    ("sv-sundby", 3),
    ("sv-sundby", 6),
    ("sv-granholmen", 3),
    ("sv-granholmen", 6),
    ("sv-strandbygden", 4),
]
OTHERS = [
    ("fi-jarvilakeus", 5),
    ("fi-kivisuvanto", 4),
    ("fi-kivisuvanto", 7),
    ("fi-lumisalo", 2),
    ("sv-strandbygden", 6),
    ("sv-granholmen", 2),
]
DAMAGE = {"clean": None, "damaged": (0.8, 14.0), "more noise": (1.0, 22.0), "more blur": (1.2, 8.0)}
LANGUAGES = {"fi": ("fin", "swe", "eng"), "sv": ("swe", "fin", "eng")}


def damaged(image: Image.Image, blur: float, grain: float, seed: int) -> Image.Image:
    chance = np.random.default_rng(seed)
    image = image.rotate(1.0, resample=Image.Resampling.BICUBIC, fillcolor=255)
    levels = np.asarray(image.filter(ImageFilter.GaussianBlur(blur)), dtype=float)
    shade = np.linspace(0, -35, levels.shape[1])[None, :] + np.linspace(-10, 5, levels.shape[0])[:, None]
    levels = 235 / 255 * levels + shade + chance.normal(0, grain, levels.shape)
    levels[chance.random(levels.shape) < 0.0008] = 30
    buffer = io.BytesIO()
    Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=35)
    return Image.open(buffer).convert("L")


def in_order(words: Iterable[tuple[str, float, float, float]]) -> str:
    """Return words (text, left, top, bottom) row by row."""
    rows: list[list[tuple[str, float, float, float]]] = []
    height = 0.0
    for word in sorted(words, key=lambda word: word[2] + word[3]):
        middle = (word[2] + word[3]) / 2
        if rows and middle - height <= 4.0:
            rows[-1].append(word)
            height += (middle - height) / len(rows[-1])
        else:
            rows.append([word])
            height = middle
    return unicodedata.normalize(
        "NFC", " ".join(word[0] for row in rows for word in sorted(row, key=lambda word: word[1]))
    )


def errors(name: str, number: int, damage: tuple[float, float] | None) -> tuple[int, int, float]:
    """Return wrong characters, all characters and seconds of a page."""
    path = ROOT / "corpora" / "programmes" / name / "programme.pdf"
    with pdfplumber.open(path) as pdf:
        words = pdf.pages[number - 1].extract_words()
        right = in_order((word["text"], word["x0"], word["top"], word["bottom"]) for word in words)
    with pdfium.PdfDocument(path) as pdf:
        image = pdf[number - 1].render(scale=DPI / 72).to_pil().convert("L")
    if damage:
        image = damaged(image, *damage, seed=number)
    start = time.perf_counter()
    read = ocr.recognise(image, dpi=DPI, languages=LANGUAGES[name[:2]])
    seconds = time.perf_counter() - start
    text = in_order((word.text, word.x0, word.top, word.bottom) for word in read)
    return Levenshtein.distance(text, right), len(right), seconds


def scans() -> None:
    for title, pages in (("pages that the steps were chosen on", CHOSEN_ON), ("other pages", OTHERS)):
        for state, damage in DAMAGE.items():
            rows = [errors(name, number, damage) for name, number in pages]
            wrong, length, seconds = (sum(column) for column in zip(*rows, strict=True))
            worst = max(100 * row[0] / row[1] for row in rows)
            print(
                f"{title}, {state}: {100 * wrong / length:.2f} % of characters wrong, "
                f"{worst:.2f} % on the worst page, {seconds / len(rows):.1f} s a page"
            )


def permuted(text: str) -> str:
    letters = "abcdefghijklmnopqrstuvwxyzåäö"
    mixed = random.Random(text).sample(letters, len(letters))
    return text.lower().translate(str.maketrans(letters, "".join(mixed)))


def shuffled(text: str) -> str:
    chance = random.Random(text)
    return " ".join("".join(chance.sample(word, len(word))) for word in text.split())


GARBLED: dict[str, Callable[[str], str]] = {
    "letters shifted": lambda text: "".join(chr(ord(c) + 3) if c.isascii() and c.isalpha() else c for c in text),
    "letters exchanged": permuted,
    "letters shuffled": shuffled,
    "glyph numbers": lambda text: "".join(chr(ord(c) - 29) if ord(c) > 61 else c for c in text),
    "vowels lost": lambda text: re.sub("[aeiouyäöåAEIOUYÄÖÅ]", "", text),
    "half lost": lambda text: "".join("\ufffd" if i % 2 and not c.isspace() else c for i, c in enumerate(text)),
    "signs": lambda text: "".join(chr(33 + ord(c) % 15) if c.isalpha() else c for c in text),
    "mirrored": lambda text: text[::-1],
    "letter by letter": lambda text: " ".join(text),
    "EBCDIC": lambda text: text.encode("cp037", "ignore").decode("cp1252", "ignore"),
}


def passages() -> Iterator[str]:
    for file in sorted((ROOT / "corpora" / "passages").glob("*.jsonl")):
        yield from (json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines())


def pieces(texts: Path) -> Iterator[str]:
    """Give the real documents in pieces of about 1500 characters."""
    for line in texts.read_text(encoding="utf-8").splitlines():
        piece = ""
        for sentence in json.loads(line)["sentences"]:
            piece += sentence
            if len(piece) > 1500:
                yield piece
                piece = ""
        if piece.strip():
            yield piece


def letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def layers(title: str, texts: list[str]) -> None:
    wrong = sum(not usable(text) for text in texts)
    print(f"{title}: {wrong} of {len(texts)} taken for garbage")
    for how, garble in GARBLED.items():
        broken = [garble(text) for text in texts if letters(text) >= 40]
        broken = [text for text in broken if letters(text) >= 40 or how in ("half lost", "signs")]
        print(f"  {how}: {sum(map(usable, broken))} of {len(broken)} taken for text")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, help="the real documents, as JSON lines")
    given = parser.parse_args()
    layers("passages of the corpora", list(passages()))
    if given.texts:
        layers("pieces of real documents", list(pieces(given.texts)))
    scans()


if __name__ == "__main__":
    main()
