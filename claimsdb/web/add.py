"""The page `/-/add`: an address, a file or a text becomes a document. It works without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from datasette.utils.asgi import Forbidden, Request, Response

from claimsdb.model.errors import UnknownIdError
from claimsdb.reading.sources_csv import objection
from claimsdb.store.engine import Connection
from claimsdb.store.read.documents import DocumentAdded, document_added
from claimsdb.web import adding
from claimsdb.web.databases import read, visible
from claimsdb.web.forms import FORM, Form
from claimsdb.web.pages import page, render

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

STATED = ("title", "publisher", "published", "url")
OUTCOMES = {
    "new": "Added and read.",
    "changed": "The page has changed since it was captured last. Its new version was read; claims of the earlier one stay citable.",
    "unchanged": "It was here already, and has not changed.",
}


@page
async def add(request: Request, datasette: Datasette) -> Response:
    """The forms, what became of what was sent, or the problem with it, with the forms filled in as they were."""
    if not adding.may_add(datasette, request):
        raise Forbidden("You may not add documents here. Open the link that the server printed when it was started.")
    databases = await visible(datasette, request)
    if not databases:
        raise Forbidden("There is no claims database here to add documents to.")
    form, problem = Form(), None
    if request.method == "POST":
        form = request.scope.get(FORM) or Form()
        problem = _wrong(form)
        if problem is None:
            arrival = await _arrived(datasette, databases[0], form)
            if arrival["document"]:
                query = urlencode({"document": arrival["document"], "outcome": arrival["outcome"]})
                return Response.redirect(f"{datasette.urls.path('/-/add')}?{query}", status=303)
            if arrival["documents"]:
                query = urlencode({"documents": arrival["documents"], "claims": arrival["claims"] or 0})
                return Response.redirect(f"{datasette.urls.path('/-/add')}?{query}", status=303)
            problem = " ".join(str((arrival["problem"] or {}).get(part, "")) for part in ("message", "remedy")).strip()
    context = {
        "form": form,
        "kind": form.fields.get("kind", ""),
        "problem": problem,
        "added": None if request.method == "POST" else await _added(request, datasette, databases[0]),
        "many": _number(request, "documents"),
        "claims": _number(request, "claims"),
        "outcome": request.args.get("outcome"),
        "outcomes": OUTCOMES,
    }
    return await render(datasette, request, "add.html", context, 422 if problem else 200)


def _number(request: Request, name: str) -> int:
    """The number that the address gives; 0 if there is none."""
    given = request.args.get(name) or ""
    return int(given) if given.isdecimal() and len(given) < 10 else 0


async def _added(request: Request, datasette: Datasette, database: Database) -> DocumentAdded | None:
    """The document that was added just now, as the address says after a form was sent."""
    identity = request.args.get("document") or ""
    if not identity:
        return None

    def look(connection: Connection) -> DocumentAdded | None:
        return document_added(connection, identity)

    found = await read(datasette, database, look)
    if found is None:
        raise UnknownIdError("document", identity)
    return found


def _wrong(form: Form) -> str | None:
    """What is wrong with the form, in words."""
    match form.fields.get("kind"):
        case "address":
            faulty = objection({"url": form.line("address") or "nothing"})
        case "file":
            faulty = None if form.file else ("The file is empty, or none was chosen.", "Choose a file with text in it.")
        case "text":
            faulty = None if form.fields.get("text", "").strip() else ("There is no text.", "Paste the text.")
        case _:
            faulty = ("The form is incomplete.", "Send it again.")
    faulty = faulty or objection({name: form.line(name) for name in STATED})
    return " ".join(faulty) if faulty else None


async def _arrived(datasette: Datasette, database: Database, form: Form) -> adding.Arrival:
    """What became of the form's address, file or text."""
    stated = {name: form.line(name) for name in STATED}
    match form.fields["kind"]:
        case "address":
            return await adding.capture(datasette, database, form.line("address"))
        case "file":
            return await adding.add(database, form.file, {**stated, "name": form.name})
    text = form.fields["text"].replace("\r\n", "\n")  # browsers send all line ends so
    return await adding.add(database, text.encode("utf-8", "replace"), stated)
