"""The full-text index against the claims, through copies of its own tables, so that the database may be read-only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from claimsdb.model.fault import Fault
from claimsdb.store.engine import CORRUPT, Driver, uri

_OWN = ("data", "idx", "docsize", "config")
"""The tables in which FTS5 keeps an index."""


def search(path: Path) -> Iterator[Fault]:
    """The faults of the full-text index of the database at the path."""
    with closing(sqlite3.connect(uri(path, "ro"), uri=True, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        settings = connection.execute("SELECT k, v FROM main.claims_fts_config").fetchall()
        if settings != [("version", 4)]:
            yield Fault("search", "claims_fts", stored=str(settings), expected=str([("version", 4)]), note="settings")
            return
        try:
            _integrity(connection)
            missed, pages = _missed(connection), _pages(connection)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in CORRUPT:
                raise
            yield Fault("search", "claims_fts", note="the full-text index does not match the claims")
        else:
            if missed:
                note = f"{len(missed)} words of the index are not found in it, the first: {missed[0]!r}"
                yield Fault("search", "claims_fts", note=note)
            if pages:
                yield Fault("search", "claims_fts", note=pages)


def _integrity(connection: Driver) -> None:
    """Let FTS5 check the index against the claims."""
    connection.execute("CREATE TEMP VIEW claims AS SELECT id, text FROM main.claims")
    ((made,),) = connection.execute("SELECT sql FROM main.sqlite_master WHERE name = 'claims_fts'")
    _copy(connection, made, "claims_fts")
    connection.execute("INSERT INTO temp.claims_fts (claims_fts, rank) VALUES ('integrity-check', 1)")


def _missed(connection: Driver) -> list[str]:
    """The words that a walk through the whole index meets, but a search for them does not: its inner nodes are wrong."""
    _copy(connection, "CREATE VIRTUAL TABLE claims_fts USING fts5(text, content='', tokenize='ascii')", "bare_fts")
    connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('temp', 'bare_fts', 'row')")
    terms = connection.execute("SELECT term, doc FROM temp.terms").fetchall()
    count = "SELECT count(*) FROM temp.bare_fts WHERE bare_fts MATCH ?"
    return [term for term, documents in terms if connection.execute(count, (f'"{term}"',)).fetchone() != (documents,)]


def _pages(connection: Driver) -> str:
    """What is wrong with the pages of the index, if anything: some belong to nothing, or nothing leads to some.

    A page's id is the number of its segment, shifted by 37 bits, 1 bit that is set for the index of a long leaf, 5 bits of height, and the
    leaf's number from 1 on; ids up to 10 are totals. The inner nodes have twice the leaf's number, plus 1 if the leaf has an index. While
    SQLite merges segments bit by bit, it deletes the first leaves of each, and leaves the inner nodes that lead to them.
    """
    leaves: dict[int, set[int]] = {}
    query = "SELECT id >> 37, id & (1 << 31) - 1 FROM main.claims_fts_data WHERE id > 10 AND id >> 31 & 63 = {}"
    for segment, page in connection.execute(query.format(0)):
        leaves.setdefault(segment, set()).add(page)
    led: dict[int, set[int]] = {}
    long: set[tuple[int, int]] = set()
    for segment, number in connection.execute("SELECT segid, pgno FROM main.claims_fts_idx"):
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
    if long != set(connection.execute(query.format(32))):
        return "inner nodes of the index differ from its pages"
    return ""


def _copy(connection: Driver, made: str, name: str) -> None:
    connection.execute(made.replace("claims_fts", f"temp.{name}", 1))
    for own in _OWN:
        connection.execute(f"DELETE FROM temp.{name}_{own}")
        connection.execute(f"INSERT INTO temp.{name}_{own} SELECT * FROM main.claims_fts_{own}")
