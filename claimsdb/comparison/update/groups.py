"""Groups out of links: the stars of every connected part that a run has touched, written where they differ from before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa

from claimsdb.comparison.claims.stars import linked, parts, stars
from claimsdb.model.ids import digest
from claimsdb.store.keys import among, every
from claimsdb.store.tables import GroupRow, MemberRow, NeighbourhoodRow, SameRow, table

SAME, GROUPS, MEMBERS, PLACES = table(SameRow), table(GroupRow), table(MemberRow), table(NeighbourhoodRow)
AGAIN = "the same words again in one document"
"""The reason of a link between a claim and what says its document's own words again."""


def placed(connection: sa.Connection, keys: Iterable[int]) -> set[int]:
    """Those of the claims that have places: all that have been compared but for what says a document's own words again."""
    with among(connection, sorted(keys)) as chosen:
        query = sa.select(PLACES.c.claim).where(PLACES.c.claim.in_(chosen)).distinct()
        return set(connection.execute(query).scalars())


class Grouping:
    """The groups within the caller's transaction."""

    def __init__(self, connection: sa.Connection, run: int) -> None:
        self.connection, self.run = connection, run

    def update(self, touched: Iterable[int]) -> set[int]:
        """Make the stars of every connected part that a touched claim is in; the groups that differ from before."""
        scores, members = self._parts(touched)
        ids = every(self.connection, "SELECT id, claim_id FROM claims", sorted(members))
        public = {key: str(row[0]) for key, row in ids.items()}
        keys = {name: key for key, name in public.items()}
        sure, nearly = (
            linked((public[a], public[b], score) for (a, b), (score, one) in scores.items() if one == kind)
            for kind in ("yes", "no")
        )
        again: dict[int, list[int]] = defaultdict(list)
        twice = {pair for pair, (_, kind) in scores.items() if kind == "again"}
        having = placed(self.connection, {k for pair in twice for k in pair})
        for a, b in twice:
            first, other = (a, b) if a in having else (b, a)
            again[first].append(other)
        wanted: dict[int, dict[int, float]] = {}
        for part in parts(sure):
            for centre, satellites in stars({c: sure[c] for c in part}, nearly).items():
                near = sure[centre] | nearly.get(centre, {})
                wanted[keys[centre]] = {keys[s]: near[s] for s in satellites} | {keys[centre]: 1.0}
        alone = again.keys() - {claim for group in wanted.values() for claim in group}
        wanted |= {first: {first: 1.0} for first in alone}
        for group in wanted.values():
            group |= {other: score for claim, score in group.items() for other in again.get(claim, ())}
        return self._write(members, wanted, public)

    def _parts(self, touched: Iterable[int]) -> tuple[dict[tuple[int, int], tuple[float, str]], set[int]]:
        """All links of the connected parts that the claims are in, and these parts' claims, with those that are linked to nothing."""
        scores: dict[tuple[int, int], tuple[float, str]] = {}
        seen, todo = set(touched), set(touched)
        kind = sa.case((SAME.c.reasons == AGAIN, "again"), else_=SAME.c.sure)
        columns = sa.select(SAME.c.claim, SAME.c.other, SAME.c.score, kind)
        while todo:
            with among(self.connection, sorted(todo)) as chosen:
                ends = (SAME.c.claim, SAME.c.other)
                found = [row for end in ends for row in self.connection.execute(columns.where(end.in_(chosen)))]
            scores |= {(a, b): (score, sure) for a, b, score, sure in found}
            todo = {k for a, b, _, sure in found for k in (a, b) if sure != "no"} - seen
            seen |= todo
        return {link: found for link, found in scores.items() if seen.issuperset(link)}, seen

    def _write(self, members: set[int], wanted: dict[int, dict[int, float]], public: dict[int, str]) -> set[int]:
        known: dict[int, dict[int, float]] = defaultdict(dict)
        centres: dict[int, int] = {}
        with among(self.connection, sorted(members)) as chosen:
            old = sa.select(MEMBERS.c.group).where(MEMBERS.c.claim.in_(chosen)).distinct()
            rows = sa.select(GROUPS.c.id, GROUPS.c.claim, MEMBERS.c.claim, MEMBERS.c.score).join(
                MEMBERS, MEMBERS.c.group == GROUPS.c.id
            )
            for group, centre, claim, score in self.connection.execute(rows.where(GROUPS.c.id.in_(old))):
                known[group][claim], centres[centre] = score, group
        changed = {g for c, g in centres.items() if wanted.get(c) != known[g]}
        with among(self.connection, sorted(changed)) as chosen:
            self.connection.execute(sa.delete(MEMBERS).where(MEMBERS.c.group.in_(chosen)))
            unmade = sorted(g for c, g in centres.items() if c not in wanted)
        with among(self.connection, unmade) as chosen:
            self.connection.execute(sa.delete(GROUPS).where(GROUPS.c.id.in_(chosen)))
        following = (
            int(self.connection.execute(sa.select(sa.func.coalesce(sa.func.max(GROUPS.c.id), 0))).scalar_one()) + 1
        )
        made, filled = [], []
        for centre in sorted(wanted, key=lambda c: public[c]):
            group = centres.get(centre)
            if group is not None and group not in changed:
                continue
            if group is None:
                group, following = following, following + 1
                counts = {"claims": 0, "documents": 0, "speakers": 0, "origins": 0, "conflicts": 0}
                made.append(
                    {"id": group, "group_id": digest("group", public[centre]), "claim": centre, "run": self.run}
                    | counts
                )
            changed.add(group)
            filled += [{"group": group, "claim": c, "score": s} for c, s in wanted[centre].items()]
        if made:
            self.connection.execute(sa.insert(GROUPS), made)
        if filled:
            self.connection.execute(sa.insert(MEMBERS), filled)
        return changed - set(unmade)
