"""Reading, with a time limit, through a connection to SQLite that somebody else (Datasette) opens and closes."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

import sqlalchemy as sa

from claimsdb.model.errors import TooSlowError
from claimsdb.store.engine import Connection, Driver, add_functions
from claimsdb.store.guard import guard, lifted, unmetered
from claimsdb.store.migrations import revisions

T = TypeVar("T")
SPELT = "select name from sqlite_master where type in ('table', 'view') and name = ? collate nocase"
"""Datasette's statement for how SQLite spells the name of a table; it executes it for each permission."""
_STEPS = 1000  # SQLite's virtual machine instructions between two looks at the clock; Datasette's own number
_SHORT = 20  # milliseconds: a limit up to this needs a look at the clock after every instruction
_held = threading.local()


class _Clock:
    """A clock that can be restarted."""

    def __init__(self) -> None:
        self.allow(None)
        self.start()

    def allow(self, milliseconds: int | None) -> None:
        """Allow this thread so much processor time from now on; None for any."""
        self._until = None if milliseconds is None else time.thread_time() + milliseconds / 1000

    def is_spent(self) -> bool:
        """Whether the processor time that was allowed has gone."""
        return self._until is not None and time.thread_time() >= self._until

    def start(self) -> None:
        self._started = time.perf_counter()

    def passed(self) -> float:
        """Milliseconds since the last start."""
        return 1000 * (time.perf_counter() - self._started)


class State(NamedTuple):
    """SQLite's number for the schema of a database, and whether claimsdb made it, with the schema of this version."""

    schema: int
    ours: bool


def prepare(connection: Driver) -> None:
    """Prepare a new connection for our statements, and limit those of others, if claimsdb made the database, whatever its schema."""
    if _revision(connection):
        add_functions(connection)
        guard(connection)


def close(connection: Driver) -> None:
    """Close a connection whose file was replaced."""
    _held.__dict__.get("engines", {}).pop(id(connection), None)
    connection.close()


def state(connection: Driver) -> State:
    """The state of the database."""
    try:
        schema = connection.execute("PRAGMA schema_version").fetchone()[0]
    except sqlite3.DatabaseError:
        return State(-1, ours=False)
    return State(schema, _revision(connection) == revisions()[-1])


def _revision(connection: Driver) -> str | None:
    """The revision of the schema; None if claimsdb did not make the database."""
    try:
        versions = [str(v) for (v,) in connection.execute("SELECT version_num FROM alembic_version")]
        connection.execute("SELECT claim_id FROM claims LIMIT 0").close()
    except sqlite3.Error:
        return None
    return versions[0] if len(versions) == 1 else None


def is_refused(error: Exception) -> bool:
    """Whether SQLite finds fault with a statement itself: its syntax, a name or a number in it."""
    return getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH)


def counts(connection: Driver, tables: Sequence[str], milliseconds: int) -> dict[str, int | None]:
    """The number of rows of each table; None if it takes longer than `milliseconds` to count them, or cannot be done."""
    found: dict[str, int | None] = {}
    for table in tables:
        quoted = table.replace('"', '""')
        try:
            with _limited(connection, milliseconds, _Clock()):
                found[table] = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0]
        except (TooSlowError, sqlite3.Error):
            found[table] = None
    return found


def read(connection: Driver, milliseconds: int, work: Callable[[Connection], T], whole: int | None = None) -> T:
    """Return what `work` returns, given the connection.

    Raises `TooSlowError` if one statement takes longer than `milliseconds`, or if a statement is running when `whole` milliseconds of
    processor time have gone into all of the work, which does not depend on how busy the machine is.
    """
    engine, clock = _engine(connection)
    clock.allow(whole)
    with lifted(connection), _limited(connection, milliseconds, clock), engine.connect() as reading:
        return work(reading)


@contextmanager
def within(connection: Driver, milliseconds: int) -> Iterator[None]:
    """A transaction, so that all reads see the same state. Raises `TooSlowError` if it takes longer than `milliseconds`."""
    connection.execute("BEGIN")
    try:
        with unmetered(connection), _limited(connection, milliseconds, _Clock()):
            yield
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def _limited(connection: Driver, milliseconds: int, clock: _Clock) -> Iterator[None]:
    steps = _STEPS if milliseconds > _SHORT else 1
    connection.set_progress_handler(lambda: clock.passed() >= milliseconds or clock.is_spent(), steps)
    try:
        yield
    except Exception as error:
        if "interrupted" in str(getattr(error, "orig", error)):
            raise TooSlowError(milliseconds) from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _engine(connection: Driver) -> tuple[sa.Engine, _Clock]:
    """The engine over the connection, kept per thread as its owner does, and the clock that every statement restarts."""
    engines: dict[int, tuple[sa.Engine, _Clock]] = _held.__dict__.setdefault("engines", {})
    if id(connection) not in engines:  # the engine keeps the connection alive, so its id is not reused
        clock = _Clock()
        made = sa.create_engine(
            "sqlite://", creator=lambda: connection, poolclass=sa.StaticPool, isolation_level="AUTOCOMMIT"
        )
        sa.event.listen(made, "before_cursor_execute", lambda *_: clock.start())
        engines[id(connection)] = made, clock
    return engines[id(connection)]
