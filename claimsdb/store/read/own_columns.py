"""Columns of one's own in `sources.csv`, as conditions on documents and as choices among claims."""

from __future__ import annotations

from collections.abc import Mapping

from claimsdb.store.facet_columns import Array, Columns, Count
from claimsdb.store.read.published import Condition

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
    names = [
        name
        for (name,) in columns.connection.execute(
            "SELECT DISTINCT name FROM stated_columns ORDER BY name LIMIT ?", (MOST,)
        )
    ]
    found: dict[str, list[Count]] = {}
    for name in names:
        numbers: dict[str, int] = {}
        groups: dict[int, int] = {}
        for key, value in columns.connection.execute(_VALUES, (name,)):
            groups[key] = numbers.setdefault(value, len(numbers))
        if len(numbers) == len(groups):
            continue  # a note on each document, by which nobody would choose
        counts = columns.by_group("document", groups, "status", among)
        counted: list[Count] = [(value, sum(counts[n].values())) for value, n in numbers.items()]
        found[name] = sorted((one for one in counted if one[1]), key=lambda one: (-one[1], one[0]))[:most]
    return found
