"""The buckets of a claim: cells of the space of meanings, and pairs of rare words. Only claims that share a bucket are compared.

The centres of the cells are fixed: the means of clusters of claims in news, found once by spherical k-means. So the buckets of a claim
depend on it alone, not on what else is read or in which order. A claim is in the `NEAREST` cells nearest to it; pairs of its rarest
words find claims that are further away.
"""

from __future__ import annotations

import io
from functools import cache
from hashlib import blake2b
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimsdb.comparison.claims.statements import Statement, heaviest
from claimsdb.english.networks.manifest import checked, manifest

FOLDER = Path(__file__).parent / "cells"
FILE = "cells.npy"
FORMAT = 1
NEAREST = 4
RAREST = 4
RARE = 4.5
"""Minimum weight of a rare word: one sentence in ninety has it."""
WORDS = 1 << 62
"""Buckets from this number on are pairs of words."""
LISTS = 1 << 61
"""Buckets from this number to `WORDS` are outlines of lists (`claimsdb.comparison.claims.enumerations`); below, cells."""

Codes = NDArray[np.int8]


@cache
def centres(folder: Path = FOLDER) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """The centres' codes, and their lengths. Raises `ModelError` if the file differs from the hash in its manifest."""
    found = np.load(io.BytesIO(checked(manifest(folder, FORMAT), FILE)), allow_pickle=False)
    return found.astype(np.float32), np.sqrt((found.astype(np.int64) ** 2).sum(axis=1))


def cells(codes: Codes) -> NDArray[np.int64]:
    """The cells of each claim, (claims, `NEAREST`), from the codes of its vector. Products of codes are exact."""
    points, sizes = centres()
    found = np.empty((len(codes), NEAREST), np.int64)
    for start in range(0, len(codes), 2048):
        near = (codes[start : start + 2048].astype(np.float32) @ points.T) / sizes
        found[start : start + 2048] = np.argpartition(-near, NEAREST, axis=1)[:, :NEAREST]
    return found


def rare_pairs(statement: Statement) -> list[int]:
    """The buckets of the pairs of a claim's rarest terms: numbers far above those of the cells."""
    rare = sorted(heaviest(statement, RAREST, RARE))
    return [hashed(f"{a}\0{b}") >> 2 | WORDS for a, b in combinations(rare, 2)]


def hashed(text: str) -> int:
    """A 64-bit hash of a text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
