"""Where the metadata of documents are stated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypedDict

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.in_part import in_part, part_of
from claimsdb.store.read.rows import rows


class ProvenanceRecord(TypedDict):
    """What states a `field` of a document's metadata (`stated_in`: `claimsdb.model.provenance.StatedIn`), and the words that it has for it.

    Words of the document's text have `start` and `end`. Bytes are those of the file, or of the `part` in which they begin; pages have none.
    """

    field: str
    stated_in: str
    text: str | None
    start: int | None
    end: int | None
    byte_start: int | None
    byte_end: int | None
    part: str | None


class Stated(NamedTuple):
    """Words outside the text that state a field, with their half-open range of bytes in the document's stream."""

    field: str
    stated_in: str
    text: str
    byte_start: int
    byte_end: int


def provenance(connection: Connection, document: int) -> list[ProvenanceRecord]:
    """What states the metadata of the document with this key, in the order of the fields."""
    query = f"""SELECT v.field, v.stated_in, v.text, v.char_start, v.char_end, {in_part("v")}
        FROM provenance v JOIN documents d ON d.id = v.document {part_of("v")}
        WHERE v.document = :document ORDER BY v.position"""
    return list(rows(connection, ProvenanceRecord, query, {"document": document}))


def stated_outside_the_text(connection: Connection, document: int) -> Iterator[Stated]:
    """The words that state metadata of the document with this key and are not in its text."""
    query = """SELECT field, stated_in, text, byte_start, byte_end FROM provenance
        WHERE document = :document AND byte_start IS NOT NULL AND char_start IS NULL ORDER BY position"""
    yield from (Stated(*row) for row in connection.execute(sa.text(query), {"document": document}))
