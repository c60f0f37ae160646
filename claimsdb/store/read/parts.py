"""The parts of documents as they were when their blocks were last current."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from claimsdb.model.document import Part
from claimsdb.model.ids import BY_LETTERS
from claimsdb.model.parts import Parts
from claimsdb.store.engine import Driver
from claimsdb.store.keys import packed

_BLOCKS = """SELECT b.id, b.document, b.retired_by, d.encoding, d.media_type FROM blocks b JOIN documents d ON d.id = b.document
    WHERE b.id IN (SELECT value FROM json_each(?)) AND EXISTS (SELECT 1 FROM parts p WHERE p.document = b.document)"""
_PARTS = """SELECT name, byte_start, size_bytes, sha256, height, read_by, picture, resolution FROM parts WHERE document = :document
    AND run < coalesce(:retired, run + 1) AND coalesce(retired_by >= :retired, retired_by IS NULL) ORDER BY position"""


class InParts(NamedTuple):
    """The parts from which a block was read, in order; `find` finds the part of its words. They may be `pages` that are drawn."""

    every: tuple[Part, ...]
    find: Parts
    pages: bool


def parts_of_blocks(connection: Driver, blocks: Iterable[int]) -> dict[int, InParts]:
    """The parts of these blocks, by block; none for those of documents that are read from their file as a whole."""
    made: dict[tuple[int, int | None], InParts] = {}
    found: dict[int, InParts] = {}
    for block, document, retired, encoding, media_type in connection.execute(
        _BLOCKS, (packed(set(blocks)),)
    ).fetchall():
        when = document, retired
        if when not in made:
            rows = connection.execute(_PARTS, {"document": document, "retired": retired})
            every = tuple(Part(*row) for row in rows)
            made[when] = InParts(every, Parts(every, encoding), media_type in BY_LETTERS)
        found[block] = made[when]
    return found
