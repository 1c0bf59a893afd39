"""Who, how much, when and how followed up: spans of text with normalised values.

A recogniser says what stands in a text, never which measure it belongs to: that is for :mod:`..plan`.
"""

from __future__ import annotations

from .actors import Actor, find_actors
from .columns import column_elements
from .followup import Indicator, Resource, find_indicators, find_resources
from .money import Money, find_funding, find_sums
from .named import find_channels, find_steering_documents
from .parsed import find_agents
from .parties import ends_in_party, find_labels, is_party, is_vague, split_parties
from .spans import Entity
from .statutes import Citation, find_citations, find_statutes
from .terms import find_terms
from .time import Time, find_times
from .words import WORD_KINDS, kinds_of_word

__all__ = [
    "WORD_KINDS",
    "Actor",
    "Citation",
    "Entity",
    "Indicator",
    "Money",
    "Resource",
    "Time",
    "column_elements",
    "ends_in_party",
    "find_actors",
    "find_agents",
    "find_channels",
    "find_citations",
    "find_funding",
    "find_indicators",
    "find_labels",
    "find_resources",
    "find_statutes",
    "find_steering_documents",
    "find_sums",
    "find_terms",
    "find_times",
    "is_party",
    "is_vague",
    "kinds_of_word",
    "split_parties",
]
