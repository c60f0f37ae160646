"""News agencies by the names that credits use."""

from __future__ import annotations

import re
from functools import cache

from claimsdb.english.listed import either, listed, meanings

CREDITED = either(listed("agencies", "credit"))
"""Alternatives of a pattern: agencies and picture libraries that pages credit in brackets."""


def agencies() -> dict[str, str]:
    """Every name of an agency, with the agency's main name."""
    return meanings("agencies", "agency")


@cache
def pattern() -> re.Pattern[str]:
    """A pattern for the names of agencies: with their capitals, as whole words."""
    return re.compile(rf"(?<![\w&-])(?:{either(agencies())})(?![\w&-])")
