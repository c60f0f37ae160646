"""Writing where a document's metadata are stated, within the caller's transaction."""

from __future__ import annotations

import sqlalchemy as sa

from claimsdb.model.claim import Normalized
from claimsdb.model.document import Document
from claimsdb.model.errors import PlacelessError
from claimsdb.model.provenance import Provenance
from claimsdb.store.engine import Connection
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.documents import ProvenanceRow

PROVENANCE = table(ProvenanceRow)


def write_provenance(connection: Connection, document: int, found: Normalized) -> None:
    """Write what states the metadata of the document with this key, in place of what stated them before."""
    connection.execute(sa.delete(PROVENANCE).where(PROVENANCE.c.document == document))
    rows = [
        {
            "document": document,
            "position": k,
            "field": one.field,
            "stated_in": one.stated_in,
            **_place(found.document, one),
        }
        for k, one in enumerate(found.provenance)
    ]
    if rows:
        connection.execute(sa.insert(PROVENANCE), rows)


def _place(document: Document, one: Provenance) -> dict[str, object]:
    """The columns for the place of its words, and for these."""
    at = one.bytes
    if one.span is not None:
        try:
            at = document.stretch(one.span).bytes
        except PlacelessError:
            at = None
    where = ("text", "char_start", "char_end", "byte_start", "byte_end")
    if at is None or not at.length:
        return dict.fromkeys(where)
    span = one.span or (None, None)
    return dict(zip(where, (one.words, *span, *at), strict=True))
