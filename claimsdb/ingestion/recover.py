"""Recovering a damaged database: what is intact in it is kept, and the rest is read again from its files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from claimsdb.ingestion.by_settings import ingest_by_settings
from claimsdb.ingestion.progress import Step, Tell
from claimsdb.model.errors import DatabaseMissingError
from claimsdb.store.backups import free_name
from claimsdb.store.folders import Folders
from claimsdb.store.lock import acquire
from claimsdb.store.migrations import open_for_reading, open_for_writing
from claimsdb.store.read.ids import ids_from
from claimsdb.store.salvage import Left, Place, Salvaged, readable, salvage
from claimsdb.streams.opening import place_of


@dataclass(frozen=True, slots=True)
class Recovered:
    """The result: how many documents were `kept` as they were, the files that were `read` again, and the documents that are `lost`.

    `damaged` is where the damaged database is now.
    """

    kept: int
    read: tuple[Step, ...]
    lost: tuple[Left, ...]
    damaged: Path


def recover(
    path: str | Path,
    places: Mapping[str, Path] | None = None,
    *,
    jobs: int | None = None,
    report: Callable[[Step], None] = lambda _: None,
    tell: Tell = lambda *_: None,
) -> Recovered:
    """Put a sound database in the place of a damaged or falsified one, which stays next to it under another name.

    Documents whose rows are as they were sealed are kept, earlier versions included. The files of the others are read again; `places` says
    where their folders are now, if they have moved. A document whose file is gone, or has other bytes by now, is lost, and so is each
    earlier version that was not intact. Ids are the same as before, since they depend on the text alone. For the other parameters, see
    `ingest`. If this is interrupted, the damaged database is still in its place.

    Raises `DatabaseMissingError`, or an error of the new database.
    """
    database = Path(path)
    if not database.is_file():
        raise DatabaseMissingError(database)
    held = acquire(database)
    new, copy = (database.with_name(f"{database.name}.{ending}") for ending in ("recovering", "unreadable"))
    try:
        with _temporary(new, copy):
            folders = _folders(database, new, places or {})
            engine = open_for_writing(new)
            with readable(database, copy) as rows:
                salvaged = salvage(rows, engine)
            engine.dispose()
            there = {place: file for place in salvaged.places or () if (file := _file(place, folders)) is not None}
            files = list({file: place.settings for place, file in there.items()}.items())
            if salvaged.places is None:  # the paths cannot be read
                files = [(root, None) for root in folders.roots()]
            read = ingest_by_settings(files, new, jobs=jobs, report=report, tell=tell)
            lost = _lost(salvaged, {place.document for place in there}, new)
            damaged = _put_aside(database)
            new.rename(database)
            folders.file.replace(Folders(database).file)
    finally:
        held.release()
    return Recovered(salvaged.kept, read, lost, damaged)


@contextmanager
def _temporary(*databases: Path) -> Iterator[None]:
    """Remove the files of these databases, before (a killed try may have left them) and after."""
    files = [d.with_name(d.name + ending) for d in databases for ending in ("", "-journal", ".folders.json", ".lock")]
    try:
        for file in files:
            file.unlink(missing_ok=True)
        yield
    finally:
        for file in files:
            file.unlink(missing_ok=True)


def _folders(database: Path, new: Path, places: Mapping[str, Path]) -> Folders:
    """The folders of the new database: those of the old one, and these places."""
    if (known := Folders(database).file).is_file():
        shutil.copyfile(known, Folders(new).file)
    folders = Folders(new)
    for name, place in places.items():
        folders.note(name, place)
    folders.save()
    return folders


def _file(place: Place, folders: Folders) -> Path | None:
    """The file at the place, or in which it is; None if it is gone. A path that was falsified does not lead out of its folder."""
    root = folders.place(place.folder)
    file = None if root is None else root / place_of(root, place.path)[0]
    if root is None or file is None or not file.is_file() or not file.resolve().is_relative_to(root.resolve()):
        return None
    return file


def _put_aside(database: Path) -> Path:
    """Give the damaged database another name, and its journal too: next to another database, SQLite would roll it back there."""
    damaged = free_name(database, "damaged")
    journal = database.with_name(database.name + "-journal")
    if journal.exists():
        journal.rename(damaged.with_name(damaged.name + "-journal"))
    return database.rename(damaged)


def _lost(salvaged: Salvaged, there: Collection[int], new: Path) -> tuple[Left, ...]:
    """The documents that are not in the new database. One whose id cannot be read is, if its key is `there`: its file has been read."""
    engine = open_for_reading(new)
    with engine.connect() as connection:
        found = tuple(
            one
            for one in salvaged.left
            if (not ids_from(connection, "document", one.document_id, 1) if one.document_id else one.key not in there)
        )
    engine.dispose()
    return found
