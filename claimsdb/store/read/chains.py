"""Attributions inside attributions: the one walk along `via` in SQL. In memory it is `claimsdb.model.attribution.chain`."""

from __future__ import annotations


def outwards(start: str) -> str:
    """SQL for a table `chain(first, depth, id, via)`: at depth 0 the attributions whose keys the query `start` selects, at depth 1 those
    that they come through, and so on.
    """
    return _walk(start, "a.id = chain.via")


def inwards(start: str) -> str:
    """The same in the other direction: at depth 1 the attributions that come through those of `start`, and so on."""
    return _walk(start, "a.via = chain.id")


def _walk(start: str, step: str) -> str:
    return f"""WITH RECURSIVE chain(first, depth, id, via) AS (
        SELECT id, 0, id, via FROM attributions WHERE id IN ({start})
        UNION ALL SELECT chain.first, chain.depth + 1, a.id, a.via FROM chain JOIN attributions a ON {step})"""
