"""Connections to SQLite with foreign keys on, explicit transactions, and our own errors."""

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
"""SQLAlchemy's types that callers of the store need; they need no other."""
Driver = sqlite3.Connection
"""The driver's own connection to SQLite."""
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_UNWRITABLE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def engine(path: Path, *, read_only: bool = False) -> sa.Engine:
    """An engine over the file, with foreign keys on and explicit transactions, so that schema changes are atomic too.

    Its statements raise `DatabaseBusyError`, `NotOursError` or `UnwritableError` if the file itself is at fault.
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
    """Register the SQL functions that our statements use."""
    connection.create_function("folded", 1, lambda text: text and text.casefold(), deterministic=True)


def driver(connection: sa.Connection) -> sqlite3.Connection:
    """The driver's connection behind the engine's, in the same transaction, for what only SQLite's own API can do."""
    own = connection.connection.driver_connection
    assert isinstance(own, sqlite3.Connection)
    return own


def file_of(connection: sa.Connection) -> str:
    """The path of the database's file; empty for a database in memory."""
    query = "SELECT file FROM pragma_database_list WHERE name = 'main'"
    return str(connection.exec_driver_sql(query).scalar() or "")


def analyse(connection: sqlite3.Connection) -> None:
    """Update the statistics of SQLite's planner from a sample of each index. Takes milliseconds at any number of claims."""
    connection.execute("PRAGMA analysis_limit=1000")
    connection.execute("ANALYZE")


def _uri(path: Path, mode: str) -> str:
    return f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}"


def _explained(path: Path, error: BaseException) -> ClaimsdbError | None:
    """Our error for SQLite's, if it concerns the file; None if it concerns the statement."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the higher bits are the extended code
    if code in _BUSY:
        return DatabaseBusyError(path)
    if code in _DAMAGED:
        return NotOursError(path, str(error))
    return UnwritableError(path, str(error)) if code in _UNWRITABLE else None
