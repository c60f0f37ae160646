"""Files that were read by an earlier run and are not there any more: told as problems, or their documents retired."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from claimsdb.ingestion.files import Found, Searched, SourceFile
from claimsdb.ingestion.interruption import shielded
from claimsdb.ingestion.progress import Step
from claimsdb.model.errors import Problem
from claimsdb.store.read.files import LivePath, live_paths
from claimsdb.store.write.problems import MISSING
from claimsdb.store.write.runs import RunWriter

_BACK = "Put it back, or retire its claims, which then stay citable, with `claimsdb ingest FOLDER --prune` or `claimsdb remove PATH`."
_MANY = "Too much of what was read in this folder is missing, so nothing was retired: see that it is mounted, or add --yes to --prune."


class _Missing(NamedTuple):
    """A path whose file is missing. `within`: the file is there, and no longer has the document; `elsewhere`: its bytes are."""

    at: LivePath
    within: bool
    elsewhere: bool


def settle_missing(writer: RunWriter, found: Found, steps: Sequence[Step], prune: float | None) -> list[Step]:
    """Tell of the files that are missing in the folders that were searched, or retire their documents. `steps` are the run's.
    They are retired if `prune` is given and no larger share of a folder's documents is missing.

    A path whose bytes are at another path by now is retired in any case: its document stays current.
    """
    if not found.searched:
        return []
    with writer.engine.begin() as connection:
        live = live_paths(connection)
    seen = {(s.file.folder, s.file.path) for s in steps}
    there = {one.document for one in live if (one.folder, one.path) in seen}
    made: list[Step] = []
    done: set[tuple[str, str]] = set()
    for searched in found.searched:
        known = [one for one in live if one.folder == searched.folder and one.path.startswith(searched.prefix)]
        known = [one for one in known if (one.folder, one.path) not in done]
        done |= {(one.folder, one.path) for one in known}
        missing = list(_missing(searched, known, found, steps, seen, there))
        gone = [one for one in missing if not one.elsewhere]
        refused = prune is not None and len(gone) > prune * len(known)
        retire = [one for one in missing if one.elsewhere or (prune is not None and not refused)]
        made += [_retired(writer, searched, one) for one in retire]
        if len(retire) < len(missing):
            made += _told(writer, searched, gone, refused)
    for folder in {one.folder for one in found.searched}:
        writer.settle(
            folder, {s.file.path for s in made if s.outcome == "missing" and s.file.folder == folder}, MISSING
        )
    return made


def _missing(
    searched: Searched,
    known: Sequence[LivePath],
    found: Found,
    steps: Sequence[Step],
    seen: Collection[tuple[str, str]],
    there: Collection[int],
) -> Iterator[_Missing]:
    """The known paths that this run has not come to, although it would have if they were there."""
    read = {f.path for f in found.files if f.folder == searched.folder}
    faulty = {s.problem.path for s in steps if s.file.folder == searched.folder and s.problem}
    for one in known:
        if (one.folder, one.path) in seen or any(above in faulty for above in _above(one.path)):
            continue  # nobody knows what is in what cannot be read
        within = one.container in read
        if within or not os.path.lexists(searched.root / (one.container or one.path)):
            yield _Missing(one, within, one.document in there)


def _above(path: str) -> Iterator[str]:
    """The path and those of the files and folders around it."""
    yield path
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _retired(writer: RunWriter, searched: Searched, one: _Missing) -> Step:
    file = SourceFile(searched.root, one.at.folder, one.at.path, container=one.at.container)
    with shielded():
        claims = writer.remove(one.at.folder, one.at.path)
    return Step(file, "moved" if one.elsewhere else "removed", claims)


def _told(writer: RunWriter, searched: Searched, missing: Sequence[_Missing], refused: bool) -> Iterator[Step]:
    """A problem for each missing file, and for each document that is no longer in a file that is there."""
    documents = Counter(one.at.path if one.within else one.at.container or one.at.path for one in missing)
    within = {one.at.path: one.at.container for one in missing if one.within}
    for path, count in documents.items():
        many = f" It had {count:,} documents." if count > 1 else ""
        what = f"It is no longer in {within[path]}." if path in within else f"The file is not there any more.{many}"
        problem = Problem(MISSING, path, f"{what} Its claims are still current.", _MANY if refused else _BACK)
        file = SourceFile(searched.root, searched.folder, path, container=within.get(path))
        with shielded():
            writer.problem(searched.folder, problem)
        yield Step(file, "missing", problem=problem)
