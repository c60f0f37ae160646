"""The exact map between the text of a document and the bytes of its file.

The text is what a person reads. It consists of runs, each of which knows the bytes that it was made from and how; the map is made while the
text is made, never afterwards. For a text file, every run is literal.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from claimsdb.model.errors import OffsetError, PlacelessError, SourceMapError
from claimsdb.model.spans import Span

Range = tuple[int, int]
"""A half-open range of bytes."""


class How(StrEnum):
    """How a run of text was made from its bytes.

    `literal`: decoded with the document's encoding, each code point from the same number of bytes. `reference`: a character reference.
    `escape`: by any other rule, such as one space for several. `none`: from no bytes; only white space is, such as the line between two
    rows, so that all words have a place.
    """

    LITERAL = "literal"
    REFERENCE = "reference"
    ESCAPE = "escape"
    NONE = "none"


class Run(NamedTuple):
    """A stretch of text, in code points, and the bytes that it was made from; `byte_length` is 0 only if `how` is none."""

    start: int
    length: int
    byte_start: int
    byte_length: int
    how: How = How.LITERAL

    @property
    def end(self) -> int:
        """The code point after the last one."""
        return self.start + self.length

    @property
    def byte_end(self) -> int:
        """The byte after the last one."""
        return self.byte_start + self.byte_length

    @property
    def bytes(self) -> Range:
        """Its half-open range of bytes."""
        return self.byte_start, self.byte_end

    def part(self, start: int, end: int) -> Run:
        """What lies in `[start, end)`, which must overlap it; a run that is not literal cannot be cut, and stays whole."""
        if self.how is not How.LITERAL or (start <= self.start and self.end <= end):
            return self
        start, end = max(start, self.start), min(end, self.end)
        width = self.byte_length // self.length
        return Run(start, end - start, self.byte_start + (start - self.start) * width, (end - start) * width)


class SourceMap:
    """The map of one text: its runs, which follow one another and cover the text."""

    def __init__(self, length: int, size: int, runs: Sequence[Run]) -> None:
        """Take the text's length in code points, the file's size in bytes, and the runs in order.

        Raises `SourceMapError` if the runs do not cover the text, or leave the file.
        """
        self.length, self.size = length, size
        at = 0
        for run in runs:
            start, count, first, size_of, how = run
            wrong = start != at or count < 1 or first < 0 or size_of < 0 or first + size_of > size
            if wrong or (size_of == 0) != (how is How.NONE) or (how is How.LITERAL and size_of % count):
                raise SourceMapError(tuple(run), length, size)
            at = start + count
        if at != length:
            raise SourceMapError(None, length, size)
        self._starts = [r[0] for r in runs]
        self._bytes = [r[2] for r in runs]
        self._sizes = [r[3] for r in runs]
        self._hows = [r[4] for r in runs]

    def runs(self, span: Span | None = None) -> Iterator[Run]:
        """The runs of the text, or of a span of it, cut at its ends.

        Raises `OffsetError` for a span that leaves the text.
        """
        start, end = Span(0, self.length) if span is None else span
        for offset in (start, end):
            if not 0 <= offset <= self.length:
                raise OffsetError(offset, "code point", self.length)
        if start == end:
            return
        for k in range(max(bisect_right(self._starts, start) - 1, 0), bisect_left(self._starts, end)):
            yield self._run(k).part(start, end)

    def ranges(self, span: Span) -> tuple[Range, ...]:
        """The half-open ranges of bytes of a span, in the order of the text; those that follow one another are one. Empty if it has none.

        Raises `OffsetError` for a span that leaves the text.
        """
        return joined(run.bytes for run in self.runs(span) if run.byte_length)

    def hull(self, span: Span) -> Range:
        """The range from the first byte of a span to its last; empty for an empty span.

        Raises `OffsetError` for a span that leaves the text, `PlacelessError` if nothing in it comes from the file.
        """
        ranges = self.ranges(span)
        if not ranges:
            if span.length:
                raise PlacelessError(*span)
            return self.byte(span.start), self.byte(span.start)
        return min(start for start, _ in ranges), max(end for _, end in ranges)

    def byte(self, offset: int) -> int:
        """The first byte of the code point at `offset`, or of what follows if it has none; for the end, the byte after the last one.

        Raises `OffsetError` for an offset outside `[0, length]`.
        """
        if offset < self.length:
            found = next((run for run in self.runs(Span(offset, self.length)) if run.byte_length), None)
            if found is not None:
                return found.byte_start
        if not 0 <= offset <= self.length:
            raise OffsetError(offset, "code point", self.length)
        placed = (k for k in reversed(range(len(self._starts))) if self._sizes[k])
        return next((self._bytes[k] + self._sizes[k] for k in placed), self.size)

    def point(self, byte: int) -> int:
        """The code point whose bytes begin at `byte`; for the byte after a run, the code point after it.

        Raises `OffsetError` if none begins there.
        """
        k = bisect_right(self._by_bytes, (byte, len(self._starts))) - 1
        if k >= 0:
            run = self._run(self._by_bytes[k][1])
            width = run.byte_length if run.how is not How.LITERAL else run.byte_length // run.length
            point, rest = divmod(byte - run.byte_start, width)
            if rest == 0 and byte <= run.byte_end:
                return run.end if byte == run.byte_end else run.start + point
        elif self.length == 0 and byte == self.size:
            return 0
        raise OffsetError(byte, "byte", self.size)

    def through(self, inner: SourceMap) -> SourceMap:
        """The map of this text to the file of `inner`, whose text is the stream of bytes that this map leads to.

        A run of this map that `inner` scatters keeps the range from its first byte to its last if it cannot be cut. Runs that follow one
        another and share bytes, such as those of one group of base64, are one.
        Raises `OffsetError` if the stream is not that text.
        """
        runs = self.runs()
        made = (part for run in runs for part in ((run,) if run.how is How.NONE else _through(run, inner)))
        return SourceMap(self.length, inner.size, _merged(made))

    def _run(self, k: int) -> Run:
        end = self._starts[k + 1] if k + 1 < len(self._starts) else self.length
        start = self._starts[k]
        return Run(start, end - start, self._bytes[k], self._sizes[k], self._hows[k])

    @cached_property
    def _by_bytes(self) -> list[tuple[int, int]]:
        """The runs that have bytes, in the order of the file: first byte and number."""
        return sorted((self._bytes[k], k) for k in range(len(self._starts)) if self._sizes[k])


def joined(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The ranges in their order; one that begins where the one before it ends is part of it."""
    made: list[Range] = []
    for start, end in ranges:
        if made and made[-1][1] == start:
            made[-1] = made[-1][0], end
        else:
            made.append((start, end))
    return tuple(made)


