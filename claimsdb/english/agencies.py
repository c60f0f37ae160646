"""News agencies by the names that credits give them."""

from __future__ import annotations

import re
from functools import cache

from claimsdb.english.listed import either, listed, meanings

CREDITED = either(listed("agencies", "credit"))
"""Alternatives of a pattern: agencies and picture libraries that pages credit in brackets."""


def agencies() -> dict[str, str]:
    """Every name of an agency, with the name that stands for it."""
    return meanings("agencies", "agency")


@cache
def pattern() -> re.Pattern[str]:
    """Where an agency is named: in its own capitals, as a word of its own."""
    return re.compile(rf"(?<![\w&-])(?:{either(agencies())})(?![\w&-])")
