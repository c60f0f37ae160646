"""What the comparison is called in the rows that it makes, so that what was compared by other rules is compared anew."""

from __future__ import annotations

from claimsdb.model.fingerprint import fingerprint

ROOMS = ("model", "english", "lookup/index", "comparison")
"""The rooms whose rules and data decide which claims are the same, and which documents are of one origin."""
LENGTH = 12
"""Hex digits: enough to tell rules apart, and short in a row for each pair of claims."""


def method() -> str:
    """The beginning of the fingerprint of the comparison's rules and data."""
    return fingerprint(*ROOMS)[:LENGTH]
