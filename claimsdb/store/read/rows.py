"""Rows as records, and what all queries share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeVar, cast

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.records import keys

T = TypeVar("T")
Values = Mapping[str, object]
"""The parameters of a query, by name."""
NONE: Values = MappingProxyType({})
AT_ONCE = 500
"""The number of rows that are completed from other tables at a time."""


def rows(connection: Connection, shape: type[T], query: str, values: Values = NONE) -> Iterator[T]:
    """The rows of a query as records of the class `shape`, whose keys the columns must match, in order.

    Where tables have `char_start`, `char_end` and `line_column`, records say `start`, `end` and `column`, as the interchange format does.
    """
    result, names = connection.execute(sa.text(query), dict(values)), keys(shape)
    assert tuple(map(_key, result.keys())) == names, (shape, *result.keys())
    for row in result:
        yield cast(T, dict(zip(names, row, strict=True)))


def answered(connection: Connection, query: str, values: Values = NONE) -> list[dict[str, object]]:
    """The rows of somebody's own query, each by the names of its columns."""
    return [dict(row) for row in connection.execute(sa.text(query), dict(values)).mappings()]


def _key(column: str) -> str:
    return "column" if column == "line_column" else column.replace("char_", "")


def one(connection: Connection, shape: type[T], query: str, values: Values = NONE) -> T | None:
    """The first of these rows; None if there is none."""
    return next(rows(connection, shape, query, values), None)


def listed(numbers: Iterable[int]) -> str:
    """Keys as a list for the brackets of `IN`."""
    return ",".join(str(int(number)) for number in numbers) or "NULL"
