"""Sealing: whatever is written through an engine is sealed in the same transaction, so that a kill leaves rows and seals in agreement.

Temporary triggers on the writing connection note the owners of changed rows, whoever writes them, and the owners are sealed before each
COMMIT. So no writer has to think of it, and none can forget it.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from claimsdb.store.engine import Connection, Engine, driver
from claimsdb.store.seals.owners import OWNERS, WITH_ANOTHER, digest, keys

_NOTED = "owners to seal"
_EVENTS = {"INSERT": ("new",), "DELETE": ("old",), "UPDATE": ("old", "new")}
_WRITE = """INSERT INTO seals (subject, key, sha256) VALUES (?, ?, ?)
    ON CONFLICT (subject, key) DO UPDATE SET sha256 = excluded.sha256"""

Owner = tuple[str, int]
"""A subject and a key."""


def sealed(engine: Engine) -> Engine:
    """The engine, from now on sealing what is written through it. The schema must be the newest."""
    sa.event.listen(engine, "begin", _watch)
    sa.event.listen(engine, "commit", _seal_noted)
    sa.event.listen(engine, "rollback", _forget)
    return engine


def seal_all(connection: Connection) -> None:
    """Seal all rows anew, in the caller's transaction."""
    connection.exec_driver_sql("DELETE FROM seals")
    own = driver(connection)
    _seal(connection, ((subject, key) for subject in OWNERS for key in keys(own, subject)))


def _watch(connection: Connection) -> None:
    if _NOTED in connection.info:
        return
    noted: set[tuple[str, int | None]] = set()
    driver(connection).create_function("note_owner", 2, lambda subject, key: noted.add((subject, key)))
    for subject, parts in OWNERS.items():
        for part in parts:
            for event, rows in _EVENTS.items() if part.name not in WITH_ANOTHER else ():
                calls = ", ".join(f"note_owner('{subject}', {part.owner_of(row)})" for row in rows)
                connection.exec_driver_sql(
                    f"CREATE TEMP TRIGGER IF NOT EXISTS seal_{part.name}_{event} AFTER {event} ON main.{part.name}"
                    f" BEGIN SELECT {calls}; END"
                )
    connection.info[_NOTED] = noted


def _forget(connection: Connection) -> None:
    """Watch anew in the next transaction: a rollback drops the triggers if they were made in this one."""
    connection.info.pop(_NOTED, None)


def _seal_noted(connection: Connection) -> None:
    noted: set[tuple[str, int | None]] = connection.info[_NOTED]
    _seal(connection, {(subject, key) for subject, key in noted if key is not None})
    noted.clear()


def _seal(connection: Connection, owners: Iterable[Owner]) -> None:
    own = driver(connection)
    found = [(subject, key, digest(own, subject, key)) for subject, key in sorted(owners)]
    if there := [row for row in found if row[2] is not None]:
        connection.exec_driver_sql(_WRITE, there)
    if gone := [row[:2] for row in found if row[2] is None]:
        connection.exec_driver_sql("DELETE FROM seals WHERE subject = ? AND key = ?", gone)
