"""The pages of all documents and of all speakers, `/-/documents` and `/-/speakers`, and the way from rows of tables to their pages."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

from datasette.utils.asgi import NotFound, Request, Response

from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.errors import BadQueryError
from claimsdb.store.read.listing import (
    DocumentSort,
    Listing,
    SpeakerSort,
    Wanted,
    address_of_row,
    list_documents,
    list_speakers,
)
from claimsdb.store.read.published import DATE
from claimsdb.web.addresses import address_of, pairs
from claimsdb.web.databases import is_ours, may_see, named, read
from claimsdb.web.pages import known, number, page, render, sent_json

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

S = TypeVar("S", DocumentSort, SpeakerSort)
SIZE = 50
"""Number of rows per page."""
DOCUMENT_SORTS = {
    DocumentSort.TITLE: "by title",
    DocumentSort.NEWEST: "newest first",
    DocumentSort.OLDEST: "oldest first",
    DocumentSort.PUBLISHER: "by publisher",
    DocumentSort.CLAIMS: "by number of claims",
}
SPEAKER_SORTS = {SpeakerSort.CLAIMS: "by number of claims", SpeakerSort.NAME: "by name"}
_OWN = re.compile(r"column (.+)", re.DOTALL)


@page
async def documents(request: Request, datasette: Datasette) -> Response:
    """The documents, as a page or as JSON."""
    own = {
        match[1]: request.args[name] for name in request.args if (match := _OWN.fullmatch(name)) and request.args[name]
    }
    known(request, ("q", "publisher", "since", "until", "sort", "page", "database"), _OWN)
    wanted = Wanted(
        _words(request), number(request, "publisher", 0, 10**8) if request.args.get("publisher") else None,
        _date(request, "since"), _date(request, "until"), own,
    )  # fmt: skip
    sort, at = _sort(request, DocumentSort), number(request, "page", 1, 100_000)
    database = await named(datasette, request)
    found = await read(
        datasette, database, partial(list_documents, wanted=wanted, sort=sort, size=SIZE, offset=(at - 1) * SIZE)
    )
    more = {"wanted": wanted, "sorts": DOCUMENT_SORTS, "own_columns": own}
    return await _sent(request, datasette, database, "documents.html", found, more | {"sort": sort, "at_page": at})


@page
async def speakers(request: Request, datasette: Datasette) -> Response:
    """The speakers with claims, as a page or as JSON."""
    known(request, ("q", "kind", "sort", "page", "database"))
    kind = request.args.get("kind") or None
    if kind and kind not in list(SpeakerKind):
        raise BadQueryError("kind", kind, f"give one of {', '.join(SpeakerKind)}")
    sort, at, words = _sort(request, SpeakerSort), number(request, "page", 1, 100_000), _words(request)
    database = await named(datasette, request)
    found = await read(
        datasette, database,
        partial(list_speakers, words=words, kind=kind, sort=sort, size=SIZE, offset=(at - 1) * SIZE),
    )  # fmt: skip
    more = {"kind": kind, "words_given": words, "sorts": SPEAKER_SORTS}
    return await _sent(request, datasette, database, "speakers.html", found, more | {"sort": sort, "at_page": at})


async def row(request: Request, datasette: Datasette) -> Response:
    """The way from a row of our tables to the page of its claim, document or speaker; any other row is shown by Datasette."""
    name, table, key = (request.url_vars[part] for part in ("database", "table", "pks"))
    database = next((d for d in datasette.databases.values() if d.route == name), None)
    if database is None:
        raise NotFound(f"Database not found: {name}")
    asked = request.method in ("GET", "HEAD") and len(key) < 16
    if asked and await is_ours(database) and await may_see(datasette, request.actor, database.name):
        identity = await read(datasette, database, partial(address_of_row, table=table, row=int(key)))
        if identity:
            return Response.redirect(
                datasette.urls.path(f"/-/{table}/{identity}?{urlencode({'database': database.name})}")
            )
    from datasette.views.row import RowView  # at the top, it would be imported before the module that it needs

    return await RowView(datasette).dispatch_request(request)


async def _sent(
    request: Request, datasette: Datasette, database: Database, template: str, found: Listing, more: dict[str, object]
) -> Response:
    if request.url_vars["json"]:
        return sent_json(datasette, {**found, "database": database.name})
    own = str(datasette.urls.path(request.path))
    context = {
        **found,
        **more,
        "database": database.name,
        "address": address_of(own, pairs(request)),
        "given": {name: value for name, value in pairs(request) if value and name != "page"},
        "pages": max(1, -(-found["total"] // SIZE)),
        "claims_table": datasette.urls.table(database.name, "claims"),
        "own_address": own,
    }
    return await render(datasette, request, template, context)


def _words(request: Request) -> str:
    return (request.args.get("q") or "").strip()[:200]


def _date(request: Request, name: str) -> str | None:
    given = (request.args.get(name) or "").strip() or None
    if given and not DATE.fullmatch(given):
        raise BadQueryError(name, given, "give a date such as 2023-02-22, a year or a month")
    return given


def _sort(request: Request, sorts: type[S]) -> S:
    given = request.args.get("sort") or next(iter(sorts)).value
    if given not in list(sorts):
        raise BadQueryError("sort", given, f"give one of {', '.join(sorts)}")
    return sorts(given)
