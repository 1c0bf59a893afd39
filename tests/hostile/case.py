"""What a hostile file is: its name, how it is made, and what reading it may come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

UNREADABLE = (
    "UnreadableDocument",
    "EncryptedDocument",
    "CorruptDocument",
    "EmptyDocument",
    "UnsupportedFormat",
    "LimitExceeded",
)
"""All that a reader may say of a file; a process that died of it is not among them."""

SAYS = "Asukasraati kokoontuu"
"""Stands in every file that should be read in spite of what else is in it."""

TEXT = f"{SAYS} vuosittain ja antaa lausunnon talousarviosta."


@dataclass(frozen=True)
class Case:
    """A file and its outcome.

    Attributes
    ----------
    name : str
        File name; the suffix says what it pretends to be.
    make : callable
        Gives the bytes.
    words : tuple of str or None
        If it is read, its text holds these; None where it must not be read.
    never : tuple of str
        What its text must not hold.
    errors : tuple of str
        Kinds of error that are right; empty where it must be read.
    """

    name: str
    make: Callable[[], bytes]
    words: tuple[str, ...] | None
    never: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


def reads(name: str, make: Callable[[], bytes], *words: str, never: tuple[str, ...] = ()) -> Case:
    """Return a file that must be read, with `words` (by default the sentence of all files) in its text."""
    return Case(name, make, words or (SAYS,), never)


def fails(name: str, make: Callable[[], bytes], *errors: str) -> Case:
    """Return a file that must be refused with one of `errors`."""
    return Case(name, make, None, (), errors)


def either(name: str, make: Callable[[], bytes], *errors: str, never: tuple[str, ...] = ()) -> Case:
    """Return a file of which any document or one of `errors` (by default any kind) is right."""
    return Case(name, make, (), never, errors or UNREADABLE)


def long(chunk: bytes, times: int) -> Callable[[], bytes]:
    """Return a maker of `chunk` many times over."""
    return lambda: chunk * times
