"""Claims as records, in the order of documents: by filters, by ids or keys, or by document.

If a claim is in several groups, its `group` is the one with the most documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypedDict

import sqlalchemy as sa

from claimsdb.model.places import joined
from claimsdb.store.engine import Connection
from claimsdb.store.read.filters import Filters
from claimsdb.store.read.pieces import Parts, stretches
from claimsdb.store.read.records import ClaimRecord
from claimsdb.store.read.rows import AT_ONCE, NONE, Values, listed, rows

_CLAIMS = """
    SELECT c.id AS row, c.claim_id, d.path, c.block, c.text, c.attribution, c.attribution_row, a.attribution_id, c.cue_type,
        s.name AS speaker, s.speaker_id, c.hedged, c.confidence, c.place, d.place AS document_place, coalesce(c.proof, d.proof) AS proof,
        (SELECT g.group_id FROM members m JOIN same_groups g ON g.id = m.same_group WHERE m.claim = c.id
            ORDER BY g.documents DESC, m.score DESC, g.group_id LIMIT 1) AS group_id
    FROM claims c JOIN documents d ON d.id = c.document LEFT JOIN speakers s ON s.id = c.speaker_row
    LEFT JOIN attributions a ON a.id = c.attribution_row
    WHERE {where} ORDER BY d.path, d.id, c.char_start, c.char_end, c.id"""


class EarlierFinding(TypedDict):
    """An earlier run's finding of a claim, which the run `superseded_by` replaced with a different one."""

    run: int
    superseded_by: int
    attribution: str
    speaker: str | None
    cue_type: str | None
    hedged: bool
    confidence: float


class Extent(NamedTuple):
    """The extent of a claim, half-open, in code points of the file with this path."""

    path: str
    start: int
    end: int


def claims(connection: Connection, filters: Filters | None = None, limit: int | None = None) -> Iterator[ClaimRecord]:
    """At most `limit` claims that pass the filters; without filters, all current claims."""
    where, values = (Filters() if filters is None else filters).sql()
    query = _CLAIMS.format(where=where)
    if limit is not None:
        query, values["limit"] = f"{query} LIMIT :limit", limit
    yield from _read(connection, query, values)


def claims_with_ids(connection: Connection, ids: Sequence[str]) -> dict[str, ClaimRecord]:
    """The claims with these ids, current or not, by id."""
    values = {f"id{k}": identity for k, identity in enumerate(ids)}
    query = _CLAIMS.format(where=f"c.claim_id IN ({', '.join(f':{name}' for name in values) or 'NULL'})")
    return {claim["id"]: claim for claim in _read(connection, query, values)}


def claims_with_keys(connection: Connection, keys: Sequence[int]) -> dict[str, ClaimRecord]:
    """The claims with these keys, current or not, by id."""
    query = _CLAIMS.format(where=f"c.id IN ({listed(keys)})")
    return {claim["id"]: claim for claim in _read(connection, query)}


def retired_among(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Those of the claims with these ids that are retired."""
    query = "SELECT claim_id FROM claims WHERE status = 'retired' AND claim_id IN (SELECT value FROM json_each(:ids))"
    return set(connection.execute(sa.text(query), {"ids": json.dumps(list(ids))}).scalars())


def claims_of_document(connection: Connection, document: int, *, retired: bool) -> Iterator[ClaimRecord]:
    """The claims of the document with this key; of a retired document, those that its last run found."""
    where = (
        "c.document = :row AND c.retired_by IS (SELECT max(retired_by) FROM claims WHERE document = :row AND :retired)"
    )
    yield from _read(connection, _CLAIMS.format(where=where), {"row": document, "retired": retired})


def extents(connection: Connection) -> dict[int, Extent]:
    """The extents of all claims, current or not, by their keys."""
    query = "SELECT c.id, d.path, c.char_start, c.char_end FROM claims c JOIN documents d ON d.id = c.document"
    return {key: Extent(*extent) for key, *extent in connection.execute(sa.text(query))}


def earlier_findings(connection: Connection, identity: str) -> list[EarlierFinding]:
    """The earlier findings of the claim with this id, oldest first."""
    query = """SELECT f.run, f.superseded_by, f.attribution, s.name AS speaker, f.cue_type, f.hedged = 'yes' AS hedged, f.confidence
        FROM earlier_findings f JOIN claims c ON c.id = f.claim LEFT JOIN speakers s ON s.id = f.speaker_row
        WHERE c.claim_id = :identity ORDER BY f.run"""
    found = list(rows(connection, EarlierFinding, query, {"identity": identity}))
    for finding in found:
        finding["hedged"] = bool(finding["hedged"])  # SQLite has no booleans
    return found


def _read(connection: Connection, query: str, values: Values = NONE) -> Iterator[ClaimRecord]:
    result = connection.execute(sa.text(query), dict(values)).mappings()
    while batch := result.fetchmany(AT_ONCE):
        keys = [r["row"] for r in batch]
        segments, quotes = stretches(connection, "segments", keys), stretches(connection, "quotes", keys)
        parts = Parts(connection, [r["attribution_row"] for r in batch])
        for r in batch:
            by = r["attribution_row"]
            yield ClaimRecord(
                id=r["claim_id"],
                document=r["path"],
                block=r["block"],
                segments=segments[r["row"]],
                text=r["text"],
                attribution=r["attribution"],
                attribution_id=r["attribution_id"],
                source=parts.of(by, "source"),
                cue=parts.cue(by),
                cue_type=r["cue_type"],
                speaker=r["speaker"],
                speaker_id=r["speaker_id"],
                via=parts.via(by),
                hedged=r["hedged"] == "yes",
                quotes=quotes[r["row"]],
                confidence=r["confidence"],
                group=r["group_id"],
                place=joined(r["document_place"], r["place"]),
                proof=r["proof"],
            )
