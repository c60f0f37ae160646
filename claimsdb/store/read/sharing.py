"""Publishers by the claims that they share, and how many of these go back to one origin."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

import numpy as np

from claimsdb.store.engine import Driver
from claimsdb.store.facet_columns import Array, Columns, distinct

_GROUP = 1 << 32  # groups and publishers, or other small numbers, are sorted as one number


class Sharing(NamedTuple):
    """The keys of publishers, and by two of them the number of groups in which both have a claim, and of those among them in which all
    documents of the two go back to one report. The diagonal has a publisher's groups with any other publisher.
    """

    publishers: list[int]
    shared: list[list[int]]
    one_origin: list[list[int]]


def sharing(columns: Columns, among: Array | None, most: int) -> Sharing:
    """Count the groups of the claims at these positions, for the `most` publishers that have the most groups with another one."""
    connection = columns.connection
    members = _pairs(connection, "SELECT same_group, claim FROM members")
    places = columns.positions(members[:, 1])
    if among is not None:
        chosen = np.zeros(int(max(places.max(initial=0), among.max(initial=0))) + 1, bool)
        chosen[among] = True
        members, places = members[chosen[places]], places[chosen[places]]
    publishers = columns.keys("publisher_row", places).astype(np.int64)
    documents = columns.keys("document", places).astype(np.int64)[publishers > 0]
    of = (members[:, 0] * _GROUP + publishers)[publishers > 0]
    groups, several = np.unique(distinct(of) // _GROUP, return_counts=True)
    groups = groups[several > 1]
    kept = np.isin(of // _GROUP, groups)
    of, documents = of[kept], documents[kept]
    once = distinct(of)
    found, counts = np.unique(once % _GROUP, return_counts=True)
    top = found[np.lexsort((found, -counts))][:most]
    shared = _together(once, top)
    return Sharing(top.tolist(), shared.tolist(), _together(_of_one_origin(connection, of, documents), top).tolist())


def _of_one_origin(connection: Driver, of: Array, documents: Array) -> Array:
    """Groups with publishers, as numbers, but with a number for a group and a report in place of that of a group: those publishers whose
    documents in the group all go back to the report.
    """
    descents = _pairs(connection, "SELECT document, report FROM descents ORDER BY document")
    wide, wide_reports = int(documents.max(initial=0)) + 1, int(descents[:, 1].max(initial=0)) + 1
    every, place = np.unique(of, return_inverse=True)
    place, document = np.divmod(distinct(place * wide + documents), wide)
    number = np.bincount(place, minlength=len(every))
    at = np.searchsorted(descents[:, 0], document)
    times = np.searchsorted(descents[:, 0], document, side="right") - at
    nth = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    reports = descents[np.repeat(at, times) + nth, 1]
    found, descended = np.unique(np.repeat(place, times) * wide_reports + reports, return_counts=True)
    place, report = np.divmod(found, wide_reports)
    whole = descended == number[place]
    group, publisher = np.divmod(every[place[whole]], _GROUP)
    _, numbered = np.unique(group * wide_reports + report[whole], return_inverse=True)
    return np.asarray(numbered * _GROUP + publisher)


def _together(of: Array, publishers: Array) -> Array:
    """How often two publishers are in one group, by the order of `publishers`."""
    ordered = np.argsort(publishers)
    place = np.searchsorted(publishers, of % _GROUP, sorter=ordered)
    place = ordered[np.minimum(place, len(publishers) - 1)] if len(publishers) else place
    there = publishers[place] == of % _GROUP if len(publishers) else np.zeros(len(of), bool)
    groups, rows = np.unique(of[there] // _GROUP, return_inverse=True)
    table = np.zeros((len(groups), len(publishers)), np.float32)
    table[rows, place[there]] = 1
    counted: Array = np.rint(table.T @ table).astype(np.int64)
    return counted


def _pairs(connection: Driver, query: str) -> Array:
    return np.fromiter(chain.from_iterable(connection.execute(query)), np.int64).reshape(-1, 2)
