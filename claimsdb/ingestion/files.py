"""Finding the documents at the given paths, and their folders and paths in the database.

A path in the database is relative to the ingested folder, which is identified by its name (`claimsdb.store.folders`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimsdb.model.errors import FileMissingError, Problem
from claimsdb.reading.read import media_type
from claimsdb.store.folders import Folders, _shown

SOURCES = "sources.csv"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: `root` is its folder on this machine, `folder` that folder's name in the database, `path` is relative, with `/`."""

    root: Path
    folder: str
    path: str

    @property
    def absolute(self) -> Path:
        """The file's location on this machine."""
        return self.root / self.path


@dataclass(frozen=True, slots=True)
class Found:
    """The result: `files` in order of folder and path, the number of files `skipped` as of unknown kind, and `problems` by folder.

    `whole` is the names of the folders that were searched from their root.
    """

    files: tuple[SourceFile, ...]
    skipped: int
    problems: tuple[tuple[str, Problem], ...]
    whole: frozenset[str] = frozenset()


def discover(paths: Sequence[Path], folders: Folders) -> Found:
    """The files at the paths: named files of any kind, and in folders those of a known kind that are not hidden.

    Raises `FileMissingError` for a path that does not exist.
    """
    files: dict[Path, SourceFile] = {}
    problems: list[tuple[str, Problem]] = []
    skipped = 0
    whole: set[str] = set()
    for path in paths:
        if not path.exists():
            raise FileMissingError(path)
        # A link to a file belongs to the folder that contains the link.
        place = path.resolve() if path.is_dir() else path.parent.resolve() / path.name
        root = folders.around(place) or (place if path.is_dir() else place.parent)
        name = folders.name(root)
        if place == root:
            whole.add(name)
        for each, problem in _walk(place) if path.is_dir() else [(place, None)]:
            relative = each.relative_to(root).as_posix()
            if problem is None and _unprintable(relative):
                problem = "Its name is not valid Unicode."
            if problem is not None:
                remedy = "Rename it." if "name" in problem else "Give yourself the right to read it."
                problems.append((name, Problem("unreadable", _shown(relative), problem, remedy)))
            elif path.is_dir() and (media_type(relative) is None or (each.exists() and not each.is_file())):
                skipped += each.name != SOURCES
            else:
                files.setdefault(each, SourceFile(root, name, relative))
    ordered = sorted(files.values(), key=lambda f: (f.folder, f.path))
    return Found(tuple(ordered), skipped, tuple(problems), frozenset(whole))


def _walk(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Every file below the folder that is not hidden, and the folders that cannot be read, with the reason."""
    failed: list[OSError] = []
    for place, inner, names in os.walk(folder, onerror=failed.append):
        inner[:] = sorted(n for n in inner if not n.startswith("."))
        yield from ((Path(place) / n, None) for n in sorted(names) if not n.startswith("."))
    yield from ((Path(str(e.filename)), f"The folder cannot be read: {e.strerror}.") for e in failed)


def _unprintable(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
