"""The document whose findings are written: its run, its keys, and the few ways in which its rows change."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from claimsdb.model.claim import Normalized
from claimsdb.model.spans import Span

Row = dict[str, object]


class Target:
    """One document in one run, written inside the caller's transaction. Assigns keys itself, since the caller is the only writer."""

    def __init__(self, connection: sa.Connection, run: int, document: int) -> None:
        self.connection, self.run, self.document = connection, run, document

    def place(self, normalized: Normalized, span: Span) -> Row:
        """The columns of a span's offsets: code points of the text, and bytes of the file from the first to the last, both half-open."""
        byte_start, byte_end = normalized.document.map.hull(span)
        return {"char_start": span.start, "char_end": span.end, "byte_start": byte_start, "byte_end": byte_end}

    def following(self, into: sa.Table) -> int:
        """The first free key of the table."""
        return int(self.connection.execute(sa.select(sa.func.coalesce(sa.func.max(into.c.id), 0))).scalar_one()) + 1

    def insert(self, into: sa.Table, values: list[Row]) -> None:
        """Insert rows; all must have the same columns."""
        if values:
            self.connection.execute(sa.insert(into), values)

    def update(self, into: sa.Table, values: list[Row]) -> None:
        """Update the row of each `key`; all rows must have the same columns."""
        if values:
            self.connection.execute(sa.update(into).where(into.c.id == sa.bindparam("key")), values)

    def delete_of(self, into: sa.Table, claims: Sequence[object]) -> None:
        """Delete the rows that belong to these claims and that this run writes again."""
        if claims:
            of_claim = sa.delete(into).where(into.c.claim == sa.bindparam("key"))
            self.connection.execute(of_claim, [{"key": key} for key in claims])

    def retire(self, into: sa.Table, keys: set[int]) -> None:
        """Mark the rows with these keys as retired by this run, unless an earlier run has done so."""
        live = (
            sa.update(into)
            .where(into.c.id == sa.bindparam("key"), into.c.retired_by.is_(None))
            .values(retired_by=self.run)
        )
        if keys:
            self.connection.execute(live, [{"key": k} for k in sorted(keys)])


def insert_one(connection: sa.Connection, into: sa.Table, **values: object) -> int:
    """Insert one row. Returns its key."""
    inserted = connection.execute(sa.insert(into).values(values)).inserted_primary_key
    assert inserted is not None
    return int(inserted[0])


def joined(text: str, spans: Sequence[Span]) -> str | None:
    """The words of the spans, joined with " … "; None if there are no spans."""
    return " … ".join(s.of(text) for s in spans) or None
