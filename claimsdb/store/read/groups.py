"""Groups of claims that say the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypedDict

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.records import GroupRecord
from claimsdb.store.read.rows import AT_ONCE, listed, rows


class Corroboration(TypedDict):
    """A group for display: its statement, and its numbers of independent origins, documents, speakers and claims."""

    id: str
    statement: str
    origins: int
    documents: int
    speakers: int
    claims: int
    conflicts: int
    quoted: int
    reported: int
    asserted: int


class Member(TypedDict):
    """A claim of a group, with its location and the score of its link to the representative claim."""

    id: str
    claim: str
    attribution: str
    said_by: str | None
    cue: str | None
    path: str
    line: int
    column: int
    start: int
    end: int
    byte_start: int
    byte_end: int
    score: float


def groups(connection: Connection) -> Iterator[GroupRecord]:
    """Every group, most documents first; each begins with its representative claim."""
    query = """SELECT g.id AS row, g.group_id, g.documents, g.speakers, g.origins, c.text
        FROM same_groups g JOIN claims c ON c.id = g.claim ORDER BY g.documents DESC, g.claims DESC, g.group_id"""
    result = connection.execute(sa.text(query)).mappings()
    while batch := result.fetchmany(AT_ONCE):
        claims: dict[int, list[str]] = defaultdict(list)
        query = f"""SELECT m.same_group, c.claim_id FROM members m JOIN same_groups g ON g.id = m.same_group JOIN claims c ON c.id = m.claim
            JOIN documents d ON d.id = c.document WHERE g.id IN ({listed(r["row"] for r in batch)})
            ORDER BY g.id, c.id <> g.claim, d.path, d.id, c.char_start, c.id"""
        for group, claim in connection.execute(sa.text(query)):
            claims[group].append(claim)
        for r in batch:
            yield {
                "id": r["group_id"],
                "claims": claims[r["row"]],
                "documents": r["documents"],
                "speakers": r["speakers"],
                "origins": r["origins"],
                "statement": r["text"],
            }


def corroborations(
    connection: Connection,
    *,
    identity: str | None = None,
    documents: int = 1,
    text: str | None = None,
    standing: bool = False,
    limit: int | None = None,
) -> list[Corroboration]:
    """Groups with claims in at least `documents` documents, most documents first, without standing text unless it is asked for.

    Only groups whose id begins with `identity`, and that have a claim which contains the letters of `text`.
    """
    where, values = ["documents >= :documents"], {"documents": documents, "limit": -1 if limit is None else limit}
    given: dict[str, object] = {**values}
    if identity is not None:
        where.append("group_id LIKE :identity || '%'")
        given["identity"] = identity
    if not standing and identity is None:
        where.append("claim_id NOT IN (SELECT claim_id FROM standing)")
    if text is not None:
        where.append("group_id IN (SELECT group_id FROM claim_groups WHERE instr(folded(claim), folded(:text)) > 0)")
        given["text"] = text
    query = f"""SELECT group_id AS id, statement, origins, documents, speakers, claims, conflicts, quoted, reported, asserted
        FROM corroboration WHERE {" AND ".join(where)} ORDER BY documents DESC, claims DESC, group_id LIMIT :limit"""
    return list(rows(connection, Corroboration, query, given))


def members(connection: Connection, identity: str) -> list[Member]:
    """The claims of the group with this id, the representative one first."""
    query = """SELECT g.claim_id AS id, g.claim, g.attribution, g.said_by, c.cue, g.path, g.line, g.line_column, g.char_start, g.char_end,
            g.byte_start, g.byte_end, g.score
        FROM claim_groups g JOIN claims c ON c.id = g.claim_row
        WHERE g.group_id = :identity ORDER BY g.stands_for_it DESC, g.path, g.char_start"""
    return list(rows(connection, Member, query, {"identity": identity}))
