"""The version of the library; the package index and the reports read it here."""

__version__ = "0.1.0"
