"""What the styles of a Word document say: what is a heading, list item, caption or contents; what is bold."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from ...document import Kind
from .flow import words
from .xmltree import attribute, find, integer, local

_ON = (None, "1", "true", "on")


@dataclass(frozen=True, slots=True)
class Run:
    """How letters look: size in points."""

    bold: bool = False
    size: float = 10.0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph is by its styles and settings."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    indent: int = 0
    contents: bool = False
    caption: bool = False
    run: Run = Run()


def is_on(parent: Any, name: str) -> bool:
    """Whether a switch such as ``w:b`` is there and on."""
    found = find(parent, name)
    return found is not None and attribute(found) in _ON


@cache
def _pattern(name: str, ending: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, words(name)))}){ending}")


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    paragraph: Any
    run: Any


class Styles:
    """The styles of one document; made of the root of its ``styles.xml``, if it has one."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, _Style] = {}
        self._default = ""
        self._base = Run()
        self._looks: dict[str, Look] = {}
        self._runs: dict[str, tuple[Any, ...]] = {}
        if root is None:
            return
        self._base = _run(find(root, "docDefaults", "rPrDefault", "rPr"), Run())
        for style in root:
            if local(style) != "style":
                continue
            key = attribute(style, "styleId") or ""
            name = (attribute(find(style, "name")) or key).strip().lower()
            based_on = attribute(find(style, "basedOn")) or ""
            self._styles[key] = _Style(name, based_on, find(style, "pPr"), find(style, "rPr"))
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
                self._default = key

    def _chain(self, key: str) -> list[_Style]:
        """Return a style and those that it is based on, itself first."""
        chain: list[_Style] = []
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            chain.append(self._styles[key])
            key = self._styles[key].based_on
        return chain

    def paragraph(self, settings: Any) -> Look:
        """Return what a paragraph with these settings (``w:pPr``) is."""
        key = attribute(find(settings, "pStyle")) or self._default
        if key not in self._looks:
            self._looks[key] = self._by_style(key)
        look = self._looks[key]
        if settings is None:
            return look
        if (indent := _indent(settings)) is not None:
            look = replace(look, indent=indent)
        outline = attribute(find(settings, "outlineLvl"))
        if outline is not None:
            level = integer(outline) + 1
            look = (
                replace(look, kind=Kind.HEADING, level=level) if 1 <= level <= 9 else replace(look, kind=Kind.PARAGRAPH)
            )
        numbering = find(settings, "numPr")
        if numbering is not None and look.kind is not Kind.HEADING:
            if attribute(find(numbering, "numId")) == "0":
                return replace(look, kind=Kind.PARAGRAPH, level=0)
            depth = find(numbering, "ilvl")
            level = integer(attribute(depth)) + 1 if depth is not None else max(1, look.level)
            look = replace(look, kind=Kind.LIST_ITEM, level=max(1, min(level, 9)))
        return look

    def _by_style(self, key: str) -> Look:
        chain = self._chain(key)
        run = self._base
        for style in reversed(chain):
            run = _run(style.run, run)
        look = Look(run=run, indent=next((i for s in chain if (i := _indent(s.paragraph)) is not None), 0))
        names = [style.name for style in chain]
        if any(_pattern("contents_styles", r"(?:\s?\d)?(?:\s+heading)?").fullmatch(name) for name in names):
            return replace(look, contents=True)
        if any(_pattern("caption_styles", "").fullmatch(name) for name in names):
            return replace(look, caption=True)
        for style in chain:
            outline = attribute(find(style.paragraph, "outlineLvl"))
            if outline is not None:
                level = integer(outline) + 1
                return replace(look, kind=Kind.HEADING, level=level) if 1 <= level <= 9 else look
            if named := _pattern("heading_styles", r"\s?([1-9])").fullmatch(style.name):
                return replace(look, kind=Kind.HEADING, level=int(named.group(1)))
            if _pattern("title_styles", "").fullmatch(style.name):
                return replace(look, kind=Kind.HEADING, level=1)
        for style in chain:
            numbering = find(style.paragraph, "numPr")
            named = _pattern("list_styles", r"(?:\s?([2-9]))?").fullmatch(style.name)
            if named or (numbering is not None and attribute(find(numbering, "numId")) not in (None, "0")):
                level = int(named.group(1) or 1) if named else 1
                depth = integer(attribute(find(numbering, "ilvl"))) + 1
                return replace(look, kind=Kind.LIST_ITEM, level=max(level, min(depth, 9)))
        return look

    def run(self, settings: Any, look: Run) -> Run:
        """Return how a run with these settings (``w:rPr``) looks inside a paragraph that looks like `look`."""
        if settings is None:
            return look
        key = attribute(find(settings, "rStyle"))
        if key:
            for style in reversed(self._chain(key)):
                look = _run(style.run, look)
        return _run(settings, look)


def _run(settings: Any, look: Run) -> Run:
    if settings is None:
        return look
    bold = is_on(settings, "b") if find(settings, "b") is not None else look.bold
    hidden = is_on(settings, "vanish") if find(settings, "vanish") is not None else look.hidden
    size = integer(attribute(find(settings, "sz"))) / 2 or look.size
    return Run(bold, size, hidden)


def _indent(settings: Any) -> int | None:
    found = find(settings, "ind")
    left = attribute(found, "left") or attribute(found, "start")
    return integer(left) if left is not None else None
