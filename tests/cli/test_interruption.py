"""Signals: they end a run with its finished work kept, a message and no process left."""

import os
import pty
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.processes import environment, session, start, usual_signals

pytestmark = pytest.mark.slow

Cli = Callable[..., Any]
SAID = b"claimsdb: Interrupted. Finished work is kept; run the same command again to continue.\n"


def write(folder: Path, number: int, lines: int = 8) -> None:
    folder.mkdir()
    for k in range(number):
        (folder / f"{k:03}.txt").write_text(
            f"The mayor said on Monday that bridge {k} would close in May.\n" * lines, "utf-8"
        )


@pytest.mark.parametrize(
    ("number", "jobs"), [(signal.SIGINT, "0"), (signal.SIGINT, "2"), (signal.SIGTERM, "2"), (signal.SIGHUP, "1")]
)
def test_a_signal_ends_a_run(
    cli: Cli, tmp_path: Path, query: Callable[..., Any], number: signal.Signals, jobs: str, wait: float
) -> None:
    write(tmp_path / "many", 60)
    process = start(["ingest", "many", "--jobs", jobs], tmp_path)
    while not query("SELECT documents_read FROM runs WHERE id = 2 AND documents_read"):
        assert process.poll() is None
        time.sleep(0.02)
    readers = [p for p in session(process.pid) if p.pid != process.pid]
    os.killpg(process.pid, number)  # to all processes, as a terminal does
    os.killpg(process.pid, number)  # and twice, as some do
    _, err = process.communicate()
    assert (process.returncode, err) == (128 + number, SAID)
    assert psutil.wait_procs(readers, wait)[1] == []
    ((outcome, read),) = query("SELECT outcome, documents_read FROM runs WHERE id = 2")
    assert outcome == "interrupted"
    assert 0 < read < 60
    assert query("SELECT count(*) FROM paths WHERE run = 2") == [(read,)]
    assert cli("ingest", "many").code == 0
    assert query("SELECT documents_unchanged, documents_read, outcome FROM runs WHERE id = 3") == [
        (read, 60 - read, "complete")
    ]


def test_a_run_that_is_killed_goes_on_after_the_last_document_of_a_file(
    cli: Cli, tmp_path: Path, query: Callable[..., Any], wait: float
) -> None:
    write(tmp_path / "many", 60)
    shutil.make_archive(str(tmp_path / "many"), "gztar", tmp_path, "many")
    process = start(["ingest", "many.tar.gz", "--jobs", "2"], tmp_path)
    while not query("SELECT documents_read FROM runs WHERE id = 2 AND documents_read > 2"):
        assert process.poll() is None
        time.sleep(0.02)
    readers = [p for p in session(process.pid) if p.pid != process.pid]
    process.kill()
    process.communicate()
    assert psutil.wait_procs(readers, wait)[1] == []
    ((read,),) = query("SELECT count(*) FROM paths WHERE path GLOB 'many.tar.gz/many/*.txt'")
    assert 2 < read < 60
    assert cli("ingest", "many.tar.gz").code == 0
    assert query("SELECT documents_unchanged, documents_read, outcome FROM runs WHERE id = 3") == [
        (read, 60 - read, "complete")
    ]


def test_a_run_that_ignores_the_closing_terminal_goes_on(tmp_path: Path, query: Callable[..., Any]) -> None:
    write(tmp_path / "many", 30)
    process = start(["ingest", "many", "--jobs", "1"], tmp_path, signal.SIGHUP, signal.SIGINT)
    while not query("SELECT documents_read FROM runs WHERE id = 2 AND documents_read"):
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGHUP)
    os.killpg(process.pid, signal.SIGINT)
    assert process.stderr is not None
    process.stderr.close()  # the messages are lost, the work is not
    assert process.wait() == 0
    assert query("SELECT outcome, documents_read FROM runs WHERE id = 2") == [("complete", 30)]


def test_a_terminal_that_closes_ends_a_run(tmp_path: Path, query: Callable[..., Any], wait: float) -> None:
    write(tmp_path / "many", 60)
    pid, terminal = pty.fork()
    if pid == 0:
        usual_signals()
        os.chdir(tmp_path)
        command = [sys.executable, "-m", "claimsdb", "ingest", "many", "--jobs", "2"]
        os.execve(sys.executable, command, environment())
    while not query("SELECT documents_read FROM runs WHERE id = 2 AND documents_read"):
        assert select.select([terminal], [], [], 0.02)[0] == [] or os.read(terminal, 10_000)
    readers = [p for p in session(pid) if p.pid != pid]
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 128 + signal.SIGHUP
    assert psutil.wait_procs(readers, wait)[1] == []
    assert query("SELECT outcome FROM runs WHERE id = 2") == [("interrupted",)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_an_evaluation_without_a_trace(tmp_path: Path, number: signal.Signals) -> None:
    """It works in a temporary folder."""
    gold = tmp_path / "gold.jsonl"
    text = "The mayor said on Monday that the bridge would close in May.\n" * 20
    gold.write_text(
        "".join(f'{{"id": {k}, "text": {text!r}, "attributions": []}}\n' for k in range(200)).replace("'", '"')
    )
    places = tmp_path / "places"
    places.mkdir()
    os.environ["TMPDIR"] = str(places)
    try:
        process = start(["evaluate", "--gold", "gold.jsonl", "--jobs", "1"], tmp_path)
    finally:
        del os.environ["TMPDIR"]
    while not list(places.glob("*/found.db")):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(number)
    out, err = process.communicate()
    assert (process.returncode, out, err) == (128 + number, b"", SAID)
    assert list(places.glob("claimsdb-*")) == []
