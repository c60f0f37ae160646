"""Where people look for the words of blocks, and where these are drawn on pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from claimsdb.model.boxes import Box, boxes, outlines, unpacked
from claimsdb.model.document import Drawn, Place
from claimsdb.model.intervals import Intervals
from claimsdb.model.places import seconds, where, within
from claimsdb.model.spans import Span
from claimsdb.store.engine import Driver
from claimsdb.store.keys import packed

_PLACES = """SELECT block_row, char_start, char_end, within, unit, label, note, seconds FROM places
    WHERE block_row IN (SELECT value FROM json_each(?)) ORDER BY block_row, position"""
_DRAWN = """SELECT block_row, char_start, char_end, page, bottom, top, edges FROM drawn
    WHERE block_row IN (SELECT value FROM json_each(?)) ORDER BY block_row, position"""


class Places:
    """The places of the blocks with these keys, as far as they have any."""

    def __init__(self, connection: Driver, blocks: Iterable[int]) -> None:
        found: dict[int, list[tuple[Span, Place]]] = defaultdict(list)
        for block, start, end, *names in connection.execute(_PLACES, (packed(set(blocks)),)):
            found[block].append((Span(start, end), Place(Span(start, end), *names)))
        self._places = {block: Intervals(of) for block, of in found.items()}

    def within(self, block: int) -> str | None:
        """The page, the note or the row in which a block begins; None if it has no places, or none in such a one."""
        return self._places[block].first()[1].within or None if block in self._places else None

    def words(self, block: int, spans: Iterable[Span]) -> str | None:
        """Where a person looks for these spans of a block; None if it has no places."""
        return where(self._within(block, spans))

    def seconds(self, block: int, spans: Iterable[Span]) -> float | None:
        """When the words of these spans are said, if that is known."""
        return seconds(self._within(block, spans))

    def _within(self, block: int, spans: Iterable[Span]) -> list[Place]:
        return within(self._places[block], spans) if block in self._places else []


class Lines:
    """The lines on pages of the blocks with these keys, as far as they are drawn."""

    def __init__(self, connection: Driver, blocks: Iterable[int]) -> None:
        found: dict[int, list[tuple[Span, Drawn]]] = defaultdict(list)
        for block, line in drawn_of_blocks(connection, blocks):
            found[block].append((line.span, line))
        self._lines = {block: Intervals(of) for block, of in found.items()}

    def boxes(self, block: int, span: Span) -> list[Box]:
        """The boxes of a span of a block, one for each line in it; none if it is not drawn."""
        return boxes(self._lines[block], span) if block in self._lines else []

    def outlines(self, block: int, span: Span) -> list[Box]:
        """The same for people (`claimsdb.model.boxes.outlines`)."""
        return outlines(self._lines[block], span) if block in self._lines else []


def drawn_of_blocks(connection: Driver, blocks: Iterable[int]) -> Iterator[tuple[int, Drawn]]:
    """The lines of these blocks on pages, each with its block."""
    for block, start, end, page, bottom, top, edges in connection.execute(_DRAWN, (packed(set(blocks)),)):
        yield block, Drawn(Span(start, end), page, bottom, top, unpacked(edges))
