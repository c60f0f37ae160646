"""Migrations from empty and from every older schema to the newest, and databases that must not be touched."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from alembic import command
from claimsdb.lookup.find import find
from claimsdb.model.errors import DatabaseAheadError, DatabaseBusyError, MigrationError
from claimsdb.store import migrations
from claimsdb.store.engine import engine
from claimsdb.store.lock import acquire

*OLDER, HEAD = migrations.revisions()
RENAMED = {"groups": "same_groups"}
"""The present names of tables of older schemas."""
MADE_ANEW = {"compared", "claim_embeddings", "embedding_blocks", "embeddings"}
"""The tables that 0006 emptied, since embeddings have included the context from then on."""


def test_the_names_of_the_scripts_tell_their_order() -> None:
    scripts = ScriptDirectory(str(migrations.scripts())).walk_revisions()
    assert [s.revision for s in scripts] == [HEAD, *reversed(OLDER)]


def ask(file: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def names(file: Path, kind: str) -> set[str]:
    return {name for (name,) in ask(file, f"SELECT name FROM sqlite_master WHERE type = '{kind}'")}


def older(file: Path, revision: str, database: Path) -> Path:
    """A database of an older schema with the rows of `database`."""
    migrations.migrate(file, revision)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("ATTACH ? AS newest", (str(database),))
        for (name,) in connection.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name <> 'alembic_version' AND name NOT GLOB '*_fts*'"
        ).fetchall():
            ours, theirs = (
                [column[1] for column in connection.execute(f"PRAGMA {where}")]
                for where in (f"main.table_info('{name}')", f"newest.table_info('{RENAMED.get(name, name)}')")
            )
            # columns have the same names, or else others in the same order, and new ones come last
            theirs = ours if set(ours) <= set(theirs) else theirs[: len(ours)]
            if len(ours) == len(theirs):
                listed = ", ".join(f'"{column}"' for column in theirs)
                connection.execute(f'INSERT INTO main."{name}" SELECT {listed} FROM newest."{RENAMED.get(name, name)}"')
            else:
                assert name == "compared"  # made again
        column = "speaker_row" if revision >= "0007" else "speaker"
        if revision < "0011":  # claims were of whomever their documents name
            connection.execute(
                f"""UPDATE main.claims SET {column} = own.{column} FROM main.attributions own
                WHERE own.id = attribution_row AND claims.{column} IS NOT own.{column}"""
            )
    return file


def rows(file: Path) -> dict[str, list[Any]]:
    """All rows of every table and view that the migrations make."""
    made = sorted(
        n
        for n in names(file, "table") | names(file, "view")
        if not n.startswith(("claims_fts", "blocks_fts", "sqlite_"))
    )
    return {name: sorted(ask(file, f"SELECT * FROM {name}"), key=repr) for name in made}


def test_empty_to_head_equals_the_tables(tmp_path: Path) -> None:
    migrations.migrate(tmp_path / "claims.db")
    with engine(tmp_path / "claims.db").connect() as connection:

        def ours(name: str | None, kind: str, _parents: object) -> bool:
            return not (kind == "table" and (name or "").startswith(("claims_fts", "blocks_fts")))

        options = {"compare_type": True, "include_name": ours, "render_as_batch": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_checks_equal_the_tables(tmp_path: Path) -> None:
    """Tables made from the models have the same SQL as those made by migrations; autogenerate does not compare CHECKs."""
    migrations.migrate(tmp_path / "migrated.db")
    by_tables = sa.create_engine("sqlite://")
    SQLModel.metadata.create_all(by_tables)
    migrated, made = sa.inspect(engine(tmp_path / "migrated.db")), sa.inspect(by_tables)
    for name in made.get_table_names():
        checks = [
            {(c["name"], c["sqltext"].replace('"', "")) for c in i.get_check_constraints(name)}
            for i in (migrated, made)
        ]
        assert checks[0] == checks[1]


@pytest.mark.parametrize("revision", OLDER)
def test_older_to_head_with_data(tmp_path: Path, database: Path, revision: str) -> None:
    file = older(tmp_path / "older.db", revision, database)
    raw, before = file.read_bytes(), ask(file, "SELECT * FROM claims ORDER BY id")
    had = {RENAMED.get(name, name) for name in rows(file)}
    copy = migrations.migrate(file)
    assert copy is not None
    assert copy.name.startswith(f"older.db.before-{revision}-")
    after = [row[: len(before[0])] for row in ask(file, "SELECT * FROM claims ORDER BY id")]  # new columns come last
    assert ask(copy, "SELECT * FROM claims ORDER BY id") == before == after
    assert len(copy.read_bytes()) == len(raw)
    assert ask(file, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert ask(file, "PRAGMA foreign_key_check") == []
    for kind in ("table", "view", "trigger", "index"):
        assert names(file, kind) - {"sqlite_stat1", "sqlite_stat4"} == names(database, kind) - {
            "sqlite_stat1",
            "sqlite_stat4",
        }
    kept, newest = rows(file), rows(database)
    if revision < "0015":  # older schemas do not have columns of one's own
        newest["seals"] = [seal for seal in newest["seals"] if seal[0] != "statement"]
    if revision < "0019":  # nor origins within groups, and standing text
        newest["seals"] = [seal for seal in newest["seals"] if seal[0] not in ("counting", "standing")]
    if "0011" <= revision < "0020":  # nor where metadata are stated
        for found in (kept, newest):
            found["seals"] = [seal for seal in found["seals"] if seal[0] != "document"]
    sealed = {"seals"} if revision < "0011" else set()  # older schemas do not have persons who say nothing
    anew = had & (MADE_ANEW if revision < "0006" else sealed)
    assert {name for name in had if kept[name] != newest[name]} == anew
    words = " ".join(before[0][1].split()[:4])
    with migrations.open_for_reading(file).connect() as connection:
        assert before[0][1].split()[0] in find(connection, words)[0].match or find(connection, words)[0].score == 1.0


def test_stored_infinities_become_none_and_their_claims_are_compared_anew(tmp_path: Path, database: Path) -> None:
    """The other quantities keep their order, without a gap in their numbers, and SQL can store no infinity any more."""
    file = older(tmp_path / "older.db", "0007", database)
    ((claim, count),) = ask(file, "SELECT claim, count(*) FROM quantities GROUP BY 1 ORDER BY 2 DESC LIMIT 1")
    assert count > 2
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "UPDATE quantities SET low = ?, high = 9e999 WHERE claim = ? AND position = 0", (None, claim)
        )
        connection.execute("UPDATE quantities SET low = -9e999 WHERE claim = ? AND position = 1", (claim,))
    rest = f"SELECT claim, text FROM quantities WHERE NOT (claim = {claim} AND position < 2) ORDER BY claim, position"
    kept = ask(file, rest)
    migrations.migrate(file)
    assert ask(file, "SELECT claim, text FROM quantities ORDER BY claim, position") == kept
    assert ask(file, f"SELECT position FROM quantities WHERE claim = {claim}") == [(k,) for k in range(count - 2)]
    assert ask(file, "SELECT claim FROM compared WHERE method = ''") == [(claim,)]
    with closing(sqlite3.connect(file)) as connection, pytest.raises(sqlite3.IntegrityError, match="finite"):
        connection.execute("UPDATE quantities SET high = 9e999")


def test_opening_migrates_once_and_head_costs_nothing(tmp_path: Path, database: Path) -> None:
    file = older(tmp_path / "older.db", "0001", database)
    migrations.open_for_reading(file).dispose()
    migrations.open_for_reading(file).dispose()
    migrations.open_for_writing(file).dispose()
    assert len(list(tmp_path.glob("older.db.before-*"))) == 1


def test_a_reader_waits_for_whoever_migrates(tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = older(tmp_path / "older.db", "0001", database)
    monkeypatch.setattr(migrations, "BUSY_SECONDS", 0.1)
    held = acquire(file)
    with pytest.raises(DatabaseBusyError):
        migrations.open_for_reading(file)
    held.release()


def test_ahead_is_left_alone(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    raw = database.read_bytes()
    for opening in (migrations.open_for_reading, migrations.open_for_writing, migrations.is_behind):
        with pytest.raises(DatabaseAheadError, match="schema 9999"):
            opening(database)
    assert database.read_bytes() == raw


def broken_migrations(place: Path, body: str) -> Path:
    shutil.copytree(migrations.scripts(), place)
    (place / "versions" / "9999_broken.py").write_text(
        f'from alembic import op\n\nrevision, down_revision = "9999", "{HEAD}"\n\n\ndef upgrade():\n'
        f'    op.execute("DELETE FROM claims_fts")\n    op.execute("DROP VIEW citations")\n    {body}\n'
    )
    return place


@pytest.mark.parametrize(
    "body",
    ['op.execute("DROP TABLE no_such_table")', "1 / 0", 'op.execute("DELETE FROM runs")'],
    ids=["sql", "python", "keys"],
)
def test_a_migration_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    place = broken_migrations(tmp_path / "scripts", body)
    monkeypatch.setattr(migrations, "scripts", lambda: place)
    before = "\n".join(sqlite3.connect(database).iterdump())
    with pytest.raises(MigrationError, match="and is unchanged"):
        migrations.open_for_reading(database)
    assert "\n".join(sqlite3.connect(database).iterdump()) == before
    assert ask(database, "PRAGMA integrity_check") == [("ok",)]


def test_leftovers_are_removed(tmp_path: Path, database: Path) -> None:
    file = older(tmp_path / "older.db", "0001", database)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE _alembic_tmp_claims (id INTEGER)")
    migrations.migrate(file)
    assert "_alembic_tmp_claims" not in names(file, "table")


def test_foreign_keys_are_on_after_opening(tmp_path: Path) -> None:
    with migrations.open_for_writing(tmp_path / "claims.db").connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    with engine(tmp_path / "other.db").connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(migrations.scripts()))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_migrate_names_the_backup(app: Callable[..., Any], tmp_path: Path, database: Path) -> None:
    older(tmp_path / "older.db", "0001", database)
    done = app("migrate", "--db", "older.db")
    (copy,) = tmp_path.glob("older.db.before-0001-*.bak")
    assert (done.code, copy.name in done.out) == (0, True)
    assert "has the newest schema." in app("migrate", "--db", "older.db").out
