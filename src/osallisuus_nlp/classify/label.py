"""Labels for the passages of a document, and for texts from elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..document import Document, Kind, Passage, Role
from ..language import identify
from .calibration import UNCERTAIN
from .features import Example
from .marks import Marks
from .model import Classifier, default_model, load_model
from .structure import stated_elements

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_MOST = 0.7  # of the passages: what the title of a document stands above
DRAW = 0.4  # how far the items of one list are drawn to their mean (of log-odds)


@dataclass(frozen=True, slots=True)
class LabelledPassage:
    """Labels of one passage.

    Attributes
    ----------
    passage : int
        Id of the passage in its document.
    perspectives, house, elements : tuple of str
        The labels assigned, as ids of the framework.
    probabilities : dict of str to float
        For every label id, 0–1; empty for headings and contents pages, which are not labelled.
    """

    passage: int
    perspectives: tuple[str, ...] = ()
    house: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    probabilities: dict[str, float] | None = None

    @property
    def on_participation(self) -> bool:
        """Whether the passage is about participation: it has a perspective or a house level."""
        return bool(self.perspectives or self.house)

    @property
    def given(self) -> tuple[str, ...]:
        """All labels assigned."""
        return (*self.perspectives, *self.house, *self.elements)

    @property
    def uncertain(self) -> tuple[str, ...]:
        """The labels that a reader should look at: neither likely nor unlikely."""
        low, high = UNCERTAIN
        return tuple(label for label, value in (self.probabilities or {}).items() if low <= value < high)


@dataclass(frozen=True)
class LabelledPassages(Sequence[LabelledPassage]):
    """The labels of a document's passages, one for each, in order, and the model that gave them.

    `marks` holds, by id of the passage, what an encoder says of its words; it is empty where none has read them.
    """

    document: Document
    labels: tuple[LabelledPassage, ...]
    model: Classifier = field(default_factory=default_model, repr=False, compare=False)
    marks: Mapping[int, Marks] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, index):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204 (as Sequence has it)
        return self.labels[index]

    def __len__(self) -> int:
        return len(self.labels)

    def __iter__(self) -> Iterator[LabelledPassage]:
        return iter(self.labels)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a passage.

        Columns: passage, page, kind, heading (path joined by " / "), text, start, end, language, perspectives,
        house, elements, uncertain (lists of ids), then a column of probability (0–1, missing where not labelled)
        for every label id.
        """
        import pandas as pd

        rows = [
            {
                "passage": passage.id,
                "page": passage.page,
                "kind": passage.kind.value,
                "heading": " / ".join(passage.headings),
                "text": passage.text,
                "start": passage.start,
                "end": passage.end,
                "language": passage.language,
                "perspectives": list(label.perspectives),
                "house": list(label.house),
                "elements": list(label.elements),
                "uncertain": list(label.uncertain),
                **dict.fromkeys(self.model.labels, float("nan")),
                **(label.probabilities or {}),
            }
            for passage, label in zip(self.document.passages, self.labels, strict=True)
        ]
        return pd.DataFrame(rows)


def _assign(
    model: Classifier, probabilities: Sequence[Sequence[float]], stated: Sequence[set[str]]
) -> list[dict[str, tuple[str, ...]]]:
    assigned = []
    for row, given in zip(probabilities, stated, strict=True):
        chosen = {
            label for label, value, limit in zip(model.labels, row, model.threshold, strict=True) if value >= limit
        } | given
        assigned.append(
            {name: tuple(label for label in labels if label in chosen) for name, labels in model.card["labels"].items()}
        )
    return assigned


