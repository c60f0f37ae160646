"""A damaged database is said to be ours and damaged, with the remedy; another file is said to be another."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import claimsdb
from claimsdb.model.errors import DamagedError, NotOursError

PAGE = 4096


def header(file: Path) -> None:
    file.write_bytes(b"\0" * 100 + file.read_bytes()[100:])


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: 5 * PAGE + 100])  # nothing of the schema is left
    file.with_name(file.name + ".folders.json").write_text("{}")


def schema(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[100:108] = b"\xff" * 8
    file.write_bytes(content)


def root_of_claims(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        ((page,),) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claims'").fetchall()
    content = bytearray(file.read_bytes())
    content[(page - 1) * PAGE : page * PAGE] = b"\xee" * PAGE
    file.write_bytes(content)


def no_version(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM alembic_version")


@pytest.mark.parametrize("harm", [header, truncated, schema, root_of_claims, no_version])
def test_what_was_ours_is_damaged(database: Path, harm: Callable[[Path], None]) -> None:
    harm(database)
    content = database.read_bytes()
    with pytest.raises(DamagedError, match="is a claims database, but damaged"), claimsdb.open(database) as opened:
        list(opened.claims())
    assert database.read_bytes() == content


@pytest.mark.parametrize("content", [b"%PDF-1.7 " * 1000, b"SQLite format 3\0" + b"\xff" * 5000, b"no"])
def test_what_was_never_ours_is_not_ours(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "claims.db"
    file.write_bytes(content)
    with pytest.raises(NotOursError), claimsdb.open(file):
        pass
