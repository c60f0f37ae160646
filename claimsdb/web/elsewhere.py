"""What pages tell of a claim and of a document beyond it: where else the same is said, what conflicts, which origin it goes back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimsdb.store.pieces import Record

if TYPE_CHECKING:
    from sqlalchemy import Connection

_GROUPS = """
    SELECT g.group_id AS id, g.claims, g.documents, g.speakers, g.origins, 0 AS conflicts
    FROM members m JOIN groups g ON g.id = m."group" WHERE m.claim = ? ORDER BY g.documents DESC, g.id"""
_SAME = """
    SELECT c.claim_id AS id, c.text, c.attribution, coalesce(s.name, c.source) AS speaker, s.speaker_id, d.document_id, d.path, d.title,
        d.published, p.name AS publisher,
        (SELECT group_concat(coalesce(r.credited, 'a shared report'), ', ') FROM descents o JOIN reports r ON r.id = o.report
            WHERE o.document = d.id) AS origin
    FROM claims c JOIN documents d ON d.id = c.document LEFT JOIN speakers s ON s.id = c.speaker
    LEFT JOIN publishers p ON p.id = c.publisher
    WHERE c.id <> :row AND c.id IN (SELECT claim FROM members WHERE "group" IN (SELECT "group" FROM members WHERE claim = :row))
    ORDER BY d.published IS NULL, d.published, d.path, c.start LIMIT 100"""
_CONFLICTS = """
    SELECT x.kind, x.text AS value, x.other_text AS other_value, c.claim_id AS id, c.text, c.attribution, d.document_id, d.path, d.title
    FROM (SELECT kind, claim AS own, other AS another, text, other_text FROM contradictions WHERE claim = :row
        UNION ALL SELECT kind, other, claim, other_text, text FROM contradictions WHERE other = :row) x
    JOIN claims c ON c.id = x.another JOIN documents d ON d.id = c.document ORDER BY d.path, c.start LIMIT 100"""
_REPORTS = """
    SELECT r.origin_id AS id, r.reason, r.credited, r.documents FROM descents o JOIN reports r ON r.id = o.report
    WHERE o.document = ? ORDER BY r.documents DESC, r.id"""
_PASSAGES = """
    SELECT x.start, x."end", x.words, x.text, d.document_id, d.path, d.title FROM (
        SELECT other AS another, start, "end", words, text FROM shared_passages WHERE document = :row
        UNION ALL SELECT document, other_start, other_end, words, text FROM shared_passages WHERE other = :row) x
    JOIN documents d ON d.id = x.another ORDER BY x.words DESC, d.path, x.start LIMIT 30"""
_SHARED = """
    SELECT DISTINCT c.claim_id FROM claims c JOIN members m ON m.claim = c.id JOIN groups g ON g.id = m."group"
    WHERE c.document = ? AND g.documents > 1"""


def of_claim(connection: Connection, row: int) -> Record:
    """The groups of a claim (its `row`), the others in them in order of their documents, and the claims that conflict with it."""
    return {
        "groups": _all(connection, _GROUPS, (row,)),
        "same": _all(connection, _SAME, {"row": row}),
        "conflicts": _all(connection, _CONFLICTS, {"row": row}),
    }


def of_document(connection: Connection, row: int) -> Record:
    """The origins of a document (its `row`), the passages that it shares, and the ids of its claims that other documents make too."""
    return {
        "origins": _all(connection, _REPORTS, (row,)),
        "passages": _all(connection, _PASSAGES, {"row": row}),
        "shared": [identity for (identity,) in connection.exec_driver_sql(_SHARED, (row,))],
    }


def _all(connection: Connection, query: str, values: tuple[int] | dict[str, int]) -> list[Record]:
    return [dict(r) for r in connection.exec_driver_sql(query, values).mappings()]
