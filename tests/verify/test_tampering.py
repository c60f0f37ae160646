"""`verify` notices what another program has changed: every column of every table, rows too many and too few, the schema, the index, pages.

Kinds of tampering and damage: a value of each of the columns of all tables (over 200), a row deleted from and one inserted into each of
the tables (over 40 each), each trigger, index and view dropped, objects added, constraints removed, the search index emptied, embeddings
zeroed, pages overwritten, swapped, flipped and cut off, a header damaged.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from claimsdb.model.errors import ClaimsdbError
from claimsdb.store.migrations import open_for_writing
from claimsdb.store.tables import comparison, documents, findings, lookup, seals
from tests.verify.conftest import check

INDEX = tuple(f"{table}_fts_{own}" for table in ("claims", "blocks") for own in ("data", "idx", "docsize", "config"))
assert all((comparison, documents, findings, lookup, seals))  # their models are in SQLModel's metadata now
TABLES = (*sorted(SQLModel.metadata.tables), "alembic_version", *INDEX)
UNREAD = {"sqlite_stat1", "sqlite_stat4"}
"""Statistics of SQLite's planner, which decide how quickly a query is answered, and nothing else."""
OTHER = {
    "INTEGER": ("{c} + 1", "{c} + 1000", "7"),
    "REAL": ("{c} / 2 + 0.125", "0.5"),
    "TEXT": ("{c} || 'x'", "'x'"),
    "VARCHAR(32)": ("{c} || 'x'",),
    "BLOB": ("CAST(substr({c}, 1, length({c}) - 1) || x'fe' AS BLOB)", "x'00'"),
    "": ("CAST({c} || 'x' AS BLOB)", "{c} + 1", "x'00'"),  # a column of the index's own tables
}
"""Another value of the same type, as SQL over the old one; the last is for NULL."""
Copied = Callable[[], Path]


def noticed(file: Path) -> bool:
    """Whether the database cannot be opened, or does not hold."""
    try:
        return not check(file).holds
    except ClaimsdbError:
        return True


