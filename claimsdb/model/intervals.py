"""Which spans lie at a place: asked by bisection, whatever their order and however they nest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Generic, TypeVar

from claimsdb.model.spans import Span

T = TypeVar("T")


class Intervals(Generic[T]):
    """Spans, each with something of its own, that are asked for those at a place. All answers are in order."""

    def __init__(self, entries: Iterable[tuple[Span, T]]) -> None:
        self._entries = sorted(entries, key=lambda e: e[0])
        self._starts = [span.start for span, _ in self._entries]
        self._reach: list[int] = []  # the furthest end so far: sorted, so that bisection finds where to begin
        for span, _ in self._entries:
            self._reach.append(max(span.end, self._reach[-1] if self._reach else 0))

    @staticmethod
    def of(spans: Iterable[Span]) -> Intervals[None]:
        """Spans with nothing of their own."""
        return Intervals((span, None) for span in spans)

    def over(self, span: Span) -> list[tuple[Span, T]]:
        """Those that share a code point with the span."""
        first, last = bisect_right(self._reach, span.start), bisect_left(self._starts, span.end)
        return [e for e in self._entries[first:last] if e[0].overlaps(span)]

    def around(self, span: Span) -> list[tuple[Span, T]]:
        """Those that hold the span; an empty span lies in those that hold the code point at its place."""
        first, last = bisect_right(self._reach, span.start), bisect_right(self._starts, span.start)
        return [e for e in self._entries[first:last] if e[0].end > span.start and e[0].contains(span)]

    def starting(self, span: Span) -> list[tuple[Span, T]]:
        """Those that begin inside the span."""
        return self._entries[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]
