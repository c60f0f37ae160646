"""Rows as records: what every question to the database shares."""

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
"""So many rows at once get the rows of other tables that belong to them."""


def rows(connection: Connection, shape: type[T], query: str, values: Values = NONE) -> Iterator[T]:
    """The rows of a query as records of the class `shape`; its columns are the keys of that class, in their order.

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
    """Keys as they stand inside the brackets of `IN`."""
    return ",".join(str(int(number)) for number in numbers) or "NULL"
