"""What the home page tells of each of our databases: how much it holds, who says it how, who is cited most, how the last run went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from claimsdb.store.engine import driver
from claimsdb.store.facet_columns import Columns
from claimsdb.store.pieces import Record
from claimsdb.web.databases import read, visible
from claimsdb.web.glossary import KINDS

if TYPE_CHECKING:
    from sqlalchemy import Connection

ROWS = 12
"""So many publishers or documents at most are in the picture, and so many speakers in the list."""
_NAMES = {
    "publisher": "SELECT id, name, id FROM publishers WHERE id IN ({keys})",
    "document": "SELECT id, coalesce(title, path), document_id FROM documents WHERE id IN ({keys})",
    "speaker": "SELECT id, name, speaker_id, kind FROM speakers WHERE id IN ({keys})",
}


async def home(datasette: Any, request: Any) -> list[Record]:
    """Each of our databases that may be seen, with its counts, its queries and its last run."""
    told = []
    for database in await visible(datasette, request):
        found = await read(datasette, database, read_home)
        queries = await datasette.get_canned_queries(database.name, request.actor)
        listed = [q if isinstance(q, dict) else {"name": q} for q in queries.values()]
        told.append(found | {"name": database.name, "queries": listed})
    return told


def read_home(connection: Connection) -> Record:
    """Counts of the database, its claims by publisher or document and attribution, its most cited speakers, its last run."""

    def one(query: str) -> int:
        return int(connection.exec_driver_sql(query).scalar() or 0)

    connection.exec_driver_sql("BEGIN")  # what is counted is of one moment
    try:
        columns = Columns(driver(connection))
    finally:
        connection.exec_driver_sql("ROLLBACK")
    current = columns.equal({"status": "current"})
    documents = one("SELECT count(*) FROM documents WHERE status = 'current'")
    by = "document" if documents <= ROWS else "publisher"
    bars = _most(columns.across(by, "attribution", current), KINDS)
    cited = _most(columns.across("speaker", "attribution", current), ("quoted", "reported"))
    run = connection.exec_driver_sql("SELECT * FROM runs ORDER BY id DESC LIMIT 1").mappings().first()
    return {
        "documents": documents,
        "claims": sum(row["claims"] for row in bars),
        "speakers": one("SELECT count(*) FROM speakers"),
        "problems": one("SELECT count(*) FROM problems WHERE resolved_by IS NULL"),
        "by_document": by == "document",
        "bars": _named(connection, by, bars[:ROWS]),
        "left_out": max(0, len(bars) - ROWS),
        "longest": bars[0]["claims"] if bars else 0,
        "cited": _named(connection, "speaker", [row for row in cited if row["key"]][:ROWS]),
        "run": dict(run) if run else None,
    }


def _most(counts: Mapping[int, Mapping[str, int]], kinds: Sequence[str]) -> list[Record]:
    """A row for each key with how many claims it has of each kind, most claims first; keys without any are left out."""
    rows = [{"key": key, **{kind: of.get(kind, 0) for kind in kinds}} for key, of in counts.items()]
    for row in rows:
        row["claims"] = sum(row[kind] for kind in kinds)
    return sorted((row for row in rows if row["claims"]), key=lambda row: (-row["claims"], row["key"]))


def _named(connection: Connection, what: str, rows: list[Record]) -> list[Record]:
    """The rows with the names that their keys stand for; no name where nobody stated one."""
    keys = ",".join(str(row["key"]) for row in rows) or "NULL"
    names = {row[0]: tuple(row[1:]) for row in connection.exec_driver_sql(_NAMES[what].format(keys=keys))}
    told = ("name", "id", "kind")
    return [row | dict(zip(told, names.get(row["key"], (None, None)), strict=False)) for row in rows]
