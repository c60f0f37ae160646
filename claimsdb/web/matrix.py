"""The comparison page, `/-/comparison`: a row for each group of claims that say the same, a column for each document, publisher or
origin."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from datasette.utils.asgi import Request, Response

from claimsdb.model.errors import BadQueryError
from claimsdb.store.export import as_text
from claimsdb.store.read.matrix import By, Matrix, Show, Sort
from claimsdb.store.read.matrix import matrix as read_matrix
from claimsdb.web.addresses import address_of, pairs
from claimsdb.web.databases import named, read
from claimsdb.web.pages import known, number, page, render, sent_json

if TYPE_CHECKING:
    from datasette.app import Datasette

SIZE = 40
"""Number of groups per page."""
WIDE = 12
"""Number of columns per page, those with most of the groups first."""
PUBLISHERS = 4
"""Maximum number of publishers that groups must have in common."""
SHOWS = {
    Show.ALL: "all groups",
    Show.CONFLICTS: "with a conflict",
    Show.MIXED: "quoted here, asserted there",
    Show.ONE_ORIGIN: "several documents, one origin",
    Show.INDEPENDENT: "several origins",
}
BYS = {By.DOCUMENT: "documents", By.PUBLISHER: "publishers", By.ORIGIN: "origins"}
SORTS = {Sort.SPREAD: "by documents", Sort.ORIGINS: "by origins", Sort.CONFLICTS: "by conflicts"}


@page
async def matrix(request: Request, datasette: Datasette) -> Response:
    """The matrix as a page, as CSV or as JSON, for the database named in the query (default: the first)."""
    database = await named(datasette, request)
    known(request, ("database", "q", "show", "sort", "by", "publisher", "page", "columns"))
    show, sort = Show(_one(request, "show", tuple(Show))), Sort(_one(request, "sort", tuple(Sort)))
    by, publishers = By(_one(request, "by", tuple(By))), _publishers(request)
    words, at = (request.args.get("q") or "").strip()[:200], number(request, "page", 1, 100_000)
    ending = request.url_vars["ending"]
    size = 1000 if ending else SIZE
    asked = partial(
        read_matrix, words=words, show=show, sort=sort, size=size, offset=(at - 1) * size, by=by, publishers=publishers
    )
    found = await read(datasette, database, asked)
    if ending == ".json":
        return sent_json(datasette, found)
    if ending == ".csv":
        headers = {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(f'{database.name}-comparison.csv', safe='')}"
        }
        return Response(as_csv(found), 200, headers, "text/csv; charset=utf-8")
    columns_at = number(request, "columns", 1, 100_000)
    columns = found["columns"][(columns_at - 1) * WIDE :][:WIDE]
    shown = {column["id"] for column in columns}
    groups = [group for group in found["groups"] if not shown.isdisjoint(group["cells"])]
    asked_for: dict[str, object] = {
        "database": database.name,
        "words_given": words,
        "show": show,
        "shows": SHOWS,
        "sort": sort,
        "sorts": SORTS,
        "by": by,
        "bys": BYS,
        "publishers": publishers,
    }
    more = {
        "at_page": at,
        "columns": columns,
        "columns_at": columns_at,
        "column_pages": max(1, -(-len(found["columns"]) // WIDE)),
        "groups": groups,
        "empty": len(found["groups"]) - len(groups),
        "address": address_of(datasette.urls.path("/-/comparison"), pairs(request)),
    }
    return await render(datasette, request, "matrix.html", {**found, **asked_for, **more})


async def renamed(request: Request, datasette: Datasette) -> Response:
    """The way to the page from its earlier address, `/-/matrix`."""
    query = f"?{request.query_string}" if request.query_string else ""
    address = datasette.urls.path(f"/-/comparison{request.url_vars['ending'] or ''}{query}")
    return Response.redirect(address, status=301)


def as_csv(found: Matrix) -> str:
    """The matrix as CSV, one line per group: its totals, its words, and how each column says it. No cell is a formula."""
    out = io.StringIO()
    lines = csv.writer(out)
    heads = ("group", "claim", "documents", "origins", "speakers", "claims", "conflicts")
    lines.writerow([*heads, *(as_text(c["name"]) for c in found["columns"])])
    for group in found["groups"]:
        said = (group["cells"].get(c["id"], []) for c in found["columns"])
        cells = (", ".join(dict.fromkeys(c["attribution"] for c in cell)) for cell in said)
        counts = (group["documents"], group["origins"], group["speakers"], group["claims"], group["conflicts"])
        lines.writerow([group["id"], as_text(group["text"]), *counts, *cells])
    return out.getvalue()


def _publishers(request: Request) -> list[int]:
    """The keys of the publishers that groups must have in common. Raises `BadQueryError` if one is no number, or there are too many."""
    given = [value for value in request.args.getlist("publisher") if value]
    if len(given) > PUBLISHERS:
        raise BadQueryError("publisher", ", ".join(given)[:80], f"give at most {PUBLISHERS}")
    for value in given:
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise BadQueryError("publisher", value, "give the number of a publisher")
    return [int(value) for value in given]


def _one(request: Request, name: str, known: Sequence[str]) -> str:
    given = request.args.get(name) or known[0]
    if given not in known:
        raise BadQueryError(name, given, f"give one of {', '.join(known)}")
    return str(given)
