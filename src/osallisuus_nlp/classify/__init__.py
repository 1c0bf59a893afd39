"""Passages into perspectives, house levels and plan elements."""

from __future__ import annotations

from .explain import explain
from .label import LabelledPassage, LabelledPassages, classify, label_document
from .model import Classifier, Model, default_model, load_model

__all__ = [
    "Classifier",
    "LabelledPassage",
    "LabelledPassages",
    "Model",
    "classify",
    "default_model",
    "explain",
    "label_document",
    "load_model",
]
