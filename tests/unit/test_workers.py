"""Reading in this and in other processes: the results are the same, no process is left behind, and a death costs one file at most."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import psutil
import pytest

from claimsdb.ingestion.engines import processes
from claimsdb.ingestion.engines.budget import DEFAULT, MEGABYTE, Budget
from claimsdb.ingestion.engines.local import readers
from claimsdb.ingestion.engines.work import Task
from claimsdb.model.claim import Normalized
from claimsdb.model.document import Metadata
from claimsdb.model.errors import BudgetError, Problem, ReaderStartError

NEWS = Task("a.txt", "“Trains will be late,” the operator said. Two lines are closed.\n".encode(), None, Metadata())
NO_TEXT = Task("b.txt", b"\x89PNG\r\n\x1a\n\x00\x00", None, Metadata())
LONG = replace(NEWS, path="long.txt", raw=b"The mayor said on Monday that the bridge would close in May.\n\n" * 8000)

needs_models = pytest.mark.network
slow = pytest.mark.slow


def children() -> set[psutil.Process]:
    return set(psutil.Process().children(recursive=True))


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    before = children()
    yield
    assert children() == before


@slow
@needs_models
def test_another_process_reads_the_same() -> None:
    before = children()
    with readers(0, 2, DEFAULT) as here, readers(None, 2, DEFAULT) as there:
        one, other = here(NEWS)(), there(NEWS)()
        problem, same = here(NO_TEXT)(), there(NO_TEXT)()
        assert len(children() - before) == 1
    assert isinstance(one, Normalized)
    assert [c.text(one.document.text) for c in one.claims] == ["“Trains will be late,”", "Two lines are closed"]
    assert isinstance(other, Normalized)
    assert other == replace(one, document=other.document, marks=())
    assert other.document.text == one.document.text
    assert isinstance(problem, Problem)
    assert same == problem


@slow
def test_processes_end_if_nothing_was_read() -> None:
    with readers(2, 30, DEFAULT):
        pass


@slow
@needs_models
def test_a_reader_that_dies_is_replaced_and_its_file_read_again() -> None:
    before = children()
    with readers(1, 1, DEFAULT) as submit:
        assert isinstance(submit(NEWS)(), Normalized)
        for victim in children() - before:
            victim.kill()
        assert isinstance(submit(NEWS)(), Normalized)


@slow
@needs_models
def test_a_file_that_kills_its_reader_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    dies = processes._PROGRAM.replace("; main(", f"; {DIES_OF_BAD}; main(")
    monkeypatch.setattr(processes, "_PROGRAM", dies)
    with readers(1, 2, DEFAULT) as submit:
        lost, read = submit(replace(NEWS, path="bad.txt")), submit(NEWS)
        assert lost() == Problem(
            "reader_lost",
            "bad.txt",
            "Two processes died while they were reading it (it was killed by signal 11).",
            "Split the file, or free some memory, and run it again.",
        )
        assert isinstance(read(), Normalized)


DIES_OF_BAD = (
    "import os; from claimsdb.ingestion.engines import reader; work = reader.work; "
    "reader.work = lambda task, tagger, *step: os.kill(os.getpid(), 11) if task.path == 'bad.txt' else work(task, tagger)"
)


@slow
def test_readers_that_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_PROGRAM", "import sys; sys.exit(7)")
    with readers(2, 30, DEFAULT) as submit, pytest.raises(ReaderStartError, match=r"exit code was 7.*--jobs 0"):
        submit(NEWS)()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with readers(1, 1, DEFAULT) as submit, pytest.raises(ReaderStartError, match=r"No such file.*/nowhere/python"):
        submit(NEWS)()


@slow
@needs_models
@pytest.mark.parametrize(
    ("budget", "limit"),
    [
        (Budget(seconds=0.3), "0.3 s of processor time"),
        (Budget(memory=10 * MEGABYTE), "10 MB of memory"),
    ],
)
def test_a_file_beyond_the_budget_is_a_problem(budget: Budget, limit: str) -> None:
    with readers(1, 2, budget) as submit:
        beyond, empty = submit(LONG), submit(NO_TEXT)
        assert beyond() == Problem(
            "budget",
            "long.txt",
            f"Reading it took more than {limit}.",
            "Split the file, or allow more with a larger --budget.",
        )
        made = empty()
        assert isinstance(made, Problem)
        assert made.code != "reader_lost"


@slow
@needs_models
@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not enforce the limit")
def test_a_reader_without_memory_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        processes, "_PROGRAM", processes._PROGRAM.replace("; main(", f"; exec({HAS_NO_MEMORY!r}); main(")
    )
    with readers(1, 2, DEFAULT) as submit:
        beyond, read = submit(LONG), submit(NEWS)
        problem = beyond()
        assert isinstance(problem, Problem)
        assert problem.code in ("budget", "reader_lost")  # Python can say so, native code may die
        assert "free some memory" in problem.remedy
        assert isinstance(read(), Normalized)


HAS_NO_MEMORY = """
import psutil
from resource import RLIMIT_AS, getrlimit, setrlimit
from claimsdb.ingestion.engines import reader
work, most = reader.work, getrlimit(RLIMIT_AS)[1]
def limited(task, tagger, *step):
    if task.path == "long.txt":
        setrlimit(RLIMIT_AS, (psutil.Process().memory_info().vms + 5_000_000, most))
    try:
        return work(task, tagger)
    finally:
        setrlimit(RLIMIT_AS, (most, most))
reader.work = limited
"""


def test_budgets() -> None:
    assert Budget.parse("60s") == Budget(60, DEFAULT.memory)
    assert Budget.parse("1.5GB, 2 min") == Budget(120, 1500 * MEGABYTE)
    assert Budget.parse("none") == Budget(None, None)
    for wrong in ("", "60", "0s", "-1s", "60s,60s", "1GB,none", "lots"):
        with pytest.raises(BudgetError, match="60s,1GB"):
            Budget.parse(wrong)
    assert Budget(60, 1000).of(10) == Budget(60, 1000)
    assert Budget(60, None).of(2 * MEGABYTE + 1) == Budget(180, None)


@slow
def test_a_reader_ends_with_its_parent_whatever_it_does(wait: float) -> None:
    """Here it matches an expression, which lets no other thread run."""
    reader = """import re, sys
from claimsdb.ingestion.engines import reader
def work(task, tagger):
    print("busy", file=sys.stderr, flush=True)
    re.match('(a*)*b', 'a' * 99)
reader.work = work
reader.main({parent})"""
    parent = f"""import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-c", {reader!r}.replace("{{parent}}", str(os.getpid()))], stdin=subprocess.PIPE)
time.sleep(999)"""
    with subprocess.Popen([sys.executable, "-c", parent], stderr=subprocess.PIPE, env=_here()) as started:
        assert started.stderr is not None
        assert started.stderr.readline() == b"busy\n"
        (left,) = psutil.Process(started.pid).children()
        started.kill()
        left.wait(wait)


@slow
def test_a_reader_ends_with_its_input(wait: float) -> None:
    program = f"from claimsdb.ingestion.engines.reader import main; main({os.getpid()})"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, env=_here()) as started:
        started.stdin.close()  # type: ignore[union-attr]
        assert started.wait(wait) == 0


@slow
def test_a_reader_leaves_signals_to_its_parent() -> None:
    before = children()
    with readers(1, 1, DEFAULT) as submit:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            for reader in children() - before:
                reader.send_signal(number)
        assert isinstance(submit(NO_TEXT)(), Problem)
        assert len(children() - before) == 1


def _here() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
