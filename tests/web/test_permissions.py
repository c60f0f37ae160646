"""Every page against every table that is denied: pages show a database only to those who may see all of it."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from claimsdb.web.metadata import metadata_for

SECRET = "of these tests"
DENIED: list[Any] = [False, {"id": "root"}]
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def ids(seeded: Path) -> dict[str, str]:
    with closing(sqlite3.connect(seeded / "claims.db")) as connection:
        query = """SELECT c.claim_id, d.document_id, s.speaker_id FROM claims c JOIN documents d ON d.id = c.document
            JOIN speakers s ON s.id = c.speaker_row LIMIT 1"""
        return dict(zip(("claim", "document", "speaker"), connection.execute(query).fetchone(), strict=True))


def tables(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
        return [name for (name,) in connection.execute(query)]


def ours(ids: dict[str, str]) -> list[str]:
    """The addresses of our pages that say something of the database."""
    pages = [f"/-/{what}s/{identity}{e}" for what, identity in ids.items() for e in ("", ".json")]
    short = [f"/-/{what}s/{identity[:4]}" for what, identity in ids.items()]
    return [
        *pages,
        *short,
        "/-/comparison",
        "/-/comparison.json",
        "/-/comparison.csv",
        "/-/cite?q=ministers",
        "/-/cite.json?q=ministers",
    ]


def ways_out(ids: dict[str, str]) -> list[str]:
    """The addresses of citations, feeds and cards."""
    claim = ids["claim"]
    return [
        f"/-/claims/{claim}/card",
        f"/-/oembed?url=http://localhost/-/claims/{claim}",
        f"/-/citations?id={claim}&format=ris",
        "/-/citations?which=all&q=ministers",
        "/-/citations?which=all&table=claims",
        "/-/cite.atom?q=ministers",
    ]


def asking(database: Path, change: Callable[[Any], None]) -> Ask:
    metadata = metadata_for(database)
    change(metadata["databases"]["claims"])
    datasette = Datasette([str(database)], metadata=metadata, secret=SECRET)
    root = {"ds_actor": datasette.sign({"a": {"id": "root"}}, "actor")}

    async def ask(paths: list[str], as_root: bool) -> list[Any]:
        return [await datasette.client.get(path, cookies=root if as_root else None) for path in paths]

    return lambda paths, as_root=False: asyncio.run(ask(paths, as_root))


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.exhaustive)])
def test_no_page_of_ours_shows_a_database_of_which_a_table_is_denied(
    seeded: Path, ids: dict[str, str], every: int
) -> None:
    database, paths = seeded / "claims.db", ours(ids)
    with closing(sqlite3.connect(database)) as connection:
        words = [text for (text,) in connection.execute("SELECT text FROM claims WHERE length(text) > 40")]
    for k, table in enumerate(tables(database)[::every]):

        def deny(described: Any, table: str = table, k: int = k) -> None:
            described["tables"].setdefault(table.upper() if k % 5 == 0 else table, {})["allow"] = DENIED[k % 2]

        ask = asking(database, deny)
        some = paths + ways_out(ids) * (k % 8 == 0)
        for path, answer in zip(some, ask(some), strict=True):
            if "which=all" in path:
                assert answer.status_code == (400 if "table" in path else 200)
            elif ".atom" in path:
                assert (answer.status_code, "<entry>" in answer.text) == (200, False)
            elif path.startswith("/-/cite"):
                assert answer.status_code == 200
                assert answer.text == "[]" or "No claim says" in answer.text
            else:
                assert answer.status_code == 404, (table, path)
            assert not [w for w in words if w in answer.text], (table, path)
            assert 'href="/-/comparison"' not in answer.text or "/-/" in path
        (home,) = ask(["/"])
        assert "Quoted and reported most" not in home.text
        if k % 10 == 1:
            assert {a.status_code for a in ask(paths, as_root=True)} <= {200, 302}


def test_what_is_denied_and_what_is_not_there_look_the_same(seeded: Path, ids: dict[str, str]) -> None:
    ask = asking(seeded / "claims.db", lambda described: described.update(allow=False))
    there, missing = ask([f"/-/claims/{ids['claim'][:4]}.json", "/-/claims/fff0.json"])
    assert there.status_code == missing.status_code == 404
    assert there.text.replace(ids["claim"][:4], "fff0") == missing.text


def test_a_query_that_is_denied_is_not_listed(seeded: Path) -> None:
    def deny(described: Any) -> None:
        described["queries"]["all_runs"]["allow"] = False

    (home,) = asking(seeded / "claims.db", deny)(["/"])
    assert "/claims/look_up_a_phrase" in home.text
    assert "/claims/all_runs" not in home.text


def test_labels_of_a_denied_table_are_not_shown(seeded: Path) -> None:
    """Datasette expands keys into labels of other tables, in rows and facets, whoever may see those."""

    def deny(described: Any) -> None:
        described["tables"]["speakers"]["allow"] = False

    with closing(sqlite3.connect(seeded / "claims.db")) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM speakers WHERE length(name) > 5")]
    ask = asking(seeded / "claims.db", deny)
    for answer in ask(["/claims/attributions.json?_labels=on&_shape=objects&_col=id&_col=speaker_row"]):
        assert answer.status_code == 200
        assert not [name for name in names if f'"label": "{name}"' in answer.text]
