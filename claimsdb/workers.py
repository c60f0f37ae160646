"""Documents read and normalized, in this process or in several others, which import nothing of the database."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from os import cpu_count
from signal import SIG_IGN, SIGINT, signal

from claimsdb.errors import ClaimsdbError, Problem, UnreadableError
from claimsdb.loading import loading
from claimsdb.model import Metadata, Normalized
from claimsdb.normalizer import normalize
from claimsdb.readers import read
from claimsdb.tagger import Tagger
from claimsdb.tagger.trained import TrainedTagger

FEW = 24
"""Below this many files the start of other processes costs more than they save."""


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read: its path in its folder, its bytes, and what is known of it beforehand."""

    path: str
    raw: bytes
    encoding: str | None
    given: Metadata


Result = Normalized | Problem
_tagger: Tagger


@contextmanager
def normalizer(jobs: int | None, files: int, tagger: Tagger) -> Iterator[Callable[[Task], Callable[[], Result]]]:
    """What takes a task and gives back how to get its result: in this process, or in `jobs` others."""
    workers = jobs or (1 if files < FEW else min(cpu_count() or 1, 8))
    if workers == 1:
        yield lambda task: lambda: _work(task, tagger)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start) as pool:

        def submit(task: Task) -> Callable[[], Result]:
            future: Future[Result] = pool.submit(_work_there, task)
            return future.result

        try:
            yield submit
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _work(task: Task, tagger: Tagger) -> Result:
    """A document's findings, or why it gives none; a fault of ours too is recorded, so that it costs one document and not the run."""
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
    global _tagger
    signal(SIGINT, SIG_IGN)  # Ctrl-C is for the one that writes; it ends the others
    with loading():
        _tagger = TrainedTagger()
    gc.freeze()  # what is there stays; a document makes many small objects and few cycles
    gc.set_threshold(100_000)


def _work_there(task: Task) -> Result:
    made = _work(task, _tagger)
    return replace(made, marks=()) if isinstance(made, Normalized) else made  # which nothing stores
