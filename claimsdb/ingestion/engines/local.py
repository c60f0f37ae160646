"""Where documents are read on this machine: in this process or in others, which do not have the database."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from claimsdb.ingestion.engines.budget import Budget
from claimsdb.ingestion.engines.work import Result, Task, work
from claimsdb.ingestion.interruption import shielded
from claimsdb.ingestion.loading import loading
from claimsdb.ingestion.progress import Tell

FEW = 24
"""Minimum number of files for which several processes save more time than they take to start."""
Submit = Callable[[Task], Callable[[], Result]]
"""A function that submits a task and returns a function that waits for its result."""


@contextmanager
def readers(jobs: int | None, files: int, budget: Budget, tell: Tell = lambda *_: None) -> Iterator[Submit]:
    """Give a function that submits documents to be read, for about `files` of them. `tell` is called with the pages of long ones.

    `jobs` is the number of reader processes: None is one per core if there are many files, and one otherwise. 0 is this process, in which
    the budget cannot be kept. Waiting for a result raises `ReaderStartError` if no reader process can be started.
    """
    if jobs == 0 or not files:
        yield _here(tell)
        return
    from claimsdb.ingestion.engines.processes import Readers

    there = Readers(jobs or (1 if files < FEW else min(os.cpu_count() or 1, 8)), budget, tell)
    try:
        yield there.submit
    finally:
        with shielded():
            there.end()


def _here(tell: Tell) -> Submit:
    with loading():
        from claimsdb.normalizer.attribution.tagging import TrainedTagger

    tagger = TrainedTagger()
    return lambda task: lambda: work(task, tagger, partial(tell, f"Reading {task.path}, page"))
