"""Lists: many claims that differ only in numbers, dates or names ("bridge 17 would close", "bridge 18 would close", …). They enumerate,
and do not contradict each other.

A claim's outline is what is left of its words without numbers, dates and names; these fill its slots. Claims with one outline and more
than `MOST` different fillings are a list. Two lines of a list are compared only if their fillings are equal, or equal in all slots but
one, which has at most `MOST` values with the same fillings of the others. So "14 hurt in Kent" and "17 hurt in Kent" may conflict, however
many lines there are of other towns; "14 hurt in Kent" and "17 hurt in Devon" may not, nor may any two lines of a list with
one slot. What is a list depends on the current claims, not on their order. A line's bucket follows from its outline, so that a new claim
is compared only within its own list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from claimsdb.comparison.claims.neighbourhoods import LISTS, hashed
from claimsdb.comparison.claims.statements import Statement

MOST = 20
"""Maximum number of different fillings of one outline, or of values of one slot with the others equal, that are not yet a list."""
LEAST_WORDS = 2
"""Minimum number of words in an outline, slots excepted: "Smith said" is too little."""

SLOTS = 32
"""Maximum number of slots to tell apart: lines with more are compared only if all are equal."""
_POSITIVE = (1 << 62) - 1
_AT_ONCE = 100_000

Slots = tuple[str, ...]
Keys = tuple[int | None, ...]
Integers = NDArray[np.int64]


def outline(statement: Statement) -> tuple[str, Slots]:
    """The outline of a claim, and the fillings of its slots; of names only the last word, so that "Ann Smith" and "Smith" are equal."""
    runs = {term.start: run[-1] for run in statement.names for term in run}
    marks = [(q.span.start, "#", q.normal) for q in statement.quantities]  # "1999" may be read as a year or a number
    spans = [q.span for q in statement.quantities]
    for term in statement.terms:
        if any(s.start <= term.start < s.end for s in spans):
            continue
        last = runs.get(term.start)
        if last is not None:
            if last is term:
                marks.append((term.start, "@", term.form))
        elif re.search(r"\d", term.form):
            marks.append((term.start, "#", term.form))
        else:
            marks.append((term.start, f" {term.form}", ""))
    marks.sort()
    words = "|".join(what for _, what, _ in marks)
    return f"{words}|{statement.denies}", tuple(value for _, what, value in marks if not what.startswith(" "))


def list_buckets(statement: Statement) -> list[int]:
    """The bucket of the lines of the claim's list; none for a claim without slots, or with too few other words."""
    words, slots = outline(statement)
    return [LISTS | hashed(words) >> 3] if slots and words.count(" ") >= LEAST_WORDS else []


def lines(slots: Mapping[int, Slots]) -> dict[int, Keys]:
    """The keys of each line of a list: two lines are compared if they share at least one at the same place.

    The first key is made of all slots, each other one of all but one slot, and None if that slot has too many values. Empty if the claims
    are not a list. `slots` are those of all claims with one outline.
    """
    fillings = set(slots.values())
    if len(fillings) <= MOST:
        return {}
    values = Counter(key for filling in fillings for key in enumerate(_keys(filling)))
    keys = {
        filling: tuple(key if not k or values[k, key] <= MOST else None for k, key in enumerate(_keys(filling)))
        for filling in fillings
    }
    return {claim: keys[filling] for claim, filling in slots.items()}


def _keys(filling: Slots) -> list[int]:
    """The key of all slots, and those of all but one, valid in this process: sums of hashes, so that many slots cost no more than each.

    If there are more than `SLOTS` slots, only the first.
    """
    parts = [hash(part) for part in enumerate(filling)]
    whole = sum(parts)
    return [
        key & _POSITIVE for key in (whole, *(whole - part for part in parts[: SLOTS if len(parts) <= SLOTS else 0]))
    ]


class Apart:
    """Which pairs of claims, numbered from 0, are lines of one list that are not to be compared."""

    def __init__(self, count: int, lists: Iterable[Mapping[int, Keys]]) -> None:
        self._list, self._row = np.zeros(count, np.int64), np.zeros(count, np.int64)
        rows: list[Keys] = [()]
        for number, found in enumerate(lists, 1):
            for claim, keys in found.items():
                self._list[claim], self._row[claim] = number, len(rows)
                rows.append(keys)
        self._keys = np.full((len(rows), max(map(len, rows))), -1, np.int64)
        for k, row in enumerate(rows):
            self._keys[k, : len(row)] = [-1 if key is None else key for key in row]

    def __call__(self, a: Integers, b: Integers) -> NDArray[np.bool_]:
        """For each pair, whether it is left out."""
        apart: NDArray[np.bool_] = (self._list[a] == self._list[b]) & (self._list[a] > 0)
        some = np.flatnonzero(apart)
        for at in range(0, len(some), _AT_ONCE):
            here = some[at : at + _AT_ONCE]
            ours, theirs = self._keys[self._row[a[here]]], self._keys[self._row[b[here]]]
            apart[here] = ~((ours == theirs) & (ours >= 0)).any(axis=1)
        return apart
