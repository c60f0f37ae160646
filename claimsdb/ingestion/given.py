"""What people state about the files and about who speaks in them: the tables that belong to a run."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from claimsdb.ingestion.files import SOURCES, SPEAKERS, Found
from claimsdb.model.document import Metadata
from claimsdb.model.errors import OtherTableError, Problem, SourcesError, SpeakersError, UnreadableError
from claimsdb.model.stated import Line
from claimsdb.reading.sources_csv import Sources, read_sources
from claimsdb.reading.speakers_csv import read_speakers
from claimsdb.store.contents import contents
from claimsdb.store.write.problems import SOURCES as CODE
from claimsdb.streams.opening import paths_in, place_of


@dataclass(frozen=True, slots=True)
class Given:
    """What tables of sources state: the metadata of files by folder and path, and columns of one's own and faults by folder."""

    metadata: dict[tuple[str, str], Metadata] = field(default_factory=dict)
    columns: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    faults: dict[str, list[Problem]] = field(default_factory=dict)


def given_sources(found: Found, sources: Path | None, follow: bool) -> Given:
    """What the table `sources` states about the files, or `sources.csv`, `.xlsx` or `.ods` in each folder.

    One in a folder that has no column of paths is a fault.

    Raises `SourcesError` if nothing can be taken from a table.
    """
    roots = {f.folder: f.root for f in found.files}
    given = Given(columns={folder: {} for folder in roots})
    if sources is not None:
        raw = _raw(sources.parent, sources.name, str(sources), follow=True)
        _add(given, read_sources(raw, str(sources), _exists(list(roots.values()), follow)), sources.name, roots, follow)
        return given
    for folder, root in roots.items():
        names = [name for name in SOURCES if os.path.lexists(root / name)]
        if len(names) > 1:
            raise SourcesError(str(root / names[0]), None, f"There is a {names[1]} too.", "Keep one of the two.")
        for name in names:
            shown = str(root / name)
            try:
                read = read_sources(_raw(root, name, shown, follow), shown, _exists([root], follow))
            except OtherTableError as error:  # whoever made the folder may have had something else in mind
                told, remedy = (
                    f"Line {error.line}: {error.what} It states nothing.",
                    f"{error.remedy} Or give it another name.",
                )
                given.faults[folder] = [Problem(CODE, name, told, remedy)]
            else:
                _add(given, read, name, {folder: root}, follow)
    return given


def _add(given: Given, read: Sources, name: str, roots: Mapping[str, Path], follow: bool) -> None:
    """Add what a table states to the folders that have the documents, and its faults to the first."""
    for folder, root in roots.items():
        has = _exists([root], follow)
        for path, metadata in read.metadata.items():
            if has(path):
                given.metadata[folder, path] = metadata
                if path in read.columns:
                    given.columns[folder][path] = read.columns[path]
    for folder in list(roots)[:1]:
        given.faults[folder] = [Problem(CODE, name, fault.told, fault.remedy) for fault in read.faults]


def given_speakers(found: Found, speakers: Path | None, follow: bool) -> dict[str, list[Line]]:
    """What is stated about speakers, by folder, in the table `speakers`, or in `speakers.csv` in each folder.

    Raises `SpeakersError` with all faults.
    """
    roots = {f.folder: f.root for f in found.files}
    if speakers is not None:
        (lines,) = read_speakers([(_raw_speakers(speakers.parent, speakers.name, follow=True), str(speakers))])
        return dict.fromkeys(roots, lines)
    with_one = [folder for folder, root in roots.items() if os.path.lexists(root / SPEAKERS)]
    files = [(_raw_speakers(roots[folder], SPEAKERS, follow), f"{folder}/{SPEAKERS}") for folder in with_one]
    return {folder: [] for folder in roots} | dict(zip(with_one, read_speakers(files), strict=True))


def _raw_speakers(root: Path, name: str, follow: bool) -> bytes:
    try:
        return contents(root, name, follow=follow)
    except UnreadableError as error:
        raise SpeakersError([(str(root / name), None, error.problem.message, error.problem.remedy)]) from None


def _raw(root: Path, path: str, shown: str, follow: bool) -> bytes:
    try:
        return contents(root, path, follow=follow)
    except UnreadableError as error:
        raise SourcesError(shown, None, error.problem.message, error.problem.remedy) from None


def _exists(roots: Sequence[Path], follow: bool) -> Callable[[str], bool]:
    """A function that says whether one of the folders has a document at a path, in a file or not, spelt exactly so on any file system."""

    @cache
    def entries(folder: Path) -> dict[str, bool] | None:
        """The names in the folder, each with whether it is a folder; None if the system does not say."""
        try:
            with os.scandir(folder) as listed:
                return {entry.name: entry.is_dir() for entry in listed}
        except OSError:
            return None

    def has(folder: Path, path: str) -> bool:
        *parents, name = path.split("/")
        for parent in parents:
            inner = entries(folder)
            if inner is not None and not inner.get(parent):  # as ".." and "" never are
                return False
            folder /= parent
        inner = entries(folder)
        return inner is None or inner.get(name) is False  # a folder that nobody may list is a problem of its own

    @cache
    def members(root: Path, file: str) -> frozenset[str]:
        return paths_in(root, file, follow=follow)

    def contains(root: Path, path: str) -> bool:
        file, inner = place_of(root, path)
        return bool(inner) and has(root, file) and inner in members(root, file)

    return lambda path: any(has(root, path) or contains(root, path) for root in roots)
