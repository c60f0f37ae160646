"""Documents read and normalized, in this process or in others, which import nothing of the database.

What it takes to read is imported where it is done: while other processes load it, this one opens the database.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import active_children, get_context
from multiprocessing.process import BaseProcess
from typing import ParamSpec, TypeVar

from claimsdb.ingestion.loading import loading
from claimsdb.model.claim import Normalized
from claimsdb.model.document import Metadata
from claimsdb.model.errors import ClaimsdbError, Problem, ReaderLostError, UnreadableError
from claimsdb.normalizer.attribution.tagger import Tagger

FEW = 24
"""Below this many files the start of several processes costs more than they save."""
_WARM = (
    b"Anna Weber, who is the mayor of Berlin, said on Monday that two bridges over the river would close in May.\n\n"
    b'"We have no choice," she told reporters in Germany. Her French colleague was "surprised".\n'
)
"""A text for which nearly all is loaded that any text needs."""


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read: its path in its folder, its bytes, and what is known of it beforehand."""

    path: str
    raw: bytes
    encoding: str | None
    given: Metadata


P = ParamSpec("P")
R = TypeVar("R")
Result = Normalized | Problem
Submit = Callable[[Task], Callable[[], Result]]
"""Takes a task and gives back how to get its result."""
_tagger: Tagger


@contextmanager
def readers(jobs: int | None, files: int, apart: bool = False) -> Iterator[Submit]:
    """What reads so many files: `jobs` processes, this one where that is 1; where it is None, as many as there are cores for many
    files, and one for few, which is another than this one if `apart`.

    Another process starts at once and loads what it needs meanwhile. Getting a result raises `ReaderLostError` where its process died.
    """
    workers = jobs or (1 if files < FEW else min(os.cpu_count() or 1, 8))
    if jobs == 1 or not files or (workers == 1 and not apart):
        yield _alone()
        return
    before = set(active_children())
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start)

    def submit(task: Task) -> Callable[[], Result]:
        with _watched(task):
            future = _submitted(pool, _there, task)

        def result() -> Result:
            with _watched(task):
                return future.result()

        return result

    warmed = _submitted(pool, _ready)
    try:
        yield submit
    except BaseException:
        _end(pool, set(active_children()) - before)
        raise
    if not warmed.done():  # nothing was there to read
        _end(pool, set(active_children()) - before)
    pool.shutdown()


@contextmanager
def _watched(task: Task) -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        raise ReaderLostError(task.path) from None


def _submitted(pool: ProcessPoolExecutor, what: Callable[P, R], *given: P.args, **named: P.kwargs) -> Future[R]:
    """Submit something, which may start a process: one that Ctrl-C does not reach. It is for the one that writes, which ends the others."""
    block = getattr(signal, "pthread_sigmask", None)  # not everywhere; a process inherits what is blocked
    before = block(signal.SIG_BLOCK, {signal.SIGINT}) if block else ()
    try:
        return pool.submit(what, *given, **named)
    finally:
        if block:
            block(signal.SIG_SETMASK, before)


def _end(pool: ProcessPoolExecutor, processes: Iterable[BaseProcess]) -> None:
    """End the processes whatever they do; it is for the pool, which notices, to wait for them."""
    for process in processes:
        process.terminate()
    pool.shutdown(cancel_futures=True)


def _alone() -> Submit:
    with loading():
        from claimsdb.normalizer.attribution.tagging import TrainedTagger

    tagger = TrainedTagger()
    return lambda task: lambda: _work(task, tagger)


def _work(task: Task, tagger: Tagger) -> Result:
    """A document's findings, or why it gives none; a fault of ours too is recorded, so that it costs one document and not the run."""
    from claimsdb.normalizer.normalize import normalize
    from claimsdb.reading.read import read

    try:
        return normalize(read(task.raw, task.path, encoding=task.encoding, given=task.given), tagger)
    except UnreadableError as error:
        return error.problem
    except ClaimsdbError as error:
        what = str(error).removeprefix(f"{task.path}: ")
        return Problem("internal", task.path, what, "The rest of the run is not affected.")
    except Exception as error:
        what = f"claimsdb failed on it: {type(error).__name__}: {error}."
        return Problem(
            "internal", task.path, what, "Please report it with the file; the rest of the run is not affected."
        )


def _start() -> None:
    """Load all that reading takes, by reading something, and keep it out of the garbage collector's way."""
    global _tagger
    with loading():
        from claimsdb.normalizer.attribution.tagging import TrainedTagger

        _tagger = TrainedTagger()
        _work(Task("warm.txt", _WARM, None, Metadata()), _tagger)
    gc.freeze()  # what is there stays; a document makes many small objects and few cycles
    gc.set_threshold(100_000)


def _ready() -> None:
    """Nothing: it is done when the process has started."""


def _there(task: Task) -> Result:
    made = _work(task, _tagger)
    return replace(made, marks=()) if isinstance(made, Normalized) else made  # which nothing stores
