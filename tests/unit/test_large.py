"""The generator of large databases: the database is a normal one, the same for the same seed, and every offset is correct."""

import importlib.util
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from claimsdb.lookup.verify.verify import verify
from claimsdb.store import migrations
from claimsdb.store.facet_columns import Columns

pytestmark = pytest.mark.slow

_SPEC = importlib.util.spec_from_file_location("large", Path(__file__).parents[2] / "benchmarks" / "large.py")
assert _SPEC
assert _SPEC.loader
large: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(large)


def dump(file: Path, *tables: str) -> list[Any]:
    with closing(sqlite3.connect(file)) as connection:
        return [connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]


def test_a_large_database(tmp_path: Path) -> None:
    for name, seed in (("one.db", 1), ("same.db", 1), ("other.db", 2)):
        large.generate(tmp_path / name, claims=900, seed=seed)
    tables = ("claims", "attributions", "speakers", "segments", "blocks", "claim_columns")
    assert dump(tmp_path / "one.db", *tables) == dump(tmp_path / "same.db", *tables)
    assert dump(tmp_path / "one.db", "claims") != dump(tmp_path / "other.db", "claims")
    migrations.migrate(tmp_path / "empty.db")
    shape = "(SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%')"
    assert dump(tmp_path / "one.db", shape) == dump(tmp_path / "empty.db", shape)
    with closing(sqlite3.connect(tmp_path / "one.db")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for index in ("claims_fts", "blocks_fts"):
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        assert len(Columns(connection, most_missing=0).most("attribution", 9)) == 3
        assert connection.execute("SELECT count(*) FROM claims").fetchone() == (900,)
        cut = """SELECT count(*) FROM segments s JOIN claims c ON c.id = s.claim JOIN blocks b ON b.id = c.block_row
            WHERE substr(b.text, s.char_start - b.char_start + 1, s.char_end - s.char_start) <> s.text
                OR substr(CAST(b.text AS BLOB), s.byte_start - b.byte_start + 1, s.byte_end - s.byte_start) <> CAST(s.text AS BLOB)"""
        assert connection.execute(cut).fetchone() == (0,)
        assert (
            connection.execute(
                "SELECT count(*) FROM segments WHERE byte_end - byte_start > char_end - char_start"
            ).fetchone()[0]
            > 100
        )
    with migrations.open_for_writing(tmp_path / "one.db").connect() as checked:
        assert verify(checked, tmp_path / "one.db", {}).broken == []
