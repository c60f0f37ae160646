"""Links from a claim or a document to others: the same claim elsewhere, conflicts, and the reports that a document goes back to."""

from __future__ import annotations

from typing import TypedDict

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.rows import rows


class GroupOfClaim(TypedDict):
    """A group that a claim is in. `conflicts` is always 0, since a claim's page lists the conflicts themselves."""

    id: str
    claims: int
    documents: int
    speakers: int
    origins: int
    conflicts: int


class SameClaim(TypedDict):
    """Another claim that says the same, with its document and the report that it goes back to."""

    id: str
    text: str
    attribution: str
    speaker: str | None
    speaker_id: str | None
    cue: str | None
    document_id: str
    path: str
    title: str | None
    published: str | None
    publisher: str | None
    origin: str | None


class ConflictingClaim(TypedDict):
    """A claim that conflicts, with both values."""

    kind: str
    value: str
    other_value: str
    id: str
    text: str
    attribution: str
    speaker: str | None
    cue: str | None
    document_id: str
    path: str
    title: str | None


class Report(TypedDict):
    """A report that documents go back to."""

    id: str
    reason: str
    credited: str | None
    documents: int


class PassageOfDocument(TypedDict):
    """A passage that another document has too, with its span in this one."""

    start: int
    end: int
    words: int
    text: str
    document_id: str
    path: str
    title: str | None


class ClaimElsewhere(TypedDict):
    """The groups of a claim, the other claims in them in the order of their documents, and the claims that conflict with it; and whether
    there are more of either than `MOST`.
    """

    groups: list[GroupOfClaim]
    same: list[SameClaim]
    more_same: bool
    conflicts: list[ConflictingClaim]
    more_conflicts: bool


class DocumentElsewhere(TypedDict):
    """The reports that a document goes back to, the longest passages that it shares, at most `MOST_PASSAGES`, and whether there are more,
    and the ids of its claims that other documents make too.
    """

    origins: list[Report]
    passages: list[PassageOfDocument]
    more_passages: bool
    shared: list[str]


MOST = 100
"""Maximum number of claims that say the same, and of those that conflict."""
MOST_PASSAGES = 30
_GROUPS = """
    SELECT g.group_id AS id, g.claims, g.documents, g.speakers, g.origins, 0 AS conflicts
    FROM members m JOIN same_groups g ON g.id = m.same_group WHERE m.claim = :row ORDER BY g.documents DESC, g.id"""
_SAME = """
    SELECT c.claim_id AS id, c.text, c.attribution, coalesce(s.name, c.source) AS speaker, s.speaker_id, c.cue, d.document_id, d.path,
        d.title, d.published, p.name AS publisher,
        (SELECT group_concat(coalesce(r.credited, 'a shared report'), ', ') FROM descents o JOIN reports r ON r.id = o.report
            WHERE o.document = d.id) AS origin
    FROM claims c JOIN documents d ON d.id = c.document LEFT JOIN speakers s ON s.id = c.speaker_row
    LEFT JOIN publishers p ON p.id = c.publisher_row
    WHERE c.id <> :row AND c.id IN (SELECT claim FROM members WHERE same_group IN (SELECT same_group FROM members WHERE claim = :row))
    ORDER BY d.published IS NULL, d.published, d.path, c.char_start LIMIT :most"""
_CONFLICTS = """
    SELECT x.kind, x.text AS value, x.other_text AS other_value, c.claim_id AS id, c.text, c.attribution,
        coalesce(s.name, c.source) AS speaker, c.cue, d.document_id, d.path, d.title
    FROM (SELECT kind, claim AS own, other AS another, text, other_text FROM contradictions WHERE claim = :row
        UNION ALL SELECT kind, other, claim, other_text, text FROM contradictions WHERE other = :row) x
    JOIN claims c ON c.id = x.another JOIN documents d ON d.id = c.document LEFT JOIN speakers s ON s.id = c.speaker_row
    ORDER BY d.path, c.char_start LIMIT :most"""
_REPORTS = """
    SELECT r.origin_id AS id, r.reason, r.credited, r.documents FROM descents o JOIN reports r ON r.id = o.report
    WHERE o.document = :row ORDER BY r.documents DESC, r.id"""
_PASSAGES = """
    SELECT x.char_start, x.char_end, x.words, x.text, d.document_id, d.path, d.title FROM (
        SELECT other AS another, char_start, char_end, words, text FROM shared_passages WHERE document = :row
        UNION ALL SELECT document, other_char_start, other_char_end, words, text FROM shared_passages WHERE other = :row) x
    JOIN documents d ON d.id = x.another ORDER BY x.words DESC, d.path, x.char_start LIMIT :most"""
_SHARED = """
    SELECT DISTINCT c.claim_id FROM claims c JOIN members m ON m.claim = c.id JOIN same_groups g ON g.id = m.same_group
    WHERE c.document = :row AND g.documents > 1"""


def elsewhere_of_claim(connection: Connection, row: int) -> ClaimElsewhere:
    """The links of the claim with this key to others."""
    values = {"row": row, "most": MOST + 1}
    same = list(rows(connection, SameClaim, _SAME, values))
    conflicts = list(rows(connection, ConflictingClaim, _CONFLICTS, values))
    return {
        "groups": list(rows(connection, GroupOfClaim, _GROUPS, {"row": row})),
        "same": same[:MOST],
        "more_same": len(same) > MOST,
        "conflicts": conflicts[:MOST],
        "more_conflicts": len(conflicts) > MOST,
    }


def elsewhere_of_document(connection: Connection, row: int) -> DocumentElsewhere:
    """The links of the document with this key to others."""
    values = {"row": row}
    passages = list(rows(connection, PassageOfDocument, _PASSAGES, {**values, "most": MOST_PASSAGES + 1}))
    return {
        "origins": list(rows(connection, Report, _REPORTS, values)),
        "passages": passages[:MOST_PASSAGES],
        "more_passages": len(passages) > MOST_PASSAGES,
        "shared": list(connection.execute(sa.text(_SHARED), values).scalars()),
    }
