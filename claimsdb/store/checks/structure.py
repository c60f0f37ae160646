"""The database's file and schema: SQLite's own checks, and a comparison with the schema that the migrations make."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from struct import unpack
from tempfile import TemporaryDirectory

from claimsdb.model.fault import Fault
from claimsdb.store.engine import Driver
from claimsdb.store.migrations import migrate

_MOST = 100
"""Maximum number of faults that SQLite's own checks report."""
Schema = dict[tuple[str, str], str]
"""The SQL of each table, index, trigger and view, by type and name."""


def file(connection: Driver, path: Path) -> Iterator[Fault]:
    """What is wrong with the file: cut off, damaged pages, indexes that lack rows, values that break a constraint."""
    with path.open("rb") as opened:
        size, pages, first_free, free = unpack(">16xH10xIII", opened.read(40))  # a page size of 65,536 is written as 1
        if path.stat().st_size < pages * (65_536 if size == 1 else size):
            yield Fault("file", note=f"it is shorter than its {pages} pages")
        if (first_free == 0) != (free == 0):
            yield Fault("file", note=f"it has {free} free pages, and the first is page {first_free}")
    for (message,) in connection.execute(f"PRAGMA integrity_check({_MOST})"):
        if message != "ok":
            yield Fault("file", note=" ".join(message.split()))


def keys(connection: Driver) -> Iterator[Fault]:
    """Rows that point to nothing."""
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST):
        yield Fault("keys", table, None if row is None else str(row), note=f"points to a missing row of {parent}")


def schema(connection: Driver) -> Iterator[Fault]:
    """Tables, indexes, triggers and views that are missing, changed, or not ours."""
    found, expected = _schema(connection), _expected()
    for kind, name in sorted(found.keys() | expected.keys()):
        stored, wanted = found.get((kind, name)), expected.get((kind, name))
        if stored is None or wanted is None:
            note = f"the {kind} is missing" if stored is None else f"the {kind} is not one of claimsdb's"
            yield Fault("schema", name, note=note)
        elif _bare(stored) != _bare(wanted):
            yield Fault("schema", name, stored=stored, expected=wanted, note=f"the {kind} has been changed")


def _schema(connection: Driver) -> Schema:
    query = "SELECT type, name, coalesce(sql, '') FROM main.sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"
    return {(kind, name): sql for kind, name, sql in connection.execute(query)}


@cache
def _expected() -> Schema:
    with TemporaryDirectory() as folder:
        migrate(Path(folder) / "empty.db")
        with closing(sqlite3.connect(Path(folder) / "empty.db")) as connection:
            return _schema(connection)


def _bare(sql: str) -> str:
    """Without white space and quotation marks, which versions of SQLite set differently when they rename a column."""
    return re.sub(r'[\s"]+', "", sql)
