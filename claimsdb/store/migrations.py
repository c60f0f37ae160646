"""Opening databases: a missing one is made, an older one migrated, a newer or foreign one refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from claimsdb.model.carried import carried
from claimsdb.model.errors import (
    ClaimsdbError,
    DatabaseAheadError,
    DatabaseBusyError,
    DatabaseMissingError,
    MigrationError,
    NotOursError,
)
from claimsdb.store.engine import _BUSY, _uri, analyse, driver, engine
from claimsdb.store.lock import BUSY_SECONDS, acquire


def scripts() -> Path:
    """The folder of Alembic's scripts."""
    return carried("_alembic", "alembic")


def revisions() -> list[str]:
    """The schema's revisions, oldest first, from the names of the scripts, since Alembic takes a third of a second to import."""
    return sorted(file.name.partition("_")[0] for file in (scripts() / "versions").glob("[0-9]*_*.py"))


def open_for_reading(path: Path) -> sa.Engine:
    """A read-only engine over the database, which is migrated first if its schema is older.

    Raises `DatabaseMissingError`, `NotOursError`, `DatabaseAheadError`.
    """
    if not path.exists():
        raise DatabaseMissingError(path)
    if is_behind(path):
        held = acquire(path, BUSY_SECONDS)
        try:
            if is_behind(path):  # another process may have migrated it before we had the lock
                migrate(path)
        finally:
            held.release()
    return engine(path, read_only=True)


def open_for_writing(path: Path) -> sa.Engine:
    """An engine over the database, which is made or migrated as needed. The caller must hold the lock.

    Raises `NotOursError`, `DatabaseAheadError`, `UnwritableError`.
    """
    if not path.exists() or path.stat().st_size == 0 or is_behind(path):
        migrate(path)
    return engine(path)


def revision(path: Path) -> str | None:
    """The schema revision of the file; None if it is empty. Rolls back what a killed writer left, which a reader cannot do.

    Raises `NotOursError` if it is not an SQLite database, or one that claimsdb did not make.
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
        raise NotOursError(path, "it contains other tables")
    return None


def is_behind(path: Path) -> bool:
    """Whether the database needs a migration. Raises `DatabaseAheadError` if this version of claimsdb is too old for it."""
    at, known = revision(path), revisions()
    if at is not None and at not in known:
        raise DatabaseAheadError(path, at)
    return at != known[-1]


def migrate(path: Path, target: str = "head") -> Path | None:
    """Bring the database to the newest schema. Returns the path of the backup made next to it, or None if it has no data.

    Raises `MigrationError` if a migration fails; the file is then as it was.
    """
    from alembic.config import Config

    from alembic import command
    from claimsdb.store import facet_columns

    copy = None
    if path.exists() and path.stat().st_size and (at := revision(path)) is not None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        copy = path.with_name(f"{path.name}.before-{at}-{stamp}.bak")
        _copy(path, copy)
    config = Config()
    config.set_main_option("script_location", str(scripts()).replace("%", "%%"))
    try:
        with engine(path).connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, target)
            if target == "head":
                with connection.begin():
                    facet_columns.fill(driver(connection))
                    analyse(driver(connection))
    except ClaimsdbError:
        raise
    except Exception as error:
        raise MigrationError(path, str(error)) from error
    return copy


def _copy(path: Path, to: Path) -> None:
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
