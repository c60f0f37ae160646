"""The name of the comparison in the rows that it writes: what was compared by other rules is compared anew."""

from __future__ import annotations

from claimsdb.model.fingerprint import fingerprint

ROOMS = ("model", "english", "lookup/index", "comparison")
"""The rooms whose rules and data decide which claims are the same, and which documents are of one origin."""
LENGTH = 12
"""Number of hex digits: enough to distinguish rules, and short, as every pair of claims has a row."""


def method() -> str:
    """The beginning of the fingerprint of the comparison's rules and data."""
    return fingerprint(*ROOMS)[:LENGTH]
