"""Opening a database: made where there is none, migrated where it is behind, refused where it is ahead or not ours."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from claimsdb.errors import (
    ClaimsdbError,
    DatabaseAheadError,
    DatabaseBusyError,
    DatabaseMissingError,
    MigrationError,
    NotOursError,
    UnwritableError,
)
from claimsdb.locks import BUSY_SECONDS, acquire
from claimsdb.resources import REVISION, migrations

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
        _functions(connection)

    @sa.event.listens_for(made, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    @sa.event.listens_for(made, "handle_error")
    def explain(context: sa.ExceptionContext) -> None:
        if explained := _explained(path, context.original_exception):
            raise explained from None

    return made


def borrowed(connection: sqlite3.Connection, before: Callable[[], None]) -> sa.Engine:
    """An engine over a connection that somebody else (Datasette) opened for reading and will close; calls `before` each statement."""
    _functions(connection)
    made = sa.create_engine(
        "sqlite://", creator=lambda: connection, poolclass=sa.StaticPool, isolation_level="AUTOCOMMIT"
    )
    sa.event.listen(made, "before_cursor_execute", lambda *_: before())
    return made


def _functions(connection: sqlite3.Connection) -> None:
    connection.create_function("folded", 1, lambda text: text and text.casefold(), deterministic=True)


def driver(connection: sa.Connection) -> sqlite3.Connection:
    """SQLite's own connection behind the engine's, for what is said to SQLite alone; in the same transaction."""
    own = connection.connection.driver_connection
    assert isinstance(own, sqlite3.Connection)
    return own


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


def open_for_reading(path: Path) -> sa.Engine:
    """An engine that cannot write, over a database of this version; one that is behind is migrated first.

    Raises `DatabaseMissingError`, `NotOursError`, `DatabaseAheadError`.
    """
    if not path.exists():
        raise DatabaseMissingError(path)
    if is_behind(path):
        held = acquire(path, BUSY_SECONDS)
        try:
            if is_behind(path):  # still, now that nobody else migrates it
                migrate(path)
        finally:
            held.release()
    return engine(path, read_only=True)


def open_for_writing(path: Path) -> sa.Engine:
    """An engine over a database of this version, made or migrated as needed; the caller holds the lock.

    Raises `NotOursError`, `DatabaseAheadError`, `UnwritableError`.
    """
    if not path.exists() or path.stat().st_size == 0 or is_behind(path):
        migrate(path)
    return engine(path)


def revision(path: Path) -> str | None:
    """The schema revision of the file; None for an empty one. Rolls back what a killed writer left, which a reader cannot.

    Raises `NotOursError` for what is no SQLite database, or one that claimsdb did not make.
    """
    try:
        with closing(sqlite3.connect(_uri(path, "rw"), uri=True, timeout=BUSY_SECONDS)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "alembic_version" in names and "claims" in names:
                found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
                return str(found[0]) if found else None
    except sqlite3.Error as error:
        busy = error.sqlite_errorcode & 0xFF in _BUSY
        raise DatabaseBusyError(path) if busy else NotOursError(path, str(error)) from None
    if names - {"alembic_version"}:
        raise NotOursError(path, "it holds other tables")
    return None


def is_behind(path: Path) -> bool:
    """Whether the database needs a migration. Raises `DatabaseAheadError` where this version of claimsdb is too old for it."""
    at = revision(path)
    if at == REVISION:
        return False
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(migrations()))
    known = {s.revision for s in scripts.walk_revisions()}
    if at is not None and at not in known:
        raise DatabaseAheadError(path, at)
    return at != scripts.get_current_head()


def migrate(path: Path, target: str = "head") -> Path | None:
    """Bring the database to the newest schema; where it holds data, after a copy beside it, whose path is returned.

    All or nothing: a migration that fails leaves the file as it was. Raises `MigrationError` where one does.
    """
    from alembic.config import Config

    from alembic import command
    from claimsdb import columns

    copy = None
    if path.exists() and path.stat().st_size and (at := revision(path)) is not None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        copy = path.with_name(f"{path.name}.before-{at}-{stamp}.bak")
        _copy(path, copy)
    config = Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    try:
        with engine(path).connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, target)
            if target == "head":
                with connection.begin():
                    columns.fill(driver(connection))
                    analyse(driver(connection))
    except ClaimsdbError:
        raise
    except Exception as error:
        raise MigrationError(path, str(error)) from error
    return copy


def _copy(path: Path, to: Path) -> None:
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
