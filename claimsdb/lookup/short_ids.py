"""Short ids, as in git: any prefix of four digits or more that only one has."""

from __future__ import annotations

import sqlalchemy as sa

from claimsdb.model.errors import AmbiguousIdError, UnknownIdError

_COLUMNS = {
    "claim": ("claims", "claim_id", "text"),
    "document": ("documents", "document_id", "path"),
    "speaker": ("speakers", "speaker_id", "name"),
}


def full_id(connection: sa.Connection, what: str, given: str) -> str:
    """The full id of the claim, document or speaker (`what`) whose id begins with `given`.

    Raises `UnknownIdError` where there is none, `AmbiguousIdError` where there are several.
    """
    table, column, words = _COLUMNS[what]
    query = (
        f"SELECT {column}, {words} FROM {table} WHERE {column} >= :low AND {column} < :high ORDER BY {column} LIMIT 11"
    )
    low = given.lower()
    found = connection.execute(sa.text(query), {"low": low, "high": low + "g"}).fetchall()
    if not found:
        raise UnknownIdError(what, given)
    if len(found) > 1:
        raise AmbiguousIdError(what, given, [(row[0], " ".join(row[1].split())[:80]) for row in found])
    return str(found[0][0])
