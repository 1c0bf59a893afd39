"""Label Studio: tasks with their annotations as JSON, and the configuration of the labelling screen.

Offsets of Label Studio count UTF-16 code units, as its browser does; ours count characters.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from ... import _data
from ...errors import InvalidCorpus
from ...framework import default_framework
from ..records import LABEL_SETS, Labels, Record, Span, check_record, known_labels

CONFIG = ".config.xml"
_NOT_DATA = ("labels", "spans", "author")


def write(records: Sequence[Record], path: Path, *, labelled: bool = True) -> None:
    """Write the tasks, and beside them ``NAME.config.xml``, the labelling configuration to paste into a project.

    Parameters
    ----------
    labelled : bool
        Whether the records have been labelled: then each task has an annotation, be it an empty one.
    """
    tasks = [_task(record, labelled=labelled) for record in records]
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    path.with_suffix(CONFIG).write_text(config(), encoding="utf-8")


def config() -> str:
    """Return the labelling configuration: choices for the three label sets, spans for the plan elements."""
    sets = default_framework().label_sets
    lines = ["<View>", '  <Text name="above" value="$above"/>', '  <Labels name="plan" toName="text">']
    lines += [f"    <Label value={quoteattr(entry.id)}/>" for entry in sets["elements"]]
    lines += ["  </Labels>", '  <Text name="text" value="$text"/>']
    for name, entries in sets.items():
        lines += [f'  <Header value="{name}"/>', f'  <Choices name="{name}" toName="text" choice="multiple">']
        lines += [
            f"    <Choice value={quoteattr(entry.id)} hint={quoteattr(entry.name('fi') + ' / ' + entry.name('sv'))}/>"
            for entry in entries
        ]
        lines.append("  </Choices>")
    return "\n".join([*lines, "</View>"]) + "\n"


def _task(record: Record, *, labelled: bool) -> dict[str, Any]:
    data = {name: value for name, value in asdict(record).items() if name not in _NOT_DATA}
    data["above"] = " / ".join([*record.heading, *filter(None, [record.stem])])
    units = _units(record.text)
    result: list[dict[str, Any]] = [
        {
            "from_name": name,
            "to_name": "text",
            "type": "choices",
            "value": {"choices": list(getattr(record.labels, name))},
        }
        for name in LABEL_SETS
        if getattr(record.labels, name)
    ]
    for span in record.spans:
        value = {"start": units[span.start], "end": units[span.end], "text": span.text, "labels": [span.label]}
        result.append({"from_name": "plan", "to_name": "text", "type": "labels", "value": value})
    task: dict[str, Any] = {"data": data}
    if labelled:
        task["annotations"] = [{"completed_by": record.author, "result": result}]
    return task


def read(path: Path) -> dict[str, list[Record]]:
    """Read Label Studio's JSON export; what each annotator did is a labelling of its own.

    Raises
    ------
    InvalidCorpus
        If it is no such export, or a span's text is not what its offsets say.
    """
    try:
        tasks = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidCorpus(f"{path}: cannot be read as Label Studio's JSON export: {error}") from error
    if not isinstance(tasks, list):
        raise InvalidCorpus(f"{path}: Label Studio's JSON export is a list of tasks; export as JSON, not as JSON-MIN")
    found: dict[str, list[Record]] = {}
    for number, task in enumerate(tasks, start=1):
        place = f"{path}: task {number}"
        try:
            for annotation in task.get("annotations", []):
                if annotation.get("was_cancelled"):
                    continue
                record = _record(task["data"], annotation)
                check_record(record, place)
                found.setdefault(record.author, []).append(record)
        except InvalidCorpus:
            raise
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            reason = _data.explain(error) if isinstance(error, ValueError) else repr(error)
            raise InvalidCorpus(f"{place}: not a task exported from here: {reason}") from error
    for author, records in found.items():
        if len({record.id for record in records}) < len(records):
            raise InvalidCorpus(
                f"{path}: {author or 'an annotator'} labelled a task twice; delete one of the annotations"
            )
    return found if len(found) > 1 else {"": next(iter(found.values()), [])}


def _record(data: dict[str, Any], annotation: dict[str, Any]) -> Record:
    who = annotation.get("completed_by", "")
    author = str(who.get("email") or who.get("id") if isinstance(who, dict) else who) or "not stated"
    plain = {name: value for name, value in data.items() if name in Record.__dataclass_fields__}
    record = _data.from_plain(Record, plain | {"author": author, "labels": {}, "spans": []})
    places = {unit: place for place, unit in enumerate(_units(record.text))}
    chosen: dict[str, list[str]] = {}
    spans: list[Span] = []
    for part in annotation.get("result", []):
        value = part["value"]
        if part["type"] == "choices" and part["from_name"] in LABEL_SETS:
            chosen.setdefault(part["from_name"], []).extend(value["choices"])
        elif part["type"] == "labels":
            start, end = (places.get(value[name], -1) for name in ("start", "end"))
            text = value.get("text", record.text[max(start, 0) : max(end, 0)])
            spans += [Span(start, end, label, text) for label in value["labels"]]
    labels = _data.from_plain(Labels, {name: _ordered(name, given) for name, given in chosen.items()})
    return replace(
        record, labels=labels, spans=tuple(sorted(spans, key=lambda span: (span.start, span.end, span.label)))
    )


def _ordered(name: str, given: list[str]) -> list[str]:
    """Return labels once each in the framework's order; unknown ones last."""
    order = [label for known, label in known_labels() if known == name]
    return sorted(set(given), key=lambda label: (order.index(label) if label in order else len(order), label))


def _units(text: str) -> list[int]:
    """Return for each place in `text`, its end included, how many UTF-16 code units stand before it."""
    units = [0]
    for letter in text:
        units.append(units[-1] + (2 if ord(letter) > 0xFFFF else 1))
    return units
