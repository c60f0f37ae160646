"""Help, usage errors, and output to pipes, full disks and closed streams."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimsdb.cli.app import app as commands

Cli = Callable[..., Any]
COMMANDS = [command.name or "" for command in commands.registered_commands]


def test_version(app: Cli) -> None:
    done = app("--version")
    assert (done.code, done.out.split()[0]) == (0, "claimsdb")


def test_help_names_every_command(app: Cli) -> None:
    done = app("--help")
    assert done.code == 0
    assert [name for name in COMMANDS if name not in done.out] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(app: Cli, name: str) -> None:
    done = app(name, "--help")
    assert done.code == 0
    assert f"claimsdb {name} " in done.out.partition("Example")[2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "ingest"),
        (("bogus",), "No such command 'bogus'"),
        (("list", "--bogus"), "--bogus"),
        (("list", "--attribution", "bogus"), "'bogus' is not one of 'quoted', 'reported', 'asserted'"),
        (("list", "--limit", "many"), "--limit"),
        (("cite",), "ID…|PHRASE"),
        (("export",), "Missing argument"),
        (("export", "claims", "--format", "xml"), "xml"),
        (("ingest",), "Missing argument"),
        (("ingest", "nowhere"), "There is no file or folder nowhere"),
        (("ingest", ".", "--sources", "nowhere.csv"), "The file nowhere.csv does not exist"),
        (("ingest", ".", "--encoding", "klingon"), "No text encoding is called 'klingon'"),
        (("ingest", ".", "--encoding", "base64"), "No text encoding is called 'base64'"),
        (("ingest", ".", "--db", "no/such/folder/x.db"), "there is no folder no/such/folder"),
        (("ingest", "a" * 300), "File name too long"),
        (("verify", "--folder", "seeds"), "is not NAME=FOLDER"),
        *(((name, *more), "There is no database at claims.db") for name, more in
          [("list", ()), ("show", ("abcd",)), ("cite", ("abcd",)), ("verify", ()), ("problems", ()), ("runs", ()),
           ("stats", ()), ("export", ("claims",)), ("migrate", ()), ("serve", ())]),
    ],
)  # fmt: skip
def test_usage_errors_exit_with_2(app: Cli, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = app(*arguments)
    assert done.code == 2
    assert said in " ".join((done.err + done.out).split())
    assert {p.name for p in tmp_path.iterdir()} <= {"claims.db.lock"}


def test_mistakes_have_no_traceback(cli: Cli) -> None:
    assert (cli("list", "--limit", "many").code, cli("list").code) == (2, 2)


@pytest.mark.parametrize("name", ["a.txt", "folder", "other.db", "torn.db"])
def test_a_foreign_database_is_left_alone(app: Cli, tmp_path: Path, database: Path, name: str) -> None:
    import sqlite3

    (tmp_path / "folder").mkdir()
    (tmp_path / "a.txt").write_text("The mayor said that the bridge would close.\n")
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE birds (name)")
    connection.close()
    (tmp_path / "torn.db").write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)
    before = {p: p.read_bytes() for p in tmp_path.glob("*.*") if p.is_file()}
    for arguments in (("list",), ("ingest", "seeds"), ("migrate",), ("serve",)):
        done = app(*arguments, "--db", name)
        assert (done.code, f"{name} is not a claims database" in done.err) == (2, True)
    assert {p: p.read_bytes() for p in before} == before


def test_damage_is_reported(cli: Cli, database: Path) -> None:
    raw = bytearray(database.read_bytes())
    raw[20 * 4096 : -4096] = bytes(len(raw) - 21 * 4096)
    database.write_bytes(raw)
    done = cli("export", "claims")
    assert done.code == 2
    assert "malformed" in done.err


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["export", "sentences"], ["export", "claims"]])
def test_a_reader_that_has_gone(database: Path, arguments: list[str]) -> None:
    shell = f'set -o pipefail; "{sys.executable}" -m claimsdb {" ".join(arguments)} | head -c 1'
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["bash", "-c", shell], cwd=database.parent, capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_output_that_cannot_be_written(database: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    for arguments in (["list"], ["export", "claims"]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "claimsdb", *arguments],
                cwd=database.parent, stdout=full, stderr=subprocess.PIPE, check=False, env=environment,
            )  # fmt: skip
        assert done.returncode == 2
        assert done.stderr.decode().startswith("claimsdb: Standard output: No space left")
        assert b"Traceback" not in done.stderr


def test_closed_output(database: Path) -> None:
    shell = f'exec "{sys.executable}" -m claimsdb list >&- 2>&-'
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["bash", "-c", shell], cwd=database.parent, check=False, env=environment)
    assert done.returncode == 0


def test_output_in_ascii(app: Cli, cli: Cli, database: Path) -> None:
    assert (
        cli("list", "--json", "--limit", "0", PYTHONIOENCODING="ascii").json
        == app("list", "--json", "--limit", "0").json
    )
    assert cli("list", PYTHONIOENCODING="ascii").code == 0


@pytest.mark.slow
def test_arguments_that_are_not_unicode(cli: Cli, database: Path) -> None:
    for arguments in (("list", "--speaker", b"\xff"), ("list", "--text", b"\xff"), ("show", b"ab\xff")):
        done = cli(*arguments)
        assert (done.code, done.err) == (2, "claimsdb: An argument is not valid Unicode. Write it in UTF-8.\n")
    assert cli("cite", b"\xff\xfe").code == 1
    assert cli("ingest", b"\xff").code == 2
