"""Facets of the claims: the same as Datasette's own for any request, and reported as missing if they time out."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from datasette.plugins import pm

from claimsdb import web as plugin
from claimsdb.store.facet_columns import FACETS, Columns
from claimsdb.store.read.chosen import Chosen
from claimsdb.web.metadata import metadata_for

PATIENT = {"suggest_facets": False, "sql_time_limit_ms": 60000, "facet_time_limit_ms": 60000}


@contextmanager
def stock() -> Iterator[None]:
    """Datasette without our plugin."""
    name = pm.get_name(plugin)
    pm.unregister(plugin)
    try:
        yield
    finally:
        pm.register(plugin, name)


def served(database: Path, **settings: Any) -> Datasette:
    return Datasette([str(database)], metadata=metadata_for(database), settings=PATIENT | settings)


def get(site: Datasette, path: str) -> Any:
    answer = asyncio.run(site.client.get(path))
    assert answer.status_code == 200, answer.text
    return answer


def page(site: Datasette, query: str = "", table: str = "claims") -> Any:
    """The JSON of a table, without the query time."""
    found = get(site, f"/claims/{table}.json?{query}").json()
    del found["query_ms"]
    return found


def without_ours(found: Any) -> Any:
    """The JSON of a table without facets of documents, which Datasette does not have."""
    of_columns = {name: facet for name, facet in found["facet_results"].items() if facet["type"] != "document"}
    return {**found, "facet_results": of_columns}


@pytest.fixture(scope="session")
def retired(site: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's claims, some of them retired by hand."""
    database = tmp_path_factory.mktemp("mixed") / "claims.db"
    shutil.copy(site.folder / "claims.db", database)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE claims SET status = 'retired', retired_by = 1 WHERE id % 7 = 0")
    return database


@pytest.fixture(scope="session")
def mixed(retired: Path) -> Datasette:
    """The site's claims, with some retired, served with or without our plugin, which each request chooses."""
    return served(retired)


QUERIES = [
    "",
    "attribution=quoted",
    "attribution__exact=reported",
    "attribution=sung",
    "speaker_row=1",
    "speaker_row=01",
    "speaker_row=x",
    "speaker_row=0",
    "speaker_row=99999999999",
    "document=2",
    "publisher_row=1",
    "block=paragraph",
    "cue_type=belief",
    "hedged=yes",
    "status=retired",
    "attribution=reported&hedged=no&status=current",
    "attribution=quoted&attribution=reported",
    "_search=china",
    "_search=zeppelin&attribution=quoted",
    "_search=china&speaker_row__notblank=1",
    '_search="defense+talks"',
    "_search=china+OR&_searchmode=escaped",
    "_search=chin*&_searchmode=raw",
    "_search_text=china",
    "_search=nothinghasthis",
    "speaker_row__isnull=1",
    "text__contains=and",
    "attribution__not=asserted",
    "attribution__in=quoted,reported",
    "line__gt=10",
    "_where=length(text)>80+and+attribution='asserted'",
    "_where=attribution='asserted'&hedged=no",
    "_facet=line",
    "_facet=speaker_row&_facet=run",
    "_facet_size=2",
    "_facet_size=max",
    "_facet_date=text",
    "_sort_desc=confidence&hedged=no",
    "_nofacet=1",
]


@pytest.mark.parametrize("query", QUERIES)
def test_facets_are_those_of_datasette(mixed: Datasette, query: str) -> None:
    ours = without_ours(page(mixed, query))
    with stock():
        theirs = page(mixed, query)
    assert ours == theirs
    assert list(ours["facet_results"]) == list(theirs["facet_results"])
    assert len(theirs["facet_results"]) >= (0 if query == "_nofacet=1" else len(FACETS))


@pytest.mark.parametrize("table", ["documents", "speakers", "citations"])
def test_other_tables_are_counted_by_datasette(mixed: Datasette, table: str) -> None:
    ours = page(mixed, "_facet=sha256" if table != "speakers" else "", table)
    with stock():
        theirs = page(mixed, "_facet=sha256" if table != "speakers" else "", table)
    assert ours == theirs
    assert theirs["facet_results"]


