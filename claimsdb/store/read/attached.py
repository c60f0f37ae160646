"""What is attached to a document, such as a mail, and what it is attached to: an attachment has a path below that of the document."""

from __future__ import annotations

from typing import TypedDict

from claimsdb.store.engine import Connection
from claimsdb.store.read.rows import rows

MOST = 200
"""Maximum number of attachments that are named."""


class LinkedDocument(TypedDict):
    """A current document: its title, or else its path."""

    id: str
    name: str
    path: str


def attached_to(connection: Connection, row: int) -> list[LinkedDocument]:
    """The documents that are attached to the one with this key, in the order of their paths."""
    # "0" is the character behind "/".
    query = """SELECT DISTINCT d.document_id AS id, coalesce(d.title, q.path) AS name, q.path
        FROM paths p JOIN paths q ON q.folder = p.folder AND q.path > p.path || '/' AND q.path < p.path || '0' AND q.retired_by IS NULL
        JOIN documents d ON d.id = q.document
        WHERE p.document = :row AND p.retired_by IS NULL ORDER BY q.path LIMIT :most"""
    return list(rows(connection, LinkedDocument, query, {"row": row, "most": MOST}))


def attached_in(connection: Connection, row: int) -> list[LinkedDocument]:
    """The documents to which the one with this key is attached, from the outermost to the one around it."""
    query = """SELECT DISTINCT d.document_id AS id, coalesce(d.title, q.path) AS name, q.path
        FROM paths p JOIN paths q ON q.folder = p.folder AND q.retired_by IS NULL AND q.path IN (
            WITH RECURSIVE around(path, rest) AS (
                SELECT '', p.path || '/' UNION ALL
                SELECT around.path || CASE around.path WHEN '' THEN '' ELSE '/' END || substr(rest, 1, instr(rest, '/') - 1),
                    substr(rest, instr(rest, '/') + 1)
                FROM around WHERE rest <> '')
            SELECT path FROM around WHERE path NOT IN ('', p.path))
        JOIN documents d ON d.id = q.document
        WHERE p.document = :row AND p.retired_by IS NULL AND p.container IS NOT NULL ORDER BY length(q.path) LIMIT :most"""
    return list(rows(connection, LinkedDocument, query, {"row": row, "most": MOST}))
