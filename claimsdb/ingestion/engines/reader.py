"""A reader process: tasks come through standard input and results go through standard output, as pickles. It has no database.

It ends with the process that started it, whatever either is doing.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import sys
from dataclasses import replace
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from claimsdb.ingestion.engines.work import Pages, Task, work
from claimsdb.ingestion.interruption import SIGNALS
from claimsdb.ingestion.loading import loading
from claimsdb.model.claim import Normalized
from claimsdb.model.document import Metadata

_WARM = (
    b"Anna Weber, who is the mayor of Berlin, said on Monday that two bridges over the river would close in May.\n\n"
    b'"We have no choice," she told reporters in Germany. Her French colleague was "surprised".\n'
)
"""A text that makes a reader load nearly everything that any text needs."""
_PARENT_DEATH_SIGNAL = 1  # Linux's PR_SET_PDEATHSIG


def main(parent: int) -> None:
    """Read documents until standard input ends or the process `parent` has ended."""
    _end_with(parent)
    for number in SIGNALS:  # only the writer handles them, and ends its readers
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is not a result
    tasks: SimpleQueue[Task] = SimpleQueue()
    Thread(target=_receive, args=(sys.stdin.buffer, tasks), daemon=True).start()
    with loading():
        from claimsdb.normalizer.attribution.tagging import TrainedTagger

        tagger = TrainedTagger()
        work(Task("warm.txt", _WARM, None, Metadata()), tagger)
    gc.freeze()  # what is loaded stays; a document makes many small objects and few cycles
    gc.set_threshold(100_000)
    _send(results, os.getpid())
    while True:
        made = work(tasks.get(), tagger, lambda done, of: _send(results, Pages(done, of)))
        _send(results, replace(made, marks=()) if isinstance(made, Normalized) else made)  # marks are not stored


def _end_with(parent: int) -> None:
    """Ask the system to kill this process when its parent ends, which works even in a call that never returns to Python."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended before
            os._exit(0)


def _receive(given: BinaryIO, tasks: SimpleQueue[Task]) -> None:
    """Queue the tasks, and end the process with its input: nobody waits for a result any more."""
    try:
        while True:
            tasks.put(pickle.load(given))
    finally:
        os._exit(0)


def _send(results: BinaryIO, what: object) -> None:
    try:
        pickle.dump(what, results, pickle.HIGHEST_PROTOCOL)
        results.flush()
    except BrokenPipeError:
        os._exit(0)
