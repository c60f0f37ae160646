"""Counts from `claim_columns` are those of SQL, however the claims change."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimsdb.model.attribution import AttributionKind, CueType
from claimsdb.model.document import BlockKind
from claimsdb.model.status import Status
from claimsdb.store import migrations
from claimsdb.store.facet_columns import FACETS, KEYS, SIZE, Columns, fill

KEY = st.sampled_from([1, 2, SIZE - 1, SIZE, SIZE + 1, 3 * SIZE, 1 << 40, -1])
VALUES = {
    "attribution": st.sampled_from(list(AttributionKind)),
    "speaker_row": st.none() | st.sampled_from([1, 2, 3, 1 << 25]),
    "document": st.sampled_from([1, 2, 300]),
    "publisher_row": st.none() | st.sampled_from([1, 2]),
    "block": st.sampled_from(list(BlockKind)),
    "cue_type": st.none() | st.sampled_from(list(CueType)),
    "hedged": st.sampled_from(["yes", "no"]),
    "status": st.sampled_from(list(Status)),
}
ROW = st.fixed_dictionaries({"id": KEY, **VALUES})
INSERT, UPDATE, DELETE, FILL = "insert", "update", "delete", "fill"
STEP = st.tuples(st.sampled_from([INSERT, INSERT, UPDATE, DELETE, FILL]), ROW, st.sampled_from(["id", *FACETS]), KEY)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("columns") / "claims.db"
    migrations.migrate(file)
    return file


def copied(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with closing(sqlite3.connect(file)) as source:
        source.backup(connection)
    return connection


def do(connection: sqlite3.Connection, step: tuple[str, dict[str, Any], str, int]) -> None:
    what, row, column, key = step
    if what == INSERT:
        given = {name: value and str(value) if name not in KEYS | {"id"} else value for name, value in row.items()}
        given |= {
            "text": "words",
            "line": 1,
            "line_column": 1,
            "char_start": 0,
            "char_end": 5,
            "byte_start": 0,
            "byte_end": 5,
        }
        given |= {"confidence": 0.5, "claim_id": str(row["id"]), "block_row": 1, "attribution_row": 1, "run": 1}
        names = ", ".join(f'"{name}"' for name in given)
        connection.execute(
            f"INSERT OR IGNORE INTO claims ({names}) VALUES ({', '.join('?' * len(given))})", [*given.values()]
        )
    elif what == UPDATE:
        connection.execute(f"UPDATE OR IGNORE claims SET {column} = ? WHERE id = ?", (row[column], key))
    elif what == DELETE:
        connection.execute("DELETE FROM claims WHERE id = ?", (key,))
    else:
        fill(connection)


def by_sql(connection: sqlite3.Connection, facet: str, where: str = "1", *values: Any) -> list[tuple[Any, int]]:
    query = f"SELECT {facet}, count(*) FROM claims WHERE {facet} IS NOT NULL AND {where} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5"
    return connection.execute(query, values).fetchall()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=20), by=st.sampled_from(FACETS), row=ROW)
def test_counts_are_those_of_sql(empty: Path, steps: list[Any], by: str, row: dict[str, Any]) -> None:
    with closing(copied(empty)) as connection:
        for step in steps:
            do(connection, step)
        columns, value = Columns(connection), row[by] or 1
        keys = [key for (key,) in connection.execute("SELECT id FROM claims WHERE id > 2")]
        for facet in FACETS:
            assert columns.most(facet, 5) == by_sql(connection, facet)
            assert columns.most(facet, 5, columns.equal({by: value})) == by_sql(connection, facet, f"{by} = ?", value)
            among = columns.equal({by: value}, columns.positions([*keys, 77, 1 << 50]))
            assert columns.most(facet, 5, among) == by_sql(connection, facet, f"id > 2 AND {by} = ?", value)
        fill(connection)
        assert fill(connection) == 0
        assert Columns(connection, most_missing=0).most("status", 2) == by_sql(connection, "status")


def test_a_row_is_deleted_if_a_claim_changes(empty: Path) -> None:
    with closing(copied(empty)) as connection:
        for key in (1, SIZE, 5 * SIZE):
            row = dict.fromkeys(KEYS) | {"id": key, "attribution": "asserted", "document": 1, "block": "title"}
            do(connection, (INSERT, row | {"cue_type": None, "hedged": "no", "status": "current"}, "", 0))
        assert fill(connection) == 3
        connection.execute(
            "UPDATE claims SET hedged = 'no', text = 'other words', confidence = 0.1"
        )  # not one of its columns
        assert chunks(connection) == [0, 1, 5]
        connection.execute("UPDATE claims SET hedged = 'yes' WHERE id = 1")
        assert chunks(connection) == [1, 5]
        connection.execute("UPDATE claims SET id = 7 WHERE id = ?", (SIZE,))
        assert chunks(connection) == [5]
        with pytest.raises(LookupError, match="1 rows"):
            Columns(connection, most_missing=0)
        assert Columns(connection, most_missing=1).most("hedged", 2) == [("no", 2), ("yes", 1)]
        connection.execute("DELETE FROM claims WHERE id = ?", (5 * SIZE,))
        assert chunks(connection) == []


def chunks(connection: sqlite3.Connection) -> list[int]:
    return [chunk for (chunk,) in connection.execute("SELECT chunk FROM claim_columns ORDER BY 1")]


def test_a_key_that_is_too_large_is_not_kept(empty: Path) -> None:
    with closing(copied(empty)) as connection:
        row = {
            "id": 1,
            "attribution": "asserted",
            "speaker_row": 1 << 40,
            "document": 1,
            "publisher_row": None,
            "block": "title",
        }
        do(connection, (INSERT, row | {"cue_type": None, "hedged": "no", "status": "current"}, "", 0))
        assert fill(connection) == 0
        with pytest.raises(LookupError, match="a key"):
            Columns(connection)
