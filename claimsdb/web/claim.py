"""The page of one claim, `/-/claims/<id>`: its words in their paragraph, who says it, where it stands, how to cite it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from claimsdb.lookup.citations.citation import cited, joined, web_address
from claimsdb.lookup.citations.formats import FORMATS
from claimsdb.model.spans import Span
from claimsdb.store.pieces import Record
from claimsdb.store.records import earlier
from claimsdb.web.databases import locate, read
from claimsdb.web.elsewhere import of_claim
from claimsdb.web.marks import Mark, marked
from claimsdb.web.pages import page, render, sent_json

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FACTS = """
    SELECT c.id AS row, c.document AS document_row, c.line, c."column", c.start, c."end", c.byte_start, c.byte_end, c.status, c.run,
        c.retired_by, d.document_id, d.path, d.title, d.author, d.published, d.url, d.sha256, d.encoding, d.media_type, p.name AS publisher,
        r.started_at, r.version, r.tagger, a.unresolved
    FROM claims c JOIN documents d ON d.id = c.document JOIN runs r ON r.id = c.run
    LEFT JOIN publishers p ON p.id = c.publisher LEFT JOIN attributions a ON a.id = c.attribution_row
    WHERE c.claim_id = ?"""
_BLOCKS = """
    WITH RECURSIVE chain(id, via) AS (
        SELECT a.id, a.via FROM claims c JOIN attributions a ON a.id = c.attribution_row WHERE c.claim_id = ?
        UNION SELECT a.id, a.via FROM chain JOIN attributions a ON a.id = chain.via)
    SELECT b.position, b.kind, b.start, b.text FROM blocks b
    WHERE b.id IN (SELECT block_row FROM pieces WHERE part <> 'content' AND attribution IN (SELECT id FROM chain)
        UNION SELECT block_row FROM claims WHERE claim_id = ?)
    ORDER BY b.position"""


@page
async def claim(request: Any, datasette: Any) -> Any:
    """One claim, as a page or as JSON; a shorter id leads to the full one."""
    database, identity = await locate(datasette, request, "claim")
    found = await read(datasette, database, lambda reading: read_claim(reading, identity))
    if request.url_vars["json"]:
        return sent_json(datasette, found | {"database": database.name})
    record, facts = found["claim"], found["facts"]
    marks = list(_marks(record))
    shown = [b | {"html": marked(b["text"], b["start"], marks)} for b in found["blocks"]]
    more = {
        "database": database.name,
        "paragraphs": shown,
        "source": joined(record["source"]),
        "cue": joined(record["cue"]),
        "chain": [v | {"words": joined(v["source"]), "signal": joined(v["cue"])} for v in record["via"]],
        "web_address": web_address(facts),
    }
    return await render(datasette, request, "claim.html", found | more)


def read_claim(connection: Connection, identity: str) -> Record:
    """All that is known of the claim with this id: its record, its citation in each format, where it stands, its neighbours."""
    found = cited(connection, [identity])[0]
    facts = dict(connection.exec_driver_sql(_FACTS, (identity,)).mappings().one())
    blocks = [dict(b) for b in connection.exec_driver_sql(_BLOCKS, (identity, identity)).mappings()]
    formats = {
        name: {"name": label, "text": make(found["claim"], found["place"])} for name, (label, make) in FORMATS.items()
    }
    return {
        "claim": found["claim"],
        "citation": found["citation"],
        "formats": {name: form for name, form in formats.items() if form["text"] is not None},
        "facts": {key: value for key, value in facts.items() if key not in ("row", "document_row")},
        "blocks": blocks,
        "before": _beside(connection, facts, "<"),
        "after": _beside(connection, facts, ">"),
        "earlier": list(earlier(connection, identity)),
        "elsewhere": of_claim(connection, facts["row"]),
    }


def _beside(connection: Connection, facts: Record, way: str) -> Record | None:
    """The claim before (`<`) or after (`>`) this one in its document, of the same status."""
    query = f"""SELECT claim_id AS id, text, attribution FROM claims WHERE document = ? AND status = ?
        AND (start, "end", id) {way} (?, ?, ?) ORDER BY {"start DESC, id DESC" if way == "<" else "start, id"} LIMIT 1"""
    values = (facts["document_row"], facts["status"], facts["start"], facts["end"], facts["row"])
    row = connection.exec_driver_sql(query, values).mappings().first()
    return dict(row) if row else None


def _marks(record: Record) -> Iterator[Mark]:
    """The claim's segments and quoted words, its source and cue, and those of the attributions that it comes through."""
    parts = [("segment " + record["attribution"], record["segments"]), ("quote", record["quotes"])]
    parts += [(part, record[part]) for part in ("source", "cue")]
    parts += [(f"{part} outer", outer[part]) for outer in record["via"] for part in ("source", "cue")]
    for name, pieces in parts:
        for k, piece in enumerate(pieces):
            first = {"id": "claim"} if name.startswith("segment") and k == 0 else {}
            yield Mark(Span(piece["start"], piece["end"]), "mark", {"class": name}, first)
