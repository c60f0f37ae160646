"""The words of claims in context, as input for the look-up index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from claimsdb.store.engine import Connection
from claimsdb.store.keys import every


class InContext(NamedTuple):
    """A claim's document, its words, its attribution and cue, who says it (the speaker's name or else the source), and the end of the
    text before it in its block.
    """

    document: int
    text: str
    attribution: str
    cue: str | None
    who: str | None
    before: str


class Named(NamedTuple):
    """A claim's words, its source and its speaker's name."""

    text: str
    source: str | None
    speaker: str | None


def in_context(connection: Connection, claims: Sequence[int], most: int) -> dict[int, InContext]:
    """The claims with these keys, by key, each with the last `most` code points before it."""
    query = """SELECT c.id, c.document, c.text, c.attribution, c.cue, coalesce(s.name, c.source), c.block_row, c.char_start - b.char_start
        FROM claims c JOIN blocks b ON b.id = c.block_row LEFT JOIN speakers s ON s.id = c.speaker_row"""
    rows = every(connection, query, claims, key="c.id")
    # Each block is read once: SQLite would read all of it again for each claim in it.
    blocks = every(connection, "SELECT id, text FROM blocks", sorted({block for *_, block, _ in rows.values()}))
    return {
        key: InContext._make((*row, blocks[block][0][max(start - most, 0) : start]))
        for key, (*row, block, start) in rows.items()
    }


def named(connection: Connection, claims: Sequence[int]) -> list[Named]:
    """The words of the claims with these keys."""
    query = "SELECT c.id, c.text, c.source, s.name FROM claims c LEFT JOIN speakers s ON s.id = c.speaker_row"
    return [Named(*row) for row in every(connection, query, claims, key="c.id").values()]


def documents(connection: Connection, claims: Sequence[int]) -> list[tuple[int, int]]:
    """The claims with these keys, each with the key of its document."""
    return [(key, row[0]) for key, row in every(connection, "SELECT id, document FROM claims", claims).items()]


def without_embedding(connection: Connection) -> list[int]:
    """The keys of the claims that have no embedding yet, in order."""
    query = "SELECT id FROM claims WHERE id NOT IN (SELECT claim FROM claim_embeddings) ORDER BY id"
    return list(connection.exec_driver_sql(query).scalars())
