"""The name of the comparison in the rows that it writes: what was compared by other rules is compared anew."""

from __future__ import annotations

from claimsdb.model.fingerprint import fingerprint

ROOMS = ("model", "english", "lookup/index", "lookup/versions", "comparison")
"""The rooms whose rules and data decide which claims are the same, which documents are of one origin, and what became of claims."""
LENGTH = 12
"""Number of hex digits: enough to distinguish rules, and short, as every pair of claims has a row."""


def method() -> str:
    """The beginning of the fingerprint of the comparison's rules and data."""
    return fingerprint(*ROOMS)[:LENGTH]