def test_facets_count_the_same_on_every_page(mixed: Datasette) -> None:
    for query in ("_size=9", "_size=9&_sort=line", "_size=9&_sort_desc=via", "_size=9&_search=china&_sort=cue"):
        counted: list[Any] = []
        following: str | None = ""
        while following is not None and len(counted) < 4:
            found = page(mixed, f"{query}&_next={following}" if following else query)
            counted.append(
                [{r["value"]: r["count"] for r in facet["results"]} for facet in found["facet_results"].values()]
            )
            following = found["next"]
        assert len(counted) == 4
        assert all(one == counted[0] for one in counted)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE claims SET hedged = 'yes', speaker_row = NULL WHERE id < 20",
        "UPDATE claims SET id = id + 100000 WHERE id < 20 AND NOT EXISTS (SELECT 1 FROM segments WHERE claim = claims.id)",
        "DELETE FROM claims WHERE id > 30",
        "DELETE FROM claims",
        "DELETE FROM claim_columns",
        "UPDATE claims SET speaker_row = 1 << 40 WHERE id = 5",
    ],
)
def test_a_database_changed_by_hand_is_counted_as_it_is(retired: Path, tmp_path: Path, change: str) -> None:
    database = Path(shutil.copy(retired, tmp_path / "claims.db"))
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(change)
    site = served(database)
    ours = without_ours(page(site, "status=current"))
    with stock():
        assert ours == page(site, "status=current")


def test_what_runs_out_of_time_is_said_to_be_missing(retired: Path) -> None:
    site = served(retired, facet_time_limit_ms=0)  # no time at all; for Datasette itself, 0 means no limit
    found = page(site, "_facet=line")["facet_results"]
    assert set(found) == {*FACETS, "published", "columns", "line"}
    for facet in (*FACETS, "published", "columns"):
        assert (found[facet]["results"], found[facet]["timed_out"]) == ([], True)
    assert found["line"]["results"]
    assert "timed_out" not in found["line"]
    assert (
        f"Timed out (not shown): {', '.join(sorted((*FACETS, 'published', 'columns')))}"
        in get(site, "/claims/claims").text
    )


def test_a_database_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "claims.db")) as connection, connection:
        connection.execute("CREATE TABLE claims (id INTEGER PRIMARY KEY, attribution TEXT, speaker TEXT)")
        connection.execute("INSERT INTO claims (attribution, speaker) VALUES ('sung', 'me'), ('sung', 'you')")
    site = Datasette([str(tmp_path / "claims.db")], settings=PATIENT)
    ours = page(site, "_facet=attribution")
    assert ours["facet_results"]["attribution"]["results"][0]["count"] == 2
    with stock():
        assert ours == page(site, "_facet=attribution")


def test_datasette_without_the_plugin_serves_the_same_metadata(mixed: Datasette) -> None:
    with stock():
        assert not any(p["name"] == "claimsdb" for p in _plugins())
        found = page(mixed, "_search=zeppelin")
    assert list(found["facet_results"]) == list(FACETS)
    assert found["filtered_table_rows_count"] == 3
    assert any(p["name"] == "claimsdb" for p in _plugins())


def _plugins() -> list[dict[str, Any]]:
    from datasette.plugins import get_plugins

    return list(get_plugins())


def test_a_search_and_other_filters_choose_together(site: Any) -> None:
    with closing(sqlite3.connect(site.folder / "claims.db")) as connection:
        columns = Columns(connection)

        def found(**filters: Any) -> set[int]:
            among = Chosen(**filters).among(columns)
            assert among is not None
            return set(among.tolist())

        zeppelins, quoted = found(search="zeppelin"), found(other="attribution = 'quoted'")
        assert len(zeppelins) > len(zeppelins & quoted) > 0
        assert found(search="zeppelin", other="attribution = 'quoted'") == zeppelins & quoted
