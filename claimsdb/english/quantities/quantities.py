"""Quantities in a text: numbers, money, percentages, durations and dates, with their places and normalised values.

Numbers that are written in words are read by `text2num`; the calendar is `dateutil`'s. What is one quantity in the text is one here:
"6.8tn yen (£41.7bn)" gives two, "at least three" one that is open upwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from claimsdb.english.quantities.amounts import amounts
from claimsdb.english.quantities.calendar import dates
from claimsdb.model.claim import Quantity
from claimsdb.model.spans import Span


def quantities(text: str, span: Span, today: date | None) -> list[Quantity]:
    """The quantities within the span, in order, disjoint.

    Dates are resolved against `today`, the document's own date; without it what is relative ("on Monday") stays open. A date wins over the
    numbers in it, and so does a duration that is part of one ("two years ago").
    """
    found = list(dates(text, span, today))
    taken = [q.span for q in found]
    found += (q for q in amounts(text, span) if not _taken(q.span, taken))
    return sorted(found, key=lambda q: q.span)


def _taken(span: Span, taken: Iterable[Span]) -> bool:
    return any(span.overlaps(other) for other in taken)
