"""Heaviest chains of pairs that are in order on both sides, and the equal items of two sequences that such chains give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

Pair = tuple[int, int]
"""The numbers of an item of the older sequence and of one of the newer."""
_TABLE = 200_000_000
"""Maximum size of a table for comparing two stretches item by item, in bits; longer stretches without a rare item stay unpaired."""


def heaviest(pairs: Sequence[tuple[int, int, float]]) -> list[Pair]:
    """The chain of pairs `(older, newer, weight)` with the largest sum of weights in which both numbers rise. `pairs` must be in order."""
    if not pairs:
        return []
    rank = {newer: k for k, newer in enumerate(sorted({newer for _, newer, _ in pairs}), 1)}
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(rank) + 1)  # a Fenwick tree of maxima, over the ranks
    before: list[int] = [-1] * len(pairs)
    held: list[tuple[int, float, int]] = []

    def put(at: int, weight: float, pair: int) -> None:
        while at < len(best):
            best[at] = max(best[at], (weight, pair))
            at += at & -at

    top, last = 0.0, -1
    for k, (older, newer, weight) in enumerate(pairs):
        if k and older != pairs[k - 1][0]:
            for one in held:
                put(*one)
            held = []
        at, found = rank[newer] - 1, (0.0, -1)
        while at > 0:
            found = max(found, best[at])
            at -= at & -at
        before[k] = found[1]
        whole = found[0] + weight
        held.append((rank[newer], whole, k))
        if whole > top:
            top, last = whole, k
    chain: list[Pair] = []
    while last >= 0:
        chain.append(pairs[last][:2])
        last = before[last]
    return chain[::-1]


def equal(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """The numbers of equal items of two sequences, in order on both sides: those that occur once first, then those between them.

    Takes time in proportion to the length, times its logarithm, if most items are rare.
    """
    found: list[Pair] = []
    todo = [(0, len(old), 0, len(new))]
    while todo:
        a, b, c, d = todo.pop()
        while a < b and c < d and old[a] == new[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        if a == b or c == d:
            continue
        anchors = heaviest(_once(old, new, a, b, c, d))
        for i, j in anchors:
            todo.append((a, i, c, j))
            found.append((i, j))
            a, c = i + 1, j + 1
        if anchors:
            todo.append((a, b, c, d))
        elif (b - a) * (d - c) <= _TABLE:
            for block in LCSseq.opcodes(old[a:b], new[c:d]):
                if block.tag == "equal":
                    i, j = a + block.src_start, c + block.dest_start
                    found += ((i + k, j + k) for k in range(block.src_end - block.src_start))
    return sorted(found)


def _once(old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int) -> list[tuple[int, int, float]]:
    """The items that occur once in each of the two stretches, heavier the longer they are."""
    counts, others = Counter(old[a:b]), Counter(new[c:d])
    at = {new[j]: j for j in range(c, d)}
    return [(i, at[old[i]], float(1 + len(old[i]))) for i in range(a, b) if counts[old[i]] == 1 and others[old[i]] == 1]
