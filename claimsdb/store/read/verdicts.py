"""What people say about pairs of claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict

import sqlalchemy as sa

from claimsdb.model.verdict import told
from claimsdb.store.engine import Connection
from claimsdb.store.keys import packed
from claimsdb.store.read.records import VerdictRecord
from claimsdb.store.read.rows import rows


class _Stored(TypedDict):
    id: int
    claim_id: str
    other_id: str
    same: str
    why: str | None
    judge: str | None
    judged_at: str
    withdrawn_at: str | None
    withdrawn_by: str | None


class HeldClaim(TypedDict):
    """A claim that a person holds for the same as another, or apart from it, with its words and its document; `verdict` are the ids that
    the person named, those of earlier versions of the claims perhaps.
    """

    id: str
    text: str
    same: bool
    told: str
    verdict: list[str]
    document_id: str
    path: str
    title: str | None


_NOW = """
    WITH RECURSIVE now(named, id) AS (
        SELECT claim_id, id FROM claims WHERE claim_id IN ({named})
        UNION SELECT n.named, s.successor FROM now n JOIN successions s ON s.claim = n.id
            WHERE s.status IN ('same', 'moved') AND s.successor IS NOT NULL)"""
"""The claims with the ids of a query, and what they are in later versions of their documents, if their words have not changed."""
_JUDGED = _NOW.format(named="SELECT claim_id FROM verdicts UNION SELECT other_id FROM verdicts")
_STANDING = f"""{_JUDGED}
    SELECT min(a.id, b.id), max(a.id, b.id), v.same FROM verdicts v
    JOIN now n ON n.named = v.claim_id JOIN claims a ON a.id = n.id AND a.status = 'current'
    JOIN now o ON o.named = v.other_id JOIN claims b ON b.id = o.id AND b.status = 'current' AND b.id <> a.id
    WHERE v.withdrawn_at IS NULL ORDER BY v.id"""
_HELD = f"""{_JUDGED}
    SELECT c.claim_id, c.text, v.same, v.judge, v.judged_at, v.why, v.claim_id, v.other_id, d.document_id, d.path, d.title
    FROM verdicts v JOIN now n ON n.id = :row AND n.named IN (v.claim_id, v.other_id)
    JOIN now o ON o.named = CASE WHEN n.named = v.claim_id THEN v.other_id ELSE v.claim_id END
    JOIN claims c ON c.id = o.id AND c.id <> :row AND c.status = (SELECT status FROM claims WHERE id = :row)
    JOIN documents d ON d.id = c.document WHERE v.withdrawn_at IS NULL ORDER BY v.same, v.id, c.id"""
_COLUMNS = "id, claim_id, other_id, same, why, judge, judged_at, withdrawn_at, withdrawn_by"


def verdicts(connection: Connection) -> Iterator[VerdictRecord]:
    """All verdicts, those that were taken back too, in the order in which they were given."""
    for v in rows(connection, _Stored, f"SELECT {_COLUMNS} FROM verdicts ORDER BY id"):
        yield {
            "claims": [v["claim_id"], v["other_id"]],
            "same": v["same"] == "yes",
            "why": v["why"],
            "by": v["judge"],
            "at": v["judged_at"],
            "withdrawn_at": v["withdrawn_at"],
            "withdrawn_by": v["withdrawn_by"],
        }


def standing(connection: Connection) -> dict[tuple[int, int], bool]:
    """The verdicts that stand, by the keys of the two current claims in ascending order: whether they say the same."""
    return {(a, b): same == "yes" for a, b, same in connection.exec_driver_sql(_STANDING)}


def held(connection: Connection, row: int) -> list[HeldClaim]:
    """The claims that people hold for the same as the one with this key, or apart from it; first those that are apart."""
    return [
        {
            "id": claim,
            "text": text,
            "same": same == "yes",
            "told": told(same == "yes", judge, at, why),
            "verdict": [one, other],
            "document_id": document,
            "path": path,
            "title": title,
        }
        for claim, text, same, judge, at, why, one, other, document, path, title in connection.execute(
            sa.text(_HELD), {"row": row}
        )
    ]


def current(connection: Connection, named: Sequence[str]) -> list[int]:
    """The keys of the current claims with these ids, or of what became of those in later versions with the same words."""
    query = f"""{_NOW.format(named="SELECT value FROM json_each(:named)")}
        SELECT DISTINCT n.id FROM now n JOIN claims c ON c.id = n.id WHERE c.status = 'current' ORDER BY 1"""
    return list(connection.execute(sa.text(query), {"named": packed(named)}).scalars())
