"""What our versions of Datasette's pages need: rows with names and links, facets in their declared order, titles of tables."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict

from datasette.utils.asgi import Request
from markupsafe import Markup

from claimsdb.lookup.citations.formats import MOST, Format, available
from claimsdb.store.read.cards import Card, cards, titles
from claimsdb.store.read.timeline import timeline
from claimsdb.web.addresses import address_of, pairs
from claimsdb.web.charts import Chart, chart
from claimsdb.web.chosen import OWN, TABLE
from claimsdb.web.databases import read
from claimsdb.web.facets import OWN_COLUMNS, TIME, Facet

if TYPE_CHECKING:
    from datasette.app import Datasette

IDS = {"claim_id": "claims", "document_id": "documents", "speaker_id": "speakers"}
"""Columns of public ids, and the pages that they lead to."""
Cells = Sequence[Mapping[str, str]]
"""A row of Datasette's."""


_LINK = re.compile(r'<a href="([^"]*/-/(claims|documents|speakers)/[0-9a-f]+)">')
_LEADING = {
    "claims": ("claim", "text", "statement"),
    "documents": ("title", "path"),
    "speakers": ("speaker", "name", "said_by"),
}
"""The columns whose words lead to the page of the row's claim, document or speaker, if the row has its id."""


class TemplateFunctions(TypedDict):
    """Functions for the templates: the claims of a page's rows, the facets in the order in which they are declared, the cells of rows of
    tables and of queries, with links, the metadata of a table, the claims of all pages of their table by time, the formats of citations,
    and how many claims are cited at once.
    """

    claims_of: Callable[[Sequence[Cells]], Awaitable[list[Card]]]
    in_order: Callable[[Sequence[Facet], Sequence[str | Mapping[str, str]]], Awaitable[list[Facet]]]
    cells_of: Callable[[Sequence[Cells]], list[list[object]]]
    rows_of: Callable[[Sequence[str], Sequence[Sequence[object]]], list[list[object]]]
    described: Callable[[str], Mapping[str, object]]
    chart_of: Callable[[], Chart | None]
    formats: Callable[[], Mapping[str, Format]]
    most: int


def template_functions(datasette: Datasette, request: Request, database: str) -> TemplateFunctions:
    """The functions that the template of the claims table needs in addition to Datasette's context."""

    async def claims_of(display_rows: Sequence[Cells]) -> list[Card]:
        keys = [int(cell["raw"]) for row in display_rows for cell in row if cell["column"] == "id"]
        return await read(datasette, datasette.get_database(database), lambda reading: cards(reading, keys))

    async def in_order(facets: Sequence[Facet], declared: Sequence[str | Mapping[str, str]]) -> list[Facet]:
        names = [name if isinstance(name, str) else next(iter(name.values())) for name in declared]
        places = {name: k for k, name in enumerate(names)}
        keys = [v["value"] for f in facets if f["name"] == "document" for v in f["results"]]
        numbers = [key for key in keys if isinstance(key, int)]
        named = await read(datasette, datasette.get_database(database), lambda reading: titles(reading, numbers))
        for facet in facets:
            for value in facet["results"] if facet["name"] == "document" else ():
                if isinstance(key := value["value"], int):
                    value["label"] = named.get(key, value["label"])

        def place(facet: Facet) -> int:
            name = OWN_COLUMNS if facet["name"].startswith(OWN.strip("_")) else facet["name"]
            return places.get(name, len(places))

        return sorted(facets, key=place)

    def cells_of(display_rows: Sequence[Cells]) -> list[list[object]]:
        return [linked([cell["column"] for cell in row], [cell["value"] for cell in row]) for row in display_rows]

    def rows_of(columns: Sequence[str], display_rows: Sequence[Sequence[object]]) -> list[list[object]]:
        return [linked(columns, row) for row in display_rows]

    def described(table: str) -> Mapping[str, object]:
        found: Mapping[str, object] = datasette.table_metadata(database, table) or {}
        return found

    def chart_of() -> Chart | None:
        counted = request.scope.get(TIME)
        if counted is None:
            return None
        return chart(timeline(counted), address_of(datasette.urls.table(database, TABLE), pairs(request)))

    return {
        "chart_of": chart_of,
        "claims_of": claims_of,
        "in_order": in_order,
        "cells_of": cells_of,
        "rows_of": rows_of,
        "described": described,
        "formats": available,
        "most": MOST,
    }


def linked(columns: Sequence[str], cells: Sequence[object]) -> list[object]:
    """The cells of a row, of which those with words lead to the page that the row's id leads to."""
    made = list(cells)
    for column, cell in zip(columns, cells, strict=True):
        found = _LINK.match(str(cell)) if isinstance(cell, Markup) and column in IDS else None
        for k, name in enumerate(columns) if found else ():
            words = made[k]
            plain = not (isinstance(words, Markup) and "<" in words) and str(words).replace("&nbsp;", " ").strip(
                " \u00a0"
            )
            if found and name in _LEADING[found[2]] and plain:
                made[k] = Markup('<a href="{}">{}</a>').format(Markup(found[1]), words)
    return made
