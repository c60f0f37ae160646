"""What the home page tells of each of our databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette.utils.asgi import Request

from claimsdb.store.read.overview import Overview, overview
from claimsdb.web.databases import read, visible

if TYPE_CHECKING:
    from datasette.app import Datasette


class DatabaseHere(Overview):
    """A database by its name with its overview and its canned queries, as Datasette has them."""

    name: str
    queries: list[dict[str, object]]


async def home(datasette: Datasette, request: Request) -> list[DatabaseHere]:
    """Each of our databases that may be seen."""
    told: list[DatabaseHere] = []
    for database in await visible(datasette, request):
        found = await read(datasette, database, overview)
        queries = await datasette.get_canned_queries(database.name, request.actor)
        listed = [q if isinstance(q, dict) else {"name": q} for q in queries.values()]
        told.append({**found, "name": database.name, "queries": listed})
    return told
