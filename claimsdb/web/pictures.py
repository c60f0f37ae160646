"""The page of pictures, `/-/pictures`: chosen claims by time, by publisher and attribution, by speaker, and by what publishers share.

It takes the parameters of the claims table, and shows current claims unless they say otherwise.
"""

from __future__ import annotations

import dataclasses
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from datasette.utils.asgi import Request, Response

from claimsdb.model.attribution import AttributionKind
from claimsdb.model.errors import BadQueryError
from claimsdb.store.read.pictures import By, Heat, Share, pictures
from claimsdb.web.addresses import Address, address_of, pairs
from claimsdb.web.charts import chart
from claimsdb.web.chosen import chosen, told
from claimsdb.web.databases import named, read
from claimsdb.web.pages import page, render, sent_json

if TYPE_CHECKING:
    from datasette.app import Datasette

OWN = ("database", "by")
"""Parameters of the page itself."""
FIELDS = ("_search", "_since", "_until", "attribution", *OWN)
"""Parameters that have a field in the form."""
STEPS = 5
"""Number of shades of a cell with claims."""
ORDERS = {
    By.QUOTED: "by the share that is quoted",
    By.REPORTED: "by the share that is reported",
    By.ASSERTED: "by the share that is asserted",
    By.CLAIMS: "by number of claims",
}


class Part(NamedTuple):
    """The claims of a publisher with one attribution: where its part of the bar is, in percent, and where it leads."""

    attribution: str
    claims: int
    x: float
    width: float
    address: str


class Cell(NamedTuple):
    """A number of claims, the share of the row that it is, its shade from 0 to `STEPS`, and where it leads."""

    claims: int
    share: float
    step: int
    address: str


@page
async def show_pictures(request: Request, datasette: Datasette) -> Response:
    """The pictures as a page, or their numbers as JSON."""
    if not all(value for _, value in pairs(request)):  # forms send empty fields
        return Response.redirect(address_of(datasette.urls.path(request.path), pairs(request))())
    by = request.args.get("by") or By.QUOTED
    if by not in list(By):
        raise BadQueryError("by", by, f"give one of {', '.join(By)}")
    database = await named(datasette, request)
    which = await chosen(datasette, request, database.name, OWN)
    if "status" not in request.args:
        which = dataclasses.replace(which, equal={**which.equal, "status": "current"})
    found = await read(datasette, database, partial(pictures, chosen=which, by=By(by)))
    if request.url_vars["json"]:
        return sent_json(datasette, {**found, "database": database.name})
    given = [(name, value) for name, value in pairs(request) if name not in OWN]
    table = datasette.urls.table(database.name, "claims")
    claims = address_of(table, given if "status" in request.args else [*given, ("status", "current")])
    filters = told(request, OWN)
    more = {
        "database": database.name,
        "by": by,
        "orders": ORDERS,
        "told": filters,
        "list_address": claims(),
        "hidden": [(name, value) for name, value in pairs(request) if name not in FIELDS],
        "chart": chart(found["timeline"], claims),
        "bars": [(share, _parts(share, claims), claims(**_of(share))) for share in found["shares"]],
        "heat_rows": _shaded(found["heat"], claims),
        "narrowed": bool(filters),
    }
    return await render(datasette, request, "pictures.html", {**found, **more})


def _of(share: Share) -> dict[str, int]:
    """The parameters of the claims of a bar."""
    return {"publisher_row": share["publisher"]["key"]} if share["publisher"] else {"publisher_row__isnull": 1}


def _parts(share: Share, claims: Address) -> list[Part]:
    found, x = list[Part](), 0.0
    for kind in AttributionKind:
        n = share["counts"][kind.value]
        width = 100 * n / share["claims"]
        found.append(Part(kind.value, n, round(x, 3), round(width, 3), claims(**_of(share), attribution=kind.value)))
        x += width
    return found


def _shaded(heat: Heat, claims: Address) -> list[list[Cell]]:
    shares = [[n / total for n in row] for row, total in zip(heat["counts"], heat["totals"], strict=True)]
    most = max((share for row in shares for share in row), default=0) or 1
    return [
        [
            Cell(
                n, share, ceil(STEPS * share / most), claims(publisher_row=publisher["key"], speaker_row=speaker["key"])
            )
            for n, share, speaker in zip(counts, row, heat["speakers"], strict=True)
        ]
        for publisher, counts, row in zip(heat["publishers"], heat["counts"], shares, strict=True)
    ]
