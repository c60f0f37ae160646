"""A database that is replaced, removed, migrated or written to while a real server serves it."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from claimsdb.ingestion.ingest import ingest
from tests.conftest import visited


@pytest.fixture
def http(server: Callable[..., Any], database: Path) -> Iterator[httpx.Client]:
    with visited(server, ["claimsdb", "serve", "--port", "0"], database.parent) as (_, client):
        yield client


def claims(http: httpx.Client) -> int:
    """The number of claims, the same by our pages and by Datasette's, asked several times so that each thread answers."""
    found = {http.get("/claims.json?sql=select+count(*)+from+claims&_shape=arrayfirst").json()[0] for _ in range(6)}
    html = http.get("/").text
    (count,) = found
    assert f"<b>{count}</b> claim" in html
    return int(count)


def test_another_database_in_its_place_is_served(http: httpx.Client, database: Path, tmp_path: Path) -> None:
    before = claims(http)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text("“The hangar was safe,” said Maria Ortega.\n", "utf-8")
    ingest([tmp_path / "own"], tmp_path / "new.db")
    shutil.copy(database, tmp_path / "old.db")
    (tmp_path / "new.db").replace(database)
    assert claims(http) == 1 < before
    assert [hit["claim"]["speaker"] for hit in http.get("/-/cite.json?q=hangar+was+safe").json()] == ["Maria Ortega"]
    (tmp_path / "old.db").replace(database)
    assert claims(http) == before


def test_what_is_gone_or_of_another_kind_is_not_available(http: httpx.Client, database: Path, tmp_path: Path) -> None:
    before = claims(http)
    database.rename(tmp_path / "away.db")
    pages = [
        "/",
        "/-/comparison",
        "/-/comparison.json",
        "/-/claims/abcd",
        "/claims/claims",
        "/claims/claims.json",
        "/claims",
    ]
    for path in pages:
        answer = http.get(path)
        assert answer.status_code == 503, path
        assert "is not there. Put it back, or start the server again." in answer.text
    database.write_bytes(b"no database" * 1000)
    for path in pages:
        assert http.get(path).status_code == 503, path
    database.unlink()
    (tmp_path / "away.db").rename(database)
    assert claims(http) == before


def test_a_database_of_another_schema_is_not_available(http: httpx.Client, database: Path) -> None:
    claims(http)
    for revision in ("9999", "0008"):
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        for path in ("/", "/-/comparison", "/-/comparison.json", "/-/cite.json?q=a", "/claims/claims"):
            answer = http.get(path)
            assert answer.status_code == 503, path
            assert "migrated by another version of claimsdb" in answer.text


def test_a_write_ahead_log_is_read(http: httpx.Client, database: Path) -> None:
    before = claims(http)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("DELETE FROM claims WHERE id = (SELECT max(id) FROM claims)")
        connection.commit()
        assert (database.parent / "claims.db-wal").stat().st_size > 0
        found = {http.get("/claims.json?sql=select+count(*)+from+claims&_shape=arrayfirst").json()[0] for _ in range(6)}
    assert found == {before - 1}
