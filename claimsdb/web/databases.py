"""Access to our databases among those that Datasette serves.

Pages show a database only to readers who may see every table that pages draw on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from datasette.plugins import pm
from datasette.utils.asgi import Forbidden, Request

from claimsdb.lookup.short_ids import full_id
from claimsdb.model.errors import AmbiguousIdError, NotServedError, UnknownIdError
from claimsdb.store import borrowed
from claimsdb.store.engine import Connection
from claimsdb.web.known import KnownDatabase, state

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

T = TypeVar("T")
_SERVED = "claimsdb.served"


async def is_ours(database: Database) -> bool:
    """Whether claimsdb made the database, with the schema of this version. Raises `NotServedError` if it was so and is no longer."""
    if not isinstance(database, KnownDatabase):
        return False
    if (await state(database)).ours:
        database.was_ours = True
    elif database.was_ours:
        why = "was replaced, or migrated by another version of claimsdb, and cannot be read by this one"
        raise NotServedError(database.name, why)
    return database.was_ours


class Served(NamedTuple):
    """Our databases that the reader may see, in Datasette's order, and an error if one has gone."""

    databases: list[Database]
    lost: NotServedError | None


async def served(datasette: Datasette, request: Request) -> Served:
    """Our databases as they are now; determined once per request."""
    if _SERVED not in request.scope:
        found: list[Database] = []
        lost: NotServedError | None = None
        for database in datasette.databases.values():
            try:
                if await is_ours(database) and await may_see(datasette, request.actor, database.name):
                    found.append(database)
            except NotServedError as error:
                lost = error
        request.scope[_SERVED] = Served(found, lost)
    now: Served = request.scope[_SERVED]
    return now


async def visible(datasette: Datasette, request: Request) -> list[Database]:
    """Our databases that the reader may see, in Datasette's order. Raises `NotServedError` if there is none because it has gone."""
    now = await served(datasette, request)
    if now.lost and not now.databases:
        raise now.lost
    return now.databases


async def visible_named(datasette: Datasette, request: Request, name: str) -> Database | None:
    """Our database of this name, if there is one that the reader may see."""
    return next((database for database in await visible(datasette, request) if database.name == name), None)


async def named(datasette: Datasette, request: Request) -> Database:
    """The database that the query names (`database`), or else the first. Raises `UnknownIdError` if the reader sees no such database."""
    databases = await visible(datasette, request)
    name = request.args.get("database") or (databases[0].name if databases else "")
    found = await visible_named(datasette, request, name)
    if found is None:
        raise UnknownIdError("database", name)
    return found


async def may_see(datasette: Datasette, actor: dict[str, object] | None, name: str) -> bool:
    """Whether the actor may see every table and view of the database, since pages draw on most of them, and on more tomorrow.

    A table without a rule of its own follows its database.
    """
    try:
        await datasette.ensure_permissions(actor, [("view-database", name), "view-instance"])
        otherwise = True
    except Forbidden:
        otherwise = False
    ruled, others = await _ruled(datasette, datasette.get_database(name))
    if others and not otherwise:
        return False
    for table in ruled:
        allowed = await datasette.permission_allowed(actor, "view-table", (name, table), default=None)
        if not (otherwise if allowed is None else allowed):
            return False
    return True


async def _ruled(datasette: Datasette, database: KnownDatabase) -> tuple[list[str], bool]:
    """The tables and views that may have a rule of their own (those of the metadata, or all if a plugin has a say), and whether there
    are others.
    """

    async def asked() -> tuple[list[str], bool]:
        names = [*await database.table_names(), *await database.view_names()]
        if any(h.plugin_name != "datasette.default_permissions" for h in pm.hook.permission_allowed.get_hookimpls()):
            return names, False
        of_tables = [("view-table", (database.name, name)) for name in names]
        rules = [await datasette.permission_allowed(None, *of_table, default=None) for of_table in of_tables]
        return [name for name, rule in zip(names, rules, strict=True) if rule is not None], None in rules

    ruled: tuple[list[str], bool] = await database.once("ruled", asked)  # type: ignore[assignment]
    return ruled


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


class Located(NamedTuple):
    """What an address asks for: its database, its full id, and the names of the other databases that have it too."""

    database: Database
    identity: str
    also_in: list[str]


async def locate(datasette: Datasette, request: Request, what: str) -> Located:
    """The database of the requested claim, document or speaker (`what`): the one that the query names, or else the first that has it.

    Raises `MovedError` if the address has a short id, `UnknownIdError` if no database that the reader may see has it, and
    `AmbiguousIdError` if it fits several.
    """
    return await locate_id(datasette, request, what, request.url_vars["id"])


async def locate_id(datasette: Datasette, request: Request, what: str, given: str) -> Located:
    """As `locate`, for an id that is not in the path of the address."""
    if not re.fullmatch("[0-9a-fA-F]+", given):
        raise UnknownIdError(what, given)
    candidates: dict[str, str] = {}
    places: list[Database] = []
    for database in await visible(datasette, request):
        try:
            identity = await read(datasette, database, lambda reading: full_id(reading, what, given))
        except UnknownIdError:
            continue
        except AmbiguousIdError as error:
            candidates |= dict(error.candidates)
            continue
        candidates.setdefault(identity, f"in {database.name}")
        places.append(database)
    if len(candidates) > 1:
        raise AmbiguousIdError(what, given, list(candidates.items()))
    named = request.args.get("database")
    chosen = next((d for d in places if named in (None, d.name)), None)
    if chosen is None:
        raise UnknownIdError(what, given)
    (identity,) = candidates
    if identity != given:
        query = f"?{request.query_string}" if request.query_string else ""
        inner = f"/{request.url_vars['page']}" if "page" in request.url_vars else ""
        raise MovedError(f"/-/{what}s/{identity}{inner}{request.url_vars.get('json') or ''}{query}")
    return Located(chosen, identity, [d.name for d in places if d is not chosen])
