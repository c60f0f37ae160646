"""Limits for SQL that readers of a published database write: what it may ask about, how large its values and results may be.

They hold for a connection that Datasette uses for everybody's statements, its own too. Our own statements are known and have none.
"""

from __future__ import annotations

import re
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from claimsdb.store.engine import Driver

LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 4 << 20,  # bytes of one value, and of one row
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1 << 20,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 100_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 10_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
RESULT = 16 << 20
"""Maximum size of the result of one statement in bytes, approximately."""
HEAP = 192 << 20
"""Maximum number of bytes that SQLite may use in a process that serves."""
_WIDEST, _DIGITS = 10_000, re.compile(r"\d{5}")
_CELL = 50  # bytes that Python needs for any value
_QUESTIONS = frozenset(
    "collation_list compile_options data_version encoding foreign_key_list freelist_count function_list hard_heap_limit "
    "index_info index_list index_xinfo module_list page_count page_size query_only read_uncommitted schema_version "
    "table_info table_list table_xinfo".split()
)
"""PRAGMAs that change nothing and say nothing of the machine."""
_ABOUT_A_NAME = frozenset(
    "foreign_key_list index_info index_list index_xinfo table_info table_list table_xinfo".split()
)
_CLOSED_FUNCTIONS = frozenset(("load_extension", "fts3_tokenizer"))
_CLOSED_TABLES = frozenset(
    ("sqlite_stmt", "sqlite_dbpage", "dbstat")
)  # others' statements, raw pages, all pages read at once

_plain, _formatting = sqlite3.connect(":memory:", check_same_thread=False), Lock()


def guard(connection: Driver) -> None:
    """Set the limits on a connection, for as long as it is open."""
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)
    for name in ("printf", "format"):
        connection.create_function(name, -1, _formatted, deterministic=True)
    connection.set_authorizer(_allowed)
    connection.row_factory = _Metered()


def cap_memory() -> None:
    """Let SQLite use no more than `HEAP` bytes in this process, for good: the limit cannot be raised again."""
    _plain.execute(f"PRAGMA hard_heap_limit={HEAP}").close()


@contextmanager
def unmetered(connection: Driver) -> Iterator[None]:
    """Let a result be as large as it is."""
    factory, connection.row_factory = connection.row_factory, None
    try:
        yield
    finally:
        connection.row_factory = factory


@contextmanager
def lifted(connection: Driver) -> Iterator[None]:
    """Let values and statements be as large as they are, since they are ours."""
    before = {limit: connection.setlimit(limit, 1 << 30) for limit in LIMITS}
    try:
        with unmetered(connection):
            yield
    finally:
        for limit, value in before.items():
            connection.setlimit(limit, value)


def out_of_memory() -> sqlite3.OperationalError:
    """The error of a statement that needs more memory than `HEAP`."""
    return sqlite3.OperationalError(f"the statement needs more than the {HEAP >> 20} MB of memory that it may use")


def _formatted(pattern: object, *values: object) -> str | None:
    """SQLite's `printf`, but for widths of millions: nothing interrupts it while it writes a thousand million characters."""
    wide = [v for v in values if isinstance(v, int) and abs(v) > _WIDEST] if "*" in str(pattern) else []
    if wide or _DIGITS.search(str(pattern)):
        raise ValueError("a width is too large")
    with _formatting:
        marks = ", ?" * len(values)
        (made,) = _plain.execute(f"SELECT printf(?{marks})", (pattern, *values)).fetchone()
    return made if made is None else str(made)


class _Metered:
    """Makes Datasette's rows, and raises `sqlite3.OperationalError` when those of one statement exceed `RESULT`."""

    def __init__(self) -> None:
        self._cursor: weakref.ref[sqlite3.Cursor] | None = None
        self._size = 0

    def __call__(self, cursor: sqlite3.Cursor, row: tuple[object, ...]) -> sqlite3.Row:
        if self._cursor is None or self._cursor() is not cursor:
            self._cursor, self._size = weakref.ref(cursor), 0
        self._size += sum(_CELL + (len(cell) if isinstance(cell, str | bytes) else 0) for cell in row)
        if self._size > RESULT:
            raise sqlite3.OperationalError(f"the result is larger than {RESULT >> 20} MB: ask for less")
        return sqlite3.Row(cursor, row)


def _allowed(action: int, first: str | None, second: str | None, _database: str | None, _within: str | None) -> int:
    """SQLite's question whether a statement may do something."""
    if action == sqlite3.SQLITE_PRAGMA:
        name = (first or "").lower()
        if name == "database_list":
            return sqlite3.SQLITE_IGNORE  # Datasette asks for it on each page; it says where the file is
        is_question = name in _QUESTIONS and (second is None or name in _ABOUT_A_NAME)
        return sqlite3.SQLITE_OK if is_question else sqlite3.SQLITE_DENY
    closed = (
        action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH)
        or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _CLOSED_FUNCTIONS)
        or (action == sqlite3.SQLITE_READ and (first or "").lower() in _CLOSED_TABLES)
    )
    return sqlite3.SQLITE_DENY if closed else sqlite3.SQLITE_OK
