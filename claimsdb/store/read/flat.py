"""Claims as flat rows, one value in each column, for tables and for programs that count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict

from claimsdb.store.engine import Connection
from claimsdb.store.read.filters import Filters
from claimsdb.store.read.rows import rows


class FlatClaim(TypedDict):
    """A claim with what is known of its document and its speaker. `document` is a path; `start` and `end` are code points, half-open."""

    id: str
    text: str
    attribution: str
    speaker: str | None
    speaker_kind: str | None
    source: str | None
    cue: str | None
    cue_type: str | None
    via: str | None
    hedged: str
    confidence: float
    title: str | None
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    language: str | None
    document: str
    place: str | None
    line: int
    column: int
    start: int
    end: int
    block: str
    sha256: str
    document_id: str
    speaker_id: str | None
    status: str


_QUERY = """SELECT c.claim_id AS id, c.text, c.attribution, s.name AS speaker, s.kind AS speaker_kind, c.source, c.cue, c.cue_type, c.via,
        c.hedged, c.confidence, d.title, p.name AS publisher, d.author, d.published, d.url, d.language, d.path AS document,
        CASE WHEN d.place IS NULL THEN c.place ELSE d.place || coalesce(', ' || c.place, '') END AS place,
        c.line, c.line_column, c.char_start, c.char_end, c.block, d.sha256, d.document_id, s.speaker_id, c.status
    FROM claims c JOIN documents d ON d.id = c.document LEFT JOIN speakers s ON s.id = c.speaker_row
    LEFT JOIN publishers p ON p.id = c.publisher_row WHERE {where}"""


def flat_claims(
    connection: Connection, filters: Filters | None = None, limit: int | None = None
) -> Iterator[FlatClaim]:
    """At most `limit` claims that pass the filters, in document order; without filters, all current claims."""
    where, values = (Filters() if filters is None else filters).sql()
    query = _QUERY.format(where=where) + " ORDER BY d.path, d.id, c.char_start, c.char_end, c.id"
    if limit is not None:
        query, values["limit"] = f"{query} LIMIT :limit", limit
    return rows(connection, FlatClaim, query, values)


def flat_claims_with_ids(connection: Connection, ids: Sequence[str]) -> list[FlatClaim]:
    """The claims with these ids, current or not, in the order of the ids."""
    values = {f"id{k}": identity for k, identity in enumerate(ids)}
    where = f"c.claim_id IN ({', '.join(f':{name}' for name in values) or 'NULL'})"
    found = {row["id"]: row for row in rows(connection, FlatClaim, _QUERY.format(where=where), values)}
    return [found[identity] for identity in ids]
