"""What became of each claim of an older version of a document in a newer one, and which claim of the newer version comes from it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from claimsdb.english.tokens import is_word
from claimsdb.lookup.versions.fates import Fate, Fates, numbers
from claimsdb.model.ids import fold
from claimsdb.model.spans import Span
from claimsdb.model.succession import Statement, Succession, SuccessionStatus, Version

_OVERLAP = 0.5
"""Minimum share of a claim's tokens in the place of another that it comes from."""


def successions(old: Version, new: Version) -> list[Succession]:
    """What became of each claim, in order, then the claims of the newer version that come from none of the older.

    A claim has several successions if it was divided, or if it is ambiguous. If `new` has no claims, the text alone decides.
    """
    return _Matching(old, new).successions()


class _Matching:
    def __init__(self, old: Version, new: Version) -> None:
        self._claims, self._successors = old.claims, new.claims
        self._texts = old.text, new.text
        self._fates = Fates(old.text, new.text)
        self._own = {c.key: numbers(self._fates.new, c) for c in self._successors}

    def successions(self) -> list[Succession]:
        fates = [self._fates.fate(claim) for claim in self._claims]
        heirs = self._heirs(fates)
        found: list[Succession] = []
        taken: set[int] = set()
        for claim, fate, own in zip(self._claims, fates, heirs, strict=True):
            taken.update(heir.key for heir in own)
            found += self._of(claim, fate, own)
        return found + [self._without(one) for one in self._successors if one.key not in taken]

    def _heirs(self, fates: Sequence[Fate]) -> list[list[Statement]]:
        """The successors of each claim, the nearest first: one to one as far as possible, then claims that were divided or joined."""
        at: dict[int, list[int]] = defaultdict(list)
        for k, one in enumerate(self._successors):
            for n in self._own[one.key]:
                at[n].append(k)
        links: list[tuple[float, int, int]] = []
        parts: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for c, fate in enumerate(fates):
            for place in (fate.place, *fate.others):
                for k, common in Counter(k for n in place for k in at[n]).items():
                    own = len(self._own[self._successors[k].key])
                    if common >= _OVERLAP * min(own, len(place)):
                        links.append((-2 * common / (own + len(place)), c, k))
                        parts[c].append((-common / own, k))
        firsts: dict[int, int] = {}
        taken: set[int] = set()
        for _, c, k in sorted(links):
            if k not in taken and c not in firsts and fates[c].status is not SuccessionStatus.AMBIGUOUS:
                firsts[c] = k
                taken.add(k)
        made: list[list[int]] = []
        for c, fate in enumerate(fates):
            near = sorted(parts[c])
            if c in firsts or fate.status is SuccessionStatus.AMBIGUOUS:  # divided, or at several places
                kept = [firsts[c]] if c in firsts else []
                kept += [k for share, k in near if -share >= _OVERLAP and k not in taken]
            else:  # joined with another
                kept = [k for _, k in near[:1]]
            taken.update(kept)
            made.append(kept)
        return [[self._successors[k] for k in kept] for kept in made]

    def _of(self, claim: Statement, fate: Fate, heirs: Sequence[Statement]) -> Iterator[Succession]:
        status = fate.status
        if (
            status in (SuccessionStatus.SAME, SuccessionStatus.MOVED)
            and heirs
            and self._grew(claim, heirs[0], fate.place)
        ):
            status = SuccessionStatus.EDITED
        words = self._fates.new.span(sorted(fate.place)) if fate.place else None
        if not heirs:
            yield Succession(claim.key, None, status, words)
        for heir in heirs:
            reattributed = status is not SuccessionStatus.AMBIGUOUS and self._differ(claim, heir)
            yield Succession(claim.key, heir.key, status, words, reattributed)

    def _grew(self, claim: Statement, heir: Statement, place: Sequence[int]) -> bool:
        """Whether words that were put in right before or after the claim belong to its successor: "rose" became "rose last year"."""
        kept, new = self._fates.kept, self._fates.new
        if self._fates.is_unchanged(claim):
            return False
        more = set(self._own[heir.key]).difference(kept, place)
        for first, step in ((place[0], -1), (place[-1], 1)):
            at, met = first + step, False
            while 0 <= at < len(new) and at not in kept:
                met = met or (at in more and is_word(new.keys[at]))
                at += step
            if met and abs(kept.get(at, -2) - kept.get(first, -4)) == 1:  # nothing was there before
                return True
        return False

    def _differ(self, claim: Statement, heir: Statement) -> bool:
        """Whether two claims are attributed otherwise, or to another speaker: "Lee" may be "Bo Lee", but is not "Kim".

        If only one of the two speakers is known, the words of the sources decide; also if both texts name both, since then it was only
        read otherwise whom those words mean.
        """
        if claim.attribution != heir.attribution:
            return True
        sources = _words(claim.source) != _words(heir.source)
        if claim.speaker is None or heir.speaker is None:
            return sources
        one, other = _words(claim.speaker), _words(heir.speaker)
        if one <= other or other <= one:
            return False
        return sources or not all(name in text for name in (claim.speaker, heir.speaker) for text in self._texts)

    def _without(self, one: Statement) -> Succession:
        """A claim without a predecessor."""
        return Succession(None, one.key, self._fates.unread(one), Span(one.segments[0].start, one.segments[-1].end))


def _words(name: str | None) -> set[str]:
    return set(fold(name or "").split())
