"""The feed of a look-up, `/-/cite.atom?q=`: the claims that say a phrase, those that were stored last first."""

from __future__ import annotations

import re
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from datasette.utils.asgi import Request, Response

from claimsdb.lookup import find
from claimsdb.lookup.citations.citation import Citation, cited
from claimsdb.lookup.citations.wording import in_marks, joined
from claimsdb.model.errors import BadQueryError
from claimsdb.store.engine import Connection
from claimsdb.store.read.filters import Filters
from claimsdb.store.read.stored import newest, newest_run
from claimsdb.web.cite import ASKED, asked
from claimsdb.web.databases import read, visible
from claimsdb.web.pages import absolute, known, page
from claimsdb.web.turns import LOOK_UPS

if TYPE_CHECKING:
    from datasette.app import Datasette

MOST = 100
"""Maximum number of entries."""
_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Entry(NamedTuple):
    stored: str
    citation: Citation


@page
async def feed(request: Request, datasette: Datasette) -> Response:
    """The feed of a look-up in all databases that the reader may see."""
    known(request, ASKED)
    phrase, filters = asked(request)
    if not phrase:
        raise BadQueryError("q", "", "give what to look up")
    entries: list[_Entry] = []
    newest = ""
    async with LOOK_UPS.one():
        for database in await visible(datasette, request):
            found, ran = await read(
                datasette, database, partial(_entries, phrase=phrase, filters=filters), bounded=True
            )
            entries += found
            newest = max(newest, ran)
    unique = {entry.citation.claim["id"]: entry for entry in sorted(entries, key=lambda entry: entry.stored)}
    shown = sorted(unique.values(), key=lambda entry: entry.stored, reverse=True)[:MOST]
    query = urlencode(sorted((name, request.args[name].strip()) for name in ASKED if request.args.get(name)))
    made = Element("feed", xmlns=_ATOM)
    title = f"{in_marks(phrase)} – {datasette.metadata('title') or 'Claims'}"
    _put(made, "id", f"urn:claimsdb:look-up:{sha256(query.encode()).hexdigest()[:20]}")
    _put(made, "title", title)
    _put(made, "updated", shown[0].stored if shown else newest or "1970-01-01T00:00:00+00:00")
    SubElement(
        made,
        "link",
        rel="self",
        type="application/atom+xml",
        href=f"{absolute(request, datasette, '/-/cite.atom')}?{query}",
    )
    SubElement(
        made, "link", rel="alternate", type="text/html", href=f"{absolute(request, datasette, '/-/cite')}?{query}"
    )
    SubElement(made, "generator", uri="https://pypi.org/project/claimsdb/").text = "claimsdb"
    for entry in shown:
        made.append(_entry(request, datasette, entry))
    body = tostring(made, encoding="unicode")
    headers = {"access-control-allow-origin": "*"} if datasette.cors else {}
    text = '<?xml version="1.0" encoding="utf-8"?>\n' + body
    return Response(text, 200, headers, "application/atom+xml; charset=utf-8")


def _entry(request: Request, datasette: Datasette, entry: _Entry) -> Element:
    claim, place = entry.citation.claim, entry.citation.place
    made = Element("entry")
    _put(made, "id", f"urn:claimsdb:claim:{claim['id']}")
    _put(made, "title", " ".join(claim["text"].split()))
    _put(made, "updated", entry.stored)
    who = claim["speaker"] or joined(claim["source"]) if claim["attribution"] != "asserted" else place["author"]
    _put(SubElement(made, "author"), "name", who or place["publisher"] or "unnamed source")
    address = absolute(request, datasette, f"/-/claims/{claim['id']}")
    SubElement(made, "link", rel="alternate", type="text/html", href=address)
    SubElement(made, "category", term=claim["attribution"])
    _put(made, "summary", entry.citation.as_short())
    _put(made, "content", entry.citation.as_text())
    return made


def _put(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _NOT_XML.sub(" ", text)


def _entries(connection: Connection, phrase: str, filters: Filters) -> tuple[list[_Entry], str]:
    """Of the claims that surely say the phrase, those that were stored last, and when the database was last written."""
    stored = newest(connection, find.look_up(connection, phrase, filters, limit=0).sure, MOST)
    entries = [_Entry(stored[one.claim["id"]], one) for one in cited(connection, list(stored))]
    return entries, newest_run(connection)
