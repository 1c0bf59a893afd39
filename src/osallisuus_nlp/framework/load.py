"""Read framework files and check them: every complaint names the file, the entry and the field."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from .. import _data
from ..errors import InvalidFramework
from .model import (
    CriteriaGroup,
    Criterion,
    Element,
    Entry,
    Framework,
    GapKind,
    HouseLevel,
    Method,
    Perspective,
    Source,
    Statute,
    TargetGroup,
)

_KINDS: dict[str, tuple[str, type[Entry]]] = {
    "source": ("sources", Source),
    "perspective": ("perspectives", Perspective),
    "house_level": ("house_levels", HouseLevel),
    "method": ("methods", Method),
    "element": ("elements", Element),
    "criteria_group": ("criteria_groups", CriteriaGroup),
    "criterion": ("criteria", Criterion),
    "gap": ("gaps", GapKind),
    "target_group": ("target_groups", TargetGroup),
    "statute": ("statutes", Statute),
}

Tables = dict[str, dict[str, Entry]]


@cache
def default_framework() -> Framework:
    """Return the framework that ships with the library."""
    tables = _empty()
    folder = resources.files("osallisuus_nlp.framework").joinpath("data")
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            _add(tables, file.name, file.read_text(encoding="utf-8"), replace=False)
    return _finish(tables, "framework/data")


def load_framework(path: str | Path | None = None) -> Framework:
    """Return the default framework, with the entries of a user's own file laid over it.

    Parameters
    ----------
    path : path, optional
        A TOML file of ``[[criterion]]``, ``[[gap]]``, ``[[method]]`` … tables, as in ``framework/data``. An
        entry with an id that the default has replaces it in its place; a new id is added at the end.

    Raises
    ------
    InvalidFramework
        If the file cannot be read or an entry breaks the format; names file, entry and field.
    """
    default = default_framework()
    if path is None:
        return default
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFramework(f"{file}: cannot be read as UTF-8 text: {error}") from error
    tables = {key: {entry.id: entry for entry in getattr(default, attribute)} for key, (attribute, _) in _KINDS.items()}
    _add(tables, str(file), text, replace=True)
    return _finish(tables, str(file))


def _empty() -> Tables:
    return {key: {} for key in _KINDS}


def _add(tables: Tables, file: str, text: str, *, replace: bool) -> None:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidFramework(f"{file}: not valid TOML: {error}") from error
    for key, entries in content.items():
        if key not in _KINDS:
            raise InvalidFramework(f"{file}: unknown table [[{key}]]; known are {', '.join(_KINDS)}")
        if not isinstance(entries, list):
            raise InvalidFramework(f"{file}: {key} must be a list of tables, written [[{key}]]")
        seen: set[str] = set()
        for position, raw in enumerate(entries, start=1):
            entry = _entry(file, key, position, raw)
            if entry.id in seen or (entry.id in tables[key] and not replace):
                raise InvalidFramework(f"{file}: {key} {entry.id}: field id: stands twice")
            seen.add(entry.id)
            tables[key][entry.id] = entry


def _entry(file: str, key: str, position: int, raw: Any) -> Entry:
    name = raw.get("id", f"number {position}") if isinstance(raw, dict) else f"number {position}"
    try:
        return _data.from_plain(_KINDS[key][1], raw)
    except ValueError as error:
        raise InvalidFramework(f"{file}: {key} {name}: field {_data.explain(error)}") from error


def _finish(tables: Tables, file: str) -> Framework:
    """Check what entries say of one another, and make the framework."""
    for key, references in (
        ("method", {"house_level": "house_level"}),
        ("criterion", {"group": "criteria_group"}),
    ):
        for entry in tables[key].values():
            for field, target in references.items():
                value = getattr(entry, field)
                if value not in tables[target]:
                    raise InvalidFramework(f"{file}: {key} {entry.id}: field {field}: no {target} has the id {value!r}")
    for key, entries in tables.items():
        for entry in entries.values():
            for source in getattr(entry, "source", ()):
                if source.partition("#")[0] not in tables["source"]:
                    raise InvalidFramework(f"{file}: {key} {entry.id}: field source: no source has the id {source!r}")
    parts: dict[str, Any] = {attribute: tuple(tables[key].values()) for key, (attribute, _) in _KINDS.items()}
    assert set(parts) == {field.name for field in fields(Framework)}
    return Framework(**parts)
