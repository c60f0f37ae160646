"""Which units of an older text became which of a newer one: equal or alike at the same relative place, or equal elsewhere."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from claimsdb.english.tokens import Tokens, is_word
from claimsdb.lookup.versions.chains import Pair, equal, heaviest
from claimsdb.lookup.versions.likeness import Likeness
from claimsdb.lookup.versions.units import Unit, units

_FEW = 2500
"""Maximum number of pairs of equal units elsewhere that are compared."""
_SHORT = 3
"""A unit of fewer words is found elsewhere only if its neighbours are there too."""


@dataclass(slots=True)
class Alignment:
    """The units of both texts, and what is known of them, by their numbers.

    `stayed` are equal units in the same order, `turned` units that became others in their place (several, if they were divided or joined),
    `moved` equal units elsewhere, `followed` units that changed where their neighbours moved to, `open` equal units elsewhere of which
    several may be the same.
    """

    old: list[Unit]
    new: list[Unit]
    likeness: Likeness
    stayed: dict[int, int] = field(default_factory=dict)
    turned: list[Pair] = field(default_factory=list)
    moved: dict[int, int] = field(default_factory=dict)
    followed: dict[int, int] = field(default_factory=dict)
    open: dict[int, list[int]] = field(default_factory=dict)

    def unit_at(self, token: int) -> int:
        """The number of the unit of the newer text that has the token with this number."""
        return bisect_right(self.new, token, key=lambda unit: unit.start) - 1


def align(old: Tokens, new: Tokens) -> Alignment:
    """Align two texts."""
    here, there = units(old), units(new)
    found = Alignment(here, there, Likeness((old, new), (here, there)))
    found.stayed = dict(equal([u.words for u in found.old], [u.words for u in found.new]))
    _find_moved(found, old)
    _find_followers(found)
    _find_turned(found)
    return found


def _left(found: Alignment) -> tuple[list[int], list[int]]:
    """The units that nothing is known of yet."""
    old = found.stayed.keys() | found.moved.keys() | found.followed.keys()
    new = {*found.stayed.values(), *found.moved.values(), *found.followed.values()}
    return [i for i in range(len(found.old)) if i not in old], [j for j in range(len(found.new)) if j not in new]


def _find_moved(found: Alignment, old: Tokens) -> None:
    """Equal units elsewhere. If several are equal, the neighbours decide; if they do not, it is open."""
    before, after = _left(found)
    at: dict[str, list[int]] = defaultdict(list)
    for j in after:
        at[found.new[j].words].append(j)
    same: dict[str, list[int]] = defaultdict(list)
    for i in before:
        if found.old[i].words in at:
            same[found.old[i].words].append(i)
    for words, here in same.items():
        there = at[words]
        short = sum(map(is_word, old.keys[found.old[here[0]].start : found.old[here[0]].end])) < _SHORT
        if len(here) == len(there) == 1:
            if not short or _beside(found, here[0], there[0]):
                found.moved[here[0]] = there[0]
            continue
        if len(here) * len(there) > _FEW:
            continue
        ranked = {i: sorted(((_beside(found, i, j), -j) for j in there), reverse=True) for i in here}
        for i in here:
            (best, j), *others = ranked[i]
            rivals = [k for k in here if k != i and _beside(found, k, -j) >= best]
            if best and not rivals and (not others or others[0][0] < best):
                found.moved[i] = -j
        taken = set(found.moved.values())
        candidates = [j for j in there if j not in taken]
        if not short:
            found.open |= {i: candidates for i in here if i not in found.moved and candidates}


def _beside(found: Alignment, i: int, j: int) -> int:
    """How many of the neighbours of two units are equal."""
    count = 0
    for step in (-1, 1):
        if 0 <= i + step < len(found.old) and 0 <= j + step < len(found.new):
            count += found.old[i + step].words == found.new[j + step].words
    return count


def _find_followers(found: Alignment) -> None:
    """Units that changed, next to units that moved."""
    before, after = map(set, _left(found))
    todo = list(found.moved.items())
    while todo:
        i, j = todo.pop()
        for step in (-1, 1):
            pair = i + step, j + step
            if pair[0] in before and pair[1] in after and found.likeness.are(*pair):
                found.followed[pair[0]] = pair[1]
                before.discard(pair[0])
                after.discard(pair[1])
                todo.append(pair)


def _find_turned(found: Alignment) -> None:
    """Units between two that stayed that became others between the same two."""
    alike = found.likeness
    before, after = _left(found)
    for here, there in _gaps(found, before, after):
        alone = len(here) == len(there) == 1
        pairs = [(i, j, alike.common(i, j)) for i, j in alike.candidates(here, there) if alike.are(i, j, alone=alone)]
        chain = heaviest(pairs)
        found.turned += sorted({*chain, *_divided(chain, here, there, alike)})


def _divided(chain: Sequence[Pair], here: Sequence[int], there: Sequence[int], alike: Likeness) -> Iterator[Pair]:
    """The pairs that make a unit of the chain one that was divided, or joined with its neighbour: the rest of it is in the neighbour."""
    paired, others = dict(chain), {j: i for i, j in chain}
    for i in here:
        if i not in paired:
            yield from ((i, paired[k]) for k in (i - 1, i + 1) if k in paired and alike.rest(0, i, k, paired[k]))
    for j in there:
        if j not in others:
            yield from ((others[k], j) for k in (j - 1, j + 1) if k in others and alike.rest(1, j, k, others[k]))


def _gaps(found: Alignment, before: Sequence[int], after: Sequence[int]) -> Iterator[tuple[list[int], list[int]]]:
    """The units that are left between two that stayed, on both sides, if there are any on both."""
    fixed = [*found.stayed.items(), (len(found.old), len(found.new))]
    at, to = 0, 0
    for i, j in fixed:
        here, there = [], []
        while at < len(before) and before[at] < i:
            here.append(before[at])
            at += 1
        while to < len(after) and after[to] < j:
            there.append(after[to])
            to += 1
        if here and there:
            yield here, there
