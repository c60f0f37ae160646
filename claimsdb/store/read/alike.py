"""What says the same as a claim, from the groups that it is in: the claims, the links between them, and what makes their documents one
origin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple, TypedDict

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.rows import listed, rows

MOST = 100
"""Maximum number of other claims."""


class Alike(TypedDict):
    """A claim in a group: its key, the group's id and number of documents, the key of the group's representative claim and the score of the
    link to it; the number of the origin that its document counts for, and whether it is standing text.
    """

    row: int
    group: str
    documents: int
    centre: int
    score: float
    origin: int | None
    standing: int
    id: str
    text: str
    attribution: str
    speaker: str | None
    speaker_id: str | None
    cue: str | None
    document: int
    document_id: str
    path: str
    title: str | None
    published: str | None
    publisher: str | None


class Value(NamedTuple):
    """A quantity in a claim: its normalised value, and its span in the claim's text."""

    normal: str
    start: int
    end: int


class Common(TypedDict):
    """A document that goes back to a report with others, and whom it credits, if anybody."""

    report: int
    document: int
    credit: str | None


class Passage(TypedDict):
    """A passage that two documents share: how many words outside quotation marks, and the words."""

    document: int
    other: int
    words: int
    text: str


_ALIKE = f"""
    SELECT c.id AS row, g.group_id AS "group", g.documents, g.claim AS centre, m.score, o.origin,
        EXISTS (SELECT 1 FROM standing_texts t WHERE t.block_row = c.block_row) AS standing,
        c.claim_id AS id, c.text, c.attribution, coalesce(s.name, c.source) AS speaker, s.speaker_id, c.cue, c.document, d.document_id,
        d.path, d.title, d.published, p.name AS publisher
    FROM members own JOIN members m ON m.same_group = own.same_group JOIN same_groups g ON g.id = m.same_group
    JOIN claims c ON c.id = m.claim JOIN documents d ON d.id = c.document LEFT JOIN speakers s ON s.id = c.speaker_row
    LEFT JOIN publishers p ON p.id = c.publisher_row
    LEFT JOIN group_origins o ON o.same_group = m.same_group AND o.document = c.document
    WHERE own.claim = :row
    ORDER BY c.id <> :row, g.documents DESC, g.id, o.origin, d.published IS NULL, d.published, d.path, c.char_start LIMIT {MOST + 50}"""
_TERMS = """
    SELECT other, score FROM same_claims WHERE claim = :row AND other IN ({0})
    UNION ALL SELECT claim, score FROM same_claims WHERE other = :row AND claim IN ({0})"""
_VALUES = """SELECT q.claim, q.normal, q.char_start, q.char_end FROM quantities q WHERE q.claim IN ({0}) AND q.kind <> 'date'
    ORDER BY q.claim, q.position"""
_GAP = len(" … ")


def alike(connection: Connection, row: int) -> list[Alike]:
    """The claims of the groups that the claim with this key is in, itself first; a claim may come once for each group."""
    return list(rows(connection, Alike, _ALIKE, {"row": row}))


def scores(connection: Connection, row: int, others: Collection[int]) -> dict[int, float]:
    """The scores of the links of a claim to others, by their keys."""
    found = connection.execute(sa.text(_TERMS.format(listed(others))), {"row": row})
    return {other: float(score) for other, score in found}


def values(connection: Connection, claims: Sequence[int]) -> dict[int, list[Value]]:
    """The numbers in these claims, by the keys of these, in order."""
    segments: dict[int, list[tuple[int, int]]] = defaultdict(list)
    query = (
        f"SELECT claim, char_start, char_end FROM segments WHERE claim IN ({listed(claims)}) ORDER BY claim, position"
    )
    for claim, start, end in connection.execute(sa.text(query)):
        segments[claim].append((start, end))
    found: dict[int, list[Value]] = defaultdict(list)
    for claim, normal, start, end in connection.execute(sa.text(_VALUES.format(listed(claims)))):
        at = 0
        for first, last in segments[claim]:
            if first <= start < last:
                found[claim].append(Value(normal.lstrip("≥>≤<≈"), at + start - first, at + min(end, last) - first))
            at += last - first + _GAP
    return found


def common(connection: Connection, documents: Collection[int]) -> list[Common]:
    """The reports that at least two of these documents go back to, with whom each of these credits for it."""
    query = f"""SELECT r.id AS report, o.document, k.name AS credit FROM descents o JOIN reports r ON r.id = o.report
        LEFT JOIN credits k ON k.document = o.document
        WHERE o.document IN ({listed(documents)}) AND (SELECT count(*) FROM descents n WHERE n.report = r.id
            AND n.document IN ({listed(documents)})) > 1 ORDER BY r.id, o.document, k.name"""
    return list(rows(connection, Common, query))


def passages(connection: Connection, documents: Collection[int]) -> list[Passage]:
    """The passages that pairs of these documents share, longest first."""
    query = f"""SELECT document, other, words, text FROM shared_passages
        WHERE document IN ({listed(documents)}) AND other IN ({listed(documents)})
        ORDER BY words DESC, document, other, char_start LIMIT 100"""
    return list(rows(connection, Passage, query))
