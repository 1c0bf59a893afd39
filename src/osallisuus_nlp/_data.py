"""Where data files stand, and how dataclasses become JSON and come back.

Data enters the library from outside in two ways: TOML files and JSON. Both are checked here, by
pydantic, against the dataclass that they are to become, so that no other module needs to.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .errors import ResourceMissing

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")

_PACKAGE = "osallisuus_nlp"


def data_text(package: str, name: str) -> str:
    """Return the text of data file `name` that ships inside sub-package `package`."""
    return resources.files(f"{_PACKAGE}.{package}").joinpath("data", name).read_text(encoding="utf-8")


def data_toml(package: str, name: str) -> dict[str, Any]:
    """Return the parsed TOML file `name` that ships inside sub-package `package`."""
    return tomllib.loads(data_text(package, name))


def model_path(name: str) -> Path:
    """Return where the model file `name` stands: in the installed package or in the source tree.

    Raises
    ------
    ResourceMissing
        If it stands in neither.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "models", here.parents[1] / "models"):
        if (folder / name).is_file():
            return folder / name
    raise ResourceMissing(f"the model file {name} is not installed: reinstall osallisuus_nlp, or run `make models`")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def to_json(value: object, *, indent: int | None = None) -> str:
    """Return dataclass `value` as JSON text."""
    kind: Any = type(value)
    return _adapter(kind).dump_json(value, indent=indent).decode("utf-8")


def to_plain(value: object) -> Any:
    """Return dataclass `value` as dicts, lists, strings and numbers."""
    kind: Any = type(value)
    return _adapter(kind).dump_python(value, mode="json")


def from_json(kind: Callable[..., T], text: str | bytes) -> T:
    """Return JSON `text` as a value of dataclass `kind`; raises pydantic's ValidationError."""
    return cast("T", _adapter(kind).validate_json(text))


def from_plain(kind: Callable[..., T], value: object) -> T:
    """Return dicts, lists and strings as a value of dataclass `kind`; raises pydantic's ValidationError."""
    return cast("T", _adapter(kind).validate_python(value))


def explain(error: Exception) -> str:
    """Return the first complaint of pydantic's ValidationError as ``field.path: what is wrong``."""
    errors = getattr(error, "errors", None)
    if errors is None:
        return str(error)
    first = errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "value"
    return f"{place}: {first['msg']}"
