"""Versions of documents as input for comparing them."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import sqlalchemy as sa

from claimsdb.model.spans import Span
from claimsdb.model.succession import Statement, Version
from claimsdb.store.engine import Connection


class Pair(NamedTuple):
    """The keys of two versions, of which the second followed the first at a path."""

    earlier: int
    document: int


def unmatched(connection: Connection, method: str) -> list[Pair]:
    """The pairs of consecutive versions at a path that have not been compared as they are now, by this method."""
    query = """
        WITH followed(earlier, document) AS (
            SELECT lag(p.document) OVER (PARTITION BY p.folder, p.path ORDER BY p.id), p.document FROM paths p
            WHERE (p.path, p.folder) IN (SELECT path, folder FROM paths WHERE retired_by IS NOT NULL))
        SELECT DISTINCT f.earlier, f.document FROM followed f JOIN documents e ON e.id = f.earlier
        JOIN documents d ON d.id = f.document LEFT JOIN revisions r ON r.document = d.id AND r.earlier = e.id
        WHERE f.earlier <> f.document AND (r.id IS NULL OR r.run < d.run OR r.run < e.run OR r.method <> :method)
        ORDER BY f.earlier, f.document"""
    return [Pair(*row) for row in connection.execute(sa.text(query), {"method": method})]


def text_of(connection: Connection, document: int) -> str:
    """The text of the document with this key: its blocks as the last run that read it found them, each at its place, in white space."""
    texts, at = [], 0
    query = f"SELECT char_start, text FROM blocks WHERE document = :document AND {_last('blocks')} ORDER BY char_start"
    for start, text in connection.execute(sa.text(query), {"document": document}):
        texts += ["\n" * (start - at), text]
        at = start + len(text)
    return "".join(texts)


def version(connection: Connection, document: int) -> Version:
    """The text and the claims of the document with this key, as the last run that read it found them."""
    given = {"document": document}
    segments: dict[int, list[Span]] = defaultdict(list)
    query = """SELECT s.claim, s.char_start, s.char_end FROM claims c CROSS JOIN segments s ON s.claim = c.id
        WHERE c.document = :document ORDER BY s.claim, s.position"""
    for claim, start, end in connection.execute(sa.text(query), given):
        segments[claim].append(Span(start, end))
    query = f"""SELECT c.id, c.attribution, n.name, c.source FROM claims c LEFT JOIN attributions a ON a.id = c.attribution_row
        LEFT JOIN namings n ON n.document = a.document AND n.speaker_row = a.speaker_row
        WHERE c.document = :document AND c.{_last("claims")} ORDER BY c.char_start, c.char_end, c.id"""
    claims = tuple(
        Statement(key, tuple(segments[key]), attribution, speaker, source)
        for key, attribution, speaker, source in connection.execute(sa.text(query), given)
    )
    return Version(text_of(connection, document), claims)


def _last(table: str) -> str:
    """The condition for what the last run that read the document found in it."""
    retired = "(SELECT status = 'retired' FROM documents WHERE id = :document)"
    return f"retired_by IS (SELECT max(retired_by) FROM {table} WHERE document = :document AND {retired})"
