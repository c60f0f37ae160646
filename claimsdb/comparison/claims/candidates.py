"""Pairs of claims that are near enough to be judged: within each bucket that claims share, never all pairs.

In a crowd, many claims that all are near each other, only the nearest are paired, so that the number of pairs grows with the number of
claims, not with its square. What is equally near is ranked by an order that claims have by themselves: so a crowd of equal claims is paired
with the same few of them, and stays connected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimsdb.comparison.claims.enumerations import Apart
from claimsdb.comparison.claims.neighbourhoods import WORDS, Codes

NEAR, FAR = 0.6, 0.3
"""Minimum cosine of two claims to be judged: of two in one cell, and of two that share two rare words."""
FEW = 48
"""If at most this many claims share two words, all their pairs are listed; of more, and within cells, only near pairs."""
CROWD = 48
"""Number of claims of a bucket with which one is paired: the nearest. Of 2,853 links in 300 news articles none is to one further away."""
_GRADES = 20
"""Number of grades of nearness from 0 to 1: the cosines of equal claims in different contexts differ a little."""
_ROWS, _PAIRS, _CELLS, _WAITING = 512, 200_000, 2_000_000, 4_000_000

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Claims, numbered from 0, in buckets: `buckets[k]` contains `claims[k]`.

    `codes` are those of the claims' vectors, `rank` is the claims' own order, and `apart` says which are lines of one list.
    """

    buckets: Integers
    claims: Integers
    codes: Codes
    rank: Integers
    apart: Apart

    @property
    def sizes(self) -> Floats:
        """The lengths of the codes."""
        lengths: Floats = np.sqrt((self.codes.astype(np.int64) ** 2).sum(axis=1))
        return lengths


def candidates(of: Neighbourhood, fresh: Flags) -> Integers:
    """Each pair once and in order, as one number: that of the earlier claim times the number of claims, plus that of the later one.

    At least one claim of a pair is `fresh`, and the two are not lines of a list that are apart.
    """
    sizes, waiting, count = of.sizes, list[Integers](), 0
    order, starts, counts = _in_buckets(of)
    claims, by_words = of.claims[order], of.buckets[order][starts] >= WORDS
    listed = [_listed(claims, starts[by_words & (counts == n)], n, fresh, of.apart) for n in range(2, FEW + 1)]
    pairs = np.unique(np.concatenate(listed))
    pairs = pairs[cosines(pairs, of.codes, sizes) >= FAR]
    large = np.flatnonzero((counts > FEW) | (~by_words & (counts > 1)))
    for start, size, words in zip(starts[large], counts[large], by_words[large], strict=True):
        for some in _near(of, claims[start : start + size], fresh, sizes, FAR if words else NEAR):
            waiting.append(some)
            count += len(some)
            if count > _WAITING:
                pairs, waiting, count = np.unique(np.concatenate([pairs, *waiting])), [], 0
    return np.unique(np.concatenate([pairs, *waiting]))


def crowded(of: Neighbourhood, moved: Flags) -> Integers:
    """The other claims whose nearest in a crowd change because the `moved` ones come or go."""
    sizes, found = of.sizes, np.zeros(len(of.codes), np.bool_)
    order, starts, counts = _in_buckets(of)
    claims, by_words = of.claims[order], of.buckets[order][starts] >= WORDS
    for k in np.flatnonzero(counts > CROWD + 1):
        members, least = claims[starts[k] : starts[k] + counts[k]], FAR if by_words[k] else NEAR
        here = moved[members]
        if here.all() or not here.any():
            continue
        met = np.zeros(len(members), np.bool_)
        for _, near, _ in _similar(of, members[here], members, sizes, least):
            met |= near.any(axis=0)
        for some, near, alike in _similar(of, members[met & ~here], members, sizes, least):
            many = near.sum(axis=1) > CROWD
            _nearest(near, alike, of.rank[members])
            found[some[many & near[:, here].any(axis=1)]] = True
    return np.flatnonzero(found)


