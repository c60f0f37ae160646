"""The picture of a page of a PDF with the words of a claim marked, `/-/claims/<id>/page-<number>.png`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from datasette.utils.asgi import NotFound, Request, Response

from claimsdb.lookup import picture
from claimsdb.model.errors import OriginalMissingError
from claimsdb.store.engine import Connection
from claimsdb.web.databases import locate, read
from claimsdb.web.pages import page

if TYPE_CHECKING:
    from datasette.app import Datasette

_HEADERS = {"cache-control": "private, max-age=3600"}


@page
async def page_of_claim(request: Request, datasette: Datasette) -> Response:
    """The picture, for those who may see the document; 404 if its file is gone, or the claim is not on that page."""
    database, identity, _ = await locate(datasette, request, "claim")
    number = int(request.url_vars["number"])

    def wanted(connection: Connection) -> picture.Wanted | None:
        return picture.wanted(connection, Path(database.path), identity, number)

    try:
        of = await read(datasette, database, wanted)
    except OriginalMissingError:
        of = None
    made = None if of is None else await asyncio.to_thread(picture.drawn, of)
    if made is None:
        raise NotFound("404")
    return Response(made, 200, _HEADERS, "image/png")
