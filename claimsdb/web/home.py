"""What the home page tells of each of our databases: how much it holds, who says it how, who is cited most, how the last run went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claimsdb.records import Record
from claimsdb.web.databases import read, visible

if TYPE_CHECKING:
    from sqlalchemy import Connection

ROWS = 12
"""So many publishers or documents at most are in the picture, and so many speakers in the list."""
KINDS = ("quoted", "reported", "asserted")
_PUBLISHERS = """
    SELECT p.name, p.id, c.attribution, count(*) FROM claims c LEFT JOIN publishers p ON p.id = c.publisher
    WHERE c.status = 'current' GROUP BY c.publisher, c.attribution"""
_DOCUMENTS = """
    SELECT coalesce(d.title, d.path), d.document_id, c.attribution, count(*) FROM claims c JOIN documents d ON d.id = c.document
    WHERE c.status = 'current' GROUP BY c.document, c.attribution"""
_SPEAKERS = """
    SELECT s.name, s.speaker_id AS id, s.kind, n.quoted, n.reported FROM (
        SELECT speaker, count(*) AS claims, sum(attribution = 'quoted') AS quoted, sum(attribution = 'reported') AS reported
        FROM claims WHERE speaker IS NOT NULL AND attribution IN ('quoted', 'reported') AND status = 'current'
        GROUP BY speaker ORDER BY claims DESC LIMIT ?) n
    JOIN speakers s ON s.id = n.speaker ORDER BY n.quoted + n.reported DESC, s.name"""


async def home(datasette: Any, request: Any) -> list[Record]:
    """Each of our databases that may be seen, with its counts, its queries and its last run."""
    told = []
    for database in await visible(datasette, request.actor if request else None):
        found = await read(datasette, database, read_home)
        queries = await datasette.get_canned_queries(database.name, request.actor if request else None)
        listed = [q if isinstance(q, dict) else {"name": q} for q in queries.values()]
        told.append(found | {"name": database.name, "queries": listed})
    return told


def read_home(connection: Connection) -> Record:
    """Counts of the database, its claims by publisher or document and attribution, its most cited speakers, its last run."""

    def one(query: str) -> int:
        return int(connection.exec_driver_sql(query).scalar() or 0)

    documents = one("SELECT count(*) FROM documents WHERE status = 'current'")
    by_document = documents <= ROWS
    run = connection.exec_driver_sql("SELECT * FROM runs ORDER BY id DESC LIMIT 1").mappings().first()
    rows = _bars(connection, _DOCUMENTS if by_document else _PUBLISHERS)
    return {
        "documents": documents,
        "claims": sum(row["claims"] for row in rows),
        "speakers": one("SELECT count(*) FROM speakers"),
        "problems": one("SELECT count(*) FROM problems WHERE resolved_by IS NULL"),
        "by_document": by_document,
        "bars": rows[:ROWS],
        "left_out": len(rows) - ROWS if len(rows) > ROWS else 0,
        "longest": max((row["claims"] for row in rows), default=0),
        "cited": [dict(s) for s in connection.exec_driver_sql(_SPEAKERS, (ROWS,)).mappings()],
        "run": dict(run) if run else None,
    }


def _bars(connection: Connection, query: str) -> list[Record]:
    """A row for each publisher or document with how many claims it quotes, reports and asserts, most claims first."""
    rows: dict[Any, Record] = {}
    for name, key, attribution, count in connection.exec_driver_sql(query):
        row = rows.setdefault(key, {"name": name, "id": key, **dict.fromkeys(KINDS, 0)})
        row[attribution] = count
    for row in rows.values():
        row["claims"] = sum(row[kind] for kind in KINDS)
    return sorted(rows.values(), key=lambda row: (-row["claims"], row["name"] or ""))
