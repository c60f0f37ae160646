"""Make groups from links: the stars of every connected part that a run has touched, written if they have changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import chain

from claimsdb.comparison.claims.agreement import Agreement
from claimsdb.comparison.claims.stars import linked, parts, stars
from claimsdb.model.ids import digest
from claimsdb.store.engine import Connection
from claimsdb.store.read import comparison
from claimsdb.store.read.statements import quantities
from claimsdb.store.write import groups as writer
from claimsdb.store.write.groups import NewGroup

AGAIN = "the same words again in one document"
"""The reason of a link between a claim and a repetition of its words in the same document."""

Links = dict[tuple[int, int], comparison.Link]
Said = Mapping[tuple[int, int], bool]
"""What people say about two claims, by their keys in order: whether they say the same."""
Groups = dict[int, dict[int, float]]
"""The claims of each group with their scores, by the claim that represents the group."""


class Grouping:
    """Updates groups within the caller's transaction."""

    def __init__(self, connection: Connection, run: int, said: Said) -> None:
        self.connection, self.run = connection, run
        self._together = [pair for pair, same in said.items() if same]
        self._apart: dict[int, set[int]] = defaultdict(set)
        for a, b in (pair for pair, same in said.items() if not same):
            self._apart[a].add(b)
            self._apart[b].add(a)

    def update(self, touched: Iterable[int]) -> set[int]:
        """Make the stars of every connected part that contains a touched claim; return the groups that have changed."""
        links, members = self._parts(touched)
        public = comparison.claim_ids(self.connection, members)
        keys = {name: key for key, name in public.items()}
        sure, nearly = (
            linked((public[a], public[b], k.score) for (a, b), k in links.items() if k.sure is one and not k.asked)
            for one in (True, False)
        )
        wanted: Groups = {}
        agreement = self._agreement(public, sure)
        for part in parts(sure):
            for centre, satellites in stars({c: sure[c] for c in part}, nearly, agreement).items():
                near = sure[centre] | nearly.get(centre, {})
                wanted[keys[centre]] = {keys[s]: near[s] for s in satellites} | {keys[centre]: 1.0}
        again = self._again(links)
        alone = again.keys() - {claim for group in wanted.values() for claim in group}
        wanted |= {first: {first: 1.0} for first in alone}
        for group in wanted.values():
            repeated = {other: score for claim, score in group.items() for other in again.get(claim, ())}
            group |= {other: score for other, score in repeated.items() if self._may_join(other, group)}
        self._join(wanted, public)
        return self._write(members, wanted, public)

    def _parts(self, touched: Iterable[int]) -> tuple[Links, set[int]]:
        """All links of the connected parts that contain the claims, and the claims of these parts, including those without any link."""
        links: Links = {}
        seen, todo = set(touched), set(touched)
        while todo:
            reached: set[int] = set()
            for link in comparison.links(self.connection, todo, AGAIN):
                links[link.claim, link.other] = link
                if link.sure:
                    reached |= {link.claim, link.other}
            reached |= {claim for pair in self._together if not todo.isdisjoint(pair) for claim in pair}
            todo = reached - seen
            seen |= todo
        return {pair: link for pair, link in links.items() if seen.issuperset(pair)}, seen

    def _agreement(self, public: dict[int, str], sure: Mapping[str, Collection[str]]) -> Agreement:
        """What the claims state and which of them are in conflict, by their public ids."""
        conflicting: dict[str, set[str]] = defaultdict(set)
        apart = ((a, b) for a, others in self._apart.items() for b in others)
        for a, b in chain(comparison.contradicting(self.connection, public), apart):
            if a in public and b in public:
                conflicting[public[a]].add(public[b])
                conflicting[public[b]].add(public[a])
        stated = quantities(self.connection, list(public))
        return Agreement({public[key]: values for key, values in stated.items()}, conflicting, sure)

    def _may_join(self, claim: int, group: Collection[int]) -> bool:
        """Whether nobody holds the claim apart from one of the group."""
        return self._apart.get(claim, set()).isdisjoint(group)

    def _join(self, wanted: Groups, public: Mapping[int, str]) -> None:
        """Put claims that people hold for the same into each other's groups, or into one of their own if neither has a group."""
        pairs = [sorted(pair, key=lambda k: public[k]) for pair in self._together if public.keys() >= set(pair)]
        for pair in sorted(pairs, key=lambda pair: [public[k] for k in pair]):
            for claim, other in (pair, pair[::-1]):
                for group in wanted.values():
                    if claim in group and other not in group and self._may_join(other, group):
                        group[other] = 1.0
            free = [claim for claim in pair if claim not in wanted]
            if free and not any(group.keys() >= set(pair) for group in wanted.values()):
                wanted[free[0]] = dict.fromkeys(pair, 1.0)

    def _again(self, links: Links) -> dict[int, list[int]]:
        """Claims that have been compared themselves, with those that repeat their words in the same document."""
        twice = {pair for pair, link in links.items() if link.asked}
        having = comparison.having_buckets(self.connection, {k for pair in twice for k in pair})
        again: dict[int, list[int]] = defaultdict(list)
        for a, b in twice:
            first, other = (a, b) if a in having else (b, a)
            again[first].append(other)
        return again

    def _write(self, members: set[int], wanted: Groups, public: dict[int, str]) -> set[int]:
        known: Groups = defaultdict(dict)
        group_of: dict[int, int] = {}
        for one in comparison.members(self.connection, members):
            known[one.centre][one.claim], group_of[one.centre] = one.score, one.group
        changed = {centre for centre, of in known.items() if wanted.get(centre) != of}
        unmade = {group_of[centre] for centre in known.keys() - wanted.keys()}
        writer.empty(self.connection, {group_of[centre] for centre in changed})
        writer.remove(self.connection, unmade)
        in_order = sorted(wanted, key=lambda centre: public[centre])
        new = [centre for centre in in_order if centre not in known]
        made = writer.make(self.connection, [NewGroup(digest("group", public[c]), c) for c in new], self.run)
        group_of |= zip(new, made, strict=True)
        written = [centre for centre in in_order if centre in changed or centre not in known]
        filled = ((group_of[centre], c, score) for centre in written for c, score in wanted[centre].items())
        writer.fill(self.connection, filled)
        return {group_of[centre] for centre in written}
