"""Writing the results of comparing claims: which were compared, their buckets, links and conflicts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from claimsdb.model.relation import ConflictKind
from claimsdb.model.stretch import Stretch
from claimsdb.store.engine import Connection
from claimsdb.store.keys import among
from claimsdb.store.tables.columns import columns_of, table
from claimsdb.store.tables.comparison import ComparedRow, ContradictionRow, NeighbourhoodRow, SameRow
from claimsdb.store.tables.findings import ClaimRow

CLAIMS, COMPARED, NEIGHBOURHOODS = table(ClaimRow), table(ComparedRow), table(NeighbourhoodRow)
SAME, CONTRADICTIONS = table(SameRow), table(ContradictionRow)


@dataclass(frozen=True, slots=True)
class Same:
    """Two claims that say the same, or nearly the same if not `sure`: their keys in ascending order."""

    claim: int
    other: int
    sure: bool
    score: float
    reasons: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims that cannot both be true: their keys in ascending order, and the spans of the two values."""

    claim: int
    other: int
    kind: ConflictKind
    conflict_id: str
    score: float
    reasons: str
    here: Stretch
    there: Stretch


class ComparisonWriter:
    """Writes for one run and one method, within the caller's transaction."""

    def __init__(self, connection: Connection, run: int, method: str) -> None:
        self.connection = connection
        self._by = {"method": method, "run": run}

    def forget(self, claims: Collection[int]) -> None:
        """Forget that these claims have been compared, and take them out of their buckets."""
        with among(self.connection, sorted(claims)) as chosen:
            for rows in (NEIGHBOURHOODS, COMPARED):
                self.connection.execute(sa.delete(rows).where(rows.c.claim.in_(chosen)))

    def unlink(self, claims: Collection[int], *, but: str | None = None) -> tuple[set[int], set[int]]:
        """Drop the links and conflicts of these claims, except those with the reason `but`.

        Returns the claims at the other ends of the links, and those at the other ends of the conflicts.
        """
        met: dict[sa.Table, set[int]] = {SAME: set(), CONTRADICTIONS: set()}
        with among(self.connection, sorted(claims)) as chosen:
            for rows, others in met.items():
                for mine, theirs in ((rows.c.claim, rows.c.other), (rows.c.other, rows.c.claim)):
                    meant = sa.and_(mine.in_(chosen), rows.c.reasons.is_distinct_from(but))
                    others.update(self.connection.execute(sa.select(theirs).where(meant)).scalars())
                    self.connection.execute(sa.delete(rows).where(meant))
        return met[SAME], met[CONTRADICTIONS]

    def compared(self, claims: Collection[int]) -> None:
        """Note that these claims have been compared, as found by the run that each refers to now."""
        with among(self.connection, sorted(claims)) as chosen:
            as_found = sa.select(CLAIMS.c.id, CLAIMS.c.run, sa.literal(self._by["method"])).where(
                CLAIMS.c.id.in_(chosen)
            )
            self.connection.execute(sa.insert(COMPARED).from_select(["claim", "run", "method"], as_found))

    def put(self, members: Iterable[tuple[int, int]]) -> None:
        """Put claims into buckets, given pairs of bucket and claim."""
        rows = [{"bucket": bucket, "claim": claim} for bucket, claim in members]
        if rows:
            self.connection.execute(sa.insert(NEIGHBOURHOODS), rows)

    def link(self, pairs: Iterable[Same]) -> None:
        """Write links."""
        rows = [
            {
                "claim": p.claim,
                "other": p.other,
                "sure": "yes" if p.sure else "no",
                "score": p.score,
                "reasons": p.reasons,
            }
            | self._by
            for p in pairs
        ]
        if rows:
            self.connection.execute(sa.insert(SAME), rows)

    def contradict(self, pairs: Iterable[Contradiction]) -> None:
        """Write conflicts."""
        rows = [
            {
                "claim": p.claim,
                "other": p.other,
                "kind": p.kind,
                "conflict_id": p.conflict_id,
                "score": p.score,
                "reasons": p.reasons,
            }
            | columns_of(p.here)
            | columns_of(p.there, "other_")
            | self._by
            for p in pairs
        ]
        if rows:
            self.connection.execute(sa.insert(CONTRADICTIONS), rows)
