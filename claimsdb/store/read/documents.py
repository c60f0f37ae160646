"""Documents, their blocks and the ledger of their sentences as records, and everything that a document's page shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

import sqlalchemy as sa

from claimsdb.store.engine import Connection, driver
from claimsdb.store.read.attached import LinkedDocument, attached_in, attached_to
from claimsdb.store.read.claims import claims_of_document
from claimsdb.store.read.elsewhere import DocumentElsewhere, elsewhere_of_document
from claimsdb.store.read.ids import key_of
from claimsdb.store.read.in_part import in_part, part_of
from claimsdb.store.read.places import Places
from claimsdb.store.read.provenance import ProvenanceRecord, provenance
from claimsdb.store.read.records import BlockRecord, ClaimRecord, DocumentRecord, SentenceRecord
from claimsdb.store.read.removed import REMOVED_AT
from claimsdb.store.read.rows import Values, rows

_MACHINE = """SELECT read_by AS "by", count(*) AS pages FROM parts WHERE document = :row AND retired_by IS NULL AND read_by IS NOT NULL
    GROUP BY read_by ORDER BY read_by"""
_STANDING = "retired_by IS (SELECT max(retired_by) FROM blocks WHERE document = :row AND :retired)"
"""The condition for the current blocks of a document; of a retired document, those that its last run found."""


class DocumentFacts(TypedDict):
    """A document's metadata and state, retired or not. `place` says where it is in the file that contains it,
    `removed_at` when it was removed, as when its file had gone.
    """

    id: str
    path: str
    title: str | None
    publisher: str | None
    author: str | None
    published: str | None
    modified: str | None
    language: str | None
    url: str | None
    media_type: str
    encoding: str
    size_bytes: int
    sha256: str
    status: str
    ingested_at: str
    run: int
    retired_by: int | None
    place: str | None
    proof: str
    withheld: str
    removed_at: str | None


class _Block(TypedDict):
    row: int
    kind: str
    start: int
    end: int
    text: str


class BlockText(_Block):
    """A block with its words; `row` is its key, and `within` the page, the note or the row in which it begins, if the file has any."""

    within: str | None


class SilentSentence(TypedDict):
    """A sentence without a claim, and the reason."""

    start: int
    end: int
    reason: str


class ReadByMachine(TypedDict):
    """How many pages of a document a program has read in pictures."""

    by: str
    pages: int


class WholeDocument(TypedDict):
    """A document with its text, its claims, its sentences without claims, its links to other documents, and how many versions there are.

    `machine` says which of its pages a program has read, and `provenance` what states its metadata. `attached` are the documents that are
    attached to it, and `attached_in` those to which it is attached.
    """

    document: DocumentFacts
    provenance: list[ProvenanceRecord]
    machine: list[ReadByMachine]
    elsewhere: DocumentElsewhere
    blocks: list[BlockText]
    claims: list[ClaimRecord]
    sentences_without_a_claim: list[SilentSentence]
    versions: int
    attached: list[LinkedDocument]
    attached_in: list[LinkedDocument]


class DocumentAdded(TypedDict):
    """A document in a few words: its title, or else its path, and the number of its current claims."""

    id: str
    name: str
    claims: int


def document_added(connection: Connection, identity: str) -> DocumentAdded | None:
    """The document with this id, if there is one."""
    query = """SELECT d.document_id AS id, coalesce(d.title, d.path) AS name,
            (SELECT count(*) FROM claims c WHERE c.document = d.id AND c.status = 'current') AS claims
        FROM documents d WHERE d.document_id = :identity"""
    return next(rows(connection, DocumentAdded, query, {"identity": identity}), None)


def documents(connection: Connection) -> Iterator[DocumentRecord]:
    """Every current document; `run` is the run that last read it."""
    query = """SELECT d.document_id AS id, d.path, d.sha256, d.size_bytes, d.media_type, d.encoding, d.title, p.name AS publisher,
            d.author, d.published, d.language, d.ingested_at, d.run, d.proof, d.modified
        FROM documents d LEFT JOIN publishers p ON p.id = d.publisher_row WHERE d.status = 'current' ORDER BY d.path, d.id"""
    return rows(connection, DocumentRecord, query)


def blocks(connection: Connection) -> Iterator[BlockRecord]:
    """Every block, of every kind."""
    query = f"""SELECT d.path AS document, b.kind, b.char_start, b.char_end, {in_part("b")}
        FROM blocks b JOIN documents d ON d.id = b.document {part_of("b")}
        WHERE b.retired_by IS NULL ORDER BY d.path, d.id, b.position"""
    return rows(connection, BlockRecord, query)


def sentences(connection: Connection) -> Iterator[SentenceRecord]:
    """The coverage ledger: `block` is the kind of the block that contains the sentence."""
    query = f"""SELECT d.path AS document, b.kind AS block, t.char_start, t.char_end, {in_part("t")}, t.claims, t.reason
        FROM sentences t JOIN blocks b ON b.id = t.block_row JOIN documents d ON d.id = b.document {part_of("t")}
        WHERE b.retired_by IS NULL ORDER BY d.path, d.id, t.char_start"""
    return rows(connection, SentenceRecord, query)


def whole_document(connection: Connection, identity: str) -> WholeDocument:
    """The document with this id and everything found in it; if it is retired, what its last run found."""
    row = key_of(connection, "document", identity)
    query = f"""SELECT d.document_id AS id, d.path, d.title, p.name AS publisher, d.author, d.published, d.modified, d.language, d.url,
            d.media_type, d.encoding, d.size_bytes, d.sha256, d.status, d.ingested_at, d.run, d.retired_by, d.place, d.proof, d.withheld,
            {REMOVED_AT} AS removed_at
        FROM documents d LEFT JOIN publishers p ON p.id = d.publisher_row WHERE d.id = :row"""
    (facts,) = rows(connection, DocumentFacts, query, {"row": row})
    retired = facts["status"] == "retired"
    values: Values = {"row": row, "retired": retired}
    return {
        "document": facts,
        "provenance": provenance(connection, row),
        "machine": list(rows(connection, ReadByMachine, _MACHINE, {"row": row})),
        "elsewhere": elsewhere_of_document(connection, row),
        "blocks": _blocks(connection, values),
        "claims": list(claims_of_document(connection, row, retired=retired)),
        "sentences_without_a_claim": _silent(connection, values),
        "versions": _versions(connection, row),
        "attached": attached_to(connection, row),
        "attached_in": attached_in(connection, row),
    }


def document_title(connection: Connection, identity: str) -> str | None:
    """The title of the document with this id."""
    row = key_of(connection, "document", identity)
    title: str | None = connection.execute(
        sa.text("SELECT title FROM documents WHERE id = :row"), {"row": row}
    ).scalar()
    return title


def _blocks(connection: Connection, values: Values) -> list[BlockText]:
    query = f"""SELECT id AS row, kind, char_start, char_end, text FROM blocks WHERE document = :row AND {_STANDING} ORDER BY position"""
    found = list(rows(connection, _Block, query, values))
    places = Places(driver(connection), (block["row"] for block in found))
    return [{**block, "within": places.within(block["row"])} for block in found]


def _versions(connection: Connection, row: int) -> int:
    """The number of versions at the path with the most of them among those where the document is or was."""
    query = """SELECT max(n) FROM (SELECT count(*) AS n FROM paths p JOIN paths q ON q.path = p.path AND q.folder = p.folder
        WHERE p.document = :row GROUP BY p.id)"""
    return int(connection.execute(sa.text(query), {"row": row}).scalar_one())


def _silent(connection: Connection, values: Values) -> list[SilentSentence]:
    query = f"""SELECT t.char_start, t.char_end, t.reason FROM sentences t JOIN blocks b ON b.id = t.block_row
        WHERE b.document = :row AND t.claims = 0 AND b.{_STANDING} ORDER BY t.char_start"""
    return list(rows(connection, SilentSentence, query, values))
