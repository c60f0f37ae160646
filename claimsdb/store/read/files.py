"""The ingested files, and the words that the database says are in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple, TypedDict

import sqlalchemy as sa

from claimsdb.model.boxes import Box
from claimsdb.model.document import Part
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch as Words
from claimsdb.store.engine import Connection, driver
from claimsdb.store.read.locations import Locations
from claimsdb.store.read.records import InFile
from claimsdb.store.read.rows import rows


class IngestedFile(TypedDict):
    """The location of a document: a path in a folder; `document` is its key, `settings` are those of the run that read it."""

    folder: str
    path: str
    document: int
    sha256: str
    size_bytes: int
    encoding: str
    media_type: str
    proof: str
    withheld: str
    settings: str


class ReadFile(TypedDict):
    """A file as it was last ingested: the address of its document, the digest of what its findings depend on, and the run's settings."""

    folder: str
    path: str
    url: str | None
    extractor: str
    settings: str


class ClaimFile(TypedDict):
    """A file in which a claim was found, with the claim's extent in code points (half-open), and the settings of the run that read it.

    `container` is the path of the file that contains it, if one does; `is_latest`: no later version has its path; `withheld`: the
    database was published without its text.
    """

    folder: str
    path: str
    sha256: str
    size_bytes: int
    encoding: str
    media_type: str
    proof: str
    container: str | None
    start: int
    end: int
    is_latest: int
    withheld: str
    settings: str


class Stretch(TypedDict):
    """A stretch of a document with its words as stored; `name` is the id of its claim or attribution, or says what it is.

    `block` is the key of its block.
    """

    name: str
    block: int | None
    start: int
    end: int
    byte_start: int
    byte_end: int
    text: str


class LivePath(NamedTuple):
    """A path as it was last ingested: `container` is the path of the file that contains its document, which has the key `document`."""

    folder: str
    path: str
    container: str | None
    document: int


def live_paths(connection: Connection) -> list[LivePath]:
    """Every current path, in order of folder and path."""
    query = """SELECT f.name, p.path, p.container, p.document FROM paths p JOIN folders f ON f.id = p.folder
        WHERE p.retired_by IS NULL ORDER BY f.name, p.path"""
    return [LivePath(*row) for row in connection.execute(sa.text(query))]


def current_files(connection: Connection) -> Iterator[IngestedFile]:
    """Every file as it was last ingested, by folder, in the order in which they were."""
    yield from rows(
        connection,
        IngestedFile,
        """SELECT f.name AS folder, p.path, d.id AS document, d.sha256, d.size_bytes, d.encoding, d.media_type, p.proof, d.withheld,
            r.settings
        FROM paths p JOIN folders f ON f.id = p.folder JOIN documents d ON d.id = p.document JOIN runs r ON r.id = d.run
        WHERE p.retired_by IS NULL ORDER BY f.name, p.id""",
    )


def read_files(connection: Connection) -> Iterator[ReadFile]:
    """Every file as it was last ingested, in the order in which they were."""
    yield from rows(
        connection,
        ReadFile,
        """SELECT f.name AS folder, p.path, d.url, p.extractor, r.settings FROM paths p JOIN folders f ON f.id = p.folder
        JOIN documents d ON d.id = p.document JOIN runs r ON r.id = d.run WHERE p.retired_by IS NULL ORDER BY p.id""",
    )


def files_of_claim(connection: Connection, claim: str) -> list[ClaimFile]:
    """The files in which the claim with this id was found, current ones first."""
    query = """SELECT f.name AS folder, p.path, d.sha256, d.size_bytes, d.encoding, d.media_type,
            coalesce(c.proof, p.proof) AS proof, p.container, c.char_start, c.char_end,
            p.retired_by IS NULL AS is_latest, d.withheld, r.settings
        FROM claims c JOIN documents d ON d.id = c.document JOIN runs r ON r.id = d.run
        JOIN paths p ON p.document = d.id JOIN folders f ON f.id = p.folder
        WHERE c.claim_id = :claim ORDER BY p.retired_by IS NOT NULL, p.id"""
    return list(rows(connection, ClaimFile, query, {"claim": claim}))


def columns_of(settings: str) -> dict[str, str]:
    """The columns of tables that somebody named for a run, by their roles, from its settings."""
    found = _settings(settings).get("columns")
    return {str(role): str(column) for role, column in found.items()} if isinstance(found, dict) else {}


