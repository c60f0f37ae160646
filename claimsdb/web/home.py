"""The home page: an overview of each of our databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette.utils.asgi import Request

from claimsdb.store.read.overview import Overview, overview
from claimsdb.web.databases import read, visible

if TYPE_CHECKING:
    from datasette.app import Datasette


class DatabaseHere(Overview):
    """A database's name, its overview, and its canned queries in Datasette's shape."""

    name: str
    queries: list[dict[str, object]]


async def home(datasette: Datasette, request: Request) -> list[DatabaseHere]:
    """Each of our databases that the reader may see."""
    shown: list[DatabaseHere] = []
    for database in await visible(datasette, request):
        found = await read(datasette, database, overview)
        queries = await datasette.get_canned_queries(database.name, request.actor)
        listed = [q if isinstance(q, dict) else {"name": q} for q in queries.values()]
        shown.append({**found, "name": database.name, "queries": listed})
    return shown
