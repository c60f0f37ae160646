"""Writing the results of comparing documents: signatures, credited agencies, shared passages, origins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from claimsdb.model.relation import ReportReason
from claimsdb.model.stretch import Stretch
from claimsdb.store.engine import Connection
from claimsdb.store.keys import among
from claimsdb.store.tables.columns import columns_of, table
from claimsdb.store.tables.comparison import (
    CreditRow,
    DescentRow,
    EdgeRow,
    PassageRow,
    ReportRow,
    SignatureRow,
    StandingRow,
    TracedRow,
)

TRACED, SIGNATURES, PASSAGES, CREDITS = table(TracedRow), table(SignatureRow), table(PassageRow), table(CreditRow)
REPORTS, DESCENTS = table(ReportRow), table(DescentRow)
EDGES, STANDING = table(EdgeRow), table(StandingRow)


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency that a document credits for its text, alone or `among` several, with the words of the credit."""

    name: str
    among: bool
    where: Stretch


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage that two documents share word for word: their keys in ascending order, and its span in each."""

    document: int
    other: int
    words: int
    here: Stretch
    there: Stretch


@dataclass(frozen=True, slots=True)
class Origin:
    """A report: its public id, the documents that go back to it, the reason, and the agency that they credit."""

    origin_id: str
    documents: frozenset[int]
    reason: ReportReason
    credited: str | None


class OriginWriter:
    """Writes for one run and one method, within the caller's transaction."""

    def __init__(self, connection: Connection, run: int, method: str) -> None:
        self.connection = connection
        self._run, self._by = {"run": run}, {"run": run, "method": method}

    def forget(self, documents: Collection[int]) -> None:
        """Forget that these documents have been compared, and the results."""
        with among(self.connection, sorted(documents)) as chosen:
            for rows in (SIGNATURES, CREDITS, EDGES, STANDING, TRACED):
                self.connection.execute(sa.delete(rows).where(rows.c.document.in_(chosen)))
            for end in (PASSAGES.c.document, PASSAGES.c.other):
                self.connection.execute(sa.delete(PASSAGES).where(end.in_(chosen)))

    def trace(
        self, document: int, signature: Iterable[int], credits: Iterable[Credit], edges: Iterable[tuple[int, int]]
    ) -> None:
        """Note that the document has been compared; write its signature, the agencies that it credits, and the blocks of its beginning and
        its end, each after the hash of its words.
        """
        self.connection.execute(sa.insert(TRACED).values(document=document, **self._by))
        if values := [{"value": value, "document": document} for value in sorted(signature)]:
            self.connection.execute(sa.insert(SIGNATURES), values)
        if values := [{"value": value, "block_row": block, "document": document} for value, block in sorted(edges)]:
            self.connection.execute(sa.insert(EDGES), values)
        for credit in credits:
            row = {"document": document, "name": credit.name, "among": "yes" if credit.among else "no"}
            self.connection.execute(sa.insert(CREDITS).values(row | columns_of(credit.where) | self._run))

    def share(self, passages: Iterable[Shared]) -> None:
        """Write shared passages."""
        rows = [
            {"document": p.document, "other": p.other, "words": p.words}
            | columns_of(p.here)
            | columns_of(p.there, "other_")
            | self._by
            for p in passages
        ]
        if rows:
            self.connection.execute(sa.insert(PASSAGES), rows)

    def stand(self, blocks: Mapping[int, int], no_longer: Collection[int]) -> None:
        """Write which blocks are standing text, each with its document, and which are `no_longer`."""
        if rows := [{"block_row": block, "document": document} for block, document in sorted(blocks.items())]:
            self.connection.execute(sa.insert(STANDING), rows)
        with among(self.connection, sorted(no_longer)) as chosen:
            self.connection.execute(sa.delete(STANDING).where(STANDING.c.block_row.in_(chosen)))

    def remove(self, report: int) -> None:
        """Remove the report with this key."""
        self.connection.execute(sa.delete(DESCENTS).where(DESCENTS.c.report == report))
        self.connection.execute(sa.delete(REPORTS).where(REPORTS.c.id == report))

    def add(self, origin: Origin) -> None:
        """Write a report with the documents that go back to it."""
        row = {"origin_id": origin.origin_id, "reason": origin.reason, "credited": origin.credited}
        new = sa.insert(REPORTS).values(**row, documents=len(origin.documents), **self._run)
        made = self.connection.execute(new).inserted_primary_key
        assert made is not None
        links = [{"report": made[0], "document": document} for document in sorted(origin.documents)]
        self.connection.execute(sa.insert(DESCENTS), links)
