"""Removing documents: they and their claims are retired, and stay citable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from glob import has_magic
from pathlib import Path

from claimsdb.ingestion.interruption import shielded
from claimsdb.ingestion.progress import Tell
from claimsdb.ingestion.runs import compared
from claimsdb.lookup.short_ids import full_id
from claimsdb.model.errors import AmbiguousPathError, DatabaseMissingError, ManyDocumentsError, UnknownPathError
from claimsdb.model.ids import looks_like_id
from claimsdb.model.status import Outcome
from claimsdb.normalizer.attribution import tagging
from claimsdb.store.engine import Connection
from claimsdb.store.folders import Folders
from claimsdb.store.lock import acquire
from claimsdb.store.migrations import open_for_writing
from claimsdb.store.read.changes import AtPath, paths_like, paths_of
from claimsdb.store.read.files import LivePath, live_paths
from claimsdb.store.write.runs import Extractor, RunWriter


@dataclass(frozen=True, slots=True)
class Removed:
    """The result: the `paths` that were retired, each with its folder's name before it, and the number of claims retired with them.

    `there` are those whose files still exist: the next run that reads their folder makes them current again. If everything had been removed
    before, there is no run.
    """

    run: int | None
    paths: tuple[str, ...]
    claims: int
    there: tuple[str, ...]


def remove(
    documents: str | Sequence[str], path: str | Path = "claims.db", *, many: bool = False, tell: Tell = lambda *_: None
) -> Removed:
    """Retire documents and their claims, which stay citable, whether or not their files still exist.

    A document is given by its path, also after the name of its folder and `/`, by its web address, or by its id or a unique prefix. If
    `many`, the path of a folder or of an archive stands for everything in it, and a pattern (`reports/*.txt`) for what matches it. A
    document that is at several paths is retired when it is removed at all of them.

    Raises `DatabaseMissingError`, `UnknownPathError`, `AmbiguousPathError`, `UnknownIdError` or `AmbiguousIdError` for something that is
    not there or not unique, and `ManyDocumentsError` for several documents unless `many`, before anything is changed.
    """
    database = Path(path)
    if not database.exists():
        raise DatabaseMissingError(database)
    held = acquire(database)
    try:
        engine = open_for_writing(database)
        with engine.begin() as connection:
            given = [documents] if isinstance(documents, str) else documents
            live = {AtPath(one.folder, one.path): one for one in live_paths(connection)}
            found = list(dict.fromkeys(one for each in given for one in _at(connection, live, each.rstrip("/"), many)))
        names = [f"{one.folder}/{one.path}" for one in found]
        if not found:
            return Removed(None, (), 0, ())
        tagger = tagging.TrainedTagger()
        writer = RunWriter(engine, Extractor(tagger.name, tagger.fingerprint, {"removed": names}))
        claims = 0
        try:
            for one in found:
                with shielded():
                    claims += writer.remove(one.folder, one.path)
            compared(engine, writer.run, tell)
        except BaseException:
            with shielded():
                writer.finish(Outcome.INTERRUPTED)
            raise
        writer.finish()
        there = tuple(name for name, one in zip(names, found, strict=True) if _is_there(database, one))
        return Removed(writer.run, tuple(names), claims, there)
    finally:
        held.release()


def _at(connection: Connection, live: Mapping[AtPath, LivePath], given: str, many: bool) -> list[LivePath]:
    """Those of the current paths that are given."""
    places, below = paths_like(connection, given), f"{given}/"
    if not places and has_magic(given):
        places = [at for at in live if fnmatchcase(at.path, given) or fnmatchcase("/".join(at), given)]
        if len(places) > 1 and not many:
            raise ManyDocumentsError(given, len(places))
    elif not places:
        places = [at for at in live if at.path.startswith(below) or "/".join(at).startswith(below)]
        if folders := sorted({at.folder for at in places if at.path.startswith(below)})[1:]:
            raise AmbiguousPathError(given, [f"{folder}/{given}" for folder in folders])
        if len(places) > 1 and not many:
            raise ManyDocumentsError(given, len(places))
    elif len(places) > 1:
        raise AmbiguousPathError(given, ["/".join(at) for at in places])
    if not places and not looks_like_id(given):
        raise UnknownPathError(given)
    places = places or paths_of(connection, full_id(connection, "document", given))
    return [live[at] for at in places if at in live]


def _is_there(database: Path, one: LivePath) -> bool:
    """Whether the file of a document is still in its folder."""
    root = Folders(database).place(one.folder)
    return root is not None and (root / (one.container or one.path)).is_file()
