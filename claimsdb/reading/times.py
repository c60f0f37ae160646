"""Times that mail programs and browsers write, in UTC."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime

_NO_PLACE = "-0000"  # UTC, from nowhere in particular: what the library gives no zone for


def utc(said: str) -> str | None:
    """The time of an RFC 5322 date ("Tue, 05 Mar 2024 10:11:12 +0100") in UTC, to the second, in ISO 8601.

    None if it is not such a date, or does not say its zone.
    """
    try:
        made = parsedate_to_datetime(said)
        if made.tzinfo is None:
            if not said.rstrip().endswith(_NO_PLACE):
                return None
            made = made.replace(tzinfo=UTC)
        return made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
