"""When findings were stored, for feeds."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from claimsdb.store.engine import Connection


def stored_at(connection: Connection, claims: Sequence[str]) -> dict[str, str]:
    """When the run that last found the claims with these ids, or found them otherwise, ended: ISO 8601, in UTC."""
    query = sa.text(
        """SELECT c.claim_id, coalesce(r.finished_at, r.started_at) FROM claims c JOIN runs r ON r.id = c.run
        WHERE c.claim_id IN :claims"""
    ).bindparams(sa.bindparam("claims", expanding=True))
    return {claim: str(at) for claim, at in connection.execute(query, {"claims": list(claims)})}


def newest_run(connection: Connection) -> str:
    """When the newest run that ended did so, or else began the newest; the epoch if there is none."""
    found: str | None = connection.execute(sa.text("SELECT max(coalesce(finished_at, started_at)) FROM runs")).scalar()
    return found or "1970-01-01T00:00:00+00:00"
