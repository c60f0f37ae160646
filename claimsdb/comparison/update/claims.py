"""Compare claims: those that a run has found or changed are compared with all others, and the groups that they touch are remade."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager

import numpy as np

from claimsdb.comparison.claims.candidates import Neighbourhood, candidates, cosines, crowded
from claimsdb.comparison.claims.enumerations import Apart, Integers, lines, list_buckets
from claimsdb.comparison.claims.judging import Judgement, judge
from claimsdb.comparison.claims.neighbourhoods import LISTS, WORDS, cells, rare_pairs
from claimsdb.comparison.claims.statements import Statement
from claimsdb.comparison.method import method
from claimsdb.comparison.update.enumerations import lists_of, turned_lines
from claimsdb.comparison.update.groups import AGAIN, Grouping, Said
from claimsdb.comparison.update.statements import in_file, statements
from claimsdb.english.networks.codes import stored as codes
from claimsdb.lookup.index.embeddings import codes_of
from claimsdb.model.faults import Faults
from claimsdb.model.ids import digest
from claimsdb.store.engine import Connection
from claimsdb.store.read import comparison
from claimsdb.store.read.embeddings import codes_by_claim
from claimsdb.store.read.statements import located
from claimsdb.store.read.verdicts import standing
from claimsdb.store.write.comparison import ComparisonWriter, Contradiction, Same

_AT_ONCE = 2048
_JUDGED = 20_000  # pairs between two reports
_READ = 50_000  # statements in memory

Tell = Callable[[str, int, int], None]
Judged = tuple[int, int, Judgement]
"""Two claims, by their keys in order, and the judgement of the pair."""


class Claims:
    """Compares claims within the caller's transaction."""

    def __init__(self, connection: Connection, run: int, faults: Faults) -> None:
        self.connection, self.run, self.faults = connection, run, faults
        self._writer = ComparisonWriter(connection, run, method())
        self._said: Said = {}
        self.contradicted: set[int] = set()
        """Claims whose conflicts have changed."""

    def update(self, tell: Tell, judged: Collection[int] = ()) -> set[int]:
        """Compare new claims, and anew those that people have `judged`; return the keys of the groups that have changed."""
        self._said = standing(self.connection)
        gone = sorted({*comparison.outdated(self.connection, method()), *judged})
        turned = turned_lines(self.connection, gone, self.faults) | self._crowded(gone)
        touched = self._forget(gone)
        new = comparison.uncompared(self.connection)
        again = self._again(new)
        new = [key for key in new if key not in again]
        self._place(new, tell)
        turned |= turned_lines(self.connection, new, self.faults) | self._crowded(new)
        turned -= {*gone, *new}
        touched |= self._unlink(sorted(turned), but=AGAIN) | turned
        touched |= self._judge([*new, *sorted(turned)], tell) | again.keys() | set(again.values())
        return Grouping(self.connection, self.run, self._said).update(touched | set(gone))

    def _forget(self, gone: Sequence[int]) -> set[int]:
        """Drop what was derived from claims that are retired or have changed; return the claims that were linked to them."""
        if not gone:
            return set()
        met = self._unlink(gone)
        self._writer.forget(gone)
        self._writer.forget(met - comparison.having_buckets(self.connection, met))  # repetitions of words that are gone
        return met

    def _unlink(self, keys: Sequence[int], but: str | None = None) -> set[int]:
        """Drop the conflicts and links of these claims, except links with the reason `but`; return the claims that were linked to them."""
        met, contradicted = self._writer.unlink(keys, but=but)
        self.contradicted |= contradicted
        return met

    def _again(self, new: Sequence[int]) -> dict[int, int]:
        """New claims that repeat the words of another claim of their document in the same voice, each with that claim.

        They join the groups of that claim without being compared: else a table of a thousand equal lines would be a million pairs.
        """
        voices = comparison.voices(self.connection, new)
        firsts = comparison.compared_voices(self.connection, {voice.document for voice in voices.values()})
        again = {
            key: first
            for key, voice in voices.items()
            if (first := firsts.setdefault(voice, key)) != key and self._say(key, first) is not False
        }
        self._writer.compared(again.keys())
        self._writer.link(Same(min(pair), max(pair), True, 1.0, AGAIN) for pair in again.items())
        return again

    def _place(self, new: Sequence[int], tell: Tell) -> None:
        """Assign each new claim the buckets in which it is looked for."""
        for start in range(0, len(new), _AT_ONCE):
            tell("Placing claims", start, len(new))
            some = new[start : start + _AT_ONCE]
            near = cells(codes_of(self.connection, some))
            read = statements(self.connection, some, self.faults)
            self._writer.compared(some)
            buckets: dict[int, set[int]] = {}
            for k, key in enumerate(some):
                if key in read:
                    with self.faults.of(read[key].document, "looking for claims like one of its claims"):
                        buckets[key] = {*near[k].tolist(), *rare_pairs(read[key]), *list_buckets(read[key])}
            self._writer.put((bucket, key) for key, found in buckets.items() for bucket in found)

    def _judge(self, new: Sequence[int], tell: Tell) -> set[int]:
        """Judge new claims against all that share a bucket with them, except lines of one list that are kept apart.

        Return the claims that were linked.
        """
        if not new:
            return set()
        tell("Looking for pairs", 0, len(new))
        keys, found = self._neighbourhood(new)
        pairs = candidates(found, np.isin(keys, np.array(new, np.int64)))
        linked: set[int] = set()
        read: dict[int, Statement] = {}
        for at in range(0, len(pairs), _JUDGED):
            tell("Comparing claims", at, len(pairs))
            some = pairs[at : at + _JUDGED]
            a, b = (keys[of].tolist() for of in np.divmod(some, len(keys)))
            lacking = {*a, *b} - read.keys()
            if len(read) + len(lacking) > _READ:
                read, lacking = {}, {*a, *b}
            read |= statements(self.connection, sorted(lacking), self.faults)
            linked |= self._judge_each(zip(a, b, cosines(some, found.codes, found.sizes).tolist(), strict=True), read)
        return linked

    def _judge_each(self, pairs: Iterable[tuple[int, int, float]], read: dict[int, Statement]) -> set[int]:
        """Judge the pairs and write the results; return the claims that were linked."""
        same: list[Judged] = []
        conflicting: list[Judged] = []
        for a, b, meaning in pairs:
            if a not in read or b not in read or self._say(a, b) is not None:
                continue
            with self._pair(read[a], read[b]):
                found = judge(read[a], read[b], meaning)
                if found is not None:
                    (same if found.same else conflicting).append((a, b, found))
        self._writer.link(Same(a, b, j.sure, round(j.score, 4), j.reasons) for a, b, j in same)
        self._writer.contradict(self._contradictions(conflicting, read))
        self.contradicted |= {key for a, b, _ in conflicting for key in (a, b)}
        return {key for a, b, _ in same for key in (a, b)}

    def _say(self, a: int, b: int) -> bool | None:
        """Whether people say that two claims say the same; None if nobody says anything."""
        return self._said.get((min(a, b), max(a, b)))

    def _crowded(self, moved: Sequence[int]) -> set[int]:
        """The other claims that must be compared anew because these claims come to a crowd, or leave it."""
        if comparison.neighbours(self.connection, moved) == 0:
            return set()
        keys, found = self._neighbourhood(moved)
        return set(keys[crowded(found, np.isin(keys, np.array(moved, np.int64)))].tolist())

    def _neighbourhood(self, claims: Sequence[int]) -> tuple[Integers, Neighbourhood]:
        """The claims that share a bucket with these, by their keys in order, and the buckets."""
        met = comparison.sharing_buckets(self.connection, claims, (None, LISTS), (WORDS, None))
        buckets = np.fromiter((bucket for bucket, _ in met), np.int64, len(met))
        members = np.fromiter((claim for _, claim in met), np.int64, len(met))
        del met
        known = codes_by_claim(self.connection, np.unique(members).tolist())
        keys = np.array(sorted(known), np.int64)
        having = np.isin(members, keys)  # the encoder may have failed on some
        names = keys.tolist()
        at = {key: k for k, key in enumerate(names)}
        lists = (
            {at[key]: found for key, found in lines(of).items() if key in at}  # a line may be near none of the claims
            for of in lists_of(self.connection, claims, self.faults)
        )
        public = comparison.claim_ids(self.connection, names)
        rank = np.empty(len(keys), np.int64)
        rank[sorted(range(len(keys)), key=lambda k: public[names[k]])] = np.arange(len(keys))
        return keys, Neighbourhood(
            buckets[having],
            np.searchsorted(keys, members[having]),
            codes(known[key] for key in names),
            rank,
            Apart(len(keys), lists),
        )

    def _contradictions(self, pairs: Sequence[Judged], read: dict[int, Statement]) -> list[Contradiction]:
        """The conflicts of these pairs, at most one of each kind, with their values in the files."""
        found: list[Contradiction] = []
        places = located(self.connection, sorted({key for a, b, _ in pairs for key in (a, b)}))
        for a, b, judged in pairs:
            for one in {c.kind: c for c in reversed(judged.conflicts)}.values():
                public = digest("conflict", *sorted((read[a].id, read[b].id)), one.kind)
                with self._pair(read[a], read[b]):
                    here, there = in_file(places[a], one.here), in_file(places[b], one.there)
                    found.append(
                        Contradiction(a, b, one.kind, public, round(judged.score, 4), judged.reasons, here, there)
                    )
        return found

    def _pair(self, a: Statement, b: Statement) -> AbstractContextManager[None]:
        """Skip what fails on a pair of claims."""
        return self.faults.of(b.document, "comparing a claim of it", a.document)
