"""Connections to SQLite with foreign keys on, explicit transactions, and our own errors."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from claimsdb.model.errors import (
    ClaimsdbError,
    DamagedError,
    DatabaseBusyError,
    NotOursError,
    UnwritableError,
)
from claimsdb.store.folders import Folders
from claimsdb.store.lock import BUSY_SECONDS

Connection = sa.Connection
Engine = sa.Engine
"""SQLAlchemy's types that callers of the store need; they need no other."""
Driver = sqlite3.Connection
"""The driver's own connection to SQLite."""
DRIVER_ERRORS = (sa.exc.DBAPIError, sqlite3.Error)
"""Errors of the driver that are not explained by one of ours, by whatever way a statement was executed."""
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""SQLite's codes for a file that is not, or no longer, a sound database."""
_PIECE = 1 << 20  # bytes
_UNWRITABLE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def engine(path: Path, *, read_only: bool = False) -> sa.Engine:
    """An engine over the file, with foreign keys on and explicit transactions, so that schema changes are atomic too.

    Its statements raise `DatabaseBusyError`, `DamagedError`, `NotOursError` or `UnwritableError` if the file itself is at fault.
    """
    target = uri(path, "ro" if read_only else "rwc")

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
    def say(context: sa.ExceptionContext) -> None:
        if found := explained(path, context.original_exception):
            raise found from None

    return made


def add_functions(connection: Driver) -> None:
    """Register the SQL functions that our statements use."""
    connection.create_function("folded", 1, lambda text: text and text.casefold(), deterministic=True)
    identity = _identity(connection)
    connection.create_function("file_identity", 0, lambda: identity)


def driver(connection: sa.Connection) -> sqlite3.Connection:
    """The driver's connection behind the engine's, in the same transaction, for what only SQLite's own API can do."""
    own = connection.connection.driver_connection
    assert isinstance(own, sqlite3.Connection)
    return own


def file_of(connection: sa.Connection) -> str:
    """What tells the database's file from others, also from one that replaces it at its path; empty for a database in memory."""
    return str(connection.exec_driver_sql("SELECT file_identity()").scalar())


def analyse(connection: sqlite3.Connection) -> None:
    """Update the statistics of SQLite's planner from a sample of each index. Takes milliseconds at any number of claims."""
    connection.execute("PRAGMA analysis_limit=1000")
    connection.execute("ANALYZE")


def _identity(connection: Driver) -> str:
    query = "SELECT CAST(file AS BLOB) FROM pragma_database_list WHERE name = 'main'"  # names may not be Unicode
    file = os.fsdecode(connection.execute(query).fetchone()[0] or b"")
    try:
        found = Path(file).stat() if file else None
    except OSError:
        found = None
    if found is None:
        return file
    return f"{found.st_dev}-{found.st_ino}"


def uri(path: Path, mode: str) -> str:
    """The database's address for SQLite; `mode` is "ro", "rw" or "rwc"."""
    return f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}"


def unusable(path: Path, why: str) -> DamagedError | NotOursError:
    """The error for a file that SQLite cannot read. What is left of its schema, or the list of its folders, tells that it was ours."""
    left = {b"CREATE TABLE alembic_version", b"claim_id"}
    try:
        with path.open("rb") as file:
            before = b""
            while left and (piece := file.read(_PIECE)):
                left = {mark for mark in left if mark not in before + piece}
                before = piece[-64:]
        return DamagedError(path, why) if not left or Folders(path).file.is_file() else NotOursError(path, why)
    except OSError:
        return NotOursError(path, why)


def explained(path: Path, error: BaseException) -> ClaimsdbError | None:
    """Our error for SQLite's, if it concerns the file; None if it concerns the statement."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the higher bits are the extended code
    if code in _BUSY:
        return DatabaseBusyError(path)
    if code in CORRUPT:
        return unusable(path, str(error))
    return UnwritableError(path, str(error)) if code in _UNWRITABLE else None
