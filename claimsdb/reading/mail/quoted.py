"""What a message quotes of others: each passage is one line behind its marks of quotation, however it is wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from claimsdb.model.document import Passage
from claimsdb.model.source_map import How, Run, SourceMap
from claimsdb.model.spans import Span, lines
from claimsdb.reading.mail.mapped import Mapped, joined

_MARKS = re.compile(r"(?:> ?)*+")


def depth(line: str) -> int:
    """How often a line is quoted."""
    return line[: marks(line)].count(">")


def marks(line: str) -> int:
    """The length of the marks of quotation before a line, in code points."""
    return _MARKS.match(line).end()  # type: ignore[union-attr]  # it matches the empty string


def unwrapped(of: Mapped, passages: Iterable[Passage]) -> tuple[Mapped, tuple[Passage, ...]]:
    """The text in which quoted passages have marks at their beginning alone, and its passages, of one depth each."""
    pieces: list[Mapped] = []
    made: list[Passage] = []
    at = length = 0
    for passage in passages:
        loose = passage.loose
        for level, group in groupby(lines(of.text, passage.span), key=lambda line: depth(line.of(of.text))):
            whole = list(group)
            for piece in (of.cut([Span(at, whole[0].start)]), _one(of, whole, level)):
                pieces.append(piece)
                length += len(piece.text)
            made.append(replace(passage, span=Span(length - len(pieces[-1].text), length), loose=loose))
            at, loose = whole[-1].end, False
    pieces.append(of.cut([Span(at, len(of.text))]))
    return joined(pieces, of.map.size), tuple(made)


def _one(of: Mapped, whole: list[Span], level: int) -> Mapped:
    if level == 0 or len(whole) == 1:
        return of.cut([Span(whole[0].start, whole[-1].end)])
    return joined(_joining(of, whole), of.map.size)


def _joining(of: Mapped, whole: list[Span]) -> Iterator[Mapped]:
    end = None
    for line in whole:
        start = line.start if end is None else line.start + marks(line.of(of.text))
        if end is not None:
            yield space(of, Span(end, start))
        yield of.cut([Span(start, line.end)])
        end = line.end


def space(of: Mapped, span: Span) -> Mapped:
    """One space for a stretch of the text."""
    ranges = of.map.ranges(span)
    run = Run(0, 1, 0, 0, How.NONE)
    if ranges:
        start, end = of.map.hull(span)
        run = Run(0, 1, start, end - start, How.ESCAPE)
    return Mapped(" ", SourceMap(1, of.map.size, [run]))
