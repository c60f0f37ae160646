"""When findings were stored, for feeds."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.rows import listed


def newest(connection: Connection, claims: Sequence[int], most: int) -> dict[str, str]:
    """The ids of those of the claims with these keys that were stored last, newest first, and otherwise in this order; `most` of them.

    With each, when the run that last found it, or found it otherwise, ended: ISO 8601, in UTC.
    """
    query = f"""SELECT c.id, c.claim_id, coalesce(r.finished_at, r.started_at) FROM claims c JOIN runs r ON r.id = c.run
        WHERE c.id IN ({listed(claims)})"""
    found = {key: (str(claim), str(at)) for key, claim, at in connection.execute(sa.text(query))}
    ordered = sorted((found[key] for key in claims), key=lambda one: one[1], reverse=True)
    return dict(ordered[:most])


def newest_run(connection: Connection) -> str:
    """When the newest run that ended did so, or else began the newest; the epoch if there is none."""
    found: str | None = connection.execute(sa.text("SELECT max(coalesce(finished_at, started_at)) FROM runs")).scalar()
    return found or "1970-01-01T00:00:00+00:00"
