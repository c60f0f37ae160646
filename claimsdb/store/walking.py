"""Walking through a folder: every file in it that can be read, and a problem for everything that cannot."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from claimsdb.model.errors import Problem
from claimsdb.store.contents import cannot_be_read, kind, leads_out, not_a_file, resolved
from claimsdb.store.folders import shown

Entry = tuple[Path, Problem | None]


def walk(folder: Path, root: Path, follow: bool) -> Iterator[Entry]:
    """Every entry below the folder that is not hidden, except the folders that can be read, with the problem if there is one.

    A link to another folder in `root` is passed over, since the files there are read in their own place. A link out of `root` is a problem,
    unless `follow`. Each folder that links lead to is walked through once.
    """
    seen: set[tuple[int, int]] = set()
    waiting, links = [folder], list[Path]()
    while waiting or links:
        place = waiting.pop() if waiting else links.pop(0)  # a folder's own place comes first
        try:
            if (identity := _identity(place)) in seen:
                continue
            seen.add(identity)
            with os.scandir(place) as listed:
                entries = sorted((e for e in listed if not e.name.startswith(".")), key=lambda e: e.name)
        except OSError as error:
            yield place, cannot_be_read(_relative(place, root), error)
            continue
        inner: list[Path] = []
        for entry in entries:
            path = place / entry.name
            try:
                is_folder, problem = _examined(entry, root, follow)
                if not is_folder or problem is not None:
                    yield path, problem
                elif not entry.is_symlink():
                    inner.append(path)
                elif not _is_walked(resolved(path), root):
                    links.append(path)
            except OSError as error:
                yield path, cannot_be_read(_relative(path, root), error)
        waiting += reversed(inner)


def _examined(entry: os.DirEntry[str], root: Path, follow: bool) -> tuple[bool, Problem | None]:
    """Whether it is a folder, and the problem with it. Raises `OSError` if the system does not say."""
    path = _relative(Path(entry.path), root)
    if entry.is_symlink():
        place = resolved(Path(entry.path))
        if not follow and not place.is_relative_to(root):
            return place.is_dir(), leads_out(path)
    if entry.is_dir():
        return True, None
    if entry.is_file():
        return False, None
    return False, not_a_file(path, kind(entry.stat().st_mode) or "a special file")


def _is_walked(place: Path, root: Path) -> bool:
    """Whether a walk through the root comes to the place without links."""
    return place.is_relative_to(root) and not any(p.startswith(".") for p in place.relative_to(root).parts)


def _relative(path: Path, root: Path) -> str:
    return shown(path.relative_to(root).as_posix())


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino
