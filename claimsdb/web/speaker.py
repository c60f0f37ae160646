"""The page of one speaker, `/-/speakers/<id>`: their names, and the claims attributed to them, directly or through others."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response

from claimsdb.lookup.citations.wording import joined
from claimsdb.store.read.records import ClaimRecord
from claimsdb.store.read.speakers import ClaimInDocument, DocumentOfClaim, whole_speaker
from claimsdb.web.addresses import address_of
from claimsdb.web.charts import chart
from claimsdb.web.databases import locate, read
from claimsdb.web.pages import page, render, sent_json

if TYPE_CHECKING:
    from datasette.app import Datasette

MOST = 100
"""Maximum number of claims of each sort on a speaker's page; the claims table has all of them."""


@page
async def speaker(request: Request, datasette: Datasette) -> Response:
    """One speaker, as a page or as JSON. A short id redirects to the full one."""
    database, identity, also_in = await locate(datasette, request, "speaker")
    found = await read(datasette, database, lambda reading: whole_speaker(reading, identity, MOST))
    if request.url_vars["json"]:
        return sent_json(
            datasette, {k: v for k, v in found.items() if k != "row"} | {"database": database.name, "also_in": also_in}
        )
    own = found["says"]
    of_speaker = [("speaker_row", str(found["row"])), ("status", "current")]
    claims = address_of(datasette.urls.table(database.name, "claims"), of_speaker)
    more = {
        "database": database.name,
        "also_in": also_in,
        "says": by_document([c for c in own if not c["claim"]["via"]]),
        "through_others": by_document([c for c in own if c["claim"]["via"]]),
        "means": by_document(found["means"]),
        "passes_on": by_document(found["passes_on"]),
        "most": MOST,
        "joined": joined,
        "chart": chart(found["timeline"], claims),
        "all_address": f"{datasette.urls.table(database.name, 'claims')}?speaker_row={found['row']}",
    }
    return await render(datasette, request, "speaker.html", {**found, **more})


def by_document(found: list[ClaimInDocument]) -> list[tuple[DocumentOfClaim, list[ClaimRecord]]]:
    """Claims grouped by document, in the given order."""
    groups = (list(group) for _, group in groupby(found, key=lambda c: c["document"]["document_id"]))
    return [(group[0]["document"], [c["claim"] for c in group]) for group in groups]