def _through(run: Run, inner: SourceMap) -> Iterator[Run]:
    """The run with the bytes from which `inner` makes its bytes: cut where `inner` is, if each piece is of whole code points."""
    width = run.byte_length // run.length
    pieces = [(max(p.start, run.byte_start), min(p.end, run.byte_end), p) for p in inner.runs(Span(*run.bytes))]
    if run.how is How.LITERAL and all((end - start) % width == 0 for start, end, _ in pieces):
        for start, end, piece in pieces:
            how = piece.how if piece.how in (How.LITERAL, How.NONE) else How.ESCAPE
            point = run.start + (start - run.byte_start) // width
            yield Run(point, (end - start) // width, *piece[2:4], how)
    elif run.how is How.LITERAL and run.length > 1:
        for at in range(run.start, run.end):
            yield from _through(run.part(at, at + 1), inner)
    else:
        start, end = inner.hull(Span(*run.bytes))
        yield Run(run.start, run.length, start, end - start, How.ESCAPE if run.how is How.LITERAL else run.how)


def _merged(runs: Iterable[Run]) -> list[Run]:
    """The runs; literal ones of one width that follow one another in text and file are one, and so are those that share bytes."""
    made: list[Run] = []
    for run in runs:
        while made and _share(made[-1], run):
            last = made.pop()
            start, end = min(last.byte_start, run.byte_start), max(last.byte_end, run.byte_end)
            run = Run(last.start, last.length + run.length, start, end - start, How.ESCAPE)
        if made and run.how is How.LITERAL is made[-1].how and made[-1].byte_end == run.byte_start:
            last = made[-1]
            if last.byte_length * run.length == run.byte_length * last.length:
                made[-1] = Run(
                    last.start, last.length + run.length, last.byte_start, last.byte_length + run.byte_length
                )
                continue
        made.append(run)
    return made


def _share(one: Run, other: Run) -> bool:
    return (
        one.byte_length > 0 < other.byte_length and one.byte_start < other.byte_end and other.byte_start < one.byte_end
    )
