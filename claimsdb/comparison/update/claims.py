"""Claims against claims: those that a run found, or found otherwise, are compared with all others, and the groups that
they meet made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import sqlalchemy as sa

from claimsdb.comparison.claims.candidates import candidates
from claimsdb.comparison.claims.enumerations import Apart, lines, list_buckets
from claimsdb.comparison.claims.judging import METHOD, Judgement, judge
from claimsdb.comparison.claims.neighbourhoods import LISTS, WORDS, cells, rare_pairs
from claimsdb.comparison.update.enumerations import lists_of, turned_lines
from claimsdb.comparison.update.groups import AGAIN, Grouping, placed
from claimsdb.comparison.update.positions import Spots
from claimsdb.comparison.update.statements import statements
from claimsdb.lookup.index.embeddings import codes_of
from claimsdb.model.ids import digest
from claimsdb.store.keys import among, every
from claimsdb.store.tables import ComparedRow, ContradictionRow, NeighbourhoodRow, SameRow, table

COMPARED, SAME, CONTRADICTIONS = table(ComparedRow), table(SameRow), table(ContradictionRow)
PLACES = table(NeighbourhoodRow)
_AT_ONCE = 2048

Tell = Callable[[str, int, int], None]


class Claims:
    """The comparison of claims within the caller's transaction."""

    def __init__(self, connection: sa.Connection, run: int) -> None:
        self.connection, self.run = connection, run
        self.contradicted: set[int] = set()
        """Claims whose conflicts are not what they were."""

    def update(self, tell: Tell) -> set[int]:
        """Compare what is new; the keys of the groups that were made, changed or unmade."""
        gone = [row[0] for row in self.connection.execute(sa.text(_GONE), {"method": METHOD})]
        turned = turned_lines(self.connection, gone)
        touched = self._forget(gone)
        new = [row[0] for row in self.connection.execute(sa.text(_NEW))]
        again = self._again(new)
        new = [key for key in new if key not in again]
        self._place(new, tell)
        turned |= turned_lines(self.connection, new)
        touched |= self._unlink(sorted(turned), but=AGAIN) | turned
        touched |= self._judge([*new, *sorted(turned)], tell) | again.keys() | set(again.values())
        return Grouping(self.connection, self.run).update(touched | set(gone))

    def _forget(self, gone: Sequence[int]) -> set[int]:
        """Drop what was derived from claims that are retired, or that are found otherwise now; the claims that were linked to them."""
        if not gone:
            return set()
        met = self._unlink(gone)
        with among(self.connection, gone) as chosen:
            for rows in (PLACES, COMPARED):
                self.connection.execute(sa.delete(rows).where(rows.c.claim.in_(chosen)))
        with among(
            self.connection, sorted(met - placed(self.connection, met))
        ) as left:  # said again, and what they said again is gone
            self.connection.execute(sa.delete(COMPARED).where(COMPARED.c.claim.in_(left)))
        return met

    def _unlink(self, keys: Sequence[int], but: str | None = None) -> set[int]:
        """Drop the links of these claims and their conflicts, except for those of the reason `but`; the claims that were linked to them."""
        met: set[int] = set()
        with among(self.connection, keys) as chosen:
            for rows in (SAME, CONTRADICTIONS):
                for mine, theirs in ((rows.c.claim, rows.c.other), (rows.c.other, rows.c.claim)):
                    meant = sa.and_(mine.in_(chosen), rows.c.reasons.is_distinct_from(but))
                    others = set(self.connection.execute(sa.select(theirs).where(meant)).scalars())
                    if rows is SAME:
                        met |= others
                    else:
                        self.contradicted |= others
                    self.connection.execute(sa.delete(rows).where(meant))
        return met

    def _again(self, new: Sequence[int]) -> dict[int, int]:
        """New claims that say in the same voice what another claim of their document says in the same words, with that claim.

        They go where it goes, so that a table of a thousand like lines is no million pairs.
        """
        firsts: dict[tuple[object, ...], int] = {}
        again: dict[int, int] = {}
        columns = "SELECT id, document, text, speaker, attribution, start FROM claims"
        rows = every(self.connection, columns, new)
        documents = sorted({row[0] for row in rows.values()})
        with among(self.connection, documents) as chosen:
            inside = str(chosen.compile(compile_kwargs={"literal_binds": True}))
            known = f"""SELECT id, document, text, speaker, attribution FROM claims WHERE document IN ({inside})
                AND id IN (SELECT claim FROM compared) AND id IN (SELECT claim FROM neighbourhoods)"""
            for key, *voice in self.connection.exec_driver_sql(known):
                firsts[tuple(voice)] = key
        for key, (*voice, _) in sorted(rows.items(), key=lambda row: (row[1][-1], row[0])):
            first = firsts.setdefault(tuple(voice), key)
            if first != key:
                again[key] = first
        if again:
            runs = every(self.connection, "SELECT id, run FROM claims", sorted(again))
            noted = [{"claim": k, "run": runs[k][0], "method": METHOD} for k in again]
            self.connection.execute(sa.insert(COMPARED), noted)
            link = {"sure": "yes", "score": 1.0, "reasons": AGAIN, "method": METHOD, "run": self.run}
            pairs = [{"claim": min(pair), "other": max(pair)} | link for pair in again.items()]
            self.connection.execute(sa.insert(SAME), pairs)
        return again

    def _place(self, new: Sequence[int], tell: Tell) -> None:
        """Give each new claim the buckets where it is looked for."""
        for start in range(0, len(new), _AT_ONCE):
            tell("Placing claims", start, len(new))
            some = new[start : start + _AT_ONCE]
            near = cells(codes_of(self.connection, some))
            read = statements(self.connection, some)
            runs = every(self.connection, "SELECT id, run FROM claims", some)
            noted = [{"claim": key, "run": runs[key][0], "method": METHOD} for key in some]
            self.connection.execute(sa.insert(COMPARED), noted)
            rows = [
                {"place": place, "claim": key}
                for k, key in enumerate(some)
                for place in {*near[k].tolist(), *rare_pairs(read[key]), *list_buckets(read[key])}
            ]
            self.connection.execute(sa.insert(PLACES), rows)

    def _judge(self, new: Sequence[int], tell: Tell) -> set[int]:
        """Judge new claims against all that share a bucket with them, but for lines of one list that are to be kept apart; the claims that
        were linked.
        """
        if not new:
            return set()
        with among(self.connection, new) as chosen:
            outside = sa.or_(PLACES.c.place < LISTS, PLACES.c.place >= WORDS)
            mine = sa.select(PLACES.c.place).where(PLACES.c.claim.in_(chosen), outside).distinct()
            met = self.connection.execute(
                sa.select(PLACES.c.place, PLACES.c.claim).where(PLACES.c.place.in_(mine))
            ).fetchall()
        buckets = np.fromiter((r[0] for r in met), np.int64, len(met))
        claims = np.fromiter((r[1] for r in met), np.int64, len(met))
        del met
        keys = np.unique(claims)
        stored = codes_of(self.connection, keys.tolist())
        tell("Looking for pairs", 0, len(new))
        fresh = np.isin(keys, np.array(new, np.int64))
        names = keys.tolist()
        at = {key: k for k, key in enumerate(names)}
        lists = (
            {at[key]: found for key, found in lines(of).items() if key in at}  # a line may be near none that is new
            for of in lists_of(self.connection, new)
        )
        pairs = list(candidates(buckets, np.searchsorted(keys, claims), fresh, stored, Apart(len(keys), lists)))
        read = statements(self.connection, sorted({names[k] for a, b, _ in pairs for k in (a, b)}))
        same: list[tuple[int, int, Judgement]] = []
        conflicting: list[tuple[int, int, Judgement]] = []
        for done, (a, b, meaning) in enumerate(pairs):
            if done % 20_000 == 0:
                tell("Comparing claims", done, len(pairs))
            found = judge(read[names[a]], read[names[b]], meaning)
            if found is not None:
                (same if found.same else conflicting).append((names[a], names[b], found))
        self._link(same)
        self._contradict(conflicting, {k: read[k].id for a, b, _ in conflicting for k in (a, b)})
        self.contradicted |= {k for a, b, _ in conflicting for k in (a, b)}
        return {k for a, b, _ in same for k in (a, b)}

    def _link(self, pairs: Sequence[tuple[int, int, Judgement]]) -> None:
        rows = [
            {
                "claim": a,
                "other": b,
                "sure": "yes" if j.sure else "no",
                "score": round(j.score, 4),
                "reasons": j.reasons,
                "method": METHOD,
                "run": self.run,
            }
            for a, b, j in pairs
        ]
        if rows:
            self.connection.execute(sa.insert(SAME), rows)

    def _contradict(self, pairs: Sequence[tuple[int, int, Judgement]], ids: dict[int, str]) -> None:
        spots = Spots(self.connection, sorted(ids))
        rows = [
            {
                "claim": a,
                "other": b,
                "kind": c.kind,
                "conflict_id": digest("conflict", *sorted((ids[a], ids[b])), c.kind),
                "score": round(j.score, 4),
                "reasons": j.reasons,
                "method": METHOD,
                "run": self.run,
                **spots.of(a, c.here),
                **{f"other_{name}": value for name, value in spots.of(b, c.there).items()},
            }
            for a, b, j in pairs
            for c in {c.kind: c for c in reversed(j.conflicts)}.values()
        ]
        if rows:
            self.connection.execute(sa.insert(CONTRADICTIONS), rows)


_GONE = """SELECT k.claim FROM compared k JOIN claims c ON c.id = k.claim
    WHERE c.status <> 'current' OR c.run <> k.run OR k.method <> :method ORDER BY k.claim"""
_NEW = """SELECT c.id FROM claims c LEFT JOIN compared k ON k.claim = c.id
    WHERE c.status = 'current' AND k.claim IS NULL ORDER BY c.claim_id"""
