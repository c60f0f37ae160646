"""Words of a file with their position."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from claimsdb.model.errors import PlacelessError
from claimsdb.model.source_map import How, Range, SourceMap, joined
from claimsdb.model.spans import Span


class Portion(NamedTuple):
    """Words from one range of bytes: all that the file's encoding decodes from it (`literal`), or one run of another kind."""

    span: Span
    bytes: Span
    how: How


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a file: their span in code points of the text, and in bytes of the file from the first to the last.

    `portions` say which bytes are theirs; empty if the file's encoding decodes the words from all these bytes.
    """

    span: Span
    bytes: Span
    text: str
    portions: tuple[Portion, ...] = ()

    @property
    def ranges(self) -> tuple[Range, ...]:
        """The half-open ranges of its bytes, in the order of the text; those that follow one another are one."""
        return joined((p.bytes.start, p.bytes.end) for p in self.every)

    def part(self, inner: Span, encoding: str) -> Stretch:
        """A part of these words, `inner` in code points from their start, in the encoding of the file.

        Raises `PlacelessError` if nothing in it comes from the file.
        """
        span = inner.shift(self.span.start)
        every = self.every
        first = bisect_right(every, span.start, key=lambda p: p.span.end)
        last = bisect_left(every, span.end, key=lambda p: p.span.start)
        cut = tuple(self._cut(p, span, encoding) for p in every[first:last])
        if not cut:
            raise PlacelessError(*span)
        hull = Span(min(p.bytes.start for p in cut), max(p.bytes.end for p in cut))
        return Stretch(span, hull, inner.of(self.text), telling(cut, span))

    @property
    def every(self) -> tuple[Portion, ...]:
        """Its portions, or the one that it is."""
        return self.portions or (Portion(self.span, self.bytes, How.LITERAL),)

    def _cut(self, portion: Portion, span: Span, encoding: str) -> Portion:
        """What lies in the span; a portion that is not literal stays whole."""
        common = portion.span.common(span)
        if portion.how is not How.LITERAL or common is None or common == portion.span:
            return portion
        mark = len("".encode(encoding))  # of byte order, before any text
        before, words = (
            len(part.shift(-self.span.start).of(self.text).encode(encoding)) - mark
            for part in (Span(portion.span.start, common.start), common)
        )
        start = portion.bytes.start + before
        return Portion(common, Span(start, start + words), How.LITERAL)


def portions(of: SourceMap, span: Span) -> tuple[Portion, ...]:
    """The portions of a span, as a stretch has them."""
    made: list[Portion] = []
    for run in of.runs(span):
        last = made[-1] if made else None
        if (
            last
            and run.how is How.LITERAL is last.how
            and (last.span.end, last.bytes.end) == (run.start, run.byte_start)
        ):
            made[-1] = Portion(Span(last.span.start, run.end), Span(last.bytes.start, run.byte_end), How.LITERAL)
        elif run.how is not How.NONE:
            made.append(Portion(Span(run.start, run.end), Span(*run.bytes), run.how))
    return telling(made, span)


def telling(found: Iterable[Portion], span: Span) -> tuple[Portion, ...]:
    """The portions of a span; none if the only one is literal and covers it, since that says nothing."""
    made = tuple(found)
    return () if len(made) == 1 and made[0].how is How.LITERAL and made[0].span == span else made
