"""Ingesting: from paths to rows. Reader processes start first, and load what they need while the database is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from claimsdb.ingestion.engines.budget import DEFAULT, Budget
from claimsdb.ingestion.engines.local import readers
from claimsdb.ingestion.files import Found, discover
from claimsdb.ingestion.given import given_metadata, given_speakers
from claimsdb.ingestion.loading import loading
from claimsdb.ingestion.progress import Step, Summary, Tell
from claimsdb.reading.encodings.decoding import canonical
from claimsdb.store.contents import LARGEST
from claimsdb.store.folders import Folders
from claimsdb.store.lock import acquire


def ingest(
    paths: str | Path | Iterable[str | Path],
    into: str | Path = "claims.db",
    *,
    sources: str | Path | None = None,
    speakers: str | Path | None = None,
    encoding: str | None = None,
    jobs: int | None = None,
    budget: Budget | None = DEFAULT,
    largest: int | None = LARGEST,
    follow: bool = False,
    begin: Callable[[Found], None] = lambda _: None,
    report: Callable[[Step], None] = lambda _: None,
    tell: Tell = lambda *_: None,
    compare: bool = True,
) -> Summary:
    """Read the documents at the paths, files or folders, into the database `into`, which is made if it is missing.

    Unchanged files are skipped; changed files become new versions, and the claims of the old ones stay citable. `sources` is a table of
    metadata of the documents (default: `sources.csv` in each folder), `speakers` one of who is who (default: `speakers.csv` in each
    folder), `encoding` that of the files (default: detected).

    `jobs` is the number of reader processes; None is one per core if there are many files, and one otherwise. 0 reads in this process. A
    reader process takes at most `budget` for a file (default: `Budget()`; None: no limit); there is no budget in this process. A
    file of more than `largest` bytes is not read (None: no limit).

    Links in a folder that lead out of it are problems, unless `follow`. A path that is itself a link is always followed.

    `begin` is called with the files found, `report` with each file when it is done, `tell` with each later task, how much of it is done,
    and the total. If `compare` is false, the index of look-up and the comparison across documents are left to the next run.

    A faulty file, or one beyond the budget, is recorded as a problem, and the run continues. Raises `FileMissingError`, `NotAFileError`,
    `SourcesError`, `SpeakersError`, `EncodingNameError` or an error of the database before anything is written, and
    `ReaderStartError` if no reader process starts.
    """
    if encoding is not None:
        canonical(encoding, b"")
    wanted = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    database = Path(into)
    held = acquire(database)
    try:
        folders = Folders(database)
        found = discover(wanted, folders, follow)
        given = given_metadata(found, None if sources is None else Path(sources), follow)
        stated = given_speakers(found, None if speakers is None else Path(speakers), follow)
        with readers(jobs, len(found.files), budget or Budget(None, None)) as submit:
            with loading():
                from claimsdb.ingestion.runs import run
                from claimsdb.store.migrations import open_for_writing
            engine = open_for_writing(database)
            folders.save()
            begin(found)
            return run(engine, found, given, stated, encoding, largest, submit, report, tell, compare)
    finally:
        held.release()
