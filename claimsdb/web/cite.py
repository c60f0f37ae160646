"""The look-up page, `/-/cite?q=`: from a phrase to the claims that say it, ranked as `claimsdb cite` ranks them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypedDict

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from claimsdb.lookup.citations.citation import cited
from claimsdb.lookup.find import find
from claimsdb.model.attribution import AttributionKind
from claimsdb.model.errors import BadQueryError
from claimsdb.model.spans import Span
from claimsdb.store.engine import Connection
from claimsdb.store.read.filters import DATE, Filters
from claimsdb.store.read.records import Citation, ClaimRecord
from claimsdb.web.databases import read, visible
from claimsdb.web.glossary import KINDS
from claimsdb.web.marks import Mark, marked
from claimsdb.web.pages import flags, number, page, render, sent_json

if TYPE_CHECKING:
    from datasette.app import Datasette

LONGEST = 2000  # code points of a phrase
MATCHES = {"exact": "the exact words", "words": "the words", "meaning": "the meaning"}


class Words(TypedDict):
    """Where words stand in a claim's text, in code points, half-open."""

    start: int
    end: int


class FoundClaim(TypedDict):
    """A claim that says what is asked for: how well (0 to 1), by what, by which of its words, and its citation."""

    claim: ClaimRecord
    score: float
    match: str
    spans: list[Words]
    citation: Citation


class Hit(FoundClaim):
    """The same with the name of the database that has it."""

    database: str


@page
async def look_up(request: Request, datasette: Datasette) -> Response:
    """The claims that say what is asked for, of every database that may be seen, as a page or as JSON."""
    phrase, limit = (request.args.get("q") or "").strip(), number(request, "limit", 10, 100)
    if len(phrase) > LONGEST:
        raise BadQueryError("q", phrase[:40] + "…", f"give at most {LONGEST} characters")
    kinds = flags(request, "attribution", KINDS)
    filters = Filters(
        attribution=AttributionKind(kinds[0]) if kinds else None,
        speaker=_given(request, "speaker"),
        document=_given(request, "document"),
        since=_date(request, "since"),
        until=_date(request, "until"),
    )
    hits: list[Hit] = []
    if phrase:
        for database in await visible(datasette, request):
            asked = partial(find_claims, phrase=phrase, limit=limit, filters=filters)
            hits += [{**hit, "database": database.name} for hit in await read(datasette, database, asked)]
    hits = sorted(hits, key=lambda hit: -hit["score"])[:limit]
    if request.url_vars["json"]:
        return sent_json(datasette, hits)
    more = {
        "hits": [{**hit, "html": _shown(hit)} for hit in hits],
        "matches": MATCHES,
        "filters": filters,
        "kind": filters.attribution,
        "narrowed": bool(filters),
    }
    return await render(datasette, request, "cite.html", {"phrase": phrase, **more})


def _shown(hit: Hit) -> Markup:
    marks = [Mark(Span(span["start"], span["end"]), "mark", {"class": "match"}) for span in hit["spans"]]
    return marked(hit["claim"]["text"], 0, marks)


def find_claims(connection: Connection, phrase: str, limit: int, filters: Filters) -> list[FoundClaim]:
    """The claims that say the phrase, best first."""
    hits = find(
        connection,
        phrase,
        limit=limit,
        attribution=filters.attribution,
        speaker=filters.speaker,
        document=filters.document,
        since=filters.since,
        until=filters.until,
    )
    return [
        {
            "claim": found.claim,
            "score": hit.score,
            "match": hit.match,
            "spans": [{"start": span.start, "end": span.end} for span in hit.spans],
            "citation": found.citation,
        }
        for hit, found in zip(hits, cited(connection, [hit.claim_id for hit in hits]), strict=True)
    ]


def _given(request: Request, name: str) -> str | None:
    return (request.args.get(name) or "").strip() or None


def _date(request: Request, name: str) -> str | None:
    given = _given(request, name)
    if given and not DATE.fullmatch(given):
        raise BadQueryError(name, given, "say a date such as 2023-02-22, or its beginning")
    return given
