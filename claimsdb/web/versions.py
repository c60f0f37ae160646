"""The pages of versions: what changed in a document, `/-/documents/<id>/changes`, and the history of a claim, `/-/claims/<id>/history`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette.utils.asgi import Request, Response

from claimsdb.lookup.versions.changes import DiffRecord, diff
from claimsdb.lookup.versions.history import HistoryRecord, history
from claimsdb.model.succession import SuccessionStatus
from claimsdb.store.engine import Connection
from claimsdb.store.read.changes import paths_of
from claimsdb.store.read.documents import document_title
from claimsdb.web.databases import locate, read
from claimsdb.web.pages import flags, page, render, sent_json

if TYPE_CHECKING:
    from datasette.app import Datasette

CHANGED = tuple(status.value for status in SuccessionStatus if status is not SuccessionStatus.SAME)


@page
async def changes(request: Request, datasette: Datasette) -> Response:
    """What changed when a document became what it is; of a first version, what changed next. Or up to the version that is asked for."""
    database, identity, also_in = await locate(datasette, request, "document")
    every, asked = bool(flags(request, "all", ("1",))), request.args.get("version") or None
    found = await read(datasette, database, lambda reading: _changes(reading, identity, asked))
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


def _changes(connection: Connection, identity: str, asked: str | None) -> DiffRecord | None:
    at = paths_of(connection, identity)[0]
    if asked is not None:
        return diff(connection, at, until=asked)
    found = diff(connection, at)
    if found is None:
        return None
    own = max(one["version"] for one in found["versions"] if one["document"] == identity)
    later = max(own, 2)
    return found if found["later"]["version"] == later else diff(connection, at, until=str(later))


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
