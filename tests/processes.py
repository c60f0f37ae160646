"""Processes that tests start and send signals to."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def usual_signals() -> None:
    """Undo what the tests' own process ignores, as a background job of a shell ignores Ctrl-C: a `preexec_fn`."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def start(arguments: list[str], folder: Path, *ignored: signal.Signals) -> "subprocess.Popen[bytes]":
    """Start `claimsdb` in the folder and in a session of its own, as a terminal does."""

    def prepare() -> None:
        usual_signals()
        for number in ignored:
            signal.signal(number, signal.SIG_IGN)

    return subprocess.Popen(
        [sys.executable, "-m", "claimsdb", *arguments],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=prepare,
        env=environment(),
    )  # fmt: skip


def session(leader: int) -> list[psutil.Process]:
    """The processes in the session that this one began."""
    found = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == leader and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (OSError, psutil.Error):  # it has ended
            continue
    return found
