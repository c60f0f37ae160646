"""Documents that go back to one report."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.records import Evidence, OriginRecord


def origins(connection: Connection) -> Iterator[OriginRecord]:
    """Every group of documents that go back to one report, with the evidence.

    Each passage is in the evidence twice, once for each of its two documents.
    """
    query = "SELECT id, origin_id, reason FROM reports ORDER BY documents DESC, origin_id"
    for row, identity, reason in connection.execute(sa.text(query)).all():
        listing = "SELECT path FROM origins WHERE origin_row = :row ORDER BY path"
        paths = list(connection.execute(sa.text(listing), {"row": row}).scalars())
        yield {"id": identity, "documents": paths, "reason": reason, "evidence": _evidence(connection, row)}


def _evidence(connection: Connection, row: int) -> list[Evidence]:
    query = """SELECT path, char_start, char_end, text, other_path, other_char_start, other_char_end, other_text FROM origin_evidence
        WHERE origin_row = :row ORDER BY reason, path, char_start, other_path"""
    found: list[Evidence] = []
    for path, start, end, text, *other in connection.execute(sa.text(query), {"row": row}):
        found.append({"document": path, "start": start, "end": end, "text": text})
        path, start, end, text = other
        if path is not None:
            found.append({"document": path, "start": start, "end": end, "text": text})
    return found
