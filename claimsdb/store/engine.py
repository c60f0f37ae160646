"""A connection that behaves: foreign keys on, transactions begun by us, SQLite's errors explained once."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from claimsdb.model.errors import (
    ClaimsdbError,
    DatabaseBusyError,
    NotOursError,
    UnwritableError,
)
from claimsdb.store.lock import BUSY_SECONDS

Connection = sa.Connection
Engine = sa.Engine
"""The types of what is handed about: who reads or writes by the store's functions needs no other name of SQLAlchemy's."""
Driver = sqlite3.Connection
"""SQLite's own connection, as the driver has it."""
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_UNWRITABLE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def engine(path: Path, *, read_only: bool = False) -> sa.Engine:
    """An engine over the file: foreign keys on, transactions begun by us, so that a schema change too is all or nothing.

    What goes wrong with the file itself is raised as `DatabaseBusyError`, `NotOursError` or `UnwritableError`.
    """
    target = _uri(path, "ro" if read_only else "rwc")

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(target, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)

    made = sa.create_engine("sqlite://", creator=connect, poolclass=sa.StaticPool)

    @sa.event.listens_for(made, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=NORMAL")
        add_functions(connection)

    @sa.event.listens_for(made, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    @sa.event.listens_for(made, "handle_error")
    def explain(context: sa.ExceptionContext) -> None:
        if explained := _explained(path, context.original_exception):
            raise explained from None

    return made


def add_functions(connection: Driver) -> None:
    """Give SQLite the functions that our statements use."""
    connection.create_function("folded", 1, lambda text: text and text.casefold(), deterministic=True)


def driver(connection: sa.Connection) -> sqlite3.Connection:
    """SQLite's own connection behind the engine's, for what is said to SQLite alone; in the same transaction."""
    own = connection.connection.driver_connection
    assert isinstance(own, sqlite3.Connection)
    return own


def file_of(connection: sa.Connection) -> str:
    """The path of the database's file; empty for a database in memory."""
    query = "SELECT file FROM pragma_database_list WHERE name = 'main'"
    return str(connection.exec_driver_sql(query).scalar() or "")


def analyse(connection: sqlite3.Connection) -> None:
    """Tell SQLite's planner how the tables are filled, from a sample of each index: milliseconds, however many claims there are."""
    connection.execute("PRAGMA analysis_limit=1000")
    connection.execute("ANALYZE")


def _uri(path: Path, mode: str) -> str:
    return f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}"


def _explained(path: Path, error: BaseException) -> ClaimsdbError | None:
    """What SQLite says of the file rather than of a statement."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest says more exactly which
    if code in _BUSY:
        return DatabaseBusyError(path)
    if code in _DAMAGED:
        return NotOursError(path, str(error))
    return UnwritableError(path, str(error)) if code in _UNWRITABLE else None
