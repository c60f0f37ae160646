"""News agencies by the names that credits use."""

from __future__ import annotations

import re
from functools import cache

from claimsdb.english.listed import either, listed, meanings
from claimsdb.model.ids import fold

CREDITED = either(listed("agencies", "credit"))
"""Alternatives of a pattern: agencies and picture libraries that pages credit in brackets."""


def agencies() -> dict[str, str]:
    """Every name of an agency, with the agency's main name."""
    return meanings("agencies", "agency")


def is_agency(name: str) -> bool:
    """Whether this is a name of an agency, whatever its capitals."""
    return fold(name) in _folded()


@cache
def _folded() -> frozenset[str]:
    return frozenset(map(fold, agencies()))


@cache
def pattern() -> re.Pattern[str]:
    """A pattern for the names of agencies: with their capitals, as whole words."""
    return re.compile(rf"(?<![\w&-])(?:{either(agencies())})(?![\w&-])")
