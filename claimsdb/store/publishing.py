"""Published copies of a database: compact, without a journal, and, if the texts may not be republished, without them.

Without texts, a copy has its claims, the sentences that they are in, and the words that say whose they are. All other code points of the
blocks are masked (`claimsdb.model.withheld`), so that every offset stays. The bytes of files are left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from claimsdb.model.errors import NotPublishableError
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, merge
from claimsdb.model.withheld import MASK, withheld
from claimsdb.store.engine import Connection, analyse, driver, explained
from claimsdb.store.migrations import open_for_reading, open_for_writing
from claimsdb.store.seals.checking import stored_root

Tell = Callable[[str, int, int], None]
_SHOWN = (
    """SELECT s.char_start, s.char_end FROM sentences s JOIN blocks b ON b.id = s.block_row
        WHERE b.document = :document AND s.claims > 0""",
    "SELECT s.char_start, s.char_end FROM segments s JOIN claims c ON c.id = s.claim WHERE c.document = :document",
    """SELECT p.char_start, p.char_end FROM pieces p JOIN attributions a ON a.id = p.attribution_row
        WHERE a.document = :document AND p.part <> 'content'""",
    "SELECT char_start, char_end FROM credits WHERE document = :document",
)
"""Queries of the spans of a document that are published."""


class _Masked(NamedTuple):
    """Words to mask: their table, and the columns of their document, of the offset at which they begin, and of the words."""

    table: str
    document: str
    start: str
    text: str


_MASKED = (
    _Masked("blocks", "document", "char_start", "text"),
    _Masked("shared_passages", "document", "char_start", "text"),
    _Masked("shared_passages", "other", "other_char_start", "other_text"),
)
_JOURNALS = ("-journal", "-wal", "-shm")
"""How the names of the files end in which SQLite keeps what is not in the database yet."""


@dataclass(frozen=True, slots=True)
class Published:
    """A published copy: its file with its size in bytes, how many current documents and claims it has, and its root hash.

    `texts` says whether it has the texts of documents; if not, `shown` is the share of their code points that it has nevertheless, in the
    sentences of claims.
    """

    target: Path
    texts: bool
    documents: int
    claims: int
    size: int
    shown: float
    root: str

    def as_record(self) -> dict[str, object]:
        """The copy for programs."""
        return {**asdict(self), "target": str(self.target)}


def publish(
    target: str | Path,
    path: str | Path = "claims.db",
    *,
    texts: bool = True,
    replace: bool = False,
    tell: Tell = lambda *_: None,
) -> Published:
    """Write a copy of the database at `path` to `target`, which becomes complete at once or not at all.

    Without `texts`, it has no texts of documents and no bytes of their files. An existing file is only replaced if `replace`.

    Raises `NotPublishableError` if `target` is the database itself, or exists and may not be replaced, and errors of the databases.
    """
    target, path = Path(target), Path(path)
    reading = open_for_reading(path)
    if target.exists() and (target.samefile(path) or not replace):
        raise NotPublishableError(target, itself=target.samefile(path))
    part = target.with_name(f".{target.name}.publishing")
    _remove(part, "", ".lock", *_JOURNALS)
    try:
        tell("Copying", 0, 1)
        with reading.connect() as connection:
            _alone(connection, "VACUUM INTO ?", str(part))
        writing = open_for_writing(part)
        if not texts:
            with writing.begin() as connection:
                _withhold(connection, tell)
        with writing.connect() as connection:
            analyse(driver(connection))
            tell("Packing", 0, 1)
            _alone(connection, "PRAGMA journal_mode=DELETE")
            _alone(connection, "VACUUM")
            made = _described(connection, target, texts, part.stat().st_size)
        writing.dispose()
        _remove(target, *_JOURNALS)  # SQLite would take them for those of the copy
        part.replace(target)
    except sqlite3.Error as error:
        raise explained(target, error) or error from None
    finally:
        reading.dispose()
        _remove(part, "", ".lock", *_JOURNALS)
    return made


def _alone(connection: Connection, statement: str, *values: str) -> None:
    """Execute a statement that cannot be part of a transaction."""
    own = driver(connection)
    if own.in_transaction:
        own.execute("COMMIT")
    own.execute(statement, values)


def _remove(file: Path, *endings: str) -> None:
    """Remove the files whose names are that of this one with these endings."""
    for ending in endings:
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _described(connection: Connection, target: Path, texts: bool, size: int) -> Published:
    own = driver(connection)
    query = f"""SELECT (SELECT count(*) FROM documents WHERE status = 'current'), (SELECT count(*) FROM claims WHERE status = 'current'),
        coalesce((SELECT 1.0 * sum(length(replace(text, '{MASK}', ''))) / sum(length(text)) FROM blocks WHERE retired_by IS NULL), 1)"""
    documents, claims, shown = own.execute(query).fetchone()
    return Published(target, texts, documents, claims, size, shown, stored_root(connection))


def _withhold(connection: Connection, tell: Tell) -> None:
    """Mask the texts of all documents, and leave out the bytes of their files."""
    connection.exec_driver_sql("DELETE FROM originals")
    keys = connection.exec_driver_sql("SELECT id FROM documents ORDER BY id").scalars().all()
    for done, key in enumerate(keys):
        if done % 100 == 0:
            tell("Withholding texts", done, len(keys))
        found = (row for query in _SHOWN for row in connection.execute(sa.text(query), {"document": key}))
        shown = Intervals.of(merge(Span(*row) for row in found))
        for place in _MASKED:
            _mask(connection, place, key, shown)
    connection.exec_driver_sql("UPDATE documents SET withheld = 'yes'")


def _mask(connection: Connection, place: _Masked, document: int, shown: Intervals[None]) -> None:
    """Mask the words of rows of a document."""
    table, of, start, text = place
    query = f"SELECT rowid, {start}, {text} FROM {table} WHERE {of} = :document"
    changed = []
    for key, at, words in connection.execute(sa.text(query), {"document": document}):
        masked = withheld(words, at, (span for span, _ in shown.over(Span(at, at + len(words)))))
        if masked != words:
            changed.append({"key": key, "masked": masked})
    if changed:
        connection.execute(sa.text(f"UPDATE {table} SET {text} = :masked WHERE rowid = :key"), changed)
