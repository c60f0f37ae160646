"""Ingesting: from paths to rows. Files are read and normalized, by several processes if asked, and written one after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal

from claimsdb.errors import ClaimsdbError, Problem, UnreadableError
from claimsdb.files import SOURCES, Folders, Found, SourceFile, discover
from claimsdb.model import Metadata, Normalized
from claimsdb.normalizer import normalize
from claimsdb.readers import read
from claimsdb.readers.decoding import canonical
from claimsdb.schema import acquire, open_for_writing
from claimsdb.sources import read_sources
from claimsdb.store import Extractor, RunWriter
from claimsdb.tables import Outcome
from claimsdb.tagger import Tagger
from claimsdb.tagger.trained import TrainedTagger

FEW = 24
"""Below this many files the start of other processes costs more than they save."""


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one file: "read", "unchanged" or "problem", with the claims it gave or the problem it met."""

    file: SourceFile
    outcome: str
    claims: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """One run as a whole."""

    run: int
    outcome: Outcome
    found: Found
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Task:
    file: SourceFile
    raw: bytes
    encoding: str | None
    given: Metadata


def ingest(
    database: Path,
    paths: Sequence[Path],
    *,
    sources: Path | None = None,
    encoding: str | None = None,
    jobs: int | None = None,
    begin: Callable[[Found], None] = lambda _: None,
    report: Callable[[Step], None] = lambda _: None,
) -> Summary:
    """Read the files at the paths into the database; `begin` is told what was found, `report` each file when it is done.

    A file at fault becomes a problem, and the rest goes on. Raises the errors of `schema`, `files`, `sources` and an unknown encoding
    before anything is written.
    """
    if encoding is not None:
        canonical(encoding, b"")
    held = acquire(database)
    try:
        folders = Folders(database)
        found = discover(paths, folders)
        given = _given(found, sources)
        tagger = TrainedTagger()
        engine = open_for_writing(database)
        folders.save()
        begin(found)
        writer = RunWriter(engine, Extractor(tagger.name, tagger.fingerprint, {"encoding": encoding}))
        try:
            steps = _run(writer, found, given, encoding, jobs, tagger, report)
            for folder in sorted(found.whole):
                writer.settle(folder, {s.file.path for s in steps if s.file.folder == folder})
        except BaseException:
            writer.finish(Outcome.INTERRUPTED)
            raise
        return Summary(writer.run, writer.finish(), found, tuple(steps))
    finally:
        held.release()


def _run(
    writer: RunWriter,
    found: Found,
    given: dict[tuple[str, str], Metadata],
    encoding: str | None,
    jobs: int | None,
    tagger: Tagger,
    report: Callable[[Step], None],
) -> list[Step]:
    steps: list[Step] = []

    def done(step: Step) -> None:
        steps.append(step)
        report(step)

    for folder, problem in found.problems:
        writer.problem(folder, problem)
        done(Step(SourceFile(Path(), folder, problem.path), "problem", problem=problem))
    with _normalizer(jobs, len(found.files), tagger) as submit:
        waiting: deque[tuple[_Task, Callable[[], Normalized | Problem]]] = deque()
        for file in found.files:
            known = given.get((file.folder, file.path), Metadata())
            try:
                raw = file.absolute.read_bytes()
            except OSError as error:
                remedy = "Give yourself the right to read it."
                problem = Problem("unreadable", file.path, f"It cannot be read: {error.strerror}.", remedy)
                writer.problem(file.folder, problem)
                done(Step(file, "problem", problem=problem))
                continue
            if writer.is_current(file.folder, file.path, sha256(raw).hexdigest(), known):
                done(Step(file, "unchanged"))
                continue
            task = _Task(file, raw, encoding, known)
            waiting.append((task, submit(task)))
            if len(waiting) > 8:
                done(_write(writer, *waiting.popleft()))
        while waiting:
            done(_write(writer, *waiting.popleft()))
    return steps


def _write(writer: RunWriter, task: _Task, result: Callable[[], Normalized | Problem]) -> Step:
    made = result()
    if isinstance(made, Problem):
        writer.problem(task.file.folder, made)
        return Step(task.file, "problem", problem=made)
    writer.save(task.file.folder, made)
    return Step(task.file, "read", len(made.claims), made.problems[0] if made.problems else None)


def _work(task: _Task, tagger: Tagger) -> Normalized | Problem:
    """A document's findings, or why it gives none; a fault of ours too is recorded, so that it costs one document and not the run."""
    try:
        return normalize(read(task.raw, task.file.path, encoding=task.encoding, given=task.given), tagger)
    except UnreadableError as error:
        return error.problem
    except ClaimsdbError as error:
        what = str(error).removeprefix(f"{task.file.path}: ")
        return Problem("internal", task.file.path, what, "The rest of the run is not affected.")
    except Exception as error:
        what = f"claimsdb failed on it: {type(error).__name__}: {error}."
        return Problem(
            "internal", task.file.path, what, "Please report it with the file; the rest of the run is not affected."
        )


@contextmanager
def _normalizer(
    jobs: int | None, files: int, tagger: Tagger
) -> Iterator[Callable[[_Task], Callable[[], Normalized | Problem]]]:
    """What takes a task and gives back how to get its result: in this process, or in `jobs` others."""
    workers = jobs or (1 if files < FEW else min(cpu_count() or 1, 8))
    if workers == 1:
        yield lambda task: lambda: _work(task, tagger)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker) as pool:

        def submit(task: _Task) -> Callable[[], Normalized | Problem]:
            future: Future[Normalized | Problem] = pool.submit(_work_there, task)
            return future.result

        try:
            yield submit
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_tagger: Tagger


def _start_worker() -> None:
    global _tagger
    signal(SIGINT, SIG_IGN)  # Ctrl-C is for the one that writes; it ends the others
    _tagger = TrainedTagger()


def _work_there(task: _Task) -> Normalized | Problem:
    return _work(task, _tagger)


def _given(found: Found, sources: Path | None) -> dict[tuple[str, str], Metadata]:
    """What `sources.csv` says of the files, by folder and path: the file that is named, or one in each folder."""
    roots = {f.folder: f.root for f in found.files}
    tables = {folder: root / SOURCES for folder, root in roots.items() if (root / SOURCES).is_file()}
    if sources is not None:
        tables = dict.fromkeys(roots, sources)
    inside = {
        folder: {p.relative_to(roots[folder]).as_posix() for p in roots[folder].rglob("*") if p.is_file()}
        for folder in tables
    }
    given: dict[tuple[str, str], Metadata] = {}
    for folder, table in tables.items():
        known = set().union(*inside.values()) if sources is not None else inside[folder]
        for path, metadata in read_sources(table.read_bytes(), str(table), known).items():
            if path in inside[folder]:
                given[folder, path] = metadata
    return given
