"""The page of citations, `/-/citations`: of chosen claims, or of all of a look-up or a table, in one format, to copy or as a file."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Request, Response

from claimsdb.lookup import find
from claimsdb.lookup.citations.citation import Citation, known_of
from claimsdb.lookup.citations.formats import MOST, MOST_STYLED, available, together
from claimsdb.model.errors import BadQueryError, UnknownIdError
from claimsdb.store.engine import Connection
from claimsdb.store.read.filters import Filters
from claimsdb.web.addresses import address_of, pairs
from claimsdb.web.cite import ASKED, asked
from claimsdb.web.databases import read, visible, visible_named
from claimsdb.web.pages import known, page, render
from claimsdb.web.turns import LOOK_UPS

if TYPE_CHECKING:
    from datasette.app import Datasette

_PRESENTATION = (
    "_shape",
    "_size",
    "_next",
    "_facet",
    "_facet_size",
    "_col",
    "_nocol",
    "_json",
    "_nofacet",
    "_nosuggest",
)
"""Parameters of a table that say how it is shown, and not which claims are in it."""
WHICH = ("selected", "all")


@page
async def citations(request: Request, datasette: Datasette) -> Response:
    """The citations, as a page or, with `file`, as a file."""
    known(request, (*ASKED, "id", "format", "which", "table", "file", "limit", "page"))
    forms = available()
    name = request.args.get("format") or next(iter(forms))
    if name not in forms:
        raise BadQueryError("format", name, f"give one of {', '.join(forms)}")
    form, most = forms[name], MOST_STYLED if forms[name].styled else MOST
    which = request.args.get("which") or "selected"
    if which not in WHICH:
        raise BadQueryError("which", which, f"give one of {', '.join(WHICH)}")
    chosen, total = await (_all if which == "all" else _selected)(request, datasette, most)
    shown = [(one.claim, one.place) for one in chosen]
    text = await asyncio.to_thread(together, name, shown)
    if request.args.get("file"):
        headers = {"content-disposition": f'attachment; filename="claims.{form.ending}"'}
        return Response(text + "\n" * bool(text), 200, headers, f"{form.media_type}; charset=utf-8")
    context = {
        "text": text,
        "name": name,
        "form": form,
        "forms": forms,
        "count": len(chosen),
        "total": total,
        "most": most,
        "address": address_of(datasette.urls.path("/-/citations"), pairs(request)),
        "lacking": name == "url" and sum(one.as_url() is None for one in chosen),
        "shown": shown,
    }
    return await render(datasette, request, "citations.html", context)


async def _selected(request: Request, datasette: Datasette, most: int) -> tuple[list[Citation], int]:
    """The citations of the claims with the ids that the address gives, in their order."""
    ids = list(dict.fromkeys(given for given in request.args.getlist("id") if given))
    if not ids:
        raise BadQueryError("id", "", "choose at least one claim")
    found: dict[str, Citation] = {}
    for database in await visible(datasette, request):
        missing = [identity for identity in ids[:most] if identity not in found]
        if missing:
            found |= await read(datasette, database, partial(known_of, ids=missing))
    for identity in ids[:most]:
        if identity not in found:
            raise UnknownIdError("claim", identity)
    return [found[identity] for identity in ids[:most]], len(ids)


async def _all(request: Request, datasette: Datasette, most: int) -> tuple[list[Citation], int]:
    """The citations of all claims of a look-up (`q` and its filters) or of a table of claims (`table`: its query string), best first."""
    databases = await visible(datasette, request)
    if "table" in request.args:
        return await _of_table(request, datasette, most)
    phrase, filters = asked(request)
    if not phrase:
        raise BadQueryError("q", "", "give what to look up")
    found: list[tuple[float, Citation]] = []
    total = 0
    async with LOOK_UPS.one():
        for database in databases:
            scored, number = await read(
                datasette, database, partial(_sure, phrase=phrase, filters=filters, most=most), bounded=True
            )
            found += scored
            total += number
    found.sort(key=lambda one: -one[0])
    return [citation for _, citation in found[:most]], total


async def _of_table(request: Request, datasette: Datasette, most: int) -> tuple[list[Citation], int]:
    """The citations of the claims that the table of a database shows with this query, in its order.

    Datasette answers the query as it would the reader's own, with their cookies and no more.
    """
    name, _, query = request.args["table"].partition("?")
    database = await visible_named(datasette, request, name)
    if database is None:
        raise BadQueryError("table", name, "name a database that you may see")
    kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] not in _PRESENTATION]
    kept += [("_shape", "objects"), ("_size", str(most)), ("_nofacet", "1")]
    address = f"/{database.route}/claims.json?{urlencode(kept)}"
    sent = {key: value for key in ("cookie", "authorization", "host") if (value := request.headers.get(key))}
    answer = await asyncio.create_task(datasette.client.get(address, headers=sent))  # in a context of its own
    if answer.status_code != 200:
        raise BadQueryError("table", query, "give the query of a table of claims")
    told = answer.json()
    ids = [row["claim_id"] for row in told["rows"]][:most]
    known_by_id = await read(datasette, database, partial(known_of, ids=ids))
    total = told.get("filtered_table_rows_count")
    return [known_by_id[identity] for identity in ids], len(told["rows"]) if total is None else total


def _sure(connection: Connection, phrase: str, filters: Filters, most: int) -> tuple[list[tuple[float, Citation]], int]:
    found = find.look_up(connection, phrase, filters, limit=most)
    return [(hit.score, hit.citation) for hit in found.hits if hit.sure], len(found.sure)
