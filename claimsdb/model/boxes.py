"""Where words are drawn: boxes on pages, from the lines that a reader of pages found."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from claimsdb.model.document import Drawn
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span

_SAME = 0.5
"""How far the edges of characters of a line that is not written from left to right may be apart, in points."""


class Box(NamedTuple):
    """A rectangle on a page, which counts from 1; in points, from the lower left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


def cut(line: Drawn, span: Span) -> Drawn | None:
    """The part of a line in a span, in code points of the text; None if it has none."""
    common = line.span.common(span)
    if common is None or common == line.span:
        return common and line
    first, last = common.start - line.span.start, common.end - line.span.start
    return line._replace(span=common, edges=line.edges[first : last + 1])


def boxes(lines: Intervals[Drawn], span: Span) -> list[Box]:
    """The boxes of a span, one for each line in it; to a hundredth of a point."""
    return [_box(part) for _, line in lines.over(span) if (part := cut(line, span))]


def outlines(lines: Intervals[Drawn], span: Span) -> list[Box]:
    """The boxes of a span, as people draw them: characters that are lines of their own, since they are written upwards, have one."""
    made: list[Box] = []
    before: Drawn | None = None
    for _, line in lines.over(span):
        if part := cut(line, span):
            box = _box(part)
            alone = before is not None and before.span.length == line.span.length == 1
            if before is not None and alone and before.span.end == line.span.start and _abut(made[-1], box):
                made[-1] = _around(made[-1], box)
            else:
                made.append(box)
            before = line
    return made


def _abut(one: Box, other: Box) -> bool:
    """Whether two boxes are parts of one that is written upwards or downwards."""
    return one.page == other.page and max(abs(one.left - other.left), abs(one.right - other.right)) < _SAME


def _around(one: Box, other: Box) -> Box:
    edges = min(one.left, other.left), min(one.bottom, other.bottom), max(one.right, other.right)
    return Box(one.page, *edges, max(one.top, other.top))


def _box(line: Drawn) -> Box:
    """The smallest box around a line, whichever way it is written."""
    edges = (min(line.edges), line.bottom, max(line.edges), line.top)
    return Box(line.page, *(round(edge, 2) for edge in edges))


def packed(edges: Sequence[float]) -> bytes:
    """Edges as 4-byte floats, lowest byte first."""
    return struct.pack(f"<{len(edges)}f", *edges)


def unpacked(blob: bytes) -> tuple[float, ...]:
    """The edges that `packed` packed. Raises `struct.error` for other bytes."""
    return struct.unpack(f"<{len(blob) // 4}f", blob)
