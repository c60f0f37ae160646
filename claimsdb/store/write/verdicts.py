"""Writing what people say about pairs of claims: a verdict is added or taken back, and never deleted."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from claimsdb.model.status import Outcome
from claimsdb.model.verdict import Verdict
from claimsdb.model.version import __version__
from claimsdb.store.engine import Connection
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.documents import RunRow
from claimsdb.store.tables.verdicts import VerdictRow
from claimsdb.store.write.runs import now
from claimsdb.store.write.target import insert_one

VERDICTS = table(VerdictRow)
PERSON = "a person"
"""The tagger of a run in which a person judges."""


def begin(connection: Connection) -> int:
    """Write a run of a person, which is over when the caller's transaction is. Returns its key."""
    at = now()
    values = {"started_at": at, "finished_at": at, "version": __version__, "outcome": Outcome.COMPLETE}
    return insert_one(connection, table(RunRow), **values, tagger=PERSON, tagger_fingerprint="", settings="{}")


def give(connection: Connection, run: int, verdicts: Sequence[Verdict]) -> None:
    """Write verdicts, each in place of one that stands for the same two claims, which is taken back by whoever gives the new one."""
    withdraw(connection, [v.pair for v in verdicts], verdicts[0].judge if verdicts else None)
    at = now()
    for one in verdicts:
        claim, other = one.pair
        row = {"claim_id": claim, "other_id": other, "same": "yes" if one.same else "no"}
        connection.execute(sa.insert(VERDICTS).values(**row, why=one.why, judge=one.judge, judged_at=at, run=run))


def withdraw(connection: Connection, pairs: Collection[tuple[str, str]], by: str | None) -> int:
    """Take back the verdicts that stand for these pairs of ids, each in order. Returns how many did."""
    at, count = now(), 0
    for claim, other in pairs:
        meant = (VERDICTS.c.claim_id == claim, VERDICTS.c.other_id == other, VERDICTS.c.withdrawn_at.is_(None))
        count += connection.execute(sa.update(VERDICTS).where(*meant).values(withdrawn_at=at, withdrawn_by=by)).rowcount
    return count
