"""The comparison matrix: a row for each group of claims, a column for each document."""

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


class Column(TypedDict):
    """A document, and how many of the groups it has a claim of."""

    id: str
    path: str
    title: str | None
    published: str | None
    publisher: str | None
    groups: int


class Cell(TypedDict):
    """A claim of a group in a document."""

    id: str
    text: str
    attribution: str
    speaker: str | None
    cue: str | None


class Line(TypedDict):
    """A group, with its claims by the id of their document."""

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
    """Groups, and the documents with a claim of any of them, those with the most first; `more`: other groups follow."""

    documents: list[Column]
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
    WHERE g.documents > 1 AND {where} ORDER BY {order} LIMIT :limit OFFSET :offset"""
_WORDS = "g.id IN (SELECT same_group FROM members WHERE claim IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH :match))"


def matrix(connection: Connection, words: str, show: Show, sort: Sort, size: int, offset: int) -> Matrix:
    """At most `size` groups from `offset` on, with their cells; if `words` are given, only groups with a claim that has all of them."""
    where = _SHOWN[show]
    values: dict[str, object] = {"limit": size + 1, "offset": offset}
    if (words := words.replace("\0", " ")).split():
        where = f"{where} AND {_WORDS}"
        values["match"] = every_word(words)
    groups = list(rows(connection, _Group, _GROUPS.format(where=where, order=_SORTED[sort]), values))
    more, groups = len(groups) > size, groups[:size]
    documents, cells = _cells(connection, [group["row"] for group in groups])
    return {
        "documents": sorted(documents, key=lambda d: (-d["groups"], d["published"] or "9", d["path"])),
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


def _cells(connection: Connection, groups: Sequence[int]) -> tuple[list[Column], dict[int, dict[str, list[Cell]]]]:
    """The documents with claims of the groups with these keys, and the cells of each group by the id of the document."""
    query = f"""SELECT m.same_group, c.document, c.claim_id, c.text, c.attribution, coalesce(s.name, c.source) AS speaker, c.cue
        FROM members m JOIN claims c ON c.id = m.claim LEFT JOIN speakers s ON s.id = c.speaker_row
        WHERE m.same_group IN ({listed(set(groups))}) ORDER BY c.document, c.char_start"""
    said = connection.execute(sa.text(query)).all()
    query = f"""SELECT d.id, d.document_id, d.path, d.title, d.published, p.name
        FROM documents d LEFT JOIN publishers p ON p.id = d.publisher_row WHERE d.id IN ({listed({row[1] for row in said})})"""
    documents: dict[int, Column] = {
        key: {"id": identity, "path": path, "title": title, "published": published, "publisher": publisher, "groups": 0}
        for key, identity, path, title, published, publisher in connection.execute(sa.text(query))
    }
    cells: dict[int, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for group, key, identity, text, attribution, speaker, cue in said:
        document, line = documents[key], cells[group]
        cell: Cell = {"id": identity, "text": text, "attribution": attribution, "speaker": speaker, "cue": cue}
        document["groups"] += document["id"] not in line
        line[document["id"]].append(cell)
    return list(documents.values()), cells
