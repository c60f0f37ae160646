"""Reader processes: each belongs to a thread, which gives it one task at a time and replaces it if it dies or exceeds the budget."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from functools import partial
from subprocess import DEVNULL, PIPE, Popen
from threading import Event, Lock, Thread, local
from typing import cast

import psutil

from claimsdb.ingestion.engines.budget import Budget
from claimsdb.ingestion.engines.work import Pages, Result, Task
from claimsdb.ingestion.interruption import SIGNALS
from claimsdb.ingestion.progress import Tell
from claimsdb.model.errors import Problem, ReaderStartError

TRIES = 3
"""Number of times that a reader is started before the run ends because it does not start."""
_LOOK = 0.5  # seconds between two looks at the pages that were read
_PAUSE = 0.1  # seconds between two looks at what the readers use
_PROGRAM = "import sys; sys.path[:] = {path!r}; from claimsdb.ingestion.engines.reader import main; main({parent})"


Step = Callable[[str, Pages], None]
"""A function that is called with the path of a document and the pages of it that were read."""


class _LostError(Exception):
    """The reader has died."""


class _ExceededError(Exception):
    """The reader was killed, since its task exceeded the budget; the message is the limit."""


class _Reader:
    """A reader process, seen from its thread."""

    def __init__(self) -> None:
        program = _PROGRAM.format(path=sys.path, parent=os.getpid())
        # -P: a module in the folder in which somebody runs claimsdb is not ours
        self._process = Popen([sys.executable, "-P", "-c", program], stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        self._lock = Lock()
        self._system: psutil.Process | None = None
        self._budget: Budget | None = None
        self._began = 0.0
        self._exceeded: str | None = None

    def wait(self) -> None:
        """Wait until it has loaded what it needs. Raises `_LostError`."""
        pid = self._received()
        assert isinstance(pid, int)
        try:
            self._system = psutil.Process(pid)
        except psutil.Error:
            raise _LostError from None

    def read(self, task: Task, budget: Budget, step: Step) -> Result:
        """The result of the task; `step` is called with each page. Raises `_LostError` or `_ExceededError`; the reader is then dead."""
        with self._lock:
            self._began, self._budget = self._used()[0], budget
        try:
            return self._asked(task, step)
        finally:
            with self._lock:
                self._budget = None
            if self._exceeded is not None:
                raise _ExceededError(self._exceeded) from None

    def _asked(self, task: Task, step: Step) -> Result:
        assert self._process.stdin is not None
        try:
            pickle.dump(task, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except OSError:
            raise _LostError from None
        while isinstance(made := self._received(), Pages):
            step(task.path, made)
        return cast(Result, made)

    def check(self) -> None:
        """Kill it if its task has exceeded the budget."""
        with self._lock:
            if self._budget is not None and self._exceeded is None:
                seconds, memory = self._used()
                self._exceeded = self._budget.exceeded(seconds - self._began, memory)
                if self._exceeded is not None:
                    self._process.kill()

    def end(self) -> None:
        """Kill it: it has nothing to tidy up."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                stream and stream.close()

    @property
    def ended(self) -> str:
        """How it ended, in words."""
        code = self._process.wait()
        return f"it was killed by signal {-code}" if code < 0 else f"its exit code was {code}"

    def _used(self) -> tuple[float, float]:
        """The seconds of processor time that it has used, and the bytes of memory that it uses."""
        try:
            assert self._system is not None
            times = self._system.cpu_times()
            return times.user + times.system, self._system.memory_info().rss
        except psutil.Error:  # it has died
            return 0, 0

    def _received(self) -> object:
        assert self._process.stdout is not None
        try:
            return pickle.load(self._process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise _LostError from None


class Readers:
    """A number of reader processes, each of which is started when there is a task for it."""

    def __init__(self, number: int, budget: Budget, tell: Tell) -> None:
        self._budget, self._tell = budget, tell
        self._pages: tuple[str, Pages] | None = None
        self._own = local()
        self._lock = Lock()
        self._running: set[_Reader] = set()
        self._over = Event()
        self._threads = ThreadPoolExecutor(number, "reader", initializer=_quiet)
        self._threads.submit(self._reader)  # it loads what it needs in the meantime
        Thread(target=self._watch, name="budget", daemon=True).start()

    def submit(self, task: Task) -> Callable[[], Result]:
        """Have the task done. Returns a function that waits for its result; it raises `ReaderStartError` if no reader starts.

        While it waits, it tells which page of a long document was read last.
        """
        return partial(self._awaited, self._threads.submit(self._read, task))

    def _awaited(self, future: Future[Result]) -> Result:
        while not wait([future], _LOOK).done:
            if (last := self._pages) is not None:
                self._tell(f"Reading {last[0]}, page", *last[1])
        return future.result()

    def _step(self, path: str, pages: Pages) -> None:
        self._pages = path, pages

    def end(self) -> None:
        """Kill the readers, whatever they are doing."""
        with self._lock:
            self._over.set()
            running = list(self._running)
        for reader in running:
            reader.end()
        self._threads.shutdown(cancel_futures=True)

    def _read(self, task: Task) -> Result:
        try:
            return self._read_by_a_reader(task)
        finally:
            if (last := self._pages) is not None and last[0] == task.path:
                self._pages = None

    def _read_by_a_reader(self, task: Task) -> Result:
        for _ in range(2):  # the system may have killed the first one for the sake of another process
            try:
                return self._reader().read(task, self._budget.of(len(task.raw)), self._step)
            except _ExceededError as exceeded:
                self._replace()
                remedy = "Split the file, or allow more with a larger --budget."
                return Problem("budget", task.path, f"Reading it took more than {exceeded}.", remedy)
            except _LostError:
                how = self._replace()
        what = f"Two processes died while they were reading it ({how})."
        return Problem("reader_lost", task.path, what, "Split the file, or free some memory, and run it again.")

    def _reader(self) -> _Reader:
        """The reader of this thread, which is started if there is none. Raises `ReaderStartError`."""
        if (there := getattr(self._own, "reader", None)) is not None:
            return cast(_Reader, there)
        for _ in range(TRIES):
            started = self._start()
            try:
                started.wait()
            except _LostError:
                how = self._replace()
            else:
                return started
        raise ReaderStartError(how)

    def _start(self) -> _Reader:
        with self._lock:
            if self._over.is_set():
                raise CancelledError
            try:
                started = self._own.reader = _Reader()
            except OSError as error:
                raise ReaderStartError(str(error)) from None
            self._running.add(started)
        return started

    def _replace(self) -> str:
        """Let the next task of this thread start another reader. Returns how this one ended."""
        reader: _Reader = self._own.reader
        self._own.reader = None
        with self._lock:
            self._running.discard(reader)
        how = reader.ended
        reader.end()
        return how

    def _watch(self) -> None:
        _quiet()
        while not self._over.wait(_PAUSE):
            with self._lock:
                running = list(self._running)
            for reader in running:
                reader.check()


def _quiet() -> None:
    """Leave signals to the main thread. A process that this thread starts begins without them, too."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
