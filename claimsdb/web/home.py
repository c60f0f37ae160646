"""The home page: an overview of each of our databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response
from datasette.views.index import IndexView

from claimsdb.store.read.overview import Overview, overview
from claimsdb.web.addresses import address_of
from claimsdb.web.charts import Chart, chart
from claimsdb.web.databases import read, visible
from claimsdb.web.pages import page, render

if TYPE_CHECKING:
    from datasette.app import Datasette


class DatabaseHere(Overview):
    """A database's name, its overview, and its canned queries in Datasette's shape."""

    name: str
    queries: list[dict[str, object]]
    chart: Chart


@page
async def home(request: Request, datasette: Datasette) -> Response:
    """An overview of each of our databases that the reader may see, or Datasette's own page if there is none."""
    shown: list[DatabaseHere] = []
    for database in await visible(datasette, request):
        found = await read(datasette, database, overview)
        queries = await datasette.get_canned_queries(database.name, request.actor)
        listed = [
            query
            for name, query in queries.items()
            if await datasette.permission_allowed(request.actor, "view-query", (database.name, name), default=True)
        ]
        claims = address_of(datasette.urls.table(database.name, "claims"), [("status", "current")])
        drawn = chart(found["timeline"], claims)
        shown.append({**found, "name": database.name, "queries": listed, "chart": drawn})
    if not shown:
        return await IndexView(datasette).dispatch_request(request)
    return await render(datasette, request, "home.html", {"overviews": shown})
