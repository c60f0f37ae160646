"""The pages of versions: what changed in a document, `/-/documents/<id>/changes`, and the history of a claim, `/-/claims/<id>/history`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response

from claimsdb.lookup.versions.changes import DiffRecord, diff
from claimsdb.lookup.versions.history import HistoryRecord, history
from claimsdb.model.succession import SuccessionStatus
from claimsdb.store.engine import Connection
from claimsdb.store.read.changes import paths_of, versions_at
from claimsdb.store.read.documents import document_title
from claimsdb.web.databases import locate, read
from claimsdb.web.pages import flags, page, render, sent_json

if TYPE_CHECKING:
    from datasette.app import Datasette

CHANGED = tuple(status.value for status in SuccessionStatus if status is not SuccessionStatus.SAME)
ENDS = ("from", "to")
"""The parameters that name the earlier and the later version."""


@page
async def changes(request: Request, datasette: Datasette) -> Response:
    """What changed between the two versions that `from` and `to` name; by default, when the document became what it is."""
    database, identity, also_in = await locate(datasette, request, "document")
    every, since, until = (bool(flags(request, "all", ("1",))), *(request.args.get(name) or None for name in ENDS))
    found = await read(datasette, database, lambda reading: _changes(reading, identity, since, until))
    if request.url_vars["json"]:
        return sent_json(datasette, {"diff": found, "database": database.name, "also_in": also_in})
    title = await read(datasette, database, lambda reading: document_title(reading, identity))
    shown = [] if found is None else found["changes"]
    more = {
        "database": database.name,
        "also_in": also_in,
        "identity": identity,
        "title": title,
        "diff": found,
        "shown": [c for c in shown if every or c["status"] in CHANGED or c["reattributed"]],
        "every": every,
    }
    return await render(datasette, request, "changes.html", more)


def _changes(connection: Connection, identity: str, since: str | None, until: str | None) -> DiffRecord | None:
    """What changed between two versions; if neither is named, since the version before the document, or after it if it is the first."""
    at = paths_of(connection, identity)[0]
    if since is not None or until is not None:
        return diff(connection, at, since, until)
    versions = versions_at(connection, at)
    own = max(one["version"] for one in versions if one["document"] == identity)
    return diff(connection, at, until=str(max(own, 2))) if len(versions) > 1 else None


@page
async def claim_history(request: Request, datasette: Datasette) -> Response:
    """The history of a claim through the versions of its document."""
    database, identity, also_in = await locate(datasette, request, "claim")
    found: list[HistoryRecord] = await read(datasette, database, lambda reading: history(reading, identity))
    if request.url_vars["json"]:
        return sent_json(datasette, {"history": found, "database": database.name, "also_in": also_in})
    texts = [c["text"] for one in found for e in one["entries"] for c in e["claims"] if c["id"] == identity]
    more = {"database": database.name, "also_in": also_in, "identity": identity, "text": texts[0], "history": found}
    return await render(datasette, request, "history.html", more)
