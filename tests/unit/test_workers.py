"""Reading in this and in other processes: the results are the same, no process is left behind, and a death is reported."""

import os
import signal
from dataclasses import replace
from multiprocessing import active_children

import pytest

from claimsdb.ingestion.engines.local import Task, readers
from claimsdb.model.claim import Normalized
from claimsdb.model.document import Metadata
from claimsdb.model.errors import Problem, ReaderLostError

pytestmark = [pytest.mark.network, pytest.mark.slow]

NEWS = Task("a.txt", "“Trains will be late,” the operator said. Two lines are closed.\n".encode(), None, Metadata())
NO_TEXT = Task("b.txt", b"\x89PNG\r\n\x1a\n\x00\x00", None, Metadata())


def test_another_process_reads_the_same() -> None:
    before = set(active_children())
    with readers(None, 2) as here, readers(None, 2, apart=True) as there:
        one, other = here(NEWS)(), there(NEWS)()
        problem, same = here(NO_TEXT)(), there(NO_TEXT)()
        assert len(set(active_children()) - before) == 1
    assert isinstance(one, Normalized)
    assert [c.text(one.document.text) for c in one.claims] == ["“Trains will be late,”", "Two lines are closed"]
    assert isinstance(other, Normalized)
    assert other == replace(one, document=other.document, marks=())
    assert other.document.text == one.document.text
    assert isinstance(problem, Problem)
    assert same == problem
    assert set(active_children()) == before


def test_processes_end_if_nothing_was_read() -> None:
    before = set(active_children())
    with readers(2, 30):
        assert len(set(active_children()) - before) == 1
    assert set(active_children()) == before


def test_a_process_that_dies() -> None:
    with readers(2, 30) as submit:
        assert isinstance(submit(NEWS)(), Normalized)
        for process in active_children():
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
        with pytest.raises(ReaderLostError, match=r"was reading a\.txt died"):
            submit(NEWS)()