def encoding_of(settings: str) -> str | None:
    """The encoding that somebody named for a run, from its settings."""
    found = _settings(settings).get("encoding")
    return found if isinstance(found, str) else None


def ocr_of(settings: str) -> str | None:
    """The languages in which pictures were read in a run, from its settings; None if they were not."""
    found = _settings(settings).get("ocr")
    return found if isinstance(found, str) else None


def _settings(settings: str) -> dict[str, object]:
    """The settings of a run; none if its row is damaged."""
    try:
        found = json.loads(settings)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class Segment(NamedTuple):
    """A segment of a claim: its words with their bytes, where they are in the file, and the parts from which its document was read."""

    words: Words
    where: list[InFile]
    boxes: list[Box]
    parts: tuple[Part, ...]


def segments_of(connection: Connection, claim: str) -> tuple[Segment, ...]:
    """The segments of the claim with this id."""
    query = """SELECT c.block_row, s.char_start, s.char_end, s.byte_start, s.byte_end, s.text FROM segments s
        JOIN claims c ON c.id = s.claim WHERE c.claim_id = :claim ORDER BY s.position"""
    found = connection.execute(sa.text(query), {"claim": claim}).all()
    at = Locations(driver(connection), (row.block_row for row in found))
    made = []
    for block, start, end, byte_start, byte_end, text in found:
        words = at.stretch(block, Span(start, end), Span(byte_start, byte_end), text)
        where = at.in_file(block, words.span, words.bytes, text)
        made.append(Segment(replace(words, text=text), where, at.boxes(block, words.span), at.parts(block)))
    return tuple(made)


class Position(NamedTuple):
    """The line and column on which a claim begins, counted from 1, and its offsets in code points and in bytes."""

    name: str
    line: int
    column: int
    start: int
    byte_start: int


_OF_CLAIMS = ("segments", "quotes", "quantities", "contradictions")
"""Tables of stretches of claims."""


def stretches_of(connection: Connection, document: int) -> Iterator[Stretch]:
    """Everything with words in the document with this key: its blocks, its claims' segments, quotes and quantities, the names and roles of
    speakers, the values of conflicts, credits, lines that state its metadata, and passages that it shares with others.
    """
    columns = "{p}char_start AS char_start, {p}char_end AS char_end, {p}byte_start AS byte_start, {p}byte_end AS byte_end, {p}text AS text"
    own, other = columns.format(p="s."), columns.format(p="s.other_")
    around = """(SELECT id FROM blocks b WHERE b.document = :document AND b.char_start <= s.{0}char_start
        AND b.char_end >= s.{0}char_end ORDER BY b.retired_by IS NOT NULL, b.id DESC LIMIT 1)"""
    of_claims = (
        *(
            f"SELECT c.claim_id AS name, c.block_row AS block, {own} FROM {table} s JOIN claims c ON c.id = s.claim"
            for table in _OF_CLAIMS
        ),
        f"SELECT c.claim_id, c.block_row, {other} FROM contradictions s JOIN claims c ON c.id = s.other",
    )
    query = " UNION ALL ".join(
        (
            *(f"{select} WHERE c.document = :document" for select in of_claims),
            f"""SELECT a.attribution_id, (SELECT p.block_row FROM pieces p WHERE p.attribution_row = s.attribution_row
                AND p.char_start <= s.char_start AND p.char_end >= s.char_end LIMIT 1), {own}
            FROM mentions s JOIN attributions a ON a.id = s.attribution_row
            WHERE a.document = :document""",
            f"SELECT 'block ' || position, id, {own} FROM blocks s WHERE document = :document",
            f"SELECT 'credit', {around.format('')}, {own} FROM credits s WHERE document = :document",
            f"""SELECT s.field, {around.format("")}, {own} FROM provenance s
            WHERE document = :document AND char_start IS NOT NULL""",
            f"SELECT 'passage', {around.format('')}, {own} FROM shared_passages s WHERE document = :document",
            f"SELECT 'passage', {around.format('other_')}, {other} FROM shared_passages s WHERE other = :document",
        )
    )
    yield from rows(connection, Stretch, query, {"document": document})


def positions_of(connection: Connection, document: int) -> Iterator[Position]:
    """The positions of all claims of the document with this key."""
    query = "SELECT claim_id, line, line_column, char_start, byte_start FROM claims WHERE document = :document"
    yield from (Position(*row) for row in connection.execute(sa.text(query), {"document": document}))
