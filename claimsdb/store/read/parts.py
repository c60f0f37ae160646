"""The parts of documents as they were when their blocks were last current."""

from __future__ import annotations

from collections.abc import Iterable

from claimsdb.model.document import Part
from claimsdb.model.parts import Parts
from claimsdb.store.engine import Driver
from claimsdb.store.keys import packed

_BLOCKS = """SELECT b.id, b.document, b.retired_by, d.encoding FROM blocks b JOIN documents d ON d.id = b.document
    WHERE b.id IN (SELECT value FROM json_each(?)) AND EXISTS (SELECT 1 FROM parts p WHERE p.document = b.document)"""
_PARTS = """SELECT name, byte_start, size_bytes, sha256 FROM parts WHERE document = :document
    AND run < coalesce(:retired, run + 1) AND coalesce(retired_by >= :retired, retired_by IS NULL) ORDER BY position"""


def parts_of_blocks(connection: Driver, blocks: Iterable[int]) -> dict[int, tuple[Part, ...]]:
    """The parts of the documents of these blocks, by block; none for documents that are read from their file as a whole."""
    return {block: parts for block, (parts, _) in _with_encodings(connection, blocks).items()}


def placed_in_parts(connection: Driver, blocks: Iterable[int]) -> dict[int, Parts]:
    """What finds the part of words in these blocks, by block; none for documents that are read from their file as a whole."""
    made: dict[tuple[tuple[Part, ...], str], Parts] = {}
    found = _with_encodings(connection, blocks)
    return {block: made.get(of) or made.setdefault(of, Parts(*of)) for block, of in found.items()}


def _with_encodings(connection: Driver, blocks: Iterable[int]) -> dict[int, tuple[tuple[Part, ...], str]]:
    read: dict[tuple[int, int | None], tuple[Part, ...]] = {}
    found: dict[int, tuple[tuple[Part, ...], str]] = {}
    for block, document, retired, encoding in connection.execute(_BLOCKS, (packed(set(blocks)),)).fetchall():
        when = document, retired
        if when not in read:
            rows = connection.execute(_PARTS, {"document": document, "retired": retired})
            read[when] = tuple(Part(*row) for row in rows)
        found[block] = read[when], encoding
    return found
