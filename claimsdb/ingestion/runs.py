"""A run: from files to rows. Files are read elsewhere (`claimsdb.ingestion.engines.local`), and written here one after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from claimsdb.ingestion.engines.local import Submit
from claimsdb.ingestion.engines.work import Result, Task
from claimsdb.ingestion.files import Found, SourceFile
from claimsdb.ingestion.given import Given
from claimsdb.ingestion.interruption import Interrupted, shielded
from claimsdb.ingestion.loading import loading
from claimsdb.ingestion.missing import settle_missing
from claimsdb.ingestion.progress import Step, Summary, Tell
from claimsdb.ingestion.supply import supply
from claimsdb.model.document import Container, Metadata, Transport
from claimsdb.model.errors import ModelError, Problem, SpeakersError
from claimsdb.model.faults import Faults
from claimsdb.model.recognition import Recognition
from claimsdb.model.stated import Line
from claimsdb.model.status import Outcome
from claimsdb.normalizer.attribution import tagging
from claimsdb.reading.speakers_csv import contradicting
from claimsdb.store.engine import Engine
from claimsdb.store.read.identities import statements
from claimsdb.store.write.runs import Extractor, RunWriter
from claimsdb.streams.kinds import NO_TEXT
from claimsdb.streams.member import Limits

Captured = Mapping[tuple[str, str, str], tuple[Metadata, Transport]]
"""What a person stated of files that were captured or added, and what brought them, by folder, path and hash."""
_THERE = ("read", "unchanged", "problem", "missing")
"""Outcomes of files with which there may still be problems."""
AHEAD = 8
"""Maximum number of files that are read ahead of the one being written."""


def run(
    engine: Engine,
    found: Found,
    given: Given,
    captured: Captured,
    stated: Mapping[str, Sequence[Line]],
    limits: Limits,
    ocr: Recognition | None,
    submit: Submit,
    report: Callable[[Step], None],
    tell: Tell,
    compare: bool,
    keep: bool,
    prune: float | None,
) -> Summary:
    """Bring the database up to date with the files. The caller must hold its lock. If interrupted, finished work is kept.

    Raises `SpeakersError` if what is `stated` about speakers, by folder, contradicts what other folders state.
    """
    _check(engine, stated)
    tagger = tagging.TrainedTagger()
    writer = RunWriter(
        engine, Extractor(tagger.name, tagger.fingerprint, {"encoding": limits.encoding}, limits.fields, ocr)
    )
    try:
        writer.state(stated)
        writer.describe(given.columns, given.faults)
        prepare = _prepare if compare else lambda: None
        steps = _read(writer, found, given, captured, limits, ocr, submit, report, prepare, keep)
        for one in settle_missing(writer, found, steps, prune):
            steps.append(one)
            report(one)
        for folder in found.whole:
            writer.settle(folder, {s.file.path for s in steps if s.file.folder == folder and s.outcome in _THERE})
        if compare:
            for folder, problem in compared(engine, writer.run, tell):
                steps.append(Step(SourceFile(Path(), folder, problem.path), "problem", problem=problem))
                report(steps[-1])
    except BaseException:
        with shielded():
            writer.finish(Outcome.INTERRUPTED)
        raise
    return Summary(writer.run, writer.finish(), found, tuple(steps), kept=writer.kept)


def _check(engine: Engine, stated: Mapping[str, Sequence[Line]]) -> None:
    with engine.begin() as connection:
        before = [line for folder, line in statements(connection) if folder not in stated]
    if faults := contradicting([*before, *(line for lines in stated.values() for line in lines)]):
        raise SpeakersError(faults)


def _read(
    writer: RunWriter,
    found: Found,
    given: Given,
    captured: Captured,
    limits: Limits,
    ocr: Recognition | None,
    submit: Submit,
    report: Callable[[Step], None],
    meanwhile: Callable[[], None],
    keep: bool,
) -> list[Step]:
    """Read and write the files; `meanwhile` is called before waiting for a result."""
    steps: list[Step] = []

    def done(step: Step) -> None:
        steps.append(step)
        report(step)

    of_tables = [(folder, problem) for folder, problems in given.faults.items() for problem in problems]
    for folder, problem in (*found.problems, *of_tables):
        writer.problem(folder, problem)
        done(Step(SourceFile(Path(), folder, problem.path), "problem", problem=problem))
    waiting: deque[tuple[SourceFile, Callable[[], Result], bytes | None]] = deque()
    pictures = ocr is not None or writer.knows_pictures  # those that were read once are current
    for file, one in (supplied for f in found.files for supplied in supply(f, limits, pictures=pictures)):
        if isinstance(one, Problem):
            done(_fault(writer, file, one))
            continue
        hashed = sha256(one.raw).hexdigest()
        stated, transport = captured.get((file.folder, file.path, hashed), (Metadata(), one.transport))
        known = given.metadata.get((file.folder, file.path), Metadata()).over(stated)
        key = writer.extractor.key(one.media_type, known, transport, one.stated, one.fields)
        with shielded():
            current = writer.is_current(file.folder, file.path, hashed, key, earlier=one.earlier)
            if current and keep:
                writer.keep(hashed, one.raw)
        if current:
            done(Step(file, "unchanged"))
            continue
        task = Task(file.path, one.raw, limits.encoding, known, transport, one.stated, one.fields, one.media_type, ocr)
        waiting.append((file, submit(task), one.raw if keep else None))
        if len(waiting) > AHEAD:
            meanwhile()
            done(_write(writer, *waiting.popleft()))
    while waiting:
        meanwhile()
        done(_write(writer, *waiting.popleft()))
    return steps


def _write(writer: RunWriter, file: SourceFile, result: Callable[[], Result], raw: bytes | None) -> Step:
    made = result()
    if isinstance(made, Problem):
        return _fault(writer, file, made)
    if file.container is not None:
        container = Container(file.container, file.place, file.packed)
        made = replace(made, document=replace(made.document, container=container))
    with shielded():
        writer.save(file.folder, made, raw)
    return Step(file, "read", len(made.claims), made.problems[0] if made.problems else None)


def _fault(writer: RunWriter, file: SourceFile, problem: Problem) -> Step:
    """Record the problem with a document. That a file holds no text is not a fault, unless somebody asked for this very file."""
    if problem.code == NO_TEXT and not file.named:
        return Step(file, "skipped", note=problem.message)
    with shielded():
        writer.problem(file.folder, problem)
    return Step(file, "problem", problem=problem)


@cache
def _prepare() -> None:
    """Load the modules and the model for the steps after reading, which takes half a second."""
    with loading():
        from claimsdb.comparison.update import update  # noqa: F401
        from claimsdb.english.networks.sentences import default
    with suppress(ModelError):  # it is raised again when the model is needed
        default()


def compared(engine: Engine, run: int, tell: Tell) -> list[tuple[str, Problem]]:
    """Update the look-up index and the comparison across documents.

    Returns the problems with documents on which this failed, each with the name of its folder.
    """
    from claimsdb.comparison.update import speakers
    from claimsdb.comparison.update.update import update

    with shielded():
        speakers.update(engine, run)  # embeddings and comparison depend on who says what
    faults = Faults()
    _index(engine, faults, tell)
    with shielded() as received:

        def stoppable(what: str, done: int, of: int) -> None:
            if received:
                raise Interrupted(received[0])
            tell(what, done, of)

        return update(engine, run, stoppable, faults)


def _index(engine: Engine, faults: Faults, tell: Tell) -> None:
    """Bring the look-up index up to date, including what an earlier run left out."""
    from claimsdb.lookup.index import embeddings

    taking = embeddings.update(engine, faults)
    while True:
        with shielded():
            done = next(taking, None)
        if done is None:
            return
        tell("Indexing", *done)
