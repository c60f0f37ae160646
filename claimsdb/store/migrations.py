"""Opening databases: a missing one is made, an older one migrated, a newer or foreign one refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from claimsdb.model.carried import carried
from claimsdb.model.errors import (
    ClaimsdbError,
    DamagedError,
    DatabaseAheadError,
    DatabaseMissingError,
    MigrationError,
    NotOursError,
)
from claimsdb.store.backups import back_up
from claimsdb.store.engine import analyse, driver, engine, explained, unusable, uri
from claimsdb.store.lock import BUSY_SECONDS, acquire
from claimsdb.store.seals.sealing import seal_all, sealed


def scripts() -> Path:
    """The folder of Alembic's scripts."""
    return carried("_alembic", "alembic")


def revisions() -> list[str]:
    """The schema's revisions, oldest first, from the names of the scripts, since Alembic takes a third of a second to import."""
    return sorted(file.name.partition("_")[0] for file in (scripts() / "versions").glob("[0-9]*_*.py"))


def open_for_reading(path: Path) -> sa.Engine:
    """A read-only engine over the database, which is migrated first if its schema is older.

    Raises `DatabaseMissingError`, `NotOursError`, `DamagedError`, `DatabaseAheadError`.
    """
    if not path.exists():
        raise DatabaseMissingError(path)
    if path.stat().st_size == 0:
        raise unusable(path, "it is empty")
    if is_behind(path):
        held = acquire(path, BUSY_SECONDS)
        try:
            if is_behind(path):  # another process may have migrated it before we had the lock
                migrate(path)
        finally:
            held.release()
    return engine(path, read_only=True)


def open_for_writing(path: Path) -> sa.Engine:
    """An engine over the database, which is made or migrated as needed; it seals what it writes. The caller must hold the lock.

    Raises `NotOursError`, `DamagedError`, `DatabaseAheadError`, `UnwritableError`.
    """
    if not path.exists() or path.stat().st_size == 0 or is_behind(path):
        migrate(path)
    return sealed(engine(path))


def revision(path: Path) -> str | None:
    """The schema revision of the file; None if it is empty. Rolls back what a killed writer left, which a reader cannot do.

    Raises `NotOursError` if it is not an SQLite database, or one that claimsdb did not make, and `DamagedError` if it is ours, but damaged.
    """
    try:
        with closing(sqlite3.connect(uri(path, "rw"), uri=True, timeout=BUSY_SECONDS)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "alembic_version" in names and "claims" in names:
                found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
                if len(found) != 1:
                    raise DamagedError(path, f"it has {len(found)} schema versions instead of one")
                return str(found[0][0])
    except sqlite3.Error as error:
        other = None if path.is_dir() else explained(path, error)
        raise other or NotOursError(path, str(error)) from None
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

    Raises `MigrationError` if a migration fails; the file is then as it was. Raises `DamagedError` or `UnwritableError` if there can be no
    backup.
    """
    from alembic.config import Config

    from alembic import command

    copy = None
    if path.exists() and path.stat().st_size and (at := revision(path)) is not None:
        copy = back_up(path, at)
    config = Config()
    config.set_main_option("script_location", str(scripts()).replace("%", "%%"))
    try:
        with engine(path).connect() as connection:
            config.attributes["connection"] = connection
            if target == "head":
                config.attributes["finish"] = _finish
            command.upgrade(config, target)
    except ClaimsdbError:
        raise
    except Exception as error:
        raise MigrationError(path, str(error)) from error
    return copy


def _finish(connection: sa.Connection) -> None:
    """What belongs to the newest schema besides its tables, in the transaction of the migration."""
    from claimsdb.store import facet_columns

    facet_columns.fill(driver(connection))
    seal_all(connection)
    analyse(driver(connection))
