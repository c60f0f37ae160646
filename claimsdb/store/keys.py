"""Many rows by their keys at once, by a temporary table: a list of values in a statement has its limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa


@contextmanager
def among(connection: sa.Connection, keys: Sequence[int]) -> Iterator[sa.Select[Any]]:
    """A subquery of the keys, for `IN`."""
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


def every(connection: sa.Connection, select: str, keys: Sequence[int], key: str = "id") -> dict[int, tuple[Any, ...]]:
    """The rows of a query whose first column is the key, by key, without it."""
    with among(connection, keys) as chosen:
        query = f"{select} WHERE {key} IN ({chosen.compile(compile_kwargs={'literal_binds': True})})"
        return {row[0]: tuple(row[1:]) for row in connection.exec_driver_sql(query)}
