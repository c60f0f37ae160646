"""Which of the databases that Datasette serves are ours and may be seen, and how pages read them.

A page sees a database only where its reader may see every table that pages show.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from datasette.utils.asgi import Forbidden

from claimsdb.lookup.short_ids import full_id
from claimsdb.model.errors import AmbiguousIdError, TooSlowError, UnknownIdError
from claimsdb.store.engine import borrowed
from claimsdb.store.migrations import REVISION

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

SHOWN = ("claims", "documents", "blocks", "sentences", "speakers", "attributions", "runs", "groups")
T = TypeVar("T")
_STEPS = 1000  # of SQLite's machine between two looks at the clock, as Datasette has it
_VISIBLE = "claimsdb.visible"
_held = threading.local()


async def is_ours(database: Any) -> bool:
    """Whether claimsdb made the database, with the schema of this version."""

    def asked(connection: sqlite3.Connection) -> bool:
        try:
            versions = [v for (v,) in connection.execute("SELECT version_num FROM alembic_version")]
            return versions == [REVISION] and bool(
                connection.execute("SELECT claim_id FROM claims LIMIT 0").description
            )
        except sqlite3.Error:
            return False

    return bool(await database.execute_fn(asked))


async def visible(datasette: Any, request: Any) -> list[Any]:
    """Our databases, in Datasette's order, of which who asks may see every table that pages show; looked for once a request."""
    if _VISIBLE not in request.scope:
        asked = [d for d in datasette.databases.values() if await is_ours(d)]
        request.scope[_VISIBLE] = [d for d in asked if await may_see(datasette, request.actor, d.name)]
    found: list[Any] = request.scope[_VISIBLE]
    return found


async def may_see(datasette: Any, actor: Any, name: str) -> bool:
    """Whether the actor may see what pages show of the database of this name: what says nothing of a table goes by its database."""
    try:
        await datasette.ensure_permissions(actor, [("view-database", name), "view-instance"])
        otherwise = True
    except Forbidden:
        otherwise = False
    for table in SHOWN:
        allowed = await datasette.permission_allowed(actor, "view-table", (name, table), default=None)
        if not (otherwise if allowed is None else allowed):
            return False
    return True


async def read(datasette: Any, database: Any, work: Callable[[Connection], T]) -> T:
    """What `work` makes of the database, in a thread of Datasette's. Raises `TooSlowError` where a statement passes its time limit."""
    limit = datasette.setting("sql_time_limit_ms")

    def run(connection: sqlite3.Connection) -> T:
        engine, clock = _engine(connection)
        connection.set_progress_handler(lambda: clock.milliseconds() > limit, _STEPS)
        try:
            with engine.connect() as reading:
                return work(reading)
        finally:
            connection.set_progress_handler(None, 0)

    try:
        found: T = await database.execute_fn(run)
    except Exception as error:
        if "interrupted" in str(getattr(error, "orig", error)):
            raise TooSlowError(limit) from None
        raise
    return found


class MovedError(Exception):
    """A page that was asked for by a short id; `path` is its address by the full one."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


async def locate(datasette: Any, request: Any, what: str) -> tuple[Any, str]:
    """The database that holds the claim, document or speaker (`what`) of the page that is asked for, and its full id.

    Raises `MovedError` where the address has only the beginning of it, `UnknownIdError` where none that who asks may see has it,
    `AmbiguousIdError` where one has several.
    """
    given = request.url_vars["id"]
    if not re.fullmatch("[0-9a-fA-F]+", given):
        raise UnknownIdError(what, given)
    doubt: AmbiguousIdError | None = None
    for database in await visible(datasette, request):
        try:
            identity = await read(datasette, database, lambda reading: full_id(reading, what, given))
        except UnknownIdError:
            continue
        except AmbiguousIdError as error:
            doubt = doubt or error
            continue
        if identity != given:
            raise MovedError(f"/-/{what}s/{identity}{request.url_vars['json'] or ''}")
        return database, identity
    raise doubt or UnknownIdError(what, given)


class _Clock:
    """How long the statement at hand has been running."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Begin with a statement."""
        self._started = time.perf_counter()

    def milliseconds(self) -> float:
        """The time since its beginning."""
        return 1000 * (time.perf_counter() - self._started)


def _engine(connection: sqlite3.Connection) -> tuple[Engine, _Clock]:
    """The engine over a connection of Datasette's, which keeps one for each thread and database, and its clock."""
    engines: dict[int, tuple[Engine, _Clock]] = _held.__dict__.setdefault("engines", {})
    if id(connection) not in engines:  # the engine holds the connection, so that its number stays its own
        clock = _Clock()
        engines[id(connection)] = borrowed(connection, clock.start), clock
    return engines[id(connection)]
