"""A claim in other sites: a small card to be framed, `/-/claims/<id>/card`, and oEmbed, `/-/oembed?url=`, by which editors ask for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from datasette.utils.asgi import NotFound, Request, Response
from markupsafe import Markup

from claimsdb.lookup.citations.citation import Citation, cited
from claimsdb.lookup.citations.wording import as_short, joined, quotation, web_address
from claimsdb.model.errors import BadQueryError
from claimsdb.model.ids import LENGTH
from claimsdb.store.engine import Connection
from claimsdb.web.databases import locate, locate_id, read
from claimsdb.web.pages import absolute, known, number, page, render, sent_json
from claimsdb.web.policies import FRAMED

if TYPE_CHECKING:
    from datasette.app import Datasette

WIDTH, HEIGHT = 560, 240
"""The size of a card if nobody asks for less, in CSS pixels."""
_PAGE = re.compile(rf"/-/claims/([0-9a-f]{{{LENGTH}}})")


@page
async def card(request: Request, datasette: Datasette) -> Response:
    """The card of one claim: the only page of ours that other sites may frame. It runs nothing."""
    database, identity, _ = await locate(datasette, request, "claim")
    one = await read(datasette, database, lambda connection: _cited(connection, identity))
    context = {
        "claim": one.claim,
        "words_in_marks": quotation(one.claim),
        "place": one.place,
        "short": as_short(one.claim, one.place),
        "address": absolute(request, datasette, f"/-/claims/{identity}"),
        "web_address": web_address(one.place["url"]),
    }
    answer = await render(datasette, request, "card.html", context)
    answer.headers["content-security-policy"] = FRAMED
    return answer


@page
async def oembed(request: Request, datasette: Datasette) -> Response:
    """How to embed the claim whose page has the address `url`, as oEmbed 1.0 says it, in JSON."""
    known(request, ("url", "format", "maxwidth", "maxheight"))
    if (request.args.get("format") or "json") != "json":
        return Response.text("Only JSON is given.", status=501)
    width, height = (
        min(size, number(request, name, size, 100_000)) for name, size in (("maxwidth", WIDTH), ("maxheight", HEIGHT))
    )
    given = urlsplit(request.args.get("url") or "")
    own = urlsplit(absolute(request, datasette, "/"))
    path = given.path.removeprefix(own.path.rstrip("/"))
    found = _PAGE.fullmatch(path)
    if not given.netloc:
        raise BadQueryError("url", request.args.get("url") or "", "give the address of the page of a claim")
    if given.netloc != own.netloc or not found:
        raise NotFound("404")
    database, identity, _ = await locate_id(datasette, request, "claim", found[1])
    one = await read(datasette, database, lambda connection: _cited(connection, identity))
    address = absolute(request, datasette, f"/-/claims/{identity}")
    title = quotation(one.claim)
    frame = Markup(
        '<iframe src="{}/card" width="{}" height="{}" title="{}" loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox">'
        "</iframe>"
    ).format(address, width, height, title)
    told: dict[str, object] = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": one.claim["speaker"] or joined(one.claim["source"]) or one.place["author"],
        "provider_name": datasette.metadata("title") or "Claims",
        "provider_url": absolute(request, datasette, "/"),
        "cache_age": 3600,
        "width": width,
        "height": height,
        "html": frame,
    }
    return sent_json(datasette, {key: value for key, value in told.items() if value})


def _cited(connection: Connection, identity: str) -> Citation:
    (one,) = cited(connection, [identity])
    return one
