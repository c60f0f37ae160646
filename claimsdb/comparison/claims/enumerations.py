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
from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from claimsdb.comparison.claims.neighbourhoods import LISTS, hashed
from claimsdb.comparison.claims.statements import Statement

MOST = 20
"""Maximum number of different fillings of one outline, or of values of one slot with the others equal, that are not yet a list."""
LEAST_WORDS = 2
"""Minimum number of words in an outline, slots excepted: "Smith said" is too little."""

Slots = tuple[str, ...]
Key = tuple[int, Slots]
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


def lines(slots: Mapping[int, Slots]) -> dict[int, frozenset[Key]]:
    """The keys of each line of a list: two lines are compared if they share at least one, made of all slots or of all but one.

    Empty if the claims are not a list. `slots` are those of all claims with one outline.
    """
    fillings = set(slots.values())
    if len(fillings) <= MOST:
        return {}
    values: dict[Key, int] = defaultdict(int)
    for filling in fillings:
        for key in _all_but_one(filling):
            values[key] += 1
    return {
        claim: frozenset([(-1, filling), *(key for key in _all_but_one(filling) if values[key] <= MOST)])
        for claim, filling in slots.items()
    }


def _all_but_one(filling: Slots) -> list[Key]:
    return [(k, filling[:k] + filling[k + 1 :]) for k in range(len(filling))]


class Apart:
    """Which pairs of claims, numbered from 0, are lines of one list that are not to be compared."""

    def __init__(self, count: int, lists: Iterable[Mapping[int, frozenset[Key]]]) -> None:
        self._list = np.zeros(count, np.int64)
        rows: list[list[int]] = [[]]
        self._row = np.zeros(count, np.int64)
        known = 0
        for number, found in enumerate(lists, 1):
            ids = {key: known + k for k, key in enumerate(sorted({key for keys in found.values() for key in keys}))}
            known += len(ids)
            for claim, keys in found.items():
                self._list[claim], self._row[claim] = number, len(rows)
                rows.append([ids[key] for key in sorted(keys)])
        width = max(len(row) for row in rows)
        self._keys = np.full((len(rows), width), -1, np.int64)
        for k, row in enumerate(rows):
            self._keys[k, : len(row)] = row

    def __call__(self, a: Integers, b: Integers) -> NDArray[np.bool_]:
        """For each pair, whether it is left out."""
        apart: NDArray[np.bool_] = (self._list[a] == self._list[b]) & (self._list[a] > 0)
        some = np.flatnonzero(apart)
        ours, theirs = self._keys[self._row[a[some]]], self._keys[self._row[b[some]]]
        shared = np.zeros(len(some), np.bool_)
        for column in ours.T:
            shared |= ((theirs == column[:, None]) & (column >= 0)[:, None]).any(axis=1)
        apart[some] = ~shared
        return apart
