"""Finding the documents at the given paths, and their folders and paths in the database.

A path in the database is relative to the ingested folder, which is identified by its name (`claimsdb.store.folders`).
"""

from __future__ import annotations

import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from claimsdb.capture.table import CAPTURES
from claimsdb.model.errors import FileMissingError, NotAFileError, Problem
from claimsdb.store.contents import kind
from claimsdb.store.folders import Folders, shown
from claimsdb.store.walking import walk

SOURCES, SPEAKERS = ("sources.csv", "sources.xlsx", "sources.ods"), "speakers.csv"
TABLES = (*SOURCES, SPEAKERS, CAPTURES)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: `root` is its folder on this machine, `folder` that folder's name in the database, `path` is relative, with `/`.

    `follow` says whether it may be a link out of its folder, `named` whether somebody asked for this very file. A document in a file has
    the path of that `container`, with its own after it; `place` says in words where it is there, and it is `packed` if the container does
    not have its bytes as they are.
    """

    root: Path
    folder: str
    path: str
    follow: bool = False
    named: bool = False
    container: str | None = None
    place: str | None = None
    packed: bool = False


class Searched(NamedTuple):
    """A folder that was searched: the name and the place of the folder that it belongs to, and how paths below it begin there."""

    folder: str
    root: Path
    prefix: str


@dataclass(frozen=True, slots=True)
class Found:
    """The result: `files` in order of folder and path, and `problems` by folder.

    `searched` is the folders that were searched, `captures` the folders of captures among what was searched, each with the name of the
    folder that it belongs to.
    """

    files: tuple[SourceFile, ...]
    problems: tuple[tuple[str, Problem], ...]
    searched: tuple[Searched, ...] = ()
    captures: tuple[tuple[str, Path], ...] = ()

    @property
    def whole(self) -> list[str]:
        """The names of the folders that were searched from their root, in order."""
        return sorted({one.folder for one in self.searched if not one.prefix})


def discover(paths: Sequence[Path], folders: Folders, follow: bool = False) -> Found:
    """The files at the paths, and in folders those that are not hidden, except for our own tables and databases.

    In folders, links that lead out of them are problems, unless `follow`. A path that is itself a link is always followed.
    Raises `FileMissingError` for a path that does not exist, `NotAFileError` for one that cannot be read as a file or a folder.
    """
    files: dict[Path, SourceFile] = {}
    problems: dict[Path, tuple[str, Problem]] = {}
    captures: dict[Path, str] = {}
    searched: dict[Path, Searched] = {}
    for path in paths:
        is_folder = _is_folder(path)
        # A link to a file belongs to the folder that contains the link.
        place = path.resolve() if is_folder else path.parent.resolve() / path.name
        root = folders.around(place) or (place if is_folder else place.parent)
        name = folders.name(root)
        if is_folder:
            inner = place.relative_to(root).as_posix()
            searched[place] = Searched(name, root, "" if place == root else f"{inner}/")
        for each, fault in walk(place, root, follow) if is_folder else [(place, None)]:
            relative = each.relative_to(root).as_posix()
            if is_folder and each.name == CAPTURES:
                captures[each.parent] = name
            problem = fault or _misnamed(relative)
            if problem is None and is_folder and (each.name in TABLES or folders.owns(each)):
                continue
            if problem is not None:
                problems.setdefault(each, (name, problem))
            elif each not in files or not is_folder:
                files[each] = SourceFile(root, name, relative, follow or not is_folder, named=not is_folder)
    ordered = sorted(files.values(), key=lambda f: (f.folder, f.path))
    faulty = [problem for path, problem in problems.items() if path not in files]  # a link may also have been named
    return Found(
        tuple(ordered), tuple(faulty), tuple(searched.values()), tuple((name, at) for at, name in captures.items())
    )


def _is_folder(path: Path) -> bool:
    """Whether the path is a folder; if not, it is a file."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, ValueError):  # a name with NUL
        if str(path) == "-":
            raise NotAFileError(path, "standard input is read by the command alone") from None
        if not path.is_symlink():
            raise FileMissingError(path) from None
        raise NotAFileError(path, "the link leads to no file") from None
    except OSError as error:
        raise NotAFileError(path, error.strerror or str(error)) from None
    what = kind(mode)
    if what is not None and not stat.S_ISDIR(mode):
        raise NotAFileError(path, f"it is {what}")
    return stat.S_ISDIR(mode)


def _misnamed(relative: str) -> Problem | None:
    try:
        relative.encode("utf-8")
    except UnicodeEncodeError:
        return Problem("unreadable", shown(relative), "Its name is not valid Unicode.", "Rename it.")
    return None
