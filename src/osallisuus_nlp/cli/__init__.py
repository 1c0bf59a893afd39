"""The command line: ``osallisuus``.

Exit codes: 0, all went well; 1, some files were not analysed; 2, none was, or the command itself was wrong.
"""

from __future__ import annotations

from . import about, analyse, corpus, train  # noqa: F401 (each adds its commands)
from ._base import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line."""
    app()
