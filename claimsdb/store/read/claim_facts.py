"""One claim in context: its document and run, its paragraphs, its neighbours, and related claims in other documents."""

from __future__ import annotations

from typing import NamedTuple, TypedDict

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.chains import outwards
from claimsdb.store.read.elsewhere import ClaimElsewhere, elsewhere_of_claim
from claimsdb.store.read.removed import REMOVED_AT
from claimsdb.store.read.rows import one, rows


class ClaimFacts(TypedDict):
    """A claim's location, its document, and the run that last found it. `unresolved` is why its source has no speaker, `container` the path
    of the file that contains its document. `is_latest`: no later version has its path; `kept`: the database has its bytes. `removed_at` is
    when its document was removed, as when its file had gone.
    """

    line: int
    column: int
    start: int
    end: int
    byte_start: int
    byte_end: int
    status: str
    run: int
    retired_by: int | None
    document_id: str
    path: str
    title: str | None
    author: str | None
    published: str | None
    modified: str | None
    url: str | None
    sha256: str
    encoding: str
    media_type: str
    language: str | None
    publisher: str | None
    started_at: str
    version: str
    tagger: str
    unresolved: str | None
    container: str | None
    is_latest: int
    kept: int
    removed_at: str | None
    withheld: str


class Paragraph(TypedDict):
    """A block with its words and its position in the document."""

    position: int
    kind: str
    start: int
    text: str


class Neighbour(TypedDict):
    """The next or previous claim."""

    id: str
    text: str
    attribution: str


class ClaimInPlace(TypedDict):
    """What a claim's page shows besides the claim. `before` and `after` are its neighbours with the same status."""

    facts: ClaimFacts
    blocks: list[Paragraph]
    before: Neighbour | None
    after: Neighbour | None
    elsewhere: ClaimElsewhere


class _At(NamedTuple):
    row: int
    document: int
    status: str
    start: int
    end: int


_FACTS = f"""
    SELECT c.line, c.line_column, c.char_start, c.char_end, c.byte_start, c.byte_end, c.status, c.run, c.retired_by, d.document_id, d.path,
        d.title, d.author, d.published, d.modified, d.url, d.sha256, d.encoding, d.media_type, d.language, p.name AS publisher,
        r.started_at,
        r.version, r.tagger,
        a.unresolved, (SELECT q.container FROM paths q WHERE q.document = d.id AND q.path = d.path
            ORDER BY q.retired_by IS NOT NULL, q.id LIMIT 1) AS container,
        EXISTS (SELECT 1 FROM paths q WHERE q.document = d.id AND q.retired_by IS NULL) AS is_latest,
        EXISTS (SELECT 1 FROM originals o WHERE o.document = d.id) AS kept, {REMOVED_AT} AS removed_at, d.withheld
    FROM claims c JOIN documents d ON d.id = c.document JOIN runs r ON r.id = c.run
    LEFT JOIN publishers p ON p.id = c.publisher_row LEFT JOIN attributions a ON a.id = c.attribution_row
    WHERE c.id = :row"""
_BLOCKS = f"""
    {outwards("SELECT attribution_row FROM claims WHERE id = :row")}
    SELECT b.position, b.kind, b.char_start, b.text FROM blocks b
    WHERE b.id IN (SELECT block_row FROM pieces WHERE part <> 'content' AND attribution_row IN (SELECT id FROM chain)
        UNION SELECT block_row FROM claims WHERE id = :row)
    ORDER BY b.position"""


def claim_in_place(connection: Connection, identity: str) -> ClaimInPlace:
    """The context of the claim with this id; its paragraphs are the blocks of its words, its sources and its cues."""
    query = "SELECT id, document, status, char_start, char_end FROM claims WHERE claim_id = :identity"
    at = _At(*connection.execute(sa.text(query), {"identity": identity}).one())
    (facts,) = rows(connection, ClaimFacts, _FACTS, {"row": at.row})
    return {
        "facts": facts,
        "blocks": list(rows(connection, Paragraph, _BLOCKS, {"row": at.row})),
        "before": _beside(connection, at, "<"),
        "after": _beside(connection, at, ">"),
        "elsewhere": elsewhere_of_claim(connection, at.row),
    }


def _beside(connection: Connection, at: _At, way: str) -> Neighbour | None:
    """The claim before (`<`) or after (`>`) this one in its document."""
    nearest = "char_start DESC, id DESC" if way == "<" else "char_start, id"
    query = f"""SELECT claim_id AS id, text, attribution FROM claims WHERE document = :document AND status = :status
        AND (char_start, char_end, id) {way} (:start, :end, :row) ORDER BY {nearest} LIMIT 1"""
    return one(connection, Neighbour, query, at._asdict())
