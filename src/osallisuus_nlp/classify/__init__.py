"""Passages into perspectives, house levels and plan elements."""

from __future__ import annotations

from .label import LabelledPassage, LabelledPassages, classify, label_document
from .model import Model, default_model, load_model

__all__ = ["LabelledPassage", "LabelledPassages", "Model", "classify", "default_model", "label_document", "load_model"]
