"""Disjoint spans that are asked for those at a place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from claimsdb.model.spans import Span


class Intervals:
    """Disjoint, sorted spans that can be asked for those at a place."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self._starts = [s.start for s in spans]

    def touching(self, span: Span) -> Sequence[Span]:
        """Those that share a code point with the span."""
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        last = bisect_left(self._starts, span.end)
        return [s for s in self.spans[first:last] if s.overlaps(span)]
