"""Which spans are at a position: found by bisection, in whatever order they come and however they nest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from claimsdb.model.spans import Span

T = TypeVar("T")

_FEW, _WIDE = 32, 8


class Intervals(Generic[T]):
    """Spans, each with a value, to look up by position. All results are in order."""

    def __init__(self, entries: Iterable[tuple[Span, T]]) -> None:
        self._entries = sorted(entries, key=lambda e: e[0])
        self._starts = [span.start for span, _ in self._entries]
        self._tree: list[list[int]] = []
        self._reach: list[int] = []  # the furthest end so far: sorted, so that bisection finds where to begin
        for span, _ in self._entries:
            self._reach.append(max(span.end, self._reach[-1] if self._reach else 0))

    @staticmethod
    def of(spans: Iterable[Span]) -> Intervals[None]:
        """Spans without values."""
        return Intervals((span, None) for span in spans)

    def first(self) -> tuple[Span, T]:
        """The first span with its value. Raises `IndexError` if there is none."""
        return self._entries[0]

    def over(self, span: Span) -> list[tuple[Span, T]]:
        """The spans that share a code point with `span`."""
        first, last = bisect_right(self._reach, span.start), bisect_left(self._starts, span.end)
        return [e for e in self._reaching(span.start, first, last) if e[0].overlaps(span)]

    def around(self, span: Span) -> list[tuple[Span, T]]:
        """The spans that contain `span`; an empty one is in those that contain the code point at its position."""
        first, last = bisect_right(self._reach, span.start), bisect_right(self._starts, span.start)
        return [e for e in self._reaching(span.start, first, last) if e[0].end > span.start and e[0].contains(span)]

    def starting(self, span: Span) -> list[tuple[Span, T]]:
        """The spans that begin inside `span`."""
        return self._entries[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]

    def _reaching(self, at: int, first: int, last: int) -> Sequence[tuple[Span, T]]:
        """The entries in `[first, last)`; if they are many, only those that end after `at`.

        Otherwise one that reaches far, such as a quotation around a whole document, would have all entries in it read at each look-up.
        """
        if last - first <= _FEW:
            return self._entries[first:last]
        tree = self._furthest()
        found = [0]
        for depth in range(len(tree) - 1, -1, -1):
            level, width = tree[depth], _WIDE**depth
            below = (k for parent in found for k in range(parent * _WIDE, min(parent * _WIDE + _WIDE, len(level))))
            found = [k for k in below if level[k] > at and k * width < last and (k + 1) * width > first]
        return [self._entries[k] for k in found]

    def _furthest(self) -> list[list[int]]:
        """The end of each entry, then the furthest of each 8 of them, of each 64, and so on up to at most 8; made when first needed."""
        if not self._tree:
            self._tree.append([span.end for span, _ in self._entries])
            while len(below := self._tree[-1]) > _WIDE:
                self._tree.append([max(below[k : k + _WIDE]) for k in range(0, len(below), _WIDE)])
        return self._tree