def change(file: Path, *statements: str) -> int:
    """Another program writes; nothing that SQLite enforces stops it. Returns the number of rows that the last statement changed."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA ignore_check_constraints=ON")
        done = 0
        for statement in statements:
            done = connection.execute(statement).rowcount
    return done


def ask(file: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def columns(file: Path, table: str) -> list[tuple[str, str, bool]]:
    """The name and type of each column, and whether it is part of the key."""
    return [(name, kind, bool(key)) for _, name, kind, _, _, key in ask(file, f"PRAGMA table_info({table})")]  # type: ignore[misc]


def where(file: Path, table: str, condition: str = "1") -> str:
    """A condition that the last row that meets the condition meets, and no other."""
    keys = [name for name, _, key in columns(file, table) if key] or ["version_num"]
    names = ", ".join(keys)
    return f"({names}) = (SELECT {names} FROM {table} WHERE {condition} ORDER BY {' DESC, '.join(keys)} DESC LIMIT 1)"


def test_sound(copied: Copied) -> None:
    report = check(copied())
    assert (report.faults, report.broken, report.holds) == ([], [], True)


def test_the_tables_are_all_tables_and_all_have_rows(copied: Copied) -> None:
    file = copied()
    names = {name for (name,) in ask(file, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert names - UNREAD - {"claims_fts", "blocks_fts"} == set(TABLES)
    assert [name for name in TABLES if ask(file, f"SELECT count(*) FROM {name}") == [(0,)]] == []


@pytest.mark.parametrize("table", TABLES)
def test_a_changed_value_of_every_column_is_noticed(copied: Copied, table: str) -> None:
    """A value that is there, and one that is missing, if there are both."""
    unnoticed, file = [], copied()
    for name, kind, _ in columns(file, table):
        for given, values in (("NOT NULL", OTHER[kind][:-1] or OTHER[kind]), ("NULL", OTHER[kind][-1:])):
            if not ask(file, f"SELECT 1 FROM {table} WHERE {name} IS {given} LIMIT 1"):
                continue
            file, row = copied(), where(file, table, f"{name} IS {given}")
            for value in values:
                try:
                    assert change(file, f"UPDATE {table} SET {name} = {value.format(c=name)} WHERE {row}") == 1
                except sqlite3.IntegrityError:  # another row has this value
                    continue
                break
            else:
                raise AssertionError(f"{table}.{name} cannot be changed")
            if not noticed(file):
                unnoticed.append((name, given))
    assert unnoticed == []


@pytest.mark.parametrize("table", TABLES)
def test_a_deleted_row_is_noticed(copied: Copied, table: str) -> None:
    file = copied()
    assert change(file, f"DELETE FROM {table} WHERE {where(file, table)}") == 1
    assert noticed(file)


@pytest.mark.parametrize("table", TABLES)
def test_an_inserted_row_is_noticed(copied: Copied, table: str) -> None:
    """A copy of a row, as far as keys allow."""
    file = copied()
    unique = {
        column
        for _, index, once, *_ in ask(file, f"PRAGMA index_list({table})")
        for _, _, column in ask(file, f"PRAGMA index_info({index})")
        if once
    }
    values = [
        (OTHER[kind][-1 if kind == "BLOB" else 0] if kind != "INTEGER" else "{c} + 1000").format(c=name)
        if key or name in unique
        else name
        for name, kind, key in columns(file, table)
    ]
    assert change(file, f"INSERT INTO {table} SELECT {', '.join(values)} FROM {table} WHERE {where(file, table)}") == 1
    assert noticed(file)


def test_every_object_of_the_schema_is_missed(copied: Copied) -> None:
    file = copied()
    made = ask(file, "SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    assert len(made) > 90
    unnoticed = []
    for kind, name in made:
        if str(name).startswith(("claims_fts_", "blocks_fts_")):
            continue
        file = copied()
        change(file, f"DROP {kind} {name}")
        if not noticed(file):
            unnoticed.append(name)
    assert unnoticed == []


def _schema(old: str, new: str) -> tuple[str, ...]:
    return (
        "PRAGMA writable_schema=ON",
        f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new}') WHERE sql LIKE '%{old}%'",
    )


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TRIGGER forge AFTER INSERT ON runs BEGIN UPDATE claims SET hedged = 'no'; END",),
        ("CREATE VIEW claims_2 AS SELECT * FROM claims",),
        ("CREATE TABLE more (x)",),
        ("CREATE INDEX more ON claims (text)",),
        ("DROP VIEW citations", "CREATE VIEW citations AS SELECT 'x' AS citation"),
        _schema("CHECK (score BETWEEN 0 AND 1)", "CHECK (score BETWEEN 0 AND 9)"),
        _schema("REFERENCES claims (id)", "REFERENCES runs (id)"),
        ("INSERT INTO claims_fts (claims_fts) VALUES ('delete-all')",),
        ("INSERT INTO blocks_fts (blocks_fts) VALUES ('delete-all')",),
        ("INSERT INTO claims_fts (claims_fts, rowid, text) VALUES ('delete', 1, (SELECT text FROM claims WHERE id = 1))",),
        ("INSERT INTO claims_fts (claims_fts, rank) VALUES ('rank', 'bm25(9)')",),
        ("UPDATE embeddings SET codes = zeroblob(384)",),
        ("UPDATE embedding_blocks SET bits = zeroblob(length(bits))",),
        ("DELETE FROM claim_embeddings",),
        ("DELETE FROM words",),
        ("DELETE FROM seals",),
        ("UPDATE claims SET speaker_row = (SELECT max(id) FROM speakers) WHERE attribution <> 'asserted'",),
        ("DELETE FROM segments WHERE claim = 1", "DELETE FROM claims WHERE id = 1"),
        ("UPDATE sentences SET claims = 0, reason = 'question' WHERE id = 1",),
        ("UPDATE claims SET text = CAST(x'ff41' AS TEXT) WHERE id = 1",),
        ("UPDATE claims SET attribution = 'shouted', block = 'poem', char_start = -5 WHERE id = 1",),
        ("UPDATE documents SET encoding = 'no-such-codec'",),
        ("UPDATE documents SET published = '2036-01-01'",),
    ],
    ids=lambda statements: statements[-1][:50],
)  # fmt: skip
def test_other_changes_are_noticed(copied: Copied, statements: tuple[str, ...]) -> None:
    file = copied()
    change(file, *statements)
    assert noticed(file)


def test_a_fault_says_where_and_what(copied: Copied) -> None:
    file = copied()
    ((public, text),) = ask(file, "SELECT claim_id, text FROM claims WHERE id = 1")
    change(file, "UPDATE claims SET text = 'Forged.' WHERE id = 1")
    report = check(file).as_record()
    assert (report["holds"], [(f["check"], f["table"], f["row"]) for f in report["faults"]]) == (
        False,
        [("texts", "claims", public), ("seals", "seals", "document a.txt")],
    )
    assert report["faults"][0] | {"note": ""} == {
        "check": "texts", "table": "claims", "row": public, "column": "text", "stored": "Forged.", "expected": text, "note": "",
    }  # fmt: skip


PAGE = 4096


def pages(file: Path) -> list[int]:
    """The numbers from 0 of all pages but the first, and those of the planner's statistics."""
    ((root,),) = ask(file, "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_stat1'")
    raw = file.read_bytes()
    unread = tree(raw, int(str(root)) - 1)
    return [n for n in range(1, len(raw) // PAGE) if n not in unread]


def tree(raw: bytes, root: int) -> set[int]:
    """The numbers from 0 of the pages of a table that has at most one page above its leaves."""
    page = raw[root * PAGE : (root + 1) * PAGE]
    if page[0] != 5:  # a leaf
        return {root}
    cells = [int.from_bytes(page[at : at + 2], "big") for at in range(12, 12 + 2 * int.from_bytes(page[3:5], "big"), 2)]
    return {root, *(int.from_bytes(page[at : at + 4], "big") - 1 for at in (*cells, 8))}


def edit(file: Path, at: int, value: bytes) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(value)


def last_used(page: bytes) -> int:
    """The offset of the last byte of a page that is part of a cell: a cell that was deleted may have left free space at the end, and one
    that was replaced some bytes, too few to be listed as free.
    """
    end, free = PAGE, int.from_bytes(page[1:3], "big")
    while free:
        if free + int.from_bytes(page[free + 2 : free + 4], "big") == PAGE:
            end = free
        free = int.from_bytes(page[free : free + 2], "big")
    return end - 1 - page[7]


def test_damaged_pages_are_noticed(copied: Copied) -> None:
    """In each page, in turn: its type, its number of cells, the end of its first cell; all of it zeros, or another page."""
    file = copied()
    unnoticed = []
    for kind, n in enumerate(pages(file)):
        file, at = copied(), n * PAGE
        raw = file.read_bytes()
        how = kind % 5
        if raw[at] not in (2, 5, 10, 13):  # the rest of a long value, after the number of the next page
            edit(file, at + 4, bytes([raw[at + 4] ^ 1]))
        elif how == 0:
            edit(file, at, bytes([raw[at] ^ 4]))
        elif how == 1:
            edit(file, at + 4, bytes([raw[at + 4] + 1 & 255]))
        elif how == 2:
            end = at + last_used(raw[at : at + PAGE])
            edit(file, end, bytes([raw[end] ^ 1]))
        elif how == 3:
            edit(file, at, bytes(PAGE))
        else:
            edit(file, at, raw[at - PAGE : at])
        if not noticed(file):
            unnoticed.append((n, how))
    assert unnoticed == []


def _truncated(file: Path, raw: bytes) -> None:
    file.write_bytes(raw[: len(raw) // 2 // PAGE * PAGE])


def _torn(file: Path, raw: bytes) -> None:
    file.write_bytes(raw[: len(raw) - 100])


def _swapped(file: Path, raw: bytes) -> None:
    file.write_bytes(raw[: 2 * PAGE] + raw[3 * PAGE : 4 * PAGE] + raw[2 * PAGE : 3 * PAGE] + raw[4 * PAGE :])


def _no_header(file: Path, raw: bytes) -> None:
    file.write_bytes(bytes(100) + raw[100:])


def _page_size(file: Path, raw: bytes) -> None:
    edit(file, 16, b"\x02\x00")


def _encoding(file: Path, raw: bytes) -> None:
    edit(file, 56, b"\x00\x00\x00\x02")


def _freelist(file: Path, raw: bytes) -> None:
    edit(file, 36, b"\x00\x00\x00\x09")


def _schema_page(file: Path, raw: bytes) -> None:
    edit(file, 100, bytes(PAGE - 100))


def _emptied(file: Path, raw: bytes) -> None:
    file.write_bytes(b"")


def _random_text(file: Path, raw: bytes) -> None:
    file.write_bytes(b"This is not a database.\n" * 1000)


@pytest.mark.parametrize(
    "damage",
    [_truncated, _torn, _swapped, _no_header, _page_size, _encoding, _freelist, _schema_page, _emptied, _random_text],
)
def test_damaged_files_are_noticed(copied: Copied, damage: Callable[[Path, bytes], None]) -> None:
    file = copied()
    damage(file, file.read_bytes())
    assert noticed(file)


def test_who_forges_the_seals_too_is_found_by_the_root_hash(copied: Copied) -> None:
    """A forger with our own code: everything is sealed again, and only the hash that was noted elsewhere tells."""
    file = copied()
    noted = check(file).root
    with open_for_writing(file).begin() as connection:
        connection.exec_driver_sql("UPDATE documents SET title = 'Forged' WHERE id = 1")
    assert check(file).holds
    report = check(file, root=noted)
    assert [(f.check, f.expected) for f in report.faults] == [("root", noted)]
    assert check(file, root=report.root[:20].upper()).holds
