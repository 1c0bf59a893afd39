"""No package under GPL or AGPL is among what the library requires."""

from __future__ import annotations

import re
from importlib import metadata

import pytest


def required(name: str, seen: set[str]) -> set[str]:
    """All packages that `name` needs without extras, itself included."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in seen:
        return seen
    seen.add(key)
    for line in metadata.requires(name) or []:
        if "extra ==" in line or "sys_platform == 'win32'" in line:
            continue
        child = re.match(r"[A-Za-z0-9._-]+", line)
        assert child
        try:
            metadata.distribution(child.group())
        except metadata.PackageNotFoundError:
            continue  # for another platform
        required(child.group(), seen)
    return seen


@pytest.mark.parametrize("name", sorted(required("osallisuus_nlp", set())))
def test_no_required_package_is_under_gpl(name):
    about = metadata.metadata(name)
    said = [about.get("License-Expression") or "", (about.get("License") or "")[:200]]
    said += [line for line in about.get_all("Classifier") or [] if line.startswith("License")]
    words = " ".join(said)
    assert words.strip(), f"{name} states no licence"
    assert not re.search(r"\b(?:A?GPL|GNU (?:Affero )?General Public)", words) or "LGPL" in words, words
