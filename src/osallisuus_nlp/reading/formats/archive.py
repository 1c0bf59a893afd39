"""Office files as what they are: zip containers of XML parts, opened so that a hostile one can do no harm.

Parts are read into memory, one by one and by name; nothing is ever unpacked onto the disk, so names with ``..`` or a
leading slash mean nothing. A container inside a container stays closed.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from lxml import etree

from ...errors import CorruptDocument, EncryptedDocument, LimitExceeded

# The largest office files that towns publish hold some thousands of pictures, and XML parts of some 20 MB.
MAX_ENTRIES = 20_000
MAX_TOTAL = 2_000_000_000  # of all entries together, pictures too, as the container declares them
MAX_PARTS = 150_000_000  # of the XML parts that are read; as a tree one takes some ten times that
MAX_RATIO = 250  # XML packs 10 to 60 times smaller; a bomb, up to 1,030
RATIO_FROM = 5_000_000  # bytes below which the ratio says nothing
MAX_DEPTH = 250  # of elements; a table in a text box in a table stands some 40 deep

_NO_RELATIONS: Mapping[str, tuple[str, str]] = MappingProxyType({})


class Container:
    """The parts of an office file; ``with Container(content, name) as parts``.

    Raises
    ------
    CorruptDocument
        If the container or a part is damaged, or XML declares a document type.
    EncryptedDocument
        If entries are encrypted.
    LimitExceeded
        If it holds, or unpacks to, more than the limits of this module.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self._corrupt("the container is damaged or cut short") from error
        if len(entries) > MAX_ENTRIES:
            raise LimitExceeded(f"{name}: {len(entries):,} parts, over the limit of {MAX_ENTRIES:,}; export it as PDF")
        if sum(entry.file_size for entry in entries) > MAX_TOTAL:
            raise LimitExceeded(f"{name}: unpacks to more than {MAX_TOTAL:,} bytes; export it as PDF")
        self._entries = {entry.filename: entry for entry in entries}

    def __enter__(self) -> Container:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, part: str) -> bool:
        return part in self._entries

    def _corrupt(self, what: str) -> CorruptDocument:
        return CorruptDocument(f"{self._name}: {what}; save it again, or export it as PDF")

    def bytes(self, part: str) -> bytes:
        """Return a part's bytes."""
        entry = self._entries.get(part)
        if entry is None:
            raise self._corrupt(f"the part {_shown(part)} is missing")
        if entry.flag_bits & 1:
            raise EncryptedDocument(f"{self._name}: needs a password; save a copy without one")
        self._read += entry.file_size
        packed = entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(1, entry.compress_size)
        if packed or self._read > MAX_PARTS:
            raise LimitExceeded(
                f"{self._name}: the part {_shown(part)} unpacks to {entry.file_size:,} bytes; export it as PDF"
            )
        try:
            with self._zip.open(entry) as stream:
                return stream.read(entry.file_size)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            NotImplementedError,
            RuntimeError,
            MemoryError,
        ) as error:
            raise self._corrupt(f"the part {_shown(part)} is damaged") from error

    def xml(self, part: str) -> Any:
        """Return the root element of an XML part, without comments and processing instructions."""
        content = self.bytes(part)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            remove_blank_text=False,
        )
        if b"<!DOCTYPE" in content or "<!DOCTYPE".encode("utf-16-le") in content:
            raise self._corrupt(f"the part {_shown(part)} declares a document type, which no office program writes")
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._corrupt(f"the part {_shown(part)} is not sound XML") from error
        if root is None or root.getroottree().docinfo.internalDTD is not None:
            raise self._corrupt(f"the part {_shown(part)} is not sound XML")
        depth = 0
        for event, _ in etree.iterwalk(root, events=("start", "end")):
            depth += 1 if event == "start" else -1
            if depth > MAX_DEPTH:
                raise self._corrupt(f"the part {_shown(part)} is nested too deeply")
        return root

    def relations(self, part: str) -> Mapping[str, tuple[str, str]]:
        """Return the parts that a part (``""`` for the whole file) refers to: id → (last word of its kind, part)."""
        folder, base = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self:
            return _NO_RELATIONS
        found: dict[str, tuple[str, str]] = {}
        for relation in self.xml(rels):
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External" or not target:
                continue
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], path)
        return found

    def main_part(self, fallback: str) -> str:
        """Return the part that the file is about (OOXML)."""
        targets = [target for kind, target in self.relations("").values() if kind == "officeDocument"]
        return next((target for target in targets if target in self), fallback)


def _shown(part: str) -> str:
    """Return a part's name as it may be printed: one short line."""
    return "".join(char if char.isprintable() else "?" for char in part[:80])


def kind_of(content: bytes) -> str:
    """Return which office document a zip container is, by what is in it: docx, odt, pptx, or "" for another."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            names = set(container.namelist())
            types = (
                container.read("mimetype")[:100] if "mimetype" in names and _is_small(container, "mimetype") else b""
            )
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return _by_trace(content)
    if types.strip() == b"application/vnd.oasis.opendocument.text" or (not types and "content.xml" in names):
        return "odt"
    if any(name.startswith("word/") for name in names):
        return "docx"
    return "pptx" if any(name.startswith("ppt/") for name in names) else ""


def _is_small(container: zipfile.ZipFile, name: str) -> bool:
    return container.getinfo(name).file_size < 1_000


def _by_trace(content: bytes) -> str:
    """Return the kind of a container that is damaged, by names that can be seen in it."""
    start = content[:4096]
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in start:
        return "odt"
    traces = {"docx": b"word/", "pptx": b"ppt/"}
    return next((kind for kind, trace in traces.items() if trace in content), "")
