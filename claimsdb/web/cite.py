"""The look-up page, `/-/cite?q=`: finds the claims that say a phrase, ranked as by `claimsdb cite`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from claimsdb.lookup import find
from claimsdb.lookup.find import HitRecord
from claimsdb.model.attribution import AttributionKind
from claimsdb.model.errors import BadQueryError
from claimsdb.model.spans import Span
from claimsdb.store.engine import Connection
from claimsdb.store.read.filters import Filters
from claimsdb.web.databases import read, visible
from claimsdb.web.glossary import ATTRIBUTIONS
from claimsdb.web.in_turn import in_turn
from claimsdb.web.marks import Mark, marked
from claimsdb.web.pages import flags, number, page, render, sent_json

if TYPE_CHECKING:
    from datasette.app import Datasette

LONGEST = 2000  # maximum length of a phrase in code points
MATCHES = {"exact": "the exact words", "words": "the words", "meaning": "the meaning"}


class HitInDatabase(HitRecord):
    """A hit, with the name of its database."""

    database: str


@page
async def look_up(request: Request, datasette: Datasette) -> Response:
    """The hits in all databases that the reader may see, as a page or as JSON."""
    phrase, limit = (request.args.get("q") or "").strip(), number(request, "limit", 10, 100)
    if len(phrase) > LONGEST:
        raise BadQueryError("q", phrase[:40] + "…", f"give at most {LONGEST} characters")
    attributions = flags(request, "attribution", ATTRIBUTIONS)
    filters = Filters(
        attribution=AttributionKind(attributions[0]) if attributions else None,
        speaker=_given(request, "speaker"),
        document=_given(request, "document"),
        since=_given(request, "since"),
        until=_given(request, "until"),
    )
    hits: list[HitInDatabase] = []
    uncorrected = 0
    if phrase and (databases := await visible(datasette, request)):
        asked = partial(_found, phrase=phrase, limit=limit, filters=filters)
        async with in_turn():
            for database in databases:
                found, passed_over = await read(datasette, database, asked, bounded=True)
                hits += [{**hit, "database": database.name} for hit in found]
                uncorrected = max(uncorrected, passed_over)
    hits = sorted(hits, key=lambda hit: -hit["score"])
    sure = [hit for hit in hits if hit["sure"]]
    hits = (sure + hits[len(sure) :][: find.UNSURE])[:limit]
    if request.url_vars["json"]:
        return sent_json(datasette, hits)
    more = {
        "hits": [{**hit, "html": _shown(hit)} for hit in hits],
        "sure": min(len(sure), limit),
        "matches": MATCHES,
        "filters": filters,
        "narrowed": bool(filters),
        "uncorrected": uncorrected,
    }
    return await render(datasette, request, "cite.html", {"phrase": phrase, **more})


def _shown(hit: HitInDatabase) -> Markup:
    marks = [Mark(Span(span["start"], span["end"]), "mark", {"class": "match"}) for span in hit["spans"]]
    return marked(hit["claim"]["text"], 0, marks)


def _found(connection: Connection, phrase: str, limit: int, filters: Filters) -> tuple[list[HitRecord], int]:
    """The hits, and how many unknown words were not corrected."""
    found = find.look_up(connection, phrase, filters, limit=limit)
    return [hit.as_record() for hit in found.hits], found.uncorrected


def _given(request: Request, name: str) -> str | None:
    return (request.args.get(name) or "").strip() or None
