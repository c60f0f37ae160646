"""Names of months and days, whole and short."""

from __future__ import annotations

from claimsdb.english.listed import listed

MONTHS, DAYS = listed("calendar", "month"), listed("calendar", "day")
SHORT_MONTHS, SHORT_DAYS = listed("calendar", "short_month"), listed("calendar", "short_day")
"""Without the full stop. May has none, and September has two."""
CALENDAR = frozenset((*MONTHS, *DAYS))
"""Names of days and months, which have a capital but do not name anybody."""


def month_of(words: str) -> int:
    """The number of a month, 1 to 12, by its name, whole or short; StopIteration if it is not one."""
    return next(k for k, name in enumerate(MONTHS, 1) if name.startswith(words.rstrip(".").lower()[:3]))
