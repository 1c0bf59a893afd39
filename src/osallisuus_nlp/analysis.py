"""One document through all steps: read, label, plan, assess."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from . import _data
from .assess import Assessment, assess
from .classify import (
    Explanations,
    LabelledPassage,
    LabelledPassages,
    explain_passages,
    label_document,
    load_model,
)
from .document import Document
from .errors import InvalidResult
from .framework import Framework, load_framework
from .language import with_languages
from .plan import Gap, Plan, build_plan, is_planning, plan_gaps, read_planning, whole_gaps
from .reading import Limits, read

FORMAT = 1


@dataclass(frozen=True)
class Analysis:
    """All that was found in one document.

    Attributes
    ----------
    document : Document
    labels : tuple of LabelledPassage
        One for each passage of the document, in order.
    plan : Plan
    assessment : Assessment
    format : int
        Version of the JSON format.
    explanations : Explanations
        Why the passages have their labels that a gap, or an evidence which rests on a label, quotes;
        ``explanations.to_frame()`` gives a table.
    """

    document: Document
    labels: tuple[LabelledPassage, ...]
    plan: Plan
    assessment: Assessment
    format: int = FORMAT
    explanations: Explanations = field(default_factory=Explanations)

    @property
    def passages(self) -> LabelledPassages:
        """The labelled passages; ``passages.to_frame()`` gives them as a table."""
        return LabelledPassages(self.document, self.labels)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What the programme should say and does not."""
        return self.assessment.gaps

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the analysis as JSON text, from which :meth:`from_json` makes it again."""
        return _data.to_json(self, indent=indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Analysis:
        """Return the analysis that `text` holds.

        Raises
        ------
        InvalidResult
            If `text` is not an analysis of this format.
        """
        try:
            made = _data.from_json(cls, text)
        except ValueError as error:
            raise InvalidResult(f"not the JSON of an analysis: {_data.explain(error)}") from error
        if made.format != FORMAT:
            raise InvalidResult(f"an analysis of format {made.format}; this version reads {FORMAT}: analyse again")
        return made


def analyse_document(
    document: Document,
    *,
    language: str | None = None,
    framework: Framework | str | Path | None = None,
    organisation: str | None = None,
    model: str | Path | None = None,
) -> Analysis:
    """Analyse a document that has been read or parsed already; see :func:`analyse`."""
    chosen = framework if isinstance(framework, Framework) else load_framework(framework)
    document = with_languages(document, language=language)
    labels = label_document(document, load_model(model))
    plan = build_plan(document, labels)
    assessment = assess(
        document, labels, plan, [*plan_gaps(plan), *whole_gaps(plan, document)], chosen, organisation=organisation
    )
    known = set(labels.model.labels)
    quoted = {item.passage for entry in assessment.criteria for item in entry.evidence if item.label in known}
    quoted |= {plan.rows[gap.row].passage for gap in assessment.gaps if gap.row is not None}
    return Analysis(document, labels.labels, plan, assessment, explanations=explain_passages(labels, quoted))


def analyse(
    path: str | Path,
    *,
    language: str | None = None,
    framework: Framework | str | Path | None = None,
    organisation: str | None = None,
    model: str | Path | None = None,
    limits: Limits | None = None,
) -> Analysis:
    """Read a programme, or a completed planning table, and analyse it.

    Parameters
    ----------
    path : path
        A programme: ``.pdf``, ``.docx``, ``.odt``, ``.pptx``, ``.html``, ``.md`` or ``.txt``; or a completed planning
        table: ``.xlsx`` or ``.csv``.
    language : str, optional
        ``fi`` or ``sv`` for the whole document; by default told from each passage.
    framework : Framework or path, optional
        What to look for, or a TOML file of a user's own entries (see `load_framework`).
    organisation : str, optional
        ``municipality`` or ``wellbeing_services_county``; criteria that are not for it are left out.
    model : str or path, optional
        ``default``, the small classifier; ``accurate``, the slower and better one (extra of that name); ``both``,
        the slower one only where the small one is not sure; or the path of a classifier of your own
        (``osallisuus train``).
    limits : Limits, optional
        What the document may cost.

    Returns
    -------
    Analysis

    Raises
    ------
    UnreadableDocument
        If the file cannot be read; its kind and text say why and what to do.
    InvalidFramework
        If the framework file breaks the format.
    ResourceMissing
        If the model file is none.
    """
    document = (read_planning if is_planning(path) else read)(path, limits=limits)
    return analyse_document(document, language=language, framework=framework, organisation=organisation, model=model)
