"""Passages into perspectives, house levels and plan elements."""

from __future__ import annotations

from .explain import Explanation, Explanations, Reason, explain, explain_passages
from .label import LabelledPassage, LabelledPassages, classify, label_document
from .model import Classifier, Model, default_model, load_model

__all__ = [
    "Classifier",
    "Explanation",
    "Explanations",
    "LabelledPassage",
    "LabelledPassages",
    "Model",
    "Reason",
    "classify",
    "default_model",
    "explain",
    "explain_passages",
    "label_document",
    "load_model",
]
