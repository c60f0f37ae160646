"""Where a claim is looked for: cells of the space of meanings, and pairs of rare words. Claims that share a bucket are
compared, no others.

The cells lie round fixed points, the means of clusters of claims (spherical k-means, once, over news): so where a
claim is looked for depends on it alone, whatever else is read and in whatever order, and a search touches only the
cells that it falls in. A claim is in the `NEAREST` cells nearest to it; pairs of its rarest words find what lies
further away.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.resources import files
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from claimsdb.comparison.claims.statements import Statement, heaviest

FILE = "cells.npy"
NEAREST = 4
RAREST = 4
RARE = 4.5
"""What a word must tell to be rare: one sentence in ninety has it."""
WORDS = 1 << 62
"""From here on buckets are pairs of words."""
LISTS = 1 << 61
"""From here to `WORDS` buckets are outlines of lists (`claimsdb.comparison.claims.enumerations`); below, cells."""

Codes = NDArray[np.int8]


@cache
def _centres() -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """The centres' codes, and their lengths."""
    with (files("claimsdb.comparison.claims") / FILE).open("rb") as file:
        found = np.load(file)
    return found.astype(np.float32), np.sqrt((found.astype(np.int64) ** 2).sum(axis=1))


def cells(codes: Codes) -> NDArray[np.int64]:
    """The cells of each claim, (claims, `NEAREST`), from the codes of its vector. Products of codes are exact, whatever stands beside."""
    centres, sizes = _centres()
    found = np.empty((len(codes), NEAREST), np.int64)
    for start in range(0, len(codes), 2048):
        near = (codes[start : start + 2048].astype(np.float32) @ centres.T) / sizes
        found[start : start + 2048] = np.argpartition(-near, NEAREST, axis=1)[:, :NEAREST]
    return found


def rare_pairs(statement: Statement) -> list[int]:
    """The buckets of the pairs of its rarest terms: numbers far above those of the cells."""
    rare = sorted(heaviest(statement, RAREST, RARE))
    return [hashed(f"{a}\0{b}") >> 2 | WORDS for a, b in combinations(rare, 2)]


def hashed(text: str) -> int:
    """A number of 64 bits that stands for a text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
