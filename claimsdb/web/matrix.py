"""The comparison page, `/-/comparison`: a row for each group of claims that say the same, a column for each document."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from datasette.utils.asgi import Request, Response

from claimsdb.model.errors import BadQueryError, UnknownIdError
from claimsdb.store.export import as_text
from claimsdb.store.read.matrix import Matrix, Show, Sort
from claimsdb.store.read.matrix import matrix as read_matrix
from claimsdb.web.databases import read, visible
from claimsdb.web.pages import number, page, render, sent_json

if TYPE_CHECKING:
    from datasette.app import Datasette

SIZE = 40
"""Number of groups per page."""
WIDE = 12
"""Maximum number of columns, for the documents that say most of the groups on the page."""
SHOWS = {
    Show.ALL: "all groups",
    Show.CONFLICTS: "with a conflict",
    Show.MIXED: "quoted here, asserted there",
    Show.ONE_ORIGIN: "several documents, one origin",
    Show.INDEPENDENT: "several origins",
}
SORTS = {Sort.SPREAD: "by documents", Sort.ORIGINS: "by origins", Sort.CONFLICTS: "by conflicts"}


@page
async def matrix(request: Request, datasette: Datasette) -> Response:
    """The matrix as a page, as CSV or as JSON, for the database named in the query (default: the first)."""
    databases = await visible(datasette, request)
    named = request.args.get("database") or (databases[0].name if databases else "")
    database = next((d for d in databases if d.name == named), None)
    if database is None:
        raise UnknownIdError("database", named)
    show, sort = Show(_one(request, "show", tuple(Show))), Sort(_one(request, "sort", tuple(Sort)))
    words, at = (request.args.get("q") or "").strip()[:200], number(request, "page", 1, 100_000)
    ending = request.url_vars["ending"]
    size = 1000 if ending else SIZE
    asked = partial(read_matrix, words=words, show=show, sort=sort, size=size, offset=(at - 1) * size)
    found = await read(datasette, database, asked)
    if ending == ".json":
        return sent_json(datasette, found)
    if ending == ".csv":
        headers = {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(f'{database.name}-comparison.csv', safe='')}"
        }
        return Response(as_csv(found), 200, headers, "text/csv; charset=utf-8")
    more = {
        "database": database.name,
        "show": show,
        "sort": sort,
        "words_given": words,
        "at_page": at,
        "shows": SHOWS,
        "sorts": SORTS,
        "columns": found["documents"][:WIDE],
        "left_out": max(0, len(found["documents"]) - WIDE),
    }
    return await render(datasette, request, "matrix.html", {**found, **more})


async def renamed(request: Request, datasette: Datasette) -> Response:
    """The way to the page from its earlier address, `/-/matrix`."""
    query = f"?{request.query_string}" if request.query_string else ""
    address = datasette.urls.path(f"/-/comparison{request.url_vars['ending'] or ''}{query}")
    return Response.redirect(address, status=301)


def as_csv(found: Matrix) -> str:
    """The matrix as CSV, one line per group: its totals, its words, and how each document says it. No cell is a formula."""
    out = io.StringIO()
    lines = csv.writer(out)
    heads = ("group", "claim", "documents", "origins", "speakers", "claims", "conflicts")
    lines.writerow([*heads, *(as_text(d["title"] or d["path"]) for d in found["documents"])])
    for group in found["groups"]:
        said = (group["cells"].get(d["id"], []) for d in found["documents"])
        cells = (", ".join(dict.fromkeys(c["attribution"] for c in cell)) for cell in said)
        counts = (group["documents"], group["origins"], group["speakers"], group["claims"], group["conflicts"])
        lines.writerow([group["id"], as_text(group["text"]), *counts, *cells])
    return out.getvalue()


def _one(request: Request, name: str, known: Sequence[str]) -> str:
    given = request.args.get(name) or known[0]
    if given not in known:
        raise BadQueryError(name, given, f"give one of {', '.join(known)}")
    return str(given)
