"""A damaged database is put right: what is intact stays, the rest is read again, and what cannot be had is said."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

PAGE = 4096
RECORDS = ("documents", "claims", "attributions", "sentences", "groups", "conflicts", "origins")

pytestmark = pytest.mark.slow


def exported(app: Callable[..., Any]) -> dict[str, Any]:
    """All records, without when and by which run a document was read, and without which of two documents comes first in a passage."""
    found = {name: [json.loads(line) for line in app("export", name).out.splitlines()] for name in RECORDS}
    for document in found["documents"]:
        del document["ingested_at"], document["run"]
    for origin in found["origins"]:
        del origin["evidence"]
    return {name: sorted(records, key=repr) for name, records in found.items()}


def change(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def overwrite(database: Path, table: str) -> None:
    """Damage the root page of a table or an index."""
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        ((page,),) = connection.execute(query, (table,)).fetchall()
    content = bytearray(database.read_bytes())
    content[(page - 1) * PAGE : page * PAGE] = b"\xee" * PAGE
    database.write_bytes(content)


def test_a_falsified_document_is_read_again_and_the_others_are_kept(app: Callable[..., Any], database: Path) -> None:
    before = exported(app)
    change(database, "UPDATE claims SET text = 'Nobody said that.' WHERE document = 2", "DELETE FROM claims_fts")
    done = app("recover", "--json")
    told = json.loads(done.out)
    assert (done.code, told["kept"], told["read"], told["lost"]) == (0, 4, 1, [])
    assert exported(app) == before
    assert app("verify").code == 0
    assert b"Nobody said that." in Path(told["damaged"]).read_bytes()


@pytest.mark.parametrize(
    ("table", "kept"),
    [("claims", 0), ("documents", 0), ("seals", 0), ("ix_claims_document", 5)],
)
def test_a_damaged_page_is_got_over(app: Callable[..., Any], database: Path, table: str, kept: int) -> None:
    before = exported(app)
    overwrite(database, table)
    done = app("recover")
    assert (done.code, f"{kept} documents were intact" in done.err) == (0, True), done.err
    assert exported(app) == before
    assert app("verify").code == 0


@pytest.mark.parametrize("left", [0, 5 * PAGE + 7])
def test_a_truncated_database_is_read_again(app: Callable[..., Any], database: Path, left: int) -> None:
    before = exported(app)
    database.write_bytes(database.read_bytes()[:left])
    assert app("recover").code == 0
    assert exported(app) == before


def test_a_journal_goes_with_the_damaged_database(app: Callable[..., Any], database: Path) -> None:
    """Left where it was, SQLite would roll it back in the new database."""
    before = exported(app)
    content = database.read_bytes()
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size=1")  # changes are written to the file before the end of the transaction
        writer.execute("BEGIN")
        writer.execute("UPDATE blocks SET text = upper(text)")
        half, journal = database.read_bytes(), Path(f"{database}-journal").read_bytes()
        writer.execute("ROLLBACK")
    assert half != content
    database.write_bytes(half)
    Path(f"{database}-journal").write_bytes(journal)
    done = app("recover", "--json")
    assert (done.code, json.loads(done.out)["kept"]) == (0, 5)
    assert exported(app) == before
    assert not Path(f"{database}-journal").exists()
    assert Path(json.loads(done.out)["damaged"] + "-journal").read_bytes() == journal


def test_earlier_versions_are_kept_and_lost_ones_named(app: Callable[..., Any], database: Path) -> None:
    file = sorted((database.parent / "seeds").glob("*.txt"))[0]
    before = file.read_bytes()
    assert app("ingest", "seeds", "--keep-sources").code == 0
    file.write_bytes(before + b"\n\nThe mayor said on Monday that the bridge will be closed.\n")
    assert app("ingest", "seeds").code == 0
    retired = sorted(app("list", "--retired", "--json").out.splitlines())
    change(database, "UPDATE claims SET line = line + 1 WHERE document = 3")
    first, *_ = json.loads(app("diff", file.name, "--json").out)["versions"]
    assert app("recover").code == 0
    assert app("original", first["document"]).raw == before
    assert sorted(app("list", "--retired", "--json").out.splitlines()) == retired
    change(
        database,
        "UPDATE claims SET line = line + 1 WHERE document = (SELECT id FROM documents WHERE status = 'retired')",
    )
    done = app("recover", "--json")
    assert done.code == 1
    assert [one["path"] for one in json.loads(done.out)["lost"]] == [file.name]
    assert app("verify").code == 0


def test_nothing_happens_to_a_database_that_is_missing_or_in_use(app: Callable[..., Any], database: Path) -> None:
    from claimsdb.store.lock import acquire

    content = database.read_bytes()
    held = acquire(database)
    assert app("recover").code == 2
    held.release()
    assert database.read_bytes() == content
    assert "There is no database" in app("recover", "--db", "other.db").err
