"""Rows of the claims table, with names in place of keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.rows import listed, rows


class Card(TypedDict):
    """A claim as the table of claims shows it; `row` is its key."""

    row: int
    id: str
    text: str
    attribution: str
    source: str | None
    cue: str | None
    cue_type: str | None
    via: str | None
    hedged: str
    block: str
    line: int
    place: str | None
    status: str
    speaker: str | None
    speaker_id: str | None
    document_id: str
    path: str
    title: str | None
    published: str | None
    publisher: str | None


def cards(connection: Connection, keys: Sequence[int]) -> list[Card]:
    """The claims with these keys, in the order of the keys."""
    query = f"""SELECT c.id AS row, c.claim_id AS id, c.text, c.attribution, c.source, c.cue, c.cue_type, c.via, c.hedged, c.block, c.line,
            CASE WHEN d.place IS NULL THEN c.place ELSE d.place || coalesce(', ' || c.place, '') END AS place,
            c.status, s.name AS speaker, s.speaker_id, d.document_id, d.path, d.title, d.published, p.name AS publisher
        FROM claims c JOIN documents d ON d.id = c.document LEFT JOIN speakers s ON s.id = c.speaker_row
        LEFT JOIN publishers p ON p.id = c.publisher_row WHERE c.id IN ({listed(keys)})"""
    found = {card["row"]: card for card in rows(connection, Card, query)}
    return [found[key] for key in keys if key in found]


def titles(connection: Connection, documents: Iterable[int]) -> dict[int, str]:
    """The titles of the documents with these keys, if they have one."""
    query = f"SELECT id, title FROM documents WHERE id IN ({listed(documents)}) AND title IS NOT NULL"
    return {int(key): str(title) for key, title in connection.execute(sa.text(query))}
