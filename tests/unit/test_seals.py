"""Seals: whatever claimsdb writes is sealed with it, whatever else writes breaks a seal."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from claimsdb.store.migrations import open_for_reading, open_for_writing
from claimsdb.store.seals.checking import Checked, check_seals, stored_root
from claimsdb.store.seals.owners import OWNERS, WITH_ANOTHER

NOT_SEALED = {"claim_columns", "seals"}
"""Tables that follow from others, and the seals themselves."""


@pytest.fixture
def file(database: Path) -> Path:
    return database


def seals(file: Path) -> Checked:
    with open_for_reading(file).connect() as connection:
        checked = check_seals(connection)
        assert (checked.root == stored_root(connection)) == (not checked.broken)
    return checked


def change(file: Path, statement: str, *values: object) -> None:
    """What another program does."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement, values)


def write(file: Path, *statements: str) -> None:
    """What claimsdb does, in one transaction."""
    with open_for_writing(file).begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def test_every_table_is_sealed_or_follows_from_others() -> None:
    sealed = [part.name for parts in OWNERS.values() for part in parts]
    assert sorted(sealed) == sorted(SQLModel.metadata.tables.keys() - NOT_SEALED)
    assert all(name in sealed for pair in WITH_ANOTHER.items() for name in pair)


def test_what_claimsdb_writes_is_sealed(file: Path) -> None:
    before = seals(file)
    assert (before.broken, before.seals > 100) == ([], True)
    write(
        file,
        "UPDATE documents SET title = 'Another' WHERE id = 2",
        "DELETE FROM quotes WHERE claim IN (SELECT id FROM claims)",
    )
    write(file, "INSERT INTO folders (name) VALUES ('more')", "INSERT OR IGNORE INTO words VALUES ('abcdef')")
    after = seals(file)
    assert after.broken == []
    assert after.root != before.root


def test_what_is_rolled_back_changes_no_seal(file: Path) -> None:
    before = seals(file).root
    engine = open_for_writing(file)
    with engine.connect() as connection:
        connection.exec_driver_sql("UPDATE documents SET title = 'Another'")
        connection.rollback()
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE runs SET files = files")
    assert (seals(file).root, seals(file).broken) == (before, [])


@pytest.mark.parametrize("reads", ["SELECT 1", "UPDATE documents SET title = 'Another'"])
def test_what_is_written_after_a_transaction_without_a_commit_is_sealed(file: Path, reads: str) -> None:
    before = seals(file).root
    engine = open_for_writing(file)
    with engine.connect() as connection:
        connection.exec_driver_sql(reads)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE documents SET title = 'The third' WHERE id = 1")
    after = seals(file)
    assert (after.broken, after.root == before) == ([], False)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE claims SET text = text || '.' WHERE id = 1", ("document", 1)),
        ("DELETE FROM sentences WHERE id = (SELECT max(id) FROM sentences)", ("document", 5)),
        ("UPDATE same_groups SET origins = 7", ("group", 0)),
        ("UPDATE embeddings SET codes = zeroblob(384) WHERE id = 1", ("embedding", 0)),
        ("UPDATE seals SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x') WHERE subject = 'run'", ("run", 1)),
        ("DELETE FROM seals WHERE subject = 'speaker'", ("speaker", 0)),
        ("INSERT INTO seals VALUES ('moon', 1, (SELECT sha256 FROM seals))", ("moon", 1)),
        ("INSERT INTO words VALUES ('zzzzz')", ("word", ord("z") << 21 | ord("z"))),
    ],
)
def test_what_another_program_writes_breaks_a_seal(file: Path, statement: str, broken: tuple[str, int]) -> None:
    change(file, statement)
    checked = seals(file)
    assert [(b.subject, b.key) for b in checked.broken] == [broken]


def test_null_nothing_and_zero_differ(file: Path) -> None:
    roots = set()
    for value in (None, "", "0", "null", "[]"):
        change(file, "UPDATE documents SET author = ? WHERE id = 1", value)
        roots.add(seals(file).root)
    assert len(roots) == 5


def test_a_seal_can_be_made_by_others(file: Path) -> None:
    """The bytes that `claimsdb.store.seals.owners` documents, by hand."""
    with closing(sqlite3.connect(file)) as connection:
        row = connection.execute("SELECT * FROM runs").fetchone()
        names = [name for _, name, *_ in connection.execute("PRAGMA table_info(runs)")]
        ((stored,),) = connection.execute("SELECT sha256 FROM seals WHERE subject = 'run'")
    line = json.dumps(["runs", names, [row]], separators=(",", ":")) + "\n"
    assert hashlib.sha256(line.encode()).hexdigest() == stored
