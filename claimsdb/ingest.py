"""Ingesting: from paths to rows. Files are read and normalized, by several processes if asked, and written one after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from signal import SIGINT, default_int_handler, getsignal, signal
from threading import current_thread, main_thread

import sqlalchemy as sa

from claimsdb.errors import Problem
from claimsdb.files import SOURCES, Folders, Found, SourceFile, discover
from claimsdb.model import Metadata
from claimsdb.readers.decoding import canonical
from claimsdb.schema import acquire, open_for_writing
from claimsdb.sources import read_sources
from claimsdb.store import Extractor, RunWriter
from claimsdb.tables import Outcome
from claimsdb.tagger import Tagger
from claimsdb.tagger.trained import TrainedTagger
from claimsdb.workers import Result, Task, normalizer

Tell = Callable[[str, int, int], None]
"""Told what is being done beside reading, how much of it is done, and of how much."""


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


def ingest(
    database: Path,
    paths: Sequence[Path],
    *,
    sources: Path | None = None,
    encoding: str | None = None,
    jobs: int | None = None,
    begin: Callable[[Found], None] = lambda _: None,
    report: Callable[[Step], None] = lambda _: None,
    tell: Tell = lambda *_: None,
    compare: bool = True,
) -> Summary:
    """Read the files at the paths into the database; `begin` is told what was found, `report` each file when it is done,
    `tell` how far the index of look-up and the comparison across documents are. These two are left to the next run where `compare` is
    false.

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
            if compare:
                from claimsdb import across  # after the first results: it takes half a second

                _index(engine, tell)
                with shielded() as pressed:
                    across.update(engine, writer.run, lambda *done: tell(*done) if not pressed else _stop())
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
    with normalizer(jobs, len(found.files), tagger) as submit:
        waiting: deque[tuple[SourceFile, Callable[[], Result]]] = deque()
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
            with shielded():
                current = writer.is_current(file.folder, file.path, sha256(raw).hexdigest(), known)
            if current:
                done(Step(file, "unchanged"))
                continue
            waiting.append((file, submit(Task(file.path, raw, encoding, known))))
            if len(waiting) > 8:
                done(_write(writer, *waiting.popleft()))
        while waiting:
            done(_write(writer, *waiting.popleft()))
    return steps


def _write(writer: RunWriter, file: SourceFile, result: Callable[[], Result]) -> Step:
    made = result()
    if isinstance(made, Problem):
        with shielded():
            writer.problem(file.folder, made)
        return Step(file, "problem", problem=made)
    with shielded():
        writer.save(file.folder, made)
    return Step(file, "read", len(made.claims), made.problems[0] if made.problems else None)


def _index(engine: sa.Engine, tell: Tell) -> None:
    """Bring the index of look-up up to date, with what an earlier run left out."""
    from claimsdb.index import embeddings

    taking = embeddings.update(engine)
    while True:
        with shielded():
            done = next(taking, None)
        if done is None:
            return
        tell("Indexing", *done)


def _stop() -> None:
    raise KeyboardInterrupt


@contextmanager
def shielded() -> Iterator[list[int]]:
    """Let Ctrl-C wait until the database has answered: in the middle of it, it would leave the connection's own noise behind.

    Gives what was pressed meanwhile, so that long work can stop between two answers.
    """
    before = getsignal(SIGINT)
    pressed: list[int] = []
    if before is not default_int_handler or current_thread() is not main_thread():
        yield pressed
        return
    signal(SIGINT, lambda number, _: pressed.append(number))
    try:
        yield pressed
    finally:
        signal(SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


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
