"""Selecting many rows by key, beyond the limit on the number of values in a statement."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

Keys = sa.Select[Any]
"""A subquery of keys."""


def each(keys: Iterable[int] | Iterable[str]) -> Keys:
    """A subquery of the keys or words, for `IN`, passed as parameters: for a few thousand keys, also on a read-only connection."""
    return sa.select(sa.func.json_each(packed(keys)).table_valued("value").c.value)


GIVEN: Keys = sa.select(sa.func.json_each(sa.bindparam("keys")).table_valued("value").c.value)
"""The same subquery for a statement that is built once; its parameter `keys` takes the result of `packed`."""


def packed(keys: Iterable[int] | Iterable[str]) -> str:
    """Keys or words as the value of one parameter."""
    return json.dumps(list(keys))


@contextmanager
def among(connection: sa.Connection, keys: Sequence[int]) -> Iterator[Keys]:
    """A subquery of the keys, for `IN`, over a temporary table: for any number of keys."""
    connection.exec_driver_sql(
        "CREATE TEMP TABLE IF NOT EXISTS chosen (depth INTEGER, key INTEGER, PRIMARY KEY (depth, key)) WITHOUT ROWID"
    )
    depth = int(connection.exec_driver_sql("SELECT coalesce(max(depth), 0) + 1 FROM temp.chosen").scalar_one())
    if keys:
        connection.exec_driver_sql("INSERT OR IGNORE INTO temp.chosen VALUES (?, ?)", [(depth, key) for key in keys])
    try:
        yield (
            sa.select(sa.column("key", sa.Integer))
            .select_from(sa.text("temp.chosen"))
            .where(sa.text(f"depth = {depth}"))
        )
    finally:
        connection.exec_driver_sql(f"DELETE FROM temp.chosen WHERE depth = {depth}")


def written(chosen: Keys) -> str:
    """The subquery as SQL text."""
    return str(chosen.compile(compile_kwargs={"literal_binds": True}))


def every(connection: sa.Connection, select: str, keys: Sequence[int], key: str = "id") -> dict[int, tuple[Any, ...]]:
    """The rows of a query by their first column, which is the key, and without that column."""
    with among(connection, keys) as chosen:
        query = f"{select} WHERE {key} IN ({written(chosen)})"
        return {row[0]: tuple(row[1:]) for row in connection.exec_driver_sql(query)}
