"""Attributions as records."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.pieces import Parts
from claimsdb.store.read.records import AttributionRecord
from claimsdb.store.read.rows import AT_ONCE


def attributions(connection: Connection) -> Iterator[AttributionRecord]:
    """Every current attribution, with its whole content before it is split into claims."""
    query = """SELECT a.id, a.attribution_id, d.path, a.cue_type, s.name AS speaker, a.confidence
        FROM attributions a JOIN documents d ON d.id = a.document
        LEFT JOIN namings n ON n.document = a.document AND n.speaker_row = a.speaker_row LEFT JOIN speakers s ON s.id = n.same_as
        WHERE a.retired_by IS NULL
        ORDER BY d.path, d.id, (SELECT min(p.char_start) FROM pieces p WHERE p.attribution_row = a.id), a.id"""
    result = connection.execute(sa.text(query)).mappings()
    while batch := result.fetchmany(AT_ONCE):
        parts = Parts(connection, [r["id"] for r in batch])
        for r in batch:
            yield {
                "id": r["attribution_id"],
                "document": r["path"],
                "source": parts.of(r["id"], "source"),
                "cue": parts.of(r["id"], "cue"),
                "content": parts.of(r["id"], "content"),
                "cue_type": r["cue_type"],
                "speaker": r["speaker"],
                "confidence": r["confidence"],
            }
