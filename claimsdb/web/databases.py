"""Access to our databases among those that Datasette serves.

Pages show a database only to readers who may see every table that pages draw on.
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
from claimsdb.web.known import state

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

SHOWN = ("claims", "documents", "blocks", "sentences", "speakers", "attributions", "runs", "groups")
T = TypeVar("T")
_VISIBLE = "claimsdb.visible"


async def is_ours(database: Database) -> bool:
    """Whether claimsdb made the database, with the schema of this version."""
    return not database.is_memory and (await state(database)).ours


async def visible(datasette: Datasette, request: Request) -> list[Database]:
    """Our databases that the reader may see, in Datasette's order; determined once per request."""
    if _VISIBLE not in request.scope:
        asked = [d for d in datasette.databases.values() if await is_ours(d)]
        request.scope[_VISIBLE] = [d for d in asked if await may_see(datasette, request.actor, d.name)]
    found: list[Database] = request.scope[_VISIBLE]
    return found


async def may_see(datasette: Datasette, actor: dict[str, object] | None, name: str) -> bool:
    """Whether the actor may see every table that pages draw on; a table without a rule of its own follows its database."""
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


async def read(
    datasette: Datasette, database: Database, work: Callable[[Connection], T], *, bounded: bool = False
) -> T:
    """Return what `work` returns, run in a thread of Datasette's.

    Raises `TooSlowError` if a statement exceeds the time limit; if `bounded`, also if all of the work takes as much processor time.
    """
    limit = datasette.setting("sql_time_limit_ms")
    whole = limit if bounded else None
    found: T = await database.execute_fn(lambda connection: borrowed.read(connection, limit, work, whole))
    return found


class MovedError(Exception):
    """A page was requested by a short id; `path` is its address with the full id."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


async def locate(datasette: Datasette, request: Request, what: str) -> tuple[Database, str]:
    """The database of the requested claim, document or speaker (`what`), and its full id.

    Raises `MovedError` if the address has a short id, `UnknownIdError` if no database that the reader may see has it, and
    `AmbiguousIdError` if it fits several.
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
