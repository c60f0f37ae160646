"""The comparison matrix: a row for each group of claims, a column for each document, publisher or origin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum
from typing import TypedDict

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.rows import listed, rows
from claimsdb.store.search import every_word


class Show(StrEnum):
    """The choice of groups, among those of several documents."""

    ALL = "all"
    CONFLICTS = "conflicts"
    MIXED = "mixed"
    ONE_ORIGIN = "one-origin"
    INDEPENDENT = "independent"


class Sort(StrEnum):
    """The number by which groups are sorted, largest first."""

    SPREAD = "spread"
    ORIGINS = "origins"
    CONFLICTS = "conflicts"


class By(StrEnum):
    """What a column stands for; an origin is a report that documents go back to, or a document that goes back to none."""

    DOCUMENT = "document"
    PUBLISHER = "publisher"
    ORIGIN = "origin"


class Column(TypedDict):
    """A document, a publisher (its key is its id), or an origin, and how many of the groups it has a claim of.

    Only columns that are a document have one, by its id, and a date and publisher.
    """

    id: str
    name: str
    document: str | None
    published: str | None
    publisher: str | None
    groups: int


class Cell(TypedDict):
    """A claim of a group."""

    id: str
    text: str
    attribution: str
    speaker: str | None
    cue: str | None


class Line(TypedDict):
    """A group, with its claims by the id of their column."""

    id: str
    claims: int
    documents: int
    speakers: int
    origins: int
    conflicts: int
    claim_id: str
    text: str
    cells: dict[str, list[Cell]]


class Matrix(TypedDict):
    """Groups, and the columns with a claim of any of them, those with the most first; `more`: other groups follow."""

    by: str
    columns: list[Column]
    groups: list[Line]
    more: bool


class _Group(TypedDict):
    row: int
    id: str
    claims: int
    documents: int
    speakers: int
    origins: int
    conflicts: int
    claim_id: str
    text: str


_SAID = """EXISTS (SELECT 1 FROM members m JOIN claims s ON s.id = m.claim WHERE m.same_group = g.id AND s.attribution = '{}')"""
_SHOWN = {
    Show.ALL: "1",
    Show.CONFLICTS: "coalesce(n.conflicts, 0) > 0",
    Show.MIXED: f"{_SAID.format('quoted')} AND {_SAID.format('asserted')}",
    Show.ONE_ORIGIN: "g.origins = 1",
    Show.INDEPENDENT: "g.origins > 1",
}
_SORTED = {
    Sort.SPREAD: "g.documents DESC, g.origins DESC, g.id",
    Sort.ORIGINS: "g.origins DESC, g.documents DESC, g.id",
    Sort.CONFLICTS: "coalesce(n.conflicts, 0) DESC, g.documents DESC, g.id",
}
_GROUPS = """
    WITH n(id, conflicts) AS (
        SELECT same_group, count(DISTINCT conflict_id) FROM (
            SELECT m.same_group, x.conflict_id FROM contradictions x JOIN members m ON m.claim = x.claim
            UNION ALL SELECT m.same_group, x.conflict_id FROM contradictions x JOIN members m ON m.claim = x.other)
        GROUP BY same_group)
    SELECT g.id AS row, g.group_id AS id, g.claims, g.documents, g.speakers, g.origins, coalesce(n.conflicts, 0) AS conflicts,
        c.claim_id, c.text
    FROM same_groups g JOIN claims c ON c.id = g.claim LEFT JOIN n ON n.id = g.id
    WHERE g.documents > 1 AND NOT EXISTS (SELECT 1 FROM standing_texts t WHERE t.block_row = c.block_row) AND {where}
    ORDER BY {order} LIMIT :limit OFFSET :offset"""
_WORDS = "g.id IN (SELECT same_group FROM members WHERE claim IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH :match))"


_OF_PUBLISHER = """EXISTS (SELECT 1 FROM members m JOIN claims s ON s.id = m.claim
    WHERE m.same_group = g.id AND s.publisher_row = :publisher{k})"""
_COLUMNS = {
    By.DOCUMENT: """SELECT d.id AS key, d.document_id AS id, coalesce(d.title, d.path) AS name, d.document_id, d.published, p.name
        FROM documents d LEFT JOIN publishers p ON p.id = d.publisher_row WHERE d.id IN ({keys})""",
    By.PUBLISHER: """SELECT d.id, coalesce(p.id, 0), coalesce(p.name, 'no publisher given'), NULL, NULL, NULL
        FROM documents d LEFT JOIN publishers p ON p.id = d.publisher_row WHERE d.id IN ({keys})""",
    By.ORIGIN: """SELECT d.id, coalesce(r.origin_id, d.document_id), coalesce(r.credited, f.title, f.path),
            CASE WHEN r.id IS NULL THEN d.document_id END, CASE WHEN r.id IS NULL THEN d.published END,
            CASE WHEN r.id IS NULL THEN p.name END
        FROM documents d LEFT JOIN publishers p ON p.id = d.publisher_row
        LEFT JOIN reports r ON r.id = (SELECT min(report) FROM descents WHERE document = d.id)
        JOIN documents f ON f.id = coalesce((SELECT min(document) FROM descents WHERE report = r.id), d.id) WHERE d.id IN ({keys})""",
}
"""The columns to which documents belong, by the keys of these."""


def matrix(
    connection: Connection,
    words: str,
    show: Show,
    sort: Sort,
    size: int,
    offset: int,
    by: By = By.DOCUMENT,
    publishers: Sequence[int] = (),
) -> Matrix:
    """At most `size` groups from `offset` on, with their cells, without standing text: if `words` are given, only groups with a claim that
    has all of them, and only those in which all of the publishers with these keys have a claim.
    """
    where = [_SHOWN[show]]
    values: dict[str, object] = {"limit": size + 1, "offset": offset}
    if (words := words.replace("\0", " ")).split():
        where.append(_WORDS)
        values["match"] = every_word(words)
    for k, publisher in enumerate(publishers):
        where.append(_OF_PUBLISHER.format(k=k))
        values[f"publisher{k}"] = publisher
    groups = list(rows(connection, _Group, _GROUPS.format(where=" AND ".join(where), order=_SORTED[sort]), values))
    more, groups = len(groups) > size, groups[:size]
    columns, cells = _cells(connection, [group["row"] for group in groups], by)
    return {
        "by": by.value,
        "columns": sorted(columns, key=lambda c: (-c["groups"], c["published"] or "9", c["name"], c["id"])),
        "groups": [
            {
                "id": g["id"],
                "claims": g["claims"],
                "documents": g["documents"],
                "speakers": g["speakers"],
                "origins": g["origins"],
                "conflicts": g["conflicts"],
                "claim_id": g["claim_id"],
                "text": g["text"],
                "cells": cells[g["row"]],
            }
            for g in groups
        ],
        "more": more,
    }


def _cells(
    connection: Connection, groups: Sequence[int], by: By
) -> tuple[list[Column], dict[int, dict[str, list[Cell]]]]:
    """The columns with claims of the groups with these keys, and the cells of each group by the id of the column."""
    query = f"""SELECT m.same_group, c.document, c.claim_id, c.text, c.attribution, coalesce(s.name, c.source) AS speaker, c.cue
        FROM members m JOIN claims c ON c.id = m.claim LEFT JOIN speakers s ON s.id = c.speaker_row
        WHERE m.same_group IN ({listed(set(groups))}) ORDER BY c.document, c.char_start"""
    said = connection.execute(sa.text(query)).all()
    columns: dict[str, Column] = {}
    of_document: dict[int, str] = {}
    query = _COLUMNS[by].format(keys=listed({row[1] for row in said}))
    for key, identity, name, document, published, publisher in connection.execute(sa.text(query)):
        of_document[key] = str(identity)
        columns[str(identity)] = {
            "id": str(identity),
            "name": name,
            "document": document,
            "published": published,
            "publisher": publisher,
            "groups": 0,
        }
    cells: dict[int, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for group, key, identity, text, attribution, speaker, cue in said:
        column, line = columns[of_document[key]], cells[group]
        cell: Cell = {"id": identity, "text": text, "attribution": attribution, "speaker": speaker, "cue": cue}
        column["groups"] += column["id"] not in line
        line[column["id"]].append(cell)
    return list(columns.values()), cells
