"""Writing what a folder's `sources.csv` states in columns of one's own, and its faults, within the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from claimsdb.model.errors import Problem
from claimsdb.store.engine import Connection
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.documents import ProblemRow, StatedColumnRow
from claimsdb.store.write import problems

STATED, PROBLEMS = table(StatedColumnRow), table(ProblemRow)
Columns = Mapping[str, Mapping[str, str]]
"""Values by path and name of the column."""


def write_columns(connection: Connection, run: int, folder: int, columns: Columns) -> None:
    """Write what the folder with this key states, in place of what it stated before."""
    wanted = {(path, name): value for path, values in columns.items() for name, value in values.items()}
    every = sa.select(STATED.c.path, STATED.c.name, STATED.c.value).where(STATED.c.folder == folder)
    if {(path, name): value for path, name, value in connection.execute(every)} == wanted:
        return
    connection.execute(sa.delete(STATED).where(STATED.c.folder == folder))
    rows = [
        {"folder": folder, "path": path, "name": name, "value": value, "run": run}
        for (path, name), value in wanted.items()
    ]
    if rows:
        connection.execute(sa.insert(STATED), rows)


def settle_faults(connection: Connection, run: int, folder: int, faults: Sequence[Problem]) -> None:
    """Resolve the open faults of the folder's table, except for these."""
    over = (PROBLEMS.c.code == problems.SOURCES, PROBLEMS.c.message.not_in([fault.message for fault in faults]))
    opened = sa.update(PROBLEMS).where(PROBLEMS.c.folder == folder, PROBLEMS.c.resolved_by.is_(None), *over)
    connection.execute(opened.values(resolved_by=run))
