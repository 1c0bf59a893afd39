"""What the tests share: the samples, the real documents where they are at hand, and small PDFs made on the spot."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from osallisuus_nlp import Analysis, analyse

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
PROGRAMMES = ROOT / "corpora" / "programmes"
SAMPLES = ("fi-vuorelanniemi", "sv-granholmen", "fi-jarvilakeus")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason=f"the real documents are not beside the project: no {SHARED}")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(skip)


def need(available: bool, what: str) -> None:
    """Skip a test for a missing Debian package; where nothing may be skipped (CI), fail."""
    if available:
        return
    if os.environ.get("CI"):
        pytest.fail(f"missing in CI: {what}")
    pytest.skip(f"missing: {what}")


@pytest.fixture(scope="session")
def shared() -> Path:
    return SHARED


@pytest.fixture(scope="session")
def gold() -> dict[str, Any]:
    """The samples' gold, by name."""
    return {name: json.loads((PROGRAMMES / name / "gold.json").read_text(encoding="utf-8")) for name in SAMPLES}


@pytest.fixture(scope="session")
def analyses() -> dict[str, Analysis]:
    """The samples, analysed once for all tests."""
    return {name: analyse(PROGRAMMES / name / "programme.pdf") for name in SAMPLES}


@pytest.fixture
def make_pdf(tmp_path: Path) -> Callable[..., Path]:
    """Return a maker of small PDFs: ``make_pdf(pages, name="x.pdf", encrypt=None)``.

    A page is a list of (x, y from the top, font size, text[, bold]) in points, on A4.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    def make(pages: list[list[tuple[Any, ...]]], name: str = "x.pdf", encrypt: Any = None) -> Path:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=A4, encrypt=encrypt, invariant=1)
        for page in pages:
            for x, y, size, text, *bold in page:
                canvas.setFont("Helvetica-Bold" if bold and bold[0] else "Helvetica", size)
                canvas.drawString(x, A4[1] - y, text)
            canvas.showPage()
        canvas.save()
        path = tmp_path / name
        path.write_bytes(buffer.getvalue())
        return path

    return make
