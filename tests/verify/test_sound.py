"""`verify` says nothing on sound databases, however they came about."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from claimsdb.ingestion.ingest import ingest
from claimsdb.store import migrations
from claimsdb.store.checks.full_text import search
from tests.conftest import command, environment
from tests.migrations.test_migrations import OLDER, older
from tests.verify.conftest import REPORT, check, make_small, write_small

Make = Callable[[Path], None]


def _run(place: Path, **options: object) -> None:
    ingest(place / "news", place / "claims.db", jobs=0, **options)  # type: ignore[arg-type]


def once(place: Path) -> None:
    write_small(place / "news")
    _run(place)


def twice(place: Path) -> None:
    once(place)
    _run(place)


def changed(place: Path) -> None:
    once(place)
    for name in ("a.txt", "c.txt"):
        file = place / "news" / name
        file.write_text(file.read_text("utf-8") + "\n\nPolice said that four people were hurt.\n", "utf-8")
        _run(place)


def changed_back(place: Path) -> None:
    once(place)
    before = (place / "news" / "a.txt").read_bytes()
    (place / "news" / "a.txt").write_text("Another report.\n", "utf-8")
    _run(place)
    (place / "news" / "a.txt").write_bytes(before)
    _run(place)


def removed_from_the_folder_of_problems(place: Path) -> None:
    once(place)
    (place / "news" / "bad.txt").unlink()
    _run(place)


def read_again_with_other_metadata(place: Path) -> None:
    once(place)
    sources = place / "news" / "sources.csv"
    sources.write_text(sources.read_text("utf-8").replace("The Herald", "The Courier").replace("2026", "2025"), "utf-8")
    _run(place)


def without_comparison(place: Path) -> None:
    write_small(place / "news")
    _run(place, compare=False)


def compared_later(place: Path) -> None:
    without_comparison(place)
    _run(place)


def empty(place: Path) -> None:
    migrations.open_for_writing(place / "claims.db").dispose()


def an_empty_folder(place: Path) -> None:
    (place / "news").mkdir()
    _run(place)


def only_problems(place: Path) -> None:
    (place / "news").mkdir()
    (place / "news" / "bad.txt").write_bytes(b"\x00\xff\xfe\x00\x01")
    _run(place)


def several_folders(place: Path) -> None:
    for name in ("news", "more"):
        write_small(place / name)
    ingest([place / "news", place / "more"], place / "claims.db", jobs=0)


def markdown(place: Path) -> None:
    (place / "news").mkdir()
    text = '---\ntitle: "Bridges"\nauthor: Jo Doe\n---\n# Bridges\n\n- The **mayor** said that the bridge\n  would close.\n- It [did](http://a.b).\n'
    (place / "news" / "a.md").write_text(text, "utf-8")
    _run(place)


def encodings(place: Path) -> None:
    (place / "news").mkdir()
    text = "The café’s owner said that “naïve” guests – 20 of them – had left.\r\nIt rained.\r\n"
    for name in ("cp1252", "utf-8-sig", "utf-16", "utf-16-le", "utf-8"):
        (place / "news" / f"{name}.txt").write_bytes((f"{name}. " + text).encode(name))
    _run(place)


def one_file_under_two_names(place: Path) -> None:
    write_small(place / "news")
    shutil.copy(place / "news" / "a.txt", place / "news" / "z.txt")
    _run(place)
    (place / "news" / "a.txt").write_text("Another report.\n", "utf-8")
    _run(place)


def a_list(place: Path) -> None:
    (place / "news").mkdir()
    lines = "\n".join(f"Team {k} won the match on day {k} by {k} points.\n" for k in range(40))
    (place / "news" / "a.txt").write_text(lines + "\n\n" + lines, "utf-8")
    _run(place)


def interrupted(place: Path) -> None:
    write_small(place / "news")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _run(place, report=stop)


def interrupted_while_comparing(place: Path) -> None:
    write_small(place / "news")

    def stop(task: str, *_: object) -> None:
        if task.startswith("Reading passages"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _run(place, tell=stop)


def killed(place: Path) -> None:
    """By SIGKILL, when it has written a document."""
    write_small(place / "news")
    kill = "lambda step: os.kill(os.getpid(), 9)"
    program = f"import os, claimsdb.ingestion.ingest as i; i.ingest('news', 'claims.db', jobs=0, report={kill})"
    done = subprocess.run([sys.executable, "-c", program], cwd=place, env=environment(), check=False)
    assert done.returncode == -signal.SIGKILL


def vacuumed(place: Path) -> None:
    once(place)
    with closing(sqlite3.connect(place / "claims.db")) as connection:
        connection.execute("INSERT INTO claims_fts (claims_fts) VALUES ('optimize')")
        connection.commit()
        connection.execute("VACUUM")


SOUND: tuple[Make, ...] = (
    once, twice, changed, changed_back, removed_from_the_folder_of_problems, read_again_with_other_metadata, without_comparison,
    compared_later, empty, an_empty_folder, only_problems, several_folders, markdown, encodings, one_file_under_two_names, a_list,
    interrupted, interrupted_while_comparing, killed, vacuumed,
)  # fmt: skip


EACH_TIME = (changed, read_again_with_other_metadata, without_comparison, one_file_under_two_names, killed, empty)


@pytest.mark.slow
@pytest.mark.parametrize(
    "make", [pytest.param(m, id=m.__name__, marks=() if m in EACH_TIME else pytest.mark.exhaustive) for m in SOUND]
)
def test_sound(tmp_path: Path, make: Make) -> None:
    make(tmp_path)
    report = check(tmp_path / "claims.db")
    assert ([str(f) for f in report.faults], report.broken) == ([], [])
    assert (report.seals > 0) == (make is not empty)


@pytest.mark.slow
@pytest.mark.parametrize(
    "revision", [pytest.param(r, marks=() if r in (OLDER[0], OLDER[-1]) else pytest.mark.exhaustive) for r in OLDER]
)
def test_sound_after_a_migration(tmp_path: Path, small: Path, revision: str) -> None:
    """From each older schema, before and after the next run."""
    shutil.copytree(small / "news", tmp_path / "news")
    older(tmp_path / "claims.db", revision, small / "claims.db")
    assert [str(f) for f in check(tmp_path / "claims.db").faults] == []
    if revision == "0005":  # `older` leaves out a table that a run over such a database needs
        return
    _run(tmp_path)
    report = check(tmp_path / "claims.db")
    assert ([str(f) for f in report.faults], report.broken) == ([], [])


@pytest.mark.slow
def test_sound_while_it_is_written(tmp_path: Path) -> None:
    """Verified again and again while another process ingests: the writer is not stopped, and nothing is found."""
    (tmp_path / "news").mkdir()
    for k in range(30):
        (tmp_path / "news" / f"{k}.txt").write_text(REPORT.format(title=f"Report {k}", cost=10 + k), "utf-8")
    empty(tmp_path)
    writing = subprocess.Popen(
        command("ingest", "news", "--jobs", "0"), cwd=tmp_path, env=environment(), stderr=subprocess.DEVNULL
    )
    times = 0
    while writing.poll() is None:
        report = check(tmp_path / "claims.db")
        assert ([str(f) for f in report.faults], report.broken) == ([], [])
        times += 1
    assert (writing.returncode, times > 0) == (0, True)
    assert check(tmp_path / "claims.db").holds


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_sound_in_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    make_small(tmp_path)
    (tmp_path / "claims.db").chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert check(tmp_path / "claims.db").faults == []
    finally:
        tmp_path.chmod(0o755)


def test_an_index_that_sqlite_is_merging_is_sound(tmp_path: Path) -> None:
    """The first leaves of the segments that are being merged are gone, and inner nodes still lead to them."""
    random = Random(1)
    words = [f"w{random.randrange(10**6):x}" for _ in range(4_000)]
    texts = [(" ".join(random.choices(words, k=12)),) for _ in range(20_000)]
    with closing(sqlite3.connect(tmp_path / "index.db")) as connection, connection:
        connection.execute("CREATE TABLE claims (id INTEGER PRIMARY KEY, text)")
        connection.execute("CREATE VIRTUAL TABLE claims_fts USING fts5(text, content='claims', content_rowid='id')")
        connection.executemany("INSERT INTO claims (text) VALUES (?)", texts)
        connection.execute("INSERT INTO claims_fts (claims_fts, rank) VALUES ('hashsize', 65536)")
        connection.execute("INSERT INTO claims_fts (claims_fts) VALUES ('rebuild')")
        connection.execute("DELETE FROM claims_fts_config WHERE k = 'hashsize'")
    assert list(search(tmp_path / "index.db", ["claims"])) == []
