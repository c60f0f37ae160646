"""The full-text indexes against the texts, through copies of their own tables, so that the database may be read-only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from claimsdb.model.fault import Fault
from claimsdb.store.engine import CORRUPT, Driver, uri

_OWN = ("data", "idx", "docsize", "config")
"""The tables in which FTS5 keeps an index."""
INDEXED = ("claims", "blocks")
"""The tables with a full-text index of their column `text`."""


def search(path: Path, indexed: Sequence[str] = INDEXED) -> Iterator[Fault]:
    """The faults of the full-text indexes of the database at the path."""
    for table in indexed:
        yield from _search(path, table)


def _search(path: Path, table: str) -> Iterator[Fault]:
    index = f"{table}_fts"
    with closing(sqlite3.connect(uri(path, "ro"), uri=True, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        settings = connection.execute(f"SELECT k, v FROM main.{index}_config").fetchall()
        if settings != [("version", 4)]:
            yield Fault("search", index, stored=str(settings), expected=str([("version", 4)]), note="settings")
            return
        try:
            _integrity(connection, table, index)
            missed, pages = _missed(connection, index), _pages(connection, index)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in CORRUPT:
                raise
            yield Fault("search", index, note=f"the full-text index does not match the {table}")
        else:
            if missed:
                note = f"{len(missed)} words of the index are not found in it, the first: {missed[0]!r}"
                yield Fault("search", index, note=note)
            if pages:
                yield Fault("search", index, note=pages)


def _integrity(connection: Driver, table: str, index: str) -> None:
    """Let FTS5 check the index against the table."""
    connection.execute(f"CREATE TEMP VIEW {table} AS SELECT id, text FROM main.{table}")
    ((made,),) = connection.execute("SELECT sql FROM main.sqlite_master WHERE name = ?", (index,))
    _copy(connection, made, index, index)
    connection.execute(f"INSERT INTO temp.{index} ({index}, rank) VALUES ('integrity-check', 1)")


def _missed(connection: Driver, index: str) -> list[str]:
    """The words that a walk through the whole index meets, but a search for them does not: its inner nodes are wrong."""
    _copy(connection, f"CREATE VIRTUAL TABLE {index} USING fts5(text, content='', tokenize='ascii')", index, "bare_fts")
    connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('temp', 'bare_fts', 'row')")
    terms = connection.execute("SELECT term, doc FROM temp.terms").fetchall()
    count = "SELECT count(*) FROM temp.bare_fts WHERE bare_fts MATCH ?"
    return [term for term, documents in terms if connection.execute(count, (f'"{term}"',)).fetchone() != (documents,)]


def _pages(connection: Driver, index: str) -> str:
    """What is wrong with the pages of the index, if anything: some belong to nothing, or nothing leads to some.

    A page's id is the number of its segment, shifted by 37 bits, 1 bit that is set for the index of a long leaf, 5 bits of height, and the
    leaf's number from 1 on; ids up to 10 are totals. The inner nodes have twice the leaf's number, plus 1 if the leaf has an index. While
    SQLite merges segments bit by bit, it deletes the first leaves of each, and leaves the inner nodes that lead to them.
    """
    leaves: dict[int, set[int]] = {}
    query = f"SELECT id >> 37, id & (1 << 31) - 1 FROM main.{index}_data WHERE id > 10 AND id >> 31 & 63 = "
    for segment, page in connection.execute(f"{query}0"):
        leaves.setdefault(segment, set()).add(page)
    led: dict[int, set[int]] = {}
    long: set[tuple[int, int]] = set()
    for segment, number in connection.execute(f"SELECT segid, pgno FROM main.{index}_idx"):
        page, has_index = divmod(number, 2)  # raises TypeError if it is a text or a blob
        if page < min(leaves.get(segment, ()), default=0):
            continue
        led.setdefault(segment, set()).add(page)
        long |= {(segment, page)} if has_index else set()
    if any(max(pages) - min(pages) + 1 != len(pages) for pages in leaves.values()):
        return "the index has pages that belong to nothing"
    if any(not pages <= leaves.get(segment, set()) for segment, pages in led.items()):
        return "inner nodes of the index point to nothing"
    if any(1 in pages and 1 not in led.get(segment, set()) for segment, pages in leaves.items()):
        return "inner nodes of the index are missing"
    if long != set(connection.execute(f"{query}32")):
        return "inner nodes of the index differ from its pages"
    return ""


def _copy(connection: Driver, made: str, index: str, name: str) -> None:
    connection.execute(made.replace(index, f"temp.{name}", 1))
    for own in _OWN:
        connection.execute(f"DELETE FROM temp.{name}_{own}")
        connection.execute(f"INSERT INTO temp.{name}_{own} SELECT * FROM main.{index}_{own}")
