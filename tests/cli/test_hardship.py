"""Runs under hardship: killed at random moments, on a full disk, over the budget. Nothing is half, and the next run completes them."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from benchmarks import kill
from tests.processes import environment, start

pytestmark = pytest.mark.slow

Cli = Callable[..., Any]
NEWS = "“Trains will be late,” the operator said. Two lines are closed.\n"


def test_kills_and_signals_at_random_moments(tmp_path: Path) -> None:
    """A small draw of `benchmarks/kill.py`."""
    (tmp_path / "news").mkdir()
    for k in range(4):
        (tmp_path / "news" / f"{k}.txt").write_text(
            f"{NEWS}The mayor said that bridge {k} would close in May.\n", "utf-8"
        )
    dealt = [
        kill.Blow(signal.SIGKILL, "the writer", 2),
        kill.Blow(signal.SIGKILL, "a reader", 1),
        kill.Blow(signal.SIGTERM, "all", 1),
    ]
    assert kill.run(tmp_path / "news", tmp_path, dealt, seed=1) == []


@pytest.mark.skipif(not hasattr(psutil.Process, "rlimit"), reason="needs prlimit")
def test_a_full_disk(app: Cli, tmp_path: Path, query: Callable[..., Any]) -> None:
    database = tmp_path / "claims.db"
    (tmp_path / "news").mkdir()
    for k in range(60):
        (tmp_path / "news" / f"{k}.txt").write_text(NEWS * 8, "utf-8")
    process = start(["ingest", "news", "--jobs", "1"], tmp_path)
    while not query("SELECT documents_read FROM runs WHERE id = 2 AND documents_read"):
        assert process.poll() is None
        time.sleep(0.02)
    limit = database.stat().st_size
    psutil.Process(process.pid).rlimit(psutil.RLIMIT_FSIZE, (limit, limit))
    _, err = process.communicate()
    assert (process.returncode, err[:37]) == (2, b"claimsdb: claims.db cannot be written")
    assert query("PRAGMA integrity_check") == [("ok",)]
    assert app("verify").code == 0
    assert app("ingest", "news").code == 0
    assert query("SELECT outcome FROM runs") == [("complete",), ("interrupted",), ("complete",)]


def test_a_budget(app: Cli, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    long = "".join(f"The mayor said on Monday that bridge {k} would close in May.\n\n" for k in range(500))
    (tmp_path / "news" / "long.txt").write_text(long, "utf-8")
    (tmp_path / "news" / "short.txt").write_text(NEWS, "utf-8")
    done = cli("ingest", "news", "--budget", "0.3s", "--json")
    assert (done.code, done.json["read"], done.json["problems"]) == (1, 1, 1)
    ((code, path, message),) = ((p["code"], p["path"], p["message"]) for p in app("problems", "--json").json)
    assert (code, path) == ("budget", "long.txt")
    assert message == "Reading it took more than 0.3 s of processor time."
    again = app("ingest", "news", "--budget", "none", "--json")
    assert (again.code, again.json["read"], again.json["unchanged"]) == (0, 1, 1)
    assert app("problems").code == 0
    wrong = app("ingest", "news", "--budget", "lots")
    assert (wrong.code, "'lots' is not understood." in wrong.err) == (2, True)


def test_a_script_needs_no_guard(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    script = tmp_path / "script.py"
    script.write_text("import claimsdb\nprint('once', claimsdb.ingest('a.txt', jobs=2).outcome)\n", "utf-8")
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, env=environment(), check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"once complete\n", b"")
