"""Which spans are at a position: found by bisection, in whatever order they come and however they nest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Generic, TypeVar

from claimsdb.model.spans import Span

T = TypeVar("T")


class Intervals(Generic[T]):
    """Spans, each with a value, to look up by position. All results are in order."""

    def __init__(self, entries: Iterable[tuple[Span, T]]) -> None:
        self._entries = sorted(entries, key=lambda e: e[0])
        self._starts = [span.start for span, _ in self._entries]
        self._reach: list[int] = []  # the furthest end so far: sorted, so that bisection finds where to begin
        for span, _ in self._entries:
            self._reach.append(max(span.end, self._reach[-1] if self._reach else 0))

    @staticmethod
    def of(spans: Iterable[Span]) -> Intervals[None]:
        """Spans without values."""
        return Intervals((span, None) for span in spans)

    def over(self, span: Span) -> list[tuple[Span, T]]:
        """The spans that share a code point with `span`."""
        first, last = bisect_right(self._reach, span.start), bisect_left(self._starts, span.end)
        return [e for e in self._entries[first:last] if e[0].overlaps(span)]

    def around(self, span: Span) -> list[tuple[Span, T]]:
        """The spans that contain `span`; an empty one is in those that contain the code point at its position."""
        first, last = bisect_right(self._reach, span.start), bisect_right(self._starts, span.start)
        return [e for e in self._entries[first:last] if e[0].end > span.start and e[0].contains(span)]

    def starting(self, span: Span) -> list[tuple[Span, T]]:
        """The spans that begin inside `span`."""
        return self._entries[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]
