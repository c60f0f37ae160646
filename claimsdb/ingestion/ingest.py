"""Ingesting: from paths to rows. The processes that read start first, and load what they need while the database is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from claimsdb.ingestion.engines.local import readers
from claimsdb.ingestion.files import SOURCES, Found, discover
from claimsdb.ingestion.loading import loading
from claimsdb.ingestion.progress import Step, Summary, Tell
from claimsdb.model.document import Metadata
from claimsdb.reading.encodings.decoding import canonical
from claimsdb.reading.sources_csv import read_sources
from claimsdb.store.folders import Folders
from claimsdb.store.lock import acquire


def ingest(
    database: Path,
    paths: Sequence[Path],
    *,
    sources: Path | None = None,
    encoding: str | None = None,
    jobs: int | None = None,
    apart: bool = False,
    begin: Callable[[Found], None] = lambda _: None,
    report: Callable[[Step], None] = lambda _: None,
    tell: Tell = lambda *_: None,
    compare: bool = True,
) -> Summary:
    """Read the files at the paths into the database; `begin` is told what was found, `report` each file when it is done,
    `tell` how far the index of look-up and the comparison across documents are. These two are left to the next run where `compare` is
    false.

    Files are read by `jobs` processes, by this one where that is 1; where it is None, many by one for each core, few by this one, or, if
    `apart`, by another, which is quicker by what both load at once. Other processes import the program's main module, as
    `multiprocessing` says.

    A file at fault becomes a problem, and the rest goes on. Raises the errors of `locks`, `schema`, `files`, `sources` and an unknown
    encoding before anything is written; `ReaderLostError` where a process that reads has died.
    """
    if encoding is not None:
        canonical(encoding, b"")
    held = acquire(database)
    try:
        folders = Folders(database)
        found = discover(paths, folders)
        given = _given(found, sources)
        with readers(jobs, len(found.files), apart) as submit:
            with loading():
                from claimsdb.ingestion.runs import run
                from claimsdb.store.migrations import open_for_writing
            engine = open_for_writing(database)
            folders.save()
            begin(found)
            return run(engine, found, given, encoding, submit, report, tell, compare)
    finally:
        held.release()


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
