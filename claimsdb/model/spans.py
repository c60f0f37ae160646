"""Positions in a text: spans in code points, their lines and columns.

Every offset is half-open and counts from 0, in Unicode code points of the document's text. Lines end at
`\\n`, `\\r\\n` and `\\r`, nothing else; lines and columns count from 1.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from claimsdb.model.errors import OffsetError

LINE_END = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range `[start, end)` of code points."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """The number of code points in it."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """The part of `text` that it covers."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether `other` is entirely inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def common(self, other: Span) -> Span | None:
        """What the two have in common; None if they share no code point."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def shift(self, by: int) -> Span:
        """The same range `by` code points further on."""
        return Span(self.start + by, self.end + by)


def together(text: str, spans: Iterable[Span]) -> str:
    """The words of the spans, joined with spaces, as patterns and word lists read them."""
    return " ".join(span.of(text) for span in spans)


def strip(text: str, span: Span, characters: str | None = None) -> Span:
    """The span without white space (or `characters`) at its ends; empty, at its start, if nothing else is in it."""
    words = span.of(text)
    left = len(words) - len(words.lstrip(characters))
    if left == len(words):
        return Span(span.start, span.start)
    return Span(span.start + left, span.start + len(words.rstrip(characters)))


def lines(text: str, span: Span) -> Iterator[Span]:
    """The lines of the span that are not blank, without white space at their ends."""
    at = span.start
    for end in (*(m.start() for m in LINE_END.finditer(text, *span)), span.end):
        line = strip(text, Span(at, end))
        if line.length:
            yield line
        at = end


def without(text: str, spans: Iterable[Span], holes: Sequence[Span]) -> tuple[Span, ...]:
    """What remains of the spans without the holes and without white space at the ends; pieces that have no word are dropped."""
    left = (strip(text, piece) for span in spans for piece in subtract(span, holes))
    return tuple(s for s in left if any(c.isalnum() for c in s.of(text)))


def merge(spans: Iterable[Span]) -> list[Span]:
    """The union of the spans, sorted and disjoint; adjacent spans are joined, empty ones dropped."""
    joined: list[Span] = []
    for span in sorted(s for s in spans if s.length > 0):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def subtract(span: Span, holes: Iterable[Span]) -> list[Span]:
    """What remains of the span without the holes, sorted."""
    left, at = [], span.start
    for hole in merge(holes):
        if hole.end <= at:
            continue
        if hole.start >= span.end:
            break
        if hole.start > at:
            left.append(Span(at, hole.start))
        at = hole.end
    if at < span.end:
        left.append(Span(at, span.end))
    return left


class LineIndex:
    """The lines of a text: built once, then looked up by bisection."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._starts = [0, *(m.end() for m in LINE_END.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset, which is in code points; both count from 1, columns in code points.

        Raises `OffsetError` for an offset outside `[0, len]`.
        """
        if not 0 <= offset <= self._length:
            raise OffsetError(offset, "code point", self._length)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
