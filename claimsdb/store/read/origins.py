"""Documents as input for comparing them, and the results: signatures, passages, credits, reports."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from claimsdb.model.document import BlockKind
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch
from claimsdb.store.engine import Connection, driver
from claimsdb.store.keys import among, written
from claimsdb.store.read.problems import NOT_COMPARED
from claimsdb.store.read.ranges import Ranges
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.comparison import EdgeRow, PassageRow, SignatureRow, StandingRow

SIGNATURES, PASSAGES, EDGES, STANDING = table(SignatureRow), table(PassageRow), table(EdgeRow), table(StandingRow)


class Block(NamedTuple):
    """A stretch of a document of one kind, and its key."""

    kind: BlockKind
    where: Stretch
    key: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as input for comparing: its encoding, its publisher's key, its blocks in order."""

    encoding: str
    publisher: int | None
    blocks: tuple[Block, ...]


class Credited(NamedTuple):
    """An agency that a document credits, with a group that has a claim of the document."""

    group: int
    name: str
    document: int


@dataclass(frozen=True, slots=True)
class Report:
    """A report's key, the documents that go back to it, and the agency credited, if any."""

    key: int
    documents: frozenset[int]
    credited: str | None


def outdated(connection: Connection, method: str) -> list[int]:
    """Documents that have been compared, but must be again: they are retired, changed, compared by another method, or comparing failed."""
    query = f"""SELECT t.document FROM traced t JOIN documents d ON d.id = t.document
        WHERE d.status <> 'current' OR d.run <> t.run OR t.method <> :method OR d.id IN ({NOT_COMPARED}) ORDER BY t.document"""
    return list(connection.execute(sa.text(query), {"method": method}).scalars())


def untraced(connection: Connection) -> list[int]:
    """Current documents that have not been compared, in the order of their ids."""
    query = """SELECT d.id FROM documents d LEFT JOIN traced t ON t.document = d.id
        WHERE d.status = 'current' AND t.document IS NULL ORDER BY d.document_id"""
    return list(connection.exec_driver_sql(query).scalars())


def printed(connection: Connection, document: int) -> Printed:
    """The document with this key."""
    given = {"key": document}
    query = "SELECT encoding, publisher_row FROM documents WHERE id = :key"
    encoding, publisher = connection.execute(sa.text(query), given).one()
    query = """SELECT id, kind, char_start, char_end, byte_start, byte_end, text FROM blocks
        WHERE document = :key AND retired_by IS NULL ORDER BY position"""
    rows = connection.execute(sa.text(query), given).all()
    ranges = Ranges(driver(connection), (row.id for row in rows))
    blocks = []
    for key, kind, start, end, byte_start, byte_end, text in rows:
        plain = Stretch(Span(start, end), Span(byte_start, byte_end), text)
        blocks.append(Block(BlockKind(kind), ranges.stretch(key, plain.span) or plain, key))
    return Printed(encoding, publisher, tuple(blocks))


def sharing_signatures(connection: Connection, documents: Collection[int]) -> list[tuple[int, int]]:
    """The signatures of these documents, each paired with every document that has it."""
    with among(connection, sorted(documents)) as chosen:
        mine = sa.select(SIGNATURES.c.value).where(SIGNATURES.c.document.in_(chosen)).distinct()
        query = sa.select(SIGNATURES.c.value, SIGNATURES.c.document).where(SIGNATURES.c.value.in_(mine))
        return [(value, document) for value, document in connection.execute(query)]


def sharing_passages(connection: Connection) -> set[tuple[int, int]]:
    """The pairs of documents that share a passage."""
    query = sa.select(PASSAGES.c.document, PASSAGES.c.other).distinct()
    return {(document, other) for document, other in connection.execute(query)}


def drawing_on_several(connection: Connection) -> set[int]:
    """The documents that credit several agencies."""
    return set(connection.exec_driver_sql("SELECT document FROM credits WHERE among = 'yes'").scalars())


def document_ids(connection: Connection) -> dict[int, str]:
    """The public ids of all current documents by their keys."""
    rows = connection.exec_driver_sql("SELECT id, document_id FROM documents WHERE status = 'current'")
    return {key: str(name) for key, name in rows}


def credited(connection: Connection) -> list[Credited]:
    """The agencies that documents credit, with the groups that their claims are in."""
    query = """SELECT DISTINCT m.same_group, k.name, k.document FROM credits k JOIN claims c ON c.document = k.document
        JOIN members m ON m.claim = c.id"""
    return [Credited(*row) for row in connection.exec_driver_sql(query)]


def reports(connection: Connection) -> dict[str, Report]:
    """All reports by their public ids."""
    found: dict[str, tuple[int, set[int], str | None]] = {}
    query = "SELECT r.origin_id, r.id, r.credited, s.document FROM reports r JOIN descents s ON s.report = r.id"
    for public, key, name, document in connection.exec_driver_sql(query):
        found.setdefault(public, (key, set(), name))[1].add(document)
    return {public: Report(key, frozenset(of), name) for public, (key, of, name) in found.items()}


def edge_values(connection: Connection, documents: Collection[int]) -> set[int]:
    """The hashes of the beginnings and ends of these documents."""
    with among(connection, sorted(documents)) as chosen:
        return set(connection.execute(sa.select(EDGES.c.value).where(EDGES.c.document.in_(chosen))).scalars())


def edges(connection: Connection, values: Collection[int]) -> list[tuple[int, int, int, int | None, str | None]]:
    """The blocks of documents' beginnings and ends with these hashes: the hash, the block, its document, the publisher and the address."""
    with among(connection, sorted(values)) as chosen:
        query = f"""SELECT e.value, e.block_row, e.document, d.publisher_row, d.url FROM edge_texts e
            JOIN documents d ON d.id = e.document WHERE e.value IN ({written(chosen)})"""
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def standing(connection: Connection, blocks: Collection[int]) -> set[int]:
    """Those of these blocks that are held for standing text."""
    with among(connection, sorted(blocks)) as chosen:
        return set(
            connection.execute(sa.select(STANDING.c.block_row).where(STANDING.c.block_row.in_(chosen))).scalars()
        )
