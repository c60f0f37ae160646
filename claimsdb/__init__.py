"""A provenance-tracking claims database."""

__version__ = "0.1.0"
