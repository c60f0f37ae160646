"""The versions of a document at its path, and what became of claims from one to the next, as stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypedDict

import sqlalchemy as sa

from claimsdb.model.spans import Span
from claimsdb.model.succession import Succession, SuccessionStatus
from claimsdb.store.engine import Connection
from claimsdb.store.keys import packed
from claimsdb.store.read.rows import rows


class VersionRecord(TypedDict):
    """A version of a document at a path: its number there, counted from 1, and when it was read and replaced by the next, or removed, as
    when its file had gone and its bytes were nowhere else; `document` is its id.

    `captured_at` is when its bytes were had from the web; None if they were not, or nobody knows.
    """

    version: int
    document: str
    sha256: str
    size_bytes: int
    captured_at: str | None
    read_at: str
    replaced_at: str | None
    removed_at: str | None
    run: int
    kept: bool


class VersionClaim(TypedDict):
    """A claim as one version has it. `start` and `end` are code points of that version's text."""

    id: str
    text: str
    attribution: str
    speaker: str | None
    source: str | None
    cue: str | None
    line: int
    place: str | None
    start: int
    end: int


class AtPath(NamedTuple):
    """A path in a folder, by name."""

    folder: str
    path: str


def paths_of(connection: Connection, document: str) -> list[AtPath]:
    """The paths at which the document with this id is or was, current ones first."""
    query = """SELECT f.name, p.path FROM paths p JOIN folders f ON f.id = p.folder JOIN documents d ON d.id = p.document
        WHERE d.document_id = :document GROUP BY f.name, p.path ORDER BY min(p.retired_by IS NOT NULL), max(p.id) DESC"""
    return [AtPath(*row) for row in connection.execute(sa.text(query), {"document": document})]


def document_of(connection: Connection, claim: str) -> str:
    """The id of the document of the claim with this id."""
    query = "SELECT d.document_id FROM claims c JOIN documents d ON d.id = c.document WHERE c.claim_id = :claim"
    return str(connection.execute(sa.text(query), {"claim": claim}).scalar_one())


def paths_like(connection: Connection, given: str) -> list[AtPath]:
    """The paths that are `given`, also after the name of their folder and `/`, or whose documents have `given` as web address."""
    query = """SELECT DISTINCT f.name, p.path FROM paths p JOIN folders f ON f.id = p.folder JOIN documents d ON d.id = p.document
        WHERE p.path = :given OR (p.path = substr(:given, length(f.name) + 2) AND f.name || '/' || p.path = :given)
            OR d.url = :given ORDER BY f.name, p.path"""
    return [AtPath(*row) for row in connection.execute(sa.text(query), {"given": given})]


_MOVED = """EXISTS (SELECT 1 FROM paths e WHERE e.document = p.document AND e.run <= p.retired_by
    AND coalesce(e.retired_by > p.retired_by, 1))"""
"""SQL for whether the document was elsewhere when the path `p` was retired."""


def versions_at(connection: Connection, at: AtPath) -> list[VersionRecord]:
    """The versions at a path, oldest first. A document may be several of them."""
    query = f"""SELECT row_number() OVER at AS version, d.document_id AS document, d.sha256, d.size_bytes, p.captured_at,
            r.started_at AS read_at, iif(lead(p.run) OVER at = p.retired_by, u.started_at, NULL) AS replaced_at,
            iif(lead(p.run) OVER at IS p.retired_by OR {_MOVED}, NULL, u.started_at) AS removed_at,
            p.run, o.document IS NOT NULL AS kept
        FROM paths p JOIN documents d ON d.id = p.document JOIN runs r ON r.id = p.run LEFT JOIN runs u ON u.id = p.retired_by
        LEFT JOIN originals o ON o.document = d.id
        WHERE p.path = :path AND p.folder = (SELECT id FROM folders WHERE name = :folder) WINDOW at AS (ORDER BY p.id) ORDER BY p.id"""
    found = list(rows(connection, VersionRecord, query, at._asdict()))
    for one in found:
        one["kept"] = bool(one["kept"])  # SQLite has no booleans
    return found


def stored_successions(connection: Connection, earlier: int, document: int) -> list[Succession] | None:
    """What became of the claims of one document in another, by their keys; None if they have not been compared."""
    query = "SELECT id FROM revisions WHERE earlier = :earlier AND document = :document"
    revision = connection.execute(sa.text(query), {"earlier": earlier, "document": document}).scalar()
    if revision is None:
        return None
    query = """SELECT claim, successor, status, char_start, char_end, reattributed FROM successions
        WHERE revision = :revision ORDER BY id"""
    return [_succession(*row) for row in connection.execute(sa.text(query), {"revision": revision})]


class Compared(NamedTuple):
    """Two versions that have been compared: their keys, their ids, and 1 if they are compared as they are now."""

    earlier: int
    document: int
    earlier_id: str
    document_id: str
    is_latest: int


def compared_versions(connection: Connection) -> list[Compared]:
    """All pairs of versions that have been compared."""
    query = """SELECT v.earlier, v.document, e.document_id, d.document_id, v.run >= d.run AND v.run >= e.run FROM revisions v
        JOIN documents e ON e.id = v.earlier JOIN documents d ON d.id = v.document ORDER BY v.id"""
    return [Compared(*row) for row in connection.execute(sa.text(query))]


class Link(NamedTuple):
    """What became of a claim in a newer document, or what it came from: that document's key and id, and when it was captured and read."""

    document: int
    identity: str
    captured_at: str | None
    ingested_at: str
    succession: Succession


def links_of(connection: Connection, claim: int) -> tuple[list[Link], list[Link]]:
    """The successions of the claim with this key, and those of which it is the successor, oldest first."""
    query = """SELECT s.claim, s.successor, s.status, s.char_start, s.char_end, s.reattributed, d.id, d.document_id,
            (SELECT min(p.captured_at) FROM paths p WHERE p.document = d.id), d.ingested_at
        FROM successions s JOIN revisions v ON v.id = s.revision JOIN documents d ON d.id = v.document
        WHERE s.{end} = :claim ORDER BY d.ingested_at, v.id, s.id"""
    later, earlier = (
        [
            Link(key, identity, captured, at, _succession(*row))
            for *row, key, identity, captured, at in connection.execute(
                sa.text(query.format(end=end)), {"claim": claim}
            )
        ]
        for end in ("claim", "successor")
    )
    return later, earlier


def _succession(
    claim: int | None, successor: int | None, status: str, start: int | None, end: int | None, reattributed: str
) -> Succession:
    words = None if start is None or end is None else Span(start, end)
    return Succession(claim, successor, SuccessionStatus(status), words, reattributed == "yes")


def claims_of_versions(connection: Connection, keys: Iterable[int]) -> dict[int, VersionClaim]:
    """The claims with these keys, by key."""
    query = """SELECT c.id AS row, c.claim_id, c.text, c.attribution, s.name, c.source, c.cue, c.line, c.place, c.char_start, c.char_end
        FROM claims c LEFT JOIN speakers s ON s.id = c.speaker_row WHERE c.id IN (SELECT value FROM json_each(:keys))"""
    return {
        key: VersionClaim(
            id=identity,
            text=text,
            attribution=attribution,
            speaker=speaker,
            source=source,
            cue=cue,
            line=line,
            place=place,
            start=start,
            end=end,
        )
        for key, identity, text, attribution, speaker, source, cue, line, place, start, end in connection.execute(
            sa.text(query), {"keys": packed(sorted(set(keys)))}
        )
    }
