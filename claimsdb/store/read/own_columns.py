"""Columns of one's own in `sources.csv`, as conditions on documents and as choices among claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from claimsdb.store.engine import Driver
from claimsdb.store.facet_columns import Array, Columns, Count, Groups
from claimsdb.store.read.published import Condition
from claimsdb.store.read.remembered import remembered

MOST = 8
"""Maximum number of columns that are counted, in the order of their names."""

_VALUES = """SELECT p.document, t.value FROM stated_columns t JOIN paths p ON p.folder = t.folder AND p.path = t.path
    WHERE t.name = ? AND p.retired_by IS NULL"""


def has_own(own: Mapping[str, str]) -> list[Condition]:
    """The conditions that documents have these values in these columns."""
    return [
        Condition(
            f"id IN (SELECT document_row FROM document_columns WHERE name = :own_name{k} AND value = :own_value{k})",
            {f"own_name{k}": name, f"own_value{k}": value},
            f"with {name} {value}",
        )
        for k, (name, value) in enumerate(own.items())
    ]


def count_own(columns: Columns, among: Array | None, most: int) -> dict[str, list[Count]]:
    """The most frequent values of each column that several documents share, with the numbers of claims of documents that have them."""
    own = remembered(columns.connection, "own columns", partial(_own, columns.connection))
    found: dict[str, list[Count]] = {}
    for name, (values, groups) in own.items():
        if len(found) == MOST or not groups.several:  # a note on each document is nothing by which anybody chooses
            continue
        counts = columns.by_group("document", groups, "status", among)
        found[name] = _most(values, (sum(of.values()) for of in counts), most)
    return found


def documents_by_value(connection: Driver, documents: Sequence[int], most: int) -> dict[str, list[Count]]:
    """The most frequent values of each column, with the numbers of those of these documents that have them."""
    own = remembered(connection, "own columns", partial(_own, connection))
    found: dict[str, list[Count]] = {}
    for name, (values, groups) in own.items():
        if some := _most(values, groups.sizes(documents), most):
            found[name] = some
    return found


def _most(values: Sequence[str], counts: Iterable[int], most: int) -> list[Count]:
    """The most frequent values with their counts, without those that nothing has."""
    counted: list[Count] = [one for one in zip(values, counts, strict=True) if one[1]]
    return sorted(counted, key=lambda one: (-one[1], one[0]))[:most]


def _own(connection: Driver) -> dict[str, tuple[list[str], Groups]]:
    """The columns: their values, and the documents as groups by these. A document at several paths counts for one of their values."""
    found: dict[str, tuple[list[str], Groups]] = {}
    for (name,) in connection.execute("SELECT DISTINCT name FROM stated_columns ORDER BY name").fetchall():
        numbers: dict[str, int] = {}
        groups: dict[int, int] = {}
        for key, value in connection.execute(_VALUES, (name,)):
            groups[key] = numbers.setdefault(value, len(numbers))
        found[name] = list(numbers), Groups(groups)
    return found
