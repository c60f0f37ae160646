"""Reading through a connection to SQLite that somebody else (Datasette) opened and will close, with a limit of time."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import sqlalchemy as sa

from claimsdb.model.errors import TooSlowError
from claimsdb.store.engine import Connection, Driver, add_functions
from claimsdb.store.migrations import revisions

T = TypeVar("T")
_STEPS = 1000  # of SQLite's machine between two looks at the clock, as Datasette has it
_SHORT = 20  # milliseconds that are over before so many steps
_held = threading.local()


class _Clock:
    """How long it is since it was started, in milliseconds."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        self._started = time.perf_counter()

    def passed(self) -> float:
        return 1000 * (time.perf_counter() - self._started)


def is_ours(connection: Driver) -> bool:
    """Whether claimsdb made the database, with the schema of this version."""
    try:
        versions = [v for (v,) in connection.execute("SELECT version_num FROM alembic_version")]
        return versions == revisions()[-1:] and bool(
            connection.execute("SELECT claim_id FROM claims LIMIT 0").description
        )
    except sqlite3.Error:
        return False


def read(connection: Driver, milliseconds: int, work: Callable[[Connection], T]) -> T:
    """What `work` makes of the database. Raises `TooSlowError` if one of its statements takes longer than so many milliseconds."""
    engine, clock = _engine(connection)
    with _limited(connection, milliseconds, clock), engine.connect() as reading:
        return work(reading)


@contextmanager
def within(connection: Driver, milliseconds: int) -> Iterator[None]:
    """A transaction, so that what is read is of one moment. Raises `TooSlowError` if it takes longer than so many milliseconds."""
    connection.execute("BEGIN")
    try:
        with _limited(connection, milliseconds, _Clock()):
            yield
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def _limited(connection: Driver, milliseconds: int, clock: _Clock) -> Iterator[None]:
    steps = _STEPS if milliseconds > _SHORT else 1
    connection.set_progress_handler(lambda: clock.passed() >= milliseconds, steps)
    try:
        yield
    except Exception as error:
        if "interrupted" in str(getattr(error, "orig", error)):
            raise TooSlowError(milliseconds) from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _engine(connection: Driver) -> tuple[sa.Engine, _Clock]:
    """The engine over the connection, which its owner keeps for a thread, and the clock that each of its statements starts."""
    engines: dict[int, tuple[sa.Engine, _Clock]] = _held.__dict__.setdefault("engines", {})
    if id(connection) not in engines:  # the engine holds the connection, so that its number stays its own
        add_functions(connection)
        clock = _Clock()
        made = sa.create_engine(
            "sqlite://", creator=lambda: connection, poolclass=sa.StaticPool, isolation_level="AUTOCOMMIT"
        )
        sa.event.listen(made, "before_cursor_execute", lambda *_: clock.start())
        engines[id(connection)] = made, clock
    return engines[id(connection)]
