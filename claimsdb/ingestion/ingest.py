"""Ingesting: from paths to rows. Reader processes start first, and load what they need while the database is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from claimsdb.capture.captured import Captured, paths_of
from claimsdb.capture.given import default_folder, is_address
from claimsdb.ingestion.captured import with_captures
from claimsdb.ingestion.columns import check_columns
from claimsdb.ingestion.engines.budget import DEFAULT, Budget
from claimsdb.ingestion.engines.local import readers
from claimsdb.ingestion.files import Found, SourceFile, discover
from claimsdb.ingestion.given import given_sources, given_speakers
from claimsdb.ingestion.loading import loading
from claimsdb.ingestion.progress import Step, Summary, Tell
from claimsdb.model.recognition import Recognition
from claimsdb.store.contents import LARGEST
from claimsdb.store.folders import Folders
from claimsdb.store.lock import acquire
from claimsdb.streams.containers import CONTAINERS
from claimsdb.streams.encodings.decoding import canonical
from claimsdb.streams.kinds import by_name
from claimsdb.streams.member import Limits

_USUAL = 20_000
"""Number of bytes that a document in another file has, at a rough guess."""


def ingest(
    paths: str | Path | Iterable[str | Path],
    into: str | Path = "claims.db",
    *,
    sources: str | Path | None = None,
    speakers: str | Path | None = None,
    encoding: str | None = None,
    columns: Mapping[str, str] | None = None,
    jobs: int | None = None,
    budget: Budget | None = DEFAULT,
    largest: int | None = LARGEST,
    follow: bool = False,
    begin: Callable[[Found], None] = lambda _: None,
    report: Callable[[Step], None] = lambda _: None,
    tell: Tell = lambda *_: None,
    compare: bool = True,
    keep_sources: bool = False,
    prune: float | None = None,
    ocr: str | None = None,
) -> Summary:
    """Read the documents at the paths, files or folders, into the database `into`, which is made if it is missing.

    A path may be the address of a web page. It is captured into the folder `captures` next to the database, which is then read.

    Unchanged files are skipped; changed files become new versions, and the claims of the old ones stay citable. `sources` is a table of
    metadata of the documents (default: `sources.csv`, `.xlsx` or `.ods` in each folder), `speakers` one of who is who (default:
    `speakers.csv` in each folder), `encoding` that of the files (default: detected). `columns` says which column of a table of
    articles is the `text`, `title`, `published`, `author`, `publisher`, `url` or `language` (default: found by their names).

    `jobs` is the number of reader processes; None is one per core if there are many files, and one otherwise. 0 reads in this process. A
    reader process takes at most `budget` for a file (default: `Budget()`; None: no limit); there is no budget in this process. A
    file of more than `largest` bytes is not read (None: no limit).

    Links in a folder that lead out of it are problems, unless `follow`. A path that is itself a link is always followed.

    `begin` is called with the files found, `report` with each file when it is done, `tell` with the pages of a document that takes long and
    with each later task: how much of it is done, and the total. If `compare` is false, the index of look-up and the comparison across
    documents are left to the next run.

    If a file that an earlier run read in one of the folders is not there any more, that is a problem, and its claims stay as they are. If
    `prune` is given, and no larger share of the documents of that folder is missing, they are retired: they stay citable, and are current
    again when the file comes back. More may be missing because a disk is not mounted.

    If `keep_sources`, the bytes of the files are kept in the database, compressed, so that claims can be shown and verified after a file
    has gone.

    `ocr` names the languages ("eng", "eng+deu") in which Tesseract reads pictures, and pages of PDFs that are pictures. A document that was
    read without is read again with it; one that was read with it stays as it is if a later run does not ask for it.

    A faulty file, one beyond the budget, or a fault in a table of sources is recorded as a problem, and the run continues. Raises
    `FileMissingError`, `NotAFileError`, `SourcesError` if nothing can be taken from such a table, `SpeakersError`, `EncodingNameError`,
    `ColumnsError`, `RecognitionMissingError` if pictures cannot be read, `CaptureError` for a malformed address or an error of the database
    before anything is written to it, and `ReaderStartError` if no reader process starts.
    """
    if encoding is not None:
        canonical(encoding, b"")
    recognition = None if ocr is None else _recognition(ocr)
    limits = Limits(largest, fields=columns or {}, encoding=encoding)
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    database = Path(into)
    addresses = [path for path in given if isinstance(path, str) and is_address(path)]
    wanted = [Path(path) for path in given if path not in addresses]
    captured = _captured(addresses, default_folder(database), largest, tell) if addresses else ()
    wanted += paths_of(default_folder(database), captured) if addresses else []
    held = acquire(database)
    try:
        folders = Folders(database)
        found = discover(wanted, folders, follow)
        found, brought = with_captures(found)
        check_columns(found, limits)
        stated = given_sources(found, None if sources is None else Path(sources), follow)
        speaking = given_speakers(found, None if speakers is None else Path(speakers), follow)
        with readers(jobs, sum(map(_documents, found.files)), budget or Budget(None, None), tell) as submit:
            with loading():
                from claimsdb.ingestion.runs import run
                from claimsdb.store.migrations import open_for_writing
            engine = open_for_writing(database)
            folders.save()
            begin(found)
            made = run(
                engine,
                found,
                stated,
                brought,
                speaking,
                limits,
                recognition,
                submit,
                report,
                tell,
                compare,
                keep_sources,
                prune,
            )
            return replace(made, captured=captured)
    finally:
        held.release()


def _recognition(language: str) -> Recognition:
    """The program that reads pictures. Raises `RecognitionMissingError`."""
    from claimsdb.pictures.tesseract import found

    return found(language)


def _documents(file: SourceFile) -> int:
    """About how many documents there are in a file, as its name and its size suggest."""
    if by_name(file.path) not in CONTAINERS:
        return 1
    try:
        return 1 + (file.root / file.path).stat().st_size // _USUAL
    except OSError:
        return 1


def _captured(addresses: list[str], folder: Path, largest: int | None, tell: Tell) -> tuple[Captured, ...]:
    """Capture the addresses. Raises `CaptureError` before anything is asked if one is malformed."""
    from claimsdb.capture.addresses import checked
    from claimsdb.capture.capture import Asking, capture
    from claimsdb.capture.fetch import Limits

    wanted = [checked(address) for address in addresses]
    done: list[Captured] = []

    def report(result: Captured) -> None:
        done.append(result)
        tell("Capturing", len(done), len(wanted))

    return capture(wanted, folder, asking=Asking(Limits(largest=largest)), report=report)
