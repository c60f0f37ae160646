"""Recovering a damaged database: what is intact in it is kept, and the rest is read again from its files."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from claimsdb.ingestion.ingest import ingest
from claimsdb.ingestion.progress import Step, Tell
from claimsdb.model.errors import DatabaseMissingError
from claimsdb.store.folders import Folders
from claimsdb.store.lock import acquire
from claimsdb.store.migrations import open_for_reading, open_for_writing
from claimsdb.store.read.ids import ids_from
from claimsdb.store.salvage import Left, Place, Salvaged, readable, salvage


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
            read = tuple(_read_again(_files(salvaged.places, folders), new, jobs, report, tell))
            lost = _lost(salvaged, folders, new)
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
            damaged = database.rename(database.with_name(f"{database.name}.damaged-{stamp}.bak"))
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
    """The file at the place; None if it is gone. A path that was falsified does not lead out of its folder."""
    root = folders.place(place.folder)
    file = None if root is None else root / place.path
    if root is None or file is None or not file.is_file() or not file.resolve().is_relative_to(root.resolve()):
        return None
    return file


def _files(places: Sequence[Place] | None, folders: Folders) -> dict[str | None, list[Path]]:
    """What to read, by the encoding that was given for it: the files that are there, or all folders if the paths cannot be read."""
    if places is None:
        return {None: folders.roots()}
    found: dict[str | None, list[Path]] = defaultdict(list)
    for place in places:
        if (file := _file(place, folders)) is not None:
            found[place.encoding].append(file)
    return found


def _read_again(
    files: Mapping[str | None, list[Path]], new: Path, jobs: int | None, report: Callable[[Step], None], tell: Tell
) -> Iterator[Step]:
    """Read the files, and compare all documents."""
    *most, (encoding, last) = files.items() or {None: []}.items()
    for given, some in most:
        yield from ingest(some, new, encoding=given, jobs=jobs, report=report, tell=tell, compare=False).steps
    yield from ingest(last, new, encoding=encoding, jobs=jobs, report=report, tell=tell).steps


def _lost(salvaged: Salvaged, folders: Folders, new: Path) -> tuple[Left, ...]:
    """The documents that are not in the new database; one whose id cannot be read is there if the file at its current path was."""
    there = {place.document for place in salvaged.places or () if _file(place, folders) is not None}
    engine = open_for_reading(new)
    with engine.connect() as connection:
        found = tuple(
            one
            for one in salvaged.left
            if (not ids_from(connection, "document", one.document_id, 1) if one.document_id else one.key not in there)
        )
    engine.dispose()
    return found
