"""Our version of Datasette's page of the claims table: rows with names, facets in their declared order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict

from claimsdb.store.read.cards import Card, cards, titles
from claimsdb.web.databases import read
from claimsdb.web.facets import Facet

if TYPE_CHECKING:
    from datasette.app import Datasette

Cells = Sequence[Mapping[str, str]]
"""A row of Datasette's."""


class TemplateFunctions(TypedDict):
    """Functions for the template: the claims of the page's rows, and the facets in the order in which they are declared."""

    claims_of: Callable[[Sequence[Cells]], Awaitable[list[Card]]]
    in_order: Callable[[Sequence[Facet], Sequence[str]], Awaitable[list[Facet]]]


def template_functions(datasette: Datasette, database: str) -> TemplateFunctions:
    """The functions that the template of the claims table needs in addition to Datasette's context."""

    async def claims_of(display_rows: Sequence[Cells]) -> list[Card]:
        keys = [int(cell["raw"]) for row in display_rows for cell in row if cell["column"] == "id"]
        return await read(datasette, datasette.get_database(database), lambda reading: cards(reading, keys))

    async def in_order(facets: Sequence[Facet], declared: Sequence[str]) -> list[Facet]:
        places = {name: k for k, name in enumerate(declared)}
        keys = [v["value"] for f in facets if f["name"] == "document" for v in f["results"]]
        numbers = [key for key in keys if isinstance(key, int)]
        named = await read(datasette, datasette.get_database(database), lambda reading: titles(reading, numbers))
        for facet in facets:
            for value in facet["results"] if facet["name"] == "document" else ():
                if isinstance(key := value["value"], int):
                    value["label"] = named.get(key, value["label"])
        return sorted(facets, key=lambda f: places.get(f["name"], len(places)))

    return {"claims_of": claims_of, "in_order": in_order}
