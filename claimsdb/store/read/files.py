"""The ingested files, and the words that the database says are in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from claimsdb.store.engine import Connection
from claimsdb.store.read.rows import rows


class IngestedFile(TypedDict):
    """The location of a document: a path in a folder; `document` is its key."""

    folder: str
    path: str
    document: int
    sha256: str
    encoding: str


class ClaimFile(TypedDict):
    """A file in which a claim was found, with the claim's extent in code points (half-open)."""

    folder: str
    path: str
    sha256: str
    encoding: str
    start: int
    end: int


class Stretch(TypedDict):
    """A stretch of a document with its words as stored, of a claim (`name` is its id) or of a block."""

    name: str
    start: int
    end: int
    byte_start: int
    byte_end: int
    text: str


def current_files(connection: Connection) -> Iterator[IngestedFile]:
    """Every file as it was last ingested, in the order of folders and paths."""
    yield from rows(
        connection,
        IngestedFile,
        """SELECT f.name AS folder, p.path, d.id AS document, d.sha256, d.encoding FROM paths p JOIN folders f ON f.id = p.folder
        JOIN documents d ON d.id = p.document WHERE p.retired_by IS NULL ORDER BY f.name, p.path""",
    )


def files_of_claim(connection: Connection, claim: str) -> list[ClaimFile]:
    """The files in which the claim with this id was found, current ones first."""
    query = """SELECT f.name AS folder, p.path, d.sha256, d.encoding, c.char_start, c.char_end FROM claims c
        JOIN documents d ON d.id = c.document JOIN paths p ON p.document = d.id JOIN folders f ON f.id = p.folder
        WHERE c.claim_id = :claim ORDER BY p.retired_by IS NOT NULL, p.id"""
    return list(rows(connection, ClaimFile, query, {"claim": claim}))


def stretches_of(connection: Connection, document: int) -> Iterator[Stretch]:
    """The segments and quotes of all claims of the document with this key, and the document's blocks."""
    query = """SELECT c.claim_id AS name, s.char_start, s.char_end, s.byte_start, s.byte_end, s.text
        FROM segments s JOIN claims c ON c.id = s.claim WHERE c.document = :document
        UNION ALL SELECT c.claim_id, q.char_start, q.char_end, q.byte_start, q.byte_end, q.text
        FROM quotes q JOIN claims c ON c.id = q.claim WHERE c.document = :document
        UNION ALL SELECT 'block ' || position, char_start, char_end, byte_start, byte_end, text FROM blocks WHERE document = :document"""
    yield from rows(connection, Stretch, query, {"document": document})
