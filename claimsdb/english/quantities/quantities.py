"""Quantities in a text: numbers, money, percentages, durations and dates, with their spans and normalised values.

Numbers in words are read by `text2num`; the calendar is `dateutil`'s. Each quantity in the text is one here: "6.8tn yen (£41.7bn)" gives
two, "at least three" one with no upper bound.
"""

from __future__ import annotations

from datetime import date

from claimsdb.english.quantities.amounts import amounts
from claimsdb.english.quantities.calendar import dates
from claimsdb.model.claim import Quantity
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span


def quantities(text: str, span: Span, today: date | None) -> list[Quantity]:
    """The quantities within the span, in order, disjoint.

    Dates are resolved against `today`, the document's own date; without it, relative dates ("on Monday") stay open. A date replaces the
    numbers in it, and any duration that is part of it ("two years ago").
    """
    found = list(dates(text, span, today))
    taken = Intervals.of(q.span for q in found)
    found += [q for q in amounts(text, span) if not taken.over(q.span)]
    return sorted(found, key=lambda q: q.span)
