"""Documents and speakers as people look for them: by words, publisher, kind and date, in several orders, with counts of their claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypedDict

import sqlalchemy as sa

from claimsdb.store.engine import Connection, driver
from claimsdb.store.facet_columns import Columns
from claimsdb.store.read.own_columns import has_own
from claimsdb.store.read.published import published
from claimsdb.store.read.rows import listed

Counts = dict[int, dict[str, int]]
"""The number of current claims by key and attribution."""


class DocumentSort(StrEnum):
    """Orders of documents."""

    TITLE = "title"
    NEWEST = "newest"
    OLDEST = "oldest"
    PUBLISHER = "publisher"
    CLAIMS = "claims"


class SpeakerSort(StrEnum):
    """Orders of speakers."""

    CLAIMS = "claims"
    NAME = "name"


class DocumentListed(TypedDict):
    """A document, with the number of its current claims by attribution."""

    id: str
    title: str | None
    path: str
    author: str | None
    publisher: str | None
    publisher_row: int | None
    published: str | None
    url: str | None
    counts: dict[str, int]


class SpeakerListed(TypedDict):
    """A speaker, with the numbers of current claims by attribution and of the documents with quoted or reported ones."""

    id: str
    row: int
    name: str
    kind: str
    counts: dict[str, int]
    documents: int


class Choice(TypedDict):
    """A value that can be chosen, and how many rows it leaves."""

    value: str | int
    name: str
    count: int


class Listing(TypedDict):
    """A page of rows, the number of all that pass the filters, and choices by the name of the filter."""

    rows: list[Any]
    total: int
    choices: dict[str, list[Choice]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents: those with all words in title, path, author or publisher, of a publisher (its key), published in a time (ISO 8601,
    inclusive, of any precision), and with these values in columns of one's own.
    """

    words: str = ""
    publisher: int | None = None
    since: str | None = None
    until: str | None = None
    own: Mapping[str, str] = field(default_factory=dict)


_TEXT = "coalesce(d.title, '') || ' ' || d.path || ' ' || coalesce(d.author, '') || ' ' || coalesce(p.name, '')"
_ORDERS = {
    DocumentSort.TITLE: "folded(coalesce(d.title, d.path)), d.id",
    DocumentSort.NEWEST: "d.published IS NULL, d.published DESC, d.id",
    DocumentSort.OLDEST: "d.published IS NULL, d.published, d.id",
    DocumentSort.PUBLISHER: "p.name IS NULL, p.name, d.published, d.id",
    DocumentSort.CLAIMS: "d.id",
}


def list_documents(connection: Connection, wanted: Wanted, sort: DocumentSort, size: int, offset: int) -> Listing:
    """A page of the current documents that are wanted."""
    clauses, values = ["d.status = 'current'"], dict[str, Any]()
    for k, word in enumerate(wanted.words.split()):
        clauses.append(f"instr(folded({_TEXT}), folded(:word{k}))")
        values[f"word{k}"] = word
    if wanted.publisher is not None:
        clauses.append("d.publisher_row = :publisher")
        values["publisher"] = wanted.publisher
    time = published(wanted.since, wanted.until)
    for condition in (*([time] if time else []), *has_own(wanted.own)):
        clauses.append(f"d.id IN (SELECT id FROM documents WHERE {condition.sql})")
        values |= condition.values
    joined = f"FROM documents d LEFT JOIN publishers p ON p.id = d.publisher_row WHERE {' AND '.join(clauses)}"
    keys = [key for (key,) in connection.execute(sa.text(f"SELECT d.id {joined} ORDER BY {_ORDERS[sort]}"), values)]
    counts = _counts(connection, "document")
    if sort is DocumentSort.CLAIMS:
        keys.sort(key=lambda key: -sum(counts.get(key, {}).values()))
    shown = keys[offset : offset + size]
    query = f"""SELECT d.id, d.document_id, d.title, d.path, d.author, p.name, d.publisher_row, d.published, d.url
        FROM documents d LEFT JOIN publishers p ON p.id = d.publisher_row WHERE d.id IN ({listed(shown)})"""
    names = ("id", "title", "path", "author", "publisher", "publisher_row", "published", "url")
    found = {
        key: {**dict(zip(names, rest, strict=True)), "counts": counts.get(key, {})}
        for key, *rest in connection.execute(sa.text(query))
    }
    publishers = (
        f"SELECT p.id, p.name, count(*) {joined} AND p.id NOT NULL GROUP BY p.id ORDER BY 3 DESC, p.name LIMIT 100"
    )
    own = f"""SELECT t.name, t.value, count(*) FROM document_columns t WHERE t.document_row IN (SELECT d.id {joined})
        GROUP BY 1, 2 ORDER BY t.name, 3 DESC, t.value"""
    choices: dict[str, list[Choice]] = {"publisher": _choices(connection, publishers, values)}
    for name, value, count in connection.execute(sa.text(own), values):
        if len(of_name := choices.setdefault(f"column {name}", [])) < 20:
            of_name.append({"value": value, "name": value, "count": count})
    return {"rows": [found[key] for key in shown], "total": len(keys), "choices": choices}


def list_speakers(
    connection: Connection, words: str, kind: str | None, sort: SpeakerSort, size: int, offset: int
) -> Listing:
    """A page of the speakers with current claims, whose names have all the words."""
    clauses, values = ["1"], dict[str, Any]()
    for k, word in enumerate(words.split()):
        clauses.append(f"instr(folded(s.name), folded(:word{k}))")
        values[f"word{k}"] = word
    counts = _counts(connection, "speaker_row")
    counts.pop(0, None)
    query = f"SELECT s.id, s.speaker_id, s.name, s.kind FROM speakers s WHERE {' AND '.join(clauses)} ORDER BY folded(s.name), s.id"
    every = [row for row in connection.execute(sa.text(query), values) if row[0] in counts]
    kinds: dict[str, int] = {}
    for *_, own in every:
        kinds[own] = kinds.get(own, 0) + 1
    rows = [row for row in every if kind is None or row[3] == kind]
    if sort is SpeakerSort.CLAIMS:
        rows.sort(key=lambda row: -sum(counts[row[0]].values()))
    shown = rows[offset : offset + size]
    in_documents = f"""SELECT speaker_row, count(DISTINCT document) FROM claims
        WHERE speaker_row IN ({listed(row[0] for row in shown)}) AND status = 'current' GROUP BY speaker_row"""
    documents = {key: int(n) for key, n in connection.execute(sa.text(in_documents))}
    listing = [
        {
            "id": identity,
            "row": key,
            "name": name,
            "kind": own,
            "counts": counts[key],
            "documents": documents.get(key, 0),
        }
        for key, identity, name, own in shown
    ]
    choices = [Choice(value=k, name=k, count=n) for k, n in sorted(kinds.items(), key=lambda one: (-one[1], one[0]))]
    return {"rows": listing, "total": len(rows), "choices": {"kind": choices}}


def address_of_row(connection: Connection, table: str, row: int) -> str | None:
    """The public id of a row of claims, documents or speakers; None if there is no such row."""
    query = f"SELECT {table[:-1]}_id FROM {table} WHERE id = :row"
    found: str | None = connection.execute(sa.text(query), {"row": row}).scalar()
    return found


def _counts(connection: Connection, by: str) -> Counts:
    columns = Columns(driver(connection))
    return columns.across(by, "attribution", columns.equal({"status": "current"}))


def _choices(connection: Connection, query: str, values: Mapping[str, Any]) -> list[Choice]:
    return [Choice(value=v, name=n, count=c) for v, n, c in connection.execute(sa.text(query), values)]
