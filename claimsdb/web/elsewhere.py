"""Who else says a claim, and why, `/-/claims/<id>/elsewhere`; and the form there, `/-/judge`, by which people say that it is not so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from datasette.utils.asgi import Forbidden, NotFound, Request, Response

from claimsdb.lookup.alike.corroboration import Corroboration, OriginOf, Sayer, corroboration
from claimsdb.lookup.citations.citation import Citation, cited
from claimsdb.lookup.short_ids import full_id
from claimsdb.model.errors import ClaimsdbError
from claimsdb.model.spans import Span
from claimsdb.model.verdict import LONGEST
from claimsdb.store.engine import Connection
from claimsdb.web.adding import may_add
from claimsdb.web.commands import command
from claimsdb.web.databases import locate, read, visible_named
from claimsdb.web.forms import FORM, Form
from claimsdb.web.marks import Mark, marked
from claimsdb.web.pages import page, render, sent_json

if TYPE_CHECKING:
    from datasette.app import Datasette

SAYS = {"not-same": "Held apart.", "same": "Held together.", "withdraw": "Taken back."}
"""What a form may say, as options of the command, and what the page says afterwards."""


@page
async def elsewhere(request: Request, datasette: Datasette) -> Response:
    """The claims of a claim's groups by origin, each with why it is held for the same."""
    database, identity, also_in = await locate(datasette, request, "claim")

    def gather(connection: Connection) -> tuple[Corroboration, Citation]:
        (citation,) = cited(connection, [identity])
        return corroboration(connection, identity), citation

    found, citation = await read(datasette, database, gather)
    if request.url_vars["json"]:
        return sent_json(datasette, {**found, "database": database.name, "also_in": also_in})
    outcome = request.args.get("outcome") or ""
    more = {
        "database": database.name,
        "also_in": also_in,
        "claim": citation.claim,
        "place": citation.place,
        "groups": [
            {**g, "origins": [_shown(o, citation.claim["text"]) for o in g["origins"]]} for g in found["groups"]
        ],
        "others": any(c["why"] for g in found["groups"] for o in g["origins"] for c in o["claims"]),
        "held": found["held"],
        "more": found["more"],
        "outcome": SAYS.get(outcome),
    }
    return await render(datasette, request, "elsewhere.html", more)


def _shown(origin: OriginOf, text: str) -> dict[str, object]:
    """An origin, with the words in common marked in the claim and in each of its claims."""
    return {**origin, "claims": [{**c, **_marked(c, text)} for c in origin["claims"]]}


def _marked(sayer: Sayer, text: str) -> dict[str, object]:
    why = sayer["why"]
    if why is None:
        return {"html": sayer["text"], "own": None}
    return {
        "html": marked(sayer["text"], 0, _marks(why["other_spans"])),
        "own": marked(text, 0, _marks(why["spans"])),
    }


def _marks(spans: list[list[int]]) -> Iterator[Mark]:
    for start, end in spans:
        yield Mark(Span(start, end), "mark", {"class": "common"})


@page
async def judge(request: Request, datasette: Datasette) -> Response:
    """Take what the form says about two claims into the database, and lead back to the page of the first."""
    if not may_add(datasette, request):
        raise Forbidden("You may not judge claims here. Open the link that the server printed when it was started.")
    if request.method != "POST":
        raise NotFound("404")
    form: Form = request.scope.get(FORM) or Form()
    database = await visible_named(datasette, request, form.line("database"))
    says, claim, other = form.fields.get("says", ""), form.line("claim"), form.line("other")
    if database is None or says not in SAYS:
        return await _refused(
            request, datasette, "The form is incomplete. Open the page of the claim, and send it again."
        )

    def ids(connection: Connection) -> tuple[str, str, str]:
        back = full_id(connection, "claim", form.line("page") or claim)
        return full_id(connection, "claim", claim), full_id(connection, "claim", other), back

    try:
        one, another, back = await read(datasette, database, ids)
    except ClaimsdbError as error:
        return await _refused(request, datasette, str(error).split("\n", 1)[0])
    options = [f"--{name}={value[:LONGEST]}" for name in ("why", "by") if (value := form.line(name))]
    options = [option for option in options if says != "withdraw" or option.startswith("--by")]
    done = await command(["judge", "--json", f"--{says}", *options, "--db", str(database.path), "--", one, another])
    if done.told is None:
        return await _refused(request, datasette, done.said)
    if done.told == {"withdrawn": 0}:
        return await _refused(request, datasette, "Nothing is said about these claims, or it was taken back already.")
    query = urlencode({"outcome": says, "database": database.name})
    return Response.redirect(f"{datasette.urls.path(f'/-/claims/{back}/elsewhere')}?{query}", status=303)


async def _refused(request: Request, datasette: Datasette, said: str) -> Response:
    context = {"heading": "Not taken", "said": said, "candidates": [], "folder": ""}
    return await render(datasette, request, "error.html", context, 422)