def label_document(document: Document, model: Classifier | None = None) -> LabelledPassages:
    """Label the passages of a document; headings and contents pages get no labels.

    Parameters
    ----------
    model : Classifier, optional
        By default the small one that ships with the library.
    """
    model = model or default_model()
    chosen = [passage for passage in document.passages if _labelled(passage)]
    title = title_of(document)
    examples = [Example.of(passage, title, document.text) for passage in chosen]
    found, marks = model.marked(examples)
    probabilities = _with_neighbours(chosen, found).tolist()
    sets = _assign(model, probabilities, [stated_elements(passage) for passage in chosen])
    made = {
        passage.id: LabelledPassage(
            passage.id,
            **assigned,
            probabilities=dict(zip(model.labels, (round(value, 4) for value in row), strict=True)),
        )
        for passage, assigned, row in zip(chosen, sets, probabilities, strict=True)
    }
    labels = tuple(made.get(passage.id, LabelledPassage(passage.id)) for passage in document.passages)
    read = {passage.id: one for passage, one in zip(chosen, marks, strict=True) if one is not None}
    return LabelledPassages(document, labels, model, read)


def title_of(document: Document) -> str:
    """Return the heading that stands above most of a document, or nothing."""
    passages = [passage for passage in document.passages if _labelled(passage)]
    tops = Counter(passage.headings[0] for passage in passages if passage.headings)
    if not tops:
        return ""
    heading, count = tops.most_common(1)[0]
    nested = sum(len(passage.headings) > 1 for passage in passages if passage.headings[:1] == (heading,))
    return heading if count > _MOST * len(passages) and nested > _MOST * count else ""


def _with_neighbours(passages: Sequence[Passage], probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Draw the items of one list towards each other: what one is, the others mostly are too."""
    import numpy as np

    scores = np.log(np.clip(probabilities, 1e-6, 1 - 1e-6) / np.clip(1 - probabilities, 1e-6, 1))
    drawn = scores.copy()
    start = 0
    while start < len(passages):
        end = start + 1
        while end < len(passages) and _same_list(passages[end - 1], passages[end]):
            end += 1
        if end - start > 1:
            drawn[start:end] = (1 - DRAW) * scores[start:end] + DRAW * scores[start:end].mean(axis=0)
        start = end
    return np.asarray(1.0 / (1.0 + np.exp(-drawn)))


def _same_list(before: Passage, after: Passage) -> bool:
    return (
        before.kind is after.kind is Kind.LIST_ITEM
        and after.id == before.id + 1
        and before.stem == after.stem
        and before.headings == after.headings
    )


def _labelled(passage: Passage) -> bool:
    return passage.kind is not Kind.HEADING and passage.role is Role.BODY


def classify(
    texts: Sequence[str],
    headings: Sequence[str] | None = None,
    *,
    language: str | None = None,
    model: str | Path | None = None,
) -> pd.DataFrame:
    """Label texts that stand alone.

    Parameters
    ----------
    texts : sequence of str
        Passages: a paragraph, list item or table row each.
    headings : sequence of str, optional
        The heading above each text, where there is one.
    language : str, optional
        ``fi`` or ``sv``; by default told from each text.
    model : str or path, optional
        As for `load_model`: ``default``, ``accurate``, ``both`` or the path of a model of your own.

    Returns
    -------
    DataFrame
        One row a text: text, language, perspectives, house, elements (lists of the assigned label ids), then a
        column of probability (0–1) for every label id.

    Raises
    ------
    ValueError
        If there are not as many headings as texts.
    """
    import pandas as pd

    if isinstance(texts, str):
        raise ValueError("texts is one string; give a list of texts")
    if headings is not None and len(headings) != len(texts):
        raise ValueError(f"{len(texts)} texts but {len(headings)} headings; give one heading for each text")
    chosen = load_model(model)
    examples = [
        Example(text, language or identify(text), heading)
        for text, heading in zip(texts, headings or [""] * len(texts), strict=True)
    ]
    probabilities = chosen.probabilities(examples)
    sets = _assign(chosen, probabilities.tolist(), [set() for _ in examples])
    columns = ["text", "language", "perspectives", "house", "elements"]
    frame = pd.DataFrame(
        [
            [example.text, example.language, *(list(assigned[name]) for name in columns[2:])]
            for example, assigned in zip(examples, sets, strict=True)
        ],
        columns=columns,
    )
    return pd.concat([frame, pd.DataFrame(probabilities, columns=chosen.labels)], axis=1)
