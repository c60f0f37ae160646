"""Whether the values of two claims can be true together: numbers whose ranges meet, given how they are rounded, and days that overlap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import floor, inf, log10

from claimsdb.english.terms import stem
from claimsdb.model.claim import Quantity, QuantityKind

MANY = 40
"""Maximum number of numbers, or dates, of a claim that are held against those of another; in 244 documents no claim has more than
8. What has more is a table in one line, in which nothing tells which cells belong together.
"""
ROUGH = 0.1
_OPEN = re.compile(r"XXXX-(?:WXX-)?[\d-]+")  # a date without a year


def numbers(quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities that are not dates."""
    return [q for q in quantities if q.kind is not QuantityKind.DATE]


def dates(quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities that are dates."""
    return [q for q in quantities if q.kind is QuantityKind.DATE]


def exclude(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> bool:
    """Whether the values of one claim exclude those of another that says the same: of one measure, or of the dates, no two can be equal."""
    for one, other in ((numbers(ours), numbers(theirs)), (dates(ours), dates(theirs))):
        if max(len(one), len(other)) > MANY:
            continue
        for x in one:
            rivals = [y for y in other if one_measure(x, y)]
            peers = [p for p in one if one_measure(p, x)]
            if rivals and not any(may_be_one(p, y) for p in peers for y in rivals):
                return True
    return False


def one_measure(x: Quantity, y: Quantity) -> bool:
    """Whether two quantities measure the same, as far as their kinds and units tell."""
    if x.kind is not y.kind or x.kind is QuantityKind.DATE:
        return x.kind is y.kind
    if x.kind is not QuantityKind.NUMBER:
        return x.unit == y.unit
    ours, theirs = heads(x), heads(y)
    return bool(ours & theirs) if ours and theirs else not (ours or theirs)


def heads(q: Quantity) -> set[str]:
    """The stems of the words that say what is counted."""
    return {stem(w) for w in (q.unit or "").split()}


def may_be_one(x: Quantity, y: Quantity) -> bool:
    """Whether two values of one measure can be the same."""
    return _days_meet(x, y) if x.kind is QuantityKind.DATE else compatible(x, y)


def compatible(x: Quantity, y: Quantity) -> bool:
    """Whether both can be true: their ranges meet, given how they are rounded."""
    low, high = max(_low(x), _low(y)), min(_high(x), _high(y))
    slack = max(_slack(x), _slack(y))
    return low <= high + slack


def _low(q: Quantity) -> float:
    return -inf if q.low is None else q.low


def _high(q: Quantity) -> float:
    return inf if q.high is None else q.high


def _slack(q: Quantity) -> float:
    """How far the true value may be from the written one: a tenth of it if it is rough, else half a unit of its last non-zero figure."""
    value = abs(q.low if q.low is not None else q.high or 0)
    if q.about:
        return ROUGH * value
    if (value < 1000 and value == int(value)) or not value:
        return 0
    places = f"{value:.6g}"
    digits = places.split("e")[0].replace(".", "").strip("0")
    return float(0.5 * 10.0 ** (floor(log10(value)) - len(digits) + 1) * 0.999)


def _days_meet(x: Quantity, y: Quantity) -> bool:
    """Whether two dates can be the same: their days overlap, or one of them is open and does not contradict the other."""
    if x.earliest and x.latest and y.earliest and y.latest:
        return x.earliest <= y.latest and y.earliest <= x.latest
    if x.earliest or y.earliest:
        return True
    return x.normal == y.normal or not (
        _OPEN.fullmatch(x.normal) and _OPEN.fullmatch(y.normal) and len(x.normal) == len(y.normal)
    )
