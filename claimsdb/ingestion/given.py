"""What people state about the files and about who speaks in them: the tables that belong to a run."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from claimsdb.ingestion.files import SOURCES, SPEAKERS, Found
from claimsdb.model.document import Metadata
from claimsdb.model.errors import SourcesError, SpeakersError, UnreadableError
from claimsdb.model.stated import Line
from claimsdb.reading.sources_csv import read_sources
from claimsdb.reading.speakers_csv import read_speakers
from claimsdb.store.contents import contents
from claimsdb.streams.opening import paths_in, place_of


def given_metadata(found: Found, sources: Path | None, follow: bool) -> dict[tuple[str, str], Metadata]:
    """The files' metadata by folder and path, from the table `sources`, or from `sources.csv` in each folder.

    Raises `SourcesError`.
    """
    roots = {f.folder: f.root for f in found.files}
    given: dict[tuple[str, str], Metadata] = {}
    if sources is not None:
        raw = _raw(sources.parent, sources.name, str(sources), follow=True)
        for path, metadata in read_sources(raw, str(sources), _exists(list(roots.values()), follow)).items():
            given |= {(folder, path): metadata for folder, root in roots.items() if _exists([root], follow)(path)}
        return given
    for folder, root in roots.items():
        if os.path.lexists(root / SOURCES):
            raw = _raw(root, SOURCES, str(root / SOURCES), follow)
            for path, metadata in read_sources(raw, str(root / SOURCES), _exists([root], follow)).items():
                given[folder, path] = metadata
    return given


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
