"""The byte ranges of words, from those of the blocks that they are in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from claimsdb.model.source_map import How
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Portion, Stretch
from claimsdb.store.engine import Driver
from claimsdb.store.keys import packed

_RANGES = """SELECT block_row, char_start, char_end, byte_start, byte_end, how FROM ranges
    WHERE block_row IN (SELECT value FROM json_each(?)) ORDER BY block_row, position"""
_BLOCKS = """SELECT b.id, b.char_start, b.char_end, b.byte_start, b.byte_end, b.text, d.encoding FROM blocks b
    JOIN documents d ON d.id = b.document WHERE b.id IN (SELECT value FROM json_each(?))"""


class Ranges:
    """The blocks, among those with these keys, that the encoding does not simply decode from all bytes between their first and last."""

    def __init__(self, connection: Driver, blocks: Iterable[int]) -> None:
        found: dict[int, list[Portion]] = defaultdict(list)
        for block, start, end, byte_start, byte_end, how in connection.execute(_RANGES, (packed(set(blocks)),)):
            found[block].append(Portion(Span(start, end), Span(byte_start, byte_end), How(how)))
        rows = connection.execute(_BLOCKS, (packed(found),)) if found else ()
        self._blocks: dict[int, tuple[Stretch, str]] = {
            block: (Stretch(Span(start, end), Span(byte_start, byte_end), text, tuple(found[block])), encoding)
            for block, start, end, byte_start, byte_end, text, encoding in rows
        }

    def stretch(self, block: int, span: Span) -> Stretch | None:
        """The words in a span of a block; None if the encoding decodes the whole block from all its bytes.

        Raises `PlacelessError` if nothing in the span comes from the file.
        """
        if block not in self._blocks:
            return None
        whole, encoding = self._blocks[block]
        return whole.part(span.shift(-whole.span.start), encoding)
