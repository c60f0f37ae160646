"""Versions in the store: each pair that follows at a path is compared once, as it is now, whatever came between."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from claimsdb.ingestion.ingest import ingest
from claimsdb.lookup.database import Database
from claimsdb.store.migrations import open_for_writing
from claimsdb.store.seals.sealing import seal_all
from tests.given import Given

BRIDGE = "The mayor said that the bridge would close in May.\n\nThe river rose on Monday.\n"
OTHER = "The mayor said that the bridge would close in June.\n\nThe river rose on Monday.\n"
KNOWN = Given(*(f"<1s:The mayor> <1c:said> <1t:that the bridge would close in {month}>." for month in ("May", "June")))


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimsdb.normalizer.attribution.tagging.TrainedTagger", lambda: KNOWN)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    return tmp_path


def run(place: Path, text: str, name: str = "a.txt", **options: Any) -> None:
    (place / "news" / name).write_text(text, "utf-8")
    ingest(place / "news", place / "claims.db", jobs=0, **options)


def ask(place: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(place / "claims.db")) as connection:
        return connection.execute(query).fetchall()


PAIRS = "SELECT earlier, document, run FROM revisions ORDER BY id"
CHANGES = "SELECT status, claim, successor FROM changes ORDER BY earlier_row, document_row, claim_row"
FORTH = [
    ("edited", "the bridge would close in May", "the bridge would close in June"),
    ("same", "The river rose on Monday", "The river rose on Monday"),
]


def sound(place: Path) -> None:
    with Database(place / "claims.db") as database:
        assert [str(fault) for fault in database.verify().faults] == []


def test_each_pair_is_compared_once_and_again_if_it_is_read_again(place: Path) -> None:
    run(place, BRIDGE)
    assert ask(place, PAIRS) == []
    run(place, OTHER)
    run(place, OTHER)
    assert (ask(place, PAIRS), ask(place, CHANGES)) == ([(1, 2, 2)], FORTH)
    run(place, BRIDGE)  # read again by this run, so that both pairs are compared
    back = [("edited", FORTH[0][2], FORTH[0][1]), FORTH[1]]
    assert (ask(place, PAIRS), ask(place, CHANGES)) == ([(1, 2, 4), (2, 1, 4)], [*FORTH, *back])
    versions = "SELECT version, document_row, replaced_at IS NULL FROM versions ORDER BY version"
    assert ask(place, versions) == [(1, 1, 0), (2, 2, 0), (3, 1, 1)]
    sound(place)


def test_versions_that_were_not_compared_are_compared_by_the_next_run(place: Path) -> None:
    run(place, BRIDGE)
    run(place, OTHER, compare=False)
    assert ask(place, PAIRS) == []
    run(place, "It rained.\n", "b.txt")
    assert (ask(place, PAIRS), ask(place, CHANGES)) == ([(1, 2, 3)], FORTH)
    sound(place)


def test_another_method_compares_anew(place: Path) -> None:
    run(place, BRIDGE)
    run(place, OTHER)
    with closing(sqlite3.connect(place / "claims.db")) as connection, connection:
        connection.execute("UPDATE revisions SET method = 'older'")
        connection.execute("DELETE FROM successions")
    run(place, OTHER)
    assert ask(place, CHANGES) == FORTH
    sound(place)


def test_two_files_with_one_text_that_go_different_ways(place: Path) -> None:
    (place / "news" / "b.txt").write_text(BRIDGE, "utf-8")
    run(place, BRIDGE)
    run(place, OTHER)
    run(place, "The river rose on Monday.\n", "b.txt")
    assert ask(place, "SELECT earlier, document FROM revisions ORDER BY id") == [(1, 2), (1, 3)]
    with Database(place / "claims.db") as database:
        ((claim,),) = database.connection.exec_driver_sql(
            "SELECT claim_id FROM claims WHERE document = 1 ORDER BY id LIMIT 1"
        )
        found = {one["path"]: [e["status"] for e in one["entries"]] for one in database.history(claim)}
    assert found == {"a.txt": [None, "edited"], "b.txt": [None, "gone"]}
    sound(place)


def test_what_is_said_of_words_that_are_not_there_is_a_fault_even_if_it_is_sealed(place: Path) -> None:
    run(place, BRIDGE)
    run(place, OTHER)
    for change, fault in (
        (
            "UPDATE successions SET status = 'same' WHERE status = 'edited'",
            "does not have the words of the claim there",
        ),
        ("DELETE FROM successions WHERE status = 'same' AND claim = 2", "are not those of the claims"),
    ):
        engine = open_for_writing(place / "claims.db")
        with engine.begin() as connection:
            connection.exec_driver_sql(change)
            seal_all(connection)
        engine.dispose()
        with Database(place / "claims.db") as database:
            assert any(fault in str(one) for one in database.verify().faults)
