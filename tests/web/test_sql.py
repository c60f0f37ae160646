"""The SQL of readers, with a real server: it is answered within limits of memory and time, and says nothing of the machine."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import httpx
import pytest

from tests.conftest import visited

ROOT = Path(__file__).parents[2]
COUNTED = "with recursive n(x) as (select 1 union all select x + 1 from n limit 900) "
ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) "
BOMBS = [
    "select zeroblob(1000000000)",
    "select length(zeroblob(900000000))",
    COUNTED + "select randomblob(3000000) from n",
    COUNTED + "select x, printf('%5000c', '<') || hex(zeroblob(200000)) from n",
    "select printf('%.*c', 1000000000, 'x')",
    "select format('%999999999d', 1)",
    "select replace(hex(zeroblob(1000000)), '0', 'yyyyyyyy')",
    "select " + ", ".join(["zeroblob(4000000)"] * 150),
    "select " + ", ".join(["1"] * 3000),
    "select " + "(" * 500 + "1" + ")" * 500 + " + 1" * 500,
    ENDLESS + "select group_concat(x) from n",
    "select count(*) from claims a, claims b, claims c, claims d, claims e",
    "select * from claims a, claims b, claims c, claims d order by a.text || b.text || c.text",
]
CLOSED = [
    "select load_extension('x')",
    "select fts3_tokenizer('simple')",
    "select * from sqlite_stmt",
    "select * from dbstat",
    "select * from sqlite_dbpage",
    "select * from pragma_database_list",
    "select file from pragma_database_list()",
    "explain select 1; attach 'x' as y",
]
OPEN = [
    "select name from pragma_table_info('claims')",
    "select name from sqlite_master",
    "select count(*) from citations",
    "select printf('%s, %03d, %.2f, %w', 'a', 7, 1.5, 'b\"c')",
    "select claim_id from claims join claims_fts on claims_fts.rowid = claims.id where claims_fts match 'japan'",
]


@pytest.fixture(scope="module")
def serving(
    server: Callable[..., Any], seeded: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, httpx.Client, Path]]:
    folder = tmp_path_factory.mktemp("a-place-of-this-machine")
    copy(seeded / "claims.db", folder / "claims.db")
    command = ["claimsdb", "serve", "--port", "0", "--db", str(folder / "claims.db")]
    with visited(server, command, folder) as (process, http):
        yield process.pid, http, folder


def test_no_statement_takes_the_memory(serving: Any) -> None:
    pid, http, _ = serving
    for k, bomb in enumerate(BOMBS):
        assert http.get("/claims" + (".json", "")[k % 2], params={"sql": bomb}).status_code == 400, bomb[:60]
    if sys.platform == "linux":
        (peak,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
        assert int(peak.split()[1]) < 500_000
    assert http.get("/claims/claims.json").status_code == 200


@pytest.mark.parametrize("query", CLOSED)
def test_what_is_closed(serving: Any, query: str) -> None:
    _, http, _ = serving
    answer = http.get("/claims.json", params={"sql": query, "_shape": "objects"})
    assert answer.status_code == 400 or answer.json()["rows"] == []


@pytest.mark.parametrize("query", OPEN)
def test_what_is_open(serving: Any, query: str) -> None:
    _, http, _ = serving
    answer = http.get("/claims.json", params={"sql": query, "_shape": "array"})
    assert answer.status_code == 200
    assert answer.json()


def test_nothing_says_where_the_server_is(serving: Any) -> None:
    _, http, folder = serving
    pages = ["databases", "plugins", "versions", "settings", "threads", "actor", "metadata"]
    paths = [f"/-/{page}{ending}" for page in pages for ending in ("", ".json")]
    for path in [
        "/",
        "/claims",
        "/claims.json",
        "/claims/claims",
        "/nothing",
        "/claims?sql=select+nothing",
        "/x.db",
        *paths,
    ]:
        said = http.get(path).text
        for place in (str(folder), folder.name, str(ROOT), sys.prefix, sys.base_prefix + "/"):
            assert place not in said, (path, place)


def test_nobody_reads_what_others_look_up(serving: Any) -> None:
    _, http, _ = serving
    for _ in range(6):  # Datasette has several connections
        assert http.get("/-/cite.json", params={"q": "a perfectly secret wish"}).status_code == 200
    for _ in range(6):
        found = http.get("/claims.json", params={"sql": "SELECT * FROM sqlite_temp_master", "_shape": "array"})
        assert {row["name"] for row in found.json()} <= {"claim_terms", "chosen"}
        for table in ("phrase", "phrase_words", "chosen"):
            found = http.get("/claims.json", params={"sql": f"SELECT * FROM {table}", "_shape": "array"})
            assert "secret" not in found.text


def test_our_pages_read_what_is_larger_than_readers_may_ask_for(serving: Any) -> None:
    """Look-ups read embeddings: the limits are not for them."""
    _, http, _ = serving
    assert http.get("/-/cite.json", params={"q": "a contact hotline between the ministers"}).json()
    assert http.get("/-/comparison.json").status_code == 200
