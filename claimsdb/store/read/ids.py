"""Public ids and their keys."""

from __future__ import annotations

import sqlalchemy as sa

from claimsdb.store.engine import Connection

_COLUMNS = {
    "claim": ("claims", "claim_id", "text"),
    "document": ("documents", "document_id", "path"),
    "speaker": ("speakers", "speaker_id", "name"),
}


def ids_from(connection: Connection, what: str, beginning: str, most: int) -> list[tuple[str, str]]:
    """The ids of claims, documents or speakers (`what`, in the singular) with this prefix, in order, each with its text, path or name."""
    table, column, words = _COLUMNS[what]
    query = f"""SELECT {column}, {words} FROM {table}
        WHERE {column} >= :low AND {column} < :high ORDER BY {column} LIMIT :most"""
    values = {"low": beginning, "high": beginning + "g", "most": most}  # "g" follows the last hex digit
    return [(identity, said) for identity, said in connection.execute(sa.text(query), values)]


def key_of(connection: Connection, what: str, identity: str) -> int:
    """The key of the claim, document or speaker (`what`) with this full id."""
    table, column, _ = _COLUMNS[what]
    query = f"SELECT id FROM {table} WHERE {column} = :identity"
    return int(connection.execute(sa.text(query), {"identity": identity}).scalar_one())
