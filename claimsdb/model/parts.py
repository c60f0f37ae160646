"""The parts of a document that is read from several members or pages: where in which part the bytes of words are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from claimsdb.model.document import Part
from claimsdb.model.source_map import How, Range, joined
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Portion, Stretch


class InPart(NamedTuple):
    """The portions of words that one part has, whose number is its place among the parts, from 0."""

    number: int
    part: Part
    portions: tuple[Portion, ...]

    @property
    def ranges(self) -> tuple[Range, ...]:
        """Their half-open ranges of bytes from the start of the part, in the order of the text; those that follow one another are one."""
        start = self.part.start
        return joined((of.start - start, of.end - start) for _, of, _ in self.portions)


class Parts:
    """The parts of one document, which follow each other in its stream, and the encoding of its literal portions."""

    def __init__(self, parts: Iterable[Part], encoding: str) -> None:
        self._parts = [(number, part) for number, part in enumerate(parts) if part.size]
        self._ends = [part.end for _, part in self._parts]
        self._encoding = encoding

    def of(self, stretch: Stretch) -> list[InPart]:
        """What each part has of these words, in the order of the text; a part to which the words come back is there twice."""
        cut = (piece for portion in stretch.every for piece in self._cut(portion, stretch))
        groups = groupby(cut, key=lambda piece: piece[0])
        found = ((self._parts[k], tuple(portion for _, portion in pieces)) for k, pieces in groups)
        return [InPart(number, part, portions) for (number, part), portions in found]

    def by_machine(self, stretches: Iterable[Stretch]) -> bool:
        """Whether a program has read any of these words in a picture."""
        return any(one.part.read_by is not None for stretch in stretches for one in self.of(stretch))

    def _cut(self, portion: Portion, stretch: Stretch) -> Iterator[tuple[int, Portion]]:
        """The portion, cut where a part ends if it is literal, each piece with the place of its part among those that are not empty."""
        span, (start, end), how = portion
        for k in range(bisect_right(self._ends, start), len(self._parts)):
            stop = self._ends[k]
            if end <= stop or how is not How.LITERAL:
                yield k, Portion(span, Span(start, end), how)
                return
            words = span.shift(-stretch.span.start).of(stretch.text).encode(self._encoding)
            middle = span.start + len(words[: stop - start].decode(self._encoding, "ignore"))
            yield k, Portion(Span(span.start, middle), Span(start, stop), how)
            span, start = Span(middle, span.end), stop
