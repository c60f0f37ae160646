"""Conflicts: pairs of claims that cannot both be true of one thing. They are links, never verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

import sqlalchemy as sa

from claimsdb.model.relation import ConflictKind
from claimsdb.model.spans import Span
from claimsdb.store.engine import Connection, driver
from claimsdb.store.read.locations import Locations
from claimsdb.store.read.records import ConflictRecord
from claimsdb.store.read.rows import AT_ONCE, rows


class ConflictInFull(TypedDict):
    """Two claims that conflict, for display: their words, their speakers and cues, the spans of the two values, and the reasons."""

    conflict_id: str
    kind: str
    value: str
    other_value: str
    claim: str
    other_claim: str
    attribution: str
    said_by: str | None
    other_attribution: str
    other_said_by: str | None
    path: str
    start: int
    end: int
    byte_start: int
    byte_end: int
    other_path: str
    other_start: int
    other_end: int
    other_byte_start: int
    other_byte_end: int
    score: float
    reasons: str
    method: str
    claim_id: str
    other_claim_id: str
    claim_row: int
    other_claim_row: int
    cue: str | None
    other_cue: str | None


def conflicts(connection: Connection) -> Iterator[ConflictRecord]:
    """Every pair of claims that conflict, with the two values and their spans, highest score first."""
    query = """SELECT k.conflict_id, k.kind, k.score, a.claim_id, b.claim_id, k.char_start, k.char_end, k.byte_start, k.byte_end, k.text,
            k.other_char_start, k.other_char_end, k.other_byte_start, k.other_byte_end, k.other_text, a.block_row, b.block_row
        FROM contradictions k JOIN claims a ON a.id = k.claim JOIN claims b ON b.id = k.other ORDER BY k.score DESC, k.conflict_id"""
    result = connection.execute(sa.text(query))
    while batch := result.fetchmany(AT_ONCE):
        where = Locations(driver(connection), {block for row in batch for block in row[-2:]})
        for identity, kind, score, one, other, *values, here, there in batch:
            sides = ((here, *values[:5]), (there, *values[5:]))
            yield {
                "id": identity,
                "claims": [one, other],
                "kind": kind,
                "values": [where.piece(block, Span(a, b), Span(c, d), text) for block, a, b, c, d, text in sides],
                "score": score,
            }


def conflicts_in_full(
    connection: Connection, kind: ConflictKind | None = None, limit: int | None = None
) -> list[ConflictInFull]:
    """At most `limit` conflicts, of one kind or of all, highest score first."""
    query = """SELECT k.*, a.cue, b.cue AS other_cue
        FROM conflicts k JOIN claims a ON a.id = k.claim_row JOIN claims b ON b.id = k.other_claim_row
        WHERE :kind IS NULL OR k.kind = :kind ORDER BY k.score DESC, k.conflict_id LIMIT :limit"""
    values = {"kind": kind and str(kind), "limit": -1 if limit is None else limit}
    return list(rows(connection, ConflictInFull, query, values))
