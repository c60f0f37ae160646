"""The backup before a migration: whole, checked, one for each state, never over another file."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from claimsdb.model.errors import DamagedError, MigrationError, UnwritableError
from claimsdb.store import backups, migrations
from claimsdb.store.backups import back_up

OLDER = migrations.revisions()[-2]


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A database of the schema before the newest, with a folder."""
    file = tmp_path / "older.db"
    migrations.migrate(file, OLDER)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO folders (name) VALUES ('letters')")
    return file


def beside(file: Path) -> list[str]:
    """The other files in the folder of the database, without those of its lock."""
    return sorted(f.name for f in file.parent.iterdir() if f != file and f.suffix != ".lock")


def dump(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        return "\n".join(connection.iterdump())


def test_tries_that_fail_leave_one_backup_of_each_state(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(older)
    with monkeypatch.context() as broken:
        broken.setattr("claimsdb.store.facet_columns.fill", lambda _: 1 / 0)
        for _ in range(3):
            with pytest.raises(MigrationError):
                migrations.migrate(older)
    assert dump(older) == before
    (name,) = beside(older)
    assert migrations.migrate(older) == older.with_name(name)
    assert (dump(older.with_name(name)) == before, beside(older)) == (True, [name])


def test_a_backup_never_replaces_another(older: Path) -> None:
    first = back_up(older, OLDER)
    with closing(sqlite3.connect(older)) as connection, connection:
        connection.execute("INSERT INTO folders (name) VALUES ('more letters')")
    second = back_up(older, OLDER)
    assert first != second
    assert [dump(copy).count("letters") for copy in (first, second)] == [1, 2]


def test_a_backup_has_the_mode_of_its_database(older: Path) -> None:
    older.chmod(0o640)
    assert back_up(older, OLDER).stat().st_mode & 0o777 == 0o640


def test_a_damaged_database_is_not_migrated(older: Path) -> None:
    pages = bytearray(older.read_bytes())
    pages[3 * 4096 : 3 * 4096 + 8] = b"\xff" * 8
    older.write_bytes(pages)
    with pytest.raises(DamagedError, match=r"older\.db is a claims database, but damaged .*claimsdb recover --db"):
        migrations.migrate(older)
    assert (older.read_bytes(), beside(older)) == (bytes(pages), [])


def test_no_space_for_a_backup_is_said(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, part: Path) -> None:
        part.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "_copy", full)
    with pytest.raises(UnwritableError, match="no backup can be made next to it: No space left on device"):
        migrations.migrate(older)
    assert beside(older) == []


@pytest.mark.slow
def test_killed_tries_leave_one_backup(older: Path, tmp_path: Path) -> None:
    before = dump(older)
    sound: Callable[[], Any] = lambda: dump(older) == before  # noqa: E731
    command = [sys.executable, "-m", "claimsdb", "migrate", "--db", str(older)]
    for tenths in range(3, 12, 2):
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path)
        time.sleep(tenths / 10)
        started.send_signal(signal.SIGKILL)
        started.wait()
        if not sound():
            break  # it was quicker than the signal
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    (copy,) = (name for name in beside(older) if name.endswith(".bak"))
    assert dump(older.with_name(copy)) == before
    assert [name for name in beside(older) if "backup-" in name] == []
