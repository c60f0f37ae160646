"""The nearest embeddings to a vector: first by the signs of all, in memory, then by the codes of the best, from the database.

Signs take 48 bytes a text, or 48 MB for a million. A process reads them once and keeps them; as embeddings are only ever added, the
last block shows what is new. By signs alone, the nearest ten are among the best few hundred.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from claimsdb.english.networks.codes import BLOCK, SIZE, Floats, bits, codes, stored, vectors
from claimsdb.store.engine import Connection, file_of
from claimsdb.store.read import embeddings

WORDS = SIZE // 64
CHUNK = 1 << 16

Bits = NDArray[np.uint64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Near:
    """Embeddings, nearest first: their keys, and the cosine of each."""

    keys: Ints
    cosines: Floats


class Signs:
    """The signs of a database's embeddings, kept up to date. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._columns: Bits = np.zeros((WORDS, 0), np.uint64)
        self._seen: tuple[object, ...] = ()

    def read(self, connection: Connection) -> Bits:
        """All signs, (6, embeddings): one column for each embedding."""
        with self._lock:
            last = embeddings.last_block(connection)
            if last is None:
                return np.zeros((WORDS, 0), np.uint64)
            count = last.number * BLOCK + last.length // (SIZE // 8)
            seen = (last.encoder, embeddings.first_signs(connection, SIZE // 8))
            known = self._columns.shape[1] if self._seen == seen else 0
            if known != count:
                self._columns = self._grown(connection, known if known < count else 0, count)
                self._seen = seen
            return self._columns

    def _grown(self, connection: Connection, known: int, count: int) -> Bits:
        made = np.empty((WORDS, count), np.uint64)
        known -= known % BLOCK
        made[:, :known] = self._columns[:, :known]
        for block, raw in embeddings.blocks_from(connection, known // BLOCK):
            rows = np.frombuffer(raw, np.uint64).reshape(-1, WORDS)
            made[:, block * BLOCK : block * BLOCK + len(rows)] = rows.T
        return made


@lru_cache(maxsize=8)
def signs_of(path: str) -> Signs:
    """The signs of the database file, shared within the process."""
    return Signs()


def nearest(connection: Connection, vector: Floats, most: int, among: Ints | None = None) -> Near:
    """The embeddings nearest to `vector` (384), at most `most`; only those with the keys `among`, if given."""
    columns = signs_of(file_of(connection)).read(connection)
    asked = np.ascontiguousarray(bits(codes(vector[None]))).view(np.uint64)[0]
    if among is not None:
        columns = columns[:, among - 1]
    best = _closest(columns, asked, most)
    keys = best + 1 if among is None else among[best]
    rows = embeddings.codes(connection, keys.tolist())
    if not rows:
        return Near(np.zeros(0, np.int64), np.zeros(0, np.float32))
    found = np.array([key for key, _ in rows], np.int64)
    cosines = vectors(stored(c for _, c in rows)) @ vector
    order = np.argsort(-cosines, kind="stable")
    return Near(found[order], cosines[order])


def _closest(columns: Bits, asked: Bits, most: int) -> Ints:
    """The `most` columns with the fewest differing signs, nearest first; all columns, in their order, if there are no more."""
    count = columns.shape[1]
    apart = np.zeros(count, np.uint16)
    for start in range(0, count, CHUNK):
        here = slice(start, start + CHUNK)
        for column, word in zip(columns, asked, strict=True):
            apart[here] += np.bitwise_count(column[here] ^ word)
    if count <= most:
        return np.arange(count)
    far = np.searchsorted(np.cumsum(np.bincount(apart, minlength=SIZE + 1)), most)
    within = np.flatnonzero(apart <= far)
    return within[np.argsort(apart[within], kind="stable")][:most]
