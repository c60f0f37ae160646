"""Writing what became of claims when their documents changed, and the bytes of files, within the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import compress

import sqlalchemy as sa

from claimsdb.model.succession import Succession
from claimsdb.store.engine import Connection
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.documents import DocumentRow
from claimsdb.store.tables.versions import OriginalRow, RevisionRow, SuccessionRow
from claimsdb.store.write.target import insert_one

REVISIONS, SUCCESSIONS, ORIGINALS = table(RevisionRow), table(SuccessionRow), table(OriginalRow)


def write_revision(
    connection: Connection, run: int, method: str, earlier: int, document: int, found: Sequence[Succession]
) -> None:
    """Write what became of the claims of the document with the key `earlier` in `document`, in place of what was found before."""
    before = sa.select(REVISIONS.c.id).where(REVISIONS.c.document == document, REVISIONS.c.earlier == earlier)
    if (known := connection.execute(before).scalar()) is not None:
        connection.execute(sa.delete(SUCCESSIONS).where(SUCCESSIONS.c.revision == known))
        connection.execute(sa.delete(REVISIONS).where(REVISIONS.c.id == known))
    revision = insert_one(connection, REVISIONS, document=document, earlier=earlier, run=run, method=method)
    rows = [
        {
            "revision": revision,
            "claim": one.claim,
            "successor": one.successor,
            "status": one.status,
            "reattributed": "yes" if one.reattributed else "no",
            "char_start": one.words and one.words.start,
            "char_end": one.words and one.words.end,
        }
        for one in found
    ]
    if rows:
        connection.execute(sa.insert(SUCCESSIONS), rows)


def keep_original(connection: Connection, sha256: str, raw: bytes) -> int:
    """Keep the bytes of the document with this hash, if they are not kept already. Returns how many bytes they take, 0 if they were."""
    document = connection.execute(
        sa.select(table(DocumentRow).c.id).where(table(DocumentRow).c.sha256 == sha256)
    ).scalar_one()
    known = sa.select(ORIGINALS.c.document).where(ORIGINALS.c.document == document)
    if connection.execute(known).fetchone():
        return 0
    packed = compress(raw, 9)
    connection.execute(sa.insert(ORIGINALS).values(document=document, zlib=packed))
    return len(packed)
