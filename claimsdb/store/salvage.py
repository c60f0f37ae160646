"""Copying what is intact in a damaged database: the documents whose rows can be read and are as they were sealed.

Keys stay as they were, since seals cover them. What follows from documents (indexes, comparison across documents) is not copied: it is
made again. The bytes of files, if they are kept, are copied with their documents. Nothing is mended or guessed: a document with one
false row is left out whole, and read again from its file.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import SQLModel

from claimsdb.store.engine import Driver, Engine, driver, uri
from claimsdb.store.facet_columns import fill
from claimsdb.store.seals.owners import OwnRows, digest_of, rows_of

ALONE = ("run", "folder", "publisher", "speaker", "problem", "statement", "verdict")
"""The subjects whose rows documents refer to, in an order in which each refers only to earlier ones."""


@dataclass(frozen=True, slots=True)
class Left:
    """A document that was not copied: its key, and its id and path as the damaged database has them, None if they cannot be read."""

    key: int
    document_id: str | None
    path: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A current path: the name of its folder, the path in it, the settings of the run that read it, and the document's key."""

    folder: str
    path: str
    settings: str | None
    document: int


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was copied (`kept`, the number of documents), what was not, and the current paths of the latter, None if they cannot be read."""

    kept: int
    left: tuple[Left, ...]
    places: tuple[Place, ...] | None


@contextmanager
def readable(path: Path, copy: Path) -> Iterator[Driver]:
    """The damaged database, read through a copy of its file, in which indexes are made again as far as that is possible."""
    shutil.copyfile(path, copy)
    journal = path.with_name(path.name + "-journal")
    if journal.exists():  # of a writer that was killed; SQLite rolls it back
        shutil.copyfile(journal, copy.with_name(copy.name + "-journal"))
    made = _without_indexes(copy)
    with closing(sqlite3.connect(uri(copy, "rw"), uri=True, isolation_level=None)) as connection:
        for statement in made:
            with suppress(sqlite3.Error):
                connection.execute(statement)
        yield connection


def _without_indexes(file: Path) -> list[str]:
    """Take the indexes out of the schema, since REINDEX fails on the pages that it should replace; return the SQL that makes them."""
    with closing(sqlite3.connect(uri(file, "rw"), uri=True, isolation_level=None)) as connection:
        try:
            query = "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            made = [sql for (sql,) in connection.execute(query)]
            connection.execute("PRAGMA writable_schema=ON")
            connection.execute("DELETE FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        except sqlite3.Error:
            return []
    return made


def salvage(damaged: Driver, into: Engine) -> Salvaged:
    """Copy all intact documents, with what they refer to, into a database that has none."""
    have: dict[str, set[object]] = {}
    intact: set[int] = set()
    with into.begin() as writing:
        target = driver(writing)
        target.execute("PRAGMA defer_foreign_keys=ON")  # the rows of a document refer to each other
        for subject in (*ALONE, "document", "original"):
            for key in _keys(damaged, subject):
                if (rows := _sealed(damaged, subject, key)) and _has_all(have, rows):
                    _put(target, rows, have)
                    if subject == "document":
                        intact.add(key)
        fill(target)
    others = [key for key in _keys(damaged, "document") if key not in intact]
    places = _places(damaged)
    return Salvaged(
        len(intact),
        tuple(_left(damaged, key) for key in others),
        None if places is None else tuple(place for place in places if place.document not in intact),
    )


def _keys(damaged: Driver, subject: str) -> list[int]:
    """The keys of the subject's owners, read from both ends of the tables, so that one damaged page hides only what is on it."""
    found: set[int] = set()
    queries = ["SELECT key FROM seals WHERE subject = :subject ORDER BY key"]
    if subject == "document":
        queries.append("SELECT id FROM documents ORDER BY id")
    for query in queries:
        for direction in ("", " DESC"):
            with suppress(sqlite3.Error):
                for (key,) in damaged.execute(query + direction, {"subject": subject}):
                    found.add(key)
    return sorted(found)


def _sealed(damaged: Driver, subject: str, key: int) -> OwnRows | None:
    """The rows of an owner; None if they cannot be read, or are not those that were sealed."""
    try:
        seal = damaged.execute("SELECT sha256 FROM seals WHERE subject = ? AND key = ?", (subject, key)).fetchone()
        rows = rows_of(damaged, subject, key)
    except sqlite3.Error:
        return None
    return rows if seal is not None and digest_of(rows) == seal[0] else None


def _has_all(have: Mapping[str, set[object]], rows: OwnRows) -> bool:
    """Whether the rows that these refer to are among them, or have been copied before."""
    own = {part.name for part, _ in rows}
    for part, found in rows:
        for key in SQLModel.metadata.tables[part.name].foreign_keys:
            other, at = key.column.table.name, part.columns.index(key.parent.name)
            if other not in own and not {row[at] for row in found} - {None} <= have.get(other, set()):
                return False
    return True


def _put(target: Driver, rows: OwnRows, have: dict[str, set[object]]) -> None:
    for part, found in rows:
        marks = ", ".join("?" * len(part.columns))
        target.executemany(f"INSERT INTO {part.name} ({', '.join(part.columns)}) VALUES ({marks})", found)
        if "id" in part.columns:
            at = part.columns.index("id")
            have.setdefault(part.name, set()).update(row[at] for row in found)


def _left(damaged: Driver, key: int) -> Left:
    found: list[tuple[str | None, str | None]] = []
    for query in (
        "SELECT document_id, path FROM documents WHERE id = ?",
        "SELECT NULL, path FROM paths WHERE document = ?",
    ):
        with suppress(sqlite3.Error):
            found += damaged.execute(query, (key,))
    return Left(key, *found[0]) if found else Left(key, None, None)


def _places(damaged: Driver) -> list[Place] | None:
    query = """SELECT folders.name, paths.path, runs.settings, paths.document FROM paths JOIN folders ON folders.id = paths.folder
        LEFT JOIN runs ON runs.id = paths.run WHERE paths.retired_by IS NULL ORDER BY paths.id"""
    try:
        return [Place(*row) for row in damaged.execute(query)]
    except sqlite3.Error:
        return None
