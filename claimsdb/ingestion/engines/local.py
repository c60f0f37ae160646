"""Reading and normalizing documents, in this process or in others, which do not import the database.

The modules for reading are imported inside functions, so that other processes load them while this one opens the database.
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
"""Minimum number of files for which several processes save more time than they take to start."""
_WARM = (
    b"Anna Weber, who is the mayor of Berlin, said on Monday that two bridges over the river would close in May.\n\n"
    b'"We have no choice," she told reporters in Germany. Her French colleague was "surprised".\n'
)
"""A text that makes a reader load nearly everything that any text needs."""


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read: its path in its folder, its bytes, and its given encoding and metadata."""

    path: str
    raw: bytes
    encoding: str | None
    given: Metadata


P = ParamSpec("P")
R = TypeVar("R")
Result = Normalized | Problem
Submit = Callable[[Task], Callable[[], Result]]
"""A function that submits a task and returns a function that waits for its result."""
_tagger: Tagger


@contextmanager
def readers(jobs: int | None, files: int, apart: bool = False) -> Iterator[Submit]:
    """Give a function that submits documents to be read, for about `files` of them.

    `jobs` is the number of processes; 1 is this process. None is one per core if there are many files, and one process otherwise, which
    is another one if `apart`.

    Other processes start at once and load what they need in the meantime. Waiting for a result raises `ReaderLostError` if its process
    died.
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
    if not warmed.done():  # there was nothing to read
        _end(pool, set(active_children()) - before)
    pool.shutdown()


@contextmanager
def _watched(task: Task) -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        raise ReaderLostError(task.path) from None


def _submitted(pool: ProcessPoolExecutor, what: Callable[P, R], *given: P.args, **named: P.kwargs) -> Future[R]:
    """Submit something. A process that this starts ignores Ctrl-C: only the writer handles it, and ends the others."""
    block = getattr(signal, "pthread_sigmask", None)  # not on every system; a new process inherits blocked signals
    before = block(signal.SIG_BLOCK, {signal.SIGINT}) if block else ()
    try:
        return pool.submit(what, *given, **named)
    finally:
        if block:
            block(signal.SIG_SETMASK, before)


def _end(pool: ProcessPoolExecutor, processes: Iterable[BaseProcess]) -> None:
    """Terminate the processes, whatever they are doing. The pool notices and waits for them."""
    for process in processes:
        process.terminate()
    pool.shutdown(cancel_futures=True)


def _alone() -> Submit:
    with loading():
        from claimsdb.normalizer.attribution.tagging import TrainedTagger

    tagger = TrainedTagger()
    return lambda task: lambda: _work(task, tagger)


def _work(task: Task, tagger: Tagger) -> Result:
    """A document's findings, or the problem with it. An error of our own is a problem too, so that it does not end the run."""
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
    """Load everything for reading, by reading a text, and exempt it from garbage collection."""
    global _tagger
    with loading():
        from claimsdb.normalizer.attribution.tagging import TrainedTagger

        _tagger = TrainedTagger()
        _work(Task("warm.txt", _WARM, None, Metadata()), _tagger)
    gc.freeze()  # what is loaded stays; a document makes many small objects and few cycles
    gc.set_threshold(100_000)


def _ready() -> None:
    """Returns when the worker has started."""


def _there(task: Task) -> Result:
    made = _work(task, _tagger)
    return replace(made, marks=()) if isinstance(made, Normalized) else made  # marks are not stored
