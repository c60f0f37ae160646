"""Documents and speakers as people look for them: by words, publisher, kind and date, in several orders, with counts of their claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypedDict

import sqlalchemy as sa

from claimsdb.store.engine import Connection, driver
from claimsdb.store.facet_columns import Columns
from claimsdb.store.read.own_columns import documents_by_value, has_own
from claimsdb.store.read.published import published
from claimsdb.store.read.rows import listed

_PUBLISHERS, _VALUES = 100, 20  # maximum numbers of choices


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
    found = connection.execute(sa.text(f"SELECT d.id, d.publisher_row {joined} ORDER BY {_ORDERS[sort]}"), values).all()
    keys = [key for key, _ in found]
    columns = Columns(driver(connection))
    current = columns.equal({"status": "current"})
    if sort is DocumentSort.CLAIMS:
        totals = columns.totals("document", current)
        keys.sort(key=lambda key: -totals[key] if key < len(totals) else 0)
    shown = keys[offset : offset + size]
    counts = columns.across("document", "attribution", columns.among_keys("document", shown, current))
    query = f"""SELECT d.id, d.document_id, d.title, d.path, d.author, p.name, d.publisher_row, d.published, d.url
        FROM documents d LEFT JOIN publishers p ON p.id = d.publisher_row WHERE d.id IN ({listed(shown)})"""
    names = ("id", "title", "path", "author", "publisher", "publisher_row", "published", "url")
    listing = {
        key: {**dict(zip(names, rest, strict=True)), "counts": counts.get(key, {})}
        for key, *rest in connection.execute(sa.text(query))
    }
    choices: dict[str, list[Choice]] = {"publisher": _publishers(connection, Counter(p for _, p in found if p))}
    for name, counted in documents_by_value(driver(connection), keys, _VALUES).items():
        choices[f"column {name}"] = [Choice(value=value, name=str(value), count=n) for value, n in counted]
    return {"rows": [listing[key] for key in shown], "total": len(keys), "choices": choices}


def list_speakers(
    connection: Connection, words: str, kind: str | None, sort: SpeakerSort, size: int, offset: int
) -> Listing:
    """A page of the speakers with current claims, whose names have all the words."""
    clauses, values = ["1"], dict[str, Any]()
    for k, word in enumerate(words.split()):
        clauses.append(f"instr(folded(s.name), folded(:word{k}))")
        values[f"word{k}"] = word
    columns = Columns(driver(connection))
    current = columns.equal({"status": "current"})
    totals = dict(enumerate(columns.totals("speaker_row", current)))
    query = f"SELECT s.id, s.speaker_id, s.name, s.kind FROM speakers s WHERE {' AND '.join(clauses)} ORDER BY folded(s.name), s.id"
    every = [row for row in connection.execute(sa.text(query), values) if totals.get(row[0])]
    kinds: dict[str, int] = {}
    for *_, own in every:
        kinds[own] = kinds.get(own, 0) + 1
    rows = [row for row in every if kind is None or row[3] == kind]
    if sort is SpeakerSort.CLAIMS:
        rows.sort(key=lambda row: -totals[row[0]])
    shown = rows[offset : offset + size]
    theirs = columns.among_keys("speaker_row", [row[0] for row in shown], current)
    counts = columns.across("speaker_row", "attribution", theirs)
    documents = columns.different("speaker_row", "document", theirs)
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


def _publishers(connection: Connection, counts: Counter[int]) -> list[Choice]:
    """The publishers with these numbers of documents, the most first."""
    query = f"SELECT id, name FROM publishers WHERE id IN ({listed(counts)})"
    named = [Choice(value=key, name=name, count=counts[key]) for key, name in connection.execute(sa.text(query))]
    return sorted(named, key=lambda choice: (-choice["count"], choice["name"]))[:_PUBLISHERS]
