"""Where words are: the bytes of their file or of its part, their boxes on a page, and their place in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimsdb.model.boxes import Box
from claimsdb.model.document import Part
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch
from claimsdb.store.engine import Driver
from claimsdb.store.read.parts import parts_of_blocks
from claimsdb.store.read.places import Lines
from claimsdb.store.read.ranges import Ranges
from claimsdb.store.read.records import InFile, Piece, put


class Locations:
    """Where the words of the blocks with these keys are."""

    def __init__(self, connection: Driver, blocks: Iterable[int]) -> None:
        blocks = set(blocks)
        self._ranges, self._parts = Ranges(connection, blocks), parts_of_blocks(connection, blocks)
        self._lines = Lines(connection, (block for block, of in self._parts.items() if of.pages))

    def piece(self, block: int, span: Span, of: Span, text: str) -> Piece:
        """The words of a span of a block, which has the bytes `of` from the first to the last, as a record."""
        first, *further = self.in_file(block, span, of, text)
        at: Piece = {
            "start": span.start,
            "end": span.end,
            "byte_start": first["byte_start"],
            "byte_end": first["byte_end"],
            "text": text,
        }
        return put(at, first, further)

    def in_file(self, block: int, span: Span, of: Span, text: str) -> list[InFile]:
        """Where the words of a span of a block are: in the file, or in each of the parts or on each of the pages that have some."""
        stretch = self.stretch(block, span, of, text)
        parts = self._parts.get(block)
        if parts is None:
            return [_in_bytes(stretch.ranges)]
        found = parts.find.of(stretch)
        if not found:
            return [_in_bytes(stretch.ranges)]
        if not parts.pages:
            return [{**_in_bytes(one.ranges), "part": one.part.name} for one in found]
        return _on_pages(dict.fromkeys(one.number + 1 for one in found), self._lines.outlines(block, span))

    def boxes(self, block: int, span: Span) -> list[Box]:
        """The boxes of a span of a block on pages; none if it is not drawn."""
        return self._lines.boxes(block, span)

    @property
    def any_parts(self) -> bool:
        """Whether any of the blocks is read from a part of its file."""
        return bool(self._parts)

    def parts(self, block: int) -> tuple[Part, ...]:
        """The parts from which the block's document was read; none if it was read from its file as a whole."""
        return self._parts[block].every if block in self._parts else ()

    def is_by_machine(self, block: int, stretch: Stretch) -> bool:
        """Whether a program has read any of the words of a stretch of a block in a picture."""
        return block in self._parts and self._parts[block].find.by_machine([stretch])

    def heights(self, block: int) -> list[float | None]:
        """The heights of the pages of a block's document, in order, as far as it has any."""
        return [part.height for part in self.parts(block)]

    def stretch(self, block: int, span: Span, of: Span, text: str) -> Stretch:
        """The words of a span of a block, which has the bytes `of` from the first to the last."""
        return self._ranges.stretch(block, span) or Stretch(span, of, text)


def locations_of_document(connection: Driver, document: int) -> Locations:
    """Where the words of all blocks of the document with this key are, current or not."""
    return Locations(
        connection, (key for (key,) in connection.execute("SELECT id FROM blocks WHERE document = ?", (document,)))
    )


def _in_bytes(ranges: Sequence[tuple[int, int]]) -> InFile:
    made: InFile = {"byte_start": min(start for start, _ in ranges), "byte_end": max(end for _, end in ranges)}
    if len(ranges) > 1:
        made["ranges"] = [list(r) for r in ranges]
    return made


def _on_pages(numbers: Iterable[int], boxes: Sequence[Box]) -> list[InFile]:
    """The boxes on each of these pages; bytes are not said, since they depend on the library that reads the page."""
    return [
        {
            "byte_start": None,
            "byte_end": None,
            "page": number,
            "boxes": [[box.left, box.bottom, box.right, box.top] for box in boxes if box.page == number],
        }
        for number in numbers
    ]