def cosines(pairs: Integers, codes: Codes, sizes: Floats) -> Floats:
    """The cosine of each pair.

    Products of codes are whole numbers below 2^24, which single precision represents exactly: a cosine does not depend on any order.
    """
    made = np.empty(len(pairs))
    for at in range(0, len(pairs), _PAIRS):
        a, b = np.divmod(pairs[at : at + _PAIRS], len(codes))
        products = np.einsum("ij,ij->i", codes[a].astype(np.float32), codes[b].astype(np.float32))
        made[at : at + _PAIRS] = products / (sizes[a] * sizes[b])
    return made


def _in_buckets(of: Neighbourhood) -> tuple[Integers, Integers, Integers]:
    """The order that sorts the claims by bucket, where each bucket begins in it, and how many claims it has."""
    order = np.lexsort((of.claims, of.buckets))
    buckets = of.buckets[order]
    starts = np.flatnonzero(np.r_[True, buckets[1:] != buckets[:-1]])
    return order, starts, np.diff(np.r_[starts, len(buckets)])


def _listed(claims: Integers, starts: Integers, count: int, fresh: Flags, apart: Apart) -> Integers:
    """All pairs within the buckets that begin at `starts` and hold `count` claims each, as one number each."""
    members = claims[starts[:, None] + np.arange(count)]
    i, j = np.triu_indices(count, 1)
    a, b = members[:, i].ravel(), members[:, j].ravel()
    keep = (fresh[a] | fresh[b]) & ~apart(a, b)
    pairs: Integers = a[keep] * np.int64(len(fresh)) + b[keep]
    return pairs


def _near(of: Neighbourhood, members: Integers, fresh: Flags, sizes: Floats, least: float) -> Iterator[Integers]:
    """The pairs within one bucket whose cosine is at least `least`, in a crowd only if one is among the nearest of the other."""
    new, met = fresh[members], np.zeros(len(members), np.bool_)
    for some, near, alike in _similar(of, members[new], members, sizes, least):
        met |= near[near.sum(axis=1) > CROWD].any(axis=0)
        _nearest(near, alike, of.rank[members])
        yield _numbered(some, members, near, len(fresh))
    for some, near, alike in _similar(of, members[met & ~new], members, sizes, least):
        _nearest(near, alike, of.rank[members])
        yield _numbered(some, members, near & new, len(fresh))


def _similar(
    of: Neighbourhood, rows: Integers, members: Integers, sizes: Floats, least: float
) -> Iterator[tuple[Integers, Flags, Floats]]:
    """Some of the rows at a time: which members are near each and not apart from it, and the cosines."""
    every = of.codes[members].astype(np.float32)
    step = max(min(_ROWS, _CELLS // len(members)), 1)
    for at in range(0, len(rows), step):
        some = rows[at : at + step]
        products = of.codes[some].astype(np.float32) @ every.T
        scale = sizes[some][:, None] * sizes[members][None, :]
        near = (products >= least * scale) & (some[:, None] != members[None, :])
        i, j = np.nonzero(near)
        near[i, j] = ~of.apart(some[i], members[j])
        yield some, near, products / np.maximum(scale, 1)


def _nearest(near: Flags, alike: Floats, rank: Integers) -> None:
    """Leave of each row only the `CROWD` nearest, those of the same grade in the order of `rank`."""
    for row in np.flatnonzero(near.sum(axis=1) > CROWD):
        here = np.flatnonzero(near[row])
        places = np.rint(alike[row, here] * _GRADES) * (rank.max() + 1) - rank[here]
        near[row] = False
        near[row, here[np.argpartition(places, -CROWD)[-CROWD:]]] = True


def _numbered(rows: Integers, members: Integers, near: Flags, count: int) -> Integers:
    """The pairs of rows and members that are near, as one number each."""
    i, j = np.nonzero(near)
    pairs: Integers = np.minimum(rows[i], members[j]) * np.int64(count) + np.maximum(rows[i], members[j])
    return pairs
