"""The bytes of files that are kept in the database."""

from __future__ import annotations

from zlib import decompressobj

import sqlalchemy as sa

from claimsdb.store.engine import Connection


def original(connection: Connection, sha256: str) -> bytes | None:
    """The bytes of the document with this hash, if they are kept."""
    query = """SELECT o.zlib, d.size_bytes FROM originals o JOIN documents d ON d.id = o.document WHERE d.sha256 = :sha256"""
    found = connection.execute(sa.text(query), {"sha256": sha256}).fetchone()
    if found is None:
        return None
    packed, size = found
    return decompressobj().decompress(packed, size)  # never more, whatever the row contains


def is_kept(connection: Connection, sha256: str) -> bool:
    """Whether the bytes of the document with this hash are kept."""
    query = "SELECT 1 FROM originals o JOIN documents d ON d.id = o.document WHERE d.sha256 = :sha256"
    return connection.execute(sa.text(query), {"sha256": sha256}).fetchone() is not None
