"""The look-up page, `/-/cite?q=`: from a phrase to the claims that say it, ranked as `claimsdb cite` ranks them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from claimsdb.lookup.citations.citation import cited
from claimsdb.lookup.find import find
from claimsdb.model.attribution import AttributionKind
from claimsdb.model.errors import BadQueryError
from claimsdb.model.spans import Span
from claimsdb.store.pieces import Record
from claimsdb.store.read.filters import DATE
from claimsdb.web.databases import read, visible
from claimsdb.web.glossary import KINDS
from claimsdb.web.marks import Mark, marked
from claimsdb.web.pages import flags, number, page, render, sent_json

if TYPE_CHECKING:
    from sqlalchemy import Connection

LONGEST = 2000  # code points of a phrase
MATCHES = {"exact": "the exact words", "words": "the words", "meaning": "the meaning"}


@page
async def look_up(request: Any, datasette: Any) -> Any:
    """The claims that say what is asked for, of every database that may be seen, as a page or as JSON."""
    phrase, limit = (request.args.get("q") or "").strip(), number(request, "limit", 10, 100)
    if len(phrase) > LONGEST:
        raise BadQueryError("q", phrase[:40] + "…", f"give at most {LONGEST} characters")
    filters: dict[str, Any] = {n: (request.args.get(n) or "").strip() or None for n in ("speaker", "document")}
    filters |= {name: _date(request, name) for name in ("since", "until")}
    kinds = flags(request, "attribution", KINDS)
    kind = AttributionKind(kinds[0]) if kinds else None
    hits: list[Record] = []
    if phrase:
        for database in await visible(datasette, request):
            asked = partial(find_claims, phrase=phrase, limit=limit, attribution=kind, **filters)
            found = await read(datasette, database, asked)
            hits += [hit | {"database": database.name} for hit in found]
    hits = sorted(hits, key=lambda hit: -hit["score"])[:limit]
    if request.url_vars["json"]:
        return sent_json(datasette, hits)
    for hit in hits:
        spans = [Mark(Span(span["start"], span["end"]), "mark", {"class": "match"}) for span in hit["spans"]]
        hit["html"] = marked(hit["claim"]["text"], 0, spans)
    more = {
        "hits": hits,
        "matches": MATCHES,
        "filters": filters,
        "kind": kind,
        "narrowed": kind or any(filters.values()),
    }
    return await render(datasette, request, "cite.html", {"phrase": phrase} | more)


def find_claims(connection: Connection, *, phrase: str, limit: int, **filters: Any) -> list[Record]:
    """The claims that say the phrase, best first, each with its score, how and where in its text it matched, and its citation."""
    hits = find(connection, phrase, limit=limit, **filters)
    found = cited(connection, [hit.claim_id for hit in hits])
    return [
        {
            "claim": f["claim"],
            "score": hit.score,
            "match": hit.match,
            "spans": [s._asdict() for s in hit.spans],
            "citation": f["citation"],
        }
        for hit, f in zip(hits, found, strict=True)
    ]


def _date(request: Any, name: str) -> str | None:
    given = (request.args.get(name) or "").strip()
    if given and not DATE.fullmatch(given):
        raise BadQueryError(name, given, "say a date such as 2023-02-22, or its beginning")
    return given or None
