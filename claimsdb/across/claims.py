"""Claims against claims: those that a run found, or found otherwise, are compared with all others, and the groups that
they meet made anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from os import cpu_count

import numpy as np
import sqlalchemy as sa

from claimsdb.across.lists import lists_of, turned_lines
from claimsdb.across.reading import among, contexts, every, statements
from claimsdb.across.spots import Spots
from claimsdb.groups.candidates import candidates
from claimsdb.groups.lists import Apart, lines, list_places
from claimsdb.groups.pairs import METHOD, Judgement, judge
from claimsdb.groups.places import LISTS, WORDS, Codes, cells, rare_pairs
from claimsdb.groups.stars import linked, parts, stars
from claimsdb.ids import digest
from claimsdb.index.words import plain
from claimsdb.meaning.codes import SIZE, codes
from claimsdb.meaning.encoder import default
from claimsdb.tables import (
    ComparedRow,
    ContradictionRow,
    GroupRow,
    MemberRow,
    NeighbourhoodRow,
    SameRow,
    table,
)

COMPARED, SAME, CONTRADICTIONS = table(ComparedRow), table(SameRow), table(ContradictionRow)
GROUPS, MEMBERS, PLACES = table(GroupRow), table(MemberRow), table(NeighbourhoodRow)
_AT_ONCE = 2048
AGAIN = "the same words again in one document"
"""The reason of a link between a claim and what says its document's own words again."""

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
        return self._regroup(touched | set(gone))

    def _forget(self, gone: Sequence[int]) -> set[int]:
        """Drop what was derived from claims that are retired, or that are found otherwise now; the claims that were linked to them."""
        if not gone:
            return set()
        met = self._unlink(gone)
        with among(self.connection, gone) as chosen:
            for rows in (PLACES, COMPARED):
                self.connection.execute(sa.delete(rows).where(rows.c.claim.in_(chosen)))
        with among(
            self.connection, sorted(met - self._placed(met))
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

    def _placed(self, keys: Iterable[int]) -> set[int]:
        """Those of the claims that have places: all that have been compared but for what says a document's own words again."""
        with among(self.connection, sorted(keys)) as chosen:
            query = sa.select(PLACES.c.claim).where(PLACES.c.claim.in_(chosen)).distinct()
            return set(self.connection.execute(query).scalars())

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
            noted = [{"claim": k, "run": runs[k][0], "method": METHOD, "vector": b""} for k in again]
            self.connection.execute(sa.insert(COMPARED), noted)
            link = {"sure": "yes", "score": 1.0, "reasons": AGAIN, "method": METHOD, "run": self.run}
            pairs = [{"claim": min(pair), "other": max(pair)} | link for pair in again.items()]
            self.connection.execute(sa.insert(SAME), pairs)
        return again

    def _place(self, new: Sequence[int], tell: Tell) -> None:
        """Give each new claim its vector and the places where it is looked for."""
        for start in range(0, len(new), _AT_ONCE):
            tell("Placing claims", start, len(new))
            some = new[start : start + _AT_ONCE]
            found = self._codes(some)
            near = cells(found)
            read = statements(self.connection, some)
            runs = every(self.connection, "SELECT id, run FROM claims", some)
            self.connection.execute(
                sa.insert(COMPARED),
                [
                    {"claim": key, "run": runs[key][0], "method": METHOD, "vector": found[k].tobytes()}
                    for k, key in enumerate(some)
                ],
            )
            rows = [
                {"place": place, "claim": key}
                for k, key in enumerate(some)
                for place in {*near[k].tolist(), *rare_pairs(read[key]), *list_places(read[key])}
            ]
            self.connection.execute(sa.insert(PLACES), rows)

    def _codes(self, keys: Sequence[int]) -> Codes:
        """The codes of the vector of each claim in its context; those that look-up has where the context adds nothing."""
        known = contexts(self.connection, keys)
        own = every(self.connection, _EMBEDDED, keys, key="l.claim")
        ready = {key: row[1] for key, row in own.items() if known[key] == plain(row[0])}
        texts = sorted({known[key] for key in keys if key not in ready})
        at = {text: k for k, text in enumerate(texts)}
        made = codes(default().embed(texts, threads=min(cpu_count() or 1, 4)))
        found = np.empty((len(keys), SIZE), np.int8)
        for k, key in enumerate(keys):
            found[k] = np.frombuffer(ready[key], np.int8) if key in ready else made[at[known[key]]]
        return found

    def _judge(self, new: Sequence[int], tell: Tell) -> set[int]:
        """Judge new claims against all that share a place with them, but for lines of one list that are to be kept apart; the claims that
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
        places = np.fromiter((r[0] for r in met), np.int64, len(met))
        claims = np.fromiter((r[1] for r in met), np.int64, len(met))
        del met
        keys = np.unique(claims)
        vectors = every(self.connection, "SELECT claim, vector FROM compared", keys.tolist(), key="claim")
        stored = np.frombuffer(b"".join(vectors[k][0] for k in keys.tolist()), np.int8).reshape(-1, SIZE)
        del vectors
        tell("Looking for pairs", 0, len(new))
        fresh = np.isin(keys, np.array(new, np.int64))
        names = keys.tolist()
        at = {key: k for k, key in enumerate(names)}
        lists = (
            {at[key]: found for key, found in lines(of).items() if key in at}  # a line may be near none that is new
            for of in lists_of(self.connection, new)
        )
        pairs = list(candidates(places, np.searchsorted(keys, claims), fresh, stored, Apart(len(keys), lists)))
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

    def _regroup(self, touched: Iterable[int]) -> set[int]:
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
        placed = self._placed({k for pair in twice for k in pair})
        for a, b in twice:
            first, other = (a, b) if a in placed else (b, a)
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


_GONE = """SELECT k.claim FROM compared k JOIN claims c ON c.id = k.claim
    WHERE c.status <> 'current' OR c.run <> k.run OR k.method <> :method ORDER BY k.claim"""
_EMBEDDED = """SELECT l.claim, c.text, e.codes FROM claim_embeddings l JOIN embeddings e ON e.id = l.embedding
    JOIN claims c ON c.id = l.claim"""
_NEW = """SELECT c.id FROM claims c LEFT JOIN compared k ON k.claim = c.id
    WHERE c.status = 'current' AND k.claim IS NULL ORDER BY c.claim_id"""
