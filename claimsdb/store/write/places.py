"""Writing the parts that a document is read from, and where people look for the words of its blocks."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from claimsdb.model.boxes import cut, packed
from claimsdb.model.claim import Normalized
from claimsdb.model.document import Document, Drawn, Place
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.documents import DrawnRow, PartRow, PlaceRow
from claimsdb.store.write.target import Row, Target

PARTS, PLACES, DRAWN = table(PartRow), table(PlaceRow), table(DrawnRow)
_PART = ("name", "byte_start", "size_bytes", "sha256", "height", "read_by", "picture", "resolution")


def write_parts(to: Target, document: Document) -> None:
    """Write the parts of the document; if they are others than those before, these are retired."""
    live = PARTS.c.document == to.document, PARTS.c.retired_by.is_(None)
    mine = sa.select(PARTS.c.id, *(PARTS.c[column] for column in _PART)).where(*live)
    known = to.connection.execute(mine.order_by(PARTS.c.position)).all()
    if [tuple(row[1:]) for row in known] == [tuple(part) for part in document.parts]:
        return
    to.retire(PARTS, {row.id for row in known})
    rows: list[Row] = [
        {"document": to.document, "position": k, **dict(zip(_PART, part, strict=True)), "run": to.run}
        for k, part in enumerate(document.parts)
    ]
    to.insert(PARTS, rows)


def write_places(to: Target, normalized: Normalized, blocks: Sequence[int]) -> None:
    """Write the places and the drawn lines of the blocks with these keys, in place of those that they had."""
    document = normalized.document
    if not document.is_as_read:
        return
    places = Intervals((place.span, _place(place)) for place in document.places)
    drawn = Intervals((line.span, line) for line in document.drawn)
    rows: dict[sa.Table, list[Row]] = {PLACES: [], DRAWN: []}
    for key, block in zip(blocks, normalized.blocks, strict=True):
        here: dict[sa.Table, list[Row]] = {
            PLACES: [_columns(span, block.span) | row for span, row in places.over(block.span)],
            DRAWN: [_line(part) for _, line in drawn.over(block.span) if (part := cut(line, block.span))],
        }
        for of, found in here.items():
            rows[of] += ({"block_row": key, "position": k} | row for k, row in enumerate(found))
    for of, values in rows.items():
        before = sa.delete(of).where(of.c.block_row == sa.bindparam("key"))
        to.connection.execute(before, [{"key": key} for key in blocks])
        to.insert(of, values)


def _columns(span: Span, block: Span) -> Row:
    """The columns of what a span has in a block."""
    return {"char_start": max(span.start, block.start), "char_end": min(span.end, block.end)}


def _place(place: Place) -> Row:
    row: Row = {"within": place.within, "unit": place.unit, "label": place.label}
    return row | {"note": place.note, "seconds": place.seconds}


def _line(line: Drawn) -> Row:
    row: Row = {"char_start": line.span.start, "char_end": line.span.end, "page": line.page}
    return row | {"bottom": line.bottom, "top": line.top, "edges": packed(line.edges)}
