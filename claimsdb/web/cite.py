"""The look-up page, `/-/cite?q=`: finds the claims that say a phrase, ranked as by `claimsdb cite`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from claimsdb.lookup import find
from claimsdb.lookup.citations import formats
from claimsdb.lookup.find import HitRecord
from claimsdb.model.attribution import AttributionKind
from claimsdb.model.errors import BadQueryError
from claimsdb.model.spans import Span
from claimsdb.store.engine import Connection
from claimsdb.store.read.among import OF, DocumentTold, Facets, among, dated, documents_of
from claimsdb.store.read.filters import Filters
from claimsdb.store.read.timeline import Counted, timeline
from claimsdb.web.addresses import address_of, pairs
from claimsdb.web.charts import chart
from claimsdb.web.databases import read, visible
from claimsdb.web.glossary import ATTRIBUTIONS
from claimsdb.web.marks import Mark, marked
from claimsdb.web.pages import flags, known, number, page, render, sent_json
from claimsdb.web.turns import LOOK_UPS

if TYPE_CHECKING:
    from datasette.app import Datasette

LONGEST = 2000  # maximum length of a phrase in code points
MOST = 1000
"""Number of hits that pages lead to."""
SHOWN = 12
"""Number of values of a facet."""
MATCHES = {"exact": "the exact words", "words": "the words", "meaning": "the meaning"}


ASKED = ("q", "speaker", "document", "publisher", "attribution", "since", "until", "published")
"""The parameters of a look-up."""


class HitInDatabase(HitRecord):
    """A hit, with the name of its database."""

    database: str


class _Answer(NamedTuple):
    """What one database says to a look-up. `without` is how many claims say it if no filter is set, where the filters leave none."""

    hits: list[HitRecord]
    total: int
    mended: tuple[tuple[str, str], ...]
    uncorrected: int
    facets: Facets
    time: list[Counted]
    documents: dict[str, DocumentTold]
    without: int


@page
async def look_up(request: Request, datasette: Datasette) -> Response:
    """The hits in all databases that the reader may see, as a page or as JSON."""
    known(request, (*ASKED, "limit", "page"))
    limit = number(request, "limit", 10, 100)
    at = number(request, "page", 1, MOST // limit)
    phrase, filters = asked(request)
    hits: list[HitInDatabase] = []
    answers: list[_Answer] = []
    if phrase and (databases := await visible(datasette, request)):
        answered = partial(_found, phrase=phrase, limit=at * limit, filters=filters)
        async with LOOK_UPS.one():
            for database in databases:
                answer = await read(datasette, database, answered, bounded=True)
                hits += [{**hit, "database": database.name} for hit in answer.hits]
                answers.append(answer)
    total = sum(answer.total for answer in answers)
    hits = sorted(hits, key=lambda hit: -hit["score"])
    sure = [hit for hit in hits if hit["sure"]][(at - 1) * limit :][:limit]
    unsure = [hit for hit in hits if not hit["sure"]][: find.UNSURE] if at * limit >= total else []
    hits = (sure + unsure)[:limit]
    if request.url_vars["json"]:
        return sent_json(datasette, hits)
    address = address_of(datasette.urls.path("/-/cite"), pairs(request))
    more = {
        "hits": [{**hit, "html": _shown(hit)} for hit in hits],
        "sure": len(sure),
        "total": total,
        "without": sum(answer.without for answer in answers),
        "mended": dict(pair for answer in answers for pair in answer.mended),
        "documents": {claim: told for answer in answers for claim, told in answer.documents.items()},
        "facets": _together([answer.facets for answer in answers]),
    }
    asked_again = [(name, request.args[name]) for name in ASKED if request.args.get(name)]
    out: dict[str, object] = {
        "formats": formats.available(),
        "most": formats.MOST,
        "feed": f"{datasette.urls.path('/-/cite.atom')}?{urlencode(asked_again)}",
        "asked": asked_again,
    }
    paging: dict[str, object] = {
        "at_page": at,
        "pages": min(MOST // limit, max(1, -(-total // limit))),
        "first": (at - 1) * limit,
        "listed": min(total, MOST // limit * limit),
        "address": address,
        "chart": chart(timeline(one for answer in answers for one in answer.time), address, ""),
        "matches": MATCHES,
        "filters": filters,
        "narrowed": bool(filters),
        "uncorrected": max((answer.uncorrected for answer in answers), default=0),
    }
    return await render(datasette, request, "cite.html", {"phrase": phrase, **more, **paging, **out})


def asked(request: Request) -> tuple[str, Filters]:
    """The phrase and the filters of a look-up. Raises `BadQueryError` for one that is not understood."""
    phrase = (request.args.get("q") or "").strip()
    if len(phrase) > LONGEST:
        raise BadQueryError("q", phrase[:40] + "…", f"give at most {LONGEST} characters")
    attributions = flags(request, "attribution", ATTRIBUTIONS)
    return phrase, Filters(
        attribution=AttributionKind(attributions[0]) if attributions else None,
        speaker=_given(request, "speaker"),
        document=_given(request, "document"),
        publisher=_given(request, "publisher"),
        since=_given(request, "since"),
        until=_given(request, "until"),
        published=_given(request, "published"),
    )


def _together(facets: Sequence[Facets]) -> dict[str, list[tuple[str, int]]]:
    """The facets of several databases as one, the most frequent values first."""
    counted = {name: Counter[str]() for name in OF}
    for one in facets:
        for name, values in one.items():
            counted[name].update(values)
    return {name: values.most_common(SHOWN) for name, values in counted.items() if len(values) > 1}


def _shown(hit: HitInDatabase) -> Markup:
    marks = [Mark(Span(span["start"], span["end"]), "mark", {"class": "match"}) for span in hit["spans"]]
    return marked(hit["claim"]["text"], 0, marks)


def _found(connection: Connection, phrase: str, limit: int, filters: Filters) -> _Answer:
    found = find.look_up(connection, phrase, filters, limit=limit)
    without = 0
    if filters and not found.sure:
        without = len(find.look_up(connection, phrase, limit=0).sure)
    hits = [hit.as_record() for hit in found.hits]
    documents = documents_of(connection, [hit["claim"]["id"] for hit in hits])
    facets, time = among(connection, found.sure), dated(connection, found.sure)
    return _Answer(hits, len(found.sure), found.mended, found.uncorrected, facets, time, documents, without)


def _given(request: Request, name: str) -> str | None:
    return (request.args.get(name) or "").strip() or None
