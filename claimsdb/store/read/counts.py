"""Totals of a database."""

from __future__ import annotations

from typing import TypedDict

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.rows import rows


class _Totals(TypedDict):
    documents: int
    claims: int
    retired_claims: int
    attributions: int
    speakers: int
    sentences: int
    sentences_with_claims: int
    open_problems: int
    runs: int


class Counts(_Totals):
    """Totals, numbers of current claims by the values of some columns, and of sentences without a claim by reason."""

    claims_by_attribution: dict[str, int]
    claims_by_block: dict[str, int]
    claims_by_hedged: dict[str, int]
    claims_by_cue_type: dict[str, int]
    sentences_without_claims: dict[str, int]


def counts(connection: Connection) -> Counts:
    """Count what the database contains."""
    query = """SELECT (SELECT count(*) FROM documents WHERE status = 'current') AS documents,
            (SELECT count(*) FROM claims WHERE status = 'current') AS claims,
            (SELECT count(*) FROM claims WHERE status = 'retired') AS retired_claims,
            (SELECT count(*) FROM attributions WHERE retired_by IS NULL) AS attributions,
            (SELECT count(DISTINCT same_as) FROM namings WHERE retired_by IS NULL) AS speakers,
            (SELECT count(*) FROM coverage) AS sentences,
            (SELECT count(*) FROM coverage WHERE claims > 0) AS sentences_with_claims,
            (SELECT count(*) FROM problems WHERE resolved_by IS NULL) AS open_problems, (SELECT count(*) FROM runs) AS runs"""
    (totals,) = rows(connection, _Totals, query)
    return {
        **totals,
        "claims_by_attribution": _claims_by(connection, "attribution"),
        "claims_by_block": _claims_by(connection, "block"),
        "claims_by_hedged": _claims_by(connection, "hedged"),
        "claims_by_cue_type": _claims_by(connection, "cue_type"),
        "sentences_without_claims": _counted(
            connection, "SELECT reason, count(*) FROM coverage WHERE claims = 0 GROUP BY 1 ORDER BY 2 DESC, 1"
        ),
    }


def _claims_by(connection: Connection, column: str) -> dict[str, int]:
    return _counted(
        connection, f"SELECT {column}, count(*) FROM claims WHERE status = 'current' GROUP BY 1 ORDER BY 2 DESC, 1"
    )


def _counted(connection: Connection, query: str) -> dict[str, int]:
    return {word or "none": int(n) for word, n in connection.execute(sa.text(query))}
