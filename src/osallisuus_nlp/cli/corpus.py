"""``osallisuus corpus``: check, count, compare, part and exchange labelled passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ..corpus import LABEL_SETS, Record, corpus_files, join_standoff, read_corpus, read_records, write_records
from ..corpus.agreement import agreement, labelled, read_labelling
from ..corpus.exchange import FORMATS, export_records, import_records
from ..corpus.standoff import DOCUMENTS, read_standoff
from ..errors import InvalidCorpus
from ._base import app, fail, failing, show, write_json

commands = typer.Typer(help="Check, count, compare, part and exchange labelled passages.", no_args_is_help=True)
app.add_typer(commands, name="corpus")

Paths = Annotated[list[Path], typer.Argument(help="Corpus files and folders.", show_default=False)]
Texts = Annotated[Path | None, typer.Option(help="The texts that stand-off labels refer to (JSONL or .rda).")]
Json = Annotated[Path | None, typer.Option("--json", help="Also write the figures to this file.")]


@commands.command()
def validate(paths: Paths, texts: Texts = None) -> None:
    """Check corpora whole: format, labels, ids, spans, splits, gold of programmes, stand-off labels."""
    with failing():
        for path in paths:
            for line in _checked(path, texts):
                print(f"{path}: {line}")


def _checked(path: Path, texts: Path | None) -> Iterator[str]:
    """Check a corpus file or folder, and give a line on each kind of thing in it."""
    from ..corpus.plans import MEASURES, read_plans
    from ..corpus.programmes import read_programme

    records = read_records(corpus_files(path), split=None)
    programmes = [read_programme(gold.parent) for gold in sorted(path.glob("programmes/*/gold.json"))]
    labels = path / "standoff"
    standoff = read_standoff(labels).entries if (labels / DOCUMENTS).is_file() else ()
    plans = read_plans(path / "plans" / MEASURES) if (path / "plans" / MEASURES).is_file() else []
    if not records and not programmes and not standoff and not plans:
        raise InvalidCorpus(f"{path}: no corpus: neither passages/*.jsonl, programmes/ nor standoff/ is in it")
    yield f"{len(records)} passages of {len({record.document for record in records})} documents"
    if programmes:
        measures = sum(len(programme.measures) for programme in programmes)
        yield f"{len(programmes)} whole programmes with {measures} measures"
    if standoff:
        joined = f", joined to {texts}" if texts and join_standoff(labels, texts, split=None) else ""
        yield f"{len(standoff)} stand-off labels{joined}"
    if plans:
        yield f"{len(plans)} measures of {len({measure.document for measure in plans})} real documents"


@commands.command()
def stats(paths: Paths, texts: Texts = None, json: Json = None) -> None:
    """Count labels and passages by language, split, kind and genre, and tell how varied the text is."""
    from ..corpus.stats import diversity, label_counts, passage_counts

    with failing():
        records = read_corpus(paths, texts=texts, split=None)
        figures = {
            "Passages": passage_counts(records),
            "Positives of each label": label_counts(records),
            "Text": diversity(records),
        }
        labels = [path / "standoff" for path in paths if (path / "standoff" / DOCUMENTS).is_file()]
        if labels and texts is None:
            placed = [one for folder in labels for one in read_standoff(folder).placed()]
            figures[f"Positives of each label, {len(placed)} stand-off passages (without their text)"] = label_counts(
                placed
            )
        write_json(json, figures)
    for title, rows in figures.items():
        show(title, rows)


@commands.command(name="agreement")
def compare(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Two labellings (.jsonl), or one file with several annotators (.json of Label Studio), or a corpus "
            "folder with labellings/.",
            show_default=False,
        ),
    ],
    kinds: Annotated[bool, typer.Option("--kinds", help="Also by kind of passage.")] = False,
    json: Json = None,
) -> None:
    """Compare two independent labellings: Cohen's kappa and Krippendorff's alpha for every label and language."""
    with failing():
        pairs = _labellings(paths)
        figures: dict[str, list[dict[str, Any]]] = {}
        for name, first, second in pairs:
            figures[name] = agreement(first, second)
            if kinds:
                figures[f"{name}, by kind"] = agreement(first, second, by=lambda one: f"{one.language} {one.kind}")
        write_json(json, figures)
    for name, rows in figures.items():
        show(f"Agreement: {name}", rows)


def _labellings(paths: Sequence[Path]) -> list[tuple[str, Any, Any]]:
    """Return (name, first, second) for each pair of labellings that the paths hold."""
    if len(paths) == 1 and paths[0].is_dir():
        folders = sorted(folder.parent for folder in paths[0].glob("labellings/*/first.jsonl"))
        if not folders:
            raise InvalidCorpus(f"{paths[0]}: no labellings: no labellings/NAME/first.jsonl and second.jsonl in it")
        return [
            (folder.name, read_labelling(folder / "first.jsonl"), read_labelling(folder / "second.jsonl"))
            for folder in folders
        ]
    if len(paths) == 1:
        found = {name: labelled(records) for name, records in import_records(paths[0]).items()}
    else:
        found = {str(path): read_labelling(path) for path in paths}
    names = list(found)
    if len(names) < 2:
        raise InvalidCorpus(f"{paths[0]}: one labelling, and two are wanted")
    return [
        (f"{one} and {two}", found[one], found[two]) for place, one in enumerate(names) for two in names[place + 1 :]
    ]


@commands.command()
def split(
    path: Annotated[Path, typer.Argument(help="A corpus file (.jsonl).", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="The corpus file to write.", show_default=False)],
    test: Annotated[float, typer.Option(min=0.0, max=1.0, help="Share of the passages that are for testing.")] = 0.2,
    seed: Annotated[int, typer.Option(help="Another number parts the documents another way.")] = 0,
) -> None:
    """Part a corpus into training and test documents, stratified by language and kind of passage."""
    from ..corpus.splits import with_splits

    with failing():
        records = with_splits([one for those in import_records(path).values() for one in those], test=test, seed=seed)
        write_records(records, out)
    held_out = [record for record in records if record.split == "test"]
    print(f"{out}: {len(records) - len(held_out)} passages for training, {len(held_out)} for testing")


@commands.command(name="export")
def export_to(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Corpus files and folders, or documents to label (.pdf, .docx …).", show_default=False),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", help=f"The file to write: {', '.join(FORMATS)}.", show_default=False)
    ],
    texts: Texts = None,
    author: Annotated[str, typer.Option(help="Who labels the documents.")] = "not stated",
) -> None:
    """Write passages for Label Studio (.json), spaCy (.spacy) or a spreadsheet (.csv), or as a corpus (.jsonl).

    Documents are read, and their passages written without labels, ready to be labelled.
    """
    with failing():
        corpora = [path for path in paths if path.is_dir() or path.suffix.lower() in FORMATS]
        records = [record for path in corpora for record in _corpus(path, texts)]
        unlabelled = [record for path in paths if path not in corpora for record in _passages(path, author)]
        if records and unlabelled:
            raise InvalidCorpus("give either corpora or documents, not both: their passages are not labelled alike")
        if not records and not unlabelled:
            raise InvalidCorpus(f"{paths[0]}: no passage in Finnish or Swedish")
        written = records or unlabelled
        export_records(written, out, labelled=bool(records))
    print(f"{out}: {len(written)} passages of {len({record.document for record in written})} documents")


def _corpus(path: Path, texts: Path | None) -> list[Record]:
    if path.is_dir():
        return read_corpus([path], texts=texts, split=None)
    return [record for those in import_records(path).values() for record in those]


def _passages(path: Path, author: str) -> list[Record]:
    from ..corpus.documents import records_of
    from ..language import with_languages
    from ..reading import read

    return list(records_of(with_languages(read(path)), author=author))


@commands.command(name="import")
def import_from(
    path: Annotated[Path, typer.Argument(help=f"A labelled file: {', '.join(FORMATS)}.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="The corpus file (.jsonl) to write.", show_default=False)],
) -> None:
    """Read labelled passages back and write them as a corpus; each annotator's labelling to a file of its own.

    A span whose text is not what its offsets say is refused.
    """
    with failing():
        for name, records in import_records(path).items():
            target = out.with_suffix(f".{_safe(name)}{out.suffix}") if name else out
            write_records(records, target)
            given = sum(bool(record.labels.pairs()) for record in records)
            print(f"{target}: {len(records)} passages, {given} with labels")


def _safe(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name)[:60]


@commands.command()
def join(
    out: Annotated[Path, typer.Option("--out", "-o", help="The corpus file (.jsonl) to write.", show_default=False)],
    texts: Annotated[
        Path,
        typer.Option(
            "--from",
            help="JSONL of documents (id, sentences), an .rda file, or a folder with both.",
            show_default=False,
        ),
    ],
    folder: Annotated[Path, typer.Option("--labels", help="The stand-off labels.")] = Path("corpora/standoff"),
) -> None:
    """Join stand-off labels to their text; refuses a text that is not the one that was labelled."""
    if out.resolve().is_relative_to(folder.resolve()):
        raise fail(f"--out {out}: the joined text is not ours to publish; write it outside {folder}")
    with failing():
        records = join_standoff(folder, texts, split=None)
        write_records(records, out)
    counts = {name: sum(bool(getattr(record.labels, name)) for record in records) for name in LABEL_SETS}
    print(f"{out}: {len(records)} passages, of which {', '.join(f'{n} with {name}' for name, n in counts.items())}")
