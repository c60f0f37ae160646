"""Pairs of claims that are near enough to be judged: within each bucket that claims share, never all pairs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from claimsdb.comparison.claims.enumerations import Apart
from claimsdb.comparison.claims.neighbourhoods import WORDS, Codes

NEAR, FAR = 0.6, 0.3
"""Minimum cosine of two claims to be judged: of two in one cell, and of two that share two rare words."""
FEW = 48
"""If at most this many claims share two words, all their pairs are listed; of more, and within cells, only near pairs."""
_ROWS, _PAIRS = 512, 200_000

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def candidates(
    buckets: Integers, claims: Integers, fresh: NDArray[np.bool_], codes: Codes, apart: Apart
) -> Iterator[tuple[int, int, float]]:
    """Each pair once, with the cosine of its vectors: `(earlier, later, cosine)`, numbered as in `codes`.

    `buckets` and `claims` are parallel: `buckets[k]` contains `claims[k]`. At least one claim of a pair is `fresh`, and the two are not
    lines of a list that are `apart`. Products of codes are whole numbers below 2^24, which single precision represents exactly, so that
    a cosine does not depend on any order.
    """
    sizes = np.sqrt((codes.astype(np.int64) ** 2).sum(axis=1))
    order = np.lexsort((claims, buckets))
    buckets, claims = buckets[order], claims[order]
    starts = np.flatnonzero(np.r_[True, buckets[1:] != buckets[:-1]])
    counts = np.diff(np.r_[starts, len(buckets)])
    found = [np.empty(0, np.int64)]
    by_words = buckets[starts] >= WORDS
    listed = [_listed(claims, starts[by_words & (counts == n)], n, fresh, apart) for n in range(2, FEW + 1)]
    pairs = np.unique(np.concatenate(listed))
    found.append(pairs[_cosines(pairs, codes, sizes) >= FAR])
    large = np.flatnonzero((counts > FEW) | (~by_words & (counts > 1)))
    for start, count, words in zip(starts[large], counts[large], by_words[large], strict=True):
        found += _near(claims[start : start + count], fresh, codes, sizes, FAR if words else NEAR, apart)
    pairs = np.unique(np.concatenate(found))
    for at in range(0, len(pairs), _PAIRS):
        some = pairs[at : at + _PAIRS]
        a, b = np.divmod(some, len(codes))
        yield from zip(a.tolist(), b.tolist(), _cosines(some, codes, sizes).tolist(), strict=True)


def _listed(claims: Integers, starts: Integers, count: int, fresh: NDArray[np.bool_], apart: Apart) -> Integers:
    """All pairs within the buckets that begin at `starts` and hold `count` claims each, as one number each."""
    members = claims[starts[:, None] + np.arange(count)]
    i, j = np.triu_indices(count, 1)
    a, b = members[:, i].ravel(), members[:, j].ravel()
    keep = (fresh[a] | fresh[b]) & ~apart(a, b)
    pairs: Integers = a[keep] * np.int64(len(fresh)) + b[keep]
    return pairs


def _near(
    members: Integers, fresh: NDArray[np.bool_], codes: Codes, sizes: Floats, least: float, apart: Apart
) -> Iterator[Integers]:
    """The pairs within one bucket whose cosine is at least `least`."""
    new, every = members[fresh[members]], codes[members].astype(np.float32)
    for at in range(0, len(new), _ROWS):
        some = new[at : at + _ROWS]
        products = codes[some].astype(np.float32) @ every.T
        i, j = np.nonzero(products >= least * sizes[some][:, None] * sizes[members][None, :])
        a, b = some[i], members[j]
        keep = ((a < b) | (~fresh[b] & (a != b))) & ~apart(a, b)
        yield np.minimum(a, b)[keep] * np.int64(len(fresh)) + np.maximum(a, b)[keep]


def _cosines(pairs: Integers, codes: Codes, sizes: Floats) -> Floats:
    """The cosine of each pair."""
    made = np.empty(len(pairs))
    for at in range(0, len(pairs), _PAIRS):
        a, b = np.divmod(pairs[at : at + _PAIRS], len(codes))
        products = np.einsum("ij,ij->i", codes[a].astype(np.float32), codes[b].astype(np.float32))
        made[at : at + _PAIRS] = products / (sizes[a] * sizes[b])
    return made
