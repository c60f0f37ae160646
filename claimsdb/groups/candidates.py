"""Pairs of claims that are near enough to be judged: within each place that claims share, never all pairs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimsdb.groups.places import Codes

NEAR, FAR = 0.6, 0.3
"""How near two claims of one cell, and two that share two rare words, must be to be judged."""
_AT_ONCE = 2_000_000


def candidates(
    places: NDArray[np.int64], claims: NDArray[np.int64], fresh: NDArray[np.bool_], codes: Codes
) -> Iterator[tuple[int, int, float]]:
    """Each pair once, with how near its vectors are: `(earlier, later, cosine)`, numbered as in `codes`.

    `places` and `claims` are parallel: that place holds that claim. At least one of a pair is `fresh`. Products of codes are whole numbers
    below 2^24, which single precision holds exactly: a cosine does not depend on the order of anything.
    """
    sizes = np.sqrt((codes.astype(np.int64) ** 2).sum(axis=1)).astype(np.float64)
    order = np.lexsort((claims, places))
    places, claims = places[order], claims[order]
    starts = np.flatnonzero(np.r_[True, places[1:] != places[:-1]])
    ends = np.r_[starts[1:], len(places)]
    total = np.int64(len(codes))
    found: list[NDArray[Any]] = []
    kept = 0
    done: NDArray[np.int64] = np.empty(0, np.int64)
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        members = claims[start:end]
        new = members[fresh[members]]
        if not len(new):
            continue
        near = NEAR if places[start] < 1 << 62 else FAR
        every = codes[members].astype(np.float32)
        for at in range(0, len(new), 512):
            some = new[at : at + 512]
            cosines = (codes[some].astype(np.float32) @ every.T) / (sizes[some][:, None] * sizes[members][None, :])
            i, j = np.nonzero(cosines >= near)
            a, b = some[i], members[j]
            keep = (a < b) | ~fresh[b]
            keep &= a != b
            pairs = np.minimum(a, b)[keep] * total + np.maximum(a, b)[keep]
            found.append(pairs)
            kept += len(pairs)
        if kept > _AT_ONCE:
            done, found, kept = np.unique(np.concatenate([done, *found])), [], 0
    done = np.unique(np.concatenate([done, *found])) if found else done
    for at in range(0, len(done), 100_000):
        a, b = np.divmod(done[at : at + 100_000], total)
        products = np.einsum("ij,ij->i", codes[a].astype(np.int32), codes[b].astype(np.int32))
        yield from zip(a.tolist(), b.tolist(), (products / (sizes[a] * sizes[b])).tolist(), strict=True)
