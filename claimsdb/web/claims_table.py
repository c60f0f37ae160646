"""The claims table, as Datasette answers it, told in words: its rows by name, its facets in their declared order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from claimsdb.store.pieces import Record
from claimsdb.web.databases import read

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ROWS = """
    SELECT c.id AS row, c.claim_id AS id, c.text, c.attribution, c.source, c.cue, c.cue_type, c.via, c.hedged, c.block, c.line, c.status,
        s.name AS speaker, s.speaker_id, d.document_id, d.path, d.title, d.published, p.name AS publisher
    FROM claims c JOIN documents d ON d.id = c.document LEFT JOIN speakers s ON s.id = c.speaker
    LEFT JOIN publishers p ON p.id = c.publisher WHERE c.id IN ({keys})"""


def told(datasette: Any, database: str) -> dict[str, Any]:
    """What the template of the claims table needs beside what Datasette gives it."""

    async def claims_of(display_rows: Sequence[Any]) -> list[Record]:
        keys = [int(cell["raw"]) for row in display_rows for cell in row if cell["column"] == "id"]
        found = await read(datasette, datasette.get_database(database), lambda reading: rows(reading, keys))
        return [found[key] for key in keys if key in found]

    async def in_order(facets: Sequence[Record], declared: Sequence[str]) -> list[Record]:
        places = {name: k for k, name in enumerate(declared)}
        keys = [v["value"] for f in facets if f["name"] == "document" for v in f["results"]]
        titles = await read(datasette, datasette.get_database(database), lambda reading: titled(reading, keys))
        named = [
            f | {"results": [v | {"label": titles.get(v["value"], v["label"])} for v in f["results"]]}
            if f["name"] == "document"
            else f
            for f in facets
        ]
        return sorted(named, key=lambda f: places.get(f["name"], len(places)))

    return {"claims_of": claims_of, "in_order": in_order}


def titled(connection: Connection, keys: Sequence[object]) -> dict[object, str]:
    """The titles of the documents with these keys, where they have one."""
    listed = ",".join(str(key) for key in keys if isinstance(key, int)) or "NULL"
    query = f"SELECT id, title FROM documents WHERE id IN ({listed}) AND title IS NOT NULL"
    return {row[0]: row[1] for row in connection.exec_driver_sql(query)}


def rows(connection: Connection, keys: Sequence[int]) -> dict[int, Record]:
    """The claims of these rows with the names that their keys stand for."""
    listed = ",".join(map(str, keys)) or "NULL"
    return {r["row"]: dict(r) for r in connection.exec_driver_sql(_ROWS.format(keys=listed)).mappings()}
