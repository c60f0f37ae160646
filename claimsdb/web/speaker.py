"""The page of one speaker, `/-/speakers/<id>`: how documents name them, what they are said to say, and through whom."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from claimsdb.lookup.citations.citation import joined
from claimsdb.store.pieces import Record
from claimsdb.store.records import claims
from claimsdb.web.databases import locate, read
from claimsdb.web.pages import page, render, sent_json

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST = 100
"""So many claims at most stand on a speaker's page; the claims table has them all."""
_COUNTS = """
    SELECT attribution, count(*) FROM claims WHERE speaker = ? AND status = 'current' GROUP BY attribution"""
_NAMED = """
    SELECT m.gives, m.text, count(*) AS times, count(DISTINCT a.document) AS documents
    FROM mentions m JOIN attributions a ON a.id = m.attribution WHERE m.speaker = ? AND a.retired_by IS NULL
    GROUP BY m.gives, m.text ORDER BY m.gives, times DESC, m.text LIMIT 200"""
# The + keeps the planner from the index on the status, which all but a few claims share.
_FOUND = """
    SELECT c.id, c.claim_id, d.document_id, d.path, d.title, p.name AS publisher, d.published
    FROM claims c JOIN documents d ON d.id = c.document LEFT JOIN publishers p ON p.id = d.publisher WHERE +c.status = 'current' AND {which}
    ORDER BY d.published IS NULL, d.published, d.path, c.start LIMIT {most}"""
_OWN = "c.speaker = :row AND c.attribution <> 'asserted'"
_MEANT = "c.speaker = :row AND c.attribution = 'asserted'"
_PASSED_ON = """c.attribution_row IN (
    WITH RECURSIVE inner_ones(id) AS (
        SELECT i.id FROM attributions o JOIN attributions i ON i.via = o.id WHERE o.speaker = :row AND i.document = o.document
        UNION SELECT i.id FROM inner_ones JOIN attributions i ON i.via = inner_ones.id)
    SELECT id FROM inner_ones) AND c.speaker IS NOT :row"""


@page
async def speaker(request: Any, datasette: Any) -> Any:
    """One speaker, as a page or as JSON; a shorter id leads to the full one."""
    database, identity = await locate(datasette, request, "speaker")
    found = await read(datasette, database, lambda reading: read_speaker(reading, identity))
    if request.url_vars["json"]:
        return sent_json(datasette, {k: v for k, v in found.items() if k != "row"} | {"database": database.name})
    own = found["says"]
    more = {
        "database": database.name,
        "says": by_document([c for c in own if not c["claim"]["via"]]),
        "through_others": by_document([c for c in own if c["claim"]["via"]]),
        "means": by_document(found["means"]),
        "passes_on": by_document(found["passes_on"]),
        "most": MOST,
        "joined": joined,
        "all_address": f"{datasette.urls.table(database.name, 'claims')}?speaker={found['row']}",
    }
    return await render(datasette, request, "speaker.html", found | more)


def read_speaker(connection: Connection, identity: str) -> Record:
    """The speaker with this id: names and roles as documents give them, and claims: their own, what they intend, what they pass on."""
    row, name, kind = connection.exec_driver_sql(
        "SELECT id, name, kind FROM speakers WHERE speaker_id = ?", (identity,)
    ).one()
    named = [dict(n) for n in connection.exec_driver_sql(_NAMED, (row,)).mappings()]
    counts = {kind: int(n) for kind, n in connection.exec_driver_sql(_COUNTS, (row,))}
    return {
        "row": row,
        "speaker": {"id": identity, "name": name, "kind": kind},
        "names": [n for n in named if n["gives"] == "name"],
        "roles": [n for n in named if n["gives"] == "role"],
        "counts": counts,
        "says": _claims(connection, _OWN, row),
        "means": _claims(connection, _MEANT, row),
        "passes_on": _claims(connection, _PASSED_ON, row),
    }


def by_document(found: list[Record]) -> list[tuple[Record, list[Record]]]:
    """Claims under their documents, in the order that they come in."""
    groups = (list(group) for _, group in groupby(found, key=lambda c: c["document"]["document_id"]))
    return [(group[0]["document"], [c["claim"] for c in group]) for group in groups]


def _claims(connection: Connection, which: str, row: int) -> list[Record]:
    """The claims that `which` chooses, with their documents, by date: `{"document": …, "claim": …}`."""
    chosen = connection.exec_driver_sql(_FOUND.format(which=which, most=MOST), {"row": row}).mappings().all()
    keys = ",".join(str(r["id"]) for r in chosen) or "NULL"
    records = {r["id"]: r for r in claims(connection, f"c.id IN ({keys})")}
    told = ("document_id", "path", "title", "publisher", "published")
    return [{"document": {key: r[key] for key in told}, "claim": records[r["claim_id"]]} for r in chosen]
