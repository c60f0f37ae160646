"""Which of the databases that Datasette serves are ours and may be seen, and how pages read them.

A page sees a database only if its reader may see every table that pages show.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from datasette.utils.asgi import Forbidden, Request

from claimsdb.lookup.short_ids import full_id
from claimsdb.model.errors import AmbiguousIdError, UnknownIdError
from claimsdb.store import borrowed
from claimsdb.store.engine import Connection

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

SHOWN = ("claims", "documents", "blocks", "sentences", "speakers", "attributions", "runs", "groups")
T = TypeVar("T")
_VISIBLE = "claimsdb.visible"


async def is_ours(database: Database) -> bool:
    """Whether claimsdb made the database, with the schema of this version."""
    return bool(await database.execute_fn(borrowed.is_ours))


async def visible(datasette: Datasette, request: Request) -> list[Database]:
    """Our databases, in Datasette's order, of which who asks may see every table that pages show; looked for once a request."""
    if _VISIBLE not in request.scope:
        asked = [d for d in datasette.databases.values() if await is_ours(d)]
        request.scope[_VISIBLE] = [d for d in asked if await may_see(datasette, request.actor, d.name)]
    found: list[Database] = request.scope[_VISIBLE]
    return found


async def may_see(datasette: Datasette, actor: dict[str, object] | None, name: str) -> bool:
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


async def read(datasette: Datasette, database: Database, work: Callable[[Connection], T]) -> T:
    """What `work` makes of the database, in a thread of Datasette's. Raises `TooSlowError` if a statement passes its time limit."""
    limit = datasette.setting("sql_time_limit_ms")
    found: T = await database.execute_fn(lambda connection: borrowed.read(connection, limit, work))
    return found


class MovedError(Exception):
    """A page that was asked for by a short id; `path` is its address by the full one."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


async def locate(datasette: Datasette, request: Request, what: str) -> tuple[Database, str]:
    """The database that holds the claim, document or speaker (`what`) of the page that is asked for, and its full id.

    Raises `MovedError` if the address has only the beginning of it, `UnknownIdError` if none that who asks may see has it,
    `AmbiguousIdError` if one has several.
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
