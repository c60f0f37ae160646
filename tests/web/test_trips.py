"""Each page takes few trips to Datasette's threads: with many readers, every trip waits in one queue."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from claimsdb.web.known import KnownDatabase
from claimsdb.web.metadata import metadata_for
from claimsdb.web.settings import SETTINGS

Trips = Callable[[str], int]


@pytest.fixture(scope="module")
def database(site: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(site.folder / "claims.db", tmp_path_factory.mktemp("trips")))


@pytest.fixture(scope="module")
def datasette(database: Path) -> Datasette:
    settings = {**SETTINGS, "suggest_facets": False}
    started = Datasette([str(database)], metadata=metadata_for(database), settings=settings)
    asyncio.run(started.client.get("/claims/runs"))
    return started


@pytest.fixture
def trips(datasette: Datasette, monkeypatch: pytest.MonkeyPatch) -> Trips:
    """The number of trips of a page to the threads once the server has started, the first time that it is asked for."""
    made: list[str] = []
    execute = KnownDatabase.execute_fn

    async def counted(self: KnownDatabase, work: Callable[..., Any]) -> Any:
        made.append(self.name)
        return await execute(self, work)

    monkeypatch.setattr(KnownDatabase, "execute_fn", counted)

    def ask(path: str) -> int:
        assert asyncio.run(datasette.client.get(path)).status_code == 200
        return len(made)

    return ask


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 2),
        ("/.json", 3),
        ("/claims", 3),
        ("/claims.json", 3),
        ("/claims/claims", 17),
        ("/claims/claims?_search=zeppelin&attribution=quoted&_sort_desc=confidence", 17),
        ("/claims/claims.json", 8),
        ("/claims/claims.csv", 3),
        ("/claims/runs/1", 4),
        ("/claims/documents", 13),
        ("/claims/mentions", 10),
        ("/claims/citations", 4),
        ("/claims/look_up_a_phrase?phrase=zeppelin", 3),
        ("/claims?sql=select+claim_id+from+claims", 3),
        ("/-/claims/{claim}", 3),
        ("/-/claims/{claim}.json", 3),
        ("/-/claims/{claim}/elsewhere", 3),
        ("/-/claims/{claim}/card", 3),
        ("/-/documents/{document}", 3),
        ("/-/speakers/{speaker}", 3),
        ("/-/cite?q=zeppelin+hangar", 2),
        ("/-/cite.json?q=zeppelin+hangar", 2),
        ("/-/comparison", 2),
        ("/-/pictures?attribution=quoted", 2),
        ("/-/glossary", 1),
    ],
)
def test_a_page_takes_few_trips(trips: Trips, database: Path, path: str, most: int) -> None:
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT {0}_id FROM {0}s LIMIT 1"
        ids = {w: connection.execute(query.format(w)).fetchone()[0] for w in ("claim", "document", "speaker")}
    assert 0 < trips(path.format(**ids)) <= most


def test_a_changed_schema_is_seen_at_once(database: Path, tmp_path: Path) -> None:
    changed = Path(shutil.copy(database, tmp_path / "claims.db"))
    served = Datasette([str(changed)], metadata=metadata_for(changed))

    def get(path: str) -> Any:
        return asyncio.run(served.client.get(path))

    assert "zebras" not in get("/claims.json").text
    assert "Quoted and reported most" in get("/").text
    with closing(sqlite3.connect(changed)) as connection, connection:
        connection.execute("CREATE TABLE zebras (id INTEGER PRIMARY KEY, words TEXT)")
    assert {"zebras": ["id", "words"]}.items() <= {
        t["name"]: t["columns"] for t in get("/claims.json").json()["tables"]
    }.items()
    with closing(sqlite3.connect(changed)) as connection, connection:
        connection.execute("INSERT INTO zebras VALUES (1, 'zeppelin')")
    assert get("/claims/zebras.json?_shape=array").json() == [{"id": 1, "words": "zeppelin"}]
    assert {t["name"]: t["count"] for t in get("/claims.json").json()["tables"]}["zebras"] == 1
    with closing(sqlite3.connect(changed)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'of another'")
    assert "Quoted and reported most" not in get("/").text


def test_names_that_do_not_exist_are_not_remembered_for_ever(datasette: Datasette) -> None:
    async def ask() -> int:
        await datasette.invoke_startup()
        database = datasette.get_database("claims")
        for number in range(5000):
            assert not await database.table_exists(f"none{number}")
        return len(database._known)

    assert asyncio.run(ask()) < 5000
