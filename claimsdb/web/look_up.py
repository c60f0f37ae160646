"""The look-up page, `/-/cite?q=`: from a phrase to the claims that say it, ranked as `claimsdb cite` ranks them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claimsdb.citations import cited
from claimsdb.errors import BadQueryError
from claimsdb.lookup.phrases import find
from claimsdb.records import Record
from claimsdb.web.databases import read, visible
from claimsdb.web.pages import number, page, render, sent_json

if TYPE_CHECKING:
    from sqlalchemy import Connection

LONGEST = 2000  # code points of a phrase
MATCHES = {"exact": "the very words", "text": "these words"}


@page
async def look_up(request: Any, datasette: Any) -> Any:
    """The claims that say what is asked for, of every database that may be seen, as a page or as JSON."""
    phrase, limit = (request.args.get("q") or "").strip(), number(request, "limit", 10, 100)
    if len(phrase) > LONGEST:
        raise BadQueryError("q", phrase[:40] + "…", f"give at most {LONGEST} characters")
    hits: list[Record] = []
    if phrase:
        for database in await visible(datasette, request):
            found = await read(datasette, database, lambda reading: find_claims(reading, phrase, limit))
            hits += [hit | {"database": database.name} for hit in found]
    hits = sorted(hits, key=lambda hit: -hit["score"])[:limit]
    if request.url_vars["json"]:
        return sent_json(datasette, hits)
    return await render(datasette, request, "look_up.html", {"phrase": phrase, "hits": hits, "matches": MATCHES})


def find_claims(connection: Connection, phrase: str, limit: int) -> list[Record]:
    """The claims that say the phrase, best first, each with its score, how it matched, and its citation."""
    hits = find(connection, phrase, limit)
    found = cited(connection, [hit.claim_id for hit in hits])
    return [
        {"claim": f["claim"], "score": hit.score, "match": hit.match, "citation": f["citation"]}
        for hit, f in zip(hits, found, strict=True)
    ]
