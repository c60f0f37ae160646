"""Files that commands write are complete or as they were, with their mode, and nothing is written through a link that others planted."""

import csv
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimsdb.store.folders import Folders
from tests.conftest import command, environment

App = Callable[..., Any]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def expected(app: App, database: Path) -> bytes:
    return bytes(app("export", "documents").raw)


def test_a_file_is_replaced_with_its_mode(app: App, expected: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    before = os.umask(0o027)
    try:
        assert app("export", "documents", "-o", "out.jsonl").code == 0
        assert (out.read_bytes(), mode(out)) == (expected, 0o640)
        out.write_text("old")
        out.chmod(0o604)
        assert app("export", "documents", "-o", "out.jsonl").code == 0
        assert (out.read_bytes(), mode(out)) == (expected, 0o604)
    finally:
        os.umask(before)


def test_a_link_stays_and_its_file_is_replaced(app: App, expected: bytes, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "real.jsonl", tmp_path / "out.jsonl"
    link.symlink_to("elsewhere/real.jsonl")
    for _ in range(2):  # the first time, it leads to nothing yet
        assert app("export", "documents", "-o", "out.jsonl").code == 0
        assert (link.is_symlink(), target.read_bytes()) == (True, expected)
        target.write_text("old")
    link.unlink()
    link.symlink_to("out.jsonl")
    done = app("export", "documents", "-o", "out.jsonl")
    assert (done.code, "symbolic links" in done.err) == (2, True)


def test_pipes_and_devices_are_written_to(app: App, expected: bytes, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    assert app("export", "documents", "-o", "pipe").code == 0
    reader.join()
    assert got == [expected]
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    (tmp_path / "null").symlink_to("/dev/null")
    assert app("export", "documents", "-o", "null").code == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.slow
def test_standard_output_by_name(expected: bytes, tmp_path: Path) -> None:
    asked = command("export", "documents", "-o", "/dev/stdout")
    done = subprocess.run(asked, cwd=tmp_path, env=environment(), capture_output=True, check=True)
    assert done.stdout == expected


@pytest.mark.parametrize("name", ["folder", "claims.db", "claims.db.folders.json", "link.db"])
def test_what_is_not_replaced(app: App, expected: bytes, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.db").symlink_to("claims.db")
    done = app("export", "documents", "-o", name)
    assert (done.code, "--output" in done.err) == (2, True)
    assert app("export", "documents").raw == expected
    assert app("verify").code == 0


LIMITED = """if True:
    import resource, runpy, sys
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
    sys.argv = ["claimsdb", "export", "claims", "-o", "out.jsonl"]
    runpy.run_module("claimsdb", run_name="__main__")"""


@pytest.mark.slow
def test_a_failed_export_leaves_the_old_file_and_nothing_else(expected: bytes, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("old")
    before = sorted(tmp_path.iterdir())
    done = subprocess.run(
        [sys.executable, "-c", LIMITED], cwd=tmp_path, env=environment(), capture_output=True, check=False
    )
    assert (done.returncode, b"out.jsonl cannot be written: File too large." in done.stderr) == (2, True), done.stderr
    assert (tmp_path / "out.jsonl").read_text() == "old"
    assert sorted(tmp_path.iterdir()) == before


def test_planted_links_are_not_written_through(app: App, expected: bytes, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    noted = tmp_path / "claims.db.folders.json"
    known = noted.read_text()
    noted.unlink()
    for planted in ("out.jsonl.part", "claims.db.folders.json.part", "claims.db.folders.json"):
        (tmp_path / planted).symlink_to("victim")
    assert app("export", "documents", "-o", "out.jsonl").code == 0
    assert app("ingest", "seeds").code == 0
    assert victim.read_text() == "mine"
    assert (noted.is_symlink(), json.loads(noted.read_text())) == (False, json.loads(known))
    noted.chmod(0o600)
    Folders(tmp_path / "claims.db").save()
    assert mode(noted) == 0o600


def test_folders_that_cannot_be_noted(app: App, database: Path) -> None:
    noted = database.with_name("claims.db.folders.json")
    noted.unlink()
    noted.mkdir()
    done = app("ingest", "seeds")
    assert (done.code, "claims.db.folders.json cannot be written: Is a directory" in done.err) == (2, True)


@pytest.mark.parametrize("text", ['[["x"' * 100_000, "[1", "[]", '{"seeds": null}', "\x00", "\udcff"])
def test_folders_that_cannot_be_understood(app: App, database: Path, text: str) -> None:
    database.with_name("claims.db.folders.json").write_text(text, "utf-8", "surrogateescape")
    assert app("verify").code == 0  # the folder is next to the database
    assert app("ingest", "seeds").code == 0


def test_cells_that_are_not_formulas(app: App, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    name = "=HYPERLINK(1)+'x'.txt"
    (tmp_path / "news" / name).write_text("The mayor said that the old bridge would close in May.\n")
    (tmp_path / "news" / "'quoted.txt").write_text("The mayor said that the old bridge would close in June.\n")
    table = "path,title\n\"=HYPERLINK(1)+'x'.txt\",@SUM(1)\n'quoted.txt,+1 or -1\n"
    (tmp_path / "news" / "sources.csv").write_text(table)
    assert app("ingest", "news").code == 0
    plain = list(csv.DictReader(app("export", "documents", "--format", "csv").out.splitlines()))
    assert [(r["path"], r["title"]) for r in plain] == [("'quoted.txt", "+1 or -1"), (name, "@SUM(1)")]
    safe = list(csv.DictReader(app("export", "documents", "--format", "csv", "--for-spreadsheets").out.splitlines()))
    assert [(r["path"], r["title"]) for r in safe] == [("''quoted.txt", "'+1 or -1"), (f"'{name}", "'@SUM(1)")]
    assert [{k: v.removeprefix("'") for k, v in r.items()} for r in safe] == plain
    done = app("export", "documents", "--for-spreadsheets")
    assert (done.code, "--for-spreadsheets" in done.err) == (2, True)
